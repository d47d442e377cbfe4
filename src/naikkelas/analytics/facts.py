"""The fact tables that indicators are sums of. Each is a query of the slices, compiled to SQL for the engine.

Every table has the columns `regency` (code), `record` (primary key of what a row is about) and `label`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, F, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.functions import Substr

from naikkelas.engine.sql import Sql
from naikkelas.kit.periods import Quarter
from naikkelas.monev import queries as monev
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.rules.cooperative_activity import rule_sets


@dataclass(frozen=True)
class Scope:
    """The area and quarter that a figure is about."""

    code: str
    period: Quarter

    def within(self, rows: QuerySet, field: str) -> QuerySet:
        return places.within(rows, self.code, field)


@dataclass(frozen=True)
class Facts:
    """A fact table: its rows for a scope, and the page (url name) that shows one of its records."""

    id: str
    rows: Callable[[Scope], QuerySet]
    page: str


def sql_of(rows: QuerySet) -> Sql:
    sql, params = rows.query.sql_with_params()
    return sql, list(params)


def _regency(field: str) -> Substr:
    return Substr(F(field), 1, 5)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _money(scope: Scope) -> QuerySet:
    allocated = scope.within(programmes.allocations().filter(ceiling__year=scope.period.year), "area_id")
    disbursed = scope.within(
        programmes.disbursements().filter(
            recipient__allocation__ceiling__year=scope.period.year, paid_on__lte=scope.period.last_day
        ),
        "recipient__area_id",
    )
    return _columns(allocated, "allocated", "ceiling__programme", "area_id").union(
        _columns(disbursed, "disbursed", "recipient__allocation__ceiling__programme", "recipient__area_id"),
        all=True,
    )


def _columns(rows: QuerySet, kind: str, programme: str, area: str) -> QuerySet:
    return rows.annotate(
        regency=_regency(area),
        kind=Value(kind, CharField()),
        record=F(f"{programme}_id"),
        label=F(f"{programme}__name"),
    ).values("regency", "kind", "amount_idr", "record", "label")


_VISIT_WORDS = ("found", "business_status", "use_matches_proposal", "licence")
_VISIT_NUMBERS = (
    "sales_before_idr",
    "sales_after_idr",
    "workers_before",
    "workers_after",
    "places_built",
    "places_filled",
    "clients",
)


def _visits(scope: Scope) -> QuerySet:
    planned = monev.planned().filter(
        cycle_area__cycle__year=scope.period.year, cycle_area__cycle__quarter=scope.period.number
    )
    standing = ~Q(visits__state="rejected")
    facts = {
        name: Max(f"visits__facts__{column}", filter=standing & Q(visits__facts__name=name))
        for column, names in (("word", _VISIT_WORDS), ("number", _VISIT_NUMBERS))
        for name in names
    }
    return (
        scope.within(planned, "area_id")
        .annotate(regency=_regency("area_id"), record=F("id"), **facts)
        .values("regency", "record", "label", "instrument", "state", *facts)
    )


def _cooperatives(scope: Scope) -> QuerySet:
    due = next(iter(rule_sets().values())).last_due_book_year(scope.period.last_day)
    return (
        scope.within(registry.all_cooperatives(), "area_id")
        .annotate(
            regency=_regency("area_id"),
            record=F("id"),
            label=F("name"),
            rat_due_held=_flag(Q(last_rat_year__gte=due)),
            certified=_flag(Q(certificate_until__isnull=False)),
        )
        .values(
            "regency", "record", "label", "official_status", "computed_status", "rat_due_held", "certified"
        )
    )


def _class_changes(scope: Scope) -> QuerySet:
    rows = registry.class_changes().filter(to_year=scope.period.year)
    return (
        scope.within(rows, "enterprise__area_id")
        .annotate(
            regency=_regency("enterprise__area_id"), record=F("enterprise_id"), label=F("enterprise__name")
        )
        .values("regency", "record", "label", "direction")
    )


def _enterprises(scope: Scope) -> QuerySet:
    return (
        scope.within(registry.all_enterprises(), "area_id")
        .annotate(regency=_regency("area_id"), record=F("id"), label=F("name"), licensed=_flag(~Q(nib="")))
        .values("regency", "record", "label", "size_class", "licensed")
    )


def _findings(scope: Scope) -> QuerySet:
    end: date = scope.period.last_day
    rows = monev.findings().exclude(state="withdrawn").filter(opened_on__lte=end)
    return (
        scope.within(rows, "area_id")
        .annotate(
            regency=_regency("area_id"),
            record=F("id"),
            label=F("title"),
            closed_in_time=_flag(Q(closed_on__lte=F("due_on")) & Q(closed_on__lte=end)),
            closed_or_due=_flag(Q(closed_on__lte=end) | Q(due_on__lte=end)),
        )
        .values("regency", "record", "label", "state", "closed_in_time", "closed_or_due")
    )


FACTS: dict[str, Facts] = {
    facts.id: facts
    for facts in (
        Facts("money", _money, "programmes-programme-detail"),
        Facts("visits", _visits, "monev-planned-detail"),
        Facts("cooperatives", _cooperatives, "registry-cooperative-detail"),
        Facts("class_changes", _class_changes, "registry-enterprise-detail"),
        Facts("enterprises", _enterprises, "registry-enterprise-detail"),
        Facts("findings", _findings, "findings-finding-detail"),
    )
}
