from django.urls import path

from naikkelas.web.findings import citizens, letters, summary, views

urlpatterns = [
    path("temuan/", views.finding_list, name="findings-finding-list"),
    path("temuan/baru/", views.finding_add, name="findings-finding-add"),
    path("temuan/unit/", summary.unit_list, name="findings-unit-list"),
    path("temuan/rekap/", summary.overview, name="findings-overview"),
    path("temuan/<int:pk>/", views.finding_detail, name="findings-finding-detail"),
    path("temuan/<int:pk>/tindak-lanjut/", views.finding_act, name="findings-finding-act"),
    path("temuan/<int:pk>/sebab/", views.finding_complete, name="findings-finding-complete"),
    path("temuan/<int:pk>/tidak-dapat/", views.finding_cannot, name="findings-finding-cannot"),
    path("temuan/<int:pk>/putuskan/", views.finding_decide, name="findings-finding-decide"),
    path("temuan/<int:pk>/buka-lagi/", views.finding_reopen, name="findings-finding-reopen"),
    path("temuan/<int:pk>/bukti/<int:step>/", views.evidence, name="findings-evidence"),
    path("temuan/<int:pk>/foto/<int:photo>/", views.photo, name="findings-photo"),
    path("temuan/surat/", letters.letter_list, name="findings-letter-list"),
    path("temuan/surat/baru/", letters.letter_add, name="findings-letter-add"),
    path("temuan/surat/pembahasan/", letters.hearing_add, name="findings-hearing-add"),
    path("temuan/surat/<int:pk>/unduh.pdf", letters.letter_file, name="findings-letter-file"),
    path("temuan/warga/", citizens.citizen_list, name="findings-citizen-list"),
    path("temuan/warga/<int:pk>/", citizens.citizen_detail, name="findings-citizen-detail"),
    path("temuan/warga/<int:pk>/foto/<int:number>/", citizens.citizen_photo, name="findings-citizen-photo"),
    path("temuan/tanda/pasar/<int:pk>/", citizens.market_sign, name="findings-market-sign"),
    path("temuan/tanda/hibah/<int:pk>/", citizens.grant_sign, name="findings-grant-sign"),
]
