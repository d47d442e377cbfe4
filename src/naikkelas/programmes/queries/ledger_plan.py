"""Plan against realisation, month by month, in rupiah and in physical percent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from naikkelas.programmes.models import Allocation, Disbursement, Milestone, PlanMonth
from naikkelas.programmes.queries.ledger import with_standing
from naikkelas.rules import budget_deviation


@dataclass(frozen=True)
class Course:
    """How an allocation goes: planned and realised by month, cumulative; `real` and `physical` stop at the month of today."""

    allocation: Allocation
    whole_idr: int
    planned: list[int]
    physical_planned: list[int]
    real: list[int]
    physical: list[int]
    planned_to_date_idr: int
    forecast_idr: int
    band: str

    @property
    def real_idr(self) -> int:
        return self.real[-1] if self.real else 0

    @property
    def behind_idr(self) -> int:
        return self.planned_to_date_idr - self.real_idr


def courses(rows: QuerySet[Allocation], as_of: date) -> list[Course]:
    """The course of each allocation that has a plan, the furthest behind first."""
    allocations = list(
        with_standing(rows.filter(pk__in=PlanMonth.objects.values("allocation")))
        .select_related("area", "ceiling__programme")
        .order_by("area_id", "pk")
    )
    ids = [a.pk for a in allocations]
    plans: dict[int, dict[int, PlanMonth]] = {pk: {} for pk in ids}
    for month in PlanMonth.objects.filter(allocation__in=ids):
        plans[month.allocation_id][month.month] = month
    paid = _paid(ids, as_of)
    built = _built(ids, as_of)
    found = [_course(a, plans[a.pk], paid.get(a.pk, {}), built.get(a.pk, {}), as_of) for a in allocations]
    return sorted(found, key=lambda c: -(c.behind_idr * 1_000_000 // (c.whole_idr or 1)))


def _paid(ids: list[int], as_of: date) -> dict[int, dict[tuple[int, int], int]]:
    """Disbursed by allocation, year and month."""
    rows = Disbursement.objects.filter(recipient__allocation__in=ids, paid_on__lte=as_of).order_by()
    found: dict[int, dict[tuple[int, int], int]] = {}
    for allocation, year, month, amount in rows.values_list(
        F("recipient__allocation"), ExtractYear("paid_on"), ExtractMonth("paid_on")
    ).annotate(s=Sum("amount_idr")):
        found.setdefault(allocation, {})[year, month] = amount
    return found


def _built(ids: list[int], as_of: date) -> dict[int, dict[tuple[int, int], int]]:
    """The highest physical percent of an allocation's stages, by year and month in which it was reached."""
    rows = Milestone.objects.filter(
        recipient__allocation__in=ids, physical_percent__isnull=False, reached_on__lte=as_of
    ).order_by()
    found: dict[int, dict[tuple[int, int], int]] = {}
    for allocation, year, month, percent in rows.values_list(
        F("recipient__allocation"), ExtractYear("reached_on"), ExtractMonth("reached_on")
    ).annotate(most=Max("physical_percent")):
        found.setdefault(allocation, {})[year, month] = percent
    return found


def _course(
    allocation: Allocation,
    plan: dict[int, PlanMonth],
    paid: dict[tuple[int, int], int],
    built: dict[tuple[int, int], int],
    as_of: date,
) -> Course:
    year = allocation.ceiling.year
    passed = 12 if as_of.year > year else (as_of.month if as_of.year == year else 0)
    by_month = [paid.get((year, month), 0) for month in range(1, passed + 1)]
    planned = _running([plan[m].amount_idr if m in plan else 0 for m in range(1, 13)])
    percents = [built.get((year, month), 0) for month in range(1, passed + 1)]
    whole: int = allocation.now_idr  # type: ignore[attr-defined]  # annotated by with_standing
    to_date = planned[passed - 1] if passed else 0
    real = _running(by_month)
    return Course(
        allocation=allocation,
        whole_idr=whole,
        planned=planned,
        physical_planned=[plan[m].physical_percent if m in plan else 0 for m in range(1, 13)],
        real=real,
        physical=[max(percents[: n + 1]) for n in range(passed)],
        planned_to_date_idr=to_date,
        forecast_idr=budget_deviation.forecast(by_month, whole),
        band=budget_deviation.band(to_date, real[-1] if real else 0, whole),
    )


def _running(amounts: list[int]) -> list[int]:
    return [sum(amounts[: n + 1]) for n in range(len(amounts))]
