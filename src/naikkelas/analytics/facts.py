"""The fact tables that indicators are sums of. Each is a query of the slices, compiled to SQL for the engine.

Every table has the columns `regency` (code), `record` (primary key of what a row is about) and `label`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Expression, F, IntegerField, Max, Q, QuerySet, Value, When

from naikkelas.analytics import plut_facts, training_facts
from naikkelas.analytics.scope import Scope
from naikkelas.engine.sql import Sql
from naikkelas.monev import queries as monev
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.rules import formalisation
from naikkelas.rules.cooperative_activity import rule_sets


@dataclass(frozen=True)
class Facts:
    """A fact table: its rows for a scope, and the page (url name) that shows one of its records.

    `area`: the field with the area of a table about enterprises, whose sums are kept by kecamatan; `rules`: the hash of
    the rules that make its columns.
    """

    id: str
    rows: Callable[[Scope], QuerySet]
    page: str
    area: str = ""
    rules: str = ""


def sql_of(rows: QuerySet) -> Sql:
    sql, params = rows.query.sql_with_params()
    return sql, list(params)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _money(scope: Scope) -> QuerySet:
    allocated = scope.within(
        programmes.allocations().filter(ceiling__year=scope.period.year), "area_id", "allocation"
    )
    # down to the kabupaten/kota, money paid out counts where the allocation that it came from counts
    place = "recipient__allocation__area_id" if len(scope.code) <= 5 else "recipient__area_id"
    disbursed = scope.within(
        programmes.disbursements().filter(
            recipient__allocation__ceiling__year=scope.period.year, paid_on__lte=scope.period.last_day
        ),
        place,
        "allocation",
        "recipient__allocation_id",
    )
    revised = scope.within(
        programmes.allocation_revisions(scope.period.year),
        "allocation__area_id",
        "allocation",
        "allocation_id",
    )
    return _columns(
        allocated, "allocated", "ceiling__programme", scope.regency("area_id", "allocation")
    ).union(
        _columns(
            revised,
            "allocated",
            "allocation__ceiling__programme",
            scope.regency("allocation__area_id", "allocation", "allocation_id"),
        ),
        _columns(
            disbursed,
            "disbursed",
            "recipient__allocation__ceiling__programme",
            scope.regency(place, "allocation", "recipient__allocation_id"),
        ),
        all=True,
    )


def _columns(rows: QuerySet, kind: str, programme: str, regency: Expression) -> QuerySet:
    return rows.annotate(
        regency=regency,
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
    planned = (
        monev.planned()
        .filter(cycle_area__cycle__year=scope.period.year, cycle_area__cycle__quarter=scope.period.number)
        .exclude(state="replaced")
        # drawn to be looked at: nobody was asked to make these yet
        .exclude(cycle_area__cycle__state="draft")
    )
    standing = ~Q(visits__state="rejected")
    facts = {
        name: Max(f"visits__facts__{column}", filter=standing & Q(visits__facts__name=name))
        for column, names in (("word", _VISIT_WORDS), ("number", _VISIT_NUMBERS))
        for name in names
    }
    return (
        scope.within(planned, "area_id", "planned_visit")
        .annotate(regency=scope.regency("area_id", "planned_visit"), record=F("id"), **facts)
        .values("regency", "record", "label", "instrument", "state", *facts)
    )


def _cooperatives(scope: Scope) -> QuerySet:
    due = next(iter(rule_sets().values())).last_due_book_year(scope.period.last_day)
    return (
        scope.within(registry.all_cooperatives(), "area_id", "cooperative")
        .annotate(
            regency=scope.regency("area_id", "cooperative"),
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
        scope.within(rows, "enterprise__area_id", "enterprise", "enterprise_id")
        .annotate(
            regency=scope.regency("enterprise__area_id", "enterprise", "enterprise_id"),
            record=F("enterprise_id"),
            label=F("enterprise__name"),
        )
        .annotate(law_only=_flag(Q(by_rule=True)))
        .values("regency", "record", "label", "direction", "law_only", "growth")
    )


def _formalisation(scope: Scope) -> QuerySet:
    """Credentials gained since the beginning of the year."""
    formal = registry.formal_state(date(scope.period.year, 1, 1), scope.period.last_day)
    return (
        scope.within(registry.all_enterprises(), "area_id", "enterprise")
        .annotate(
            regency=scope.regency("area_id", "enterprise"), record=F("id"), label=F("name"), formal=formal
        )
        .values("regency", "record", "label", "formal")
    )


def _enterprises(scope: Scope) -> QuerySet:
    return (
        scope.within(registry.all_enterprises(), "area_id", "enterprise")
        .annotate(
            regency=scope.regency("area_id", "enterprise"),
            record=F("id"),
            label=F("name"),
            licensed=_flag(~Q(nib="")),
        )
        .values("regency", "record", "label", "size_class", "licensed")
    )


def _findings(scope: Scope) -> QuerySet:
    end: date = scope.period.last_day
    rows = monev.findings().exclude(state="withdrawn").filter(opened_on__lte=end)
    return (
        scope.within(rows, "area_id", "finding")
        .annotate(
            regency=scope.regency("area_id", "finding"),
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
        Facts("class_changes", _class_changes, "registry-enterprise-detail", "enterprise__area_id"),
        Facts("enterprises", _enterprises, "registry-enterprise-detail", "area_id"),
        Facts(
            "formalisation", _formalisation, "registry-enterprise-detail", "area_id", formalisation.HEAD.hash
        ),
        Facts("findings", _findings, "findings-finding-detail"),
        Facts("trainings", training_facts.participants, "programmes-participant-detail"),
        Facts("plut", plut_facts.clients, "programmes-plut-service-detail"),
    )
}
