"""Money of programmes by day and area, without anybody's name: what may be published of single payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet, Sum

from naikkelas.places import queries as places
from naikkelas.programmes.models import Allocation, Ceiling, Commitment, Disbursement, Programme, Recipient
from naikkelas.programmes.queries.ledger import with_standing


@dataclass(frozen=True)
class DaySum:
    """What was promised or paid in one area on one day."""

    area: str
    day: date
    amount_idr: int
    count: int


def programmes_giving_in(code: str) -> QuerySet[Programme]:
    """Programmes that have an allocation inside a region."""
    given = places.within(Allocation.objects.all(), code, "area_id").values("ceiling__programme")
    return Programme.objects.filter(pk__in=given).select_related("area").order_by("year", "id")


def ceilings_standing(programme: Programme) -> QuerySet[Ceiling]:
    """The programme's ceilings with what stands of each now (`now_idr`)."""
    return with_standing(programme.ceilings.order_by("year", "source", "id"))


def commitments_by_day(programme: Programme, code: str) -> list[DaySum]:
    rows = Commitment.objects.filter(allocation__ceiling__programme=programme)
    return _sums(places.within(rows, code, "allocation__area_id"), "allocation__area_id", "signed_on")


def payments_by_day(programme: Programme, code: str) -> list[DaySum]:
    rows = Disbursement.objects.filter(recipient__allocation__ceiling__programme=programme)
    area = "recipient__allocation__area_id"
    return _sums(places.within(rows, code, area), area, "paid_on")


def _sums(rows: QuerySet, area: str, day: str) -> list[DaySum]:
    found = rows.order_by().values(at=F(area), on=F(day)).annotate(total=Sum("amount_idr"), n=Count("id"))
    sums = [DaySum(row["at"], row["on"], row["total"], row["n"]) for row in found if row["total"]]
    return sorted(sums, key=lambda s: (s.day, s.area))


def facilities_of(programme: Programme, code: str) -> QuerySet:
    """The facilities that the programme gives money inside a region."""
    rows = Recipient.objects.filter(allocation__ceiling__programme=programme, facility__isnull=False)
    return places.every_facility().filter(
        pk__in=places.within(rows, code, "area_id").values("facility")
    ).order_by("area_id", "id")  # fmt: skip


def areas_of(programme: Programme, code: str) -> list[str]:
    rows = Allocation.objects.filter(ceiling__programme=programme)
    return sorted(set(places.within(rows, code, "area_id").values_list("area_id", flat=True)))
