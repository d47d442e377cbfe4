"""OpenRosa for ODK Collect and the browser form. No cookie is looked at."""

from __future__ import annotations

import mimetypes
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from naikkelas import vault
from naikkelas.forms import queries as forms
from naikkelas.intake import actions as intake
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev import actions as monev
from naikkelas.monev import queries as visits
from naikkelas.openrosa import parcel, wire
from naikkelas.openrosa.door import door, language
from naikkelas.openrosa.lists import LISTS

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.forms.models import FormVersion

MOST_ASKED = 10_000

ATTEMPT_TAKEN = Kind("attempt.taken", "Upaya menemui dicatat.", "The attempt was recorded.")
NOT_YOURS = Kind(
    "attempt.not_yours",
    "Kunjungan ini bukan lagi tugas Anda. Tanyakan kepada petugas dinas.",
    "This visit is no longer yours. Ask the officer.",
)
NO_ATTEMPT = Kind(
    "attempt.incomplete",
    "Upaya menemui tidak lengkap: kunjungan, hari, cara, dan hasilnya harus ada.",
    "The attempt is not complete: the visit, the day, how, and what came of it are needed.",
)
NO_SUCH_FORM = Kind("openrosa.no_such_form", "Formulir tidak ditemukan.", "No such form.")


@door("GET", "HEAD")
def form_list(request: HttpRequest, token: str, person: User) -> HttpResponse:
    every, code = request.GET.get("listAllVersions") == "true", person.area_id
    rows = [request.draft] if request.draft else forms.all_open(code) if every else forms.listed(code)
    wanted = request.GET.get("formID")
    listed = [_listed(request, token, form) for form in rows if wanted in (None, form.form_id)]
    return wire.answer(request, wire.form_list(listed, verbose=request.GET.get("verbose") == "true"))


def _listed(request: HttpRequest, token: str, form: FormVersion) -> wire.ListedForm:
    where = _where(token, form)
    return wire.ListedForm(
        form_id=form.form_id,
        name=form.title,
        version=form.version,
        md5=form.md5,
        description=form.description,
        download_url=request.build_absolute_uri(reverse("openrosa-form", kwargs=where)),
        manifest_url=request.build_absolute_uri(reverse("openrosa-manifest", kwargs=where))
        if forms.files_of(form)
        else "",
    )


def _where(token: str, form: FormVersion) -> dict[str, str]:
    """What the addresses of a form are made of; without a key for who gives a password."""
    return {"form_id": form.form_id, "version": form.version} | ({"token": token} if token else {})


def _form(request: HttpRequest, person: User, form_id: str, version: str) -> FormVersion:
    """The version that this person may have; of a key for testing, its draft and nothing else."""
    found = request.draft or forms.usable(form_id, version, person.area_id)
    if found is None or forms.is_closed(found) or (found.form_id, found.version) != (form_id, version):
        raise Refused(NO_SUCH_FORM, status=404)
    return found


@door("GET", "HEAD")
def form(request: HttpRequest, token: str, person: User, form_id: str, version: str) -> HttpResponse:
    found = _form(request, person, form_id, version)
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
    """The files that the form names, as this person gets them."""
    media, kept = [], {m.name: m for m in forms.media_of(found)}
    for filename in forms.files_of(found):
        where = _where(token, found) | {"filename": filename}
        url = request.build_absolute_uri(reverse("openrosa-media", kwargs=where))
        ask = request.build_absolute_uri(reverse("openrosa-integrity", kwargs=where))
        if filename in LISTS:
            # nothing that a phone sends enters the registry by itself: whatever a form adds waits for an officer
            approved = filename.removesuffix(".csv") in forms.lists_added_to(found)
            md5 = wire.md5(LISTS[filename](person, found).content)
            media.append(wire.Media(filename, md5, url, ask, approved=approved))
        elif filename in kept:
            media.append(wire.Media(filename, kept[filename].md5, url))
    return media


@door("GET", "HEAD")
def manifest(request: HttpRequest, token: str, person: User, form_id: str, version: str) -> HttpResponse:
    found = _form(request, person, form_id, version)
    return wire.answer(request, wire.manifest(_media(request, token, person, found)))


@door("GET", "HEAD")
def media(
    request: HttpRequest, token: str, person: User, form_id: str, version: str, filename: str
) -> HttpResponse:
    found = _form(request, person, form_id, version)
    if filename not in forms.files_of(found):
        raise Refused(NO_SUCH_FORM, status=404)
    if filename in LISTS:
        content = LISTS[filename](person, found).content
        return _tagged(request, content, wire.md5(content), "text/csv; charset=utf-8")
    kept = forms.media_of(found).filter(name=filename).first()
    if kept is None:
        raise Refused(NO_SUCH_FORM, status=404)
    kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    return _tagged(request, vault.current().blobs.get(kept.sha256), kept.md5, kind)


@door("GET", "HEAD")
def integrity(
    request: HttpRequest, token: str, person: User, form_id: str, version: str, filename: str
) -> HttpResponse:
    """Which of the entries that a phone holds are gone from its list."""
    found = _form(request, person, form_id, version)
    if filename not in LISTS or filename not in forms.files_of(found):
        raise Refused(NO_SUCH_FORM, status=404)
    asked = [each for each in request.GET.get("id", "").split(",") if each][:MOST_ASKED]
    return wire.answer(request, wire.integrity(asked, LISTS[filename](person, found).names))


@door("HEAD", "POST")
def submission(request: HttpRequest, token: str, person: User) -> HttpResponse:
    location = request.build_absolute_uri(request.path)
    if request.method == "HEAD":
        response = wire.answer(request, b"", 204)
        response["Location"] = location
        return response
    receipt = intake.accept(parcel=parcel.read(request), by=person, at=request.at, draft=request.draft)
    nature = "submit_success" if receipt.status < 300 else "submit_error"
    text = receipt.kind.text(language(request), **receipt.params)
    response = wire.answer(request, wire.message(text, nature), receipt.status)
    response["Location"] = location
    return response


@door("POST")
def attempt(request: HttpRequest, token: str, person: User) -> HttpResponse:
    """An attempt to meet somebody, from the browser form: no OpenRosa, but the same door, as its signal may come late."""
    given = request.POST
    try:
        tried_on = date.fromisoformat(given.get("tried_on", ""))
    except ValueError as fault:
        raise Refused(NO_ATTEMPT, status=400) from fault
    if not given.get("id") or not given.get("code") or any("\0" in text for text in given.values()):
        raise Refused(NO_ATTEMPT, status=400)
    planned = visits.own_planned(person, given["code"])
    if planned is None:
        raise Refused(NOT_YOURS, status=404)
    monev.record_attempt(
        planned=planned, tried_on=tried_on, channel=given.get("channel", ""), outcome=given.get("outcome", ""),
        remark=given.get("remark", ""), client_id=given["id"][:60], by=person, at=request.at,
    )  # fmt: skip
    return wire.answer(request, wire.message(ATTEMPT_TAKEN.text(language(request)), "submit_success"), 201)
