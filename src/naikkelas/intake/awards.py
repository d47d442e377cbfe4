"""Whom a list may mean of the registry: candidates for a person to decide about; nothing is linked by itself."""

from __future__ import annotations

from typing import Any

import polars as pl
from rapidfuzz import fuzz, process

from naikkelas.instruments.fields import folded
from naikkelas.registry import queries as registry

POSSIBLE, SHOWN = 0.5, 3
_COMPARED = ("kind", "business_name", "nik_index", "nib", "cooperative_nik", "phone", "address")
NEAR = 88
Candidates = dict[int, list[dict[str, Any]]]
"""By row: {of: enterprise or cooperative, id, percent, sure}, the likeliest first."""


def candidates(rows: pl.DataFrame) -> Candidates:
    """`rows`: the good rows of a list, with the NIK as blind index. `sure` ones are proposed, the others must be decided."""
    for name in _COMPARED:  # a list need not have them all
        if name not in rows.columns:
            rows = rows.with_columns(pl.lit(None, pl.String).alias(name))
    placed = rows.filter(pl.col("area_code").is_not_null())
    of_cooperatives = pl.col("kind") == "cooperative"
    named_so = folded(pl.col("name")).str.contains(r"^(koperasi|kop|kud|ksp|kspps|kopontren|koppas)( |$)")
    cooperative = of_cooperatives.fill_null(False) | (pl.col("kind").is_null() & named_so)
    return _enterprises(placed.filter(~cooperative)) | _cooperatives(placed.filter(cooperative))


def _enterprises(rows: pl.DataFrame) -> Candidates:
    if not rows.height:
        return {}
    from naikkelas.engine import linkage  # slow to load, and only who links needs it
    from naikkelas.engine.linkage import bands

    regencies = rows["area_code"].str.head(5).unique().sort().to_list()
    known = pl.concat([registry.compared_records(code) for code in regencies])
    asked = rows.select(
        (-pl.col("row").cast(pl.Int64)).alias("id"),
        pl.col("name").alias("owner_name"),
        "business_name",
        pl.lit(None, pl.String).alias("product"),
        pl.col("nik_index").alias("person_nik"),
        "nib",
        "phone",
        "address",
        pl.col("area_code").alias("village"),
        pl.lit(None, pl.Int64).alias("born_year"),
        pl.lit(None, pl.String).alias("sex"),
    ).select(known.columns)
    every = pl.concat([known, asked.cast(dict(known.schema))])
    told = _namesakes(asked, known)
    try:
        found = linkage.pairs(every, threshold=POSSIBLE, changed=asked["id"].to_list())
    except (
        linkage.TooManyCandidates
    ):  # too many are alike to be weighed: who bears the name or the number, and no more
        found = None
    if found is not None and found.height:
        found = found.with_columns(bands.proposed(found).alias("sure")).filter(
            (pl.col("id_a") < 0) & (pl.col("id_b") > 0)
        )
        for pair in found.iter_rows(named=True):
            percent = int(pair["probability"] * 100)
            told.setdefault(-pair["id_a"], {})[pair["id_b"]] = {"percent": percent, "sure": pair["sure"]}
    withheld = registry.restricted_enterprises([pk for held in told.values() for pk in held])
    return {
        row: _shown([{"of": "enterprise", "id": pk} | one for pk, one in held.items() if pk not in withheld])
        for row, held in told.items()
    }


def _namesakes(asked: pl.DataFrame, known: pl.DataFrame) -> dict[int, dict[int, dict[str, Any]]]:
    """Who has the same NIK, or bears the same name in the same kecamatan and no other NIK: always for a person to see."""
    keyed = [
        table.with_columns(
            folded(pl.col("owner_name")).alias("key"), pl.col("village").str.head(8).alias("district")
        )
        for table in (asked, known)
    ]
    columns = ["id", "id_known"]
    named = keyed[0].join(keyed[1], on=["key", "district"], suffix="_known")
    same = named.filter(~pl.col("person_nik").ne(pl.col("person_nik_known")).fill_null(False)).select(columns)
    numbered = (
        keyed[0].drop_nulls("person_nik").join(keyed[1], on="person_nik", suffix="_known").select(columns)
    )
    told: dict[int, dict[int, dict[str, Any]]] = {}
    for low, high in pl.concat([same, numbered]).unique(maintain_order=True).iter_rows():
        told.setdefault(-low, {})[high] = {"percent": None, "sure": False}
    return told


def _cooperatives(rows: pl.DataFrame) -> Candidates:
    """By number, else by a name that is the same or nearly so in the same kabupaten/kota."""
    if not rows.height:
        return {}
    known = registry.compared_cooperatives().with_columns(folded(pl.col("name")).alias("key"))
    told: Candidates = {}
    for row in rows.with_columns(folded(pl.col("name")).alias("key")).iter_rows(named=True):
        here = known.filter(pl.col("village").str.head(5) == row["area_code"][:5])
        by_number = (
            here.filter(pl.col("cooperative_nik") == row["cooperative_nik"])
            if row["cooperative_nik"]
            else here.clear()
        )
        near = process.extract(
            row["key"], dict(zip(here["id"], here["key"], strict=True)), scorer=fuzz.token_sort_ratio, score_cutoff=NEAR,
            limit=SHOWN,
        )  # fmt: skip
        held = [{"of": "cooperative", "id": pk, "percent": 99, "sure": True} for pk in by_number["id"]]
        alone = len(near) == 1 and near[0][1] == 100 and not held
        held += [
            {"of": "cooperative", "id": pk, "percent": int(score), "sure": alone}
            for _key, score, pk in near
            if pk not in by_number["id"]
        ]
        if held:
            told[row["row"]] = held[:SHOWN]
    return told


def _shown(held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The likeliest; a sure one is sure only where it is the only sure one."""
    held = sorted(held, key=lambda one: -(one["percent"] or 0))[:SHOWN]
    sure = sum(one["sure"] for one in held)
    return [one | {"sure": one["sure"] and sure == 1} for one in held]
