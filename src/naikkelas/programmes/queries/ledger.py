"""What stands in the ledger now: first entries with their revisions, commitments, use, return, closed years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from naikkelas.accounts import access
from naikkelas.programmes.models import (
    Allocation,
    Ceiling,
    Commitment,
    Disbursement,
    Recipient,
    Return,
    Revision,
    Use,
    YearClosing,
)

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def total(rows: QuerySet[Any]) -> int:
    """The sum of the amounts of rows, in rupiah."""
    return rows.aggregate(total=Sum("amount_idr"))["total"] or 0


def standing(record: Ceiling | Allocation | Recipient) -> int:
    """What a ceiling, an allocation or a decree's gift amounts to now: first entry and revisions."""
    return record.amount_idr + total(record.revisions.all())


def with_standing(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Ceilings, allocations or recipients with what stands of each as `now_idr`."""
    name = rows.model.__name__.lower()
    revised = Revision.objects.filter(**{name: OuterRef("pk")}).order_by().values(name)
    return rows.annotate(
        now_idr=F("amount_idr") + Coalesce(Subquery(revised.annotate(s=Sum("amount_idr")).values("s")), 0)
    )


def given(recipients: Iterable[int]) -> dict[int, int]:
    """What decrees give these recipients now, by their ids."""
    rows = with_standing(Recipient.objects.filter(pk__in=list(recipients)))
    return dict(rows.values_list("pk", "now_idr"))


def all_standing(rows: QuerySet[Any]) -> int:
    """The sum of what stands of these ceilings, allocations or recipients."""
    name = rows.model.__name__.lower()
    return total(rows) + total(Revision.objects.filter(**{f"{name}__in": rows.order_by().values("pk")}))


def net(commitment: Commitment) -> int:
    """What a commitment promises now: with its amendments, and nothing once it was taken back."""
    after = Commitment.objects.filter(Q(amends=commitment) | Q(reverses=commitment, amends=None))
    return commitment.amount_idr + total(after)


def commitments_of(allocation: Allocation) -> QuerySet[Commitment]:
    return allocation.commitments.order_by("signed_on", "id")


def amendments_of(recipient: Recipient) -> QuerySet[Revision]:
    """What amending decrees changed of what a recipient is given, by day."""
    return recipient.revisions.order_by("decided_on", "id")


def other_half(revision: Revision) -> list[Revision]:
    """The other row of a transfer between budget lines: of the same document and moment, with the opposite amount. None
    where the revision is no half of one, or where that row was taken back alone."""
    if revision.ceiling is None:
        return []
    rows = Revision.objects.filter(
        ceiling__isnull=False, ceiling__year=revision.ceiling.year, amount_idr=-revision.amount_idr,
        document_no=revision.document_no, recorded_at=revision.recorded_at, reverses=None, reversed_by=None,
    )  # fmt: skip
    return list(rows.order_by("id")[:1])


def replacement_of(recipient: Recipient) -> int | None:
    """The number of who took the place of a withdrawn recipient."""
    return Recipient.objects.filter(replaces=recipient).values_list("pk", flat=True).first()


def commitments_visible_to(user: User) -> QuerySet[Commitment]:
    return access.visible(user, Commitment.objects.all(), "allocation__area_id")


def in_decrees(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """Those who still stand in their decree: withdrawn ones are given nothing."""
    return with_standing(rows).filter(now_idr__gt=0)


def withdrawn() -> QuerySet[Recipient]:
    """The others: few among many, so lists leave them out by this rather than ask of every recipient what stands."""
    return with_standing(Recipient.objects.filter(revisions__isnull=False)).filter(now_idr=0)


@dataclass(frozen=True)
class Decree:
    """A decree as its recipients name it: what it gives them now, all together."""

    allocation: Allocation
    number: str
    day: date
    amount_idr: int


def without_commitment(decree: Decree | None = None) -> QuerySet[Recipient]:
    """Persons and cooperatives whose decree is no commitment yet; of one decree, or all."""
    rows = Recipient.objects.filter(commitment=None).exclude(kind=Recipient.Kind.FACILITY)
    if decree is None:
        return rows
    return rows.filter(allocation=decree.allocation, decree_no=decree.number, decree_on=decree.day)


def decrees_without_commitment() -> list[Decree]:
    """The decrees of those recipients, in the order in which they came: two questions, however many are named."""
    names = ("allocation_id", "decree_no", "decree_on")
    rows = without_commitment().values_list(*names)
    first = rows.annotate(first=Min("pk"), s=Sum("amount_idr")).order_by("first")
    revised = Revision.objects.filter(recipient__in=without_commitment().values("pk")).order_by()
    changes = {
        tuple(key): s
        for *key, s in revised.values_list(*[f"recipient__{name}" for name in names]).annotate(
            s=Sum("amount_idr")
        )
    }
    found = [(*decree, amount + changes.get(tuple(decree), 0)) for *decree, _, amount in first]
    allocations = Allocation.objects.select_related("ceiling").in_bulk({row[0] for row in found})
    return [
        Decree(allocations[allocation], number, day, amount)
        for allocation, number, day, amount in found
        if amount > 0  # who was withdrawn before has nothing promised
    ]


def contracts_for(recipient: Recipient) -> QuerySet[Commitment]:
    """Contracts for a market or building that a decree names."""
    return recipient.contracts.order_by("signed_on", "id")


def uses_of(recipient: Recipient) -> QuerySet[Use]:
    return recipient.uses.order_by("used_on", "id")


def returns_of(recipient: Recipient) -> QuerySet[Return]:
    return recipient.returns.order_by("returned_on", "id")


def payments_visible_to(user: User) -> QuerySet[Disbursement]:
    return access.visible(user, Disbursement.objects.all(), "recipient__area_id")


@dataclass(frozen=True)
class Balance:
    """The money of one recipient, from the decree to what is still in hand."""

    decreed_idr: int
    disbursed_idr: int
    used_idr: int
    returned_idr: int

    @property
    def undisbursed_idr(self) -> int:
        return self.decreed_idr - self.disbursed_idr

    @property
    def in_hand_idr(self) -> int:
        """Disbursed, and neither accounted for by a receipt nor returned."""
        return self.disbursed_idr - self.used_idr - self.returned_idr


def balance_of(recipient: Recipient) -> Balance:
    return Balance(
        standing(recipient),
        total(recipient.disbursements.all()),
        total(recipient.uses.all()),
        total(recipient.returns.all()),
    )


def year_closed(area: str, year: int) -> bool:
    """Whether the books of an area's programmes are closed for a year: the newest row says."""
    newest = YearClosing.objects.filter(area_id=area, year=year).order_by("-id").first()
    return bool(newest and newest.closed)


def closings_of(area: str) -> QuerySet[YearClosing]:
    return YearClosing.objects.filter(area_id=area).order_by("-id")


def year_totals(area: str, year: int) -> dict[str, int]:
    """What the programmes of exactly this area gave of a year's money, and what of it was left unused."""
    allocations = Allocation.objects.filter(ceiling__year=year, ceiling__programme__area_id=area)
    paid = Disbursement.objects.filter(recipient__allocation__in=allocations.values("pk"))
    ceiling = all_standing(Ceiling.objects.filter(year=year, programme__area_id=area))
    allocated, disbursed = all_standing(allocations), total(paid)
    return {
        "ceiling_idr": ceiling,
        "allocated_idr": allocated,
        "disbursed_idr": disbursed,
        "unallocated_idr": ceiling - allocated,
        "undisbursed_idr": allocated - disbursed,
    }
