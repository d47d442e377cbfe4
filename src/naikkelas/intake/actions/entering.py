"""A record that a phone says is new, entered as one row of a list is: matched first, so that none is entered twice."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from naikkelas import vault
from naikkelas.instruments.entities import Values
from naikkelas.intake import matching, switchboard
from naikkelas.intake.models import EntityChange
from naikkelas.places import queries as places
from naikkelas.registry.queries import entities as registry

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


class Already(Exception):
    """The registry has this record; `pk` is its number."""

    def __init__(self, pk: int) -> None:
        super().__init__(f"record {pk}")
        self.pk = pk


def source_of(change: EntityChange) -> str:
    """How a record says that it came with an entry of a submission."""
    return f"e{change.delivery_id}/{change.number}"


def row_of(change: EntityChange, values: Values, chosen: dict[str, Any], year: int) -> pl.DataFrame:
    """The row of a list that a new record is entered as."""
    area = chosen.get("area_code", change.delivery.area_id)
    row = values.row.with_columns(
        *(
            pl.lit(None, values.row.schema[name]).alias(name)
            for name in values.row.columns
            if name not in chosen
        )
    ).with_columns(
        pl.lit(area).alias("area_code"),
        pl.lit(year, pl.Int64).alias("year"),
        pl.lit(change.number, pl.Int64).alias("row"),
    )
    if change.kind == "enterprise":
        seal = vault.current().seal
        row = row.with_columns(
            pl.Series("nik_sealed", seal.close_many(row["person_nik"]), dtype=pl.Binary),
            pl.Series("nik_index", seal.index_many(row["person_nik"]), dtype=pl.String),
            pl.Series("tax_id_sealed", [None], dtype=pl.Binary),
        ).drop("person_nik", "tax_id")
    return row


def found(kind: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of one kabupaten/kota with existing_id where the registry has them (null where it does not). What is known of
    the whole area is read for it, so that many rows are asked for together."""
    # a source that none has leaves no record out
    return matching.match(kind, rows, rows["area_code"][0][:5], "e/")


def held_already(change: EntityChange, values: Values, chosen: dict[str, Any], year: int) -> int | None:
    """The number of the record that the registry has already. Until the transaction ends nobody else enters one there: of two
    officers who enter the same at once, the second waits and then finds what the first entered."""
    return _held(row_of(change, values, chosen, year), change.kind)["existing_id"][0]


def enter(
    change: EntityChange, values: Values, chosen: dict[str, Any], year: int, by: User, at: datetime
) -> Any:
    """Enter the record with the chosen fields. Raises Already where the registry has it."""
    matched = _held(row_of(change, values, chosen, year), change.kind)
    there = matched["existing_id"][0]
    if there is not None:
        raise Already(there)
    source = f"e{change.delivery_id}/"
    rows = switchboard.HELD[change.kind](rows=matched, at=at)
    ready = switchboard.READY[change.kind](
        rows=rows, source=source, synthetic=change.delivery.synthetic, at=at
    )
    if change.kind == "enterprise":
        ready = ready.with_columns(pl.lit("visit").alias("evidence"))
    area = matched["area_code"][0]
    _counts, made = switchboard.REGISTRY[change.kind](rows=ready, source=source, by=by, at=at, area=area)
    return registry.record(change.kind, made["created"][0][0])


def _held(row: pl.DataFrame, kind: str) -> pl.DataFrame:
    places.hold(row["area_code"][0][:5])
    return found(kind, row)
