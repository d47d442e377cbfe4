"""Accepting many clean changes together: each by itself, as an officer would, with its own note in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from naikkelas.accounts import access
from naikkelas.intake.actions.field_changes import fits, hold, write
from naikkelas.intake.actions.telling import tell_sender
from naikkelas.intake.models import ChangeBatch, EntityChange
from naikkelas.kit.problems import Kind, Refused
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

MOST = 300
"""As many are looked at, and accepted, together: a preview that nobody can read through is none."""
NONE_CHOSEN = Kind(
    "changes.none",
    "Tidak ada perubahan bersih yang dipilih. Centang sekurang-kurangnya satu.",
    "No clean change was chosen. Tick at least one.",
)
NOT_CLEAN = Kind(
    "change.not_clean",
    "Perubahan ini tidak lagi bersih. Buka dan putuskan sendiri.",
    "This change no longer fits as it came. Open it and decide on it by itself.",
)
NOT_YOURS = Kind(
    "change.not_yours",
    "Catatannya berada di luar wilayah tugas Anda.",
    "The record lies outside your area of duty.",
)


@transaction.atomic
def accept_together(*, chosen: Sequence[tuple[int, str]], by: User, at: datetime) -> ChangeBatch:
    """Put clean changes down to be accepted: each with what the officer was shown of it (Told.seen). Raises Refused where
    none was chosen."""
    if not chosen:
        raise Refused(NONE_CHOSEN)
    items = [list(each) for each in chosen[:MOST]]
    batch = ChangeBatch.objects.create(area_id=by.area_id, made_by=by, made_at=at, items=items)
    note(
        by=by, at=at, action="field_changes.chosen", on=("field_changes", batch.pk), area=by.area_id, count=len(batch.items)
    )  # fmt: skip
    return batch


def accept_batch(*, batch: ChangeBatch, by: User, at: datetime) -> ChangeBatch:
    """Accept what was put down, one by one, and say of each that cannot be why. Goes on where it stopped; to run it twice at
    the same time does nothing twice."""
    while (batch := _step(batch, by, at)).finished_at is None:
        pass
    return batch


@transaction.atomic
def _step(batch: ChangeBatch, by: User, at: datetime) -> ChangeBatch:
    batch = ChangeBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.finished_at is not None:
        return batch
    if batch.done == len(batch.items):
        return _finish(batch, by, at)
    pk, seen = batch.items[batch.done]
    try:
        with transaction.atomic():
            _accept_clean(pk, seen, batch, by, at)
    except Refused as refusal:
        batch.problems = [*batch.problems, _told(pk, refusal)]
    except access.OutOfArea:
        batch.problems = [*batch.problems, _told(pk, Refused(NOT_YOURS))]
    batch.done += 1
    batch.save(update_fields=["done", "problems"])
    return batch


def _accept_clean(pk: int, seen: str, batch: ChangeBatch, by: User, at: datetime) -> None:
    change, told = hold(EntityChange(pk=pk))
    fits(told, seen)
    if not told.clean:
        raise Refused(NOT_CLEAN, status=409)
    access.demand(by, change.delivery.area_id)
    access.demand(by, told.record.area_id)
    chosen = {line.name: line.proposed for line in told.open_lines}
    if "area_code" in chosen:
        access.demand(by, chosen["area_code"])
    write(change, told, chosen, by, at, batch=batch)


def _finish(batch: ChangeBatch, by: User, at: datetime) -> ChangeBatch:
    batch.finished_at = at
    batch.save(update_fields=["finished_at"])
    accepted = list(batch.changes.select_related("delivery__received_by").order_by("pk"))
    note(
        by=by, at=at, action="field_changes.accepted", on=("field_changes", batch.pk), area=batch.area_id,
        count=len(accepted), left=len(batch.problems),
    )  # fmt: skip
    tell_sender("change.accepted", accepted, by, at)
    return batch


def _told(pk: int, refusal: Refused) -> dict[str, Any]:
    return {"change": pk, "id": refusal.text("id"), "en": refusal.text("en")}
