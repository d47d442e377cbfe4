"""A word to who is late, and to the level above when days pass.

`tell` is the one place through which a person hears of it: a row that stays with the area, and a notice (notices.kinds) that
goes the ways the person chose.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.accounts import queries as accounts
from naikkelas.kit.days import day_text
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.models import Cycle, CycleArea, Nudge
from naikkelas.monev.queries.progress import late_areas, local_day
from naikkelas.notices.actions import notify
from naikkelas.places import queries as places
from naikkelas.rules import monev_escalation
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

NOT_LATE = Kind("nudge.not_late", "Wilayah ini tidak terlambat.", "This area is not late.")
NOT_OF_THE_AREA = Kind(
    "nudge.not_of_the_area",
    "{name} bukan petugas wilayah itu.",
    "{name} is not on duty in that area.",
)


def wording(cycle_area: CycleArea, days: int) -> str:
    """What is said, in Indonesian as letters are."""
    return (
        f"{cycle_area.cycle.name}: {cycle_area.area.title} belum mengirim hasil monev, terlambat {days} hari kerja "
        f"sejak {day_text(cycle_area.due_on)}. Mohon dilengkapi dan dikirim, atau jelaskan kendalanya."
    )


@transaction.atomic
def nudge(*, cycle_area: CycleArea, to: User, text: str, by: User, at: datetime) -> Nudge:
    """Remind an officer of a late area."""
    days = _days(cycle_area, at)
    if not days:
        raise Refused(NOT_LATE, status=409)
    if not (to.is_active and to.role == "regency" and to.area_id == cycle_area.area_id):
        raise Refused(NOT_OF_THE_AREA, name=to.name)
    row = tell(cycle_area=cycle_area, to=to, level=Nudge.Level.HAND, days=days, text=text, by=by, at=at)
    assert row is not None
    return row


@transaction.atomic
def escalate(*, area: str, by: Actor, at: datetime) -> int:
    """Tell every level that must know by now of each late area, once. Returns how many were told."""
    told = 0
    for cycle in Cycle.objects.filter(state=Cycle.State.OPEN).order_by("id"):
        if not (places.covers(area, cycle.area_id) or places.covers(cycle.area_id, area)):
            continue
        for late in late_areas(cycle, area, local_day(at, cycle.area_id)):
            told += sum(
                _climb(late.cycle_area, level, late.workdays, by, at)
                for level in monev_escalation.levels(late.workdays)
            )
    return told


def _climb(cycle_area: CycleArea, level: str, days: int, by: Actor, at: datetime) -> int:
    above = {"regency": cycle_area.area_id, "province": cycle_area.area_id[:2], "ministry": places.NATION}[
        level
    ]
    text = wording(cycle_area, days)
    people = accounts.officers_of(above, level)
    return sum(
        tell(cycle_area=cycle_area, to=to, level=level, days=days, text=text, by=by, at=at) is not None
        for to in people
    )


@transaction.atomic
def tell(
    *, cycle_area: CycleArea, to: User, level: str, days: int, text: str, by: Actor, at: datetime
) -> Nudge | None:
    """Put a note before a person; None where this level told them of this deadline already."""
    if level != Nudge.Level.HAND and Nudge.objects.filter(
        cycle_area=cycle_area, to=to, level=level, due_on=cycle_area.due_on
    ).exists():  # fmt: skip
        return None
    row = Nudge.objects.create(
        cycle_area=cycle_area, to=to, level=level, due_on=cycle_area.due_on, late_workdays=days,
        text=(text.strip() or wording(cycle_area, days))[:500], by_id=by.pk, at=at,
    )  # fmt: skip
    note(
        by=by, at=at, action="area.nudged" if level == Nudge.Level.HAND else "area.escalated",
        on=("cycle_area", cycle_area.pk), area=cycle_area.area_id, to=to.pk, level=level, late_workdays=days,
    )  # fmt: skip
    if level != Nudge.Level.REGENCY:  # of its own lateness the area hears by area.late
        notify(
            kind="area.nudged" if level == Nudge.Level.HAND else "area.escalated", to=to, about=("cycle_area", cycle_area.pk),
            by=by, at=at, due_on=cycle_area.due_on, name=places.name_of(cycle_area.area_id), count=days,
        )  # fmt: skip
    return row


def _days(cycle_area: CycleArea, at: datetime) -> int:
    late = late_areas(cycle_area.cycle, cycle_area.area_id, local_day(at, cycle_area.area_id))
    return next((line.workdays for line in late if line.cycle_area.pk == cycle_area.pk), 0)
