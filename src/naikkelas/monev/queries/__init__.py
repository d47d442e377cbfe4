"""Reading cycles, visits and findings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Case, Count, IntegerField, Max, Min, Q, QuerySet, Sum, Value, When

from naikkelas.accounts import access
from naikkelas.accounts import queries as people
from naikkelas.kit.periods import Quarter
from naikkelas.monev.models import Cycle, CycleArea, Finding, FollowUp, PlannedVisit, Visit, VisitFact
from naikkelas.monev.queries.board import RECEIVED
from naikkelas.monev.queries.board import AreaLine as AreaLine
from naikkelas.monev.queries.board import area_line as area_line
from naikkelas.monev.queries.board import board as board
from naikkelas.monev.queries.board import cycle_lines as cycle_lines
from naikkelas.monev.queries.compared import first_hand
from naikkelas.places import queries as places
from naikkelas.registry import queries as registry
from naikkelas.rules.follow_up import CLOSED

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.places.models import RegionChange


def quarters() -> list[Quarter]:
    """The quarters that have a cycle, newest first."""
    rows = Cycle.objects.values_list("year", "quarter").distinct()
    return sorted((Quarter(*row) for row in rows), reverse=True)


def cycles_visible_to(user: User) -> QuerySet[Cycle]:
    """Cycles over the area of duty, or over the province that it lies in."""
    if user.area.level in ("nation", "province"):
        return access.visible(user, Cycle.objects.all()).order_by("-year", "-quarter", "-id")
    running = Cycle.objects.filter(area_id=user.area_id[:2]).exclude(state=Cycle.State.DRAFT)
    return running.order_by("-year", "-quarter", "-id")


def cycle_names(user: User) -> list[tuple[str, str]]:
    """(number, name) of each cycle of `cycles_visible_to`."""
    return [(str(pk), name) for pk, name in cycles_visible_to(user).values_list("pk", "name")]


def current_cycle(code: str, period: Quarter) -> Cycle | None:
    """The cycle of a quarter over the province of a region; the newest where there are several."""
    found = Cycle.objects.filter(year=period.year, quarter=period.number).exclude(state=Cycle.State.DRAFT)
    if code != "0":
        found = found.filter(area_id=code[:2])
    return found.order_by("-id").first()


def areas_visible_to(user: User) -> QuerySet[CycleArea]:
    return access.visible(user, CycleArea.objects.select_related("cycle", "area", "sent_by", "decided_by"))


def planned_visible_to(user: User) -> QuerySet[PlannedVisit]:
    rows = PlannedVisit.objects.select_related("area", "assigned_to", "cycle_area__cycle")
    return access.visible(user, rows)


_OVER = Q(
    state=PlannedVisit.State.PLANNED, cycle_area__state=CycleArea.State.ACCEPTED, again_of__isnull=True
)  # fmt: skip
"""Not made before the work of its area was accepted and locked: nobody makes it any more. What is made again as a check is
no part of that work."""


def to_be_made() -> QuerySet[PlannedVisit]:
    """Visits of running cycles that somebody has still to make."""
    rows = PlannedVisit.objects.filter(
        state=PlannedVisit.State.PLANNED, assigned_to__isnull=False, cycle_area__cycle__state=Cycle.State.OPEN
    )
    return rows.exclude(_OVER)


def planned_for(user: User) -> QuerySet[PlannedVisit]:
    """What an enumerator is to visit, or has visited, in running cycles, by due date."""
    rows = PlannedVisit.objects.filter(assigned_to=user, cycle_area__cycle__state=Cycle.State.OPEN)
    rows = rows.exclude(state__in=(PlannedVisit.State.REPLACED, PlannedVisit.State.UNMET)).exclude(_OVER)
    return rows.select_related("area__parent__parent", "cycle_area__cycle", "recipient", "facility").order_by(
        "due_on", "area_id", "id"
    )


def own_planned(user: User, code: str) -> PlannedVisit | None:
    """A visit that is an enumerator's, in whatever state, as an attempt to make it may be told late."""
    return PlannedVisit.objects.filter(assigned_to=user, code=code).first()


