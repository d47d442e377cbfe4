"""The rows of a page of a long list as values: as objects, fifty visits with all that stands behind them are five hundred."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, QuerySet, When

from naikkelas.monev.models import Finding, PlannedVisit, Visit


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


def visits(ids: Collection[int]) -> Lines:
    fields = ("id", "state", "trouble", "flags", "area_id", "instrument", "visited_on", "enumerator__name")
    return _lines(Visit.objects.filter(pk__in=ids), fields, "planned__")


def findings(ids: Collection[int]) -> Lines:
    fields = (
        "id", "number", "title", "recurrence", "area_id", "severity", "amount_idr", "due_on", "closed_on", "state", "visit_id",
    )  # fmt: skip
    return _lines(Finding.objects.filter(pk__in=ids), fields, "visit__planned__")


def planned(ids: Collection[int]) -> Lines:
    return _lines(
        PlannedVisit.objects.filter(pk__in=ids), ("id", "state", "area_id", "assigned_to__name"), ""
    )


def visited(planned_id: int) -> Visited:
    """Whom one planned visit goes to."""
    found: Visited = planned([planned_id])[planned_id]["visited"]
    return found


def _lines(rows: QuerySet, fields: tuple[str, ...], way: str) -> Lines:
    """Rows by their ids, with whom they are about as `visited`; `way` leads to the planned visit."""
    about = [F(f"{way}{name}") for name in ("instrument", "recipient_id", "label", "code")]
    found = rows.values_list(*fields, *about, _person_id(way), _restricted_at(way))
    lines: Lines = {}
    for row in found:
        line = lines[row[0]] = dict(zip(fields, row, strict=False))
        *named, restricted_at = row[len(fields) :]
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
