"""Make weights: u from random pairs, m from pairs that are known or, where none are, by expectation-maximisation."""

from typing import Any

import duckdb
import polars as pl
from splink import block_on

from naikkelas.engine.linkage import model, run

LEAST_M, LEAST_U = 0.004, 1e-6
NUMBER_M, NUMBER_U = (0.92, 0.08), (1e-6, 1.0)
"""Of a number that should be one's own: equal, other."""


def train(
    records: pl.DataFrame, *, label: str | None = None, seed: int = 1, random_pairs: float = 3e6
) -> dict[str, Any]:
    """Weights from records in the columns of model.COLUMNS; `label` names a column that is equal for the same one.

    Without it, expectation-maximisation over three blocks finds them (the registry itself then teaches).
    """
    table = model.prepared(records)
    if label:
        table = table.with_columns(records[label].alias("label"))
    with run.opened(table, model.untrained()) as (connection, linker):
        linker.training.estimate_u_using_random_sampling(max_pairs=random_pairs, seed=seed)
        if label:
            linker.training.estimate_m_from_label_column("label")
        else:
            for rule in (block_on("block_owner"), block_on("block_phone"), block_on("block_business")):
                linker.training.estimate_parameters_using_expectation_maximisation(rule)
        settings = linker.misc.save_model_to_json()
        found = {c["output_column_name"]: _weights(c) for c in settings["comparisons"]}
        _count_homes(connection, found["home"], records.height, labelled=bool(label))
    return {"densities": model.densities(table), "comparisons": found}


def _count_homes(
    connection: duckdb.DuckDBPyConnection, levels: list[dict[str, Any]], records: int, *, labelled: bool
) -> None:
    """u of the rare levels of `home`, counted in full: random pairs hardly ever live in one house."""
    cases = " ".join(f"WHEN {condition} THEN {n}" for n, (_, condition) in enumerate(model.HOME.values()))
    columns = ["unique_id", "phone", "house", "village", "district", "regency", "address_words"]
    columns += ["label"] if labelled else []
    sides = ", ".join(f"{side}.{column} AS {column}_{side}" for side in "lr" for column in columns)
    met = " UNION ".join(
        f"SELECT {sides} FROM records l JOIN records r ON l.{key} = r.{key} AND l.unique_id < r.unique_id"  # noqa: S608
        for key in ("village", "phone")
    )
    strangers = "WHERE label_l <> label_r" if labelled else ""
    counted = dict(
        connection.execute(
            f"SELECT CASE {cases} END AS level, count(*) FROM ({met}) {strangers} GROUP BY level"  # noqa: S608
        ).fetchall()
    )
    for n, (label, (shared, _)) in enumerate(model.HOME.items()):
        if shared in ("phone", "house", "village"):
            one = next(one for one in levels if one["level"] == label)
            one["u"] = max(counted.get(n, 0), 1) / (records * (records - 1) / 2)


def _weights(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
    ms = [level.get("m_probability") for level in levels]
    us = [level.get("u_probability") for level in levels]
    if not any(us):  # nobody among these records has the number: judge it as any number of a person
        ms, us = [*NUMBER_M], [*NUMBER_U]
    ms, us = _shares(ms, LEAST_M), _shares(us, LEAST_U)
    return [
        {"level": level["label_for_charts"], "m": m, "u": u}
        for level, m, u in zip(levels, ms, us, strict=True)
    ]


def _shares(seen: list[float | None], least: float) -> list[float]:
    """Shares that add up to 1, none below `least`: what was not seen among these records is rare, not impossible."""
    floored = [max(share or 0.0, least) for share in seen]
    return [round(share / sum(floored), 9) for share in floored]
