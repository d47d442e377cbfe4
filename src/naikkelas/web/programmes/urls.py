from django.urls import path

from naikkelas.web.programmes import views

urlpatterns = [
    path("program/", views.programme_list, name="programmes-programme-list"),
    path("program/baru/", views.programme_add, name="programmes-programme-add"),
    path("program/<int:pk>/", views.programme_detail, name="programmes-programme-detail"),
    path("program/<int:pk>/pagu/", views.ceiling_add, name="programmes-ceiling-add"),
    path("program/<int:pk>/alokasi/", views.allocation_add, name="programmes-allocation-add"),
    path("alokasi/<int:pk>/penerima/", views.recipient_add, name="programmes-recipient-add"),
    path("penerima/<int:pk>/", views.recipient_detail, name="programmes-recipient-detail"),
    path("penerima/<int:pk>/pencairan/", views.disbursement_add, name="programmes-disbursement-add"),
]
