"""Looking for records that may be the same enterprise. It proposes; only a person merges."""

import json
from datetime import datetime

import polars as pl
from django.db import connection, transaction

from naikkelas.engine import bulk
from naikkelas.kit.problems import Kind, Refused
from naikkelas.registry import queries
from naikkelas.registry.actions.keys import digests
from naikkelas.registry.models import Enterprise, LinkCandidate, LinkMark, LinkRun
from naikkelas.trail.actions import Actor, note

KEPT_FROM = 0.5
"""Pairs less probable than this are not kept: more likely apart than the same."""
TOO_MANY = Kind(
    "link.too_many",
    "Terlalu banyak pasangan untuk dibandingkan: {count} dari paling banyak {budget}. Terbanyak karena nilai yang sama pada "
    "“{block}”: periksa isian pengganti (misalnya nomor 0000) yang dipakai banyak data.",
    "Too many pairs to compare: {count}, at most {budget}. Most share a value of “{block}”: look for a placeholder "
    "(such as number 0000) that many records carry.",
)


def link_enterprises(*, by: Actor, at: datetime, area: str, full: bool = False) -> LinkRun:
    """Compare what is new or changed since the last run with the whole registry (`full`: everything); keep what is found.

    The comparison takes no lock; what changed meanwhile is found by the next run. Raises Refused where the registry
    holds too many records that look alike to be compared.
    """
    records = queries.compared_records()
    marks = records.select("id", digests(records.drop("id"), "digest"))
    method = _method_hash()
    last = queries.newest_link_run()
    changed: list[int] | None = None
    if not full and last is not None and last.method_hash == method:
        changed = marks.join(queries.link_marks(), on=["id", "digest"], how="anti")["id"].to_list()
    found = _found(records, changed)
    touched = records["id"].to_list() if changed is None else changed
    with transaction.atomic():
        run = LinkRun.objects.create(
            at=at, method_hash=method, records=records.height, changed=len(touched), found=found.height
        )
        _keep(run, found, marks, None if changed is None else set(changed))
        note(
            by=by,
            at=at,
            action="registry.linked",
            on=("link run", run.pk),
            area=area,
            records=run.records,
            changed=run.changed,
            found=run.found,
        )
    return run


def _found(records: pl.DataFrame, changed: list[int] | None) -> pl.DataFrame:
    if records.height < 2 or changed == []:
        return pl.DataFrame(schema={"id_a": pl.Int64, "id_b": pl.Int64, "probability": pl.Float64})
    from naikkelas.engine import linkage  # slow to load, and only who links needs it

    try:
        return linkage.pairs(records, threshold=KEPT_FROM, changed=changed)
    except linkage.TooManyCandidates as error:
        count = sum(error.counts.values())
        raise Refused(TOO_MANY, count=count, budget=error.budget, block=error.worst) from error


def _keep(run: LinkRun, found: pl.DataFrame, marks: pl.DataFrame, changed: set[int] | None) -> None:
    """Put the pairs found in the place of what was known of the same records, and mark these as compared."""
    there = set(Enterprise.objects.values_list("id", flat=True))  # some may have gone meanwhile
    if changed is None:
        LinkCandidate.objects.all().delete()
        LinkMark.objects.all().delete()
    else:
        for part in queries.parts(sorted(changed)):
            LinkCandidate.objects.filter(first_id__in=part).delete()
            LinkCandidate.objects.filter(second_id__in=part).delete()
            LinkMark.objects.filter(enterprise_id__in=part).delete()
        marks = marks.filter(pl.col("id").is_in(list(changed)))
    names = [column.removeprefix("level_") for column in found.columns if column.startswith("level_")]
    rows = [
        (row["id_a"], row["id_b"], row["probability"], _evidence(row, names), run.pk)
        for row in found.iter_rows(named=True)
        if row["id_a"] in there and row["id_b"] in there
    ]
    with connection.cursor() as cursor:
        table = LinkCandidate._meta.db_table
        columns = ["first_id", "second_id", "probability", "evidence", "run_id"]
        bulk.insert(cursor, connection.vendor, table, columns, rows)
        seen = [row for row in marks.iter_rows() if row[0] in there]
        bulk.insert(cursor, connection.vendor, LinkMark._meta.db_table, ["enterprise_id", "digest"], seen)


def _evidence(row: dict[str, object], names: list[str]) -> str:
    return json.dumps({name: [row[f"level_{name}"], round(float(row[f"bits_{name}"]), 2)] for name in names})


def _method_hash() -> str:
    from naikkelas.engine import linkage

    return linkage.fingerprint()
