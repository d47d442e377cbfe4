"""The facts of years, and the changes of class that follow from them."""

from datetime import date, datetime
from itertools import pairwise
from typing import Any

import polars as pl
from django.db import connection

from naikkelas.engine import bulk
from naikkelas.registry.models import ClassChange, Enterprise, EnterpriseYear
from naikkelas.rules import class_change, growth
from naikkelas.rules.growth import GrowthFacts
from naikkelas.rules.size_class import EnterpriseFacts

FACTS = ["annual_sales_idr", "capital_idr", "net_worth_idr", "workers_male", "workers_female"]
YEAR_COLUMNS = [
    "enterprise_id", "year", *FACTS, "size_class", "class_reason", "class_flag", "rule_set", "rule_hash", "judged_as_of",
    "markets", "evidence", "evidence_name", "evidence_sha256", "remark", "source", "recorded_at",
]  # fmt: skip


def insert_years(cursor: Any, rows: pl.DataFrame) -> list[int]:
    """Insert the year facts of rows that have an enterprise `id`; return the new rows' ids."""
    table = EnterpriseYear._meta.db_table
    ids = bulk.reserve_ids(cursor, connection.vendor, table, rows.height)
    values = rows.select(
        pl.Series("key", list(ids), dtype=pl.Int64), pl.col("id").alias("enterprise_id"), *YEAR_COLUMNS[1:]
    )
    bulk.insert(cursor, connection.vendor, table, ["id", *YEAR_COLUMNS], values.rows())
    return list(ids)


def renew_years(cursor: Any, rows: pl.DataFrame, at: datetime) -> tuple[list[int], list[int]]:
    """Insert facts that differ from those standing for the same year, superseding these.

    Returns the ids of the rows added and of those superseded.
    """
    if not rows.height:
        return [], []
    now = standing(rows["id"].to_list())
    joined = rows.join(now, on=["id", "year"], how="left", suffix="_old")
    same = (
        pl.all_horizontal(pl.col(fact).eq_missing(pl.col(f"{fact}_old")) for fact in FACTS)
        & pl.col("old_id").is_not_null()
    )
    same = same & ((pl.col("markets") == "") | (pl.col("markets") == pl.col("markets_old")).fill_null(False))
    differing = joined.filter(~same)
    superseded = differing["old_id"].drop_nulls().to_list()
    EnterpriseYear.objects.filter(id__in=superseded).update(superseded_at=at)
    return insert_years(cursor, differing), superseded


def standing(enterprises: list[int]) -> pl.DataFrame:
    """The facts that stand today of enterprises (id), one row a year, with the row's own number as old_id."""
    rows = EnterpriseYear.objects.filter(enterprise_id__in=enterprises, superseded_at=None).values_list(
        "enterprise_id", "year", "id", "markets", *FACTS
    )
    schema = {"id": pl.Int64, "year": pl.Int64, "old_id": pl.Int64, "markets": pl.String} | dict.fromkeys(
        FACTS, pl.Int64
    )
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def recount_changes(enterprises: list[int], at: datetime) -> None:
    """Work out the class changes of these enterprises anew from the facts that stand today."""
    ClassChange.objects.filter(enterprise_id__in=enterprises).delete()
    years: dict[int, list[EnterpriseYear]] = {}
    rows = EnterpriseYear.objects.filter(enterprise_id__in=enterprises, superseded_at=None)
    for row in rows.select_related("enterprise").order_by("enterprise_id", "year"):
        years.setdefault(row.enterprise_id, []).append(row)
    ClassChange.objects.bulk_create(
        (_change(before, after, at) for held in years.values() for before, after in pairwise(held)),
        batch_size=2_000,
    )


def _change(before: EnterpriseYear, after: EnterpriseYear, at: datetime) -> ClassChange:
    decision = class_change.change(
        facts_of(before),
        date(before.year, 12, 31),
        facts_of(after),
        date(after.year, 12, 31),
        evidence=(before.evidence, after.evidence),
    )
    grown = growth.judge(_growth_of(before), _growth_of(after), date(after.year, 12, 31))
    from_class, to_class = decision.reason.split(">")
    by_rule = class_change.BY_RULE in decision.flags
    return ClassChange(
        enterprise_id=after.enterprise_id,
        from_year=before.year,
        to_year=after.year,
        from_class=from_class,
        to_class=to_class,
        direction=decision.verdict,
        reason="" if by_rule else "".join(decision.flags),
        by_rule=by_rule,
        growth=grown.verdict,
        growth_signs="" if grown.reason == "none" else grown.reason,
        growth_hash=grown.rule_hash,
        rule_set=decision.rule_set,
        rule_hash=decision.rule_hash,
        recorded_at=at,
    )


def show_year(enterprise: Enterprise, row: EnterpriseYear) -> None:
    """Put on an enterprise what lists show of its newest year; the caller saves."""
    enterprise.size_class, enterprise.facts_year = row.size_class, row.year
    enterprise.annual_sales_idr = row.annual_sales_idr
    counts = [row.workers_male, row.workers_female]
    enterprise.workers = sum(n or 0 for n in counts) if any(n is not None for n in counts) else None


def facts_of(row: EnterpriseYear) -> EnterpriseFacts:
    """What the law looks at, from a stored year."""
    return EnterpriseFacts(
        row.annual_sales_idr, row.capital_idr, row.net_worth_idr, row.enterprise.founded_on
    )


def _growth_of(row: EnterpriseYear) -> GrowthFacts:
    counts = [row.workers_male, row.workers_female]
    workers = sum(n or 0 for n in counts) if any(n is not None for n in counts) else None
    return GrowthFacts(row.annual_sales_idr, workers, frozenset(m for m in row.markets.split(",") if m))
