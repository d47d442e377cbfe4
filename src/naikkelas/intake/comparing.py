"""What changed between a list and the one that the same office sent before it in the same layout."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from naikkelas import vault
from naikkelas.instruments.fields import folded
from naikkelas.intake import queries
from naikkelas.vault.blobs import BlobMissing

if TYPE_CHECKING:
    from naikkelas.intake.models import Delivery

TOLD = 200
"""So many rows of each sort are kept with their names and values."""
_NOT_COMPARED = frozenset({"row", "nik_sealed", "tax_id_sealed"})
_WAYS = {
    "enterprise": [
        ["nib"],
        ["nik_index", "name_key"],
        ["registration_no", "regency"],
        ["name_key", "owner_key", "area_code"],
    ],
    "cooperative": [["cooperative_nik"], ["legal_no"], ["name_key", "regency"]],
}


def with_the_last(delivery: Delivery, record: str, layout: str, now: pl.DataFrame) -> dict[str, Any] | None:
    """Counts of new, changed, same and missing rows against the last applied list; None where there was none.

    What they say in detail is kept sealed at `told`. Nothing that is missing is taken out of the registry.
    """
    last = queries.last_applied(delivery, layout)
    if last is None:
        return None
    try:
        before = queries.staged(last)
    except BlobMissing:  # taken away since, as it may be when its time is over
        return None
    pairs = paired(record, before, now)
    changed = _changes(before, now, pairs)
    missing = before.join(pairs, left_on="row", right_on="before", how="anti")
    new = now.join(pairs, on="row", how="anti")
    differing = changed.height
    told = {
        "changed": [_change(row, before.columns) for row in changed.head(TOLD).iter_rows(named=True)],
        "missing": _named(missing),
        "new": _named(new),
    }
    return {
        "delivery": last.pk,
        "new": new.height,
        "changed": differing,
        "same": pairs.height - differing,
        "missing": missing.height,
        "told": vault.current().blobs.put(json.dumps(told, default=str).encode()),
    }


def paired(record: str, before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Columns row and before: which row of the new list is which of the former, by number, else by name and place."""
    known = _keyed(record, before).rename({"row": "existing_id"})
    found = _first_match(_keyed(record, now), known, _WAYS[record])
    return found.filter(pl.col("existing_id").is_not_null()).select(
        "row", pl.col("existing_id").alias("before")
    )


def _first_match(rows: pl.DataFrame, known: pl.DataFrame, ways: list[list[str]]) -> pl.DataFrame:
    """existing_id by the first way that finds one; a key that several share finds none, and no line is found twice."""
    names = [f"way{number}" for number in range(len(ways))]
    for name, way in zip(names, ways, strict=True):
        filled = pl.all_horizontal(pl.col(c).is_not_null() & (pl.col(c) != "") for c in way)
        one = known.filter(filled).unique(way, keep="none").select(*way, pl.col("existing_id").alias(name))
        rows = rows.join(one, on=way, how="left")
    found = rows.select("row", pl.coalesce(names).alias("existing_id")).drop_nulls()
    return found.unique("existing_id", keep="first", maintain_order=True)


def _keyed(record: str, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(
        folded(pl.col("name")).alias("name_key"),
        *([folded(pl.col("owner_name")).alias("owner_key")] if record == "enterprise" else []),
        pl.col("area_code").str.slice(0, 5).alias("regency"),
    ).select("row", *dict.fromkeys(column for way in _WAYS[record] for column in way))


def _changes(before: pl.DataFrame, now: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The rows of both lists that differ, with the former values beside as <field>_before and which differ."""
    fields = [c for c in now.columns if c in before.columns and c not in _NOT_COMPARED]
    former = before.select(pl.col("row").alias("before"), *(pl.col(c).alias(f"{c}_before") for c in fields))
    joined = now.join(pairs, on="row").join(former, on="before")
    differs = {c: pl.col(c).ne_missing(pl.col(f"{c}_before")) for c in fields}
    return (
        joined.lazy()
        .filter(pl.any_horizontal(differs.values()))
        .with_columns(pl.concat_list(pl.when(d).then(pl.lit(c)) for c, d in differs.items()).list.drop_nulls().alias("fields"))
        .sort("row")
        .collect()
    )  # fmt: skip


def _change(row: dict[str, Any], columns: list[str]) -> dict[str, Any]:
    """One changed row as it is told: of numbers of persons only that they changed."""
    return {
        "row": row["row"],
        "name": row["name"],
        "fields": [
            [f, "" if f == "nik_index" else row[f"{f}_before"], "" if f == "nik_index" else row[f]]
            for f in row["fields"]
            if f in columns
        ],
    }


def _named(rows: pl.DataFrame) -> list[dict[str, Any]]:
    return rows.sort("row").head(TOLD).select("row", "name", "area_code").to_dicts()
