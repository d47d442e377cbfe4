"""Telling people: in the same transaction as what is told of, so that nothing is told that did not happen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from naikkelas.accounts import access
from naikkelas.notices import queries
from naikkelas.notices.kinds import KINDS, OFF
from naikkelas.notices.models import Choice, Notice, PushDevice
from naikkelas.notices.queries import mail_of, push_of
from naikkelas.trail.actions import SYSTEM, Actor
from naikkelas.trail.rows import insert_all

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


@dataclass(frozen=True)
class Telling:
    """One thing that some people are to be told, as `notify` takes it."""

    kind: str
    to: Collection[User]
    about: tuple[str, Any]
    by: Actor = SYSTEM
    due_on: date | None = None
    once: str = ""
    told: Mapping[str, object] = field(default_factory=dict)
    mailed: bool = False
    """A mail of its own tells of it."""

    def hearing(self) -> Iterator[User]:
        """Each who may hear of it, and did not do it, once."""
        says = KINDS[self.kind]
        for user in {user.pk: user for user in self.to}.values():
            if user.is_active and user.pk != self.by.pk and any(access.may(user, d) for d in says.hears):
                yield user


def notify(
    *,
    kind: str,
    to: User | Iterable[User],
    about: tuple[str, Any],
    at: datetime,
    by: Actor = SYSTEM,
    due_on: date | None = None,
    once: str = "",
    mailed: bool = False,
    **told: object,
) -> int:
    """Tell people that something happened; return how many are told.

    `about` is (record type, its id), as in the trail. `told` fills the sentence of the kind (notices.kinds) and names no
    person. Whoever did it (`by`) is not told, nor who may not hear of such things; nobody is told the same `once` twice.
    `mailed`: a mail of its own tells of it.
    """
    people = list(to) if isinstance(to, Iterable) else [to]
    return notify_all(tellings=[Telling(kind, people, about, by, due_on, once, told, mailed)], at=at)


def notify_all(*, tellings: Iterable[Telling], at: datetime) -> int:
    """Tell many things of one moment by a handful of statements; return how many notices that made."""
    wanted = [(telling, user) for telling in tellings for user in telling.hearing()]
    if not wanted:
        return 0
    ids = {user.pk for _, user in wanted}
    choices = Choice.objects.filter(kind__in={telling.kind for telling, _ in wanted}, user__in=ids)
    chosen = {(choice.user_id, choice.kind): choice for choice in choices}
    reached = set(PushDevice.objects.filter(user__in=ids).values_list("user_id", flat=True))
    stages = {telling.once for telling, _ in wanted if telling.once}
    former = Notice.objects.filter(once__in=stages, user__in=ids).values_list("user_id", "kind", "once")
    known = set(former) if stages else set()
    rows = []
    for telling, user in wanted:
        if telling.once:
            if (user.pk, telling.kind, telling.once) in known:
                continue
            known.add((user.pk, telling.kind, telling.once))
        says, choice = KINDS[telling.kind], chosen.get((user.pk, telling.kind))
        rows.append(
            Notice(
                user=user, kind=telling.kind, object_type=telling.about[0], object_id=str(telling.about[1]),
                told={k: str(v) for k, v in telling.told.items()}, once=telling.once, due_on=telling.due_on, made_at=at,
                mail=mail_of(says, choice) if user.email and not telling.mailed else OFF,
                push=push_of(says, choice) if user.pk in reached else OFF,
            )
        )  # fmt: skip
    if stages:  # somebody else may tell the same at the same moment
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
    else:
        insert_all(rows)
    return len(rows)


def mark_read(*, notice: Notice, by: User, at: datetime) -> None:
    """Remember that somebody has looked at what they were told."""
    Notice.objects.filter(pk=notice.pk, user_id=by.pk, read_at=None).update(read_at=at)


def mark_all_read(*, by: User, at: datetime, newest: int, group: str = "") -> int:
    """All that there was when somebody saw the list, or the list of one group of kinds: what came after (`newest`,
    queries.newest_of) stays unread, and what that list did not show."""
    rows = queries.of_group(Notice.objects.filter(user_id=by.pk, read_at=None, pk__lte=newest), group)
    return rows.update(read_at=at)
