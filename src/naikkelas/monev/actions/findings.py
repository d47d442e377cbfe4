"""Findings: opened by a rule or a person, acted on with evidence, closed by somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from naikkelas import vault
from naikkelas.instruments import photo
from naikkelas.instruments.questionnaire import Facts, FindingRule
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions import opening, telling
from naikkelas.monev.actions.finding_steps import TEXT_NEEDED, held, reached, step
from naikkelas.monev.models import Finding, FindingPhoto, FollowUp, Visit
from naikkelas.monev.queries import follow_up as queries
from naikkelas.programmes import queries as programmes
from naikkelas.rules.finding_causes import CAUSES
from naikkelas.rules.follow_up import answer_due_on
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import about_to

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.programmes.models import Allocation, Recipient

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
AWAITS_APPROVAL = Kind(
    "finding.awaits_approval",
    "Usul bahwa temuan ini tidak dapat ditindaklanjuti menunggu keputusan orang lain; putuskan itu dahulu.",
    "A proposal that this finding cannot be followed up waits for another person's decision; decide on that first.",
)
UNKNOWN_CAUSE = Kind("finding.cause", "Pilih sebab dari daftar.", "Choose the cause from the list.")
NOT_A_PHOTO = Kind(
    "finding.photo",
    "Foto “{name}” tidak terbaca. Kirim foto JPEG, PNG, atau WEBP.",
    "Photo “{name}” cannot be read. Send a JPEG, PNG or WEBP photo.",
)
NOT_ACTED = Kind(
    "finding.not_acted",
    "Belum ada tindak lanjut yang dapat diverifikasi.",
    "There is no action to verify yet.",
)


def open_by_rule(
    *, visit: Visit, rule: FindingRule, facts: Facts, by: User, at: datetime, synthetic: bool = False
) -> Finding:
    """Open the finding that an instrument's rule found in a visit."""
    found = opening.by_rule(visit=visit, rule=rule, facts=facts, by=by, synthetic=synthetic)
    return opening.open_all([found], at)[0]


@transaction.atomic
def open_by_hand(
    *, area: str, title: str, condition: str, criterion: str, recommendation: str, severity: str, amount_idr: int | None,
    by: User, at: datetime, cause_code: str = "", cause: str = "", effect: str = "", owner_level: str = "",
    facility: int | None = None, recipient: Recipient | None = None, earlier: Finding | None = None,
    photos: Sequence[tuple[str, bytes]] = (), synthetic: bool = False,
) -> Finding:  # fmt: skip
    """Open a finding that a person saw. Raises Refused without title and condition, and for what is no photo."""
    if len(title.strip()) < 5 or len(condition.strip()) < 10:
        raise Refused(TEXT_NEEDED)
    if cause_code and cause_code not in CAUSES:
        raise Refused(UNKNOWN_CAUSE)
    finding = _open(
        area=area, visit=None, rule="", title=title.strip()[:200], condition=condition.strip(), criterion=criterion.strip(),
        recommendation=recommendation.strip(), severity=severity, amount_idr=amount_idr, by=by, at=at, opened_by=by,
        cause_code=cause_code, cause=cause.strip(), effect=effect.strip(), facility_id=facility, recipient=recipient,
        synthetic=synthetic, **({"owner_level": owner_level} if owner_level else {}),
        **({"earlier": earlier, "recurrence": earlier.recurrence + 1} if earlier else {}),
    )  # fmt: skip
    for name, content in photos:
        try:
            sha256 = vault.current().blobs.put(photo.shown(content))
        except photo.NotAPhoto as error:
            raise Refused(NOT_A_PHOTO, name=name[:80]) from error
        FindingPhoto.objects.create(finding=finding, name=name[-150:], sha256=sha256)
    return finding


def _open(*, area: str, by: Actor, at: datetime, **values: object) -> Finding:
    return opening.open_all([opening.Opening(area, by, values)], at)[0]


@transaction.atomic
def complete(
    *, finding: Finding, cause_code: str, cause: str, effect: str, severity: str, by: User, at: datetime
) -> Finding:
    """Say why it happened and what came of it: rules and visits know neither. Raises Refused once it is closed."""
    locked = held(finding)
    if cause_code not in CAUSES:
        raise Refused(UNKNOWN_CAUSE)
    locked.cause_code, locked.cause, locked.effect = cause_code, cause.strip(), effect.strip()
    locked.severity = severity if severity in Finding.Severity else locked.severity
    note(
        by=by, at=at, action="finding.completed", on=("finding", locked.pk), area=locked.area_id,
        **about_to(locked, "cause_code", "cause", "effect", "severity"),
    )  # fmt: skip
    locked.save(update_fields=["cause_code", "cause", "effect", "severity"])
    return locked


