"""Undoing an accepted change: the record holds again what it held before, by a second change that the trail tells."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.accounts import access
from naikkelas.intake import switchboard
from naikkelas.intake.actions.entering import source_of
from naikkelas.intake.actions.field_changes import WITHHELD
from naikkelas.intake.actions.telling import tell_sender
from naikkelas.intake.models import EntityChange
from naikkelas.intake.queries import undoing
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
MADE = Kind(
    "change.made",
    "Perubahan ini memasukkan catatan baru; tidak ada isi sebelumnya. Bila catatan itu keliru, gabungkan dengan catatan yang "
    "benar lewat Data ganda.",
    "This change entered a new record; there is nothing that it held before. Where the record is mistaken, merge it with the "
    "right one under Doubles.",
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
    """Put back what the registry held before an accepted change. Raises Refused where any of its fields no longer holds
    what the change wrote."""
    change = (
        EntityChange.objects.select_for_update(of=("self",))
        .select_related("delivery__received_by")
        .get(pk=change.pk)
    )
    if change.state != State.ACCEPTED or change.record_id is None or change.decided_at is None:
        raise Refused(NOT_ACCEPTED, status=409)
    registry.hold_record(change.kind, change.record_id)
    record = registry.record(change.kind, change.record_id)
    if record is None:
        raise Refused(RECORD_GONE, status=409)
    access.demand(by, record.area_id)
    former = undoing.former_of(change)
    if former is None:
        raise Refused(NOT_KEPT if change.action == EntityChange.Action.UPDATE else MADE, status=409)
    if getattr(getattr(record, "owner", None), "restricted_at", None) is not None:
        raise Refused(WITHHELD, status=409)
    moved = [back for back in undoing.backs(change, record, former) if back.moved]
    if moved:
        raise Refused(MOVED, status=409, count=len(moved))
    if "area_code" in former.before:
        access.demand(by, former.before["area_code"])
    record = switchboard.PUT_BACK(
        kind=change.kind, record_id=record.pk, values=former.before, year=former.year, changed_at=change.decided_at,
        changed_by=source_of(change), source=former.source, by=by, at=at, reason=f"Pembatalan perubahan {change.pk}",
    )  # fmt: skip
    change.state, change.undone_by, change.undone_at = State.UNDONE, by, at
    change.save(update_fields=["state", "undone_by", "undone_at"])
    note(
        by=by, at=at, action="field_change.undone", on=("field_change", change.pk), area=record.area_id, kind=change.kind,
        record=record.pk, fields=change.fields,
    )  # fmt: skip
    tell_sender("change.undone", [change], by, at)
    return change
