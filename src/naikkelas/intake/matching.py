"""Which rows of a delivery are already in the registry, by the numbers they carry, else by name and place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from naikkelas.instruments.fields import folded
from naikkelas.monev import queries as monev
from naikkelas.programmes import queries as programmes
from naikkelas.programmes.queries import plut
from naikkelas.registry import queries as registry
from naikkelas.registry.actions.keys import MERGED_AWAY, cooperative_match_keys, match_keys, unfold

LATER_THAN_ANY = 9_999


def match(record: str, rows: pl.DataFrame, area: str, source: str) -> pl.DataFrame:
    """Add existing_id (and what goes with it) to rows; null where the registry does not know the row.

    What the same delivery (`source`) wrote before an interruption is not known: its later rows find what they would
    have found without the interruption.
    """
    return _MATCH[record](rows, area, source)


def _enterprises(rows: pl.DataFrame, area: str, source: str) -> pl.DataFrame:
    known = registry.known_enterprises(area, besides=source)
    kept = ["existing_owner_id", "existing_digest", "existing_year"]
    if not known.height:
        return rows.with_columns(
            *(pl.lit(None, pl.Int64).alias(name) for name in ("existing_id", *kept)), former=pl.lit(False)
        )
    keyed = rows.with_columns(
        folded(pl.col("name")).alias("name_key"),
        match_keys(rows),
        pl.col("area_code").str.slice(0, 5).alias("regency"),
    )
    known = known.with_columns(pl.col("known_area").str.slice(0, 5).alias("regency"))
    ways = [["nib"], ["nik_index", "name_key"], ["registration_no", "regency"], ["match_key"]]
    found = _first_match(keyed, known, ways, kept).drop("name_key", "match_key", "regency")
    # what is listed under the number of a record that was merged adds the facts of its year; names and addresses stay
    # as the person chose who merged
    return found.with_columns(
        pl.when("former").then(pl.lit(LATER_THAN_ANY)).otherwise("existing_year").alias("existing_year")
    )


def _cooperatives(rows: pl.DataFrame, area: str, source: str) -> pl.DataFrame:
    known = registry.known_cooperatives(area, besides=source)
    keyed = rows.with_columns(cooperative_match_keys(rows))
    ways = [["cooperative_nik"], ["legal_no"], ["match_key"]]
    return _first_match(keyed, known, ways, ["existing_digest"]).drop("match_key")


_MATCH: dict[str, Callable[[pl.DataFrame, str, str], pl.DataFrame]] = {
    "enterprise": _enterprises,
    "cooperative": _cooperatives,
}


def _first_match(
    rows: pl.DataFrame, known: pl.DataFrame, ways: list[list[str]], kept: list[str]
) -> pl.DataFrame:
    """existing_id by the first way that finds one, with the `kept` columns and whether it is a former identity.

    A key that several records share finds none.
    """
    known = known.with_row_index("line")
    candidates = []
    for number, way in enumerate(ways):
        filled = pl.all_horizontal(pl.col(c).is_not_null() & (pl.col(c).cast(pl.String) != "") for c in way)
        # a record and what was merged into it are one, so they do not stand in each other's way
        one = known.filter(filled).unique([*way, "existing_id"], keep="first", maintain_order=True)
        unique = one.unique(way, keep="none").select(*way, pl.col("line").alias(f"way{number}"))
        rows = rows.join(unique, on=way, how="left")
        candidates.append(f"way{number}")
    rows = rows.with_columns(pl.coalesce(candidates).alias("line")).drop(candidates)
    found = rows.join(known.select("line", "existing_id", "former", *kept), on="line", how="left").drop(
        "line"
    )
    if known["former"].any():
        found = _by_own_number(found, known, kept)
    # two rows of one file never renew the same record: the first does, the other is new and shows as a double; but
    # where a person merged the two, the one that went in has nothing more to say
    known_id = pl.col("existing_id").is_not_null()
    again = known_id & (pl.int_range(pl.len()).over("existing_id", order_by="former") > 0)
    merged = pl.col("existing_id").is_in(known.filter("former")["existing_id"].unique().to_list())
    other = pl.when(merged).then(pl.lit(MERGED_AWAY))
    return found.with_columns(
        pl.when(again).then(other).otherwise("existing_id").alias("existing_id"),
        *(pl.when(again).then(None).otherwise(name).alias(name) for name in kept),
        pl.col("former").fill_null(False) & ~again,
    )


def _by_own_number(found: pl.DataFrame, known: pl.DataFrame, kept: list[str]) -> pl.DataFrame:
    """Of what a record is known as, the one that carries the row's own number, where one does."""
    number = "registration_no" if "registration_no" in known.columns else "legal_no"
    numbered = known.filter(pl.col(number).is_not_null() & (pl.col(number) != ""))
    columns = ["former", *kept]
    own = numbered.unique(["existing_id", number], keep="first", maintain_order=True).select(
        "existing_id", number, *(pl.col(name).alias(f"own_{name}") for name in columns)
    )
    joined = found.join(own, on=["existing_id", number], how="left")
    has = pl.col("own_former").is_not_null()
    return joined.with_columns(
        pl.when(has).then(f"own_{name}").otherwise(name).alias(name) for name in columns
    ).drop(f"own_{name}" for name in columns)


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


