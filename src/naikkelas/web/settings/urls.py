from django.urls import path

from naikkelas.web.settings import areas, retention, views, webhooks, workdays

urlpatterns = [
    path("pengaturan/", views.overview, name="settings-overview"),
    path("pengaturan/aturan/", views.rules, name="settings-rules"),
    path("pengaturan/orang/", views.user_list, name="settings-user-list"),
    path("pengaturan/orang/baru/", views.user_add, name="settings-user-add"),
    path("pengaturan/orang/<int:pk>/", views.user_detail, name="settings-user-detail"),
    path("pengaturan/orang/<int:pk>/ubah/", views.user_edit, name="settings-user-edit"),
    path("pengaturan/orang/<int:pk>/ponsel/<int:token>/", views.phone, name="settings-phone"),
    path("pengaturan/wilayah/", areas.area_change_list, name="settings-area-change-list"),
    path("pengaturan/wilayah/baru/", areas.area_change_add, name="settings-area-change-add"),
    path("pengaturan/wilayah/tentukan/", areas.area_worklist, name="settings-area-worklist"),
    path("pengaturan/wilayah/<int:pk>/", areas.area_change_detail, name="settings-area-change-detail"),
    path(
        "pengaturan/wilayah/<int:pk>/tabel.csv", areas.area_change_export, name="settings-area-change-export"
    ),
    path("pengaturan/masa-simpan/", retention.retention, name="settings-retention"),
    path("pengaturan/hari-kerja/", workdays.workday_list, name="settings-workday-list"),
    path("pengaturan/hari-kerja/baru/", workdays.workday_add, name="settings-workday-add"),
    path("pengaturan/webhook/", webhooks.webhook_list, name="settings-webhook-list"),
    path("pengaturan/webhook/baru/", webhooks.webhook_add, name="settings-webhook-add"),
    path("pengaturan/webhook/<int:pk>/", webhooks.webhook_detail, name="settings-webhook-detail"),
    path("pengaturan/jejak/", views.trail_list, name="settings-trail"),
]
