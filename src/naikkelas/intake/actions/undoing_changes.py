"""Undoing an accepted change: the record holds again what it held before, by a second change that the trail tells; a record
that it entered is withdrawn, and may be entered again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from naikkelas.accounts import access
from naikkelas.intake import switchboard
from naikkelas.intake.actions.entering import held_already, source_of
from naikkelas.intake.actions.field_changes import WITHHELD, settle
from naikkelas.intake.actions.telling import tell_sender
from naikkelas.intake.models import EntityChange
from naikkelas.intake.queries import field_changes, undoing
from naikkelas.kit.problems import Kind, Refused
from naikkelas.registry.queries import entities as registry
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

State = EntityChange.State
NOT_ACCEPTED = Kind(
    "change.not_accepted",
    "Hanya perubahan yang diterima dan belum dibatalkan yang dapat dibatalkan. Muat ulang halaman ini.",
    "Only a change that was accepted and not undone yet can be undone. Load the page again.",
)
NOT_WITHDRAWN = Kind(
    "change.not_withdrawn",
    "Hanya catatan baru yang ditarik, dan yang isinya masih disimpan, dapat dimasukkan kembali. Muat ulang halaman ini.",
    "Only a new record that was withdrawn, and whose content is still kept, can be entered again. Load the page again.",
)
THERE_AGAIN = Kind(
    "change.there_again",
    "Sementara itu registri sudah mempunyai catatan ini: {name}. Perbaiki catatan itu.",
    "The registry has this record by now: {name}. Correct that one.",
)
NOT_KEPT = Kind(
    "change.not_kept",
    "Isi sebelum perubahan ini tidak lagi disimpan. Perbaiki catatannya langsung.",
    "What was held before this change is no longer kept. Correct the record itself.",
)
RECORD_GONE = Kind(
    "change.record_gone",
    "Catatannya sudah digabung ke catatan lain atau tidak ada lagi. Perbaiki catatan yang berdiri sekarang.",
    "The record was merged into another or is gone. Correct the one that stands now.",
)
MOVED = Kind(
    "change.moved",
    "{count} isian sudah diubah lagi sesudah perubahan ini. Lihat di bawah oleh siapa, lalu perbaiki catatannya langsung.",
    "{count} fields were changed again after this. See below by whom, and correct the record itself.",
)


@transaction.atomic
def undo_change(*, change: EntityChange, by: User, at: datetime) -> EntityChange:
    """Put back what the registry held before an accepted change; what it entered is withdrawn. Raises Refused where any of
    its fields no longer holds what the change wrote, or where a record that it entered was changed or used since."""
    change = _locked(change)
    if change.state != State.ACCEPTED or change.record_id is None or change.decided_at is None:
        raise Refused(NOT_ACCEPTED, status=409)
    registry.hold_record(change.kind, change.record_id)
    record = registry.record(change.kind, change.record_id)
    if record is None:
        raise Refused(RECORD_GONE, status=409)
    access.demand(by, record.area_id)
    if getattr(getattr(record, "owner", None), "restricted_at", None) is not None:
        raise Refused(WITHHELD, status=409)
    if undoing.entered(change):
        _withdraw(change, by, at)
        return _undone(change, record, by, at)
    former = undoing.former_of(change)
    if former is None:
        raise Refused(NOT_KEPT, status=409)
    moved = [back for back in undoing.backs(change, record, former) if back.moved]
    if moved:
        raise Refused(MOVED, status=409, count=len(moved))
    if "area_code" in former.before:
        access.demand(by, former.before["area_code"])
    record = switchboard.PUT_BACK(
        kind=change.kind, record_id=record.pk, values=former.before, year=former.year, changed_at=change.decided_at,
        changed_by=source_of(change), source=former.source, by=by, at=at, reason=f"Pembatalan perubahan {change.pk}",
    )  # fmt: skip
    return _undone(change, record, by, at)


def made_refused(*, change: EntityChange) -> Refused | None:
    """Why the record that a change entered cannot be withdrawn."""
    return switchboard.WITHDRAW_REFUSED(
        kind=change.kind, record_id=change.record_id, source=source_of(change), entered_at=change.decided_at
    )


@transaction.atomic
def enter_again(*, change: EntityChange, by: User, at: datetime) -> EntityChange:
    """Enter a new record again that was withdrawn, as it was and under its own number. Raises Refused where the registry has
    it by now."""
    change = _locked(change)
    image = undoing.image_of(change)
    told = field_changes.told(change)
    if image is None or told.values is None:
        raise Refused(NOT_WITHDRAWN, status=409)
    chosen = {line.name: line.proposed for line in told.lines if line.name in change.fields}
    if told.record is None:
        there = held_already(change, told.values, chosen, told.year)
        record = registry.record(change.kind, there) if there is not None else None
    else:
        there, record = told.record.pk, told.record
    if there is not None:
        raise Refused(THERE_AGAIN, status=409, name=record.name if record else "–")
    access.demand(by, chosen.get("area_code", change.delivery.area_id))
    record = switchboard.REENTER(kind=change.kind, image=image, source=source_of(change), by=by, at=at)
    change.former = change.undone_by = change.undone_at = None
    change.applied_version = registry.version_of(record)
    entered = settle(change, State.ACCEPTED, record.area_id, by, at, fields=change.fields)
    tell_sender("change.accepted", [entered], by, at)
    return entered


def _locked(change: EntityChange) -> EntityChange:
    return (
        EntityChange.objects.select_for_update(of=("self",))
        .select_related("delivery__received_by", "delivery__area")
        .get(pk=change.pk)
    )


def _withdraw(change: EntityChange, by: User, at: datetime) -> None:
    image = switchboard.WITHDRAW(
        kind=change.kind, record_id=change.record_id, source=source_of(change), entered_at=change.decided_at, by=by, at=at,
        reason=f"Pembatalan perubahan {change.pk}",
    )  # fmt: skip
    if change.delivery.body is not None:  # it goes with the form that it came with
        change.former = undoing.sealed_image(image)


def _undone(change: EntityChange, record: Any, by: User, at: datetime) -> EntityChange:
    change.state, change.undone_by, change.undone_at = State.UNDONE, by, at
    change.save(update_fields=["state", "undone_by", "undone_at", "former"])
    note(
        by=by, at=at, action="field_change.undone", on=("field_change", change.pk), area=record.area_id, kind=change.kind,
        record=record.pk, fields=change.fields,
    )  # fmt: skip
    tell_sender("change.undone", [change], by, at)
    return change
