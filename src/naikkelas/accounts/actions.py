"""Making and changing accounts and phones."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from naikkelas import vault
from naikkelas.accounts import queries
from naikkelas.accounts.models import DeviceToken, DigestUse, User
from naikkelas.accounts.roles import ROLES, levels_told
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import actions as place_actions
from naikkelas.places import queries as places
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import about_to, between, without

if TYPE_CHECKING:
    from naikkelas.places.models import Region, RegionChange

UNKNOWN_ROLE = Kind(
    "account.role",
    "Peran “{role}” tidak dikenal. Pilih salah satu: {known}.",
    "Role “{role}” is unknown. Choose one of: {known}.",
)
UNKNOWN_AREA = Kind(
    "account.area",
    "Kode wilayah “{area}” tidak ada dalam daftar Kemendagri. Contoh: 18 (Lampung), 18.01 (Lampung Selatan).",
    "Area code “{area}” is not in Kemendagri's list. Examples: 18 (Lampung), 18.01 (Lampung Selatan).",
)
WRONG_LEVEL = Kind(
    "account.level",
    "Peran “{role}” tidak dapat bertugas pada wilayah tingkat ini ({area}). Pilih wilayah tingkat: {levels}.",
    "Role “{role}” cannot have an area of this level ({area}). Choose one of level: {levels}.",
)
TAKEN = Kind(
    "account.taken",
    "Nama pengguna “{username}” sudah dipakai. Pilih nama lain.",
    "User name “{username}” is taken. Choose another.",
)
WEAK_PASSWORD = Kind(
    "account.password",
    "Kata sandi ditolak: {reasons}",
    "The password was refused: {reasons}",
)
OWN_ACCOUNT = Kind(
    "account.own",
    "Akun sendiri tidak dapat ditutup atau diberi peran dan wilayah lain: bisa jadi tidak ada lagi yang dapat "
    "membukanya. Minta administrator lain.",
    "Nobody closes the own account or gives it another role or area: there may be nobody left to open it. Ask another "
    "administrator.",
)
_LIFE = {
    DeviceToken.Kind.PHONE: timedelta(days=365),
    DeviceToken.Kind.BROWSER: timedelta(days=30),
    DeviceToken.Kind.CALENDAR: timedelta(days=730),
    DeviceToken.Kind.DATA: timedelta(days=365),
    DeviceToken.Kind.DRAFT: timedelta(days=30),
}


@transaction.atomic
def add(
    *,
    username: str,
    name: str,
    role: str,
    area: str,
    password: str | None,
    by: Actor,
    at: datetime,
    position: str = "",
    phone: str = "",
    demonstration: bool = False,
) -> User:
    """Make an account. Without a password nobody can sign in with it (phones still work). Raises Refused."""
    region = _area_for(role, area)
    if User.objects.filter(username=username).exists():
        raise Refused(TAKEN, status=409, username=username)
    user = User(
        username=username,
        name=name,
        position=position,
        role=role,
        area=region,
        phone=phone,
        joined_at=at,
        demonstration=demonstration,
    )
    if password is not None:
        _demand_strong(password, user)
    _take_password(user, password)
    user.save()
    note(by=by, at=at, action="account.added", on=("user", user.pk), area=area, username=username, role=role)
    return user


def _area_for(role: str, area: str) -> Region:
    """The region that somebody of a role may have as area of duty. Raises Refused."""
    if role not in ROLES:
        raise Refused(UNKNOWN_ROLE, role=role, known=", ".join(ROLES))
    region = places.find(area)
    if region is None:
        raise Refused(UNKNOWN_AREA, area=area)
    if region.level not in ROLES[role].levels:
        raise Refused(WRONG_LEVEL, role=ROLES[role].name, area=region.title, levels=levels_told(role))
    return region


@transaction.atomic
def change(
    *, user: User, name: str, position: str, phone: str, role: str, area: str, by: Actor, at: datetime
) -> User:
    """Write what changed about a person: a name set right, another job, another office. The work done stays in this name.

    With another role the keys of phones, calendars and feeds end: they were given for the former one. Raises Refused.
    """
    region = _area_for(role, area)
    moves = user.role != role or user.area_id != region.code
    if moves and getattr(by, "pk", None) == user.pk:
        raise Refused(OWN_ACCOUNT)
    if user.role != role:
        user.tokens.filter(revoked_at=None).update(revoked_at=at)
        if "monev.visit" not in ROLES[role].duties:
            user.digest_sealed = None
    fields = ("name", "position", "phone", "role", "area_id")
    user.name, user.position, user.phone, user.role, user.area = name, position, phone, role, region
    told = without(about_to(user, *fields), "phone")
    user.save(update_fields=[*fields[:4], "area", "digest_sealed"])
    note(by=by, at=at, action="account.changed", on=("user", user.pk), area=region.code, **told)
    return user


@transaction.atomic
def set_active(*, user: User, active: bool, by: Actor, at: datetime) -> None:
    """Let a person in or shut the account; shutting it also revokes the phones. Raises Refused."""
    if not active and getattr(by, "pk", None) == user.pk:
        raise Refused(OWN_ACCOUNT)
    user.is_active = active
    told = about_to(user, "is_active")
    user.save(update_fields=["is_active"])
    if not active:
        user.tokens.filter(revoked_at=None).update(revoked_at=at)
    action = "account.opened" if active else "account.closed"
    note(by=by, at=at, action=action, on=("user", user.pk), area=user.area_id, **told)


@transaction.atomic
def set_password(*, user: User, password: str, by: Actor, at: datetime) -> None:
    """Give an account another password; whoever was signed in with the former one is signed out. Raises Refused."""
    _demand_strong(password, user)
    _take_password(user, password)
    user.save(update_fields=["password", "digest_sealed"])
    note(by=by, at=at, action="account.password_set", on=("user", user.pk), area=user.area_id)


@transaction.atomic
def keep_digest(*, user: User, password: str, by: Actor, at: datetime) -> None:
    """Somebody signed in with a password from before Digest was there: from now on phones take it too."""
    if user.digest_sealed is not None or "monev.visit" not in ROLES[user.role].duties:
        return
    user.digest_sealed = vault.current().seal.close(queries.digest_of(user.username, password))
    user.save(update_fields=["digest_sealed"])
    note(by=by, at=at, action="account.digest_kept", on=("user", user.pk), area=user.area_id)


@transaction.atomic
def set_reminders(*, user: User, email: str, remind: bool, by: Actor, at: datetime) -> None:
    """Keep where a person is reminded of duties, and whether."""
    user.email, user.remind = email, remind
    told = without(about_to(user, "email", "remind"), "email")
    user.save(update_fields=["email", "remind"])
    note(by=by, at=at, action="account.reminders", on=("user", user.pk), area=user.area_id, **told)


def _take_password(user: User, password: str | None) -> None:
    """Keep a password's Argon2 hash; of people who send visits also what Digest needs (docs/adr: Digest)."""
    user.set_password(password)
    sends = password is not None and "monev.visit" in ROLES[user.role].duties
    user.digest_sealed = (
        vault.current().seal.close(queries.digest_of(user.username, password or "")) if sends else None
    )


