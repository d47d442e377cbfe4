"""Each person's choice of what comes by e-mail and to devices, and when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.accounts import actions as accounts
from naikkelas.kit.problems import Kind, Refused
from naikkelas.notices import queries
from naikkelas.notices.kinds import MAILS
from naikkelas.notices.models import Choice
from naikkelas.trail.actions import note
from naikkelas.trail.changing import between

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

UNKNOWN_CHOICE = Kind(
    "notice.choice",
    "Pilihan pemberitahuan tidak dikenal. Muat ulang halaman dan pilih lagi.",
    "This choice of notices is unknown. Reload the page and choose again.",
)


@transaction.atomic
def choose(*, user: User, email: str, chosen: dict[str, tuple[str, str]], by: User, at: datetime) -> None:
    """Keep the address, and by kind when it is mailed and when pushed. Raises Refused for what this role is never told."""
    heard = {kind.id for kind in queries.heard_by(user)}
    if not set(chosen) <= heard or not {when for both in chosen.values() for when in both} <= set(MAILS):
        raise Refused(UNKNOWN_CHOICE)
    if email != user.email:
        accounts.set_reminders(user=user, email=email, remind=user.remind, by=by, at=at)
    before, after = queries.choices_of(user), dict(chosen)
    told = between({k: v for k, v in before.items() if k in after}, after)
    for kind, (mail, push) in chosen.items():
        Choice.objects.update_or_create(user=user, kind=kind, defaults={"mail": mail, "push": push})
    note(
        by=by,
        at=at,
        action="notice.chosen",
        on=("user", user.pk),
        area=user.area_id,
        kinds=sorted(told.get("changes", {})),
    )
