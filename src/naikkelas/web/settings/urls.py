from django.urls import path

from naikkelas.web.settings import views

urlpatterns = [
    path("pengaturan/", views.overview, name="settings-overview"),
    path("pengaturan/aturan/", views.rules, name="settings-rules"),
    path("pengaturan/orang/", views.user_list, name="settings-user-list"),
    path("pengaturan/orang/baru/", views.user_add, name="settings-user-add"),
    path("pengaturan/orang/<int:pk>/", views.user_detail, name="settings-user-detail"),
    path("pengaturan/orang/<int:pk>/ponsel/<int:token>/", views.phone, name="settings-phone"),
    path("pengaturan/jejak/", views.trail_list, name="settings-trail"),
]
