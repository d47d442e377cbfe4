"""Which rows of a delivery are already in the registry, by the numbers they carry, else by name and place."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import polars as pl

from naikkelas.instruments.fields import folded
from naikkelas.monev import queries as monev
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.registry.actions.keys import cooperative_match_keys, match_keys, unfold


def match(record: str, rows: pl.DataFrame, area: str, source: str) -> pl.DataFrame:
    """Add existing_id (and what goes with it) to rows; null where the registry does not know the row.

    What the same delivery (`source`) wrote before an interruption is not known: its later rows find what they would
    have found without the interruption.
    """
    return _MATCH[record](rows, area, source)


def _enterprises(rows: pl.DataFrame, area: str, source: str) -> pl.DataFrame:
    known = registry.known_enterprises(area, besides=source)
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


def _cooperatives(rows: pl.DataFrame, area: str, source: str) -> pl.DataFrame:
    known = registry.known_cooperatives(area, besides=source)
    keyed = rows.with_columns(cooperative_match_keys(rows))
    found = _first_match(keyed, known, [["cooperative_nik"], ["legal_no"], ["match_key"]])
    return found.join(known.select("existing_id", "existing_digest"), on="existing_id", how="left").drop(
        "match_key"
    )


_MATCH: dict[str, Callable[[pl.DataFrame, str, str], pl.DataFrame]] = {
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


def uses(record: str, steps: list[dict[str, Any]], source: str) -> dict[str, int]:
    """What stands against taking an import back: {aid | visits | later: how many records}, empty when nothing does.

    Aid and planned visits hold on to what it created; what changed its records since would be lost.
    """
    ids = {part: [pk for step in steps for pk in unfold(step[part])] for part in ("created", "years")}
    touched = [*ids["created"], *(image["id"] for step in steps for image in step["before"])]
    since = min((datetime.fromisoformat(step["at"]) for step in steps), default=None)
    if since is None:
        return {}
    if record == "enterprise":
        counts = {
            "aid": programmes.aid_of_enterprises(ids["created"]),
            "visits": monev.visits_of_enterprises(ids["created"]),
            "later": registry.enterprises_changed_since(touched, ids["years"], source, since),
        }
    else:
        verdicts = [pk for step in steps for pk in unfold(step["verdicts"])]
        counts = {
            "aid": programmes.aid_of_cooperatives(ids["created"]),
            "visits": monev.visits_of_cooperatives(ids["created"]),
            "later": registry.cooperatives_changed_since(touched, ids["years"], verdicts, source, since),
        }
    return {what: count for what, count in counts.items() if count}
