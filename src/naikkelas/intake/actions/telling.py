"""Telling enumerators what became of the changes that they proposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from naikkelas.intake.models import EntityChange
from naikkelas.notices.actions import Telling, notify_all
from naikkelas.trail.actions import Actor

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def tell_sender(kind: str, changes: Iterable[EntityChange], by: Actor, at: datetime) -> None:
    """One notice for each enumerator, however many changes were decided. Names and reasons stand on the page that it leads
    to: a notice is shown on locked screens."""
    of: defaultdict[User, list[EntityChange]] = defaultdict(list)
    for change in changes:
        of[change.delivery.received_by].append(change)
    tellings = [
        Telling(kind, [sender], ("field_change", own[0].pk), by, told={"count": len(own)})
        for sender, own in of.items()
    ]
    notify_all(tellings=tellings, at=at)
