from django.urls import path

from naikkelas.web.programmes import cohorts, market_urls, plut_urls, types, views
from naikkelas.web.programmes import cohorts, plut_urls, types, views
from naikkelas.web.programmes import ledger, ledger_entry, ledger_plan, types, views
from naikkelas.web.programmes import cohorts, ledger, ledger_entry, ledger_plan, plut_urls, types, views

urlpatterns = [
    *plut_urls.urlpatterns,
    *market_urls.urlpatterns,
    path("program/", views.programme_list, name="programmes-programme-list"),
    path("program/baru/", views.programme_add, name="programmes-programme-add"),
    path("program/jenis/", types.type_list, name="programmes-type-list"),
    path("program/jenis/baru/", types.type_add, name="programmes-type-add"),
    path("program/jenis/<int:pk>/", types.type_detail, name="programmes-type-detail"),
    path("program/jenis/<int:pk>/pensiun/", types.type_retire, name="programmes-type-retire"),
    path("program/<int:pk>/angkatan/", cohorts.cohort_add, name="programmes-cohort-add"),
    path("angkatan/", cohorts.cohort_list, name="programmes-cohort-list"),
    path("angkatan/<int:pk>/", cohorts.cohort_detail, name="programmes-cohort-detail"),
    path("angkatan/<int:pk>/sesi/", cohorts.session_add, name="programmes-session-add"),
    path(
        "angkatan/<int:pk>/sesi/<int:session>/",
        cohorts.session_attendance,
        name="programmes-session-attendance",
    ),
    path("angkatan/<int:pk>/peserta/", cohorts.participant_add, name="programmes-participant-add"),
    path("peserta/<int:pk>/", cohorts.participant_detail, name="programmes-participant-detail"),
    path("peserta/<int:pk>/catat/", cohorts.participant_act, name="programmes-participant-act"),
    path("penerima/<int:pk>/tahap/", views.milestone_add, name="programmes-milestone-add"),
    path("program/<int:pk>/", views.programme_detail, name="programmes-programme-detail"),
    path("program/<int:pk>/pagu/", views.ceiling_add, name="programmes-ceiling-add"),
    path("program/<int:pk>/alokasi/", views.allocation_add, name="programmes-allocation-add"),
    path("alokasi/<int:pk>/penerima/", views.recipient_add, name="programmes-recipient-add"),
    path("penerima/<int:pk>/", views.recipient_detail, name="programmes-recipient-detail"),
    path("penerima/<int:pk>/pencairan/", views.disbursement_add, name="programmes-disbursement-add"),
    path("program/buku/", ledger.ledger_list, name="programmes-ledger-list"),
    path("program/lacak/", ledger.trace_list, name="programmes-trace-list"),
    path("program/deviasi/", ledger_plan.alarm_list, name="programmes-alarm-list"),
    path("program/tutup-tahun/", ledger_entry.year_close, name="programmes-year-close"),
    path("program/<int:pk>/uang/", ledger_entry.money_detail, name="programmes-money-detail"),
    path("program/<int:pk>/komitmen/", ledger_entry.commitment_add, name="programmes-commitment-add"),
    path("program/<int:pk>/revisi/", ledger_entry.revision_add, name="programmes-revision-add"),
    path("program/<int:pk>/pergeseran/", ledger_entry.transfer_add, name="programmes-transfer-add"),
    path("alokasi/<int:pk>/rencana/", ledger_plan.plan_set, name="programmes-plan-set"),
    path("penerima/<int:pk>/lacak/", ledger.trace_detail, name="programmes-trace-detail"),
    path("penerima/<int:pk>/penggunaan/", ledger_entry.use_add, name="programmes-use-add"),
    path("penerima/<int:pk>/pengembalian/", ledger_entry.return_add, name="programmes-return-add"),
    path("pencairan/<int:pk>/periksa/", ledger_entry.payment_check, name="programmes-payment-check"),
    path("buku/<int:pk>/batal/", ledger_entry.entry_reverse, name="programmes-entry-reverse"),
]
