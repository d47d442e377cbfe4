"""Finding people and their phones."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.accounts.models import DeviceToken, User
from naikkelas.accounts.roles import ROLES
from naikkelas.places import queries as places
from naikkelas.trail import queries as trail
from naikkelas.trail.prepared import Prepared

if TYPE_CHECKING:
    from naikkelas.places.models import RegionChange


def users_visible_to(user: User) -> QuerySet[User]:
    return access.visible(user, User.objects.select_related("area")).order_by("area_id", "role", "name")


def found(rows: QuerySet[User], text: str) -> QuerySet[User]:
    """Of some people those whose name, user name or job title holds every word."""
    for word in text.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(username__icontains=word) | Q(position__icontains=word)
        )
    return rows


def enumerators_in(code: str) -> QuerySet[User]:
    """Active enumerators whose area of duty is `code` or lies below it."""
    active = User.objects.filter(role="enumerator", is_active=True)
    return places.within(active, code, "area_id").order_by("name")


def office_of(code: str, duty: str, *, roles: tuple[str, ...] = ()) -> list[User]:
    """Who answers for a place: the people with a duty at the nearest office, from the place upwards, that has any.
    `roles` asks for some of the roles with that duty."""
    return offices_of([code], duty, roles=roles)[code]


def offices_of(codes: Collection[str], duty: str, *, roles: tuple[str, ...] = ()) -> dict[str, list[User]]:
    """`office_of` for many places, asked at once."""
    held = [role.id for role in ROLES.values() if duty in role.duties and (not roles or role.id in roles)]
    above = {code: places.codes_above(code) for code in codes}
    asked = {each for found in above.values() for each in found}
    people = defaultdict(list)
    rows = User.objects.select_related("area").filter(is_active=True, role__in=held, area_id__in=asked)
    for user in rows.order_by("id"):
        people[user.area_id].append(user)
    return {
        code: next((people[each] for each in reversed(found) if each in people), [])
        for code, found in above.items()
    }


def assigned_to(visits: QuerySet) -> QuerySet[User]:
    """Who was given any of some planned visits."""
    return User.objects.filter(pk__in=visits.filter(assigned_to__isnull=False).values("assigned_to"))


def officers_of(code: str, role: str) -> QuerySet[User]:
    """Active people of a role whose area of duty is just this one."""
    rows = User.objects.filter(role=role, area_id=code, is_active=True)
    return rows.select_related("area").order_by("name", "id")


SENDING = (DeviceToken.Kind.PHONE, DeviceToken.Kind.BROWSER, DeviceToken.Kind.DRAFT)


def known(pk: int) -> User | None:
    """`user_by_id`, without its area: asked by every page."""
    return _known.first(pk)


_known = Prepared(lambda pk: User.objects.filter(pk=pk), marks=(-918_273_645,))
_by_digest = Prepared(lambda digest: DeviceToken.objects.select_related("user__area").filter(digest=digest))


def by_token(token: str, at: datetime, kinds: tuple[str, ...] = SENDING) -> DeviceToken | None:
    """The living token and its person, or None: unknown, of another kind, revoked, expired, or the account is closed."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    row = _by_digest.first(digest)
    if (
        row is None
        or row.kind not in kinds
        or row.revoked_at is not None
        or row.expires_at <= at
        or not row.user.is_active
    ):
        return None
    return row


REALM = "naikkelas"
"""Named in what Digest checks against: it can never change without new passwords."""


def digest_of(username: str, password: str) -> str:
    """HA1 of RFC 7616, with MD5 as phones ask for it."""
    return hashlib.md5(f"{username}:{REALM}:{password}".encode(), usedforsecurity=False).hexdigest()


def by_digest(username: str) -> tuple[User, str] | None:
    """The person of a user name who may answer by Digest, and HA1; None where there is none."""
    user = User.objects.select_related("area").filter(username=username, is_active=True).first()
    if user is None or user.digest_sealed is None:
        return None
    return user, vault.current().seal.open(user.digest_sealed)


def calendar_token(user: User, at: datetime) -> DeviceToken | None:
    """The living token of a person's calendar address."""
    rows = user.tokens.filter(kind=DeviceToken.Kind.CALENDAR, revoked_at=None, expires_at__gt=at)
    return rows.order_by("-id").first()


def data_token(user: User, at: datetime) -> DeviceToken | None:
    """The living key with which a person's Excel or Power BI reads answers."""
    rows = user.tokens.filter(kind=DeviceToken.Kind.DATA, revoked_at=None, expires_at__gt=at)
    return rows.order_by("-id").first()


def wanting_reminders() -> QuerySet[User]:
    """Active people who gave an address and did not switch reminders off."""
    rows = User.objects.filter(is_active=True, remind=True).exclude(email="")
    return rows.select_related("area").order_by("id")


def user_named(username: str) -> User | None:
    return User.objects.filter(username=username).first()


def user_by_id(pk: int) -> User:
    return User.objects.select_related("area").get(pk=pk)


def users_by_id(ids: Collection[int]) -> dict[int, User]:
    return User.objects.select_related("area").in_bulk(ids)


def user_exists(pk: int) -> bool:
    return User.objects.filter(pk=pk).exists()


def first_user() -> User:
    """The account that was made first: there is one wherever there is data."""
    return User.objects.order_by("id")[0]


def any_demonstration() -> bool:
    """Whether the demonstration's accounts exist here."""
    return User.objects.filter(demonstration=True, is_active=True).exists()


def officer_of(area: str) -> User | None:
    """The first officer of a province: in whose name the command line works when none is given."""
    return User.objects.filter(role="province", area_id=area, is_active=True).order_by("id").first()


def anybody() -> bool:
    """Whether the installation has any account yet."""
    return User.objects.exists()


def everybody() -> QuerySet[User]:
    return User.objects.all()


def seeing_more(change: RegionChange) -> QuerySet[User]:
    """Active people who would see more after a change of areas than before."""
    active = User.objects.select_related("area").filter(is_active=True)
    return active.filter(area_id__in=places.widened(change)).order_by("area_id", "name")


def following_duty(change: RegionChange) -> QuerySet[User]:
    """People whose area of duty becomes another by a change, by itself."""
    rows = User.objects.select_related("area").filter(area_id__in=list(places.one_to_one(change)))
    return rows.order_by("area_id", "name")


def unsettled_duty(change: RegionChange) -> QuerySet[User]:
    """Active people whose area of duty was divided or joined, and about whom nobody has decided yet."""
    rows = User.objects.select_related("area").filter(is_active=True)
    if change.state == "draft":
        return rows.filter(area_id__in=list(places.unsettled(change))).order_by("area_id", "name")
    return places.undecided(rows, change, "user").order_by("area_id", "name")


def password_given(user: User) -> bool:
    """Whether the password that stands was chosen by somebody else: the first one, or one that was set anew."""
    chosen = (
        trail.of("user", user.pk).filter(action__in=["account.added", "account.password_set"]).order_by("-id")
    )
    return not user.demonstration and chosen.values_list("actor_id", flat=True).first() != user.pk


def long_closed(before: datetime) -> list[User]:
    """Accounts closed before a moment that still hold a telephone, e-mail, a position, a password or keys of phones."""
    rows = User.objects.filter(is_active=False).prefetch_related("tokens")
    closed = dict(
        trail.events()
        .filter(action="account.closed", object_type="user")
        .order_by("id")
        .values_list("object_id", "at")
    )
    return [
        user
        for user in rows
        if (at := closed.get(str(user.pk))) is not None
        and at < before
        and (
            user.phone or user.email or user.position or user.has_usable_password() or list(user.tokens.all())
        )
    ]
