"""Teams and their itineraries, attempts and replacements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, F, Q, QuerySet

from naikkelas.accounts import access
from naikkelas.monev.models import Cycle, CycleArea, PlannedVisit, Replacement, Team, Visit
from naikkelas.monev.queries import lines, planned_for
from naikkelas.monev.queries.board import RECEIVED
from naikkelas.places import queries as places
from naikkelas.rules.travel_order import Leg, Point, Stop, ordered

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def teams_visible_to(user: User) -> QuerySet[Team]:
    rows = Team.objects.select_related("cycle_area__cycle", "cycle_area__area", "leader")
    return access.visible(user, rows, "cycle_area__area_id")


def teams_of(cycle_area: CycleArea) -> QuerySet[Team]:
    """The teams of an area with how many visits they have and how many of these were made."""
    return (
        Team.objects.filter(cycle_area=cycle_area)
        .select_related("leader")
        .prefetch_related("members")
        .annotate(
            given=Count("tasks", filter=~Q(tasks__planned__state=PlannedVisit.State.REPLACED)),
            made=Count("tasks", filter=Q(tasks__planned__state__in=RECEIVED)),
        )
        .order_by("name")
    )


def visits_of_team(team: Team) -> QuerySet[PlannedVisit]:
    rows = PlannedVisit.objects.filter(task__team=team).exclude(state=PlannedVisit.State.REPLACED)
    return rows.select_related("area__parent", "assigned_to", "enterprise", "facility", "recipient__facility")


def without_team(cycle_area: CycleArea) -> QuerySet[PlannedVisit]:
    return cycle_area.planned.filter(task=None, again_of=None, state=PlannedVisit.State.PLANNED).order_by(
        "area_id", "id"
    )


def givable(team: Team) -> QuerySet[PlannedVisit]:
    """What may still be given to a team: visits to make that belong to none, then those of other teams."""
    rows = team.cycle_area.planned.filter(again_of=None, state=PlannedVisit.State.PLANNED)
    rows = rows.exclude(task__team=team).select_related("area", "task__team")
    return rows.order_by(F("task__team__name").asc(nulls_first=True), "area_id", "id")


def by_code(team: Team, code: str) -> PlannedVisit | None:
    return visits_of_team(team).filter(code=code).first()


@dataclass(frozen=True)
class Step:
    """A visit in its turn: metres from the one before, where it is, and whether that point is its own."""

    planned: PlannedVisit
    metres: int | None
    exact: bool
    point: Point | None

    @property
    def known(self) -> bool:
        return self.point is not None


def itinerary(team: Team) -> list[Step]:
    """The visits still to be made, in the order of travel (rules.travel_order)."""
    todo = {v.code: v for v in visits_of_team(team).filter(state=PlannedVisit.State.PLANNED)}
    centres = district_centres(team.cycle_area.area_id)
    stops = [_stop(visit, centres) for visit in todo.values()]
    return [_step(leg, todo) for leg in ordered(stops)]


def itinerary_of(user: User) -> list[Step]:
    """What an enumerator still has to visit, in the order of travel."""
    rows = planned_for(user).filter(state=PlannedVisit.State.PLANNED)
    rows = rows.select_related("enterprise", "recipient__facility").annotate(tries=Count("attempts"))
    todo = {v.code: v for v in rows}
    centres: dict[str, Point] = {}
    for area in {v.area_id[:5] for v in todo.values()}:
        centres |= district_centres(area)
    return [_step(leg, todo) for leg in ordered([_stop(visit, centres) for visit in todo.values()])]


def _step(leg: Leg, todo: dict[str, PlannedVisit]) -> Step:
    return Step(todo[leg.stop.key], leg.metres, leg.stop.exact, leg.stop.point)


def _stop(visit: PlannedVisit, centres: dict[str, Point]) -> Stop:
    district = visit.area_id[:8]
    place = visit.facility or (visit.recipient and visit.recipient.facility) or visit.enterprise
    if place is not None and place.latitude is not None and place.longitude is not None:
        return Stop(visit.code, district, (place.latitude, place.longitude), exact=True)
    return Stop(visit.code, district, centres.get(district))


def district_centres(area: str) -> dict[str, Point]:
    """The middle of each kecamatan as far as earlier visits show it: the mean of the points they were filled at."""
    rows = places.within(
        Visit.objects.filter(latitude__isnull=False, longitude__isnull=False), area, "area_id"
    )
    found: dict[str, list[Point]] = {}
    for code, latitude, longitude in rows.values("area_id").annotate(a=Avg("latitude"), b=Avg("longitude")).values_list(
        "area_id", "a", "b"
    ):  # fmt: skip
        found.setdefault(code[:8], []).append((latitude, longitude))
    return {
        district: (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
        for district, points in found.items()
    }


def attempts_of(planned: PlannedVisit):
    return planned.attempts.select_related("by").order_by("-tried_on", "-id")


def replacements(cycle: Cycle, code: str) -> list[dict[str, Any]]:
    """Who of a cycle was replaced, each with whom the visit was to go to (`visited`) and who was visited `instead`."""
    rows = places.within(
        Replacement.objects.filter(planned__cycle_area__cycle=cycle), code, "planned__area_id"
    )
    found = (
        rows.annotate(tries=Count("planned__attempts"))
        .order_by("planned__area_id", "planned_id")
        .values(
            "planned_id", "planned__area_id", "substitute_id", "reason", "remark", "by__name", "at", "tries"
        )
    )
    ids = [pk for row in found for pk in (row["planned_id"], row["substitute_id"]) if pk]
    visited = {pk: line["visited"] for pk, line in lines.planned(ids).items()}
    return [
        row | {"visited": visited[row["planned_id"]], "instead": visited.get(row["substitute_id"])}
        for row in found
    ]


def replacement_of(planned: PlannedVisit) -> Replacement | None:
    return Replacement.objects.filter(planned=planned).select_related("substitute", "by").first()


def replaced_by(planned: PlannedVisit) -> Replacement | None:
    """The replacement that this visit came into the list by."""
    return Replacement.objects.filter(substitute=planned).select_related("planned").first()
