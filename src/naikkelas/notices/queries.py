"""What somebody was told, and what of it is not read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from naikkelas.accounts import access
from naikkelas.notices.kinds import KINDS, NoticeKind
from naikkelas.notices.models import Choice, Delivery, Notice, Subscription

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def notices_of(user: User) -> QuerySet[Notice]:
    """Newest first. Nobody sees another's."""
    return Notice.objects.filter(user=user).order_by("-id")


def unread_count(user: User) -> int:
    return Notice.objects.filter(user=user, read_at=None).count()


def text(notice: Notice, lang: str) -> str:
    """The sentence of a notice in a language; of a kind that is no more, its name."""
    kind = KINDS.get(notice.kind)
    return kind.says.to(lang).format_map(_Told(notice.told)) if kind else notice.kind


class _Told(dict):
    """A sentence that was made longer later shows a dash where an older notice says nothing."""

    def __missing__(self, key: str) -> str:
        return "–"


def heard_by(user: User) -> list[NoticeKind]:
    """The kinds that somebody of this role is told at all."""
    return [kind for kind in KINDS.values() if any(access.may(user, duty) for duty in kind.hears)]


def choices_of(user: User) -> dict[str, str]:
    """By kind, when it goes by e-mail."""
    own = dict(Choice.objects.filter(user=user).values_list("kind", "mail"))
    return {kind.id: own.get(kind.id, kind.mail) for kind in heard_by(user)}


def subscriptions_visible_to(user: User) -> QuerySet[Subscription]:
    return access.visible(user, Subscription.objects.select_related("made_by")).order_by("name", "id")


def deliveries(subscription: Subscription) -> QuerySet[Delivery]:
    """Attempts, newest first."""
    return subscription.deliveries.order_by("-id")
