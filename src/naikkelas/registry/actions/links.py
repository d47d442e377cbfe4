"""Looking for records that may be the same enterprise. It proposes; only a person merges."""

import json
from datetime import datetime

import polars as pl
from django.db import connection, transaction

from naikkelas.engine import bulk
from naikkelas.kit.bilingual import Text
from naikkelas.kit.problems import Kind, Refused
from naikkelas.registry import queries
from naikkelas.registry.actions.keys import digests
from naikkelas.registry.models import (
    Apart,
    Cooperative,
    CooperativeCandidate,
    Enterprise,
    LinkCandidate,
    LinkMark,
    LinkRun,
)
from naikkelas.registry.models.link import Candidate
from naikkelas.trail.actions import Actor, note

KEPT_FROM = 0.5
"""Pairs less probable than this are not kept: more likely apart than the same."""
TOO_MANY = Kind(
    "link.too_many",
    "Terlalu banyak pasangan untuk dibandingkan: {count} dari paling banyak {budget}. Terbanyak karena nilai yang sama pada "
    "“{block}”: periksa isian pengganti (misalnya nomor 0000) yang dipakai banyak data.",
    "Too many pairs to compare: {count}, at most {budget}. Most share a value of “{block_en}”: look for a placeholder "
    "(such as number 0000) that many records carry.",
)

SHARED = {
    "nik": Text("NIK pemilik", "the owner's NIK"),
    "nib": Text("NIB", "NIB"),
    "phone": Text("nomor telepon", "telephone"),
    "owner": Text("nama pemilik", "the owner's name"),
    "first": Text("nama depan pemilik dan tempatnya", "the owner's first name and place"),
    "last": Text("nama belakang pemilik dan tempatnya", "the owner's last name and place"),
    "business": Text("nama usaha", "the business name"),
}
"""What records that are compared with each other have in common, in words."""


def link_enterprises(*, by: Actor, at: datetime, area: str, full: bool = False) -> LinkRun:
    """Compare what is new or changed since the last run with the whole registry (`full`: everything); keep what is found.

    The comparison takes no lock; what changed meanwhile is found by the next run. Raises Refused where the registry
    holds too many records that look alike to be compared; that is kept too, for the page of doubles to say.
    """
    records = queries.compared_records()
    marks = records.select("id", digests(records.drop("id"), "digest"))
    method = _method_hash()
    last = queries.newest_link_run()
    changed: list[int] | None = None
    if not full and last is not None and last.method_hash == method:
        changed = marks.join(queries.link_marks(), on=["id", "digest"], how="anti")["id"].to_list()
    try:
        found = _found(records, changed)
    except Refused as refusal:
        LinkRun.objects.create(
            at=at, method_hash=method, records=records.height, changed=0, found=0, refused=True,
            told={lang: refusal.text(lang) for lang in ("id", "en")},
        )  # fmt: skip
        raise
    touched = records["id"].to_list() if changed is None else changed
    with transaction.atomic():
        run = LinkRun.objects.create(
            at=at, method_hash=method, records=records.height, changed=len(touched), found=found.height
        )
        _keep(run, found, marks, None if changed is None else set(changed))
        _band(LinkCandidate, "enterprise")
        _note(run, by, at, area)
    return run


def link_cooperatives(*, by: Actor, at: datetime, area: str) -> LinkRun:
    """Compare all cooperatives with each other and keep what is found: they are few enough to be compared every time."""
    from naikkelas.engine.linkage import cooperatives

    records = queries.compared_cooperatives()
    found = cooperatives.pairs(records, threshold=KEPT_FROM) if records.height > 1 else pl.DataFrame()
    with transaction.atomic():
        run = LinkRun.objects.create(
            kind="cooperative", at=at, method_hash=cooperatives.fingerprint(), records=records.height,
            changed=records.height, found=found.height,
        )  # fmt: skip
        CooperativeCandidate.objects.all().delete()
        _insert(CooperativeCandidate, run, found, set(Cooperative.objects.values_list("id", flat=True)))
        _band(CooperativeCandidate, "cooperative")
        _note(run, by, at, area)
    return run


