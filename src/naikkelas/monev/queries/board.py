"""The board of a cycle: what each area was asked, what came in, who is late. Counting follows DHIS2's reporting rates:
expected, received, received in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db.models import Count, Q, QuerySet

from naikkelas.monev.models import Cycle, CycleArea, Finding, PlannedVisit
from naikkelas.places import queries as places
from naikkelas.rules.follow_up import CLOSED
from naikkelas.rules.workdays import workdays_between
from naikkelas.trail.prepared import PreparedLines

RECEIVED = (PlannedVisit.State.VISITED, PlannedVisit.State.VERIFIED)
"""States of a planned visit whose form came in and stands."""


@dataclass(frozen=True)
class AreaLine:
    """One kabupaten/kota on the board of a cycle. `planned` are those expected: who was replaced is not among them."""

    cycle_area: CycleArea
    planned: int
    assigned: int
    visited: int
    verified: int
    unmet: int
    findings_open: int
    findings_overdue: int
    late_workdays: int

    @property
    def late(self) -> bool:
        return self.late_workdays > 0

    @property
    def unassigned(self) -> int:
        return self.planned - self.assigned

    @property
    def unexplained(self) -> int:
        """Visits that were not made, and of which nobody has said why they cannot be: sending asks for a reason."""
        return self.planned - self.verified - self.unmet

    @property
    def percent(self) -> int:
        return round(100 * self.visited / self.planned) if self.planned else 0

    @property
    def target(self) -> int:
        """Visits that the area is to make: its own target, or all."""
        return self.planned if self.cycle_area.target_count is None else self.cycle_area.target_count


def expected(rows: QuerySet[PlannedVisit]) -> QuerySet[PlannedVisit]:
    """Whom a cycle is to visit: not who was replaced, nor what is only made again as a check."""
    return rows.filter(again_of=None).exclude(state=PlannedVisit.State.REPLACED)


def board(cycle: Cycle, code: str, today: date) -> list[AreaLine]:
    """Every area of a cycle below a region: what was planned, visited, verified, sent, and who is late."""
    areas = list(places.within(CycleArea.objects.filter(cycle=cycle), code, "area_id").order_by("area_id"))
    for area in areas:  # from memory, where reading them would ask the database
        area.cycle, area.area = cycle, places.known(area.area_id) or area.area
    return _lines(areas, today)


def _lines(areas: Sequence[CycleArea], today: date) -> list[AreaLine]:
    ids = [area.pk for area in areas]
    counts = {pk: numbers for pk, *numbers in _counts.of(ids)}
    findings: dict[int, list[tuple[date, int]]] = {}
    for pk, due_on, number in _findings.of(ids):
        findings.setdefault(pk, []).append((due_on, number))
    lines = []
    for area in areas:
        planned, assigned, visited, verified, unmet = counts.get(area.pk, (0, 0, 0, 0, 0))
        found = findings.get(area.pk, ())
        lines.append(
            AreaLine(
                cycle_area=area,
                planned=planned,
                assigned=assigned,
                visited=visited,
                verified=verified,
                unmet=unmet,
                findings_open=sum(number for _due_on, number in found),
                findings_overdue=sum(number for due_on, number in found if due_on < today),
                late_workdays=late_workdays(area, today),
            )
        )
    return lines


_counts = PreparedLines(
    lambda areas: (
        expected(PlannedVisit.objects.filter(cycle_area__in=areas))
        .order_by()
        .values_list("cycle_area_id")
        .annotate(
            planned=Count("id"),
            assigned=Count("assigned_to"),
            visited=Count("id", filter=Q(state__in=RECEIVED)),
            verified=Count("id", filter=Q(state=PlannedVisit.State.VERIFIED)),
            unmet=Count("id", filter=Q(state=PlannedVisit.State.UNMET)),
        )
    )
)
"""By area of a cycle, what is counted of its visits, in the order of AreaLine."""
_findings = PreparedLines(
    lambda areas: (
        Finding.objects.filter(visit__planned__cycle_area__in=areas)
        .exclude(state__in=CLOSED)
        .order_by()
        .values_list("visit__planned__cycle_area_id", "due_on")
        .annotate(open=Count("id"))
    )
)
"""Open findings by area of a cycle and deadline."""


@dataclass
class CycleLine:
    """One cycle in the list of them: its visits, and how many of its areas were accepted or are late."""

    planned: int = 0
    visited: int = 0
    areas: int = 0
    accepted: int = 0
    late: int = 0


def cycle_lines(cycles: Sequence[Cycle], code: str, today: date) -> dict[int, CycleLine]:
    """What the boards of several cycles add up to, by their number."""
    lines = {cycle.pk: CycleLine() for cycle in cycles}
    areas = places.within(CycleArea.objects.filter(cycle__in=lines), code, "area_id")
    counts = (
        expected(PlannedVisit.objects.filter(cycle_area__in=areas))
        .values_list("cycle_area__cycle_id")
        .annotate(planned=Count("id"), visited=Count("id", filter=Q(state__in=RECEIVED)))
    )
    for pk, planned, visited in counts:
        lines[pk].planned, lines[pk].visited = planned, visited
    for area in areas.values_list(
        "cycle_id", "area_id", "state", "due_on", "sent_at", "first_sent_at", named=True
    ):
        line = lines[area.cycle_id]
        line.areas += 1
        line.accepted += area.state == CycleArea.State.ACCEPTED
        line.late += late_workdays(area, today) > 0
    return lines


class Sending(Protocol):
    """What tells whether an area of a cycle is late."""

    area_id: str
    state: str
    due_on: date
    sent_at: datetime | None
    first_sent_at: datetime | None


def late_workdays(area: Sending, today: date) -> int:
    """Working days past the deadline: until it was sent, by the clock of its own zone, or until today while it was not.
    What was accepted and unlocked again counts by its first sending; what was returned unaccepted, by the next."""
    sent_at = area.sent_at if area.state in (CycleArea.State.SENT, CycleArea.State.ACCEPTED) else None
    if sent_at := area.first_sent_at or sent_at:
        sent_on = sent_at.astimezone(places.zone_of(area.area_id)).date()
        return max(0, workdays_between(area.due_on, sent_on))
    return max(0, workdays_between(area.due_on, today))


def area_line(cycle_area: CycleArea, today: date) -> AreaLine:
    return _lines([cycle_area], today)[0]
