from django.urls import path

from naikkelas.web.accounts import views

urlpatterns = [
    path("masuk/", views.sign_in, name="accounts-sign-in"),
    path("keluar/", views.sign_out, name="accounts-sign-out"),
    path("bahasa/", views.language, name="accounts-language"),
    path("sandi/", views.password, name="accounts-password"),
]
