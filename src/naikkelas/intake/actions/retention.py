"""What arrived goes when its time is over; that it came, when and from whom stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from naikkelas.intake import queries
from naikkelas.intake.models import Attachment, Delivery, EntityChange, RejectedRow
from naikkelas.trail.actions import Actor, note

KEPT_WITH_FILES = frozenset({"undo", "warnings", "preview", "profile", "since", "survey"})


@transaction.atomic
def retire_spreadsheets(*, before: datetime, area: str, by: Actor, at: datetime) -> tuple[int, list[str]]:
    """Let go the files, staged rows, images for undoing and rows given back of old lists; they cannot be undone then.

    Returns how many lists, and the files that nobody needs any more.
    """
    files: list[str] = []
    rows = list(queries.old_spreadsheets(before).select_for_update(of=("self",)))
    for row in rows:
        steps = [step for step in row.summary.get("undo", []) if isinstance(step, str)]
        files += [sha for sha in (row.sha256, row.staged_sha256, row.before_sha256, *steps) if sha]
        files += queries.beside(row.summary)
        row.sha256 = row.staged_sha256 = row.before_sha256 = ""
        row.summary = {k: v for k, v in row.summary.items() if k not in KEPT_WITH_FILES}
        row.summary["retired"] = at.date().isoformat()
        if row.state in (Delivery.State.LOOKED, Delivery.State.MAPPING):
            row.state, row.finished_at = Delivery.State.UNDONE, at
        row.save()
    RejectedRow.objects.filter(delivery__in=rows).delete()
    if rows:
        note(by=by, at=at, action="retention.lists", on=("retention", at.date()), area=area, count=len(rows))
    return len(rows), files


@transaction.atomic
def retire_submissions(*, before: datetime, area: str, by: Actor, at: datetime) -> int:
    """Let go the sealed XML of old forms, and what changes of the registry that came with them are undone by. What was read
    from them stays with the visit."""
    EntityChange.objects.filter(delivery__in=queries.old_submissions(before)).update(former=None)
    count = queries.old_submissions(before).update(body=None)
    if count:
        note(by=by, at=at, action="retention.forms", on=("retention", at.date()), area=area, count=count)
    return count


@transaction.atomic
def retire_attachments(*, before: datetime, area: str, by: Actor, at: datetime) -> tuple[int, list[str]]:
    """Let go the files that came with old forms. Returns how many, and the files."""
    rows = list(queries.old_attachments(before).values_list("id", "sha256"))
    Attachment.objects.filter(pk__in=[pk for pk, _sha in rows]).delete()
    if rows:
        note(by=by, at=at, action="retention.photos", on=("retention", at.date()), area=area, count=len(rows))
    return len(rows), [sha for _pk, sha in rows]
