"""Publishing forms."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from naikkelas import vault
from naikkelas.accounts.actions import issue_token, revoke_token
from naikkelas.forms import queries
from naikkelas.forms.models import FormMedia, FormVersion
from naikkelas.instruments import cage, xlsform
from naikkelas.instruments import forms as compiler
from naikkelas.instruments.entities import LISTS
from naikkelas.instruments.form_changes import changes
from naikkelas.instruments.form_facts import SERVED, lists_named
from naikkelas.instruments.form_lint import told
from naikkelas.instruments.form_media import media_fault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places.queries import NATION
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import about_to, between, together

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

log = logging.getLogger("naikkelas.forms")
SECONDS = 20
MAX_MEDIA = 10_000_000
TAKEN = Kind(
    "form.taken",
    "form_id “{form_id}” dipakai kantor lain. Pilih form_id yang lain, misalnya dengan kode wilayah di depannya.",
    "form_id “{form_id}” is used by another office. Choose another, for example with the area code in front.",
)
NOT_JUDGED = Kind(
    "form.not_judged",
    "Formulir ini tidak dapat diperiksa; galatnya dicatat di log server. Sederhanakan lalu unggah lagi.",
    "This form could not be judged; the error is in the server's log. Simplify it and upload it again.",
)
NO_DRAFT = Kind(
    "form.no_draft",
    "Versi ini sudah terbit dan tidak dapat diubah. Unggah versi baru.",
    "This version is published and cannot change. Upload a new version.",
)
NO_LIST = Kind(
    "form.no_list",
    "Formulir ini tidak mengubah daftar registri (kolom save_to), sehingga tidak ada yang dapat diambil alih.",
    "This form changes no list of the registry (column save_to), so that there is nothing to take over.",
)
MEDIA_MISSING = Kind(
    "form.media_missing",
    "Formulir memerlukan berkas: {names}. Unggah dahulu, lalu terbitkan.",
    "The form needs files: {names}. Upload them first, then publish.",
)
NOT_LOADED = Kind(
    "form.media_not_loaded",
    "Formulir ini tidak memakai berkas “{name}”. Yang dipakai: {names}.",
    "This form does not use the file “{name}”. It uses: {names}.",
)
MEDIA_TOO_LARGE = Kind(
    "form.media_too_large",
    "Berkas {name} lebih besar dari {limit} MB.",
    "The file {name} is larger than {limit} MB.",
)
MEDIA_BAD = Kind(
    "form.media_bad",
    "Berkas {name} tidak dapat dipakai: {detail}.",
    "The file {name} cannot be used: {detail}.",
)
VERSION_OUT = Kind(
    "form.version_out",
    "Formulir {form_id} versi {version} sudah terbit dengan isi yang sama. Tidak ada yang perlu diunggah.",
    "Form {form_id} version {version} is published already with the same content. Nothing needs to be uploaded.",
)
VERSION_EXISTS = Kind(
    "instrument.version_exists",
    "Formulir {form_id} versi {version} sudah terbit dengan isi lain. Naikkan nomor versinya.",
    "Form {form_id} version {version} is published with other content. Raise its version number.",
)


@transaction.atomic
def publish_catalogue(*, by: Actor, at: datetime) -> list[FormVersion]:
    """Publish every questionnaire of the catalogue whose version is new; return those. Raises Refused when a version
    that phones already carry would change."""
    fresh = []
    for questionnaire in compiler.questionnaires().values():
        xform = compiler.compiled(questionnaire.id)
        md5 = hashlib.md5(xform.encode(), usedforsecurity=False).hexdigest()
        held = FormVersion.objects.filter(form_id=questionnaire.id, version=questionnaire.version).first()
        if held is not None:
            if held.md5 != md5:
                raise Refused(
                    VERSION_EXISTS, status=409, form_id=questionnaire.id, version=questionnaire.version
                )
            continue
        told = _followed(questionnaire.id, questionnaire.version)
        fresh.append(
            FormVersion.objects.create(
                form_id=questionnaire.id,
                version=questionnaire.version,
                title=questionnaire.title.id,
                description=questionnaire.about.id,
                xform=xform,
                md5=md5,
                published_at=at,
            )
        )
        note(
            by=by, at=at, action="form.published", on=("form", questionnaire.id), area=NATION,
            version=questionnaire.version, **told,
        )  # fmt: skip
    return fresh


def upload(
    *, content: bytes, filename: str, by: User, at: datetime
) -> tuple[FormVersion | None, list[dict[str, Any]]]:
    """Read an office's form. Returns the draft, or None where errors stop it; and all that is to be told about it.

    A draft of the same version is replaced; a version that is out can never change. Raises Refused.
    """
    name = filename.replace("\\", "/").rpartition("/")[2][-150:]
    try:
        answer = cage.run(xlsform.compiled, content, name, seconds=SECONDS).values
    except (
        cage.ReaderFailed
    ) as fault:  # a fault of ours that this file brings to light: told, logged, and no page of errors
        log.exception("a form could not be judged")
        raise Refused(NOT_JUDGED) from fault
    problems = answer["problems"]
    if answer.get("form_id") in compiler.questionnaires():
        problems.append(
            told("xlsform.builtin", sheet="settings", row=2, column="form_id", value=answer["form_id"])
        )
    if "xform" not in answer or any(p["error"] for p in problems):
        return None, problems
    known = queries.before(answer["form_id"])
    if known is not None:
        problems += [
            p
            for p in changes(known.reading, answer["reading"], answer["reading"]["rows"], told)
            if p not in problems
        ]
        if any(p["error"] for p in problems):
            return None, problems
    return _draft(answer, problems, content, name, by, at), problems


@transaction.atomic
def _draft(
    answer: dict[str, Any],
    problems: list[dict[str, Any]],
    content: bytes,
    filename: str,
    by: User,
    at: datetime,
) -> FormVersion:
    form_id, number = answer["form_id"], answer["version"]
    others = FormVersion.objects.filter(form_id=form_id)
    if others.exclude(area_id=by.area_id).exists():
        raise Refused(TAKEN, status=409, form_id=form_id)
    held = others.filter(version=number).first()
    md5 = hashlib.md5(answer["xform"].encode(), usedforsecurity=False).hexdigest()
    if held is not None and held.state != FormVersion.State.DRAFT:
        known = VERSION_OUT if held.md5 == md5 else VERSION_EXISTS
        raise Refused(known, status=409, form_id=form_id, version=number)
    form = held or FormVersion(form_id=form_id, version=number, newest=False, state=FormVersion.State.DRAFT)
    form.title, form.xform = (answer["title"] or form_id)[:150], answer["xform"]
    form.md5 = md5
    form.published_at, form.area_id, form.made_by = at, by.area_id, by
    form.filename, form.original_sha256 = filename, vault.current().blobs.put(content)
    form.reading, form.problems, form.serves = answer["reading"], problems, answer["reading"]["serves"]
    if form.draft_key is None or form.draft_key.expires_at <= at or form.draft_key.user_id != by.pk:
        form.draft_key = issue_token(user=by, kind="draft", by=by, at=at)[0]
    form.unasked = others.filter(unasked=True).exists()  # a setting of the form, whatever its version
    told = about_to(form, "title", "filename", "serves")
    form.save()
    note(by=by, at=at, action="form.drafted", on=("form", form_id), area=by.area_id, version=number, **told)
    return form


def _followed(form_id: str, version: str) -> dict[str, Any]:
    """Let no version be the newest any more, as another takes its place; what the trail tells of that."""
    rows = FormVersion.objects.filter(form_id=form_id)
    former = rows.filter(newest=True).values_list("version", flat=True).first()
    rows.update(newest=False)
    return between({"version": former}, {"version": version})


@transaction.atomic
def publish(*, form: FormVersion, by: User, at: datetime) -> FormVersion:
    """Let a draft out to the phones of its area; the version before stays valid for what they still carry."""
    form = FormVersion.objects.select_for_update().get(pk=form.pk)
    if form.state != FormVersion.State.DRAFT:
        raise Refused(NO_DRAFT, status=409)
    missing = queries.missing_media(form)
    if missing:
        raise Refused(MEDIA_MISSING, status=409, names=", ".join(missing))
    told = _followed(form.form_id, form.version)
    form.state, form.newest, form.published_at = FormVersion.State.OPEN, True, at
    told = together(about_to(form, "state"), told)
    if form.draft_key is not None:
        revoke_token(token=form.draft_key, by=by, at=at)
    form.save()
    note(
        by=by,
        at=at,
        action="form.published",
        on=("form", form.form_id),
        area=by.area_id,
        version=form.version,
        **told,
    )
    return form


@transaction.atomic
def add_media(*, form: FormVersion, name: str, content: bytes, by: User, at: datetime) -> FormMedia:
    """Keep a file that a draft loads. Raises Refused."""
    name = name.replace("\\", "/").rpartition("/")[2]
    if form.state != FormVersion.State.DRAFT:
        raise Refused(NO_DRAFT, status=409)
    if name in SERVED or name not in queries.files_of(form):
        raise Refused(NOT_LOADED, name=name[:80], names=", ".join(queries.files_of(form)) or "–")
    if len(content) > MAX_MEDIA:
        raise Refused(MEDIA_TOO_LARGE, status=413, name=name[:80], limit=MAX_MEDIA // 1_000_000)
    fault = media_fault(name, content)
    if fault is not None:
        raise Refused(MEDIA_BAD, name=name[:80], detail=fault)
    media, _new = FormMedia.objects.update_or_create(
        form=form,
        name=name,
        defaults={
            "sha256": vault.current().blobs.put(content),
            "md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
            "size": len(content),
        },
    )
    note(by=by, at=at, action="form.media_added", on=("form", form.form_id), area=by.area_id, name=name)
    return media


@transaction.atomic
def set_unasked(*, form: FormVersion, unasked: bool, by: User, at: datetime) -> None:
    """Say whether changes of the registry that fit and touch nothing sensitive are taken over without asking. It holds for
    every version of the form. Raises Refused where the form changes no list of the registry."""
    if unasked and not lists_named(form.xform) & set(LISTS):
        raise Refused(NO_LIST)
    versions = FormVersion.objects.select_for_update().filter(form_id=form.form_id).order_by("pk")
    if any(each.unasked != unasked for each in versions):
        FormVersion.objects.filter(form_id=form.form_id).update(unasked=unasked)
        note(
            by=by, at=at, action="form.unasked" if unasked else "form.asked", on=("form", form.form_id), area=by.area_id,
            version=form.version, **between({"unasked": not unasked}, {"unasked": unasked}),
        )  # fmt: skip


@transaction.atomic
def set_state(*, form: FormVersion, state: str, by: Actor, at: datetime) -> FormVersion:
    """Open a form, let it run out (closing: still taken, no longer offered) or close it."""
    form.state = FormVersion.State(state)
    told = about_to(form, "state")
    form.save(update_fields=["state"])
    note(
        by=by, at=at, action=f"form.{state}", on=("form", form.form_id), area=NATION, version=form.version, **told
    )  # fmt: skip
    return form
