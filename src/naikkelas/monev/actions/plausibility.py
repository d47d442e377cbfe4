"""Judging the plausibility of visits: flags beside them, never a change to what they say."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import TYPE_CHECKING

from django.db import OperationalError, connection, transaction

from naikkelas.engine import bulk
from naikkelas.monev.models import Visit, VisitFlag, VisitPhoto
from naikkelas.monev.queries import plausibility as queries
from naikkelas.rules import plausibility
from naikkelas.trail.actions import Note, note_all
from naikkelas.trail.rows import insert_all

if TYPE_CHECKING:
    from naikkelas.trail.actions import Actor

log = logging.getLogger("naikkelas.monev")

KEPT_TOGETHER = {"sqlite": 50, "postgresql": 500}
"""As many are written down at once; on SQLite, phones wait with what they send as long as that takes."""


def judge_waiting(*, by: Actor, at: datetime, limit: int = 200) -> int:
    """Judge the visits that wait for it, the oldest first; return how many. One that cannot be judged goes without."""
    ids = queries.unjudged(limit)
    try:
        _judge(ids, by, at)
    except (OperationalError, OSError):
        raise
    except Exception:  # which of them it is shows when each is judged by itself
        log.exception("%s visits could not be judged together; judging them one by one", len(ids))
        for pk in ids:
            _judge_alone(pk, by, at)
    return len(ids)


def _judge_alone(pk: int, by: Actor, at: datetime) -> None:
    try:
        _judge([pk], by, at)
    except (OperationalError, OSError):
        raise
    except Exception:  # a fault in judging must not keep the visits after it waiting
        log.exception("visit %s could not be judged", pk)
        Visit.objects.filter(pk=pk).update(judged_at=at)


@dataclass(frozen=True)
class _Judged:
    visit: Visit
    looked: queries.Looked
    flags: list[plausibility.Flag]

    @property
    def rules(self) -> list[str]:
        return [flag.rule for flag in self.flags]


def _judge(ids: Sequence[int], by: Actor, at: datetime) -> None:
    """Flag visits, in place of the flags of their former versions."""
    if not ids:
        return
    rows = Visit.objects.select_related("planned__facility").filter(pk__in=ids).order_by("pk")
    visits = list(rows.defer("note"))
    found = [
        _Judged(visit, looked, plausibility.judge(looked.seen))
        for visit, looked in zip(visits, queries.look_all(visits), strict=True)
    ]
    for part in batched(found, KEPT_TOGETHER[connection.vendor]):
        with transaction.atomic():
            _keep(part, by, at)


def _keep(found: Sequence[_Judged], by: Actor, at: datetime) -> None:
    ids = [one.visit.pk for one in found]
    locked = Visit.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    now = {pk: rest for pk, *rest in locked.values_list("pk", "instance_id", "photos", "flags")}
    # an edit came while it was looked at: judged in its own turn
    found = [
        one for one in found if now.get(one.visit.pk, [])[:2] == [one.visit.instance_id, one.visit.photos]
    ]
    ids = [one.visit.pk for one in found]
    VisitFlag.objects.filter(visit__in=ids).delete()
    VisitPhoto.objects.filter(visit__in=ids).delete()
    insert_all([mark for one in found for mark in one.looked.marks])
    insert_all([row for one in found for row in _rows(one, at)])
    changed = [
        (
            connection.ops.adapt_datetimefield_value(at),
            one.looked.digest,
            json.dumps([f for f in now[one.visit.pk][2] if f not in plausibility.RULES] + one.rules),
            one.visit.pk,
        )
        for one in found
    ]
    with connection.cursor() as cursor:
        columns = ("judged_at", "answers_sha256", "flags")
        bulk.update(cursor, connection.vendor, Visit._meta.db_table, columns, changed)
    note_all(notes=[_flagged(one, by) for one in found if one.flags], at=at)


def _rows(one: _Judged, at: datetime) -> list[VisitFlag]:
    head = plausibility.HEAD
    return [
        VisitFlag(
            visit=one.visit, rule=flag.rule, numbers=dict(flag.numbers), other_id=one.looked.others.get(flag.rule),
            rule_set=head.id, rule_hash=head.hash, at=at,
        )
        for flag in one.flags
    ]  # fmt: skip


def _flagged(one: _Judged, by: Actor) -> Note:
    return Note(by, "visit.flagged", ("visit", one.visit.pk), one.visit.area_id, {"rules": one.rules})
