from django.urls import path

from naikkelas.web.registry import persons, requests, views

urlpatterns = [
    path("registri/umkm/", views.enterprise_list, name="registry-enterprise-list"),
    path("registri/umkm/<int:pk>/", views.enterprise_detail, name="registry-enterprise-detail"),
    path("registri/umkm/<int:pk>/nik/", views.person_reveal, name="registry-person-reveal"),
    path("registri/orang/cari/", persons.person_find, name="registry-person-find"),
    path("registri/orang/<int:pk>/", persons.person_detail, name="registry-person-detail"),
    path("registri/orang/<int:pk>/permohonan/", requests.request_add, name="registry-request-add"),
    path("registri/permohonan/", requests.request_list, name="registry-request-list"),
    path("registri/permohonan/<int:pk>/", requests.request_detail, name="registry-request-detail"),
    path("registri/permohonan/<int:pk>/salinan/", requests.request_export, name="registry-request-export"),
    path("registri/koperasi/", views.cooperative_list, name="registry-cooperative-list"),
    path("registri/koperasi/<int:pk>/", views.cooperative_detail, name="registry-cooperative-detail"),
]
