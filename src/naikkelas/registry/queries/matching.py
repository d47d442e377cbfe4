"""What is known, for an import to match with, and what changed since one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import polars as pl
from django.db.models import QuerySet

from naikkelas.places import queries as places
from naikkelas.registry.models import (
    ActivityVerdict,
    BrandingEvent,
    Certificate,
    CoachingPlan,
    Cooperative,
    CooperativeBalance,
    CooperativeTag,
    CooperativeUnit,
    CooperativeYear,
    Credential,
    DecreedStatus,
    Enterprise,
    EnterpriseYear,
    FormerIdentity,
    HealthAssessment,
    Official,
    RatMeeting,
)


def known_enterprises(code: str, *, besides: str) -> pl.DataFrame:
    """What identifies each enterprise below a region, and the digest of its last row: for an import to match with.

    `besides`: the source of records that are left out. What was merged into a record is known too, as `former`.
    """
    rows = places.within(Enterprise.objects.exclude(source__startswith=besides), code, "area_id").values_list(
        "id", "owner_id", "area_id", "nib", "registration_no", "match_key", "name_key", "row_digest", "facts_year",
        "owner__nik_index",
    )  # fmt: skip
    schema = {
        "existing_id": pl.Int64, "existing_owner_id": pl.Int64, "known_area": pl.String, "nib": pl.String,
        "registration_no": pl.String, "match_key": pl.Int64, "name_key": pl.String, "existing_digest": pl.Int64,
        "existing_year": pl.Int64, "nik_index": pl.String,
    }  # fmt: skip
    known = pl.DataFrame(list(rows.iterator(chunk_size=20_000)), schema=schema, orient="row")
    return _with_former(known, "enterprise", code)


def _with_former(known: pl.DataFrame, kind: str, code: str) -> pl.DataFrame:
    """Records and, after them, by what else they were known before they were merged."""
    named = {"known_area": "area_code", "existing_digest": "row_digest"}
    columns = [c for c in known.columns if c not in ("existing_id", "existing_owner_id", "existing_year")]
    rows = places.within(FormerIdentity.objects.filter(kind=kind), code, "area_code").order_by("id")
    former = pl.DataFrame(
        list(rows.values_list("survivor_id", *(named.get(c, c) for c in columns))),
        schema={"existing_id": pl.Int64} | {c: known.schema[c] for c in columns},
        orient="row",
    )
    theirs = [c for c in ("existing_owner_id", "existing_year") if c in known.columns]
    former = former.join(known.select("existing_id", *theirs), on="existing_id", how="inner")
    return pl.concat(
        [
            known.with_columns(former=pl.lit(False)),
            former.select(known.columns).with_columns(former=pl.lit(True)),
        ]
    )


def known_cooperatives(code: str, *, besides: str) -> pl.DataFrame:
    """`known_enterprises` for cooperatives."""
    rows = places.within(
        Cooperative.objects.exclude(source__startswith=besides), code, "area_id"
    ).values_list("id", "area_id", "cooperative_nik", "legal_no", "match_key", "row_digest")
    schema = {
        "existing_id": pl.Int64, "known_area": pl.String, "cooperative_nik": pl.String, "legal_no": pl.String,
        "match_key": pl.Int64, "existing_digest": pl.Int64,
    }  # fmt: skip
    known = pl.DataFrame(list(rows.iterator(chunk_size=20_000)), schema=schema, orient="row")
    return _with_former(known, "cooperative", code)


def enterprises_changed_since(ids: list[int], years: list[int], source: str, since: datetime) -> int:
    """How many of the enterprises that an import wrote were renewed by something else since. `years`: its own year facts."""
    changed: set[int] = set()
    for part in parts(ids):
        changed |= _others(Enterprise.objects.filter(id__in=part), source, "id")
        later = EnterpriseYear.objects.filter(enterprise_id__in=part, recorded_at__gt=since)
        changed |= _others(later, source, "enterprise_id")
        for kept in (Credential, BrandingEvent):
            entered = kept.objects.filter(enterprise_id__in=part, recorded_at__gt=since)
            changed |= _others(entered, source, "enterprise_id")
    for part in parts(years):
        corrected = EnterpriseYear.objects.filter(id__in=part).filter(superseded_at__isnull=False)
        changed |= set(corrected.values_list("enterprise_id", flat=True))
    return len(changed)


def cooperatives_changed_since(
    ids: list[int], years: list[int], verdicts: list[int], source: str, since: datetime
) -> int:
    """`enterprises_changed_since` for cooperatives; a visit leaves a verdict too, that is none of its own `verdicts`."""
    changed: set[int] = set()
    for part in parts(ids):
        changed |= _others(Cooperative.objects.filter(id__in=part), source, "id")
        later = CooperativeYear.objects.filter(cooperative_id__in=part, recorded_at__gt=since)
        changed |= _others(later, source, "cooperative_id")
        judged = ActivityVerdict.objects.filter(cooperative_id__in=part, recorded_at__gt=since)
        own = set(verdicts)
        changed |= {record for pk, record in judged.values_list("id", "cooperative_id") if pk not in own}
        for rests in (HealthAssessment, CooperativeBalance):
            written = rests.objects.filter(cooperative_id__in=part, recorded_at__gt=since)
            changed |= set(written.values_list("cooperative_id", flat=True))
        for model in (
            RatMeeting,
            Certificate,
            Official,
            DecreedStatus,
            CoachingPlan,
            CooperativeTag,
            CooperativeUnit,
        ):
            entered = model._default_manager.filter(cooperative_id__in=part)
            changed |= set(entered.values_list("cooperative_id", flat=True))
    for part in parts(years):
        corrected = CooperativeYear.objects.filter(id__in=part).filter(superseded_at__isnull=False)
        changed |= set(corrected.values_list("cooperative_id", flat=True))
    return len(changed)


def sources_since(record: str, ids: list[int], source: str, since: datetime) -> set[str]:
    """Where later changes of these records came from: 'd12' for a delivery, 'v7' for a visit."""
    found: set[str] = set()
    for part in parts(ids):
        if record == "enterprise":
            later = EnterpriseYear.objects.filter(enterprise_id__in=part, recorded_at__gt=since)
            found |= _texts(Enterprise.objects.filter(id__in=part), source) | _texts(later, source)
        else:
            later = CooperativeYear.objects.filter(cooperative_id__in=part, recorded_at__gt=since)
            found |= _texts(Cooperative.objects.filter(id__in=part), source) | _texts(later, source)
    return {text.partition("/")[0] for text in found}


def _texts(rows: QuerySet, source: str) -> set[str]:
    return set(rows.exclude(source__startswith=source).values_list("source", flat=True))


def _others(rows: QuerySet, source: str, field: str) -> set[int]:
    """`field` of the rows that came from elsewhere than `source`."""
    return set(rows.exclude(source__startswith=source).values_list(field, flat=True))


def parts(ids: list[int], size: int = 10_000) -> Iterable[list[int]]:
    """Ids in portions that one statement can take."""
    return (ids[n : n + size] for n in range(0, len(ids), size))
