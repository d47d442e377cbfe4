"""The fact table of training by cohort: one row for each participant of a cohort that began in the year of the quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast

from naikkelas.programmes import queries as programmes

if TYPE_CHECKING:
    from naikkelas.analytics.scope import Scope


def participants(scope: Scope) -> QuerySet:
    """With how they stand (`state`), and what was last heard of a business by the end of the quarter (`business`)."""
    period = scope.period
    rows = programmes.participants().filter(
        cohort__starts_on__year=period.year, cohort__starts_on__lte=period.last_day
    )
    heard = programmes.alumni_heard(period.last_day).filter(participant=OuterRef("pk"))
    return (
        scope.within(rows, "cohort__area_id", "cohort", "cohort_id")
        .annotate(
            regency=scope.regency("cohort__area_id", "cohort", "cohort_id"),
            record=F("id"),
            label=Cast("id", CharField()),
            business=Subquery(heard.order_by("-checked_on", "-id").values("business")[:1]),
        )
        .values("regency", "record", "label", "state", "business")
    )
