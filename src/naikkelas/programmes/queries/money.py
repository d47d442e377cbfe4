"""The money of programmes: ceilings, allocations, recipients and what was paid to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from naikkelas.accounts import access
from naikkelas.places import queries as places
from naikkelas.programmes.models import (
    Allocation,
    Ceiling,
    Disbursement,
    LedgerLine,
    Programme,
    Recipient,
    Revision,
)
from naikkelas.programmes.queries.ledger import withdrawn
from naikkelas.programmes.queries.types import types

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


# lines that make up what stands: first entries, and the revisions of the same thing
# (the kinds are said first and alone: so the index that begins with them is used)
STANDING_CEILING = Q(kind__in=("ceiling", "revision")) & (Q(kind="ceiling") | Q(allocation=None))
STANDING_ALLOCATION = Q(kind__in=("allocation", "revision")) & (
    Q(kind="allocation") | Q(allocation__isnull=False, recipient=None)
)


def ceilings_of(programme: Programme) -> QuerySet[Ceiling]:
    return programme.ceilings.order_by("year", "source")


def allocations_of(programme: Programme, code: str) -> QuerySet[Allocation]:
    """The programme's allocations inside a region, with what was disbursed of each and to how many it goes."""
    rows = places.within(Allocation.objects.filter(ceiling__programme=programme), code, "area_id")
    stand = ~Q(recipients__in=withdrawn().values("pk"))
    return rows.select_related("area", "ceiling").annotate(
        disbursed_idr=Coalesce(Sum("recipients__disbursements__amount_idr"), 0),
        recipient_count=Count("recipients", filter=stand, distinct=True),
    ).order_by("area_id")  # fmt: skip


def recipients_of(programme: Programme, code: str) -> QuerySet[Recipient]:
    """Recipients below a region by place and name, with what was paid to each."""
    return with_disbursed(recipients_in_order(programme, code))


def recipients_in_order(programme: Programme, code: str) -> QuerySet[Recipient]:
    """The same with nothing of their money: to count them and to find those of one page."""
    rows = places.within(Recipient.objects.filter(allocation__ceiling__programme=programme), code, "area_id")
    return rows.order_by("area_id", "name", "pk")


def with_disbursed(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    return rows.select_related("area", "allocation__ceiling__programme").annotate(
        disbursed_idr=Coalesce(Sum("disbursements__amount_idr"), 0)
    )


def disbursements_of(recipient: Recipient) -> QuerySet[Disbursement]:
    return recipient.disbursements.order_by("paid_on", "id")


def totals(code: str, year: int, until: date) -> list[dict]:
    """Per programme of a year: allocated to a region and disbursed in it by a day, in rupiah, with recipients."""
    inside = places.within(LedgerLine.objects.filter(STANDING_ALLOCATION, year=year), code, "area_id")
    allocated = inside.order_by().values("programme_id").annotate(total=Sum("amount_idr"))
    paid = LedgerLine.objects.filter(kind="disbursement", year=year, dated_on__lte=until)
    sums = places.within(paid, code, "area_id").order_by().values_list("programme_id")
    disbursed = dict(sums.annotate(total=Sum("amount_idr")))
    named = Programme.objects.in_bulk([row["programme_id"] for row in allocated])
    rows = [
        {
            "programme": named[row["programme_id"]],
            "allocated_idr": row["total"],
            "disbursed_idr": disbursed.get(row["programme_id"], 0),
        }
        for row in allocated
    ]
    order = list(types())
    return sorted(
        rows,
        key=lambda r: (
            order.index(r["programme"].type_id) if r["programme"].type_id in order else 99,
            r["programme"].pk,
        ),
    )


def ceiling_total(code: str, year: int) -> int:
    """All ceilings of programmes below a region for a year, in rupiah."""
    rows = places.within(LedgerLine.objects.filter(STANDING_CEILING, year=year), code, "area_id")
    return rows.aggregate(total=Coalesce(Sum("amount_idr"), 0))["total"]


def ceiling_sum(*, strategic: bool) -> int:
    """All ceilings of all years, in rupiah, of the strategic programmes or of all others: what has to be accounted for."""
    of = [name for name, kind in types().items() if kind.strategic]
    rows = LedgerLine.objects.filter(STANDING_CEILING)
    rows = rows.filter(programme__type_id__in=of) if strategic else rows.exclude(programme__type_id__in=of)
    return rows.aggregate(total=Coalesce(Sum("amount_idr"), 0))["total"]


def ceilings_by_programme(ids: list[int]) -> dict[int, list[tuple[int, int]]]:
    """The years for which each of these programmes has a budget, and the ceilings of each year together, in rupiah."""
    rows = LedgerLine.objects.filter(STANDING_CEILING, programme_id__in=ids).order_by()
    found: dict[int, list[tuple[int, int]]] = {}
    for pk, year, total in (
        rows.values_list("programme_id", "year").annotate(Sum("amount_idr")).order_by("year")
    ):
        found.setdefault(pk, []).append((year, total))
    return found


def ledger_total() -> int:
    """Everything disbursed, in rupiah."""
    return Disbursement.objects.aggregate(total=Coalesce(Sum("amount_idr"), 0))["total"]


def allocations() -> QuerySet[Allocation]:
    return Allocation.objects.all()


def allocation_revisions(year: int) -> QuerySet[Revision]:
    """Revisions of allocations of a year's budget: what is allocated is the first entries and these."""
    return Revision.objects.filter(allocation__ceiling__year=year)


def disbursements() -> QuerySet[Disbursement]:
    return Disbursement.objects.all()


def recipients() -> QuerySet[Recipient]:
    return Recipient.objects.all()


TO_PERSONS = ("person", "enterprise__owner")
"""From a recipient to the persons it may be."""


def unrestricted(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """Without persons whose data are restricted."""
    return rows.filter(**{f"{way}__restricted_at": None for way in TO_PERSONS})


def restricted_recipients(ids: list[int]) -> set[int]:
    rows = Recipient.objects.filter(pk__in=ids)
    return set(rows.exclude(pk__in=unrestricted(rows).values("pk")).values_list("pk", flat=True))


def recipients_visible_to(user: User) -> QuerySet[Recipient]:
    return access.visible(user, Recipient.objects.select_related("allocation__ceiling__programme"))
