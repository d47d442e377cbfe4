from django.urls import path

from naikkelas.web.monev import views

urlpatterns = [
    path("monev/", views.cycle_list, name="monev-cycle-list"),
    path("monev/baru/", views.cycle_add, name="monev-cycle-add"),
    path("monev/<int:pk>/rencana/", views.cycle_detail, name="monev-cycle-detail"),
    path("monev/<int:pk>/papan/", views.board, name="monev-board"),
    path("monev/wilayah/<int:pk>/", views.area_detail, name="monev-area-detail"),
    path("monev/wilayah/<int:pk>/tugaskan/", views.area_assign, name="monev-area-assign"),
    path("monev/wilayah/<int:pk>/kirim/", views.area_send, name="monev-area-send"),
    path("monev/wilayah/<int:pk>/putuskan/", views.area_decide, name="monev-area-decide"),
    path("rencana-kunjungan/<int:pk>/", views.planned_detail, name="monev-planned-detail"),
    path("kunjungan/", views.visit_list, name="monev-visit-list"),
    path("kunjungan/verifikasi/", views.visit_verify_many, name="monev-visit-verify-many"),
    path("kunjungan/<int:pk>/", views.visit_detail, name="monev-visit-detail"),
    path("kunjungan/<int:pk>/putuskan/", views.visit_decide, name="monev-visit-decide"),
    path("kunjungan/<int:pk>/foto/<int:number>/", views.visit_photo, name="monev-visit-photo"),
]
