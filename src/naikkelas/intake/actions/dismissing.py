"""What a person decided not to count: a held submission, or one kept aside. Nothing is deleted, and it can come back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.intake import queries
from naikkelas.intake.actions.reading import NOT_HELD
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Kind, Refused
from naikkelas.trail.actions import note
from naikkelas.trail.changing import about_to

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

REASON_NEEDED = Kind(
    "submission.reason",
    "Tulis alasannya (paling sedikit 10 huruf).",
    "Write the reason (at least 10 characters).",
)
NOT_DISMISSED = Kind(
    "submission.not_dismissed",
    "Kiriman ini tidak diabaikan atau ditolak; tidak ada yang dapat dikembalikan.",
    "This submission is not dismissed or refused; there is nothing to bring back.",
)
ERASED = Kind(
    "submission.erased_since",
    "Isi kiriman ini sudah dihapus menurut masa simpan atau permintaan; ia tidak dapat dikembalikan.",
    "The content of this submission was erased by retention or on request; it cannot be brought back.",
)


@transaction.atomic
def dismiss(*, delivery: Delivery, reason: str, by: User, at: datetime) -> Delivery:
    """Decide that what waits does not count. It stays kept, with the reason."""
    locked = queries.delivery(delivery.pk, lock=True)
    if not locked.waits:
        raise Refused(NOT_HELD, status=409)
    why = reason.strip()[:1000]
    if len(why) < 10:
        raise Refused(REASON_NEEDED)
    action = "submission.dismissed"
    if (
        locked.state == Delivery.State.HELD
    ):  # what is kept aside stays so: the one beside it stands for the number
        locked.state, action = Delivery.State.REFUSED, "submission.refused"
    locked.finished_at, locked.summary = at, locked.summary | {"refused": why}
    told = about_to(locked, "state")
    locked.save(update_fields=["state", "finished_at", "summary"])
    note(by=by, at=at, action=action, on=("delivery", locked.pk), area=locked.area_id, reason=why, **told)
    return locked


@transaction.atomic
def bring_back(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Take that decision back: it waits for a person again."""
    locked = queries.delivery(delivery.pk, lock=True)
    if not locked.dismissed:
        raise Refused(NOT_DISMISSED, status=409)
    if locked.body is None:
        raise Refused(ERASED, status=409)
    if locked.state == Delivery.State.REFUSED:
        locked.state = Delivery.State.HELD
    locked.finished_at = None
    told = about_to(locked, "state")
    locked.summary = {k: v for k, v in locked.summary.items() if k != "refused"}
    locked.save(update_fields=["state", "finished_at", "summary"])
    note(
        by=by,
        at=at,
        action="submission.brought_back",
        on=("delivery", locked.pk),
        area=locked.area_id,
        **told,
    )
    return locked
