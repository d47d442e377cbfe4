"""Cooperatives: a whole delivery, one book year after a visit, and the computed activity."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection, transaction

from naikkelas.engine import bulk, text_search
from naikkelas.kit.text import folded
from naikkelas.registry.actions.keys import MERGED_AWAY, cooperative_match_keys, digests, spans
from naikkelas.registry.actions.warnings import renew_warnings
from naikkelas.registry.models import ActivityVerdict, Cooperative, CooperativeYear
from naikkelas.registry.queries import standing
from naikkelas.rules import cooperative_activity
from naikkelas.rules.cooperative_activity import CooperativeFacts
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import about_to, between

BOOK_FACTS = [
    "members_male", "members_female", "assets_idr", "equity_idr", "external_capital_idr", "volume_idr", "surplus_idr",
    "rat_held_on",
]  # fmt: skip
_CONTENT = [
    "name", "area_id", "address", "phone", "legal_no", "legal_on", "cooperative_nik", "certificate_until", "kind", "group",
    "chair", "official_status", "official_decree", "official_on",
]  # fmt: skip
_NUMBERS = ("name", "legal_no", "legal_on", "cooperative_nik", "certificate_until")
_DERIVED = [
    "name_key", "search_text", "match_key", "row_digest", "source", "synthetic", "updated_at", "members", "last_rat_year",
    "computed_status",
]  # fmt: skip


def ready_cooperatives(*, rows: pl.DataFrame, source: str, synthetic: bool, at: datetime) -> pl.DataFrame:
    """Add to rows what is stored but was not sent: keys, digests, provenance. Writes nothing.

    `rows`: the fields of instruments.registry_fields.cooperative, and row, area_code, existing_id, existing_digest.
    """
    return rows.with_columns(
        digests(rows.select(content_of(rows)), "row_digest"),
        cooperative_match_keys(rows),
        pl.format("{}{}", pl.lit(source), pl.col("row")).alias("source"),
        pl.lit(synthetic).alias("synthetic"),
    )


def content_of(rows: pl.DataFrame) -> list[str]:
    """The columns by which a row that comes again is known to be the same."""
    return sorted(c for c in rows.columns if c not in ("row", "existing_id", "existing_digest", "former"))


@transaction.atomic(savepoint=False)  # engine.bulk says why
def enrol_cooperatives(
    *, rows: pl.DataFrame, source: str, by: Actor, at: datetime, area: str
) -> tuple[dict[str, int], dict[str, Any]]:
    """Enter or renew cooperatives with the facts of their book year, and judge their activity today.

    `rows` come from `ready_cooperatives`. Returns the counts {new, changed, same} and what undoing needs.
    """
    known = Cooperative.objects.in_bulk(rows["existing_id"].drop_nulls().to_list())
    counts = {"new": 0, "changed": 0, "same": 0}
    undo: dict[str, Any] = {"created": [], "before": [], "years": [], "superseded": [], "verdicts": []}
    fresh: list[tuple[Cooperative, dict]] = []
    for row in rows.iter_rows(named=True):
        held = known.get(row["existing_id"]) if row["existing_id"] else None
        if row["existing_id"] == MERGED_AWAY or (held and row["existing_digest"] == row["row_digest"]):
            counts["same"] += 1
            continue
        counts["changed" if held else "new"] += 1
        if held:
            undo["before"].append({"id": held.pk, "cooperative": _image(held)})
        record = _filled(held or Cooperative(), row, at)
        fresh.append((record, row))
    renewed = [c for c, _ in fresh if c.pk is not None]
    created = [c for c, _ in fresh if c.pk is None]
    Cooperative.objects.bulk_create(created, batch_size=500)
    undo["created"] = spans(c.pk for c in created)
    _write(renewed, [*_CONTENT, *_DERIVED])
    with connection.cursor() as cursor:
        index = (cursor, connection.vendor, Cooperative._meta.db_table, "search_text")
        text_search.renew(*index, [c.pk for c, _ in fresh])
    _book_years(fresh, at, undo)
    undo["verdicts"] = spans(_judge([c for c, _ in fresh], at.date(), at))
    renew_warnings([c.pk for c, _ in fresh], at.date())
    note(
        by=by,
        at=at,
        action="cooperatives.enrolled",
        on=("delivery", source.strip("de/")),
        area=area,
        **counts,
    )
    return counts, undo


def _write(records: list[Cooperative], columns: list[str]) -> None:
    """Write some columns of cooperatives that are there already."""
    adapt = connection.ops.adapt_datetimefield_value

    def value(record: Cooperative, column: str) -> Any:
        held = getattr(record, column)
        return (
            adapt(held)
            if isinstance(held, datetime)
            else held.isoformat()
            if isinstance(held, date)
            else held
        )

    rows = [(*(value(record, column) for column in columns), record.pk) for record in records]
    with connection.cursor() as cursor:
        bulk.update(cursor, connection.vendor, Cooperative._meta.db_table, columns, rows)


def _filled(record: Cooperative, row: dict, at: datetime) -> Cooperative:
    """Write a row over a record; what the row leaves open stays as it is known (or as a new record begins)."""
    for name in _CONTENT:
        value = row["area_code"] if name == "area_id" else row.get(name)
        coarser = name == "area_id" and (record.area_id or "").startswith(f"{value}.")
        # the name and numbers of a record that was merged into this one are not its own
        stays = row.get("former") and name in _NUMBERS
        if value is not None and not coarser and not stays:
            setattr(record, name, value)
    record.name_key = folded(record.name)[:150]
    record.search_text = search_words(record)
    if not row.get("former"):
        record.match_key, record.row_digest = row["match_key"], row["row_digest"]
    record.source, record.synthetic, record.updated_at = row["source"], row["synthetic"], at
    return record


def search_words(cooperative: Cooperative) -> str:
    """The words by which a cooperative is found."""
    words = (cooperative.name, cooperative.cooperative_nik, cooperative.legal_no, cooperative.chair)
    return text_search.words_of(words, [cooperative.legal_no])


def _image(held: Cooperative) -> dict[str, Any]:
    values = {name: getattr(held, name) for name in [*_CONTENT, *_DERIVED]}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def _book_years(rows: list[tuple[Cooperative, dict]], at: datetime, undo: dict[str, Any]) -> None:
    ids = [c.pk for c, _ in rows]
    standing = {
        (y.cooperative_id, y.book_year): y
        for y in CooperativeYear.objects.filter(cooperative_id__in=ids, superseded_at=None)
    }
    new, old = [], []
    for record, row in rows:
        year = row.get("year") or at.year - 1
        held = standing.get((record.pk, year))
        facts = {n: getattr(held, n, None) if row.get(n) is None else row[n] for n in BOOK_FACTS}
        if held and all(getattr(held, name) == value for name, value in facts.items()):
            continue
        if held:
            old.append(held.pk)
        new.append(
            CooperativeYear(cooperative=record, book_year=year, source=row["source"], recorded_at=at, **facts)
        )
    CooperativeYear.objects.filter(id__in=old).update(superseded_at=at)
    CooperativeYear.objects.bulk_create(new, batch_size=1_000)
    undo["years"] += spans(y.pk for y in new)
    undo["superseded"] += old


def _judge(records: list[Cooperative], as_of: date, at: datetime) -> list[int]:
    """Judge the activity of cooperatives from what stands today; keep each verdict and show the newest."""
    rats: dict[int, list[int]] = {}
    members: dict[int, int | None] = {}
    years = CooperativeYear.objects.filter(cooperative__in=records, superseded_at=None).order_by("book_year")
    evidence: dict[int, date] = {}
    for year in years:
        if year.rat_held_on:
            rats.setdefault(year.cooperative_id, []).append(year.book_year)
        if year.volume_idr:
            evidence[year.cooperative_id] = date(year.book_year, 12, 31)
        if year.members_male is not None or year.members_female is not None:
            members[year.cooperative_id] = (year.members_male or 0) + (year.members_female or 0)
    verdicts = []
    for record in records:
        facts = CooperativeFacts(
            rat_years=tuple(rats.get(record.pk, ())),
            evidence_on=evidence.get(record.pk),
            founded_on=record.legal_on,
        )
        verdicts.append(_verdict(record, facts, as_of, at))
        record.members = members.get(record.pk, record.members)
        record.last_rat_year = max(facts.rat_years, default=None)
    ActivityVerdict.objects.bulk_create(verdicts, batch_size=1_000)
    _write(records, ["computed_status", "members", "last_rat_year"])
    return [v.pk for v in verdicts]


def _verdict(record: Cooperative, facts: CooperativeFacts, as_of: date, at: datetime) -> ActivityVerdict:
    decision = cooperative_activity.judge(facts, as_of)
    record.computed_status = decision.verdict
    inputs = {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(facts).items()}
    return ActivityVerdict(
        cooperative=record,
        as_of=as_of,
        status=decision.verdict,
        reason=decision.reason,
        rule_set=decision.rule_set,
        rule_hash=decision.rule_hash,
        inputs=inputs,
        recorded_at=at,
    )


@transaction.atomic
def judge_activity(
    *,
    cooperative: Cooperative,
    evidence_on: date | None,
    not_found: bool,
    as_of: date,
    by: Actor,
    at: datetime,
) -> ActivityVerdict:
    """Judge one cooperative anew after a visit that found it at work (or did not find it)."""
    rat_years = cooperative.years.filter(superseded_at=None, rat_held_on__isnull=False).values_list(
        "book_year", flat=True
    )
    facts = CooperativeFacts(
        rat_years=tuple(rat_years),
        evidence_on=evidence_on,
        not_found=not_found,
        founded_on=cooperative.legal_on,
    )
    verdict = _verdict(cooperative, facts, as_of, at)
    verdict.save()
    cooperative.last_rat_year = max(facts.rat_years, default=cooperative.last_rat_year)
    told = about_to(cooperative, "computed_status", "last_rat_year")
    cooperative.save(update_fields=["computed_status", "last_rat_year"])
    note(
        by=by, at=at, action="cooperative.judged", on=("cooperative", cooperative.pk), area=cooperative.area_id,
        **told,
    )  # fmt: skip
    renew_warnings([cooperative.pk], as_of)
    return verdict


def judge_anew(*, cooperative: Cooperative, as_of: date, by: Actor, at: datetime) -> ActivityVerdict:
    """Judge one cooperative from all that is known: its meetings, turnover, and what visits found before."""
    facts = standing.warning_facts(Cooperative.objects.filter(pk=cooperative.pk), [cooperative.pk])
    traded = cooperative.years.filter(superseded_at=None, volume_idr__gt=0).values_list(
        "book_year", flat=True
    )
    days = [date(year, 12, 31) for year in traded]
    seen = cooperative.verdicts.exclude(inputs__evidence_on=None).values_list(
        "inputs__evidence_on", flat=True
    )
    days += [date.fromisoformat(day) for day in seen if day]
    return judge_activity(
        cooperative=cooperative,
        evidence_on=max((day for day in days if day <= as_of), default=None),
        not_found=facts[cooperative.pk].not_found,
        as_of=as_of,
        by=by,
        at=at,
    )


@transaction.atomic
def record_book_year(
    *, cooperative: Cooperative, book_year: int, facts: dict[str, Any], source: str, by: Actor, at: datetime
) -> CooperativeYear:
    """Record what a visit learned about one book year; what it did not ask stays as known."""
    known = cooperative.years.filter(book_year=book_year, superseded_at=None).first()
    values = {name: facts.get(name, getattr(known, name, None)) for name in BOOK_FACTS}
    if known:
        CooperativeYear.objects.filter(pk=known.pk).update(superseded_at=at)
    row = CooperativeYear.objects.create(
        cooperative=cooperative, book_year=book_year, source=source, recorded_at=at, **values
    )
    note(
        by=by, at=at, action="cooperative.year_recorded", on=("cooperative", cooperative.pk), area=cooperative.area_id,
        year=book_year, **between({name: getattr(known, name, None) for name in values}, values),
    )  # fmt: skip
    return row
