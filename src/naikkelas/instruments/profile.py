"""What a column of a file holds as a whole: how full it is, what stands in it most often, from where to where."""

from typing import Any

import polars as pl

from naikkelas.instruments.finding import Found
from naikkelas.instruments.registry_fields import AREA_FIELDS, PERSONAL

_MOST = 5
_PLAIN = 60


def of(values: pl.DataFrame, problems: pl.DataFrame, found: Found) -> list[dict[str, Any]]:
    """One entry for each column that was read, in the file's order, as JSON knows it.

    Nothing of a person is named here: of such columns only the counts are told.
    """
    faulty = {
        (field, error): count
        for field, error, count in problems.group_by("field", "error").agg(pl.len().alias("n")).iter_rows()
    }
    fields = [field for _, field in sorted(found.fields.items())]
    held = [field for field in fields if field in values.columns and field not in AREA_FIELDS]
    told = _measured(values, held)
    frequent = {
        name: _frequent(values[name]) for name in held if name not in PERSONAL and told[name]["distinct"]
    }
    return [
        {
            "field": field,
            "header": found.headings[at],
            "errors": faulty.get((field, True), 0),
            "notes": faulty.get((field, False), 0),
            **told.get(field, {}),
            "frequent": frequent.get(field, []),
        }
        for at, field in sorted(found.fields.items())
    ]


def _measured(values: pl.DataFrame, names: list[str]) -> dict[str, dict[str, Any]]:
    ordered = [
        n
        for n in names
        if n not in PERSONAL and (values.schema[n].is_numeric() or values.schema[n] == pl.Date)
    ]
    row = (
        values.lazy()
        .select(
            *(pl.col(n).count().alias(f"{n}:filled") for n in names),
            *(pl.col(n).drop_nulls().n_unique().alias(f"{n}:distinct") for n in names),
            *(pl.col(n).min().alias(f"{n}:low") for n in ordered),
            *(pl.col(n).max().alias(f"{n}:high") for n in ordered),
        )
        .collect()
        .row(0, named=True)
    )
    return {
        n: {
            "filled": row[f"{n}:filled"],
            "distinct": row[f"{n}:distinct"],
            "low": _text(row.get(f"{n}:low")),
            "high": _text(row.get(f"{n}:high")),
        }
        for n in names
    }


def _frequent(cells: pl.Series) -> list[list[Any]]:
    """[value, count] of what stands in a column most often; empty where nearly every cell has its own."""
    counted = cells.drop_nulls().value_counts(name="times").top_k(_MOST, by=["times"])
    pairs = sorted(
        ((_text(value), times) for value, times in counted.iter_rows() if times > 1),
        key=lambda p: (-p[1], p[0]),
    )
    return [[value[:_PLAIN], times] for value, times in pairs]


def _text(value: Any) -> str:
    return "" if value is None else str(value)
