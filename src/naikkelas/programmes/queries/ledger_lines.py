"""The lines of the ledger: as a list, and added up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet, Sum

from naikkelas.accounts import access
from naikkelas.places import queries as places
from naikkelas.programmes.models import (
    Allocation,
    Ceiling,
    Commitment,
    Disbursement,
    LedgerLine,
    LedgerSum,
    Recipient,
)
from naikkelas.programmes.queries.ledger import total

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

KINDS = LedgerLine.Kind
_LAST = "\U0010ffff"


def lines() -> QuerySet[LedgerLine]:
    return LedgerLine.objects.all()


def lines_visible_to(user: User) -> QuerySet[LedgerLine]:
    return access.visible(user, LedgerLine.objects.all())


def by_document(rows: QuerySet[LedgerLine], text: str) -> QuerySet[LedgerLine]:
    """Lines whose document begins with a text, as it is written or in capitals: by the index, not by reading every line."""
    found = Q(document_no__gte=text, document_no__lt=text + _LAST)
    if text != text.upper():
        found |= Q(document_no__gte=text.upper(), document_no__lt=text.upper() + _LAST)
    return rows.filter(found)


@dataclass(frozen=True)
class Sums:
    """What the lines of a region and a year add up to, from the ceiling to the money in hand."""

    ceiling_idr: int
    allocated_idr: int
    committed_idr: int
    named_idr: int
    disbursed_idr: int
    used_idr: int
    returned_idr: int

    @property
    def in_hand_idr(self) -> int:
        return self.disbursed_idr - self.used_idr - self.returned_idr

    @property
    def undisbursed_idr(self) -> int:
        return self.allocated_idr - self.disbursed_idr


def scope(code: str, year: int | None) -> QuerySet[LedgerLine]:
    """The lines of a region, of one year's budget or of all."""
    return _of_year(places.within(LedgerLine.objects.all(), code, "area_id"), year)


def scope_kept(code: str, year: int | None) -> QuerySet[LedgerSum]:
    """What is kept of their sums."""
    return _of_year(places.within(LedgerSum.objects.all(), code, "area_id"), year)


def _of_year[R: (LedgerLine, LedgerSum)](rows: QuerySet[R], year: int | None) -> QuerySet[R]:
    return rows if year is None else rows.filter(year=year)


def kept() -> QuerySet[LedgerSum]:
    """The sums of all lines, narrowed as lines are: by area, kind, year and programme."""
    return LedgerSum.objects.all()


def sums_kept(rows: QuerySet[LedgerSum]) -> tuple[Sums, int]:
    """What is kept, together; and of how many lines it is."""
    found = rows.order_by().values_list("kind", "revises").annotate(s=Sum("amount_idr"), n=Sum("lines"))
    together = list(found)
    return _sums({(kind, of): s for kind, of, s, _ in together}), sum(n for *_, n in together)


def sums(rows: QuerySet[LedgerLine]) -> Sums:
    """The same of any lines, by reading them."""
    of = {(kind, ""): s for kind, s in rows.order_by().values_list("kind").annotate(s=Sum("amount_idr"))}
    revised = rows.filter(kind=KINDS.REVISION)
    of[KINDS.REVISION, "ceiling"] = total(revised.filter(allocation=None))
    of[KINDS.REVISION, "allocation"] = total(revised.filter(allocation__isnull=False, recipient=None))
    of[KINDS.REVISION, "recipient"] = total(revised.filter(recipient__isnull=False))
    return _sums(of)


def _sums(of: dict[tuple[str, str], int]) -> Sums:
    def standing(kind: str) -> int:
        return of.get((kind, ""), 0) + of.get((KINDS.REVISION, kind), 0)

    return Sums(
        ceiling_idr=standing(KINDS.CEILING),
        allocated_idr=standing(KINDS.ALLOCATION),
        committed_idr=standing(KINDS.COMMITMENT),
        named_idr=standing(KINDS.RECIPIENT),
        disbursed_idr=standing(KINDS.DISBURSEMENT),
        used_idr=standing(KINDS.USE),
        returned_idr=standing(KINDS.RETURN),
    )


