"""Findings: opened by a rule or a person, acted on with evidence, closed by somebody else."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from naikkelas import vault
from naikkelas.instruments.questionnaire import Facts, FindingRule
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions import telling
from naikkelas.monev.models import Finding, FollowUp, Visit
from naikkelas.rules.follow_up import CLOSED, answer_due_on
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.programmes.models import Recipient

IS_CLOSED = Kind("finding.closed", "Temuan ini sudah ditutup.", "This finding is closed already.")
TEXT_NEEDED = Kind(
    "finding.text",
    "Tulis apa yang dilakukan (paling sedikit 10 huruf).",
    "Write what was done (at least 10 characters).",
)
EVIDENCE_NEEDED = Kind(
    "finding.evidence",
    "Unggah bukti (foto atau dokumen) sebelum temuan dapat ditutup.",
    "Upload evidence (a photo or document) before the finding can be closed.",
)
MAKER_IS_CHECKER = Kind(
    "approval.maker_is_checker",
    "Anda yang menindaklanjuti temuan ini, jadi orang lain yang menutupnya. Minta rekan atau atasan memverifikasi.",
    "You acted on this finding, so another person closes it. Ask a colleague or superior to verify.",
)
NOT_ACTED = Kind(
    "finding.not_acted",
    "Belum ada tindak lanjut yang dapat diverifikasi.",
    "There is no action to verify yet.",
)


def open_by_rule(
    *, visit: Visit, rule: FindingRule, facts: Facts, by: User, at: datetime, synthetic: bool = False
) -> Finding:
    """Open the finding that an instrument's rule found in a visit. Its parts are in Indonesian, as letters are,
    and name no person: the visit does, to those who may see it."""
    amount = facts.get(rule.amount) if rule.amount else None
    return _open(
        area=visit.area_id,
        visit=visit,
        rule=f"{visit.instrument}.{rule.id}",
        title=rule.title.id,
        condition=rule.condition.id,
        criterion=rule.criterion.id,
        recommendation=rule.recommendation.id,
        severity=rule.severity,
        amount_idr=amount if isinstance(amount, int) else None,
        by=by,
        at=at,
        opened_by=None,
        synthetic=synthetic,
    )


def open_by_hand(
    *, area: str, title: str, condition: str, criterion: str, recommendation: str, severity: str, amount_idr: int | None,
    by: User, at: datetime,
) -> Finding:  # fmt: skip
    """Open a finding that a person saw. Raises Refused without title and condition."""
    if len(title.strip()) < 5 or len(condition.strip()) < 10:
        raise Refused(TEXT_NEEDED)
    return _open(
        area=area, visit=None, rule="", title=title.strip()[:200], condition=condition.strip(), criterion=criterion.strip(),
        recommendation=recommendation.strip(), severity=severity, amount_idr=amount_idr, by=by, at=at, opened_by=by,
    )  # fmt: skip


@transaction.atomic
def _open(*, area: str, by: Actor, at: datetime, **values: object) -> Finding:
    opened_on = timezone.localdate(at)
    finding = Finding.objects.create(
        number=secrets.token_hex(8),
        area_id=area,
        opened_on=opened_on,
        due_on=answer_due_on(opened_on),
        **values,
    )
    finding.number = f"T{opened_on.year}-{finding.pk:04d}"
    finding.save(update_fields=["number"])
    note(by=by, at=at, action="finding.opened", on=("finding", finding.pk), area=area, rule=finding.rule)
    telling.tell_finding("finding.opened", finding, by, at)
    return finding


@transaction.atomic
def act(
    *, finding: Finding, text: str, evidence_name: str, evidence: bytes | None, by: User, at: datetime
) -> FollowUp:
    """Record what was done, with evidence; the finding then waits for somebody else to verify it."""
    locked = Finding.objects.select_for_update().get(pk=finding.pk)
    if locked.state in CLOSED:
        raise Refused(IS_CLOSED, status=409)
    if len(text.strip()) < 10:
        raise Refused(TEXT_NEEDED)
    step = _step(locked, FollowUp.Kind.ACTION, text, by, at, evidence_name, evidence)
    locked.state, locked.acted_by, locked.acted_on = Finding.State.IN_PROGRESS, by, timezone.localdate(at)
    locked.save(update_fields=["state", "acted_by", "acted_on"])
    telling.tell_finding("finding.answered", locked, by, at)
    return step


@transaction.atomic
def send_back(*, finding: Finding, text: str, by: User, at: datetime) -> FollowUp:
    """Say that the action does not settle the finding; it is open again."""
    locked = Finding.objects.select_for_update().get(pk=finding.pk)
    if locked.state != Finding.State.IN_PROGRESS:
        raise Refused(NOT_ACTED, status=409)
    if len(text.strip()) < 10:
        raise Refused(TEXT_NEEDED)
    step = _step(locked, FollowUp.Kind.RETURNED, text, by, at)
    locked.state = Finding.State.NOT_FOLLOWED_UP
    locked.save(update_fields=["state"])
    telling.tell_finding("finding.returned", locked, by, at)
    return step


@transaction.atomic
def close(*, finding: Finding, text: str, by: User, at: datetime) -> Finding:
    """Close a finding whose action settles it. Needs evidence, and another person than the one who acted."""
    locked = Finding.objects.select_for_update().get(pk=finding.pk)
    if locked.state in CLOSED:
        raise Refused(IS_CLOSED, status=409)
    if locked.state != Finding.State.IN_PROGRESS:
        raise Refused(NOT_ACTED, status=409)
    if not locked.steps.exclude(evidence_sha256="").exists():
        raise Refused(EVIDENCE_NEEDED)
    if locked.acted_by_id == by.pk:
        raise Refused(MAKER_IS_CHECKER, status=403)
    _step(locked, FollowUp.Kind.CLOSED, text, by, at)
    locked.state, locked.closed_by, locked.closed_on = Finding.State.RESOLVED, by, timezone.localdate(at)
    locked.save(update_fields=["state", "closed_by", "closed_on"])
    telling.tell_finding("finding.verified", locked, by, at)
    return locked


def open_about_aid(
    *, recipient: Recipient, rule: str, title: str, condition: str, criterion: str, recommendation: str, by: Actor, at: datetime,
    amount_idr: int | None = None,
) -> Finding:  # fmt: skip
    """Open the finding that a programme's rule found in what somebody received; it names no person. What is at stake is
    the whole amount of the decree, unless told otherwise."""
    return _open(
        area=recipient.area_id, recipient=recipient, rule=rule, title=title, condition=condition, criterion=criterion,
        recommendation=recommendation, severity=Finding.Severity.HIGH, by=by, at=at,
        opened_by=None, synthetic=recipient.synthetic,
        amount_idr=recipient.amount_idr if amount_idr is None else amount_idr,
    )  # fmt: skip


def withdraw(*, visit: Visit, by: User, at: datetime) -> None:
    """Take back the findings of a visit that was returned to its enumerator, where nobody has acted yet."""
    withdraw_all(
        findings=visit.findings.all(),
        text="Kunjungan dikembalikan kepada petugas; temuan dicabut.",
        by=by,
        at=at,
    )


def withdraw_all(*, findings: QuerySet[Finding], text: str, by: User, at: datetime) -> None:
    """Take back findings that no longer hold, where nobody has acted yet."""
    for finding in findings.filter(state=Finding.State.NOT_FOLLOWED_UP):
        _step(finding, FollowUp.Kind.CLOSED, text, by, at)
        finding.state, finding.closed_by, finding.closed_on = (
            Finding.State.WITHDRAWN,
            by,
            timezone.localdate(at),
        )
        finding.save(update_fields=["state", "closed_by", "closed_on"])


def _step(
    finding: Finding, kind: str, text: str, by: User, at: datetime, evidence_name: str = "", evidence: bytes | None = None
) -> FollowUp:  # fmt: skip
    step = FollowUp.objects.create(
        finding=finding,
        kind=kind,
        by=by,
        at=at,
        text=text.strip(),
        evidence_name=evidence_name[-150:] if evidence else "",
        evidence_sha256=vault.current().blobs.put(evidence) if evidence else "",
    )
    note(by=by, at=at, action=f"finding.{kind}", on=("finding", finding.pk), area=finding.area_id)
    return step
