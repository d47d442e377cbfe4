from django.urls import re_path

from naikkelas.openrosa import views

_KEY = r"^(?:k/(?P<token>[^/]{1,200})/)?"
_FORM = r"forms/(?P<form_id>[^/]{1,250})/(?P<version>[^/]{1,60})"

urlpatterns = [
    re_path(rf"{_KEY}formList/?$", views.form_list, name="openrosa-form-list"),
    re_path(rf"{_KEY}{_FORM}/form\.xml/?$", views.form, name="openrosa-form"),
    re_path(rf"{_KEY}{_FORM}/manifest/?$", views.manifest, name="openrosa-manifest"),
    re_path(rf"{_KEY}{_FORM}/media/(?P<filename>[^/]{{1,249}})/?$", views.media, name="openrosa-media"),
    re_path(
        rf"{_KEY}{_FORM}/integrity/(?P<filename>[^/]{{1,249}})/?$", views.integrity, name="openrosa-integrity"
    ),
    re_path(rf"{_KEY}attempt/?$", views.attempt, name="openrosa-attempt"),
    re_path(rf"{_KEY}submission/?$", views.submission, name="openrosa-submission"),
]
