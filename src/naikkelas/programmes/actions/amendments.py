"""Amending what a decree or contract promises: another sum, another recipient, or none. What stood before stays in the
ledger; the change is a further row."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes import queries
from naikkelas.programmes.actions.ledger import OVER_ALLOCATION
from naikkelas.programmes.actions.ledger_changes import BELOW_USE, NO_CHANGE, revise_recipient
from naikkelas.programmes.actions.limits import locked, not_reversed, positive, room
from naikkelas.programmes.actions.money import name_recipient
from naikkelas.programmes.actions.startup_decisions import name_from_reserve
from naikkelas.programmes.models import Application, Commitment, Recipient, Revision
from naikkelas.trail.actions import note
from naikkelas.trail.changing import between

if TYPE_CHECKING:
    from naikkelas.trail.actions import Actor

REASON = Kind(
    "amendment.reason",
    "Tulis alasan perubahannya (paling sedikit 10 huruf).",
    "Write why it is amended (at least 10 characters).",
)
DAY = Kind(
    "amendment.day",
    "Tanggal perubahan harus di antara {first} (dokumen semula) dan hari ini.",
    "The day of the amendment lies between {first} (the first document) and today.",
)
WITHDRAWN = Kind(
    "amendment.withdrawn",
    "Penerima ini sudah ditarik dari SK.",
    "This recipient was withdrawn from the decree already.",
)
PAID = Kind(
    "amendment.paid",
    "Sudah dicairkan {paid} rupiah kepada penerima ini, jadi ia tidak dapat ditarik atau diganti. Batalkan pencairannya dahulu.",
    "{paid} rupiah were disbursed to this recipient, who cannot be withdrawn or replaced. Take the disbursement back first.",
)
CONTRACTED = Kind(
    "amendment.contracted",
    "Nilai baru lebih kecil daripada kontrak yang mengikat: {bound} rupiah. Adendum atau batalkan kontraknya dahulu.",
    "The new amount is less than what contracts bind: {bound} rupiah. Amend or take back the contracts first.",
)
NOT_REPLACED = Kind(
    "amendment.facility",
    "Pasar atau gedung tidak diganti dengan yang lain di sini: tarik penerima ini, lalu tetapkan yang baru.",
    "A market or building is not replaced here: withdraw this recipient, then name the new one.",
)
SAME_AMOUNT = Kind(
    "amendment.same",
    "Penerima ini sudah diberi {stands} rupiah. Isi nilai seluruhnya yang baru, bukan selisihnya.",
    "This recipient is given {stands} rupiah already. Enter the new amount in all, not the difference.",
)
AN_AMENDMENT = Kind(
    "amendment.of_amendment",
    "Yang diubah adalah dokumen pertamanya, bukan perubahannya.",
    "What is amended is the first document, not an amendment of it.",
)


@transaction.atomic
def amend_commitment(
    *, commitment: Commitment, amount_idr: int, document_no: str, signed_on: date, reason: str, by: Actor, at: datetime
) -> Commitment:  # fmt: skip
    """Add to what a contract or decree promises, or take from it (a negative amount), by an addendum. Raises Refused above
    the allocation, and below what recipients and payments stand on."""
    allocation = commitment.allocation
    locked(allocation.ceiling.programme_id, allocation.ceiling.year)
    not_reversed(Commitment.objects.all(), commitment)
    if commitment.amends_id:
        raise Refused(AN_AMENDMENT)
    _asked(reason, signed_on, commitment.signed_on, at)
    if amount_idr == 0:
        raise Refused(NO_CHANGE)
    if amount_idr > 0:
        positive(amount_idr)
        promised = queries.total(allocation.commitments.all())
        room(queries.standing(allocation), promised, amount_idr, OVER_ALLOCATION)
    left = queries.net(commitment) + amount_idr
    used = queries.all_standing(commitment.recipients.all()) + queries.total(commitment.disbursements.all())
    if left < used or left < 0:
        raise Refused(BELOW_USE, status=409, left=left, used=used)
    row = Commitment.objects.create(
        allocation=allocation, kind=commitment.kind, counterparty=commitment.counterparty, document_no=document_no,
        signed_on=signed_on, amount_idr=amount_idr, for_recipient=commitment.for_recipient, amends=commitment,
        reason=reason.strip()[:200], recorded_at=at,
    )  # fmt: skip
    note(
        by=by, at=at, action="money.commitment_amended", on=("commitment", commitment.pk), area=allocation.area_id,
        amount_idr=amount_idr, document=document_no, reason=reason.strip(),
        **between({"standing_idr": left - amount_idr}, {"standing_idr": left}),
    )  # fmt: skip
    return row


@transaction.atomic
def amend_recipient(
    *, recipient: Recipient, amount_idr: int, document_no: str, decided_on: date, reason: str, by: Actor, at: datetime
) -> Revision:  # fmt: skip
    """Give a recipient another amount by an amending decree; what the decree promises follows. Raises Refused above the
    allocation, and below what was disbursed or contracted."""
    positive(amount_idr)
    _standing_recipient(recipient, reason, decided_on, at)
    stands = queries.standing(recipient)
    more = amount_idr - stands
    if not more:
        raise Refused(SAME_AMOUNT, stands=stands)
    said: dict[str, Any] = {"document_no": document_no, "reason": reason.strip(), "by": by, "at": at}
    bound = queries.total(queries.contracts_for(recipient))
    if amount_idr < bound:
        raise Refused(CONTRACTED, status=409, bound=bound)
    decree = recipient.commitment
    if decree and more > 0:
        spare = queries.net(decree) - queries.all_standing(decree.recipients.all())
        if more > spare:
            amend_commitment(commitment=decree, amount_idr=more - spare, signed_on=decided_on, **said)
    revision = revise_recipient(recipient=recipient, amount_idr=more, decided_on=decided_on, **said)
    if decree and more < 0:
        amend_commitment(commitment=decree, amount_idr=more, signed_on=decided_on, **said)
    return revision


@transaction.atomic
def withdraw_recipient(
    *, recipient: Recipient, document_no: str, decided_on: date, reason: str, by: Actor, at: datetime
) -> Revision:
    """Take a recipient out of the decree, before any payment: the money is free again. Raises Refused."""
    _standing_recipient(recipient, reason, decided_on, at)
    bound = queries.total(queries.contracts_for(recipient))
    if bound:
        raise Refused(CONTRACTED, status=409, bound=bound)
    amount = queries.standing(recipient)
    said: dict[str, Any] = {"document_no": document_no, "reason": reason.strip(), "by": by, "at": at}
    revision = _emptied(recipient, decided_on, said)
    if recipient.commitment:
        amend_commitment(commitment=recipient.commitment, amount_idr=-amount, signed_on=decided_on, **said)
    return revision


@transaction.atomic
def replace_recipient(
    *, recipient: Recipient, document_no: str, decided_on: date, reason: str, by: Actor, at: datetime, name: str = "",
    area: str = "", application: Application | None = None, **records: Any,
) -> Recipient:  # fmt: skip
    """Name another in a recipient's place, with the same amount and in the same decree: a proposal of the reserve
    (`application`), or by name and place; `records` are person, enterprise or cooperative. Raises Refused."""
    if recipient.kind == Recipient.Kind.FACILITY:
        raise Refused(NOT_REPLACED)
    _standing_recipient(recipient, reason, decided_on, at)
    amount = queries.standing(recipient)
    said: dict[str, Any] = {"document_no": document_no, "reason": reason.strip(), "by": by, "at": at}
    _emptied(recipient, decided_on, said)
    place: dict[str, Any] = {
        "decree_no": document_no, "decree_on": decided_on, "amount_idr": amount, "commitment": recipient.commitment,
        "replaces": recipient, "by": by, "at": at,
    }  # fmt: skip
    if application:
        return name_from_reserve(application=application, allocation=recipient.allocation, **place)
    return name_recipient(
        allocation=recipient.allocation, kind=recipient.kind, name=name, area=area, synthetic=recipient.synthetic,
        **place, **records,
    )  # fmt: skip


def _emptied(recipient: Recipient, decided_on: date, said: dict[str, Any]) -> Revision:
    paid = queries.total(recipient.disbursements.all())
    if paid:
        raise Refused(PAID, status=409, paid=paid)
    amount = queries.standing(recipient)
    revision = revise_recipient(recipient=recipient, amount_idr=-amount, decided_on=decided_on, **said)
    note(
        by=said["by"], at=said["at"], action="recipient.withdrawn", on=("recipient", recipient.pk), area=recipient.area_id,
        amount_idr=amount, document=said["document_no"], reason=said["reason"],
    )  # fmt: skip
    return revision


def _standing_recipient(recipient: Recipient, reason: str, day: date, at: datetime) -> None:
    ceiling = recipient.allocation.ceiling
    locked(ceiling.programme_id, ceiling.year)
    _asked(reason, day, recipient.decree_on, at)
    if not queries.standing(recipient):
        raise Refused(WITHDRAWN, status=409)


def _asked(reason: str, day: date, first: date, at: datetime) -> None:
    if len(reason.strip()) < 10:
        raise Refused(REASON)
    if not first <= day <= timezone.localdate(at):
        raise Refused(DAY, first=first.isoformat())
