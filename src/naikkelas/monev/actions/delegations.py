"""Absence: for some days another of the same office decides in somebody's place."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.models import Delegation
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

NOT_A_PEER = Kind(
    "delegation.not_a_peer",
    "Pelimpahan hanya kepada rekan aktif dengan peran dan wilayah tugas yang sama.",
    "Only an active colleague of the same role and area of duty can stand in.",
)
DAYS = Kind(
    "delegation.days",
    "Tanggal selesai harus sama dengan atau sesudah tanggal mulai, paling lama 92 hari.",
    "The last day must be the first or later, at most 92 days on.",
)
AWAY_TOO = Kind(
    "delegation.away_too",
    "{name} sendiri melimpahkan keputusannya pada hari-hari itu. Pilih orang lain.",
    "{name} delegates too on these days. Choose somebody else.",
)
ALREADY = Kind(
    "delegation.already",
    "Sudah ada pelimpahan pada hari-hari itu. Cabut dahulu yang lama.",
    "There is a delegation for these days already. Take that back first.",
)
NOT_YOURS = Kind(
    "delegation.not_yours",
    "Hanya yang melimpahkan yang dapat mencabut pelimpahan ini.",
    "Only who delegated can take this back.",
)


@transaction.atomic
def delegate(*, to: User, starts_on: date, ends_on: date, reason: str, by: User, at: datetime) -> Delegation:
    """Let another decide in one's place from one day to another."""
    if not 0 <= (ends_on - starts_on).days <= 92:
        raise Refused(DAYS)
    if to.pk == by.pk or (to.role, to.area_id) != (by.role, by.area_id) or not to.is_active:
        raise Refused(NOT_A_PEER)
    meets = {"withdrawn_at": None, "starts_on__lte": ends_on, "ends_on__gte": starts_on}
    if Delegation.objects.filter(giver=by, **meets).exists():
        raise Refused(ALREADY, status=409)
    if Delegation.objects.filter(giver=to, **meets).exists():
        raise Refused(AWAY_TOO, name=to.name)
    row = Delegation.objects.create(
        giver=by, taker=to, starts_on=starts_on, ends_on=ends_on, reason=reason.strip()[:200], made_at=at
    )
    note(
        by=by, at=at, action="delegation.made", on=("delegation", row.pk), area=by.area_id, to=to.pk,
        starts_on=str(starts_on), ends_on=str(ends_on),
    )  # fmt: skip
    return row


@transaction.atomic
def take_back_delegation(*, delegation: Delegation, by: Actor, at: datetime) -> Delegation:
    """End a delegation before its last day."""
    if delegation.giver_id != by.pk:
        raise Refused(NOT_YOURS, status=403)
    if Delegation.objects.filter(pk=delegation.pk, withdrawn_at=None).update(withdrawn_at=at):
        note(
            by=by, at=at, action="delegation.taken_back", on=("delegation", delegation.pk), area=delegation.giver.area_id
        )  # fmt: skip
    delegation.refresh_from_db()
    return delegation
