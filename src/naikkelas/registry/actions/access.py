"""The access log of persons: who saw, found, exported or corrected whose data, when, where and why.

A log of its own and no part of the trail, because looking writes it: at most one row a page, and one a day for who
looks again.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from naikkelas.registry import queries
from naikkelas.registry.models import PersonAccess
from naikkelas.trail.actions import Actor, note


def log_seen(*, person_id: int, area: str, place: str, by: Actor, at: datetime) -> None:
    """Somebody opened a page that shows one person's data. The first time each day counts."""
    row = _row(PersonAccess.Kind.SEEN, area, place, by, at, person_id=person_id)
    # asked first: a page that only reads must not wait for SQLite's one writer
    if not PersonAccess.objects.filter(
        person_id=person_id, actor_id=by.pk, day=row.day, kind=PersonAccess.Kind.SEEN
    ).exists():
        PersonAccess.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def log_access(
    *, person_ids: list[int], kind: str, area: str, place: str, by: Actor, at: datetime, reason: str = ""
) -> None:
    """Somebody found, revealed, exported or corrected data of persons: a row each, every time."""
    PersonAccess.objects.bulk_create(
        _row(kind, area, place, by, at, person_id=pk, reason=reason.strip()[:300]) for pk in person_ids
    )


def log_export(
    *, area: str, place: str, filters: str, rows: int | None, by: Actor, at: datetime
) -> PersonAccess:
    """Somebody took a list with names away: one row with its filters, for all persons in its area. `rows`: None where only
    the end tells how many (`count_export`)."""
    row = _row(PersonAccess.Kind.EXPORTED, area, place, by, at, filters=filters[:300], rows=rows)
    row.save(force_insert=True)
    return row


def count_export(*, taken: PersonAccess, rows: int, by: Actor, at: datetime) -> None:
    """How many rows went out of an export that was written down as it began (`at`): told once, also where it was broken
    off."""
    PersonAccess.objects.filter(pk=taken.pk, actor_id=by.pk, at=at, rows=None).update(rows=rows)


def _row(kind: str, area: str, place: str, by: Actor, at: datetime, **values: Any) -> PersonAccess:
    return PersonAccess(
        kind=kind, at=at, day=timezone.localdate(at), actor_id=by.pk, actor_name=by.name, role=by.role, area_code=area,
        place=place[:80], **values,
    )  # fmt: skip


@transaction.atomic
def retire_accesses(*, before: datetime, area: str, by: Actor, at: datetime) -> int:
    """Let go what the access log tells of long ago: the only way in which its rows go."""
    count = queries.old_accesses(before).delete()[0]
    if count:
        note(by=by, at=at, action="retention.accesses", on=("retention", at.date()), area=area, count=count)
    return count
