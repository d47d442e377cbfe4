"""Every indicator row by row and as a whole: in Python, and as SQL on SQLite and on the database in use."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from naikkelas.analytics import queries
from naikkelas.analytics.cache import forget
from naikkelas.analytics.facts import FACTS
from naikkelas.analytics.scope import Scope
from naikkelas.engine.sql import Sql, measure_sql
from naikkelas.kit.collect import collect
from naikkelas.kit.periods import Quarter
from naikkelas.rules.measure import All, AtLeast, AtMost, In, Is, Known, Measure, Term
from tests.factories import road
from tests.spec.truth import Case, facts_of, indicator_names, indicator_rows

INDICATORS: dict[str, Measure] = collect("naikkelas.rules.indicators", "INDICATOR")
Run = Callable[[Sql], list[Sequence[Any]]]


def on_sqlite(sql: Sql) -> list[Sequence[Any]]:
    memory = sqlite3.connect(":memory:")
    try:
        return memory.execute(sql[0].replace("%s", "?"), sql[1]).fetchall()
    finally:
        memory.close()


def on_the_database_in_use(sql: Sql) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(*sql)
        return cursor.fetchall()


def fact_table(rows: list[dict[str, Any]]) -> Sql:
    """Rows of facts as a SELECT, numbered by `n`: what analytics.facts hands to the engine."""
    types = {
        name: "bigint" if any(isinstance(row[name], int) for row in rows) else "varchar(40)"
        for name in rows[0]
    }
    columns = ", ".join(f'CAST(%s AS {kind}) AS "{name}"' for name, kind in types.items())
    selects = [f'SELECT CAST(%s AS bigint) AS "n", {columns}'] * len(rows)
    return " UNION ALL ".join(selects), [v for n, row in enumerate(rows) for v in (n, *row.values())]


def total(rows: list[Case]) -> tuple[int, int | None]:
    wholes = [case.expect["whole"] for case in rows]
    return sum(case.expect["part"] for case in rows), None if None in wholes else sum(wholes)


def test_every_indicator_has_its_table_and_no_table_is_left_over():
    assert indicator_names() == sorted(INDICATORS)


@pytest.mark.parametrize("name", INDICATORS)
def test_each_row_counts_as_the_table_says(name: str):
    measure = INDICATORS[name]
    for case in indicator_rows(name):
        assert measure.evaluate([facts_of(case)]) == (case.expect["part"], case.expect["whole"]), str(case)


@pytest.mark.parametrize("name", INDICATORS)
def test_the_whole_table_is_the_sum_of_its_rows(name: str):
    rows = indicator_rows(name)
    assert INDICATORS[name].evaluate([facts_of(case) for case in rows]) == total(rows)


def _agrees(name: str, run: Run) -> None:
    rows = indicator_rows(name)
    facts = fact_table([facts_of(case) for case in rows])
    by_row = sorted(run(measure_sql(INDICATORS[name], facts, by=["n"])))
    assert [tuple(row) for row in by_row] == [
        (n, case.expect["part"], case.expect["whole"]) for n, case in enumerate(rows)
    ]
    assert [tuple(row) for row in run(measure_sql(INDICATORS[name], facts))] == [total(rows)]


@pytest.mark.parametrize("name", INDICATORS)
def test_sql_on_sqlite_agrees_with_python(name: str):
    _agrees(name, on_sqlite)


@pytest.mark.django_db
@pytest.mark.parametrize("name", INDICATORS)
def test_sql_on_the_database_in_use_agrees_with_python(name: str):
    _agrees(name, on_the_database_in_use)


@pytest.mark.django_db
def test_the_figures_of_a_real_cycle_are_what_python_makes_of_its_facts():
    road()
    forget()
    scope = Scope("18", Quarter(2019, 4))
    for name, measure in INDICATORS.items():
        rows = list(FACTS[measure.facts].rows(scope))
        figure = queries.figure(measure, scope)
        assert (figure.part, figure.whole) == measure.evaluate(rows), name
    assert queries.figure(INDICATORS["budget_absorption"], scope).percent == 50.0


@pytest.mark.parametrize(
    "run", [on_sqlite, pytest.param(on_the_database_in_use, marks=pytest.mark.django_db)]
)
def test_conditions_mean_the_same_in_sql(run: Run):
    """Each kind of condition, missing values included, alone and together."""
    rows = [{"word": word, "number": number} for word in ("a", "b", None) for number in (1, 2, 3, None)]
    conditions = (
        All(), Is("word", "a"), Is("number", 2), In("word", ("a", "b")), In("number", (1, 3)), Known("number"),
        AtLeast("number", 2), AtMost("number", 2), All((Is("word", "b"), AtLeast("number", 2), AtMost("number", 2))),
    )  # fmt: skip
    for where in conditions:
        for column in (None, "number"):
            measure = replace(
                INDICATORS["visits_done"], numerator=Term(where, column), denominator=Term(where)
            )
            assert tuple(run(measure_sql(measure, fact_table(rows)))[0]) == measure.evaluate(rows), (
                where,
                column,
            )


def test_values_travel_as_parameters_and_strange_column_names_are_refused():
    measure = INDICATORS["use_as_proposed"]
    sql, params = measure_sql(measure, ("SELECT 1", []))
    assert params == ["verified", "matches", "verified"]
    assert sql.count("%s") == 3
    assert "verified" not in sql
    for name in ('x"; DROP TABLE', "", "nilai rupiah", "é"):
        with pytest.raises(ValueError, match="not a column name"):
            measure_sql(measure, ("SELECT 1", []), by=[name])


def test_every_indicator_says_what_it_is_in_both_languages_and_where_from():
    for name, measure in INDICATORS.items():
        assert measure.key == f"{name}@{measure.version}"
        assert measure.name.id, name
        assert measure.name.en, name
        assert measure.meaning.id, name
        assert measure.meaning.en, name
        assert measure.source, name
        assert measure.facts in FACTS, name
        assert (measure.unit == "percent") == (measure.denominator is not None), name
