"""From names (or codes) of kabupaten/kota, kecamatan and desa to one region code, for a whole table at once."""

from dataclasses import dataclass

import polars as pl

from naikkelas.instruments.fields import folded

_PREFIXES = {
    "regency": r"^(kabupaten|kab|kota) ",
    "district": r"^(kecamatan|kec) ",
    "village": r"^(desa|kelurahan|kel|ds|pekon|kampung|kp|tiyuh|tiuh) ",
}
_LENGTHS = {"regency": 5, "district": 8, "village": 13}


@dataclass(frozen=True)
class Place:
    """One region as the gazetteer knows it. `now`: the code of today, where this is a code or name that it had before."""

    code: str
    name: str
    level: str
    bps_code: str
    now: str = ""


def key(text: pl.Expr, level: str) -> pl.Expr:
    """One spelling: no 'Kab.', no 'Kec.', no spaces, so that 'Kec. Tanjung Karang Pusat' meets 'Tanjungkarang Pusat'."""
    return folded(text).str.replace(_PREFIXES[level], "").str.replace_all(" ", "")


def resolve(table: pl.DataFrame, places: list[Place], default_regency: str) -> pl.DataFrame:
    """Add area_code to a table with (some of) the text columns regency, district, village, area_code.

    Also adds no_code, no_regency, no_district, no_village: True where something was written that is not known there, and
    former: True where it was understood by a code or name that the area had before. The area is the finest level found.
    """
    known = pl.DataFrame(
        {
            "code": [p.code for p in places],
            "name": [p.name for p in places],
            "level": [p.level for p in places],
            "bps_code": [p.bps_code for p in places],
            "now": [p.now for p in places],
        },
        schema=dict.fromkeys(("code", "name", "level", "bps_code", "now"), pl.String),
    )
    for column in ("regency", "district", "village", "area_code"):
        if column not in table.columns:
            table = table.with_columns(pl.lit(None, pl.String).alias(column))
    table = _by_code(table, known)
    table = table.with_columns(
        pl.when(pl.col("regency").is_null() & pl.col("coded").is_null())
        .then(pl.lit(default_regency or None, pl.String))
        .alias("within")
    )
    for level in ("regency", "district", "village"):
        table = _by_name(table, known, level)
    found = pl.coalesce("coded", "village_code", "district_code", "regency_code", "within")
    standing = known.filter(pl.col("now") == "")["code"].implode()
    table = table.with_columns(found.alias("found")).join(
        known.filter(pl.col("now") != "")
        .unique("code", keep="last")
        .select(pl.col("code").alias("found"), "now"),
        on="found",
        how="left",
    )
    ended = ~pl.col("found").is_in(standing)
    return table.with_columns(
        pl.when(ended).then(pl.coalesce("now", "found")).otherwise("found").alias("found_code"),
        (
            (ended & pl.col("now").is_not_null())
            | pl.any_horizontal(pl.col(f"{level}_former").fill_null(False) for level in _LENGTHS)
        )
        .fill_null(False)
        .alias("former"),
        (pl.col("area_code").is_not_null() & pl.col("coded").is_null()).alias("no_code"),
        (
            pl.col("regency").is_not_null() & pl.col("regency_code").is_null() & pl.col("coded").is_null()
        ).alias("no_regency"),
        (
            pl.col("district").is_not_null()
            & pl.col("district_code").is_null()
            & pl.col("coded").is_null()
            & pl.coalesce("regency_code", "within").is_not_null()
        ).alias("no_district"),
        (
            pl.col("village").is_not_null()
            & pl.col("village_code").is_null()
            & pl.col("district_code").is_not_null()
        ).alias("no_village"),
    )


def _by_code(table: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The column `coded`: the region whose Kemendagri code (with dots) or BPS code (digits) stands in area_code."""
    codes = pl.concat(
        [
            known.select(pl.col("code").alias("written"), pl.col("code").alias("coded")),
            known.filter(pl.col("bps_code") != "").select(
                pl.col("bps_code").alias("written"), pl.col("code").alias("coded")
            ),
        ]
    ).unique("written")
    return table.with_columns(pl.col("area_code").str.replace_all(" ", "").alias("written")).join(
        codes, on="written", how="left"
    )


def _by_name(table: pl.DataFrame, known: pl.DataFrame, level: str) -> pl.DataFrame:
    """The column <level>_code: the region of that name below the one found so far."""
    parent = {"regency": None, "district": "regency", "village": "district"}[level]
    names = known.filter(pl.col("level") == level).select(
        key(pl.col("name"), level).alias("key"),
        pl.col("code").alias(f"{level}_code"),
        pl.col("code").str.slice(0, _LENGTHS[parent] if parent else 0).alias("parent"),
        (pl.col("now") != "").alias(f"{level}_former"),
    )
    # a name of today goes before one of the past; two of one name in one place: neither is guessed
    of_today, of_past = names.filter(~pl.col(f"{level}_former")), names.filter(pl.col(f"{level}_former"))
    of_past = of_past.join(of_today, on=["key", "parent"], how="anti")
    names = pl.concat([each.unique(["key", "parent"], keep="none") for each in (of_today, of_past)])
    above = (
        pl.lit("")
        if parent is None
        else pl.coalesce(f"{parent}_code", *(["within"] if parent == "regency" else []))
    )
    keyed = table.with_columns(key(pl.col(level), level).alias("key"), above.alias("parent"))
    return keyed.join(names, on=["key", "parent"], how="left").drop("key", "parent")