def _note(run: LinkRun, by: Actor, at: datetime, area: str) -> None:
    note(
        by=by, at=at, action="registry.linked", on=("link run", run.pk), area=area, kind=run.kind, records=run.records,
        changed=run.changed, found=run.found,
    )  # fmt: skip


def _found(records: pl.DataFrame, changed: list[int] | None) -> pl.DataFrame:
    if records.height < 2 or changed == []:
        return pl.DataFrame(schema={"id_a": pl.Int64, "id_b": pl.Int64, "probability": pl.Float64})
    from naikkelas.engine import linkage  # slow to load, and only who links needs it

    try:
        return linkage.pairs(records, threshold=KEPT_FROM, changed=changed)
    except linkage.TooManyCandidates as error:
        count = sum(error.counts.values())
        block = SHARED[error.worst]
        raise Refused(
            TOO_MANY, count=count, budget=error.budget, block=block.id, block_en=block.en
        ) from error


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
    _insert(LinkCandidate, run, found, there)
    with connection.cursor() as cursor:
        seen = [row for row in marks.iter_rows() if row[0] in there]
        bulk.insert(cursor, connection.vendor, LinkMark._meta.db_table, ["enterprise_id", "digest"], seen)


def _insert(model: type[Candidate], run: LinkRun, found: pl.DataFrame, there: set[int]) -> None:
    names = [column.removeprefix("level_") for column in found.columns if column.startswith("level_")]
    rows = [
        (
            row["id_a"],
            row["id_b"],
            row["probability"],
            Candidate.Band.PERSON.value,
            _evidence(row, names),
            run.pk,
        )
        for row in found.iter_rows(named=True)
        if row["id_a"] in there and row["id_b"] in there
    ]
    columns = ["first_id", "second_id", "probability", "band", "evidence", "run_id"]
    with connection.cursor() as cursor:
        bulk.insert(cursor, connection.vendor, model._meta.db_table, columns, rows)


def _band(model: type[Candidate], kind: str) -> None:
    """Say of every proposal who decides it. Of all, since a new one may stand beside an old and make a group of it."""
    from naikkelas.engine.linkage import bands

    kept = list(model.objects.values_list("id", "first_id", "second_id", "probability", "band", "evidence"))
    if not kept:
        return
    levels = {name: pl.Series([row[5][name][0] for row in kept]) for name in kept[0][5]}
    pairs = pl.DataFrame(
        {
            "id": [row[0] for row in kept], "id_a": [row[1] for row in kept], "id_b": [row[2] for row in kept],
            "probability": [row[3] for row in kept], "now": [row[4] for row in kept],
        }
        | {f"level_{name}": column for name, column in levels.items()}
    )  # fmt: skip
    rule = bands.proposed if kind == "enterprise" else bands.proposed_cooperatives
    apart = set(Apart.objects.filter(kind=kind).values_list("first_id", "second_id"))
    held = pl.Series([(a, b) in apart for a, b in zip(pairs["id_a"], pairs["id_b"], strict=True)])
    band = (
        pl.when(held)
        .then(pl.lit("apart"))
        .when(rule(pairs))
        .then(pl.lit("proposed"))
        .otherwise(pl.lit("person"))
    )
    changed = pairs.with_columns(band.alias("band")).filter(pl.col("band") != pl.col("now"))
    with connection.cursor() as cursor:
        bulk.update(
            cursor, connection.vendor, model._meta.db_table, ["band"], changed.select("band", "id").rows()
        )


def _evidence(row: dict[str, object], names: list[str]) -> str:
    return json.dumps({name: [row[f"level_{name}"], round(float(row[f"bits_{name}"]), 2)] for name in names})


def _method_hash() -> str:
    from naikkelas.engine import linkage

    return linkage.fingerprint()
