"""Opening findings, one or many at once: numbered, with their deadline and unit, told to who follows up, and knowing what
was found before about the same thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from naikkelas.engine import bulk
from naikkelas.instruments.questionnaire import Facts, FindingRule
from naikkelas.monev.actions import telling
from naikkelas.monev.models import Finding, Visit
from naikkelas.monev.queries import follow_up as queries
from naikkelas.rules.follow_up import answer_due_on
from naikkelas.trail.actions import Actor, Note, note_all
from naikkelas.trail.changing import entered
from naikkelas.trail.rows import insert_all


@dataclass(frozen=True)
class Opening:
    """A finding that is about to be opened, and who saw it."""

    area: str
    by: Actor
    values: Mapping[str, Any]


def by_rule(*, visit: Visit, rule: FindingRule, facts: Facts, by: Actor, synthetic: bool) -> Opening:
    """What an instrument's rule found in a visit. Its parts are in Indonesian, as letters are, and name no person: the
    visit does, to those who may see it."""
    amount = facts.get(rule.amount) if rule.amount else None
    return Opening(
        visit.area_id,
        by,
        {
            "visit": visit,
            "rule": f"{visit.instrument}.{rule.id}",
            "title": rule.title.id,
            "condition": rule.condition.id,
            "criterion": rule.criterion.id,
            "recommendation": rule.recommendation.id,
            "severity": rule.severity,
            "amount_idr": amount if isinstance(amount, int) else None,
            "opened_by": None,
            "synthetic": synthetic,
        },
    )


@transaction.atomic(savepoint=False)
def open_all(openings: Sequence[Opening], at: datetime) -> list[Finding]:
    """Open findings in their order; return them."""
    if not openings:
        return []
    findings = [_finding(opening, at) for opening in openings]
    with connection.cursor() as cursor:
        ids = bulk.reserve_ids(cursor, connection.vendor, Finding._meta.db_table, len(findings))
    about_visits = queries.newest_about([f for f in findings if f.visit_id and f.rule])
    for finding, finding.pk in zip(findings, ids, strict=True):
        finding.number = f"T{finding.opened_on.year}-{finding.pk:04d}"
        if not finding.rule:
            continue
        if finding.visit_id:
            same = queries.same_thing(finding)
            before = about_visits.get(same) if same else None
            if same:
                about_visits[same] = finding
        else:
            before = queries.alike(finding).first()
        if before is not None:
            finding.earlier, finding.recurrence = before, before.recurrence + 1
    insert_all(findings)
    opened = list(zip(findings, [opening.by for opening in openings], strict=True))
    note_all(notes=[_opened(finding, by) for finding, by in opened], at=at)
    telling.tell_findings("finding.opened", opened, at)
    return findings


def _finding(opening: Opening, at: datetime) -> Finding:
    opened_on, area = timezone.localdate(at), opening.area
    level = "regency" if len(area) >= len("18.01") else "province" if area != "0" else "nation"
    return Finding(
        **{"owner_level": level, **opening.values},
        area_id=area,
        opened_on=opened_on,
        due_on=answer_due_on(opened_on),
    )


def _opened(finding: Finding, by: Actor) -> Note:
    """Its words stay with the finding, where an erasure finds them: here is told what is no text of a person's."""
    again = {"again": finding.recurrence} if finding.recurrence else {}
    told = entered(
        severity=str(finding.severity), due_on=finding.due_on, amount_idr=finding.amount_idr, owner_level=finding.owner_level
    )  # fmt: skip
    about = {"rule": finding.rule, **again, **told}
    return Note(by, "finding.opened", ("finding", finding.pk), finding.area_id, about)
