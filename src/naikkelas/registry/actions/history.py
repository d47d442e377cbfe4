"""What is known of many cooperatives from before: earlier book years and meetings, certificates, officials, groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from naikkelas.registry.actions.warnings import renew_warnings
from naikkelas.registry.models import (
    Certificate,
    Cooperative,
    CooperativeTag,
    CooperativeYear,
    Official,
    RatMeeting,
)
from naikkelas.trail.actions import Actor, note


@dataclass(frozen=True)
class PastYear:
    cooperative_id: int
    book_year: int
    members_male: int | None = None
    members_female: int | None = None
    volume_idr: int | None = None
    surplus_idr: int | None = None
    rat_held_on: date | None = None


@dataclass(frozen=True)
class PastMeeting:
    cooperative_id: int
    book_year: int
    held_on: date
    members_total: int
    members_present: int
    report_accepted: bool | None = None
    surplus_idr: int | None = None
    agenda: str = ""
    reported_to_office_on: date | None = None


@dataclass(frozen=True)
class PastCertificate:
    cooperative_id: int
    cooperative_nik: str
    grade: str
    issued_on: date
    expires_on: date


@dataclass(frozen=True)
class PastOfficial:
    cooperative_id: int
    body: str
    position: str
    name: str
    sex: str
    phone: str
    from_on: date


@transaction.atomic(savepoint=False)  # engine.bulk says why
def enter_histories(
    *, area: str, years: Sequence[PastYear] = (), meetings: Sequence[PastMeeting] = (),
    certificates: Sequence[PastCertificate] = (), officials: Sequence[PastOfficial] = (),
    tags: Sequence[tuple[int, str]] = (), synthetic: bool = False, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Enter many cooperatives' past at once. What stands already stays: nothing known is replaced."""
    common = {"recorded_at": at, "synthetic": synthetic}
    ids = sorted({each.cooperative_id for each in (*years, *meetings, *certificates)})
    standing = set(
        CooperativeYear.objects.filter(cooperative_id__in=ids, superseded_at=None).values_list(
            "cooperative_id", "book_year"
        )
    )
    CooperativeYear.objects.bulk_create(
        [
            CooperativeYear(**asdict(year), source="h", recorded_at=at)
            for year in years
            if (year.cooperative_id, year.book_year) not in standing
        ],
        batch_size=1_000,
    )
    held = set(
        RatMeeting.objects.filter(cooperative_id__in=ids, superseded_at=None).values_list(
            "cooperative_id", "book_year"
        )
    )
    RatMeeting.objects.bulk_create(
        [_meeting(each, by, common) for each in meetings if (each.cooperative_id, each.book_year) not in held],
        batch_size=1_000,
    )  # fmt: skip
    Certificate.objects.bulk_create(
        [Certificate(**asdict(each), recorded_by_id=by.pk, **common) for each in certificates],
        batch_size=1_000,
    )
    _grades(certificates)
    Official.objects.bulk_create([Official(**asdict(each), **common) for each in officials], batch_size=1_000)
    CooperativeTag.objects.bulk_create(
        [CooperativeTag(cooperative_id=pk, tag=tag) for pk, tag in tags],
        batch_size=1_000,
        ignore_conflicts=True,
    )
    renew_warnings(ids, timezone.localdate(at))
    note(
        by=by, at=at, action="cooperatives.history_entered", on=("region", area), area=area, cooperatives=len(ids),
        meetings=len(meetings),
    )  # fmt: skip


def _meeting(each: PastMeeting, by: Actor, common: dict) -> RatMeeting:
    quorum = each.members_total // 2 + 1
    return RatMeeting(
        **asdict(each), quorum_required=quorum, quorum_met=each.members_present >= quorum, recorded_by_id=by.pk, **common
    )  # fmt: skip


def _grades(certificates: Sequence[PastCertificate]) -> None:
    """The grade of a cooperative is that of the certificate that counts."""
    by_grade: dict[str, list[int]] = defaultdict(list)
    for each in certificates:
        by_grade[each.grade].append(each.cooperative_id)
    for grade, ids in by_grade.items():
        Cooperative.objects.filter(id__in=ids, certificate_grade="").update(certificate_grade=grade)
