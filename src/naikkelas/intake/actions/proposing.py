"""What a form says of entries of the registry becomes proposals, which an officer decides on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import polars as pl

from naikkelas.instruments.entities import Said
from naikkelas.intake.actions import entering
from naikkelas.intake.actions.taking_over import take_over
from naikkelas.intake.models import Delivery, EntityChange
from naikkelas.intake.queries import field_changes
from naikkelas.intake.queries.field_changes import Told
from naikkelas.trail.actions import note

State, Action = EntityChange.State, EntityChange.Action


def propose(delivery: Delivery, at: datetime) -> int:
    """Keep what a submission that counts proposes, once; returns how many. The proposals of the versions that it replaced
    are decided no more. What the registry holds already is kept as such, and waits for nobody."""
    entries = field_changes.entries_of(delivery)
    former = _former(delivery)
    if former:
        EntityChange.objects.filter(delivery__in=former, state=State.PENDING).update(
            state=State.REPLACED, decided_at=at
        )
    if not entries or field_changes.of_delivery(delivery).exists():
        return 0
    made = [_change(delivery, each) for each in entries]
    EntityChange.objects.bulk_create(made)
    for told, known in _known(field_changes.told_all(made, {delivery.pk: entries})):
        change = told.change
        change.record_id = told.record.pk if told.record is not None else known
        if told.record is not None and not any(line.differs or line.fault for line in told.lines):
            change.state, change.decided_at = State.SAME, at
        change.save(update_fields=["record_id", "state", "decided_at"])
    note(
        by=delivery.received_by, at=at, action="submission.proposed", on=("delivery", delivery.pk), area=delivery.area_id,
        count=len(made),
    )  # fmt: skip
    take_over(delivery, [each for each in made if each.state == State.PENDING], at)
    return len(made)


def _known(proposals: list[Told]) -> Iterator[tuple[Told, int | None]]:
    """Each with the record that what is said to be new is, where the registry knows it by its numbers or by name and
    place."""
    rows: dict[tuple[str, str], list[pl.DataFrame]] = {}
    for told in proposals:
        if told.record is None and told.change.action != Action.UPDATE and "name" in told.values.held:
            row = entering.row_of(told.change, told.values, told.values.held, told.year)
            rows.setdefault((told.change.kind, row["area_code"][0][:5]), []).append(row)
    known: dict[int, int | None] = {}
    for (kind, _regency), parts in rows.items():
        found = entering.found(kind, pl.concat(parts))
        known |= dict(zip(found["row"].to_list(), found["existing_id"].to_list(), strict=True))
    for told in proposals:
        at = known.get(told.change.number)
        yield told, at if at is not None and at > 0 else None


def _former(delivery: Delivery) -> list[int]:
    found = []
    while delivery.edits_id is not None:
        delivery = delivery.edits
        found.append(delivery.pk)
    return found


def _change(delivery: Delivery, said: Said) -> EntityChange:
    both = said.creates and said.updates
    return EntityChange(
        delivery=delivery,
        number=said.number,
        kind=said.kind,
        entity=said.entity,
        action=Action.UPSERT if both else Action.CREATE if said.creates else Action.UPDATE,
        base_version=said.base,
        trunk_version=said.trunk,
        branch=said.branch,
    )
