"""Many filled forms recorded as visits by a handful of statements: what phones sent in one evening.

The rules are those of one visit (visits.py); whatever a person must look at is left to that way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.instruments.records import VisitRecord
from naikkelas.monev.actions.opening import by_rule, open_all
from naikkelas.monev.actions.visits import Doubtful, acceptable, keep_facts, rules_opened, unsaved
from naikkelas.monev.models import PlannedVisit, Visit
from naikkelas.trail.actions import Note, note_all
from naikkelas.trail.rows import insert_all

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


@dataclass(frozen=True)
class Arrived:
    """A form that was read: who sent it and when it was safe here."""

    record: VisitRecord
    photos: list[dict[str, str]]
    by: User
    received_at: datetime
    synthetic: bool


@transaction.atomic(savepoint=False)
def record_visits(*, arrived: Sequence[Arrived], at: datetime) -> list[int | None]:
    """Record what is beyond doubt; return the visit of each, None for what has to go the way of one."""
    visits = _new(arrived)
    kept = [(one, visit) for one, visit in zip(arrived, visits, strict=True) if visit]
    # in the order of what they visit, as two that record the same would meet
    kept.sort(key=lambda pair: pair[1].planned_id)
    insert_all([visit for _, visit in kept])
    keep_facts((visit, one.record.facts) for one, visit in kept)
    PlannedVisit.objects.filter(pk__in=[visit.planned_id for _, visit in kept]).update(
        state=PlannedVisit.State.VISITED
    )
    note_all(notes=[_recorded(visit) for _, visit in kept], at=at)
    openings = [
        by_rule(visit=visit, rule=rule, facts=one.record.facts, by=one.by, synthetic=one.synthetic)
        for one, visit in kept
        for rule in rules_opened(visit, one.record)
    ]
    open_all(openings, at)
    return [visit.pk if visit else None for visit in visits]


def _recorded(visit: Visit) -> Note:
    return Note(
        visit.enumerator, "visit.recorded", ("visit", visit.pk), visit.area_id, {"code": visit.planned.code}
    )


def _new(arrived: Sequence[Arrived]) -> list[Visit | None]:
    planned = {
        row.code: row
        for row in PlannedVisit.objects.select_for_update(of=("self",))
        .filter(code__in={one.record.visit_code for one in arrived})
        .select_related("cycle_area__cycle", "recipient", "again_of")
        .prefetch_related("recipient__revisions")
        .order_by("pk")
    }
    taken = set(
        Visit.objects.filter(planned__in=[row.pk for row in planned.values()])
        .exclude(state=Visit.State.REJECTED)
        .values_list("planned_id", flat=True)
    )
    visits: list[Visit | None] = []
    for one in arrived:
        row = planned.get(one.record.visit_code)
        try:
            acceptable(row, one.record, one.by, taken=row is not None and row.pk in taken)
        except Doubtful:
            visits.append(None)
            continue
        taken.add(row.pk)
        visits.append(unsaved(row, one.record, one.photos, one.by, one.received_at))
    return visits
