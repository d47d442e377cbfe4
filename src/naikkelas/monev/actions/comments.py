"""What officers say of one visit while it is looked through: comments, and asking for something to be mended."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions.deciding import NOT_WAITING
from naikkelas.monev.models import Visit, VisitComment
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

EMPTY = Kind("visit.comment_empty", "Tulis komentarnya dahulu.", "Write the comment first.")


@transaction.atomic
def comment_visit(*, visit: Visit, text: str, by: User, at: datetime, asks: bool = False) -> VisitComment:
    """Put a comment to a visit. `asks`: it has a problem that must be mended; the visit stays as it is meanwhile."""
    if not text.strip():
        raise Refused(EMPTY)
    waiting = Visit.objects.filter(pk=visit.pk, state__in=(Visit.State.RECEIVED, Visit.State.AGAIN))
    if asks and not waiting.update(trouble=Visit.Trouble.ASKED):
        raise Refused(NOT_WAITING, status=409)
    made = VisitComment.objects.create(visit=visit, text=text.strip()[:500], asks=asks, by=by, at=at)
    note(
        by=by, at=at, action="visit.commented", on=("visit", visit.pk), area=visit.area_id, asks=asks
    )  # fmt: skip
    return made
