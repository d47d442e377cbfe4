"""Score the candidate pairs of a registry, or only those with a record that is new or changed."""

import contextlib
from collections.abc import Collection, Iterator
from typing import Any

import duckdb
import polars as pl
from splink import Linker, SettingsCreator
from splink.backends.duckdb import DuckDBAPI

from naikkelas.engine.linkage import model

CANDIDATES_A_RECORD, CANDIDATES_AT_LEAST = 60, 200_000
MEMORY, THREADS = "1200MB", 2
ERRORS_ONLY = 40


class TooManyCandidates(ValueError):
    """The blocks hold more pairs than the budget allows; tells which block and what to do."""

    def __init__(self, counts: dict[str, int], budget: int) -> None:
        self.counts, self.budget = counts, budget
        self.worst = max(counts, key=lambda name: counts[name])
        super().__init__(
            f"{sum(counts.values()):,} candidate pairs, {budget:,} are allowed; most come from block '{self.worst}' "
            f"({counts[self.worst]:,}): look there for a value that too many records share"
        )


def pairs(
    records: pl.DataFrame,
    *,
    threshold: float = 0.9,
    changed: Collection[int] | None = None,
    weights: dict[str, Any] | None = None,
) -> pl.DataFrame:
    """Pairs of records that are the same with at least `threshold` probability (0 to 1), the surest first.

    `records` has the columns of model.COLUMNS. With `changed` (ids) only pairs with one of them are looked for; the others
    still tell how common a name is. Returns id_a < id_b, probability, and for each comparison `level_…` (its level, the
    highest is the best, -1 says nothing) and `bits_…` (for or against; all and the prior's add up to the match weight).
    Raises TooManyCandidates before anything is scored.
    """
    table = model.prepared(records)
    if changed is not None:
        table = table.with_columns(pl.col("unique_id").is_in(list(changed)).alias("fresh"))
    weights = weights or model.trained()
    if not _within_budget(table):
        return _no_pairs(weights)  # without starting an engine: so it is for most short lists
    settings = weighted(weights, table, new_only=changed is not None)
    with opened(table, settings) as (connection, linker):
        scored = linker.inference.predict(threshold_match_probability=threshold)
        return connection.sql(_told(scored.physical_name, settings)).pl()


@contextlib.contextmanager
def opened(
    table: pl.DataFrame, settings: SettingsCreator | dict[str, Any]
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Linker]]:
    """An engine in memory that holds prepared records as the table `records`, within the bounds of MEMORY and THREADS."""
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute(f"SET threads = {THREADS}")
        connection.register("given", table.to_arrow())
        connection.execute("CREATE TABLE records AS SELECT * FROM given")
        given = DuckDBAPI(connection).register("records")
        yield connection, Linker(given, settings, log_level=ERRORS_ONLY, validate_settings=False)


def candidates(table: pl.DataFrame) -> dict[str, int]:
    """How many pairs each block holds, from prepared records; with a column `fresh`, pairs with such a record."""
    fresh = pl.col("fresh").sum() if "fresh" in table.columns else pl.len()
    old, new = pl.col("all") - pl.col("new"), pl.col("new")
    return {
        name: int(
            table.drop_nulls(f"block_{name}")
            .group_by(f"block_{name}")
            .agg(pl.len().cast(pl.Int64).alias("all"), fresh.cast(pl.Int64).alias("new"))
            .select((old * new + new * (new - 1) // 2).sum())
            .item()
        )
        for name in model.BLOCKS
    }


def _within_budget(table: pl.DataFrame) -> int:
    """How many pairs there are to score."""
    budget = max(CANDIDATES_AT_LEAST, CANDIDATES_A_RECORD * table.height)
    counts = candidates(table)
    if sum(counts.values()) > budget:
        raise TooManyCandidates(counts, budget)
    return sum(counts.values())


def _no_pairs(weights: dict[str, Any]) -> pl.DataFrame:
    told = [(f"level_{name}", f"bits_{name}") for name in weights["comparisons"]]
    kinds = {name: kind for pair in told for name, kind in zip(pair, (pl.Int32, pl.Float64), strict=True)}
    return pl.DataFrame(schema={"id_a": pl.Int64, "id_b": pl.Int64, "probability": pl.Float64} | kinds)


def weighted(weights: dict[str, Any], table: pl.DataFrame, *, new_only: bool) -> dict[str, Any]:
    """The settings with their weights, and with what depends on the registry: the prior, and how often strangers meet."""
    settings = model.untrained(new_only).create_settings_dict(sql_dialect_str="duckdb")
    expected = 2 * model.DUPLICATES_A_RECORD / max(table.height, 2)
    settings["probability_two_random_records_match"] = min(0.05, expected)
    here = model.densities(table)
    for comparison in settings["comparisons"]:
        known = {one["level"]: one for one in weights["comparisons"][comparison["output_column_name"]]}
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                one, shared = known[level["label_for_charts"]], model.HOME.get(level["label_for_charts"])
                times = here[shared[0]] / weights["densities"][shared[0]] if shared else 1.0
                level["m_probability"], level["u_probability"] = one["m"], min(one["u"] * times, 0.95)
    return dict(settings)


def _told(table: str, settings: dict[str, Any]) -> str:
    """SQL for what `pairs` returns, from Splink's table."""
    columns = []
    for comparison in settings["comparisons"]:
        name = comparison["output_column_name"]
        rare = any(level.get("tf_adjustment_column") for level in comparison["comparison_levels"])
        columns += [
            f"gamma_{name} AS level_{name}",
            f"mw_{name}" + (f" + coalesce(mw_tf_adj_{name}, 0)" if rare else "") + f" AS bits_{name}",
        ]
    return (
        "SELECT least(unique_id_l, unique_id_r) AS id_a, greatest(unique_id_l, unique_id_r) AS id_b, "  # noqa: S608
        f'match_probability AS probability, {", ".join(columns)} FROM "{table}" ORDER BY probability DESC, id_a, id_b'
    )
