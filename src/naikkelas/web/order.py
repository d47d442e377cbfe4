"""The order of a long list: how many rows, and which of them stand where. Remembered until something is written.

A database counts 169k rows, sorts them, or walks to the last of them each time it is asked; the fifty that a page shows
cost it nothing. So the order is asked for in windows of many pages, each from the nearer end.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from naikkelas.analytics.cache import remembered

IDS_A_WINDOW = 2_000


class Order:
    """What a Paginator needs of an ordered queryset, whose order must leave no two rows equal."""

    def __init__(
        self,
        rows: QuerySet,
        window: int,
        keep: Callable[[Iterable[Any]], Sequence[Any]],
        known: int | None = None,
    ) -> None:
        self._rows, self._window, self._keep, self._known = rows, window, keep, known

    @classmethod
    def of_ids(cls, rows: QuerySet, known: int | None = None) -> "Order":
        """By their ids; `known`: how many they are, where that need not be counted."""
        return cls(rows.values_list("pk", flat=True), IDS_A_WINDOW, partial(array, "q"), known)

    @cached_property
    def _key(self) -> str:
        """The question as the database hears it: whoever asks the same may see the same."""
        try:
            sql, params = self._rows.query.sql_with_params()
        except EmptyResultSet:
            return ""
        return f"{sql} {params!r}"

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _count(self) -> int:
        if self._known is not None:
            return self._known
        return remembered(("count", self._key), self._rows.count, exact=True) if self._key else 0

    def __getitem__(self, part: slice) -> list[Any]:
        found: list[Any] = []
        at, stop = part.start, min(part.stop, self._count)
        while at < stop:
            number = at // self._window
            first = number * self._window
            found += self._at(number)[at - first : stop - first]
            at = first + self._window
        return found

    def _at(self, number: int) -> Sequence[Any]:
        return remembered(
            ("window", self._key, number), lambda: self._keep(self._fetched(number)), exact=True
        )

    def _fetched(self, number: int) -> list[Any]:
        first, last = number * self._window, min((number + 1) * self._window, self._count)
        if first <= self._count // 2:
            return list(self._rows[first:last])
        return list(self._rows.reverse()[self._count - last : self._count - first])[::-1]
