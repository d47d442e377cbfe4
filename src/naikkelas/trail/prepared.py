"""Questions that every request asks: Django makes their SQL once, and afterwards only the values are new.

Making the SQL and the plan of reading its rows costs some tenths of a millisecond, the question itself a hundredth.
Here because this is the lowest floor with a database.
"""

from collections.abc import Callable

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators


class Prepared[M: Model]:
    """The first row of a query whose values are all texts. `ask` builds it from as many texts as it has parameters."""

    def __init__(self, ask: Callable[..., QuerySet[M]]) -> None:
        self._ask = ask
        self._plans: dict[str, _Plan[M]] = {}

    def first(self, *values: str) -> M | None:
        plan = self._plans.get(connection.vendor)
        if plan is None:
            marks = [f"?{n}" for n in range(len(values))]
            plan = self._plans[connection.vendor] = _Plan(self._ask(*marks)[:1], marks)
        return plan.first(values)


class _Plan[M: Model]:
    """What Django found out about a query: its SQL, where the values go, and how a row becomes an object."""

    def __init__(self, rows: QuerySet[M], marks: list[str]) -> None:
        compiler = rows.query.get_compiler(rows.db)
        self._sql, parameters = compiler.as_sql()
        self._values = [(marks.index(p), None) if p in marks else (None, p) for p in parameters]
        chosen = [column[0] for column in compiler.select]
        self._converters = [(at, *found) for at, found in compiler.get_converters(chosen).items()]
        info = compiler.klass_info
        self._model, places = info["model"], info["select_fields"]
        self._begin, self._end = places[0], places[-1] + 1
        self._names = [column[0].target.attname for column in compiler.select[self._begin : self._end]]
        self._populators = get_related_populators(info, compiler.select, rows.db, rows._fetch_mode)

    def first(self, values: tuple[str, ...]) -> M | None:
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [given if at is None else values[at] for at, given in self._values])
            raw = cursor.fetchone()
        if raw is None:
            return None
        row = list(raw)
        for at, converters, expression in self._converters:
            for convert in converters:
                row[at] = convert(row[at], expression, connection)
        found = self._model.from_db(connection.alias, self._names, row[self._begin : self._end])
        for populator in self._populators:
            populator.populate(row, found)
        return found
