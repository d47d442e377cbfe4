from django.urls import path

from naikkelas.web.indicators import classes, views

urlpatterns = [
    path("naik-kelas/", classes.class_overview, name="indicators-class-overview"),
    path("naik-kelas/umkm/", classes.class_list, name="indicators-class-list"),
    path("indikator/", views.indicator_list, name="indicators-indicator-list"),
    path("indikator/<slug:name>/", views.indicator_detail, name="indicators-indicator-detail"),
    path("indikator/<slug:name>/<slug:part>/", views.indicator_records, name="indicators-indicator-records"),
]
