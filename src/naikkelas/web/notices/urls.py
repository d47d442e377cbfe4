from django.urls import path

from naikkelas.web.notices import devices, views

urlpatterns = [
    path("pemberitahuan/", views.notice_list, name="notices-notice-list"),
    path("pemberitahuan/<int:pk>/", views.notice_open, name="notices-notice-open"),
    path("pemberitahuan/dibaca/", views.notice_read, name="notices-notice-read"),
    path("pemberitahuan/pilihan/", views.choice_edit, name="notices-choice-edit"),
    path("pemberitahuan/perangkat/", devices.device_add, name="notices-device-add"),
    path("pemberitahuan/perangkat/pindah/", devices.device_move, name="notices-device-move"),
    path("pemberitahuan/perangkat/<int:pk>/", devices.device_change, name="notices-device-change"),
]
