"""What the findings that a figure opens look at: every allocation of a budget year, paid and planned by the end of a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet, Sum

from naikkelas.places import queries as places
from naikkelas.programmes.models import Allocation, Disbursement, PlanMonth
from naikkelas.programmes.queries.ledger import with_standing
from naikkelas.rules.figure_rules import BudgetFigures


def budget_figures(area: str, as_of: date) -> Iterator[tuple[Allocation, BudgetFigures]]:
    """The allocations of this year and the last below a region, as they stood at the end of the last month that is over."""
    rows = with_standing(
        places.within(
            Allocation.objects.filter(ceiling__year__in=(as_of.year - 1, as_of.year)), area, "area_id"
        )
    )
    for year in (as_of.year - 1, as_of.year):
        yield from _of_year(
            rows.filter(ceiling__year=year), year, 12 if year < as_of.year else as_of.month - 1
        )


def _of_year(rows: QuerySet[Allocation], year: int, month: int) -> Iterator[tuple[Allocation, BudgetFigures]]:
    end = date(year, month + 1, 1) if month < 12 else date(year + 1, 1, 1)
    paid = dict(
        Disbursement.objects.filter(
            recipient__allocation__in=rows.order_by().values("pk"), paid_on__gte=date(year, 1, 1), paid_on__lt=end
        )
        .order_by()
        .values_list("recipient__allocation")
        .annotate(Sum("amount_idr"))
    )  # fmt: skip
    plans: dict[int, int] = {}
    for allocation, of_month, amount in PlanMonth.objects.filter(
        allocation__in=rows.order_by().values("pk")
    ).values_list("allocation", "month", "amount_idr"):
        plans[allocation] = plans.get(allocation, 0) + (amount if of_month <= month else 0)
    for row in rows.select_related("area", "ceiling__programme").order_by("pk"):
        yield row, BudgetFigures(row.now_idr, paid.get(row.pk, 0), plans.get(row.pk), month)  # type: ignore[attr-defined]
