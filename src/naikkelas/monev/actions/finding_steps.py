"""What every step on a finding does: lock it, refuse it on a closed one, keep text and evidence, and note it."""

from __future__ import annotations

from datetime import datetime

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.models import Finding, FollowUp
from naikkelas.rules.follow_up import CLOSED
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import about_to

IS_CLOSED = Kind("finding.closed", "Temuan ini sudah ditutup.", "This finding is closed already.")
TEXT_NEEDED = Kind(
    "finding.text",
    "Tulis apa yang dilakukan (paling sedikit 10 huruf).",
    "Write what was done (at least 10 characters).",
)

_TOLD = ("state", "returned", "due_on", "cannot_reason", "escalated_to", "mended_on")


def held(finding: Finding, *, closed: bool = False) -> Finding:
    """The finding as it stands now, its row locked. Raises Refused where it is closed."""
    locked = Finding.objects.select_for_update().get(pk=finding.pk)
    if not closed and locked.state in CLOSED:
        raise Refused(IS_CLOSED, status=409)
    return locked


def reached(text: str, least: int = 10) -> None:
    """Raises Refused where a step says too little."""
    if len(text.strip()) < least:
        raise Refused(TEXT_NEEDED)


def step(
    finding: Finding, kind: str, text: str, by: Actor, at: datetime, evidence_name: str = "", evidence: bytes | None = None
) -> FollowUp:  # fmt: skip
    """Taken between changing the finding and saving it, so that the trail tells what became of it."""
    made = FollowUp.objects.create(
        finding=finding,
        kind=kind,
        by_id=by.pk,
        at=at,
        text=text.strip(),
        evidence_name=evidence_name[-150:] if evidence else "",
        evidence_sha256=vault.current().blobs.put(evidence) if evidence else "",
    )
    note(
        by=by, at=at, action=f"finding.{kind}", on=("finding", finding.pk), area=finding.area_id,
        **about_to(finding, *_TOLD),
    )  # fmt: skip
    return made
