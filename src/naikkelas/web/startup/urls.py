from django.urls import path

from naikkelas.web.startup import applications, calls, reports, rounds, self_service

urlpatterns = [
    path("wirausaha-pemula/", calls.call_list, name="startup-call-list"),
    path("wirausaha-pemula/baru/", calls.call_add, name="startup-call-add"),
    path("wirausaha-pemula/<int:pk>/", calls.call_detail, name="startup-call-detail"),
    path("wirausaha-pemula/<int:pk>/nilai/", calls.call_judge, name="startup-call-judge"),
    path("wirausaha-pemula/<int:pk>/penetapan/", calls.call_decide, name="startup-call-decide"),
    path(
        "wirausaha-pemula/<int:pk>/usulan-baru/", applications.application_add, name="startup-application-add"
    ),
    path("wirausaha-pemula/usulan/", applications.application_list, name="startup-application-list"),
    path(
        "wirausaha-pemula/usulan/<int:pk>/",
        applications.application_detail,
        name="startup-application-detail",
    ),
    path(
        "wirausaha-pemula/usulan/<int:pk>/ubah/",
        applications.application_edit,
        name="startup-application-edit",
    ),
    path(
        "wirausaha-pemula/usulan/<int:pk>/langkah/",
        applications.application_act,
        name="startup-application-act",
    ),
    path(
        "wirausaha-pemula/usulan/<int:pk>/berkas/",
        applications.application_attach,
        name="startup-application-attach",
    ),
    path(
        "wirausaha-pemula/usulan/<int:pk>/berkas/<int:file>/",
        applications.application_file,
        name="startup-application-file",
    ),
    path("wirausaha-pemula/laporan/", reports.report_list, name="startup-report-list"),
    path("wirausaha-pemula/laporan/<int:pk>/", reports.report_detail, name="startup-report-detail"),
    path("wirausaha-pemula/laporan/<int:pk>/langkah/", reports.report_move, name="startup-report-move"),
    path(
        "wirausaha-pemula/laporan/<int:pk>/nota/<int:line>/",
        reports.report_receipt,
        name="startup-report-receipt",
    ),
    path("penerima/<int:pk>/surat-laporan/", reports.letter_add, name="startup-letter-add"),
    path("penerima/<int:pk>/surat-laporan/cetak/", reports.letter_detail, name="startup-letter-detail"),
    path("wirausaha-pemula/kunjungan/", rounds.round_list, name="startup-round-list"),
    path("wirausaha-pemula/hasil/", rounds.outcome, name="startup-outcome"),
    path("lapor/<str:token>/", self_service.self_enter, name="startup-self-enter"),
    path("lapor/<str:token>/isi/", self_service.self_report, name="startup-self-report"),
    path("lapor/<str:token>/keluar/", self_service.self_leave, name="startup-self-leave"),
]
