"""What somebody was told, and what of it is not read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Max, QuerySet

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.kit import money
from naikkelas.notices.kinds import DAILY, KINDS, WEEKLY, NoticeKind
from naikkelas.notices.models import Choice, Delivery, Notice, PushDevice, Subscription

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def notices_of(user: User) -> QuerySet[Notice]:
    """By the moment of what they tell, newest first: what is entered later about an earlier day stands where it happened.
    Nobody sees another's."""
    return Notice.objects.filter(user=user).order_by("-made_at", "-id")


def of_group(rows: QuerySet[Notice], group: str) -> QuerySet[Notice]:
    """Those of one group of kinds (notices.kinds); all where none is named."""
    kinds = [kind.id for kind in KINDS.values() if kind.group == group]
    return rows.filter(kind__in=kinds) if group else rows


def newest_of(user: User) -> int:
    """The id of what came last, whenever it happened; 0 where there is nothing."""
    return Notice.objects.filter(user=user).aggregate(Max("id"))["id__max"] or 0


def unread_count(user: User) -> int:
    # asked by every page: Django would spend many times as long on the SQL
    sql = f"SELECT COUNT(*) FROM {Notice._meta.db_table} WHERE user_id = %s AND read_at IS NULL"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [user.pk])
        return cursor.fetchone()[0]


def text(notice: Notice, lang: str) -> str:
    """The sentence of a notice in a language; of a kind that is no more, its name."""
    kind = KINDS.get(notice.kind)
    return kind.says.to(lang).format_map(_Told(_written(notice.told, lang))) if kind else notice.kind


def _written(told: dict[str, Any], lang: str) -> dict[str, Any]:
    """Numbers as they are written everywhere: 19960 rows are 19.960."""
    return {
        name: _Number(money.number(int(value), lang), one=int(value) == 1)
        if type(value) is int or (name == "count" and str(value).isdecimal())
        else value
        for name, value in told.items()
    }


class _Number:
    """A number in a sentence, or words that agree with it: `{count:# row|# rows}` is “1 row” or “19.960 rows”."""

    def __init__(self, written: str, *, one: bool) -> None:
        self._written, self._one = written, one

    def __format__(self, words: str) -> str:
        one, _bar, many = words.partition("|")
        return (one if self._one else many).replace("#", self._written) if words else self._written


class _Told(dict):
    """A sentence that was made longer later shows a dash where an older notice says nothing."""

    def __missing__(self, key: str) -> _Number:
        return _Number("–", one=False)


def heard_by(user: User) -> list[NoticeKind]:
    """The kinds that somebody of this role is told at all."""
    return [kind for kind in KINDS.values() if any(access.may(user, duty) for duty in kind.hears)]


def mail_of(kind: NoticeKind, choice: Choice | None) -> str:
    """When a kind goes by e-mail to somebody who chose so, or nothing."""
    return choice.mail if choice else kind.mail


def push_of(kind: NoticeKind, choice: Choice | None) -> str:
    """The same for devices."""
    return (choice.push if choice else "") or kind.mail


def choices_of(user: User) -> dict[str, tuple[str, str]]:
    """By kind, when it goes by e-mail and when to devices."""
    own = {choice.kind: choice for choice in Choice.objects.filter(user=user)}
    return {
        kind.id: (mail_of(kind, own.get(kind.id)), push_of(kind, own.get(kind.id))) for kind in heard_by(user)
    }


def gathered(user: User, kind: str) -> bool:
    """Whether somebody chose that a kind comes with the mail of the day or of the week."""
    return mail_of(KINDS[kind], Choice.objects.filter(user=user, kind=kind).first()) in (DAILY, WEEKLY)


def devices_of(user: User) -> QuerySet[PushDevice]:
    """The browsers in which somebody is told, newest first. Nobody sees another's."""
    return PushDevice.objects.filter(user=user).order_by("-id")


def device_known_by(token: str) -> PushDevice | None:
    """The device whose cookie this is, whosever it is."""
    index = vault.current().seal.index(token)
    return PushDevice.objects.select_related("user").filter(token_index=index).first() if token else None


def subscriptions_visible_to(user: User) -> QuerySet[Subscription]:
    return access.visible(user, Subscription.objects.select_related("made_by")).order_by("name", "id")


def deliveries(subscription: Subscription) -> QuerySet[Delivery]:
    """Attempts, newest first."""
    return subscription.deliveries.order_by("-id")
