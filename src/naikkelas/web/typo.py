"""A search that found nothing, or little, is tried again with the nearest words that are there.

Words are proposed from the whole registry, but one is shown only where it finds a record that the asker may see: what
lies outside the area of duty, or is a person's name and not for the asker, is not felt through a correction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from naikkelas.analytics.cache import remembered
from naikkelas.engine.typos import corrections
from naikkelas.registry import queries as registry

FEW = 3
"""With fewer records than this another way of writing is proposed, with none it is shown at once."""
KEPT_SECONDS = 600.0
"""How long the list of words may be older than the records: it only proposes."""
EXACT = "persis"
"""The parameter of an address that asks for the words as they are."""


@dataclass(frozen=True)
class Search:
    """A search of the registry's records: how rows are found, and whether by names of records alone."""

    find: Callable[[QuerySet, str], QuerySet]
    names: bool = False

    def __call__(self, rows: QuerySet, text: str) -> QuerySet:
        return self.find(rows, text)

    def meant(self, rows: QuerySet, text: str, *, rare: bool) -> str:
        """The likeliest other way to write `text` that finds any of `rows`; empty where there is none."""
        model = rows.model
        known = remembered(
            ("words", model._meta.db_table, self.names),
            lambda: registry.vocabulary(model, names=self.names),
            seconds=KEPT_SECONDS,
        )
        tries = corrections(text, known, rare=rare)
        return next((other for other in tries if self.find(rows, other).exists()), "")


@dataclass(frozen=True)
class Found:
    """What a search gave. `asked` were the words, `meant` the other words; `replaced`: the rows are those of `meant`."""

    rows: QuerySet
    asked: str
    meant: str = ""
    replaced: bool = False


def searched(search: Callable[[QuerySet, str], QuerySet], rows: QuerySet, text: str, *, exact: bool) -> Found:
    """Search, and once more with the nearest words where that found nothing."""
    found = search(rows, text)
    if exact or not isinstance(search, Search):
        return Found(found, text)
    count = found[:FEW].count()
    if count >= FEW:
        return Found(found, text)
    meant = search.meant(rows, text, rare=count > 0)
    if meant and not count:
        return Found(search(rows, meant), text, meant, replaced=True)
    return Found(found, text, meant)


def of_enterprises(see: bool) -> Any:
    """Owners' names are among the words searched: who may not see them may not feel for them either."""
    return Search(registry.search) if see else None


def of_cooperatives(see: bool) -> Search:
    return Search(registry.search) if see else Search(registry.search_names, names=True)
