"""Planning an allocation by months."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes import queries
from naikkelas.programmes.actions.limits import locked
from naikkelas.programmes.models import Allocation, PlanMonth
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import between

PLAN_OVER = Kind(
    "plan.over_allocation",
    "Jumlah rencana {asked} rupiah melebihi alokasi {limit} rupiah. Kecilkan rencana salah satu bulan.",
    "The plan adds up to {asked} rupiah, more than the allocation of {limit}. Lower a month.",
)
PLAN_MONTHS = Kind(
    "plan.months",
    "Rencana memerlukan dua belas bulan: rupiah tidak negatif, fisik 0 sampai 100 dan tidak menurun.",
    "A plan needs twelve months: rupiah not negative, physical progress 0 to 100 that never falls.",
)


@transaction.atomic
def plan_allocation(
    *, allocation: Allocation, months: Sequence[tuple[int, int]], by: Actor, at: datetime
) -> list[PlanMonth]:
    """Set the plan of an allocation: for January to December what is to be disbursed in the month, and the physical percent
    at its end. Replaces the plan there was; the trail keeps when and the sum. Raises Refused above the allocation."""
    ceiling = allocation.ceiling
    locked(ceiling.programme_id, ceiling.year)
    percents = [percent for _amount, percent in months]
    if len(months) != 12 or percents != sorted(percents) or not all(0 <= p <= 100 for p in percents):
        raise Refused(PLAN_MONTHS)
    if any(amount < 0 for amount, _percent in months):
        raise Refused(PLAN_MONTHS)
    asked, limit = sum(amount for amount, _percent in months), queries.standing(allocation)
    if asked > limit:
        raise Refused(PLAN_OVER, asked=asked, limit=limit)
    before = sum(allocation.plan.values_list("amount_idr", flat=True))
    allocation.plan.all().delete()
    rows = PlanMonth.objects.bulk_create(
        PlanMonth(allocation=allocation, month=n, amount_idr=amount, physical_percent=percent)
        for n, (amount, percent) in enumerate(months, 1)
    )
    note(
        by=by, at=at, action="money.planned", on=("allocation", allocation.pk), area=allocation.area_id,
        **between({"planned_year_idr": before}, {"planned_year_idr": asked}),
    )  # fmt: skip
    return rows
