from django.urls import path

from naikkelas.web.search import views

urlpatterns = [path("cari/", views.search, name="search")]
