"""Turn measures into SQL that SQLite and PostgreSQL read alike. Values travel as parameters, never in the text."""

from collections.abc import Sequence
from typing import Any

from naikkelas.rules.measure import All, AtLeast, AtMost, Condition, In, Is, Known, Measure, Term

Sql = tuple[str, list[Any]]


def condition_sql(condition: Condition) -> Sql:
    match condition:
        case Is(column, value):
            return f"{_name(column)} = %s", [value]
        case In(column, values):
            marks = ", ".join(["%s"] * len(values))
            return f"{_name(column)} IN ({marks})", list(values)
        case Known(column):
            return f"{_name(column)} IS NOT NULL", []
        case AtLeast(column, limit):
            return f"{_name(column)} >= %s", [limit]
        case AtMost(column, limit):
            return f"{_name(column)} <= %s", [limit]
        case All(conditions):
            parts = [condition_sql(part) for part in conditions]
            return (
                " AND ".join(sql for sql, _ in parts) or "1 = 1",
                [value for _, params in parts for value in params],
            )


def term_sql(term: Term) -> Sql:
    test, params = condition_sql(term.where)
    value = "1" if term.column is None else f"COALESCE({_name(term.column)}, 0)"
    return f"COALESCE(SUM(CASE WHEN {test} THEN {value} ELSE 0 END), 0)", params


def measure_sql(measure: Measure, facts: Sql, by: Sequence[str] = ()) -> Sql:
    """Return SQL giving, for each combination of the columns `by`, those columns, numerator and denominator.

    `facts` is the SELECT that makes the fact table. Without a denominator that column is NULL.
    """
    numerator, params = term_sql(measure.numerator)
    denominator, more = ("NULL", []) if measure.denominator is None else term_sql(measure.denominator)
    columns = "".join(f"{_name(column)}, " for column in by)
    group = f" GROUP BY {', '.join(_name(column) for column in by)}" if by else ""
    source, source_params = facts
    sql = f"SELECT {columns}{numerator}, {denominator} FROM ({source}) AS facts{group}"  # noqa: S608
    return sql, [*params, *more, *source_params]


def _name(column: str) -> str:
    if not column.replace("_", "").isalnum() or not column.isascii():
        raise ValueError(f"not a column name: {column!r}")
    return f'"{column}"'
