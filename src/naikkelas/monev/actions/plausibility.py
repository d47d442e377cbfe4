"""Judging the plausibility of visits: flags beside them, never a change to what they say."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import OperationalError, transaction

from naikkelas.monev.models import Visit, VisitFlag, VisitPhoto
from naikkelas.monev.queries import plausibility as queries
from naikkelas.rules import plausibility
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.trail.actions import Actor

log = logging.getLogger("naikkelas.monev")


def judge_waiting(*, by: Actor, at: datetime, limit: int = 200) -> int:
    """Judge the visits that wait for it, the oldest first; return how many. One that cannot be judged goes without."""
    ids = queries.unjudged(limit)
    for pk in ids:
        try:
            judge_visit(visit_id=pk, by=by, at=at)
        except (OperationalError, OSError):
            raise
        except Exception:  # a fault in judging must not keep the visits after it waiting
            log.exception("visit %s could not be judged", pk)
            Visit.objects.filter(pk=pk).update(judged_at=at)
    return len(ids)


def judge_visit(*, visit_id: int, by: Actor, at: datetime) -> list[str]:
    """Flag one visit, in place of the flags of its former version. Returns the rules that it tripped."""
    visit = Visit.objects.select_related("planned__facility").get(pk=visit_id)
    looked = queries.look(visit)
    flags = plausibility.judge(looked.seen)
    head = plausibility.HEAD
    with transaction.atomic():
        now = Visit.objects.select_for_update().get(pk=visit.pk)
        if (now.instance_id, now.photos) != (visit.instance_id, visit.photos):
            return []  # an edit came while it was looked at: judged in its own turn
        rules = [flag.rule for flag in flags]
        now.judged_at, now.answers_sha256 = at, queries.digest(queries.said(visit))
        now.flags = [f for f in now.flags if f not in plausibility.RULES] + rules
        now.save(update_fields=["judged_at", "answers_sha256", "flags"])
        visit.doubts.all().delete()
        visit.photo_marks.all().delete()
        VisitPhoto.objects.bulk_create(looked.marks)
        VisitFlag.objects.bulk_create(
            VisitFlag(
                visit=visit, rule=flag.rule, numbers=dict(flag.numbers), other_id=looked.others.get(flag.rule),
                rule_set=head.id, rule_hash=head.hash, at=at,
            )
            for flag in flags
        )  # fmt: skip
        if rules:
            note(
                by=by, at=at, action="visit.flagged", on=("visit", visit.pk), area=visit.area_id, rules=rules
            )  # fmt: skip
    return rules
