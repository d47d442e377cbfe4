"""Health of cooperatives: figures by book year, assessments and their predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.db.models.functions import Substr

from naikkelas.accounts import access
from naikkelas.places import queries as places
from naikkelas.registry.models import Cooperative, CooperativeBalance, HealthAssessment
from naikkelas.rules.cooperative_health import BALANCE_FACTS, YEAR_FACTS

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def balances_of(cooperative: Cooperative) -> QuerySet[CooperativeBalance]:
    """The figures that stand today, newest book year first."""
    rows = cooperative.balances.filter(superseded_at=None).select_related("recorded_by")
    return rows.order_by("-book_year")


def facts_known(cooperative: Cooperative, book_year: int) -> dict[str, int]:
    """What is recorded of a book year, by the names of rules.cooperative_health.FACTS."""
    found: dict[str, int] = {}
    for rows, names in ((cooperative.years, YEAR_FACTS), (cooperative.balances, BALANCE_FACTS)):
        row = rows.filter(book_year=book_year, superseded_at=None).first()
        found |= {n: getattr(row, n) for n in names if row and getattr(row, n) is not None}
    return found


def kuk_facts(cooperative: Cooperative, book_year: int) -> dict[str, int | None]:
    """Members, own capital and assets of a book year."""
    row = cooperative.years.filter(book_year=book_year, superseded_at=None).first()
    if row is None:
        return {}
    counted = [n for n in (row.members_male, row.members_female) if n is not None]
    return {
        "members": sum(counted) if counted else None,
        "equity_idr": row.equity_idr,
        "assets_idr": row.assets_idr,
    }


def assessments_visible_to(user: User) -> QuerySet[HealthAssessment]:
    return access.visible(user, HealthAssessment.objects.all(), "cooperative__area_id")


def standing_assessments(rows: QuerySet[HealthAssessment]) -> QuerySet[HealthAssessment]:
    """Those that no correction replaced and nobody set aside."""
    return rows.filter(superseded_at=None)


def assessments_of(cooperative: Cooperative) -> QuerySet[HealthAssessment]:
    """All assessments of a cooperative with those replaced, newest book year first."""
    rows = cooperative.assessments.exclude(state="withdrawn").select_related("made_by")
    return rows.order_by("-book_year", "-recorded_at", "-id")


def predicate_counts(rows: QuerySet[HealthAssessment]) -> dict[str, int]:
    """Verified assessments among `rows` by predicate."""
    counted = rows.filter(state="verified", trial=False).order_by().values_list("predicate")
    return dict(counted.annotate(n=Count("id")))


def predicates_by_regency(rows: QuerySet[HealthAssessment]) -> dict[str, dict[str, int]]:
    """Verified assessments among `rows` by kabupaten/kota and predicate."""
    verified = rows.filter(state="verified", trial=False).annotate(
        regency=Substr("cooperative__area_id", 1, 5)
    )
    found: dict[str, dict[str, int]] = {}
    counted = verified.order_by("regency").values_list("regency", "predicate").annotate(n=Count("id"))
    for regency, predicate, number in counted:
        found.setdefault(regency, {})[predicate] = number
    return found


def some_cooperatives(code: str, count: int) -> list[Cooperative]:
    """Active cooperatives below a region whose assets are known, one from each part of it."""
    rows = places.within(Cooperative.objects.filter(official_status="active"), code, "area_id")
    known = rows.filter(years__superseded_at=None, years__assets_idr__gt=0)
    ids = list(known.order_by("id").values_list("id", flat=True).distinct())
    step = max(1, len(ids) // count)
    return list(Cooperative.objects.filter(id__in=ids[::step][:count]).order_by("id"))
