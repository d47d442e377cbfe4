"""Questions that every request asks: Django makes their SQL once, and afterwards only the values are new.

Making the SQL and the plan of reading its rows costs some tenths of a millisecond, the question itself a hundredth. Nor is
an object made anew of a row that is as it was when it was last asked for: a copy of the former serves.
Here because this is the lowest floor with a database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

Value = str | int
type _Converters = list[tuple[int, list[Any], Any]]


class Prepared[M: Model]:
    """The first row of a query. `ask` builds it from as many values as it has parameters; `marks` stand in their places
    while its SQL is made: texts, unless numbers that the query has nowhere else are given."""

    def __init__(self, ask: Callable[..., QuerySet[M]], marks: tuple[Value, ...] = ()) -> None:
        self._ask, self._marks = ask, marks
        self._plans: dict[str, _Plan[M]] = {}

    def first(self, *values: Value) -> M | None:
        plan = self._plans.get(connection.vendor)
        if plan is None:
            marks = list(self._marks) or [f"?{n}" for n in range(len(values))]
            plan = self._plans[connection.vendor] = _Plan(self._ask(*marks)[:1], marks)
        return plan.first(values)


class PreparedLines:
    """The values of rows by a list of ids. `ask` makes a `values_list` of the ids it is given; all else in it stays."""

    def __init__(self, ask: Callable[[list[int]], QuerySet]) -> None:
        self._ask = ask
        self._plans: dict[str, _LinesPlan] = {}

    def of(self, ids: Collection[int]) -> list[list[Any]]:
        if not ids:
            return []
        plan = self._plans.get(connection.vendor) or self._planned()
        sql = "%s".join([*plan.sql_before, *[", "] * (len(ids) - 1), *plan.sql_after])
        with connection.cursor() as cursor:
            cursor.execute(sql, [*plan.before, *ids, *plan.after])
            return _converted([list(row) for row in cursor.fetchall()], plan.converters)

    def _planned(self) -> _LinesPlan:
        sql, parameters, converters = _compiled(self._ask([_MARK]))
        at, pieces = parameters.index(_MARK), sql.split("%s")
        plan = self._plans[connection.vendor] = _LinesPlan(
            pieces[: at + 1], pieces[at + 1 :], parameters[:at], parameters[at + 1 :], converters
        )
        return plan


class PreparedRows:
    """The values of the first rows of a query. `ask` builds a `values_list` from as many values as it has parameters;
    `marks` stand in their places while its SQL is made, and are found nowhere else in it."""

    def __init__(self, ask: Callable[..., QuerySet], marks: tuple[Any, ...]) -> None:
        self._ask, self._marks = ask, marks
        self._plans: dict[str, _RowsPlan] = {}

    def of(self, *values: Any, limit: int) -> list[list[Any]]:
        plan = self._plans.get(connection.vendor) or self._planned()
        with connection.prepared() as cursor:
            given = [_as_sent(value) for value in values]
            cursor.execute(plan.sql, [*(p if at is None else given[at] for at, p in plan.values), limit])
            return _converted([list(row) for row in cursor.fetchall()], plan.converters)

    def _planned(self) -> _RowsPlan:
        sql, parameters, converters = _compiled(self._ask(*self._marks))
        marks = [_as_sent(mark) for mark in self._marks]
        values = [(marks.index(p) if p in marks else None, p) for p in parameters]
        if missing := set(range(len(marks))) - {at for at, _ in values}:
            raise ValueError(f"marks that the query does not have: {sorted(missing)}")
        plan = self._plans[connection.vendor] = _RowsPlan(f"{sql} LIMIT %s", values, converters)
        return plan


def _as_sent(value: Any) -> Any:
    """A value as Django sends it: SQLite keeps moments as text."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _compiled(rows: QuerySet) -> tuple[str, list[Any], _Converters]:
    compiler = rows.query.get_compiler(rows.db)
    sql, parameters = compiler.as_sql()
    found = compiler.get_converters([column[0] for column in compiler.select])
    return sql, list(parameters), [(column, *rest) for column, rest in found.items()]


def _converted(rows: list[list[Any]], converters: _Converters) -> list[list[Any]]:
    for at, converts, expression in converters:
        for row in rows:
            for convert in converts:
                row[at] = convert(row[at], expression, connection)
    return rows


class _RowsPlan(NamedTuple):
    """The SQL, each of its values or where among those given it stands; how columns are read."""

    sql: str
    values: list[tuple[int | None, Any]]
    converters: _Converters


class _LinesPlan(NamedTuple):
    """The SQL before and after the place of the ids, in pieces between its parameters, and these; how columns are read."""

    sql_before: list[str]
    sql_after: list[str]
    before: list[Any]
    after: list[Any]
    converters: _Converters


_MARK = 918_273_645
KEPT = 500
"""Rows that are remembered of each question."""


class _Plan[M: Model]:
    """What Django found out about a query: its SQL, where the values go, and how a row becomes an object."""

    def __init__(self, rows: QuerySet[M], marks: list[Value]) -> None:
        compiler = rows.query.get_compiler(rows.db)
        self._sql, parameters = compiler.as_sql()
        self._values = [(marks.index(p), None) if p in marks else (None, p) for p in parameters]
        chosen = [column[0] for column in compiler.select]
        self._converters = [(at, *found) for at, found in compiler.get_converters(chosen).items()]
        info = compiler.klass_info
        self._model, places = info["model"], info["select_fields"]
        self._begin, self._end = places[0], places[-1] + 1
        self._names = [column[0].target.attname for column in compiler.select[self._begin : self._end]]
        self._known: dict[tuple[Value, ...], tuple[tuple[Any, ...], M]] = {}
        self._populators = get_related_populators(info, compiler.select, rows.db, rows._fetch_mode)

    def first(self, values: tuple[Value, ...]) -> M | None:
        with connection.prepared() as cursor:
            cursor.execute(self._sql, [given if at is None else values[at] for at, given in self._values])
            raw = cursor.fetchone()
        if raw is None:
            return None
        known = self._known.get(values)
        if known is None or known[0] != raw:
            if len(self._known) >= KEPT:
                self._known.clear()
            known = self._known[values] = (raw, self._made(raw))
        return _copied(known[1])

    def _made(self, raw: tuple[Any, ...]) -> M:
        row = list(raw)
        for at, converters, expression in self._converters:
            for convert in converters:
                row[at] = convert(row[at], expression, connection)
        found = self._model.from_db(connection.alias, self._names, row[self._begin : self._end])
        for populator in self._populators:
            populator.populate(row, found)
        return found


def _copied[M: Model](row: M) -> M:
    """A row of one's own, with what was read along with it: whoever gets it may change it."""
    state = object.__new__(type(row._state))
    state.__dict__.update(row._state.__dict__)
    state.__dict__["fields_cache"] = {
        name: _copied(each) if isinstance(each, Model) else each
        for name, each in row._state.fields_cache.items()
    }
    copied = object.__new__(type(row))
    copied.__dict__.update(row.__dict__)
    copied._state = state
    return copied
