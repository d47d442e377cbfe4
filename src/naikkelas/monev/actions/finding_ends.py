"""The other ends of a finding: it cannot be followed up, which another person approves; and it is opened again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions.finding_steps import held, reached, step
from naikkelas.monev.actions.findings import AWAITS_APPROVAL, MAKER_IS_CHECKER
from naikkelas.monev.actions.telling import tell_finding
from naikkelas.monev.models import Finding, FollowUp
from naikkelas.monev.queries import follow_up as queries
from naikkelas.rules.follow_up import CANNOT_REASONS, answer_due_on

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

REASON_LISTED = Kind(
    "finding.cannot_reason",
    "Pilih alasan yang diakui: keadaan kahar, dalam proses peradilan, atau tidak lagi efektif, efisien, dan ekonomis.",
    "Choose an accepted reason: force majeure, before a court, or no longer effective, efficient and economic.",
)
NOT_PROPOSED = Kind(
    "finding.cannot_not_proposed",
    "Belum ada usul bahwa temuan ini tidak dapat ditindaklanjuti.",
    "Nobody has proposed that this finding cannot be followed up.",
)
NOT_CLOSED = Kind(
    "finding.not_closed",
    "Hanya temuan yang selesai atau dinyatakan tidak dapat ditindaklanjuti yang dapat dibuka kembali.",
    "Only a finding that is closed, or was said not to be followed up, can be opened again.",
)

CAME_AGAIN = Kind(
    "finding.came_again",
    "Hal yang sama sudah dibuka lagi sebagai temuan {number}; tindak lanjuti temuan itu.",
    "The same thing was opened again as finding {number}; follow that one up.",
)


@transaction.atomic
def propose_cannot(
    *,
    finding: Finding,
    reason: str,
    text: str,
    evidence_name: str,
    evidence: bytes | None,
    by: User,
    at: datetime,
) -> FollowUp:
    """Say for which of the listed reasons a finding cannot be followed up; another person approves it or sends it back."""
    locked = held(finding)
    if locked.cannot_reason:
        raise Refused(AWAITS_APPROVAL, status=409)
    if reason not in CANNOT_REASONS:
        raise Refused(REASON_LISTED)
    reached(text)
    locked.state, locked.returned, locked.cannot_reason = Finding.State.IN_PROGRESS, False, reason
    made = step(locked, FollowUp.Kind.CANNOT, text, by, at, evidence_name, evidence)
    locked.acted_by, locked.acted_on = by, timezone.localdate(at)
    locked.save(update_fields=["state", "returned", "cannot_reason", "acted_by", "acted_on"])
    tell_finding("finding.answered", locked, by, at)
    return made


@transaction.atomic
def approve_cannot(*, finding: Finding, text: str, by: User, at: datetime) -> Finding:
    """Agree that a finding cannot be followed up: it is closed by that. Nobody who acted on it may."""
    locked = held(finding)
    if not locked.cannot_reason:
        raise Refused(NOT_PROPOSED, status=409)
    if queries.has_acted(locked, by):
        raise Refused(MAKER_IS_CHECKER, status=403)
    locked.state, locked.closed_by, locked.closed_on = Finding.State.CANNOT, by, timezone.localdate(at)
    step(locked, FollowUp.Kind.APPROVED, text, by, at)
    locked.save(update_fields=["state", "closed_by", "closed_on"])
    tell_finding("finding.cannot", locked, by, at)
    return locked


@transaction.atomic
def reopen(*, finding: Finding, text: str, by: User, at: datetime) -> Finding:
    """Open a closed finding again, with the reason and a new deadline; what was withdrawn stays so."""
    locked = held(finding, closed=True)
    if locked.state not in (Finding.State.RESOLVED, Finding.State.CANNOT):
        raise Refused(NOT_CLOSED, status=409)
    reached(text)
    if (newer := queries.open_like(locked)) is not None:
        raise Refused(CAME_AGAIN, status=409, number=newer.number)
    locked.state, locked.returned = Finding.State.IN_PROGRESS, True
    locked.cannot_reason, locked.mended_on, locked.escalated_to = "", None, ""
    locked.closed_by = locked.closed_on = None
    locked.due_on = answer_due_on(timezone.localdate(at))
    step(locked, FollowUp.Kind.REOPENED, text, by, at)
    locked.save()
    tell_finding("finding.returned", locked, by, at)
    return locked
