"""Who is visited: recipients by the plan of a cycle, and records of the registry drawn by a seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q

from naikkelas.monev.models import Cycle, CycleArea, Finding, Plan, PlannedVisit
from naikkelas.monev.queries.board import late_workdays
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.rules import monev_risk, monev_sample
from naikkelas.rules.follow_up import CLOSED
from naikkelas.rules.monev_risk import RiskFacts
from naikkelas.rules.monev_sample import in_draw_order


def recipients(
    cycle: Cycle, areas: dict[str, CycleArea], plan: Plan, seed: str
) -> tuple[list[PlannedVisit], int]:
    """Visits to recipients of the cycle's programmes as its plan chooses them, and how many there are to choose from."""
    frame = _frame(cycle, areas)
    if plan.whom == Plan.Whom.ASSETS:
        frame = [v for v in frame if v.facility_id]
    if plan.whom == Plan.Whom.SAMPLE:
        return _sample(frame, plan, seed), len(frame)
    if plan.whom == Plan.Whom.RISK:
        return _riskiest(frame, cycle, plan.risk_count), len(frame)
    return frame, len(frame)


def _frame(cycle: Cycle, areas: dict[str, CycleArea]) -> list[PlannedVisit]:
    rows = []
    for programme in cycle.programmes.order_by("pk"):
        kind = programmes.type_of(programme)
        instrument = kind.instruments[0] if kind else "enterprise"
        for recipient in programmes.in_decrees(programmes.recipients_of(programme, cycle.area_id)):
            # the decree keeps the code of its day; the visit goes to where the place lies now
            area = places.current(recipient.area_id)
            rows.append(
                PlannedVisit(
                    cycle_area=areas[area[:5]],
                    instrument=instrument,
                    area_id=area,
                    label=recipient.name,
                    recipient=recipient,
                    cooperative_id=recipient.cooperative_id,
                    enterprise_id=recipient.enterprise_id,
                    facility_id=recipient.facility_id,
                )
            )
    return rows


def _sample(frame: list[PlannedVisit], plan: Plan, seed: str) -> list[PlannedVisit]:
    """A draw of the size that the stated precision needs, divided over the areas by their recipients."""
    size = monev_sample.sample_size(len(frame), plan.margin_bp, plan.confidence)
    shares = monev_sample.shares(Counter(v.cycle_area.area_id for v in frame), size)
    taken: Counter[str] = Counter()
    chosen = set()
    for pk in in_draw_order((v.recipient_id for v in frame), "recipient", seed):
        area = next(v.cycle_area.area_id for v in frame if v.recipient_id == pk)
        if taken[area] < shares[area]:
            taken[area] += 1
            chosen.add(pk)
    return [v for v in frame if v.recipient_id in chosen]


def _riskiest(frame: list[PlannedVisit], cycle: Cycle, count: int) -> list[PlannedVisit]:
    """In each area the recipients with most points; each keeps the reasons of its points."""
    found = _findings([v.recipient_id for v in frame], cycle)
    late = _late_before(cycle)
    given = programmes.given(v.recipient_id for v in frame)
    for visit in frame:
        findings, overdue = found.get(visit.recipient_id, (0, 0))
        facts = RiskFacts(given[visit.recipient_id], findings, overdue, late.get(visit.cycle_area.area_id, 0))
        visit.risk = [list(reason) for reason in monev_risk.score(facts)]
    best: list[PlannedVisit] = []
    for area in sorted({v.cycle_area.area_id for v in frame}):
        ranked = sorted(
            (v for v in frame if v.cycle_area.area_id == area),
            key=lambda v: (-sum(reason[2] for reason in v.risk), v.recipient_id),
        )
        best += ranked[:count]
    return best


def _findings(ids: list[int], cycle: Cycle) -> dict[int, tuple[int, int]]:
    """Findings about recipients before a cycle, and how many of them are open past their day when it opens."""
    found: Counter[int] = Counter()
    overdue: Counter[int] = Counter()
    late = Q(due_on__lt=cycle.opens_on) & ~Q(state__in=CLOSED)
    for way in ("recipient", "visit__planned__recipient"):
        rows = Finding.objects.filter(**{f"{way}__in": ids}, opened_on__lt=cycle.opens_on)
        if way != "recipient":
            rows = rows.filter(recipient=None)
        for pk, count, past in rows.values(way).annotate(n=Count("id"), late=Count("id", filter=late)).values_list(
            way, "n", "late"
        ):  # fmt: skip
            found[pk] += count
            overdue[pk] += past
    return {pk: (count, overdue[pk]) for pk, count in found.items()}


def _late_before(cycle: Cycle) -> dict[str, int]:
    """Working days by which each area was late in the cycle before."""
    before = (
        Cycle.objects.filter(area_id=cycle.area_id, opens_on__lt=cycle.opens_on)
        .exclude(state=Cycle.State.DRAFT)
        .order_by("-opens_on", "-id")
        .first()
    )
    if before is None:
        return {}
    return {area.area_id: late_workdays(area, cycle.opens_on) for area in before.areas.all()}


def drawn(
    cycle_area: CycleArea, kind: str, everyone: Any, count: int, seed: str, *, without: Iterable[int] = ()
) -> list[PlannedVisit]:
    """The first `count` records of an area in the order of the draw, those `without` passed over."""
    if not count:
        return []
    passed = set(without)
    ids = places.within(everyone, cycle_area.area_id, "area_id").values_list("pk", flat=True)
    order = in_draw_order((pk for pk in ids if pk not in passed), kind, seed)
    found = everyone.in_bulk(order[:count])
    return [
        PlannedVisit(cycle_area=cycle_area, instrument=kind, area_id=r.area_id, label=r.name, **{kind: r})
        for r in (found[pk] for pk in order[:count])
    ]
