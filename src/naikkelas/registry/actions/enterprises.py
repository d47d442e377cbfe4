"""Enterprises: a whole delivery in bulk, or one year's facts after a visit."""

from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection, transaction

from naikkelas.engine import bulk, frames, text_search
from naikkelas.instruments.fields import folded
from naikkelas.reference import kbli
from naikkelas.registry.actions import held, numbers
from naikkelas.registry.actions.keys import digests, match_keys, spans
from naikkelas.registry.actions.years import insert_years, recount_changes, renew_years
from naikkelas.registry.models import Enterprise, EnterpriseYear, Person, Sector
from naikkelas.rules import size_class
from naikkelas.trail.actions import Actor, note

_TEXTS = [
    "registration_no", "nib", "kbli", "product", "legal_form", "market", "address", "home_food_permit", "halal_no",
    "trademark", "email", "phone", "sex",
]  # fmt: skip
_NOT_CONTENT = {
    "row", "nik_sealed", "tax_id_sealed", "existing_id", "existing_owner_id", "existing_digest", "existing_year", "former",
    "markets",
}  # fmt: skip
PERSON_COLUMNS = [
    "name",
    "nik_sealed",
    "nik_index",
    "sex",
    "born_year",
    "phone",
    "email",
    "tax_id_sealed",
    "synthetic",
]
ENTERPRISE_COLUMNS = [
    "name", "name_key", "owner_id", "area_id", "address", "registration_no", "nib", "kbli", "kbli_version", "sector", "product",
    "legal_form", "founded_on", "market", "home_food_permit", "halal_no", "trademark", "latitude", "longitude", "size_class",
    "facts_year",
    "annual_sales_idr", "workers", "search_text", "match_key", "row_digest", "source", "synthetic", "updated_at",
]  # fmt: skip


@transaction.atomic(savepoint=False)  # engine.bulk says why
def enrol_enterprises(
    *, rows: pl.DataFrame, source: str, by: Actor, at: datetime, area: str
) -> tuple[dict[str, int], dict[str, Any]]:
    """Enter or renew many enterprises with owners and the facts of their year, classed by the law of that year.

    `rows` come from `ready_enterprises`. A file about an older year than the one known only adds that year's facts.
    Returns the counts {new, changed, same} and what undoing needs.
    """
    ready = rows
    known = pl.col("existing_id").is_not_null()
    differs = pl.col("existing_digest") != pl.col("row_digest")
    newest = pl.col("existing_year").is_null() | (pl.col("year") >= pl.col("existing_year"))
    changed = ready.filter(known & newest & differs)
    older = ready.filter(known & ~newest)
    undo: dict[str, Any] = {"before": before_images(changed["existing_id"].to_list())}
    with connection.cursor() as cursor:
        fresh = _insert(cursor, ready.filter(~known))
        _renew(cursor, changed)
        inserted = insert_years(cursor, fresh)
        touched = pl.concat([changed, older]).with_columns(pl.col("existing_id").alias("id"))
        added, undo["superseded"] = renew_years(cursor, touched, at)
        index = (cursor, connection.vendor, Enterprise._meta.db_table, "search_text")
        text_search.renew(*index, [*fresh["id"], *changed["existing_id"]])
    numbers.of_import(
        pl.concat([fresh, changed.with_columns(id=pl.col("existing_id"))], how="diagonal_relaxed"), at
    )
    undo["years"] = [*spans(inserted), *spans(added)]
    recount_changes(touched["id"].to_list(), at)
    undo |= {"created": spans(fresh["id"]), "owners": spans(fresh["owner_id"])}
    counts = {"new": fresh.height, "changed": changed.height + len(added) - _both(changed, added)}
    counts["same"] = ready.height - counts["new"] - counts["changed"]
    note(
        by=by, at=at, action="enterprises.enrolled", on=("delivery", source.strip("de/")), area=area, **counts
    )
    return counts, undo


def _both(changed: pl.DataFrame, added: list[int]) -> int:
    """How many of the added years belong to rows already counted as changed."""
    owners = EnterpriseYear.objects.filter(id__in=added).values_list("enterprise_id", flat=True)
    return len(set(owners) & set(changed["existing_id"].to_list()))


def before_images(enterprises: list[int]) -> list[dict[str, Any]]:
    """The rows of enterprises and their owners as they stand, for undoing."""
    found = Enterprise.objects.filter(id__in=enterprises).select_related("owner").order_by("id")
    return [
        {
            "id": e.pk,
            "owner_id": e.owner_id,
            "enterprise": {c: _plain(getattr(e, c)) for c in ENTERPRISE_COLUMNS if c != "owner_id"},
            "owner": {c: _plain(getattr(e.owner, c)) for c in PERSON_COLUMNS},
        }
        for e in found
    ]


