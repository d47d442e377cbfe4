"""Credentials and branding events: entered, corrected or moved on, withdrawn and put back. Nothing is written over."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.registry.actions.numbers import in_step, tidied
from naikkelas.registry.models import BrandingEvent, Credential, Enterprise
from naikkelas.registry.queries import facilitations as queries
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import between

BY_HAND = "hand"
_COMMON = ("facilitated_by", "programme_no", "programme_name", "cost_idr", "remark")
FIELDS = {
    "credential": ("kind", "number", "issuer", "applied_on", "issued_on", "expires_on", "status", *_COMMON),
    "branding": ("kind", "held_on", "sales_before_idr", "sales_after_idr", *_COMMON),
}
_MODELS: dict[str, type[Credential] | type[BrandingEvent]] = {
    "credential": Credential,
    "branding": BrandingEvent,
}
NUMBER_NEEDED = Kind(
    "credential.number_needed",
    "Yang sudah terbit mempunyai nomor. Tulis nomornya, atau pilih status “Diajukan” bila belum terbit.",
    "What was issued has a number. Write it, or choose “Applied for” where it is not issued yet.",
)
DAYS_CROSSED = Kind(
    "credential.days_crossed",
    "Urutan tanggal tidak mungkin: diajukan, lalu terbit, lalu berakhir. Periksa ketiga tanggal itu.",
    "The days cannot be in this order: applied for, then issued, then ended. Check the three days.",
)
IN_FUTURE = Kind(
    "facilitation.in_future",
    "Tanggal ini belum tiba. Catat setelah terjadi, atau perbaiki tanggalnya.",
    "This day has not come yet. Enter it once it has happened, or correct the day.",
)
SAME_NUMBER = Kind(
    "credential.same_number",
    "Nomor ini sudah tercatat pada usaha ini untuk jenis yang sama. Ubah catatan yang ada itu.",
    "This number stands with this enterprise already, for the same kind. Change the record that is there.",
)
NOT_STANDING = Kind(
    "facilitation.not_standing",
    "Catatan ini sudah diubah atau ditarik oleh orang lain. Buka catatan terbaru dari halaman usahanya dan ulangi.",
    "This record was changed or withdrawn by somebody else. Open the newest one from the enterprise's page and try again.",
)
STANDS = Kind(
    "facilitation.stands",
    "Catatan ini masih berlaku, jadi tidak ada yang perlu dikembalikan.",
    "This record stands, so there is nothing to put back.",
)


@transaction.atomic
def add_facilitation(
    *, what: str, enterprise: Enterprise, values: dict[str, Any], file_name: str = "", file: bytes | None = None,
    by: Actor, at: datetime,
) -> Credential | BrandingEvent:  # fmt: skip
    """Enter a credential or branding event (`what`) of an enterprise; `values` by the names in FIELDS."""
    locked = Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    values = tidied(values)
    _check(what, locked, values, at, besides=None)
    row = _MODELS[what](
        enterprise=locked,
        **{name: values[name] for name in FIELDS[what] if name in values},
        source=BY_HAND,
        synthetic=locked.synthetic,
        recorded_at=at,
    )
    _file(row, file_name, file)
    row.save()
    _told(what, "added", row, by, at)
    return row


@transaction.atomic
def change_facilitation(
    *, record: Credential | BrandingEvent, values: dict[str, Any], file_name: str = "", file: bytes | None = None,
    by: Actor, at: datetime,
) -> Credential | BrandingEvent:  # fmt: skip
    """Correct a record, or take it to its next step (issued, renewed, expired). Its file stays unless another comes."""
    what = queries.what_of(record)
    locked = _standing(record)
    values = {name: getattr(locked, name) for name in FIELDS[what]} | tidied(values)
    _check(what, locked.enterprise, values, at, besides=locked)
    row = type(locked)(
        enterprise_id=locked.enterprise_id,
        **{name: values[name] for name in FIELDS[what]},
        file_name=locked.file_name,
        file_sha256=locked.file_sha256,
        first_id=locked.first_id or locked.pk,
        source=BY_HAND,
        synthetic=locked.synthetic,
        recorded_at=at,
    )
    _file(row, file_name, file)
    _end(locked, at)
    row.save()
    _told(what, "changed", row, by, at, locked)
    return row


@transaction.atomic
def withdraw_facilitation(*, record: Credential | BrandingEvent, by: Actor, at: datetime) -> None:
    """Take a record back that should not have been entered; `restore_facilitation` puts it back."""
    locked = _standing(record)
    _end(locked, at)
    _told(queries.what_of(record), "withdrawn", locked, by, at)


@transaction.atomic
def restore_facilitation(
    *, record: Credential | BrandingEvent, by: Actor, at: datetime
) -> Credential | BrandingEvent:
    """Let a former or withdrawn row stand again, as a new row in the place of what stands of its line."""
    what = queries.what_of(record)
    Enterprise.objects.select_for_update().get(pk=record.enterprise_id)
    former = type(record).objects.get(pk=record.pk)
    if former.superseded_at is None:
        raise Refused(STANDS, status=409)
    now = queries.standing_of_line(type(record), former.first_id or former.pk)
    values = {name: getattr(former, name) for name in FIELDS[what]}
    _check(what, former.enterprise, values, at, besides=now)
    row = type(former)(
        enterprise_id=former.enterprise_id, **values, file_name=former.file_name, file_sha256=former.file_sha256,
        first_id=former.first_id or former.pk, source=former.source, synthetic=former.synthetic, recorded_at=at,
    )  # fmt: skip
    if now is not None:
        _end(now, at)
    row.save()
    _told(what, "restored", row, by, at)
    return row


@transaction.atomic(savepoint=False)  # engine.bulk says why
def enrol_facilitations(
    *, what: str, rows: Iterable[dict[str, Any]], source: str, synthetic: bool, area: str, by: Actor, at: datetime
) -> int:  # fmt: skip
    """Enter many at once, unchecked against each other: `rows` hold enterprise_id and the names in FIELDS."""
    model = _MODELS[what]
    made = model.objects.bulk_create(
        [model(**row, source=source, synthetic=synthetic, recorded_at=at) for row in rows], batch_size=1_000
    )
    if what == "credential":
        in_step(sorted({row.enterprise_id for row in made}))
    note(by=by, at=at, action=f"{what}.enrolled", on=("registry", source), area=area, count=len(made))
    return len(made)


def _standing(record: Credential | BrandingEvent) -> Any:
    """The record, locked with its enterprise; refused where it does not stand any more."""
    Enterprise.objects.select_for_update().get(pk=record.enterprise_id)
    locked = type(record).objects.select_related("enterprise").get(pk=record.pk)
    if locked.superseded_at is not None:
        raise Refused(NOT_STANDING, status=409)
    return locked


def _end(row: Credential | BrandingEvent, at: datetime) -> None:
    row.superseded_at = at
    row.save(update_fields=["superseded_at"])


def _check(
    what: str, enterprise: Enterprise, values: dict[str, Any], at: datetime, *, besides: Credential | BrandingEvent | None
) -> None:  # fmt: skip
    today = timezone.localdate(at)
    if what == "branding":
        if values["held_on"] > today:
            raise Refused(IN_FUTURE)
        return
    number, status = values.get("number", ""), values["status"]
    if status == Credential.Status.ISSUED and not number:
        raise Refused(NUMBER_NEEDED)
    if not _in_order(values.get("applied_on"), values.get("issued_on"), values.get("expires_on")):
        raise Refused(DAYS_CROSSED)
    if any(values.get(name) and values[name] > today for name in ("applied_on", "issued_on")):
        raise Refused(IN_FUTURE)
    same = Credential.objects.filter(
        enterprise=enterprise, kind=values["kind"], number=number, superseded_at=None
    )
    if number and same.exclude(pk=besides.pk if besides else None).exists():
        raise Refused(SAME_NUMBER, status=409)


def _in_order(*days: date | None) -> bool:
    known = [day for day in days if day]
    return known == sorted(known)


def _file(row: Credential | BrandingEvent, name: str, content: bytes | None) -> None:
    if content:
        row.file_name, row.file_sha256 = name[-150:], vault.current().blobs.put(content)


_SHOWN = {
    "credential": ("status", "applied_on", "issued_on", "expires_on"),
    "branding": ("held_on", "cost_idr"),
}
"""What the trail tells of a record, before and after; a number that a person holds is not in it."""


def _told(
    what: str, step: str, row: Credential | BrandingEvent, by: Actor, at: datetime,
    former: Credential | BrandingEvent | None = None,
) -> None:  # fmt: skip
    """Bring the columns of the enterprise in step, and write the trail of the enterprise."""
    if isinstance(row, Credential):
        in_step([row.enterprise_id])
    note(
        by=by, at=at, action=f"{what}.{step}", on=("enterprise", row.enterprise_id), area=row.enterprise.area_id,
        kind=row.kind, record=row.pk, **between(*({n: getattr(r or row, n) for n in _SHOWN[what]} for r in (former, row))),
    )  # fmt: skip
