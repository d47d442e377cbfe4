"""Rows whose code is one of some or lies below one: '18.01.05' lies below '18'."""

from typing import Any

from django.db.models import F, Func, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThan


def ranges(codes: list[str], field: str) -> Q:
    """`field` is one of the codes or lies below one: a range of an index each."""
    found = Q(pk__in=[])
    for code in codes:
        # '/' is the character after '.', so the range holds the code and every 'code.…', nothing else
        found |= Q(**{f"{field}__gte": code, f"{field}__lt": f"{code}/"})
    return found


class _Aside(Func):
    """A column that SQLite is not to find its rows by."""

    arity = 1

    def as_sql(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        return compiler.compile(self.get_source_expressions()[0])

    def as_sqlite(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        sql, params = self.as_sql(compiler, connection)
        return f"+{sql}", params


def nearly_all(codes: list[str], field: str) -> Q:
    """As `ranges`, where nearly all rows fit and the list is walked in its order. SQLite does not know how many lie in a range:
    it would find them by the index of the codes and sort them all for the first page, though the first rows of the order fit."""
    found = Q(pk__in=[])
    for code in codes:
        column = _Aside(F(field))
        found |= Q(GreaterThanOrEqual(column, code), LessThan(column, f"{code}/"))
    return found
