from django.urls import path

from naikkelas.web.findings import views

urlpatterns = [
    path("temuan/", views.finding_list, name="findings-finding-list"),
    path("temuan/baru/", views.finding_add, name="findings-finding-add"),
    path("temuan/<int:pk>/", views.finding_detail, name="findings-finding-detail"),
    path("temuan/<int:pk>/tindak-lanjut/", views.finding_act, name="findings-finding-act"),
    path("temuan/<int:pk>/putuskan/", views.finding_decide, name="findings-finding-decide"),
    path("temuan/<int:pk>/bukti/<int:step>/", views.evidence, name="findings-evidence"),
]
