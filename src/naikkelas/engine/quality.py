"""Rules of data quality over whole registries: the objects of rules.quality_rule read as data-frame expressions.

A frame holds one record a row: `id`, `area_id`, and the facts that rules name. One reading of the registry serves all
rules, and what is sealed in the database (what a NIK says) can be asked as well, on every engine alike.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any, assert_never

import polars as pl

from naikkelas.rules.measure import AtLeast, AtMost, In, Is, Known
from naikkelas.rules.quality_rule import (
    MAD,
    SEVERITIES,
    AllOf,
    AnyOf,
    Concentrated,
    Differs,
    Digits,
    Each,
    Exceeds,
    Not,
    Outlier,
    QualityRule,
    Repeated,
    Share,
    StartsWith,
    When,
)

FOUND = {
    "rule": pl.String, "rule_hash": pl.String, "kind": pl.String, "record_id": pl.Int64, "area_id": pl.String,
    "severity": pl.Int64, "shown": pl.String, "beside": pl.String,
}  # fmt: skip
"""Columns of what is found. `shown`: the record's facts in question, `beside`: what they were compared with, as JSON."""
NOTHING = "{}"


def found(rules: Iterable[QualityRule], frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """What the rules find in the frames (by kind of record), one row a rule and record."""
    parts = [_told(rule, flagged(rule, frames[rule.facts])) for rule in rules]
    return pl.concat(parts) if parts else pl.DataFrame(schema=FOUND)


def flagged(rule: QualityRule, frame: pl.DataFrame) -> pl.DataFrame:
    """Columns id, area_id, shown, beside of the records (or areas) that the rule finds."""
    match rule.check:
        case Each(where):
            return _records(frame.filter(when(where)), rule)
        case Repeated(column, least):
            times = frame.filter(pl.col(column).is_not_null()).with_columns(
                pl.len().over(column).alias("times")
            )
            return _records(times.filter(pl.col("times") >= least), rule, ("times",))
        case Outlier() as check:
            return _records(_far(check, frame), rule, ("usual_low", "usual", "usual_high"))
        case Share() as check:
            return _areas(_shares(check, frame))
        case Concentrated() as check:
            return _areas(_concentrated(check, frame))


def when(condition: When) -> pl.Expr:
    """The condition as an expression that is never null."""
    return _nullable(condition).fill_null(False)


def _nullable(condition: When) -> pl.Expr:  # noqa: C901 - one case a kind of condition
    match condition:
        case Is(column, value):
            return pl.col(column) == value
        case In(column, values):
            return pl.col(column).is_in(list(values))
        case Known(column):
            return pl.col(column).is_not_null()
        case AtLeast(column, limit):
            return pl.col(column) >= limit
        case AtMost(column, limit):
            return pl.col(column) <= limit
        case Digits(column):
            return pl.col(column).str.contains(f"^{condition.pattern}$")
        case StartsWith(column, beginnings):
            return reduce(or_, (pl.col(column).str.starts_with(beginning) for beginning in beginnings))
        case Differs(column, other):
            return pl.col(column) != pl.col(other)
        case Exceeds(column, other, times, plus):
            plain = times == 1 and plus == 0
            return pl.col(column) > (pl.col(other) if plain else pl.col(other) * times + plus)
        case Not(inner):
            return ~when(inner)
        case AllOf(conditions):
            return reduce(and_, map(when, conditions))
        case AnyOf(conditions):
            return reduce(or_, map(when, conditions))
        case _ as never:
            assert_never(never)


def _far(check: Outlier, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows whose logarithm lies far from its group's median, with the bounds of what is usual there."""
    per = pl.lit(1) if check.per is None else pl.col(check.per)
    known = [pl.col(column).is_not_null() for column in check.by]
    rows = frame.filter((pl.col(check.column) > 0) & (per > 0), *known).with_columns(
        (pl.col(check.column).log() - per.log()).alias("_log")
    )
    by = list(check.by)
    rows = rows.with_columns(
        pl.col("_log").median().over(by).alias("_middle"), pl.len().over(by).alias("_size")
    )
    away = (pl.col("_log") - pl.col("_middle")).abs()
    rows = rows.with_columns(away.alias("_away")).with_columns(
        pl.col("_away").median().over(by).alias("_spread")
    )
    reach = check.tenths * MAD * pl.col("_spread")
    far = rows.filter(
        (pl.col("_size") >= check.least) & (pl.col("_spread") > 0) & (pl.col("_away") * 10 > reach)
    )

    def bound(sign: int) -> pl.Expr:
        return ((pl.col("_middle") + sign * reach / 10).exp() * per).round().cast(pl.Int64)

    return far.with_columns(
        bound(-1).alias("usual_low"), bound(0).alias("usual"), bound(1).alias("usual_high")
    )


def _shares(check: Share, frame: pl.DataFrame) -> pl.DataFrame:
    counted = (
        frame.filter(when(check.of))
        .group_by(pl.col(check.area).alias("area_id"))
        .agg(pl.len().alias("whole"), when(check.where).sum().alias("part"))
    )
    return counted.filter(
        (pl.col("whole") >= check.least)
        & (100 * pl.col("part").cast(pl.Int64) > check.percent * pl.col("whole"))
    )


def _concentrated(check: Concentrated, frame: pl.DataFrame) -> pl.DataFrame:
    parts = frame.group_by(pl.col(check.area).alias("area_id"), check.part).len("records")
    counted = parts.group_by("area_id").agg(
        pl.col("records").sum().cast(pl.Int64).alias("whole"),
        pl.col("records").top_k(check.top).sum().cast(pl.Int64).alias("part"),
        pl.len().alias("parts"),
    )
    return counted.filter(
        (pl.col("whole") >= check.least)
        & (pl.col("parts") > 2 * check.top)
        & (100 * pl.col("part") >= check.percent * pl.col("whole"))
    )


def _records(rows: pl.DataFrame, rule: QualityRule, beside: tuple[str, ...] = ()) -> pl.DataFrame:
    return rows.select("id", "area_id", _json(rule.shows).alias("shown"), _json(beside).alias("beside"))


def _areas(rows: pl.DataFrame) -> pl.DataFrame:
    """An area is recorded by the number that its code makes; what was counted may change without ending a decision."""
    number = pl.col("area_id").str.replace_all(".", "", literal=True).cast(pl.Int64)
    beside = _json(("part", "whole"))
    return rows.select(
        number.alias("id"), "area_id", pl.lit(NOTHING).alias("shown"), beside.alias("beside")
    ).sort("id")


def _json(columns: tuple[str, ...]) -> pl.Expr:
    return pl.struct(columns).struct.json_encode() if columns else pl.lit(NOTHING)


def _told(rule: QualityRule, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.lit(rule.id).alias("rule"),
        pl.lit(rule.hash).alias("rule_hash"),
        pl.lit(rule.kind).alias("kind"),
        pl.col("id").cast(pl.Int64).alias("record_id"),
        "area_id",
        pl.lit(SEVERITIES[rule.severity], pl.Int64).alias("severity"),
        "shown",
        "beside",
    )


def frame_of(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """A frame of a few records: every column typed by its first known value."""
    types: dict[type, Any] = {bool: pl.Boolean, int: pl.Int64, str: pl.String, date: pl.Date}
    schema = {
        name: next((types[type(row[name])] for row in rows if row[name] is not None), pl.String)
        for name in rows[0]
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