def disbursed_directly(code: str, year: int | None, seen: QuerySet[Any]) -> tuple[int, int]:
    """What the payments of a region add up to, read from the payments themselves: what every trace must come to. And how much
    of it went to recipients that are not among those seen."""
    rows = places.within(Disbursement.objects.all(), code, "recipient__area_id")
    if year is not None:
        allocations = Allocation.objects.filter(ceiling__year=year)
        rows = rows.filter(recipient__allocation__in=allocations.values("pk"))
    found = rows.aggregate(all=Sum("amount_idr"), unseen=Sum("amount_idr", filter=~Q(recipient_id__in=seen)))
    return found["all"] or 0, found["unseen"] or 0


# ── whom a trace is about ──


def recipients_by_document(rows: QuerySet[Recipient], number: str) -> QuerySet[Recipient]:
    """Recipients on whose way a document stands: budget document, decree, contract, payment order, receipt or return."""
    found = LedgerLine.objects.filter(document_no=number).values_list(
        "kind", "recipient_id", "ceiling_id", "record_id"
    )
    ids, ceilings, decrees = set(), set(), set()
    for kind, recipient_id, ceiling_id, record_id in found[:10_000]:
        if recipient_id:
            ids.add(recipient_id)
        elif kind == KINDS.COMMITMENT:
            decrees.add(record_id)
        else:
            ceilings.add(ceiling_id)
    addenda = Commitment.objects.filter(pk__in=decrees, amends__isnull=False)
    decrees.update(addenda.values_list("amends_id", flat=True))
    return rows.filter(Q(pk__in=ids) | Q(commitment_id__in=decrees) | Q(allocation__ceiling_id__in=ceilings))


def recipients_of_year(rows: QuerySet[Recipient], year: str) -> QuerySet[Recipient]:
    """Recipients of a year's budget."""
    return rows.filter(allocation__in=Allocation.objects.filter(ceiling__year=int(year)).values("pk"))


def recipients_by_line(rows: QuerySet[Recipient], code: str) -> QuerySet[Recipient]:
    """Recipients of a budget line, or of all lines below a code."""
    ceilings = Ceiling.objects.filter(Q(line_code=code) | Q(line_code__startswith=f"{code}."))
    return rows.filter(allocation__ceiling__in=ceilings.values("pk"))


def commitments_on_the_way(recipients: list[Recipient]) -> dict[int, list[Commitment]]:
    """The decree and the contracts of each of these recipients with their addenda, by its id; none that was taken back."""
    standing = Commitment.objects.filter(reverses=None, reversed_by=None)
    decreed = {r.commitment_id for r in recipients if r.commitment_id}
    decrees: dict[int | None, list[Commitment]] = {}
    for row in standing.filter(Q(pk__in=decreed) | Q(amends__in=decreed)).order_by("id"):
        decrees.setdefault(row.amends_id or row.pk, []).append(row)
    found = {r.pk: [*decrees.get(r.commitment_id, ())] for r in recipients}
    for contract in standing.filter(for_recipient__in=[r.pk for r in recipients]).order_by("signed_on", "id"):
        found[contract.for_recipient_id].append(contract)
    return found


def money_of(recipients: list[int]) -> Counter[tuple[int, str]]:
    """What the lines of each of these recipients add up to: by its id and the kind of line."""
    rows = LedgerLine.objects.filter(recipient__in=recipients).order_by().values_list("recipient", "kind")
    return Counter({(pk, kind): s for pk, kind, s in rows.annotate(s=Sum("amount_idr"))})


def lines_after(recipients: list[Recipient]) -> dict[int, list[LedgerLine]]:
    """Payments, uses and returns of each of these recipients, in order of their days."""
    kinds = (KINDS.DISBURSEMENT, KINDS.USE, KINDS.RETURN)
    found: dict[int, list[LedgerLine]] = {r.pk: [] for r in recipients}
    rows = LedgerLine.objects.filter(recipient__in=list(found), kind__in=kinds)
    # sorted here: asked to, SQLite walks the whole ledger by its days rather than find these few
    for line in sorted(rows, key=lambda line: (line.dated_on or date.min, line.pk)):
        assert line.recipient_id is not None
        found[line.recipient_id].append(line)
    return found
