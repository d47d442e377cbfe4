"""What a file does not say stays as it is known: an empty cell, or a column that the file lacks, wipes nothing out."""

from datetime import datetime

import polars as pl

from naikkelas.registry.actions.years import FACTS
from naikkelas.registry.models import Enterprise, EnterpriseYear

PREFIX = "held_"
_OWN = {
    "registration_no": pl.String, "nib": pl.String, "kbli": pl.String, "sector": pl.String, "product": pl.String,
    "legal_form": pl.String, "founded_on": pl.Date, "market": pl.String, "address": pl.String,
    "home_food_permit": pl.String, "halal_no": pl.String, "trademark": pl.String, "latitude": pl.Float64,
    "longitude": pl.Float64,
}  # fmt: skip
_OWNERS = {"sex": pl.String, "phone": pl.String, "email": pl.String, "born_year": pl.Int64}


def with_held_enterprises(*, rows: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """Add to rows what is known of the enterprises that they renew, as held_<field>; facts only of the row's own year."""
    ids = rows["existing_id"].drop_nulls().to_list()
    if not ids:
        return rows
    known = Enterprise.objects.filter(id__in=ids).values_list(
        "id", "area_id", *_OWN, *(f"owner__{name}" for name in _OWNERS)
    )
    years = EnterpriseYear.objects.filter(enterprise_id__in=ids, superseded_at=None)
    records = _frame(known, {"id": pl.Int64, "area_code": pl.String} | _OWN | _OWNERS, ["id"])
    facts = _frame(
        years.values_list("enterprise_id", "year", *FACTS),
        {"id": pl.Int64, "year": pl.Int64} | dict.fromkeys(FACTS, pl.Int64),
        ["id", "year"],
    )
    return (
        rows.with_columns(pl.col("year").cast(pl.Int64).fill_null(at.year - 1).alias("of_year"))
        .join(records, left_on="existing_id", right_on="id", how="left")
        .join(facts, left_on=["existing_id", "of_year"], right_on=["id", "year"], how="left")
        .drop("of_year")
    )


def _frame(rows: object, schema: dict[str, type[pl.DataType]], keys: list[str]) -> pl.DataFrame:
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    return frame.rename({name: f"{PREFIX}{name}" for name in schema if name not in keys})


def filled(rows: pl.DataFrame) -> pl.DataFrame:
    """Fill what rows leave open from their held_<field>, and drop these. A coarser area does not replace the village."""
    held = [name.removeprefix(PREFIX) for name in rows.columns if name.startswith(PREFIX)]
    if not held:
        return rows
    area, known = pl.col("area_code"), pl.col(f"{PREFIX}area_code")
    return rows.with_columns(
        *(pl.coalesce(name, f"{PREFIX}{name}").alias(name) for name in held if name != "area_code"),
        pl.when(known.str.starts_with(area + ".")).then(known).otherwise(area).alias("area_code"),
    ).drop(f"{PREFIX}{name}" for name in held)
