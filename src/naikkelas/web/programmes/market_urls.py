from django.urls import path

from naikkelas.web.programmes import amendments, market, market_stages, market_use, market_works

urlpatterns = [
    path("pasar/", market.market_list, name="programmes-market-list"),
    path("pasar/usulan/", market.market_add, name="programmes-market-add"),
    path("pasar/menganggur/", market.market_idle, name="programmes-market-idle"),
    path("penerima/<int:pk>/berkas-pasar/", market.market_open, name="programmes-market-open"),
    path("pasar/<int:pk>/", market.market_detail, name="programmes-market-detail"),
    path("pasar/<int:pk>/tahap/<slug:stage>/", market_stages.market_stage, name="programmes-market-stage"),
    path("pasar/<int:pk>/batal-tahap/", market_stages.market_stage_back, name="programmes-market-stage-back"),
    path("pasar/<int:pk>/sk/", market_stages.market_decree, name="programmes-market-decree"),
    path(
        "pasar/<int:pk>/syarat/<slug:requirement>/",
        market_stages.market_requirement,
        name="programmes-market-requirement",
    ),
    path(
        "pasar/<int:pk>/syarat/<slug:requirement>/berkas/",
        market_stages.market_paper,
        name="programmes-market-paper",
    ),
    path("pasar/<int:pk>/paket/", market_works.market_package_add, name="programmes-market-package-add"),
    path(
        "pasar/paket/<int:pk>/",
        market_works.market_package_detail,
        name="programmes-market-package-detail",
    ),
    path(
        "pasar/paket/<int:pk>/adendum/", amendments.market_addendum_add, name="programmes-market-addendum-add"
    ),
    path(
        "pasar/adendum/<int:pk>/batal/",
        amendments.market_addendum_back,
        name="programmes-market-addendum-back",
    ),
    path("pasar/paket/<int:pk>/rencana/", market_works.market_plan, name="programmes-market-plan"),
    path("pasar/paket/<int:pk>/minggu/", market_works.market_week, name="programmes-market-week"),
    path("pasar/<int:pk>/foto/", market_works.market_photos, name="programmes-market-photos"),
    path("pasar/<int:pk>/titik/", market_works.market_point_add, name="programmes-market-point-add"),
    path("pasar/titik/<int:pk>/foto/", market_works.market_photo_add, name="programmes-market-photo-add"),
    path("pasar/foto/<int:pk>/", market_works.market_photo, name="programmes-market-photo"),
    path(
        "pasar/foto/<int:pk>/hapus/",
        market_works.market_photo_remove,
        name="programmes-market-photo-remove",
    ),
    path("pasar/<int:pk>/pengelola/", market_use.market_manager, name="programmes-market-manager"),
    path("pasar/<int:pk>/hibah/", market_use.market_grant, name="programmes-market-grant"),
    path("pasar/<int:pk>/hitungan/", market_use.market_count, name="programmes-market-count"),
    path("pasar/<int:pk>/tahun/", market_use.market_year, name="programmes-market-year"),
]
