"""What entering rows would do to the registry, told before anybody decides. Nothing is written."""

from datetime import datetime

import polars as pl

from naikkelas.registry.actions.cooperatives import content_of as cooperative_content
from naikkelas.registry.actions.enterprises import content_of as enterprise_content
from naikkelas.registry.actions.keys import digests
from naikkelas.registry.actions.years import FACTS, standing

NEW, CHANGED, SAME = "new", "changed", "same"


def foresee_enterprises(*, rows: pl.DataFrame, at: datetime) -> pl.Series:
    """'new', 'changed' or 'same' for each row, as `enrol_enterprises` would count it."""
    known = rows.filter(pl.col("existing_id").is_not_null()).with_columns(
        pl.col("year").cast(pl.Int64).fill_null(at.year - 1).alias("of_year")
    )
    if not known.height:
        return pl.repeat(NEW, rows.height, dtype=pl.String, eager=True).alias("state")
    older = pl.col("existing_year").is_not_null() & (pl.col("of_year") < pl.col("existing_year"))
    newest = known.filter(~older)
    newest = newest.with_columns(digests(newest.select(enterprise_content(rows)), "digest"))
    told = [newest.select("row", _word(pl.col("digest") == pl.col("existing_digest")))]
    former = known.filter(older)
    if former.height:
        held = standing(former["existing_id"].to_list())
        joined = former.join(
            held, left_on=["existing_id", "of_year"], right_on=["id", "year"], how="left", suffix="_old"
        )
        same = pl.all_horizontal(
            pl.col("old_id").is_not_null(),
            *(pl.col(f).is_null() | pl.col(f).eq_missing(pl.col(f"{f}_old")) for f in FACTS),
        )
        told.append(joined.select("row", _word(same)))
    return _by_row(rows, pl.concat(told))


def foresee_cooperatives(*, rows: pl.DataFrame, at: datetime) -> pl.Series:
    """`foresee_enterprises` for cooperatives. `at` is not asked: their digest says all."""
    known = rows.filter(pl.col("existing_id").is_not_null())
    known = known.with_columns(digests(known.select(cooperative_content(rows)), "digest"))
    return _by_row(rows, known.select("row", _word(pl.col("digest") == pl.col("existing_digest"))))


def _word(same: pl.Expr) -> pl.Expr:
    # what was merged away carries no digest: nothing is written of it
    return pl.when(same.fill_null(True)).then(pl.lit(SAME)).otherwise(pl.lit(CHANGED)).alias("state")


def _by_row(rows: pl.DataFrame, told: pl.DataFrame) -> pl.Series:
    return rows.select("row").join(told, on="row", how="left", maintain_order="left")["state"].fill_null(NEW)
