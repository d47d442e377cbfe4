from django.urls import path

from naikkelas.web.citizen import views

urlpatterns = [
    path("warga/", views.report_home, name="citizen-report-home"),
    path("warga/ikuti/", views.report_follow, name="citizen-report-follow"),
    path("warga/terkirim/", views.report_sent, name="citizen-report-sent"),
    path("warga/lapor/<str:sign>/", views.report_add, name="citizen-report-add"),
]
