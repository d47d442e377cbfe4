from django.urls import path

from naikkelas.web.programmes import plut, plut_clients, plut_services

CLIENT = "plut/<int:pk>/klien/<slug:kind>/<int:client>/"
urlpatterns = [
    path("plut/", plut.plut_list, name="programmes-plut-list"),
    path("plut/baru/", plut.plut_add, name="programmes-plut-add"),
    path("plut/layanan/", plut_services.plut_service_list, name="programmes-plut-service-list"),
    path("plut/layanan/<int:pk>/", plut_services.plut_service_detail, name="programmes-plut-service-detail"),
    path("plut/layanan/<int:pk>/ubah/", plut_services.plut_service_change, name="programmes-plut-service-change"),
    path("plut/layanan/<int:pk>/tarik/", plut_services.plut_service_withdraw, name="programmes-plut-service-withdraw"),
    path(
        "plut/layanan/<int:pk>/kembalikan/", plut_services.plut_service_restore, name="programmes-plut-service-restore"
    ),
    path("plut/<int:pk>/", plut.plut_detail, name="programmes-plut-detail"),
    path("plut/<int:pk>/ubah/", plut.plut_change, name="programmes-plut-change"),
    path("plut/<int:pk>/catat/", plut.plut_act, name="programmes-plut-act"),
    path("plut/<int:pk>/perlengkapan/<int:item>/", plut.plut_item_change, name="programmes-plut-item-change"),
    path(
        "plut/<int:pk>/konsultan/<int:consultant>/", plut.plut_consultant_detail,
        name="programmes-plut-consultant-detail",
    ),
    path(
        "plut/<int:pk>/konsultan/<int:consultant>/catat/", plut.plut_consultant_act,
        name="programmes-plut-consultant-act",
    ),
    path("plut/<int:pk>/target/", plut.plut_target_list, name="programmes-plut-target-list"),
    path("plut/<int:pk>/layanan/baru/", plut_services.plut_service_add, name="programmes-plut-service-add"),
    path("plut/<int:pk>/klien/", plut_clients.plut_client_list, name="programmes-plut-client-list"),
    path("plut/<int:pk>/klien/cari/", plut_services.plut_client_search, name="programmes-plut-client-search"),
    path(CLIENT, plut_clients.plut_client_detail, name="programmes-plut-client-detail"),
    path(f"{CLIENT}catat/", plut_clients.plut_client_act, name="programmes-plut-client-act"),
]  # fmt: skip