def _plain(value: Any) -> Any:
    """A value that JSON holds: bytes as hex, moments and days in ISO form."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if isinstance(value, date) else value


def ready_enterprises(*, rows: pl.DataFrame, source: str, synthetic: bool, at: datetime) -> pl.DataFrame:
    """Add to rows what is stored but was not sent: keys, digests, class, provenance. Writes nothing.

    `rows`: the fields of instruments.registry_fields.enterprise, and row, area_code, nik_sealed, nik_index,
    tax_id_sealed, existing_id, existing_owner_id, existing_digest, existing_year (the last four null where new), former, and
    held_* from `with_held_enterprises`, which fill what the rows leave open.
    """
    stamp = connection.ops.adapt_datetimefield_value(at)
    sent = digests(rows.select(content_of(rows)), "row_digest")
    # as the file says it of its own year, before what is known fills it
    rows = rows.with_columns(pl.col("market").fill_null("").alias("markets"))
    rows = held.filled(rows.with_columns(pl.col("born_on").dt.year().cast(pl.Int64).alias("born_year")))
    searched = pl.concat_str(
        "name", "owner_name", "nib", "registration_no", "product", separator=" ", ignore_nulls=True
    )
    keys = rows.select(
        folded(pl.col("name")).str.head(150).alias("name_key"),
        pl.concat_str(
            folded(searched), _compact("nib"), _compact("registration_no"), separator=" ", ignore_nulls=True
        ).alias("search_text"),
        match_keys(rows),
        sent,
    )
    workers = pl.col("workers_male").fill_null(0) + pl.col("workers_female").fill_null(0)
    plain = pl.concat([rows, keys], how="horizontal").with_columns(
        *(pl.col(name).fill_null("") for name in _TEXTS),
        pl.when(pl.col("kbli").fill_null("") != "")
        .then(pl.lit(kbli.NEWEST_KNOWN))
        .otherwise(pl.lit(""))
        .alias("kbli_version"),
        pl.col("sector").fill_null(Sector.OTHER.value),
        pl.col("year").fill_null(at.year - 1),
        pl.format("{}{}", pl.lit(source), pl.col("row")).alias("source"),
        pl.lit(EnterpriseYear.Evidence.IMPORT.value).alias("evidence"),
        *(pl.lit("").alias(name) for name in ("evidence_name", "evidence_sha256", "remark")),
        pl.lit(synthetic).alias("synthetic"),
        pl.lit(stamp).alias("updated_at"),
        pl.lit(stamp).alias("recorded_at"),
        pl.when(pl.col("workers_male").is_not_null() | pl.col("workers_female").is_not_null())
        .then(workers)
        .alias("workers"),
    )
    parts = plain.partition_by("year", as_dict=True)
    return (
        pl.concat([_classed(part, int(year)) for (year,), part in parts.items()])
        if parts
        else _classed(plain, at.year)
    )


def content_of(rows: pl.DataFrame) -> list[str]:
    """The columns by which a row that comes again is known to be the same."""
    return sorted(c for c in rows.columns if c not in _NOT_CONTENT and not c.startswith(held.PREFIX))


def _compact(number: str) -> pl.Expr:
    """A number without its separators, where it has any: search finds it written either way."""
    words = folded(pl.col(number))
    return pl.when(words.str.contains(" ", literal=True)).then(words.str.replace_all(" ", "", literal=True))


def _classed(part: pl.DataFrame, year: int) -> pl.DataFrame:
    """Judge all rows of one year by the law in force on its last day."""
    as_of = date(year, 12, 31)
    rules = size_class.in_force(as_of)
    return part.with_columns(
        *frames.class_columns(rules, as_of),
        pl.lit(rules.id).alias("rule_set"),
        pl.lit(rules.head.hash).alias("rule_hash"),
        pl.lit(as_of.isoformat()).alias("judged_as_of"),
        pl.col("founded_on").cast(pl.String),
        pl.col("year").alias("facts_year"),
    )


def _insert(cursor: Any, fresh: pl.DataFrame) -> pl.DataFrame:
    owners = bulk.reserve_ids(cursor, connection.vendor, Person._meta.db_table, fresh.height)
    ids = bulk.reserve_ids(cursor, connection.vendor, Enterprise._meta.db_table, fresh.height)
    fresh = fresh.with_columns(
        pl.Series("owner_id", list(owners), dtype=pl.Int64),
        pl.Series("id", list(ids), dtype=pl.Int64),
        pl.col("area_code").alias("area_id"),
    )
    persons = fresh.select("owner_id", "owner_name", *PERSON_COLUMNS[1:])
    bulk.insert(cursor, connection.vendor, Person._meta.db_table, ["id", *PERSON_COLUMNS], persons.rows())
    enterprises = fresh.select("id", *ENTERPRISE_COLUMNS)
    bulk.insert(
        cursor, connection.vendor, Enterprise._meta.db_table, ["id", *ENTERPRISE_COLUMNS], enterprises.rows()
    )
    return fresh


def _renew(cursor: Any, changed: pl.DataFrame) -> None:
    """Write the new content over enterprises and owners. A row without NIK or NPWP does not wipe out what was known."""
    changed = changed.with_columns(
        pl.col("existing_owner_id").alias("owner_id"), pl.col("area_code").alias("area_id")
    )
    own = [c for c in PERSON_COLUMNS if c not in ("name", "nik_sealed", "nik_index", "tax_id_sealed")]
    for part, columns in (
        (changed.with_columns(pl.col("owner_name").alias("name")), ["name", *own]),
        (changed.filter(pl.col("nik_index").is_not_null()), ["nik_sealed", "nik_index"]),
        (changed.filter(pl.col("tax_id_sealed").is_not_null()), ["tax_id_sealed"]),
    ):
        values = part.select(*columns, "owner_id")
        bulk.update(cursor, connection.vendor, Person._meta.db_table, columns, values.rows())
    values = changed.select(*ENTERPRISE_COLUMNS, "existing_id")
    bulk.update(cursor, connection.vendor, Enterprise._meta.db_table, ENTERPRISE_COLUMNS, values.rows())
