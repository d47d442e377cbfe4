from django.urls import path

from naikkelas.web.home import views

urlpatterns = [path("", views.home, name="home")]
