"""Quality of the data: what was found doubtful, and the scores of areas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When

from naikkelas.accounts import access
from naikkelas.places import queries as places
from naikkelas.registry.models import Cooperative, Enterprise, QualityIssue, QualityRun, QualityScore

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def issues_visible_to(user: User) -> QuerySet[QualityIssue]:
    return access.visible(user, QualityIssue.objects.all())


def named_issues(queryset: QuerySet[QualityIssue]) -> QuerySet[QualityIssue]:
    """Each with the `record_name` of what it is about; null where the record was removed, empty where it is not shown."""
    shown = Case(When(owner__restricted_at=None, then=F("name")), default=Value(""))
    enterprises = Enterprise.objects.filter(pk=OuterRef("record_id")).annotate(shown=shown)
    named = {
        "enterprise": enterprises.values("shown")[:1],
        "cooperative": Cooperative.objects.filter(pk=OuterRef("record_id")).values("name")[:1],
    }
    return queryset.annotate(
        record_name=Case(*(When(kind=kind, then=Subquery(found)) for kind, found in named.items()))
    )


def issues_about(queryset: QuerySet, enterprises: QuerySet, cooperatives: QuerySet) -> QuerySet:
    """Keep the issues of these records."""
    return queryset.filter(
        Q(kind="enterprise", record_id__in=enterprises.values("pk"))
        | Q(kind="cooperative", record_id__in=cooperatives.values("pk"))
    )


def issues_of(record: Enterprise | Cooperative) -> QuerySet[QualityIssue]:
    """The open issues of a record, the worst first."""
    kind = type(record).__name__.lower()
    found = QualityIssue.objects.filter(kind=kind, record_id=record.pk, state=QualityIssue.State.OPEN)
    return found.order_by("-severity", "rule")


def records_of(issues: Iterable[QualityIssue]) -> dict[tuple[str, int], Enterprise | Cooperative]:
    """The records that issues are about, by kind and id; one that was removed is not among them."""
    ids: dict[str, list[int]] = {"enterprise": [], "cooperative": [], "area": []}
    for issue in issues:
        ids[issue.kind].append(issue.record_id)
    enterprises = Enterprise.objects.select_related("owner").in_bulk(ids["enterprise"])
    return {("enterprise", pk): e for pk, e in enterprises.items()} | {
        ("cooperative", pk): c for pk, c in Cooperative.objects.in_bulk(ids["cooperative"]).items()
    }


def newest_quality_run() -> QualityRun | None:
    return QualityRun.objects.order_by("-id").first()


def quality_runs(code: str, count: int) -> list[QualityScore]:
    """The last scores of an area with their runs, the newest first."""
    return list(QualityScore.objects.filter(area_id=code).select_related("run").order_by("-run_id")[:count])


def quality_scores(run: QualityRun, code: str, level: str) -> list[QualityScore]:
    """The scores of a run of the areas of a level below a region."""
    rows = places.within(run.scores.filter(area__level=level), code, "area_id")
    return list(rows.select_related("area").order_by("area_id"))


def open_issues(rule: str = "") -> QuerySet[QualityIssue]:
    """Every open issue, or those of one rule, the worst first."""
    found = QualityIssue.objects.filter(state=QualityIssue.State.OPEN, **({"rule": rule} if rule else {}))
    return found.order_by("-severity", "id")


def open_by_rule(rule: str = "") -> list[tuple[str, int]]:
    """(rule, open issues), most first."""
    counted = open_issues(rule).order_by().values_list("rule").annotate(n=Count("id"))
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))
