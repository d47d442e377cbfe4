"""Indicators of an area and quarter, by kabupaten/kota, and the records behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from naikkelas.analytics.cache import remembered
from naikkelas.analytics.facts import FACTS, Scope, sql_of
from naikkelas.engine.sql import measure_sql
from naikkelas.kit.collect import collect
from naikkelas.kit.periods import Quarter
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry.queries import tallies
from naikkelas.registry.queries.tallies import tallied
from naikkelas.rules.measure import All, AtLeast, AtMost, Condition, In, Is, Known, Measure
from naikkelas.rules.score_bands import band


@dataclass(frozen=True)
class Figure:
    """An indicator worked out: numerator and denominator (None where it is a plain count)."""

    measure: Measure
    part: int
    whole: int | None

    @property
    def band(self) -> str | None:
        return band(self.part, self.whole) if self.measure.banded and self.whole is not None else None

    @property
    def empty(self) -> bool:
        """Nothing to divide by: no figure, rather than zero."""
        return self.whole == 0

    @property
    def percent(self) -> float | None:
        return 100 * self.part / self.whole if self.whole else None


def indicators() -> dict[str, Measure]:
    return collect("naikkelas.rules.indicators", "INDICATOR")


def by_regency(measure: Measure, scope: Scope) -> dict[str, Figure]:
    """The indicator of every kabupaten/kota of the scope that has facts."""
    return remembered(("by_regency", measure.key, scope), lambda: _by_regency(measure, scope))


def _by_regency(measure: Measure, scope: Scope) -> dict[str, Figure]:
    if FACTS[measure.facts].area and not scope.as_then and len(scope.code) <= len("18.01"):
        return _of_tallies(measure, scope)
    sql, params = measure_sql(measure, sql_of(FACTS[measure.facts].rows(scope)), by=["regency"])
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    return {
        code: Figure(measure, int(part), None if whole is None else int(whole)) for code, part, whole in rows
    }


def _of_tallies(measure: Measure, scope: Scope) -> dict[str, Figure]:
    sums: dict[str, tuple[int, int]] = {}
    for area, (part, whole) in tallied(
        tally_key(measure, scope.period), counter(measure, scope.period)
    ).items():
        if scope.code == places.NATION or f"{area}.".startswith(f"{scope.code}."):
            former = sums.get(area[:5], (0, 0))
            sums[area[:5]] = former[0] + part, former[1] + (whole or 0)
    plain = measure.denominator is None
    return {code: Figure(measure, part, None if plain else whole) for code, (part, whole) in sums.items()}


def tally_key(measure: Measure, period: Quarter) -> str:
    """The name of a measure's counts: they are about a quarter, and made by the rules of today."""
    return f"{measure.key} {period.slug} {FACTS[measure.facts].rules}"


def counter(measure: Measure, period: Quarter) -> tallies.Count:
    """Counts numerator and denominator of a measure about enterprises, by kecamatan."""
    facts = FACTS[measure.facts]

    def count(codes: Sequence[str] | None) -> tallies.Counted:
        rows = tallies.of_areas(facts.rows(Scope(places.NATION, period)), facts.area, codes)
        sql, params = measure_sql(measure, sql_of(rows), by=["part"])
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return {
                area: [int(part), None if whole is None else int(whole)]
                for area, part, whole in cursor.fetchall()
            }

    return count


def figure(measure: Measure, scope: Scope) -> Figure:
    """The indicator of the whole scope: the sums of its kabupaten/kota."""
    parts = by_regency(measure, scope).values()
    whole = None if measure.denominator is None else sum(f.whole or 0 for f in parts)
    return Figure(measure, sum(f.part for f in parts), whole)


def programme_totals(scope: Scope) -> list[dict[str, Any]]:
    """The money of each programme of the scope's year, as `programmes.queries.totals` has it."""
    asked = (scope.code, scope.period.year, scope.period.last_day)
    return remembered(("programme totals", *asked), lambda: programmes.totals(*asked))


def figures(scope: Scope) -> dict[str, Figure]:
    """Every indicator of the catalogue for a scope."""
    return {name: figure(measure, scope) for name, measure in indicators().items()}


def records(measure: Measure, scope: Scope, part: str) -> QuerySet:
    """The rows of the fact table that make up the numerator ('part') or the denominator ('whole')."""
    term = measure.numerator if part == "part" or measure.denominator is None else measure.denominator
    rows = FACTS[measure.facts].rows(scope)
    if rows.query.combinator:
        return rows
    return _filtered(rows, term.where)


def _filtered(rows: QuerySet, condition: Condition) -> QuerySet:
    match condition:
        case Is(column, value):
            return rows.filter(**{column: value})
        case In(column, values):
            return rows.filter(**{f"{column}__in": values})
        case Known(column):
            return rows.filter(**{f"{column}__isnull": False})
        case All(conditions):
            for each in conditions:
                rows = _filtered(rows, each)
            return rows
        case AtLeast(column, limit):
            return rows.filter(**{f"{column}__gte": limit})
        case AtMost(column, limit):
            return rows.filter(**{f"{column}__lte": limit})
