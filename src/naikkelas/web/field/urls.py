from django.urls import path

from naikkelas.web.field import changes, mending, views

urlpatterns = [
    path("lapangan/", views.visit_list, name="field-visit-list"),
    path("lapangan/perubahan/", changes.change_list, name="field-change-list"),
    path("lapangan/sw.js", views.service_worker, name="field-service-worker"),
    path("lapangan/aplikasi.webmanifest", views.app_manifest, name="field-app-manifest"),
    path("lapangan/isi/<slug:code>/", views.visit_fill, name="field-visit-fill"),
    path("lapangan/isi/<slug:code>/formulir.xml", views.form, name="field-form"),
    path("lapangan/isi/<slug:code>/berkas/<str:name>", views.media, name="field-media"),
    path("lapangan/perbaiki/<slug:code>/", mending.visit_mend, name="field-visit-mend"),
    path("lapangan/perbaiki/<slug:code>/formulir.xml", mending.mend_form, name="field-mend-form"),
    path("lapangan/perbaiki/<slug:code>/terkirim.xml", mending.mend_sent, name="field-mend-sent"),
    path("lapangan/perbaiki/<slug:code>/terkirim/<str:name>", mending.mend_file, name="field-mend-file"),
]
