from django.urls import path

from naikkelas.web.registry import coaching, groups, life, standing, warnings

COOPERATIVES = "registri/koperasi/"
ONE = f"{COOPERATIVES}<int:pk>/"
COACHING = f"{COOPERATIVES}pembinaan/"

urlpatterns = [
    path(f"{ONE}rat/", life.meeting_add, name="registry-meeting-add"),
    path(f"{ONE}rat/<int:meeting>/<slug:kind>/", life.meeting_file, name="registry-meeting-file"),
    path(f"{ONE}sertifikat/", life.certificate_add, name="registry-certificate-add"),
    path(f"{ONE}pengurus/", life.official_add, name="registry-official-add"),
    path(f"{ONE}pengurus/<int:official>/berakhir/", life.official_end, name="registry-official-end"),
    path(f"{ONE}kelompok/", groups.group_edit, name="registry-group-edit"),
    path(f"{ONE}unit/", groups.unit_edit, name="registry-unit-edit"),
    path(f"{ONE}pembinaan/", coaching.coaching_add, name="registry-coaching-add"),
    path(f"{COOPERATIVES}sertifikat/", life.certificate_list, name="registry-certificate-list"),
    path(f"{COOPERATIVES}selisih/", standing.difference_list, name="registry-difference-list"),
    path(f"{COOPERATIVES}sk/", standing.decree_list, name="registry-decree-list"),
    path(f"{COOPERATIVES}sk/baru/", standing.decree_add, name="registry-decree-add"),
    path(f"{COOPERATIVES}sk/<int:pk>/", standing.decree_detail, name="registry-decree-detail"),
    path(f"{COOPERATIVES}sk/<int:pk>/cabut/", standing.decree_withdraw, name="registry-decree-withdraw"),
    path(f"{COOPERATIVES}peringatan/", warnings.warning_list, name="registry-warning-list"),
    path(f"{COOPERATIVES}peringatan/hitung/", warnings.warning_refresh, name="registry-warning-refresh"),
    path(f"{COOPERATIVES}kelompok/", groups.group_list, name="registry-group-list"),
    path(COACHING, coaching.coaching_list, name="registry-coaching-list"),
    path(f"{COACHING}perbandingan/", coaching.coaching_compared, name="registry-coaching-compared"),
    path(f"{COACHING}perbandingan/koperasi/", coaching.coaching_records, name="registry-coaching-records"),
    path(f"{COACHING}<int:pk>/", coaching.coaching_detail, name="registry-coaching-detail"),
    path(f"{COACHING}<int:pk>/lakukan/", coaching.coaching_act, name="registry-coaching-act"),
    path(f"{COACHING}<int:pk>/berkas/<int:visit>/", coaching.coaching_file, name="registry-coaching-file"),
]