def returned_to(user: User) -> QuerySet[Visit]:
    """Visits that an officer gave back to this enumerator and that were not made again yet."""
    rows = Visit.objects.filter(
        enumerator=user, state=Visit.State.REJECTED, planned__state=PlannedVisit.State.PLANNED
    )
    return rows.select_related("planned").order_by("-decided_at")


def mendable_by(user: User) -> QuerySet[Visit]:
    """Own visits that can still be edited: sent and not verified yet, or given back and not made again; newest first."""
    waiting = Q(state__in=(Visit.State.RECEIVED, Visit.State.AGAIN))
    back = Q(state=Visit.State.REJECTED, planned__state=PlannedVisit.State.PLANNED)
    rows = Visit.objects.filter(waiting | back, enumerator=user, planned__assigned_to=user)
    rows = rows.filter(planned__cycle_area__cycle__state=Cycle.State.OPEN)
    rows = rows.exclude(planned__cycle_area__state=CycleArea.State.ACCEPTED, planned__again_of=None)
    return rows.select_related("planned__recipient", "planned__enterprise").order_by("-id")


# from a planned visit to the persons it may be about
TO_PERSONS = ("recipient__person", "recipient__enterprise__owner", "enterprise__owner")


def of_unrestricted(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    return visits.filter(**{f"planned__{way}__restricted_at": None for way in TO_PERSONS})


def restricted_planned(ids: list[int]) -> set[int]:
    rows = PlannedVisit.objects.filter(pk__in=ids)
    shown = rows.filter(**{f"{way}__restricted_at": None for way in TO_PERSONS})
    return set(rows.exclude(pk__in=shown.values("pk")).values_list("pk", flat=True))


def visits_visible_to(user: User) -> QuerySet[Visit]:
    return access.visible(
        user, Visit.objects.select_related("planned__cycle_area__cycle", "area", "enumerator")
    )


def of_quarter(visits: QuerySet[Visit], period: Quarter) -> QuerySet[Visit]:
    """Visits of the cycles of a quarter. By a list of what these planned: joined, SQLite walks through all visits of the
    area, of which there are years."""
    planned = PlannedVisit.objects.filter(
        cycle_area__cycle__year=period.year, cycle_area__cycle__quarter=period.number
    )
    return visits.filter(planned__in=planned)


def findings_visible_to(user: User) -> QuerySet[Finding]:
    rows = Finding.objects.select_related("area", "visit", "acted_by", "closed_by")
    return access.visible(user, rows.defer("visit__answers", "visit__photos"))


def open_findings(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    return rows.exclude(state__in=CLOSED)


def steps_of(finding: Finding) -> QuerySet[FollowUp]:
    return finding.steps.select_related("by").order_by("at", "id")


def facts_of(visit: Visit) -> dict[str, int | str]:
    return {f.name: f.word if f.number is None else f.number for f in visit.facts.order_by("id")}


def facts_as_answers(visit: Visit) -> list[dict[str, str]]:
    """The facts of a visit in the shape of its answers: what may be shown to who works without data of persons."""
    return [
        {"path": name, "text": str(value)}
        for name, value in facts_of(visit).items()
        if value not in (None, "")
    ]


def visits_to(record: object) -> QuerySet[Visit]:
    """Visits to an enterprise, cooperative, facility or recipient, newest first."""
    kind = type(record).__name__.lower()
    rows = Visit.objects.filter(**{f"planned__{kind}": record}).select_related("planned", "enumerator")
    return rows.order_by("-visited_on", "-id")


def findings_about(record: object) -> QuerySet[Finding]:
    """Findings of the record's visits, those about aid that it received, and of a facility those opened about it by hand or
    of a citizen's report."""
    kind = type(record).__name__.lower()
    received = "recipient" if kind == "recipient" else f"recipient__{kind}"
    seen = Q(**{f"visit__planned__{kind}": record}) | Q(**{received: record})
    if kind == "facility":
        seen |= Q(facility=record)
    return Finding.objects.filter(seen).order_by("-opened_on", "-id")


def planned_of_persons(ids: list[int]) -> QuerySet[PlannedVisit]:
    """Visits planned to these persons: as owners of an enterprise, or as recipients of aid."""
    mine = (
        Q(enterprise__owner_id__in=ids)
        | Q(recipient__person_id__in=ids)
        | Q(recipient__enterprise__owner_id__in=ids)
    )
    return PlannedVisit.objects.filter(mine).order_by("id")


def person_of(planned: PlannedVisit) -> int | None:
    """The id of the person whom a visit is about, None where it is about none."""
    if planned.enterprise:
        return planned.enterprise.owner_id
    return planned.recipient.person_id if planned.recipient else None


def visits_of_persons(ids: list[int]) -> QuerySet[Visit]:
    rows = Visit.objects.filter(planned__in=planned_of_persons(ids).order_by())
    return rows.select_related("planned", "enumerator").order_by("-visited_on", "-id")


def findings_of_persons(ids: list[int]) -> QuerySet[Finding]:
    """Findings of visits to these persons, and those about aid that they received."""
    seen = Q(visit__planned__in=planned_of_persons(ids).order_by())
    aided = Q(recipient__person_id__in=ids) | Q(recipient__enterprise__owner_id__in=ids)
    return Finding.objects.filter(seen | aided).order_by("-opened_on", "-id")


def visits_of_enterprises(ids: list[int]) -> int:
    return _planned_in("enterprise_id", ids)


def visits_of_cooperatives(ids: list[int]) -> int:
    return _planned_in("cooperative_id", ids)


def some_visits_among(record: str, ids: list[int], most: int) -> list[PlannedVisit]:
    """The first planned visits to these enterprises or cooperatives."""
    found: list[PlannedVisit] = []
    for n in range(0, len(ids), 10_000):
        if len(found) >= most:
            break
        found += PlannedVisit.objects.filter(**{f"{record}_id__in": ids[n : n + 10_000]}).order_by("id")[
            :most
        ]
    return found[:most]


def _planned_in(field: str, ids: list[int]) -> int:
    parts = (ids[n : n + 10_000] for n in range(0, len(ids), 10_000))
    return sum(PlannedVisit.objects.filter(**{f"{field}__in": part}).count() for part in parts)


def area_of(cycle: Cycle, code: str) -> CycleArea | None:
    return cycle.areas.filter(area_id=code).select_related("cycle", "area").first()


def fact_rows(names: dict[str, str]) -> QuerySet[Visit]:
    """Visits with chosen facts as columns: {fact: 'number' or 'word'}. For figures over many visits."""
    columns = {
        f"fact_{name}": Max(
            Case(When(facts__name=name, then=f"facts__{kind}"), default=Value(None)),
        )
        if kind == "word"
        else Sum(Case(When(facts__name=name, then="facts__number"), output_field=IntegerField()))
        for name, kind in names.items()
    }
    return first_hand().annotate(**columns)


def planned() -> QuerySet[PlannedVisit]:
    """What figures count: a visit that is made again as a check is not among them."""
    return PlannedVisit.objects.filter(again_of=None)


def findings() -> QuerySet[Finding]:
    return Finding.objects.all()


def visit_facts() -> QuerySet[VisitFact]:
    return VisitFact.objects.all()


def business_states(after: int, until: int) -> Iterable[tuple[int, date, str]]:
    """What verified visits of the years after `after`, to `until`, said of enterprises: id, day, word; the oldest first."""
    rows = VisitFact.objects.filter(
        name="business_status", visit__state=Visit.State.VERIFIED, visit__planned__enterprise__isnull=False,
        visit__visited_on__year__gt=after, visit__visited_on__year__lte=until,
    )  # fmt: skip
    return rows.order_by("visit__visited_on", "visit_id").values_list(
        "visit__planned__enterprise_id", "visit__visited_on", "word"
    )


def visit_count() -> int:
    return Visit.objects.count()


def planned_by_code(code: str) -> PlannedVisit | None:
    return PlannedVisit.objects.select_related("cycle_area__cycle", "area").filter(code=code).first()


def standing_visit(code: str) -> Visit | None:
    """The visit that stands for what was planned under a code; one that was given back does not."""
    return Visit.objects.filter(planned__code=code).exclude(state=Visit.State.REJECTED).first()


def recipient_states(cycle: Cycle) -> dict[int, str]:
    """How far the visit to each recipient of a cycle has come, by recipient id."""
    rows = planned().filter(cycle_area__cycle=cycle, recipient__isnull=False)
    return dict(rows.values_list("recipient_id", "state"))


def programme_counts(programme: object, code: str) -> dict[str, int]:
    """Recipients of a programme inside a region: how many, planned, visited, and the findings about them."""
    rows = places.within(
        planned().filter(recipient__allocation__ceiling__programme=programme), code, "area_id"
    )
    found = rows.aggregate(
        recipients=Count("recipient", distinct=True),
        planned=Count("id", distinct=True, filter=~Q(state=PlannedVisit.State.REPLACED)),
        visited=Count("id", distinct=True, filter=Q(state__in=RECEIVED)),
    )
    about = places.within(
        Finding.objects.filter(visit__planned__recipient__allocation__ceiling__programme=programme),
        code,
        "area_id",
    )
    return found | {"findings": open_findings(about).count()}


# ── what goes along when areas change ──


def unclosed_findings() -> QuerySet[Finding]:
    return Finding.objects.exclude(state__in=CLOSED)


def movable_cycle_areas(change: RegionChange) -> QuerySet[CycleArea]:
    """Parts of running cycles that are not locked, of areas of which each alone became another."""
    open_areas = CycleArea.objects.exclude(cycle__state=Cycle.State.CLOSED).filter(state__in=_UNLOCKED)
    return open_areas.filter(area_id__in=list(places.one_to_one(change)))


def movable_visits(change: RegionChange) -> QuerySet[PlannedVisit]:
    """Visits still to be made on or after the day of a change, in parts of running cycles that are not locked, and whose
    new kabupaten/kota has not sent its part yet."""
    rows = PlannedVisit.objects.filter(
        state=PlannedVisit.State.PLANNED, due_on__gte=change.effective_on, cycle_area__state__in=_UNLOCKED
    ).exclude(cycle_area__cycle__state=Cycle.State.CLOSED)
    locked = CycleArea.objects.exclude(state__in=_UNLOCKED).exclude(cycle__state=Cycle.State.CLOSED)
    for cycle_id, code in locked.values_list("cycle_id", "area_id"):
        goes = change.lines.filter(places.ranges([code], "new_code")).exclude(
            places.ranges([code], "old_code")
        )
        if goes.exists():
            rows = rows.exclude(cycle_area__cycle_id=cycle_id, area_id__in=goes.values("old_code"))
    return rows


_UNLOCKED = (CycleArea.State.OPEN, CycleArea.State.RETURNED)


def movable(change: RegionChange) -> dict[str, QuerySet]:
    """Every kind of record that goes along when areas change, people left out: those a change may take with it."""
    return {
        "enterprise": registry.all_enterprises(),
        "cooperative": registry.all_cooperatives(),
        "facility": places.every_facility(),
        "planned_visit": movable_visits(change),
        "finding": unclosed_findings(),
    }


def newest_records() -> dict[str, int]:
    """The highest number of each kind of record that goes along, and of cycles: what is higher came later."""
    tables = {
        "enterprise": registry.all_enterprises(),
        "cooperative": registry.all_cooperatives(),
        "merge": registry.every_merge(),
        "apart": registry.every_apart(),
        "facility": places.every_facility(),
        "user": people.everybody(),
        "finding": Finding.objects.all(),
        "planned_visit": PlannedVisit.objects.all(),
        "cycle_area": CycleArea.objects.all(),
        "cycle": Cycle.objects.all(),
    }
    return {name: rows.aggregate(newest=Max("pk"))["newest"] or 0 for name, rows in tables.items()}


def old_photos(before: datetime) -> QuerySet[Visit]:
    """Visits that came in before a moment and still have photos."""
    return Visit.objects.filter(received_at__lt=before).exclude(photos=[])


def oldest_photos() -> datetime | None:
    return Visit.objects.exclude(photos=[]).aggregate(first=Min("received_at"))["first"]
