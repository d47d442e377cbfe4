from django.urls import path

from naikkelas.web.reports import activity, duties, iati, targets, views

urlpatterns = [
    path("laporan/", views.issue_list, name="reports-issue-list"),
    path("laporan/terbitkan/", views.issue_add, name="reports-issue-add"),
    path("laporan/<int:pk>/", views.issue_detail, name="reports-issue-detail"),
    path("laporan/<int:pk>/unduh.<slug:kind>", views.issue_document, name="reports-issue-document"),
    path("laporan/kewajiban/", duties.duty_list, name="reports-duty-list"),
    path("laporan/kewajiban/bulan/", duties.duty_month, name="reports-duty-month"),
    path("laporan/kewajiban/pengingat/", duties.reminder_edit, name="reports-reminder-edit"),
    path("laporan/kewajiban/<str:key>/", duties.duty_detail, name="reports-duty-detail"),
    path("laporan/kewajiban/<str:key>/kirim/", duties.duty_send, name="reports-duty-send"),
    path("kalender/<slug:token>.ics", duties.duty_feed, name="reports-duty-feed"),
    path("laporan/target/", targets.target_list, name="reports-target-list"),
    path("laporan/target/baru/", targets.target_add, name="reports-target-add"),
    path("laporan/iati.xml", iati.iati_export, name="reports-iati-export"),
    path("laporan/kegiatan/<int:pk>/", activity.activity_detail, name="reports-activity-detail"),
]
