"""Areas split, merge, take another name or number: everything that lies there goes along in one transaction.

monev is the slice on top of all whose records have a present place. What was done under a code stays under it: programmes,
allocations, recipients, visits made, findings closed, reports issued, the trail (docs/adr).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet

from naikkelas.accounts import actions as accounts
from naikkelas.accounts import queries as people
from naikkelas.kit.problems import Refused
from naikkelas.monev import queries
from naikkelas.monev.models import CycleArea, Finding, PlannedVisit, TeamVisit
from naikkelas.places import actions as places
from naikkelas.places import queries as regions
from naikkelas.places.actions import change_kinds as kinds
from naikkelas.registry import actions as registry
from naikkelas.trail.actions import Actor

if TYPE_CHECKING:
    from naikkelas.places.models import RegionChange


@transaction.atomic
def apply_change(
    *, change: RegionChange, by: Actor, at: datetime, wider_agreed: bool = False
) -> dict[str, int]:
    """Let a drafted change take effect; returns how many records of each kind moved. Raises Refused.

    `wider_agreed`: whoever applies it has seen who will see more than before, and agrees.
    """
    wider = people.seeing_more(change).count()
    if wider and not wider_agreed:
        raise Refused(kinds.WIDER, count=wider)
    began = places.begin_change(change=change, marks=queries.newest_records(), by=by, at=at)
    moved = registry.move_areas(change=began, by=by, at=at)
    moved["facility"] = places.move_records(
        change=began, table="facility", rows=regions.every_facility(), by=by, at=at
    )
    moved["user"] = accounts.move_areas(change=began, by=by, at=at)
    moved["finding"] = places.move_records(
        change=began, table="finding", rows=queries.unclosed_findings(), by=by, at=at
    )
    moved["cycle_area"] = places.move_records(
        change=began, table="cycle_area", rows=queries.movable_cycle_areas(began), by=by, at=at
    )
    coming = queries.movable_visits(began)
    ids = list(regions.following(coming, began).values_list("pk", flat=True))
    moved["planned_visit"] = places.move_records(
        change=began, table="planned_visit", rows=coming, by=by, at=at
    )
    _regroup(PlannedVisit.objects.filter(pk__in=ids))
    return moved


@transaction.atomic
def undo_change(*, change: RegionChange, by: Actor, at: datetime) -> None:
    """Take a change back, as long as nothing was entered under its new codes. Raises Refused."""
    news = regions.new_codes(change)
    planned = PlannedVisit.objects.filter(
        Q(area_id__in=news) | Q(pk__in=regions.moved_ids(change, "planned_visit"))
    )
    ids = list(planned.values_list("pk", flat=True))
    places.return_records(change=change, table="planned_visit", rows=PlannedVisit.objects.all(), by=by, at=at)
    made = CycleArea.objects.filter(
        area_id__in=news, pk__gt=change.marks["cycle_area"], cycle_id__lte=change.marks["cycle"]
    )
    ours = list(made.values_list("pk", flat=True))
    # an area of a cycle that this change moved is itself again before visits look for it
    held = CycleArea.objects.exclude(pk__in=ours)
    places.return_records(change=change, table="cycle_area", rows=held, by=by, at=at)
    _regroup(PlannedVisit.objects.filter(pk__in=ids))
    CycleArea.objects.filter(pk__in=ours, planned=None).delete()
    places.return_records(change=change, table="finding", rows=Finding.objects.all(), by=by, at=at)
    accounts.return_areas(change=change, by=by, at=at)
    places.return_records(change=change, table="facility", rows=regions.every_facility(), by=by, at=at)
    registry.return_areas(change=change, by=by, at=at)
    places.end_change(change=change, by=by, at=at)


def _regroup(visits: QuerySet[PlannedVisit]) -> None:
    """Visits belong to the part of the cycle that their kabupaten/kota has; where it has none yet, it gets one."""
    for visit in visits.select_related("cycle_area"):
        regency, group = visit.area_id[:5], visit.cycle_area
        if regency == group.area_id:
            continue
        other, _new = CycleArea.objects.get_or_create(
            cycle_id=group.cycle_id, area_id=regency, defaults={"due_on": group.due_on}
        )
        PlannedVisit.objects.filter(pk=visit.pk).update(cycle_area=other)
        TeamVisit.objects.filter(planned=visit).delete()  # the team stays where it is on duty


@transaction.atomic
def place_in_area(
    *, change: RegionChange, table: str, ids: Iterable[int], code: str, by: Actor, at: datetime
) -> int:
    """A person says where records lie that were known by a divided area alone; returns how many. Raises Refused."""
    chosen = list(ids)
    if table in ("enterprise", "cooperative"):
        return registry.place_in_area(change=change, table=table, ids=chosen, code=code, by=by, at=at)
    rows = {
        "facility": regions.every_facility,
        "finding": queries.unclosed_findings,
        "planned_visit": lambda: queries.movable_visits(change),
    }[table]()
    count = places.place_records(change=change, table=table, rows=rows, ids=chosen, code=code, by=by, at=at)
    if table == "planned_visit":
        _regroup(PlannedVisit.objects.filter(pk__in=chosen))
    return count
