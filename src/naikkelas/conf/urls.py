"""All addresses: pages, and the phones' door."""

from django.urls import include, path

from naikkelas.web import errors

urlpatterns = [
    path("", include("naikkelas.openrosa.urls")),
    path("", include("naikkelas.opendata.urls")),
    path("", include("naikkelas.web.urls")),
]
handler400 = errors.bad_request
handler403 = errors.denied
handler404 = errors.not_found
handler500 = errors.failed
