from django.urls import path

from naikkelas.web.reports import activity, views

urlpatterns = [
    path("laporan/", views.issue_list, name="reports-issue-list"),
    path("laporan/terbitkan/", views.issue_add, name="reports-issue-add"),
    path("laporan/<int:pk>/", views.issue_detail, name="reports-issue-detail"),
    path("laporan/<int:pk>/unduh.<slug:kind>", views.issue_document, name="reports-issue-document"),
    path("laporan/kegiatan/<int:pk>/", activity.activity_detail, name="reports-activity-detail"),
]
