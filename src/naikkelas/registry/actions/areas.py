"""Enterprises and cooperatives go along when areas change, and with them the keys made of their places.

What persons decided about them (merges, pairs held apart) goes along too: it is shown to who answers for them today.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl
from django.db import connection, transaction
from django.db.models import QuerySet

from naikkelas.places import actions as places
from naikkelas.places import queries
from naikkelas.registry.actions.keys import cooperative_match_keys, match_keys
from naikkelas.registry.models import Apart, Cooperative, Enterprise, Merge
from naikkelas.trail.actions import Actor

if TYPE_CHECKING:
    from naikkelas.places.models import RegionChange

_TABLES = {"enterprise": Enterprise, "cooperative": Cooperative}
_DECIDED = {"merge": Merge, "apart": Apart}


@transaction.atomic
def move_areas(*, change: RegionChange, by: Actor, at: datetime) -> dict[str, int]:
    """Take enterprises and cooperatives to the new codes of their places; returns how many of each."""
    moved = {}
    for table, model in _TABLES.items():
        ids = list(queries.following(model.objects.all(), change).values_list("pk", flat=True))
        moved[table] = places.move_records(change=change, table=table, rows=model.objects.all(), by=by, at=at)
        _renew_keys(table, ids)
    for table, decided in _DECIDED.items():
        moved[table] = places.move_records(
            change=change, table=table, rows=decided.objects.all(), by=by, at=at
        )
    return moved


@transaction.atomic
def return_areas(*, change: RegionChange, by: Actor, at: datetime) -> None:
    """Take them back to the codes that they had. Raises Refused where newer ones stand under the new codes."""
    for table, model in _TABLES.items():
        news = queries.new_codes(change)
        held = model.objects.filter(area_id__in=news).values_list("pk", flat=True)
        ids = [*held, *queries.moved_ids(change, table)]
        places.return_records(change=change, table=table, rows=model.objects.all(), by=by, at=at)
        _renew_keys(table, ids)
    for table, decided in _DECIDED.items():
        places.return_records(change=change, table=table, rows=decided.objects.all(), by=by, at=at)


@transaction.atomic
def place_in_area(
    *, change: RegionChange, table: str, ids: Iterable[int], code: str, by: Actor, at: datetime
) -> int:
    """A person says where enterprises or cooperatives lie that were known by a divided area alone."""
    chosen = list(ids)
    rows = _TABLES[table].objects.all()
    count = places.place_records(change=change, table=table, rows=rows, ids=chosen, code=code, by=by, at=at)
    _renew_keys(table, chosen)
    return count


def _renew_keys(table: str, ids: list[int]) -> None:
    """A row without a number is known again by its name and place: make that key anew."""
    model = _TABLES[table]
    for start in range(0, len(ids), _AT_ONCE):
        rows = model.objects.filter(pk__in=ids[start : start + _AT_ONCE])
        frame = _named(table, rows)
        if not frame.height:
            continue
        key = match_keys(frame) if table == "enterprise" else cooperative_match_keys(frame)
        # one statement for each would be an object for each through the ORM, and a kabupaten has thirty thousand
        statement = f'UPDATE "{model._meta.db_table}" SET match_key = %s WHERE id = %s'  # noqa: S608 - our own table
        with connection.cursor() as cursor:
            cursor.executemany(statement, list(zip(key, frame["pk"], strict=True)))


_AT_ONCE = 5_000


def _named(table: str, rows: QuerySet) -> pl.DataFrame:
    columns = {"pk": "pk", "name": "name", "area_code": "area_id"}
    if table == "enterprise":
        columns["owner_name"] = "owner__name"
    schema = {name: pl.Int64 if name == "pk" else pl.String for name in columns}
    return pl.DataFrame(list(rows.values_list(*columns.values())), schema=schema, orient="row")
