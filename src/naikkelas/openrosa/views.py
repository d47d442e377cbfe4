"""OpenRosa for ODK Collect and the browser form. A token in the path names the person; no cookie is looked at."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from naikkelas.accounts import access, roles
from naikkelas.accounts.queries import by_token
from naikkelas.forms import queries as forms
from naikkelas.intake import actions as intake
from naikkelas.kit import clock
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev import queries as monev
from naikkelas.openrosa import parcel, wire

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.forms.models import FormVersion

log = logging.getLogger("naikkelas.openrosa")

VISITS_FILE = "visits.csv"

NO_TOKEN = Kind(
    "openrosa.no_token",
    "Alamat server ini memerlukan kunci pribadi. Pindai kode QR dari petugas dinas.",
    "This server address needs a personal key. Scan the QR code from the office.",
)
BAD_TOKEN = Kind(
    "openrosa.bad_token",
    "Kunci pada alamat server tidak berlaku lagi. Minta kode QR baru dari petugas dinas.",
    "The key in the server address is no longer valid. Ask the office for a new QR code.",
)
NO_SUCH_FORM = Kind("openrosa.no_such_form", "Formulir tidak ditemukan.", "No such form.")
WRONG_METHOD = Kind("openrosa.method", "Metode tidak diizinkan.", "Method not allowed.")
TRY_LATER = Kind(
    "storage.busy",
    "Server sedang sibuk atau penyimpanan penuh. Kunjungan tetap aman di ponsel; coba lagi nanti.",
    "The server is busy or its disk is full. The visit stays safe on the phone; try again later.",
)
Door = Callable[..., HttpResponse]


def door(*methods: str) -> Callable[[Door], Door]:
    """Wrap a view: token, method, and errors told the OpenRosa way."""

    def mark(view: Door) -> Door:
        @csrf_exempt
        @functools.wraps(view)
        def guarded(request: HttpRequest, token: str = "", **kwargs: str) -> HttpResponse:
            request.at = clock.now()
            try:
                if request.method not in methods:
                    raise Refused(WRONG_METHOD, status=405)
                if not token:
                    raise Refused(NO_TOKEN, status=401)
                row = by_token(token, request.at)
                if row is None or not access.may(row.user, "monev.visit"):
                    raise Refused(BAD_TOKEN, status=403)
                return view(request, token=token, person=row.user, **kwargs)
            except Refused as refusal:
                return _refusal(request, refusal)
            except (OperationalError, InterfaceError, InternalError, OSError):
                log.exception("the submission door could not use database or disk")
                text = TRY_LATER.text(_lang(request))
                response = wire.answer(request, wire.message(text, "submit_error"), 503)
                response["Retry-After"] = "60"
                return response

        guarded.duty = roles.PUBLIC  # the token is the right; Gate has nothing to ask
        guarded.methods = list(methods)
        return guarded

    return mark


def _lang(request: HttpRequest) -> str:
    return "en" if request.headers.get("Accept-Language", "id").startswith("en") else "id"


def _refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return wire.answer(request, wire.message(refusal.text(_lang(request)), "submit_error"), refusal.status)


@door("GET", "HEAD")
def form_list(request: HttpRequest, token: str, person: User) -> HttpResponse:
    every = request.GET.get("listAllVersions") == "true"
    rows = forms.all_open() if every else forms.listed()
    wanted = request.GET.get("formID")
    listed = [_listed(request, token, form) for form in rows if wanted in (None, form.form_id)]
    return wire.answer(request, wire.form_list(listed, verbose=request.GET.get("verbose") == "true"))


def _listed(request: HttpRequest, token: str, form: FormVersion) -> wire.ListedForm:
    where = {"token": token, "form_id": form.form_id, "version": form.version}
    return wire.ListedForm(
        form_id=form.form_id,
        name=form.title,
        version=form.version,
        md5=form.md5,
        description=form.description,
        download_url=request.build_absolute_uri(reverse("openrosa-form", kwargs=where)),
        manifest_url=request.build_absolute_uri(reverse("openrosa-manifest", kwargs=where)),
    )


def _form(form_id: str, version: str) -> FormVersion:
    found = forms.version(form_id, version)
    if found is None or forms.is_closed(found):
        raise Refused(NO_SUCH_FORM, status=404)
    return found


@door("GET", "HEAD")
def form(request: HttpRequest, token: str, person: User, form_id: str, version: str) -> HttpResponse:
    found = _form(form_id, version)
    return _tagged(request, found.xform.encode(), found.md5)


def _tagged(
    request: HttpRequest, content: bytes, md5: str, content_type: str = "text/xml; charset=utf-8"
) -> HttpResponse:
    """Content with an ETag; 304 when the phone has it already."""
    tag = f'"{md5}"'
    if tag in request.headers.get("If-None-Match", ""):
        response = wire.answer(request, b"", 304)
    else:
        response = wire.answer(request, content, content_type=content_type)
    response["ETag"] = tag
    return response


def _media(request: HttpRequest, token: str, person: User, found: FormVersion) -> list[wire.Media]:
    """The list of visits that this person is to make with this form: each phone gets its own."""
    rows = [
        (visit.code, f"{visit.label} – {visit.area.title}")
        for visit in monev.planned_for(person).filter(instrument=found.form_id)
    ]
    where = {"token": token, "form_id": found.form_id, "version": found.version, "filename": VISITS_FILE}
    url = request.build_absolute_uri(reverse("openrosa-media", kwargs=where))
    return [wire.Media(VISITS_FILE, wire.choices_csv(rows), url)]


@door("GET", "HEAD")
def manifest(request: HttpRequest, token: str, person: User, form_id: str, version: str) -> HttpResponse:
    found = _form(form_id, version)
    return wire.answer(request, wire.manifest(_media(request, token, person, found)))


@door("GET", "HEAD")
def media(
    request: HttpRequest, token: str, person: User, form_id: str, version: str, filename: str
) -> HttpResponse:
    found = _form(form_id, version)
    for file in _media(request, token, person, found):
        if file.filename == filename:
            return _tagged(request, file.content, file.md5, "text/csv; charset=utf-8")
    raise Refused(NO_SUCH_FORM, status=404)


@door("HEAD", "POST")
def submission(request: HttpRequest, token: str, person: User) -> HttpResponse:
    location = request.build_absolute_uri(request.path)
    if request.method == "HEAD":
        response = wire.answer(request, b"", 204)
        response["Location"] = location
        return response
    receipt = intake.accept(parcel=parcel.read(request), by=person, at=request.at)
    nature = "submit_success" if receipt.status < 300 else "submit_error"
    text = receipt.kind.text(_lang(request), **receipt.params)
    response = wire.answer(request, wire.message(text, nature), receipt.status)
    response["Location"] = location
    return response