def _demand_strong(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as fault:
        raise Refused(WEAK_PASSWORD, reasons=" ".join(fault.messages)) from fault


@transaction.atomic
def move_areas(*, change: RegionChange, by: Actor, at: datetime) -> int:
    """Areas of duty follow where one area alone became another: the same area, so nobody sees more. Who else is to
    have another area of duty, a person decides (place_in_area)."""
    rows = User.objects.filter(area_id__in=list(places.one_to_one(change)))
    return place_actions.move_records(change=change, table="user", rows=rows, by=by, at=at)


@transaction.atomic
def return_areas(*, change: RegionChange, by: Actor, at: datetime) -> int:
    """Areas of duty as they were before a change."""
    return place_actions.return_records(change=change, table="user", rows=User.objects.all(), by=by, at=at)


@transaction.atomic
def place_in_area(*, change: RegionChange, user: User, code: str, by: Actor, at: datetime) -> int:
    """A person decides which area somebody has whose area of duty was divided or joined. Raises Refused."""
    region = places.find(code)
    role = ROLES[user.role]
    if region is not None and region.level not in role.levels:
        raise Refused(WRONG_LEVEL, role=role.name, area=region.title, levels=levels_told(role.id))
    placed = place_actions.place_records(
        change=change, table="user", rows=User.objects.all(), ids=[user.pk], code=code, by=by, at=at
    )
    if placed:
        note(
            by=by, at=at, action="account.area_changed", on=("user", user.pk), area=code,
            **between({"area_id": user.area_id}, {"area_id": code}),
        )  # fmt: skip
    return placed


@transaction.atomic
def issue_token(*, user: User, kind: str, by: Actor, at: datetime) -> tuple[DeviceToken, str]:
    """Give a phone or browser its key; return the row and the token that goes into the address."""
    nonce = secrets.token_hex(16)
    token = _token(user.pk, nonce)
    row = DeviceToken.objects.create(
        user=user,
        kind=kind,
        nonce=nonce,
        digest=_digest(token),
        created_at=at,
        expires_at=at + _LIFE[DeviceToken.Kind(kind)],
    )
    note(
        by=by, at=at, action="phone.issued", on=("user", user.pk), area=user.area_id, token=row.pk, kind=kind
    )
    return row, token


@transaction.atomic
def browser_token(*, user: User, by: Actor, at: datetime) -> str:
    """Return the key of this person's browser form, the same until it nears its end."""
    fresh = at + timedelta(days=7)
    row = user.tokens.filter(kind=DeviceToken.Kind.BROWSER, revoked_at=None, expires_at__gt=fresh).first()
    if row is not None:
        return token_of(row)
    return issue_token(user=user, kind=DeviceToken.Kind.BROWSER, by=by, at=at)[1]


@transaction.atomic
def revoke_token(*, token: DeviceToken, by: Actor, at: datetime) -> None:
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    note(
        by=by,
        at=at,
        action="phone.revoked",
        on=("user", token.user_id),
        area=token.user.area_id,
        token=token.pk,
    )


def see_device(*, token: DeviceToken, device: str, by: Actor, at: datetime) -> None:
    """Keep when a key was last used (by the day), and which device it belongs to. A second device is noted once:
    the same QR code on two phones is a mistake, or a stolen address."""
    changed: dict[str, object] = {}
    if token.last_used_at is None or at - token.last_used_at > timedelta(hours=20):
        changed["last_used_at"] = at
    if device and not token.device:
        changed["device"] = device[:120]
    elif device and device[:120] != token.device and token.second_device_at is None:
        changed["second_device_at"] = at
    if not changed:
        return  # before any transaction: on SQLite each would wait for the one turn to write
    with transaction.atomic():
        DeviceToken.objects.filter(pk=token.pk).update(**changed)
        if "second_device_at" in changed:
            note(
                by=by, at=at, action="phone.second_device", on=("user", token.user_id), area=token.user.area_id,
                token=token.pk,
            )  # fmt: skip


@transaction.atomic
def spend_nonce(*, nonce: str, count: int, until: datetime, by: Actor, at: datetime) -> bool:
    """Whether this use of a nonce is the first with a number so high: a repeated request is not."""
    _row, fresh = DigestUse.objects.get_or_create(nonce=nonce, defaults={"count": count, "expires_at": until})
    if fresh:
        DigestUse.objects.filter(expires_at__lt=at).delete()
        return True
    return bool(DigestUse.objects.filter(nonce=nonce, count__lt=count).update(count=count))


def token_of(row: DeviceToken) -> str:
    """The token of a row, derived again: for showing a QR code a second time."""
    return _token(row.user_id, row.nonce)


def _token(user_id: int, nonce: str) -> str:
    return vault.current().seal.token(f"device:{user_id}:{nonce}")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def retire_accounts(*, before: datetime, area: str, by: Actor, at: datetime) -> int:
    """Take telephone, e-mail, position, password and phone keys out of accounts closed long ago.

    The name stays: it stands beside the work that was done under it.
    """
    users = queries.long_closed(before)
    for user in users:
        user.phone = user.position = user.email = ""
        _take_password(user, None)
        user.save(update_fields=["phone", "email", "position", "password", "digest_sealed"])
        user.tokens.all().delete()
    if users:
        note(
            by=by,
            at=at,
            action="retention.accounts",
            on=("retention", at.date()),
            area=area,
            count=len(users),
        )
    return len(users)
