"""Deciding on what phones proposed to change in the registry, field by field."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from naikkelas.accounts import access
from naikkelas.instruments.registry_fields import REQUIRED
from naikkelas.intake import switchboard
from naikkelas.intake.actions.entering import Already, enter, source_of
from naikkelas.intake.actions.telling import tell_sender
from naikkelas.intake.models import EntityChange
from naikkelas.intake.queries import field_changes, undoing
from naikkelas.intake.queries.field_changes import Told
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.registry.queries import entities as registry
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

State = EntityChange.State
DECIDED = Kind(
    "change.decided",
    "Perubahan ini sudah diputuskan oleh {who}. Keputusannya tampil di halaman perubahan ini.",
    "{who} decided on this change already. The decision stands on the page of the change.",
)
OVER = Kind(
    "change.over",
    "Perubahan ini tidak lagi menunggu keputusan. Muat ulang halaman untuk melihat sebabnya.",
    "This change no longer waits for a decision. Load the page again to see why.",
)
STALE = Kind(
    "change.stale",
    "Registri berubah sesudah halaman ini dibuka. Periksa isi yang baru, lalu putuskan lagi.",
    "The registry changed after this page was opened. Look at what it holds now, then decide again.",
)
BEFORE = Kind(
    "change.before",
    "Putuskan dahulu {count} perubahan yang dibuat ponsel ini sebelumnya atas catatan yang sama.",
    "First decide on the {count} changes that this phone made to the same record before.",
)
GONE = Kind(
    "change.gone",
    "Catatan yang hendak diubah tidak ada lagi di registri. Tolak perubahan ini dengan alasannya.",
    "The record that this is to change is no longer in the registry. Refuse the change with the reason.",
)
WITHHELD = Kind(
    "change.withheld",
    "Pemilik meminta datanya tidak lagi dipakai. Tolak perubahan ini, atau cabut dahulu pembatasannya.",
    "The owner asked that the data be no longer used. Refuse the change, or lift the restriction first.",
)
NOTHING = Kind(
    "change.nothing",
    "Pilih sekurang-kurangnya satu isian yang diterima, atau tolak perubahan ini.",
    "Choose at least one field to accept, or refuse the change.",
)
INCOMPLETE = Kind(
    "change.incomplete",
    "Catatan baru memerlukan {fields}. Minta petugas lapangan memperbaiki isiannya, atau tolak.",
    "A new record needs {english}. Ask the enumerator to mend the form, or refuse it.",
)
THERE = Kind(
    "change.there",
    "Registri sudah mempunyai catatan ini: {name}. Bandingkan di halaman ini, lalu putuskan lagi.",
    "The registry has this record already: {name}. Compare them on this page, then decide again.",
)
NO_AREA = Kind(
    "change.area",
    "Wilayah {code} tidak ada atau di luar wilayah tugas Anda. Terima isian lain saja, atau tolak.",
    "Area {code} does not exist or lies outside your area of duty. Accept the other fields only, or refuse.",
)
REASON = Kind(
    "change.reason",
    "Tulis alasan penolakan (paling sedikit 10 huruf).",
    "Write why you refuse (at least 10 characters).",
)
_NAMES = {"name": ("nama", "a name"), "owner_name": ("nama pemilik", "the owner's name")}


def accept_change(
    *, change: EntityChange, fields: Collection[str], seen: str, by: User, at: datetime
) -> EntityChange:
    """Write the chosen fields of a proposal into the registry, with the submission as evidence.

    `seen`: what the officer was shown (Told.seen). Raises Refused where it changed since, where an earlier change waits, or
    where the record cannot be written so. What was to be a new record and is there already becomes a change of that one.
    """
    try:
        return _accept(change, fields, seen, by, at)
    except Already as found:
        EntityChange.objects.filter(pk=change.pk, state=State.PENDING).update(record_id=found.pk)
        record = registry.record(change.kind, found.pk)
        raise Refused(THERE, status=409, name=record.name if record else "–") from found


@transaction.atomic
def _accept(change: EntityChange, fields: Collection[str], seen: str, by: User, at: datetime) -> EntityChange:
    change, told = hold(change)
    fits(told, seen)
    chosen = {line.name: line.proposed for line in told.open_lines if line.name in fields}
    if not chosen:
        raise Refused(NOTHING)
    code = chosen.get("area_code")
    if code is not None and (places.find(code) is None or not access.covers(by, code)):
        raise Refused(NO_AREA, code=code)
    if told.record is not None:
        access.demand(by, told.record.area_id)
    written = write(change, told, chosen, by, at)
    tell_sender("change.accepted", [written], by, at)
    return written


def fits(told: Told, seen: str) -> None:
    """Raise Refused where a proposal is not what an officer was shown, or cannot be written yet or at all."""
    if told.seen != seen:
        raise Refused(STALE, status=409)
    if told.before:
        raise Refused(BEFORE, status=409, count=len(told.before))
    if told.gone or told.values is None:
        raise Refused(GONE, status=409)
    if told.withheld:
        raise Refused(WITHHELD, status=409)


def write(
    change: EntityChange, told: Told, chosen: dict[str, Any], by: Actor, at: datetime, **how: Any
) -> EntityChange:
    """Write chosen fields of a proposal that `hold` gave into the registry, and what stood there before beside it. `how`:
    columns of the change that tell how it was accepted."""
    if told.record is not None:
        names, kind = sorted(chosen), change.kind
        before = registry.held_values(told.record, names, told.year)
        source = told.record.source
        record = switchboard.AMEND(
            kind=kind, record_id=told.record.pk, values=chosen, year=told.year, source=source_of(change), by=by, at=at,
            reason=f"Isian {change.delivery_id}",
        )  # fmt: skip
        change.former = undoing.sealed(
            before, registry.held_values(record, names, told.year), told.year, source
        )
    else:
        lacks = [_NAMES[name] for name in REQUIRED[change.kind] if name not in chosen]
        if lacks:
            raise Refused(
                INCOMPLETE,
                fields=" dan ".join(i for i, _ in lacks),
                english=" and ".join(e for _, e in lacks),
            )
        record = enter(change, told.values, chosen, told.year, by, at)
    change.record_id, change.applied_version = record.pk, registry.version_of(record)
    for name, value in how.items():
        setattr(change, name, value)
    return settle(change, State.ACCEPTED, record.area_id, by, at, fields=sorted(chosen))


@transaction.atomic
def refuse_change(*, change: EntityChange, reason: str, by: User, at: datetime) -> EntityChange:
    """Decide that a proposal is not written. It stays with the reason, and its form stays as it came."""
    change, told = hold(change)
    why = reason.strip()[:500]
    if len(why) < 10:
        raise Refused(REASON)
    change.reason = why
    area = told.record.area_id if told.record is not None else change.delivery.area_id
    refused = settle(change, State.REFUSED, area, by, at, reason=why)
    tell_sender("change.refused", [refused], by, at)
    return refused


def hold(change: EntityChange) -> tuple[EntityChange, Told]:
    """A proposal that waits beside the registry as it stands, both locked until the transaction ends: of two officers who
    decide on it, or on two changes of one record, the second sees what the first did."""
    locked = (
        EntityChange.objects.select_for_update(of=("self",))
        .select_related("delivery__received_by", "delivery__area")
        .get(pk=change.pk)
    )
    if locked.state != State.PENDING:
        who = locked.decided_by  # asked now: joined, it would be that of before the wait
        raise Refused(DECIDED, status=409, who=who.name) if who else Refused(OVER, status=409)
    pk = field_changes.record_id(locked)
    if pk is not None:
        registry.hold_record(locked.kind, pk)
    return locked, field_changes.told(locked)


def settle(
    change: EntityChange, state: str, area: str, by: Actor, at: datetime, **details: Any
) -> EntityChange:
    """Write down how a change was decided."""
    change.state, change.decided_at = state, at
    change.decided_by_id = by.pk
    change.fields = details.get("fields", [])
    change.save()
    taken = {"unasked": True} if change.unasked else {"batch": change.batch_id} if change.batch_id else {}
    note(
        by=by, at=at, action=f"field_change.{state}", on=("field_change", change.pk), area=area, kind=change.kind,
        record=change.record_id, **taken, **details,
    )  # fmt: skip
    return change
