"""Which rows of a delivery are already in the registry, by the numbers they carry, else by name and place."""

from collections.abc import Callable

import polars as pl

from naikkelas.instruments.fields import folded
from naikkelas.monev import queries as monev
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.registry.actions.keys import cooperative_match_keys, match_keys


def match(record: str, rows: pl.DataFrame, area: str) -> pl.DataFrame:
    """Add existing_id (and what goes with it) to rows; null where the registry does not know the row."""
    return _MATCH[record](rows, area)


def _enterprises(rows: pl.DataFrame, area: str) -> pl.DataFrame:
    known = registry.known_enterprises(area)
    kept = known.select("existing_id", "existing_owner_id", "existing_digest", "existing_year")
    if not known.height:
        return rows.with_columns(pl.lit(None, pl.Int64).alias(name) for name in kept.columns)
    keyed = rows.with_columns(
        folded(pl.col("name")).alias("name_key"),
        match_keys(rows),
        pl.col("area_code").str.slice(0, 5).alias("regency"),
    )
    known = known.with_columns(pl.col("known_area").str.slice(0, 5).alias("regency"))
    ways = [["nib"], ["nik_index", "name_key"], ["registration_no", "regency"], ["match_key"]]
    found = _first_match(keyed, known, ways)
    return found.join(kept, on="existing_id", how="left").drop("name_key", "match_key", "regency")


def _cooperatives(rows: pl.DataFrame, area: str) -> pl.DataFrame:
    known = registry.known_cooperatives(area)
    keyed = rows.with_columns(cooperative_match_keys(rows))
    found = _first_match(keyed, known, [["cooperative_nik"], ["legal_no"], ["match_key"]])
    return found.join(known.select("existing_id", "existing_digest"), on="existing_id", how="left").drop(
        "match_key"
    )


_MATCH: dict[str, Callable[[pl.DataFrame, str], pl.DataFrame]] = {
    "enterprise": _enterprises,
    "cooperative": _cooperatives,
}


def _first_match(rows: pl.DataFrame, known: pl.DataFrame, ways: list[list[str]]) -> pl.DataFrame:
    """existing_id by the first way that finds one. A key that several records share finds none."""
    candidates = []
    for number, way in enumerate(ways):
        filled = pl.all_horizontal(pl.col(c).is_not_null() & (pl.col(c).cast(pl.String) != "") for c in way)
        unique = (
            known.filter(filled)
            .unique(way, keep="none")
            .select(*way, pl.col("existing_id").alias(f"way{number}"))
        )
        rows = rows.join(unique, on=way, how="left")
        candidates.append(f"way{number}")
    rows = rows.with_columns(pl.coalesce(candidates).alias("existing_id")).drop(candidates)
    # two rows of one file never renew the same record: the first does, the other is new and shows as a double
    again = pl.col("existing_id").is_not_null() & (pl.int_range(pl.len()).over("existing_id") > 0)
    return rows.with_columns(pl.when(again).then(None).otherwise(pl.col("existing_id")).alias("existing_id"))


def likely_doubles(record: str, matched: pl.DataFrame) -> dict[str, int]:
    """How many new rows look like something else by exact keys: the same person's NIK, or the same phone and name."""
    if record != "enterprise":
        return {}
    new = matched.filter(pl.col("existing_id").is_null())
    return {
        "same_person": _repeated(new, ["nik_index"]),
        "same_phone_and_owner": _repeated(
            new.with_columns(folded(pl.col("owner_name")).alias("owner")), ["phone", "owner"]
        ),
    }


def _repeated(rows: pl.DataFrame, keys: list[str]) -> int:
    filled = rows.filter(pl.all_horizontal(pl.col(k).is_not_null() for k in keys))
    return filled.height - filled.unique(keys).height


def uses(record: str, created: list[int], source: str) -> dict[str, int]:
    """What depends on records that an import created, or has changed them since: {what: how many}, empty when nothing."""
    if record == "enterprise":
        counts = {
            "bantuan": programmes.aid_of_enterprises(created),
            "kunjungan": monev.visits_of_enterprises(created),
            "impor atau kunjungan kemudian": registry.enterprises_changed_since(created, source),
        }
    else:
        counts = {
            "bantuan": programmes.aid_of_cooperatives(created),
            "kunjungan": monev.visits_of_cooperatives(created),
            "impor atau kunjungan kemudian": registry.cooperatives_changed_since(created, source),
        }
    return {what: count for what, count in counts.items() if count}
