from django.urls import include, path

from naikkelas.web.registry import (
    amend,
    branding,
    credentials,
    doubles,
    health,
    persons,
    quality,
    requests,
    views,
    years,
)

urlpatterns = [
    path("registri/umkm/", views.enterprise_list, name="registry-enterprise-list"),
    path("registri/umkm/<int:pk>/", views.enterprise_detail, name="registry-enterprise-detail"),
    path("registri/umkm/<int:pk>/ubah/", amend.enterprise_edit, name="registry-enterprise-edit"),
    path("registri/koperasi/<int:pk>/ubah/", amend.cooperative_edit, name="registry-cooperative-edit"),
    path("registri/umkm/<int:pk>/nik/", views.person_reveal, name="registry-person-reveal"),
    path("registri/umkm/<int:pk>/tahun/", years.year_record, name="registry-year-record"),
    path(
        "registri/umkm/<int:pk>/tahun/<int:year>/bukti/", years.year_evidence, name="registry-year-evidence"
    ),
    path("registri/orang/cari/", persons.person_find, name="registry-person-find"),
    path("registri/orang/<int:pk>/", persons.person_detail, name="registry-person-detail"),
    path("registri/orang/<int:pk>/permohonan/", requests.request_add, name="registry-request-add"),
    path("registri/permohonan/", requests.request_list, name="registry-request-list"),
    path("registri/permohonan/<int:pk>/", requests.request_detail, name="registry-request-detail"),
    path("registri/permohonan/<int:pk>/salinan/", requests.request_export, name="registry-request-export"),
    path("registri/koperasi/", views.cooperative_list, name="registry-cooperative-list"),
    path("registri/koperasi/<int:pk>/", views.cooperative_detail, name="registry-cooperative-detail"),
    path("registri/ganda/", doubles.double_list, {"word": "umkm"}, name="registry-double-list"),
    path("registri/ganda/<str:word>/", doubles.double_list, name="registry-double-list"),
    path("registri/ganda/<str:word>/cari/", doubles.double_search, name="registry-double-search"),
    path("registri/ganda/<str:word>/<int:pk>/tanya/", doubles.double_ask, name="registry-double-ask"),
    path("registri/ganda/<str:word>/<int:pk>/", doubles.double_detail, name="registry-double-detail"),
    path("registri/terpisah/<int:pk>/batal/", doubles.apart_undo, name="registry-apart-undo"),
    path("registri/penggabungan/", doubles.merge_list, name="registry-merge-list"),
    path("registri/penggabungan/<int:pk>/", doubles.merge_detail, name="registry-merge-detail"),
    path("registri/penggabungan/<int:pk>/batal/", doubles.merge_undo, name="registry-merge-undo"),
    path("registri/koperasi/<int:pk>/neraca/", health.balance_edit, name="registry-balance-edit"),
    path("registri/koperasi/<int:pk>/kesehatan/", health.health_add, name="registry-health-add"),
    path("registri/koperasi/<int:pk>/skema/", health.scheme_set, name="registry-scheme-set"),
    path("registri/kesehatan/", health.health_list, name="registry-health-list"),
    path("registri/kesehatan/<int:pk>/", health.health_detail, name="registry-health-detail"),
    path(
        "registri/kesehatan/<int:pk>/kertas-kerja/", health.health_worksheet, name="registry-health-worksheet"
    ),
    path("registri/kesehatan/<int:pk>/putuskan/", health.health_decide, name="registry-health-decide"),
    path("registri/kesehatan/<int:pk>/koreksi/", health.health_correct, name="registry-health-correct"),
    path("registri/mutu/", quality.quality_overview, name="registry-quality-overview"),
    path("registri/mutu/periksa/", quality.quality_check, name="registry-quality-check"),
    path("registri/mutu/daftar/", quality.quality_issue_list, name="registry-quality-issue-list"),
    path(
        "registri/mutu/putuskan/",
        quality.quality_issue_decide_many,
        name="registry-quality-issue-decide-many",
    ),
    path(
        "registri/mutu/aturan/<slug:name>/", quality.quality_rule_detail, name="registry-quality-rule-detail"
    ),
    path("registri/mutu/<int:pk>/", quality.quality_issue_detail, name="registry-quality-issue-detail"),
    path(
        "registri/mutu/<int:pk>/putuskan/", quality.quality_issue_decide, name="registry-quality-issue-decide"
    ),
    path("registri/izin/", credentials.credential_list, name="registry-credential-list"),
    path("registri/izin/jatuh-tempo/", credentials.credential_due, name="registry-credential-due"),
    path("registri/umkm/<int:pk>/izin/baru/", credentials.credential_add, name="registry-credential-add"),
    path("registri/izin/<int:pk>/", credentials.credential_detail, name="registry-credential-detail"),
    path("registri/izin/<int:pk>/ubah/", credentials.credential_change, name="registry-credential-change"),
    path(
        "registri/izin/<int:pk>/tarik/", credentials.credential_withdraw, name="registry-credential-withdraw"
    ),
    path(
        "registri/izin/<int:pk>/kembalikan/",
        credentials.credential_restore,
        name="registry-credential-restore",
    ),
    path("registri/izin/<int:pk>/berkas/", credentials.credential_file, name="registry-credential-file"),
    path("registri/promosi/", branding.branding_list, name="registry-branding-list"),
    path("registri/promosi/ringkasan/", branding.branding_summary, name="registry-branding-summary"),
    path("registri/umkm/<int:pk>/promosi/baru/", branding.branding_add, name="registry-branding-add"),
    path("registri/promosi/<int:pk>/", branding.branding_detail, name="registry-branding-detail"),
    path("registri/promosi/<int:pk>/ubah/", branding.branding_change, name="registry-branding-change"),
    path("registri/promosi/<int:pk>/tarik/", branding.branding_withdraw, name="registry-branding-withdraw"),
    path(
        "registri/promosi/<int:pk>/kembalikan/", branding.branding_restore, name="registry-branding-restore"
    ),
    path("registri/promosi/<int:pk>/berkas/", branding.branding_file, name="registry-branding-file"),
    path("", include("naikkelas.web.registry.cooperative_urls")),
]
