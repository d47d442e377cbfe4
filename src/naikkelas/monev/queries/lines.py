"""The rows of a page of a long list as values: as objects, fifty visits with all that stands behind them are five hundred."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Model, When

from naikkelas.monev.models import Finding, PlannedVisit, Visit
from naikkelas.trail.prepared import PreparedLines


@dataclass(frozen=True, slots=True)
class Visited:
    """Whom or what a visit goes to: what the name that may be shown follows from."""

    instrument: str
    recipient_id: int | None
    label: str
    code: str
    person_id: int | None
    """Whom it is about, as `person_of`."""
    withheld: bool
    """Whether it is about a person whose data are restricted."""


Lines = dict[int, dict[str, Any]]


class _Shape:
    """What of some rows is read, and the way from them to the planned visit: whom they are about comes as `visited`."""

    def __init__(self, model: type[Model], way: str, *fields: str) -> None:
        self._fields = ("id", *fields)
        about = [F(f"{way}{name}") for name in ("instrument", "recipient_id", "label", "code")]
        persons = (_person_id(way), _restricted_at(way))
        self._rows = PreparedLines(
            lambda ids: model._default_manager.filter(pk__in=ids).values_list(*self._fields, *about, *persons)
        )

    def __call__(self, ids: Collection[int]) -> Lines:
        lines: Lines = {}
        for row in self._rows.of(ids):
            line = lines[row[0]] = dict(zip(self._fields, row, strict=False))
            *named, restricted_at = row[len(self._fields) :]
            line["visited"] = Visited(*named, withheld=restricted_at is not None) if named[0] else None
        return lines


def _person_id(way: str) -> Case:
    owned = When(**{f"{way}enterprise__isnull": False}, then=F(f"{way}enterprise__owner_id"))
    return Case(owned, default=F(f"{way}recipient__person_id"))


def _restricted_at(way: str) -> Case:
    """When the data of the person behind a planned visit were restricted."""
    return Case(
        When(**{f"{way}recipient__person__isnull": False}, then=F(f"{way}recipient__person__restricted_at")),
        When(**{f"{way}enterprise__isnull": False}, then=F(f"{way}enterprise__owner__restricted_at")),
        default=F(f"{way}recipient__enterprise__owner__restricted_at"),
    )


visits = _Shape(
    Visit, "planned__", "state", "trouble", "flags", "area_id", "instrument", "visited_on", "enumerator__name"
)
findings = _Shape(
    Finding, "visit__planned__", "number", "title", "recurrence", "area_id", "severity", "amount_idr", "due_on", "closed_on",
    "state",
)  # fmt: skip
planned = _Shape(PlannedVisit, "", "state", "area_id", "assigned_to__name")


def visited(planned_id: int) -> Visited:
    """Whom one planned visit goes to."""
    found: Visited = planned([planned_id])[planned_id]["visited"]
    return found
