"""Commitments, use and return of money, and taking back what was recorded by mistake."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes import queries
from naikkelas.programmes.actions.limits import locked, not_reversed, positive, room
from naikkelas.programmes.models import Allocation, Commitment, Programme, Recipient, Return, Use
from naikkelas.programmes.queries.ledger import Balance
from naikkelas.reference.uses import categories
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import between

OVER_ALLOCATION = Kind(
    "money.commitment_over_allocation",
    "Komitmen melebihi alokasi: sisa {left} rupiah, diminta {asked} rupiah. Kecilkan nilainya atau tambah alokasinya dahulu.",
    "The commitment exceeds the allocation: {left} rupiah are left, {asked} were asked. Lower it, or raise the allocation first.",
)
COMMITTED_ALREADY = Kind(
    "money.commitment_exists",
    "Dokumen {document} sudah tercatat pada alokasi ini.",
    "Document {document} is recorded for this allocation already.",
)
UNKNOWN_KIND = Kind(
    "money.commitment_kind",
    "Jenis komitmen “{asked}” tidak dikenal: pakai contract atau decree.",
    "Kind of commitment “{asked}” is not known: use contract or decree.",
)
OTHER_ALLOCATION = Kind(
    "money.other_allocation",
    "Penerima itu bukan dari alokasi ini.",
    "That recipient is not of this allocation.",
)
OVER_PAID = Kind(
    "money.over_disbursed",
    "Penggunaan dan pengembalian melebihi dana yang dicairkan: sisa {left} rupiah, diminta {asked} rupiah.",
    "Use and return exceed what was disbursed: {left} rupiah are left, {asked} were asked.",
)
UNKNOWN_CATEGORY = Kind(
    "money.use_category",
    "Jenis penggunaan “{category}” tidak dikenal.",
    "Kind of use “{category}” is not known.",
)
BEFORE_PAYMENT = Kind(
    "money.before_payment",
    "Tanggal {day} lebih awal dari pencairan pertama. Periksa tanggalnya.",
    "Day {day} is before the first disbursement. Check the day.",
)
RETURNED_ALREADY = Kind(
    "money.return_exists",
    "Bukti setor {document} untuk penerima ini sudah tercatat. Periksa nomornya.",
    "Proof of payment {document} of this recipient is recorded already. Check its number.",
)
RETURN_TAKEN_BACK = Kind(
    "money.return_taken_back",
    "Bukti setor {document} pernah dicatat lalu dibatalkan; nomornya tidak dipakai lagi. Bila memang disetor, tulis nomornya "
    "dengan tanda koreksi, misalnya {document}/K1.",
    "Proof of payment {document} was recorded and taken back; its number is not used again. If it was paid back after all, write "
    "the number with a mark, for example {document}/K1.",
)
STILL_NEEDED = Kind(
    "money.commitment_in_use",
    "Komitmen ini sudah dipakai: {used} rupiah untuk penerima atau pencairan. Batalkan itu dahulu.",
    "This commitment is in use: {used} rupiah went to recipients or payments. Take those back first.",
)

AMENDED = Kind(
    "money.commitment_amended",
    "Komitmen ini mempunyai adendum. Batalkan adendumnya dahulu.",
    "This commitment has addenda. Take those back first.",
)


@transaction.atomic
def commit(
    *, allocation: Allocation, kind: str, counterparty: str, document_no: str, signed_on: date, amount_idr: int, by: Actor,
    at: datetime, for_recipient: Recipient | None = None,
) -> Commitment:  # fmt: skip
    """Promise part of an allocation: by a contract with a supplier, or by a decree that will name recipients. A contract may
    say for which market or building it is. Raises Refused when commitments would exceed the allocation."""
    positive(amount_idr)
    if kind not in Commitment.Kind.values:
        raise Refused(UNKNOWN_KIND, asked=kind)
    if for_recipient and for_recipient.allocation_id != allocation.pk:
        raise Refused(OTHER_ALLOCATION)
    locked(allocation.ceiling.programme_id, allocation.ceiling.year)
    standing = allocation.commitments.filter(document_no=document_no, reverses=None, reversed_by=None)
    if standing.exists():
        raise Refused(COMMITTED_ALREADY, status=409, document=document_no)
    return promised(
        allocation, kind, document_no, signed_on, amount_idr, by, at, counterparty=counterparty, for_recipient=for_recipient
    )  # fmt: skip


def promised(
    allocation: Allocation, kind: str, document_no: str, signed_on: date, amount_idr: int, by: Actor, at: datetime,
    over: Kind = OVER_ALLOCATION, **more: Any,
) -> Commitment:  # fmt: skip
    """Write a commitment under the lock that the caller holds."""
    room(queries.standing(allocation), queries.total(allocation.commitments.all()), amount_idr, over)
    row = Commitment.objects.create(
        allocation=allocation,
        kind=kind,
        document_no=document_no,
        signed_on=signed_on,
        amount_idr=amount_idr,
        recorded_at=at,
        **more,
    )
    note(
        by=by, at=at, action="money.committed", on=("commitment", row.pk), area=allocation.area_id, kind=kind,
        amount_idr=amount_idr, document=document_no,
    )  # fmt: skip
    return row


@transaction.atomic
def reverse_commitment(*, commitment: Commitment, reason: str, by: Actor, at: datetime) -> Commitment:
    """Take a commitment back by a second row. Raises Refused while recipients or payments stand on it."""
    allocation = commitment.allocation
    locked(allocation.ceiling.programme_id, allocation.ceiling.year)
    not_reversed(Commitment.objects.all(), commitment)
    first = commitment.amends or commitment
    left = queries.net(first) - commitment.amount_idr
    used = queries.all_standing(first.recipients.all()) + queries.total(first.disbursements.all())
    if left and not commitment.amends_id:
        raise Refused(AMENDED, status=409)
    if used > left:
        raise Refused(STILL_NEEDED, status=409, used=used)
    if commitment.amount_idr < 0:
        room(
            queries.standing(allocation),
            queries.total(allocation.commitments.all()),
            -commitment.amount_idr,
            OVER_ALLOCATION,
        )
    row = Commitment.objects.create(
        allocation=allocation, kind=commitment.kind, counterparty=commitment.counterparty, document_no=commitment.document_no,
        signed_on=at.date(), amount_idr=-commitment.amount_idr, reverses=commitment, recorded_at=at,
        for_recipient=commitment.for_recipient, amends=commitment.amends, reason=reason[:200],
    )  # fmt: skip
    note(
        by=by, at=at, action="money.commitment_reversed", on=("commitment", first.pk), area=allocation.area_id,
        amount_idr=row.amount_idr, reason=reason, document=commitment.document_no,
        **between({"standing_idr": left + commitment.amount_idr}, {"standing_idr": left}),
    )  # fmt: skip
    return row


@transaction.atomic
def record_use(
    *, recipient: Recipient, category: str, amount_idr: int, used_on: date, receipt_no: str, by: Actor, at: datetime,
    remark: str = "",
) -> Use:  # fmt: skip
    """Record what a recipient spent, by a receipt. Raises Refused beyond what was disbursed."""
    if category not in categories():
        raise Refused(UNKNOWN_CATEGORY, category=category)
    balance = _spendable(recipient, amount_idr, used_on)
    row = Use.objects.create(
        recipient=recipient,
        category=category,
        amount_idr=amount_idr,
        used_on=used_on,
        receipt_no=receipt_no,
        remark=remark,
        recorded_at=at,
    )
    note(
        by=by, at=at, action="money.used", on=("recipient", recipient.pk), area=recipient.area_id, amount_idr=amount_idr,
        category=category, **_moved("used_idr", balance.used_idr, amount_idr),
    )  # fmt: skip
    return row


@transaction.atomic
def record_return(
    *, recipient: Recipient, amount_idr: int, returned_on: date, document_no: str, by: Actor, at: datetime
) -> Return:
    """Record unused money that went back to the treasury. Raises Refused beyond what was disbursed."""
    balance = _spendable(recipient, amount_idr, returned_on)
    known = recipient.returns.filter(document_no=document_no, reverses=None).first()
    if known:
        gone = recipient.returns.filter(reverses=known).exists()
        raise Refused(RETURN_TAKEN_BACK if gone else RETURNED_ALREADY, status=409, document=document_no)
    row = Return.objects.create(
        recipient=recipient,
        amount_idr=amount_idr,
        returned_on=returned_on,
        document_no=document_no,
        recorded_at=at,
    )
    note(
        by=by, at=at, action="money.returned", on=("recipient", recipient.pk), area=recipient.area_id, amount_idr=amount_idr,
        document=document_no, **_moved("returned_idr", balance.returned_idr, amount_idr),
    )  # fmt: skip
    return row


def _moved(what: str, stood: int, amount_idr: int) -> dict[str, Any]:
    """What a sum of the ledger was before a row and is after it."""
    return between({what: stood}, {what: stood + amount_idr})


def _spendable(recipient: Recipient, amount_idr: int, day: date) -> Balance:
    positive(amount_idr)
    locked(_programme_of(recipient).pk, day.year)
    balance = queries.balance_of(recipient)
    room(balance.disbursed_idr, balance.used_idr + balance.returned_idr, amount_idr, OVER_PAID)
    first = recipient.disbursements.filter(reverses=None, reversed_by=None).order_by("paid_on").first()
    if first and day < first.paid_on:
        raise Refused(BEFORE_PAYMENT, day=day.isoformat())
    return balance


def _programme_of(recipient: Recipient) -> Programme:
    return recipient.allocation.ceiling.programme


@transaction.atomic
def reverse_use(*, use: Use, reason: str, by: Actor, at: datetime) -> Use:
    """Take a recorded use back by a second row with the opposite amount."""
    recipient = use.recipient
    locked(_programme_of(recipient).pk, at.year)
    not_reversed(Use.objects.all(), use)
    stood = queries.total(recipient.uses.all())
    row = Use.objects.create(
        recipient=recipient, category=use.category, amount_idr=-use.amount_idr, used_on=at.date(), receipt_no=use.receipt_no,
        reverses=use, recorded_at=at,
    )  # fmt: skip
    note(
        by=by, at=at, action="money.use_reversed", on=("recipient", recipient.pk), area=recipient.area_id,
        amount_idr=row.amount_idr, reason=reason, **_moved("used_idr", stood, row.amount_idr),
    )  # fmt: skip
    return row


@transaction.atomic
def reverse_return(*, returned: Return, reason: str, by: Actor, at: datetime) -> Return:
    """Take a recorded return back by a second row with the opposite amount."""
    recipient = returned.recipient
    locked(_programme_of(recipient).pk, at.year)
    not_reversed(Return.objects.all(), returned)
    stood = queries.total(recipient.returns.all())
    row = Return.objects.create(
        recipient=recipient, amount_idr=-returned.amount_idr, returned_on=at.date(), document_no=returned.document_no,
        reverses=returned, recorded_at=at,
    )  # fmt: skip
    note(
        by=by, at=at, action="money.return_reversed", on=("recipient", recipient.pk), area=recipient.area_id,
        amount_idr=row.amount_idr, reason=reason, **_moved("returned_idr", stood, row.amount_idr),
    )  # fmt: skip
    return row


@transaction.atomic
def fill_in_decrees(*, area: str, by: Actor, at: datetime) -> int:
    """Give persons and cooperatives that were named before commitments were kept the commitment of their decree: one for
    each decree of an allocation. Nothing happens where they have it. Returns how many got one."""
    filled = 0
    for decree in queries.decrees_without_commitment():
        allocation = decree.allocation
        locked(allocation.ceiling.programme_id, allocation.ceiling.year)
        commitment = promised(
            allocation, Commitment.Kind.DECREE, decree.number, decree.day, decree.amount_idr, by, at
        )
        filled += queries.without_commitment(decree).update(commitment=commitment)
    if filled:
        note(
            by=by, at=at, action="money.decrees_filled_in", on=("region", area), area=area, recipients=filled
        )
    return filled
