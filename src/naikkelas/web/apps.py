from django.apps import AppConfig


class Config(AppConfig):
    name = "naikkelas.web"
    label = "web"