@transaction.atomic
def act(
    *, finding: Finding, text: str, evidence_name: str, evidence: bytes | None, by: User, at: datetime
) -> FollowUp:
    """Record what was done, with evidence; the finding then waits for somebody else to verify it."""
    locked = held(finding)
    if locked.cannot_reason:
        raise Refused(AWAITS_APPROVAL, status=409)
    reached(text)
    locked.state, locked.returned = Finding.State.IN_PROGRESS, False
    made = step(locked, FollowUp.Kind.ACTION, text, by, at, evidence_name, evidence)
    locked.acted_by, locked.acted_on = by, timezone.localdate(at)
    locked.save(update_fields=["state", "returned", "acted_by", "acted_on"])
    telling.tell_finding("finding.answered", locked, by, at)
    return made


@transaction.atomic
def send_back(*, finding: Finding, text: str, by: User, at: datetime) -> FollowUp:
    """Say that the action does not settle the finding, or that it can be followed up: the unit goes on."""
    locked = held(finding)
    if not queries.waits_for_verdict(locked):
        raise Refused(NOT_ACTED, status=409)
    if queries.has_acted(locked, by):
        raise Refused(MAKER_IS_CHECKER, status=403)
    reached(text)
    # never answered by a person: only the figure had mended
    locked.state = Finding.State.IN_PROGRESS if locked.acted_by_id else Finding.State.NOT_FOLLOWED_UP
    locked.returned, locked.cannot_reason, locked.mended_on = bool(locked.acted_by_id), "", None
    made = step(locked, FollowUp.Kind.RETURNED, text, by, at)
    locked.save(update_fields=["state", "returned", "cannot_reason", "mended_on"])
    telling.tell_finding("finding.returned", locked, by, at)
    return made


@transaction.atomic
def close(*, finding: Finding, text: str, by: User, at: datetime) -> Finding:
    """Close a finding whose action settles it. Needs evidence or the mended figure, and nobody who acted on it."""
    locked = held(finding)
    if locked.cannot_reason:
        raise Refused(AWAITS_APPROVAL, status=409)
    if not queries.waits_for_verdict(locked):
        raise Refused(NOT_ACTED, status=409)
    if locked.mended_on is None and not queries.has_evidence(locked):
        raise Refused(EVIDENCE_NEEDED)
    if queries.has_acted(locked, by):
        raise Refused(MAKER_IS_CHECKER, status=403)
    locked.state, locked.closed_by, locked.closed_on = Finding.State.RESOLVED, by, timezone.localdate(at)
    step(locked, FollowUp.Kind.CLOSED, text, by, at)
    locked.save(update_fields=["state", "closed_by", "closed_on"])
    telling.tell_finding("finding.verified", locked, by, at)
    return locked


def open_about_aid(
    *, recipient: Recipient, rule: str, title: str, condition: str, criterion: str, recommendation: str, by: Actor, at: datetime,
    amount_idr: int | None = None, severity: str = Finding.Severity.HIGH, basis: dict[str, object] | None = None,
) -> Finding:  # fmt: skip
    """Open the finding that a programme's rule found in what somebody received; it names no person. What is at stake is
    the whole amount of the decree, unless told otherwise."""
    return _open(
        area=recipient.area_id, recipient=recipient, rule=rule, title=title, condition=condition, criterion=criterion,
        recommendation=recommendation, severity=severity, by=by, at=at,
        opened_by=None, synthetic=recipient.synthetic, basis=basis or {},
        amount_idr=programmes.standing(recipient) if amount_idr is None else amount_idr,
    )  # fmt: skip


def open_about_budget(
    *, allocation: Allocation, rule: str, title: str, condition: str, criterion: str, recommendation: str, severity: str,
    amount_idr: int, basis: dict[str, object], by: Actor, at: datetime,
) -> Finding:  # fmt: skip
    """Open the finding that a figure of an allocation shows."""
    return _open(
        area=allocation.area_id, allocation=allocation, rule=rule, title=title, condition=condition, criterion=criterion,
        recommendation=recommendation, severity=severity, amount_idr=amount_idr, basis=basis, by=by, at=at, opened_by=None,
        synthetic=allocation.ceiling.programme.synthetic,
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
    for finding in findings.filter(state=Finding.State.NOT_FOLLOWED_UP).select_for_update(of=("self",)):
        finding.state, finding.closed_by, finding.closed_on = (
            Finding.State.WITHDRAWN,
            by,
            timezone.localdate(at),
        )
        step(finding, FollowUp.Kind.CLOSED, text, by, at)
        finding.save(update_fields=["state", "closed_by", "closed_on"])


def stand_again(*, findings: QuerySet[Finding], text: str, by: User, at: datetime) -> None:
    """Open what was taken back once more, where what a visit says shows it again; with a new deadline."""
    for finding in findings.filter(state=Finding.State.WITHDRAWN).select_for_update(of=("self",)):
        finding.state, finding.closed_by, finding.closed_on = Finding.State.NOT_FOLLOWED_UP, None, None
        finding.due_on = answer_due_on(timezone.localdate(at))
        step(finding, FollowUp.Kind.REOPENED, text, by, at)
        finding.save(update_fields=["state", "closed_by", "closed_on", "due_on"])
        telling.tell_finding("finding.opened", finding, by, at)
