"""What the pages of money ask: years, budget lines, the books of one programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from naikkelas.places import queries as places
from naikkelas.programmes.models import (
    Allocation,
    Ceiling,
    Commitment,
    Disbursement,
    LedgerLine,
    PlanMonth,
    Programme,
    Recipient,
    Revision,
)
from naikkelas.programmes.queries.ledger import with_standing
from naikkelas.programmes.queries.ledger_lines import money_of
from naikkelas.reference import budget_lines


def budget_years() -> list[int]:
    """Every year that has a ceiling, the newest first."""
    return list(Ceiling.objects.order_by("-year").values_list("year", flat=True).distinct())


def budget_years_of(area: str) -> list[int]:
    """Every year for which programmes of exactly this area have a ceiling, the newest first."""
    rows = Ceiling.objects.filter(programme__area_id=area)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def line_codes() -> list[str]:
    """Codes of budget lines that ceilings have."""
    rows = Ceiling.objects.exclude(line_code="").order_by("line_code")
    return list(rows.values_list("line_code", flat=True).distinct())


def line_name(code: str) -> str:
    """The name of a budget line in the nomenclature, empty where it has none there."""
    return budget_lines.name_of(code) if code else ""


def lines_of(recipient: Recipient) -> QuerySet[LedgerLine]:
    """The lines that belong to one recipient, in order of their days."""
    return LedgerLine.objects.filter(recipient=recipient).order_by("dated_on", "id")


def payments_with_checks(recipient: Recipient) -> QuerySet[Disbursement]:
    rows = recipient.disbursements.select_related(
        "confirmation__by", "recorded_by", "commitment", "reversed_by"
    )
    return rows.order_by("paid_on", "id")


def revisions_of(programme: Programme, code: str) -> QuerySet[LedgerLine]:
    """The lines of revisions of a programme inside a region."""
    rows = places.within(LedgerLine.objects.filter(programme=programme, kind="revision"), code, "area_id")
    return rows.select_related("ceiling", "allocation__area", "area").order_by("dated_on", "id")


def commitments_in(programme: Programme, code: str) -> QuerySet[Commitment]:
    """Contracts and decrees of a programme inside a region."""
    rows = Commitment.objects.filter(allocation__ceiling__programme=programme)
    within = places.within(rows, code, "allocation__area_id")
    return within.select_related("allocation__area", "reversed_by", "amends").order_by("signed_on", "id")


def amendable(programme: Programme, code: str) -> QuerySet[Commitment]:
    """Contracts and decrees that stand and have no page of their own where they are amended (packages of markets have)."""
    rows = commitments_in(programme, code).filter(reverses=None, reversed_by=None, amends=None)
    return rows.filter(market_package=None)


def standing_entries(programme: Programme, code: str) -> QuerySet[LedgerLine]:
    """The lines of commitments and revisions of a programme inside a region that were not taken back."""
    kept = {"reverses": None, "reversed_by": None}
    commitments = commitments_in(programme, code).filter(**kept).order_by().values("pk")
    revisions = Revision.objects.filter(**kept).values("pk")
    rows = places.within(LedgerLine.objects.filter(programme=programme), code, "area_id")
    return rows.filter(
        Q(kind="commitment", record_id__in=commitments) | Q(kind="revision", record_id__in=revisions)
    ).order_by("dated_on", "id")


def line_ids(kind: str, ids: list[int]) -> dict[int, int]:
    """The line of each of these rows of one kind: what is taken back is named by its line."""
    rows = LedgerLine.objects.filter(kind=kind, record_id__in=ids)
    return dict(rows.values_list("record_id", "pk"))


def allocations_standing(programme: Programme, code: str) -> QuerySet[Allocation]:
    rows = places.within(Allocation.objects.filter(ceiling__programme=programme), code, "area_id")
    return with_standing(rows).select_related("area", "ceiling").order_by("area_id", "pk")


def allocated_from(programme: Programme) -> dict[int, int]:
    """What of each budget line of a programme is allocated, after revisions, wherever it went."""
    found: Counter[int] = Counter()
    for ceiling, amount in with_standing(Allocation.objects.filter(ceiling__programme=programme)).values_list(
        "ceiling_id", "now_idr"
    ):
        found[ceiling] += amount
    return found


def ceilings_beside(programme: Programme) -> QuerySet[Ceiling]:
    """Budget lines of programmes of the same area and of the same years: where money may be shifted to."""
    years = programme.ceilings.values("year")
    rows = Ceiling.objects.filter(programme__area_id=programme.area_id, year__in=years)
    return rows.select_related("programme").order_by("programme__name", "source", "line_code")


def plan_of(allocation: Allocation) -> QuerySet[PlanMonth]:
    return allocation.plan.order_by("month")


def reversed_revisions(programme: Programme) -> set[int]:
    """Revisions of a programme that were taken back, and those that take one back: neither is taken back again."""
    rows = Revision.objects.filter(reverses__isnull=False)
    pairs = rows.values_list("pk", "reverses_id")
    return {pk for pair in pairs for pk in pair if pk}


def recipients_listed(ids: Sequence[int]) -> list[Recipient]:
    """These recipients in this order, with who they are, what was paid and what stands after revisions."""
    rows = Recipient.objects.filter(pk__in=ids).select_related("area", "person", "enterprise__owner")
    named = ("name", "kind", "area", "person__restricted_at", "enterprise__owner__restricted_at")
    found = {row.pk: row for row in rows.only(*named)}
    money = money_of(ids)
    for pk, row in found.items():
        row.now_idr = money[pk, "recipient"] + money[pk, "revision"]  # type: ignore[attr-defined]
        row.disbursed_idr = money[pk, "disbursement"]  # type: ignore[attr-defined]
    return [found[pk] for pk in ids]
