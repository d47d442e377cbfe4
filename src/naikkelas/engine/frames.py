"""Rule sets over a data frame: the same objects that `rules` evaluates one by one, for an import of 169k rows."""

from datetime import date

import polars as pl

from naikkelas.rules.bands import Bands
from naikkelas.rules.size_class import UNKNOWN, ClassRules, Criterion, months_before


def band_name(bands: Bands, column: str) -> pl.Expr:
    """The name of the band in which `column` lies; null where it is null."""
    value = pl.col(column)
    name = pl.lit(bands.above)
    for ceiling, step in reversed(bands.steps):
        name = pl.when(value <= ceiling).then(pl.lit(step)).otherwise(name)
    return pl.when(value.is_null()).then(None).otherwise(name)


def class_columns(rules: ClassRules, as_of: date) -> list[pl.Expr]:
    """Columns size_class, class_reason and class_flag for a frame with the columns of EnterpriseFacts."""
    usable = [_applies(c, as_of) & pl.col(c.fact).is_not_null() for c in rules.criteria]
    names = [
        pl.when(ok).then(band_name(c.bands, c.fact)) for ok, c in zip(usable, rules.criteria, strict=True)
    ]
    reason = pl.coalesce(
        *(pl.when(ok).then(pl.lit(c.fact)) for ok, c in zip(usable, rules.criteria, strict=True)),
        pl.lit("none"),
    )
    disagree = pl.lit(False)
    if rules.flag_disagreement:
        for name in names[1:]:
            disagree = disagree | (names[0] != name).fill_null(False)
    return [
        pl.coalesce(*names, pl.lit(UNKNOWN)).alias("size_class"),
        reason.alias("class_reason"),
        pl.when(disagree).then(pl.lit("ambiguous")).otherwise(pl.lit("")).alias("class_flag"),
    ]


def _applies(criterion: Criterion, as_of: date) -> pl.Expr:
    if criterion.founded_before is None:
        return pl.lit(True)
    founded = pl.col("founded_on")
    applies = founded.is_null() | (founded < criterion.founded_before)
    if criterion.or_aged_months is not None:
        applies = applies | (founded <= months_before(as_of, criterion.or_aged_months))
    return applies
