from django.urls import path

from naikkelas.opendata import views

urlpatterns = [
    path("odata/<str:form>/", views.service, name="opendata-service"),
    path("odata/<str:form>/$metadata", views.metadata, name="opendata-metadata"),
    path("odata/<str:form>/<path:path>", views.entities, name="opendata-entities"),
]
