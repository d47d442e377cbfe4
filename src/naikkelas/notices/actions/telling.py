"""Telling people: in the same transaction as what is told of, so that nothing is told that did not happen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from naikkelas.accounts import access
from naikkelas.notices.kinds import KINDS, OFF
from naikkelas.notices.models import Choice, Notice, PushDevice
from naikkelas.notices.queries import mail_of, push_of
from naikkelas.trail.actions import SYSTEM, Actor

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def notify(
    *,
    kind: str,
    to: User | Iterable[User],
    about: tuple[str, Any],
    at: datetime,
    by: Actor = SYSTEM,
    due_on: date | None = None,
    once: str = "",
    **told: object,
) -> int:
    """Tell people that something happened; return how many are told.

    `about` is (record type, its id), as in the trail. `told` fills the sentence of the kind (notices.kinds) and names no
    person. Whoever did it (`by`) is not told, nor who may not hear of such things; nobody is told the same `once` twice.
    """
    says = KINDS[kind]
    people = {user.pk: user for user in (to if isinstance(to, Iterable) else [to])}
    hearing = [
        user
        for user in people.values()
        if user.is_active and user.pk != by.pk and any(access.may(user, duty) for duty in says.hears)
    ]
    chosen = {c.user_id: c for c in Choice.objects.filter(kind=kind, user__in=hearing)} if hearing else {}
    reached = (
        set(PushDevice.objects.filter(user__in=hearing).values_list("user_id", flat=True))
        if hearing
        else set()
    )
    known = (
        set(Notice.objects.filter(kind=kind, once=once, user__in=hearing).values_list("user_id", flat=True))
        if once and hearing
        else set()
    )
    rows = [
        Notice(
            user=user, kind=kind, object_type=about[0], object_id=str(about[1]), told={k: str(v) for k, v in told.items()},
            once=once, due_on=due_on, made_at=at,
            mail=mail_of(says, chosen.get(user.pk)) if user.email else OFF,
            push=push_of(says, chosen.get(user.pk)) if user.pk in reached else OFF,
        )
        for user in hearing
        if user.pk not in known
    ]  # fmt: skip
    Notice.objects.bulk_create(rows, ignore_conflicts=bool(once))
    return len(rows)


def mark_read(*, notice: Notice, by: User, at: datetime) -> None:
    """Remember that somebody has looked at what they were told."""
    Notice.objects.filter(pk=notice.pk, user_id=by.pk, read_at=None).update(read_at=at)


def mark_all_read(*, by: User, at: datetime, newest: int) -> int:
    """All that somebody saw in the list: what came after its newest stays unread."""
    return Notice.objects.filter(user_id=by.pk, read_at=None, pk__lte=newest).update(read_at=at)
