from django.urls import path

from naikkelas.web.programmes import plut_urls, types, views

urlpatterns = [
    *plut_urls.urlpatterns,
    path("program/", views.programme_list, name="programmes-programme-list"),
    path("program/baru/", views.programme_add, name="programmes-programme-add"),
    path("program/jenis/", types.type_list, name="programmes-type-list"),
    path("program/jenis/baru/", types.type_add, name="programmes-type-add"),
    path("program/jenis/<int:pk>/", types.type_detail, name="programmes-type-detail"),
    path("program/jenis/<int:pk>/pensiun/", types.type_retire, name="programmes-type-retire"),
    path("penerima/<int:pk>/tahap/", views.milestone_add, name="programmes-milestone-add"),
    path("program/<int:pk>/", views.programme_detail, name="programmes-programme-detail"),
    path("program/<int:pk>/pagu/", views.ceiling_add, name="programmes-ceiling-add"),
    path("program/<int:pk>/alokasi/", views.allocation_add, name="programmes-allocation-add"),
    path("alokasi/<int:pk>/penerima/", views.recipient_add, name="programmes-recipient-add"),
    path("penerima/<int:pk>/", views.recipient_detail, name="programmes-recipient-detail"),
    path("penerima/<int:pk>/pencairan/", views.disbursement_add, name="programmes-disbursement-add"),
]
