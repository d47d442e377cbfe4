"""How far a cycle is, by area, team, programme and form: expected, received, received in time, verified.

As DHIS2 counts reporting rates: completeness = received / expected, timeliness = received in time / expected. A visit is in
time when its standing form reached the server by the end of the deadline in the area's own time zone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import Q

from naikkelas.accounts import queries as accounts
from naikkelas.monev.models import Cycle, CycleArea, Nudge, PlannedVisit, Visit
from naikkelas.monev.queries.board import RECEIVED, expected, late_workdays
from naikkelas.places import queries as places

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


@dataclass
class Rate:
    """One line: what was expected of it and what came."""

    key: str
    name: str
    expected: int = 0
    received: int = 0
    on_time: int = 0
    verified: int = 0
    unmet: int = 0
    late: int = field(default=0)

    @property
    def missing(self) -> int:
        return self.expected - self.received


@dataclass(frozen=True, slots=True)
class Row:
    """Planned visits that progress counts alike. `team`, `programme`: number and name, empty where they have none."""

    count: int
    state: str
    on_time: bool
    area: str
    instrument: str
    team: tuple[str, str]
    programme: tuple[str, str]


WAYS: dict[str, Callable[[Row], tuple[str, str]]] = {
    "area": lambda row: (row.area, places.name_of(row.area)),
    "team": lambda row: row.team,
    "programme": lambda row: row.programme,
    "instrument": lambda row: (row.instrument, row.instrument),
}
_PROGRAMME = "recipient__allocation__ceiling__programme"
_COUNTED = (
    "pk", "state", "instrument", "cycle_area__area_id", "task__team_id", "task__team__name", f"{_PROGRAMME}_id",
    f"{_PROGRAMME}__name",
)  # fmt: skip


def rows(cycle: Cycle, code: str) -> list[Row]:
    """The visits that a cycle expects below a region, each with whether its form came in time."""
    planned = places.within(expected(PlannedVisit.objects.filter(cycle_area__cycle=cycle)), code, "area_id")
    on_time = _on_time(cycle)
    alike = Counter((pk in on_time, *of) for pk, *of in planned.order_by("id").values_list(*_COUNTED))
    return [
        Row(
            count, state, timely, area, instrument,
            (str(team), f"{places.name_of(area)}: {team_name}") if team else ("", ""),
            (str(programme), name) if programme else ("", ""),
        )
        for (timely, state, instrument, area, team, team_name, programme, name), count in alike.items()
    ]  # fmt: skip


def _on_time(cycle: Cycle) -> set[int]:
    """The planned visits of a cycle whose standing form came by the end of the deadline."""
    ends: dict[datetime, list[int]] = {}
    for pk, due_on, area in cycle.areas.values_list("pk", "due_on", "area_id"):
        ends.setdefault(end_of(due_on, area), []).append(pk)
    in_time = Q(pk__in=[])
    for end, parts in ends.items():  # mostly one
        in_time |= Q(planned__cycle_area__in=parts, received_at__lte=end)
    standing = Visit.objects.filter(in_time).exclude(state=Visit.State.REJECTED)
    return set(standing.values_list("planned_id", flat=True))


def end_of(day: date, area: str) -> datetime:
    """The last moment of a day where an area lies."""
    return datetime.combine(day, time.max, places.zone_of(area))


def progress(found: list[Row], way: str) -> list[Rate]:
    """Add up by one of WAYS, in the order of names; what belongs to none comes last."""
    lines: dict[str, Rate] = {}
    for row in found:
        key, name = WAYS[way](row)
        line = lines.setdefault(key, Rate(key, name))
        line.expected += row.count
        line.received += row.count * (row.state in RECEIVED)
        line.on_time += row.count * row.on_time
        line.verified += row.count * (row.state == PlannedVisit.State.VERIFIED)
        line.unmet += row.count * (row.state == PlannedVisit.State.UNMET)
    return sorted(lines.values(), key=lambda line: (not line.key, line.key if way == "area" else line.name))


def whole(found: list[Row]) -> Rate:
    total = Rate("", "")
    for line in progress(found, "instrument"):
        for name in ("expected", "received", "on_time", "verified", "unmet"):
            setattr(total, name, getattr(total, name) + getattr(line, name))
    return total


def sendings(cycle: Cycle, code: str, today: date) -> Rate:
    """The areas themselves as reports: each is expected to send once."""
    rate = Rate("", "")
    for area in places.within(cycle.areas.all(), code, "area_id"):
        sent = area.state in (CycleArea.State.SENT, CycleArea.State.ACCEPTED)
        rate.expected += 1
        rate.received += sent
        rate.on_time += sent and not late_workdays(area, today)
        rate.verified += area.state == CycleArea.State.ACCEPTED
        rate.late += late_workdays(area, today) > 0
    return rate


@dataclass(frozen=True)
class Late:
    """An area that has not sent, how late it is, who answers for it, and what was said to them."""

    cycle_area: CycleArea
    workdays: int
    people: list[User]
    nudges: list[Nudge]
    missing: int


def late_areas(cycle: Cycle, code: str, today: date) -> list[Late]:
    """Areas that are late and have not sent, the latest first."""
    areas = places.within(cycle.areas.select_related("area", "cycle"), code, "area_id")
    waiting = areas.exclude(state__in=[CycleArea.State.SENT, CycleArea.State.ACCEPTED])
    lines = [
        Late(
            cycle_area=area,
            workdays=days,
            people=list(accounts.officers_of(area.area_id, "regency")),
            nudges=list(area.nudges.select_related("to", "by").order_by("-at", "-id")),
            missing=expected(area.planned.all()).exclude(state__in=RECEIVED).count(),
        )
        for area in waiting
        if (days := late_workdays(area, today)) > 0
    ]
    return sorted(lines, key=lambda line: (-line.workdays, line.cycle_area.area_id))


def sent_late(cycle: Cycle, code: str, today: date) -> list[tuple[CycleArea, int]]:
    """Areas that have sent, but after their day: with these the late ones are as many as the board counts."""
    areas = places.within(cycle.areas.select_related("area"), code, "area_id")
    sent = areas.filter(state__in=[CycleArea.State.SENT, CycleArea.State.ACCEPTED]).order_by("area_id")
    return [(area, days) for area in sent if (days := late_workdays(area, today)) > 0]


def local_day(at: datetime, area: str) -> date:
    return at.astimezone(places.zone_of(area)).date()
