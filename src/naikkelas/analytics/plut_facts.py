"""The fact table of clients of PLUT: one row each, with what was logged and obtained in the quarter.

A client is the first service entered for it. An enterprise, a cooperative and somebody not registered yet lie where their
own record lies.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from naikkelas.analytics import class_matrix
from naikkelas.programmes.queries import plut
from naikkelas.registry.queries import facilitations
from naikkelas.rules.plut_results import OBTAINED, baseline_year

if TYPE_CHECKING:
    from naikkelas.analytics.scope import Scope

_RECORDS = {"enterprise": "enterprise", "cooperative": "cooperative", "guest": "plut_guest"}
_ONE_GROUP = {"one": Value(1)}


def clients(scope: Scope) -> QuerySet:
    """Everybody served by the end of the quarter."""
    period = scope.period
    rows = plut.one_a_client(plut.services().filter(served_on__lte=period.last_day))
    quarter = (period.first_day, period.last_day)
    same = _same_client(plut.services())
    first_on = _one(same, Min("served_on"), DateField())
    rows = _inside(rows, scope).annotate(first_on=first_on)
    licences = facilitations.credentials().filter(
        enterprise=OuterRef("enterprise"), status__in=OBTAINED, issued_on__range=quarter, issued_on__gte=OuterRef("first_on")
    )  # fmt: skip
    obtained = _same_client(plut.financing()).filter(
        obtained_on__range=quarter, obtained_on__gte=OuterRef("first_on")
    )
    return rows.annotate(
        regency=_regency(scope),
        record=F("id"),
        label=Coalesce("enterprise__name", "cooperative__name", "guest__guest_name"),
        logs=Coalesce(_one(same.filter(served_on__range=quarter), Count("pk"), IntegerField()), 0),
        licences=Coalesce(_one(licences, Count("pk"), IntegerField()), 0),
        financing_idr=Coalesce(_one(obtained, Sum("amount_idr"), BigIntegerField()), 0),
        change=_change(scope),
    ).values("regency", "record", "label", "logs", "licences", "financing_idr", "change")


def _same_client(rows: QuerySet) -> QuerySet:
    """Services or financing of the client of the row outside."""
    found = Q(enterprise=OuterRef("enterprise")) | Q(cooperative=OuterRef("cooperative"))
    if rows.model._meta.model_name == "plutservice":
        found |= Q(guest=OuterRef("guest"), enterprise=None, cooperative=None)
    return rows.filter(found)


def _one(rows: QuerySet, value: Count | Min | Sum, kind: DateField | IntegerField) -> Subquery:
    """One sum over all rows of a subquery."""
    return Subquery(
        rows.order_by().annotate(**_ONE_GROUP).values("one").annotate(v=value).values("v"), output_field=kind
    )


def _field(kind: str) -> str:
    return f"{kind}__area_id"


def _inside(rows: QuerySet, scope: Scope) -> QuerySet:
    """Clients whose own record lay in the scope."""
    found = Q(pk__in=[])
    for kind, part in _parts().items():
        held = scope.within(rows.filter(part), _field(kind), _RECORDS[kind], f"{kind}_id")
        found |= Q(pk__in=held.values("pk"))
    return rows.filter(found)


def _parts() -> dict[str, Q]:
    return {
        "enterprise": Q(enterprise__isnull=False),
        "cooperative": Q(cooperative__isnull=False),
        "guest": Q(enterprise=None, cooperative=None),
    }


def _regency(scope: Scope) -> Case:
    whens = [
        When(part, then=scope.regency(_field(kind), _RECORDS[kind], f"{kind}_id"))
        for kind, part in _parts().items()
    ]
    return Case(*whens, output_field=CharField())


def _change(scope: Scope) -> Case:
    """up, same or down: from the year before the first service to the year of the quarter, by the law in force then."""
    served = plut.services().filter(enterprise__isnull=False, served_on__lte=scope.period.last_day)
    firsts = (
        served.order_by()
        .values("enterprise")
        .annotate(first=Min("served_on"))
        .values_list("first", flat=True)
    )
    whens = []
    for year in sorted({first.year for first in firsts}):
        question = class_matrix.Question(before=baseline_year(date(year, 1, 1)), after=scope.period.year)
        judged = class_matrix.judged(question).filter(pk__in=served.values("enterprise"))
        for outcome in ("up", "same", "down"):
            whens.append(
                When(
                    Q(first_on__year=year, enterprise__in=_keys(judged, outcome, question)),
                    then=Value(outcome),
                )
            )
    return Case(*whens, default=Value(None), output_field=CharField())


def _keys(judged: QuerySet, outcome: str, question: class_matrix.Question) -> QuerySet:
    return class_matrix.with_outcome(judged, outcome, question).values("pk")