def doubtful(record: str, matched: pl.DataFrame) -> pl.Series:
    """Which new rows share a person's NIK, or owner and phone, with another new row of the file."""
    if record != "enterprise":
        return pl.repeat(False, matched.height, dtype=pl.Boolean, eager=True).alias("doubtful")
    new = pl.col("existing_id").is_null()
    owner = matched.with_columns(
        pl.when(pl.col("phone").is_not_null() & new).then(folded(pl.col("owner_name"))).alias("owner")
    )
    return owner.select(
        ((new & pl.col("nik_index").is_not_null() & (pl.col("nik_index").filter(new).len().over("nik_index") > 1))
        | (pl.col("owner").is_not_null() & (pl.len().over("phone", "owner") > 1))).alias("doubtful")
    )["doubtful"]  # fmt: skip


def _repeated(rows: pl.DataFrame, keys: list[str]) -> int:
    filled = rows.filter(pl.all_horizontal(pl.col(k).is_not_null() for k in keys))
    return filled.height - filled.unique(keys).height


MOST_TOLD = 20


@dataclass(frozen=True)
class Dependents:
    """What holds on to what an import brought: how many records of each sort, and the first of them by name."""

    counts: dict[str, int]
    recipients: list[Any]
    planned: list[Any]
    deliveries: list[int]
    visits: list[int]


def dependents(record: str, steps: list[dict[str, Any]], source: str) -> Dependents:
    """`uses` with what is behind the counts, for the page that asks before an import is taken back."""
    counts = uses(record, steps, source)
    created = [pk for step in steps for pk in unfold(step["created"])]
    touched = [*created, *(image["id"] for step in steps for image in step["before"])]
    since = min((datetime.fromisoformat(step["at"]) for step in steps), default=None)
    sources = registry.sources_since(record, touched, source, since) if since and "later" in counts else set()
    return Dependents(
        counts,
        programmes.some_aid_among(record, created, MOST_TOLD) if "aid" in counts else [],
        monev.some_visits_among(record, created, MOST_TOLD) if "visits" in counts else [],
        sorted(int(s[1:]) for s in sources if s[:1] == "d" and s[1:].isdigit()),
        sorted(int(s[1:]) for s in sources if s[:1] == "v" and s[1:].isdigit())[:MOST_TOLD],
    )


def uses(record: str, steps: list[dict[str, Any]], source: str) -> dict[str, int]:
    """What stands against taking an import back: {aid | visits | served | later | merged: how many}, empty when nothing does.

    Aid, planned visits and services of a PLUT hold on to what it created; what changed its records since would be lost.
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
            "served": plut.services_to(record, ids["created"]),
            "later": registry.enterprises_changed_since(touched, ids["years"], source, since),
            "merged": registry.merged_among(record, touched),
        }
    else:
        verdicts = [pk for step in steps for pk in unfold(step["verdicts"])]
        counts = {
            "aid": programmes.aid_of_cooperatives(ids["created"]),
            "visits": monev.visits_of_cooperatives(ids["created"]),
            "served": plut.services_to(record, ids["created"]),
            "later": registry.cooperatives_changed_since(touched, ids["years"], verdicts, source, since),
            "merged": registry.merged_among(record, touched),
        }
    return {what: count for what, count in counts.items() if count}
