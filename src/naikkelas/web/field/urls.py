from django.urls import path

from naikkelas.web.field import views

urlpatterns = [
    path("lapangan/", views.visit_list, name="field-visit-list"),
    path("lapangan/sw.js", views.service_worker, name="field-service-worker"),
    path("lapangan/isi/<slug:code>/", views.visit_fill, name="field-visit-fill"),
    path("lapangan/isi/<slug:code>/formulir.xml", views.form, name="field-form"),
    path("lapangan/isi/<slug:code>/berkas/visits.csv", views.media, name="field-media"),
]
