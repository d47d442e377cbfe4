"""What changed between a list and the one that the same office sent before it in the same layout."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from naikkelas import vault
from naikkelas.instruments.fields import folded
from naikkelas.intake import queries
from naikkelas.places import queries as places
from naikkelas.vault.blobs import BlobMissing

if TYPE_CHECKING:
    from naikkelas.intake.models import Delivery

TOLD = 200
"""So many rows of each sort are kept with their names and values."""
MOST_FILES = 40
"""So many former lists are looked through: a kabupaten whose kecamatan each send their own has up to thirty."""
DISTRICT = len("18.01.04")
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


def with_the_last(
    delivery: Delivery, record: str, layout: str, now: pl.DataFrame, unread: pl.Series
) -> dict[str, Any] | None:
    """Counts of new, changed, same and missing rows against what was applied before; None where there was nothing.

    A list of one kecamatan does not speak of the others: for each kecamatan the last applied list of this layout that
    spoke of it counts, and what lies elsewhere is told apart as `outside`. `unread`: names in rows that are given back,
    which are not missing either. What is told in detail is kept sealed at `told`. Nothing that is missing is taken out
    of the registry.
    """
    covered = set(districts(now))
    files, before = _before(delivery, layout, covered)
    if before is None:
        return None
    pairs = paired(record, before, now)
    changed = _changes(before, now, pairs)
    gone = before.join(pairs, left_on="row", right_on="before", how="anti")
    spoken_of = gone["area_code"].str.head(DISTRICT).is_in(list(covered))
    there = gone.select(folded(pl.col("name")).is_in(folded_names(unread)))["name"]
    missing = gone.filter(spoken_of & ~there)
    new = now.join(pairs, on="row", how="anti")
    differing = changed.height
    told = {
        "changed": [_change(row, before.columns) for row in changed.head(TOLD).iter_rows(named=True)],
        "missing": _named(missing.with_columns(pl.col("sent_row").alias("row")), "delivery"),
        "new": _named(new),
    }
    return {
        "delivery": files[0],
        "deliveries": files,
        "new": new.height,
        "changed": differing,
        "same": pairs.height - differing,
        "missing": missing.height,
        "to_mend": int((spoken_of & there).sum()),
        "outside": int((~spoken_of).sum()),
        "told": vault.current().blobs.put(json.dumps(told, default=str).encode()),
    }


def districts(rows: pl.DataFrame) -> list[str]:
    """The kecamatan that a list speaks of, by code; a kabupaten's own code for rows that name none."""
    return rows["area_code"].str.head(DISTRICT).unique().sort().to_list()


def folded_names(names: pl.Series) -> list[str]:
    return names.drop_nulls().to_frame("name").select(folded(pl.col("name")))["name"].to_list()


def _before(delivery: Delivery, layout: str, covered: set[str]) -> tuple[list[int], pl.DataFrame | None]:
    """The lists that spoke last of what this one covers, and their rows: of each kecamatan from the newest only."""
    files: list[int] = []
    parts: list[pl.DataFrame] = []
    left, taken = set(covered), set[str]()
    for last in queries.applied_before(delivery, layout)[:MOST_FILES]:
        if not left:
            break
        if not left & set(last.summary.get("covers", left)):
            continue
        try:
            rows = queries.staged(last)
        except BlobMissing:  # taken away since, as it may be when its time is over
            continue
        # areas may have changed since
        rows = rows.with_columns(pl.col("area_code").replace(places.successions()))
        theirs = set(districts(rows))
        if left & theirs:
            own = rows.filter(~pl.col("area_code").str.head(DISTRICT).is_in(list(taken)))
            parts.append(own.with_columns(pl.lit(last.pk).alias("delivery"), pl.col("row").alias("sent_row")))
            files.append(last.pk)
            taken |= theirs
            left -= theirs
    if not parts:
        return [], None
    together = pl.concat(parts, how="diagonal_relaxed") if len(parts) > 1 else parts[0]
    return files, together.with_columns(pl.int_range(pl.len(), dtype=together.schema["row"]).alias("row"))


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


def _named(rows: pl.DataFrame, *more: str) -> list[dict[str, Any]]:
    return rows.sort(*more, "row").head(TOLD).select("row", "name", "area_code", *more).to_dicts()
