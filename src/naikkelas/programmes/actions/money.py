"""Moving the money of programmes. Every sum is checked under a lock, so that no race exceeds a ceiling."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import queries
from naikkelas.programmes.actions.ledger import promised
from naikkelas.programmes.actions.limits import locked, not_reversed, positive, room
from naikkelas.programmes.models import (
    Allocation,
    Ceiling,
    Commitment,
    Disbursement,
    Programme,
    Recipient,
    Source,
)
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import between

OVER_CEILING = Kind(
    "money.over_ceiling",
    "Alokasi melebihi pagu: sisa pagu {left} rupiah, diminta {asked} rupiah. Kecilkan alokasi atau revisi pagunya dahulu.",
    "The allocation exceeds the ceiling: {left} rupiah are left, {asked} were asked. Lower it, or revise the ceiling first.",
)
OVER_ALLOCATION = Kind(
    "money.over_allocation",
    "Nilai penerima melebihi alokasi wilayah: sisa {left} rupiah, diminta {asked} rupiah.",
    "The recipient's amount exceeds the area's allocation: {left} rupiah are left, {asked} were asked.",
)
OVER_COMMITMENT = Kind(
    "money.over_commitment",
    "Nilai penerima melebihi nilai SK: sisa {left} rupiah, diminta {asked} rupiah.",
    "The recipient's amount exceeds the decree's sum: {left} rupiah are left, {asked} were asked.",
)
OVER_DECREE = Kind(
    "money.over_decree",
    "Pencairan melebihi nilai dalam SK: sisa {left} rupiah, diminta {asked} rupiah.",
    "The disbursement exceeds the decree: {left} rupiah are left, {asked} were asked.",
)
OVER_CONTRACT = Kind(
    "money.over_contract",
    "Pencairan melebihi nilai kontrak: sisa {left} rupiah, diminta {asked} rupiah.",
    "The disbursement exceeds the contract: {left} rupiah are left, {asked} were asked.",
)
UNKNOWN_SOURCE = Kind(
    "programme.source", "Sumber dana “{source}” tidak dikenal.", "Source of money “{source}” is not known."
)
OUTSIDE = Kind(
    "programme.outside",
    "{area} di luar wilayah {within}. Pilih desa atau kecamatan di dalamnya.",
    "{area} lies outside {within}. Choose a village or kecamatan inside it.",
)
CEILING_EXISTS = Kind(
    "ceiling.exists",
    "Pagu dari sumber ini untuk {year} sudah tercatat ({document}). Untuk mengubahnya, catat revisi.",
    "The ceiling of this source for {year} is recorded already ({document}). To change it, record a revision.",
)
PAID_ALREADY = Kind(
    "money.document",
    "SP2D {document} untuk penerima ini sudah tercatat. Periksa nomornya.",
    "SP2D {document} of this recipient is recorded already. Check its number.",
)
TAKEN_BACK = Kind(
    "money_row.taken_back",
    "SP2D {document} pernah dicatat lalu dibatalkan; nomornya tidak dipakai lagi. Bila memang dibayar, tulis nomornya dengan "
    "tanda koreksi, misalnya {document}/K1.",
    "SP2D {document} was recorded and taken back; its number is not used again. If it was paid after all, write the number with "
    "a mark, for example {document}/K1.",
)
UNKNOWN_AREA = Kind(
    "recipient.area",
    "Kode wilayah {area} tidak ada dalam daftar. Contoh kode desa: 18.01.06.2018.",
    "Area code {area} is not in the list. A village's code looks like 18.01.06.2018.",
)
OTHER_COMMITMENT = Kind(
    "money.other_commitment",
    "Komitmen itu bukan dari alokasi ini, sudah dibatalkan, atau bukan jenis yang diminta.",
    "That commitment is not of this allocation, was taken back, or is not of the kind needed.",
)
SPENT = Kind(
    "money.spent",
    "Dana ini sudah dipakai atau dikembalikan {used} rupiah. Batalkan catatan penggunaannya dahulu.",
    "Of this money {used} rupiah were used or returned. Take those entries back first.",
)


@transaction.atomic
def set_ceiling(
    *,
    programme: Programme,
    source: str,
    year: int,
    amount_idr: int,
    document_no: str,
    by: Actor,
    at: datetime,
    line_code: str = "",
) -> Ceiling:
    """Enter the ceiling (pagu) that a line of a budget document gives. Raises Refused."""
    positive(amount_idr)
    if source not in Source.values:
        raise Refused(UNKNOWN_SOURCE, source=source)
    locked(programme.pk, year)
    standing = programme.ceilings.filter(source=source, year=year, line_code=line_code).first()
    if standing:
        raise Refused(CEILING_EXISTS, status=409, year=year, document=standing.document_no)
    ceiling = Ceiling.objects.create(
        programme=programme,
        source=source,
        year=year,
        amount_idr=amount_idr,
        document_no=document_no,
        line_code=line_code,
    )
    note(
        by=by, at=at, action="ceiling.set", on=("programme", programme.pk), area=programme.area_id,
        source=source, year=year, amount_idr=amount_idr, document=document_no,
    )  # fmt: skip
    return ceiling


@transaction.atomic
def allocate(
    *, ceiling: Ceiling, area: str, amount_idr: int, by: Actor, at: datetime, activity: str = ""
) -> Allocation:
    """Give part of a ceiling to a kabupaten/kota. Raises Refused when the sum would exceed the ceiling."""
    positive(amount_idr)
    programme = locked(ceiling.programme_id, ceiling.year)
    if not places.covers(programme.area_id, area):
        raise Refused(OUTSIDE, area=places.place_of(area), within=places.name_of(programme.area_id))
    room(
        queries.standing(ceiling),
        queries.all_standing(ceiling.allocations.all()),
        amount_idr,
        OVER_CEILING,
    )
    allocation = Allocation.objects.create(
        ceiling=ceiling, area_id=area, amount_idr=amount_idr, activity=activity
    )
    note(
        by=by, at=at, action="money.allocated", on=("programme", programme.pk), area=area, amount_idr=amount_idr
    )  # fmt: skip
    return allocation


@transaction.atomic
def name_recipient(
    *,
    allocation: Allocation,
    kind: str,
    name: str,
    area: str,
    amount_idr: int,
    decree_no: str,
    decree_on: date,
    by: Actor,
    at: datetime,
    plan: str = "",
    synthetic: bool = False,
    commitment: Commitment | None = None,
    **records: Any,
) -> Recipient:
    """Name in a decree who receives how much of an allocation; `records` are person, enterprise, cooperative or
    facility. `commitment` is the decree's; where none is given it is found by its number, or entered. A market or building
    has none: there the contracts promise the money. Raises Refused when the sum would exceed the allocation."""
    positive(amount_idr)
    locked(allocation.ceiling.programme_id, allocation.ceiling.year)
    if not places.covers(allocation.area_id, area):
        raise Refused(OUTSIDE, area=places.place_of(area), within=places.name_of(allocation.area_id))
    if places.find(area) is None:
        raise Refused(UNKNOWN_AREA, area=area)
    named = queries.all_standing(allocation.recipients.all())
    room(queries.standing(allocation), named, amount_idr, OVER_ALLOCATION)
    if commitment:
        _of_decree(commitment, allocation, amount_idr)
    elif kind != Recipient.Kind.FACILITY:
        commitment = _decree(allocation, decree_no, decree_on, amount_idr, by, at)
    recipient = Recipient.objects.create(
        allocation=allocation,
        commitment=commitment,
        kind=kind,
        name=name,
        area_id=area,
        amount_idr=amount_idr,
        decree_no=decree_no,
        decree_on=decree_on,
        plan=plan,
        synthetic=synthetic,
        **records,
    )
    note(
        by=by, at=at, action="recipient.named", on=("recipient", recipient.pk), area=area, amount_idr=amount_idr,
        decree=decree_no,
    )  # fmt: skip
    return recipient


def _of_decree(commitment: Commitment, allocation: Allocation, amount_idr: int) -> None:
    left = queries.net(commitment)
    if commitment.allocation_id != allocation.pk or commitment.kind != Commitment.Kind.DECREE or not left:
        raise Refused(OTHER_COMMITMENT)
    room(left, queries.all_standing(commitment.recipients.all()), amount_idr, OVER_COMMITMENT)


def _decree(
    allocation: Allocation, number: str, day: date, amount_idr: int, by: Actor, at: datetime
) -> Commitment:
    """The commitment of a decree that has room for a recipient: one that stands, else a new row of the same decree."""
    rows = allocation.commitments.filter(kind=Commitment.Kind.DECREE, document_no=number, reversed_by=None)
    for row in rows.filter(reverses=None, amends=None).order_by("id"):
        if queries.all_standing(row.recipients.all()) + amount_idr <= queries.net(row):
            return row
    return promised(allocation, Commitment.Kind.DECREE, number, day, amount_idr, by, at, over=OVER_ALLOCATION)


@transaction.atomic
def disburse(
    *, recipient: Recipient, amount_idr: int, paid_on: date, document_no: str, by: Actor, at: datetime,
    commitment: Commitment | None = None,
) -> Disbursement:  # fmt: skip
    """Record money that left the treasury; `commitment` is the contract that it pays, where a contractor was paid. Raises
    Refused when the sum would exceed the decree or the contract."""
    positive(amount_idr)
    ceiling = recipient.allocation.ceiling
    locked(ceiling.programme_id, ceiling.year)
    # a payment that was taken back keeps its number: the treasury does not give it out again
    known = recipient.disbursements.filter(document_no=document_no, reverses=None).first()
    if known:
        gone = recipient.disbursements.filter(reverses=known).exists()
        raise Refused(TAKEN_BACK if gone else PAID_ALREADY, status=409, document=document_no)
    stood = queries.total(recipient.disbursements.all())
    room(queries.standing(recipient), stood, amount_idr, OVER_DECREE)
    if commitment:
        if commitment.allocation_id != recipient.allocation_id or commitment.kind != Commitment.Kind.CONTRACT:
            raise Refused(OTHER_COMMITMENT)
        paid = queries.total(commitment.disbursements.all())
        room(queries.net(commitment), paid, amount_idr, OVER_CONTRACT)
    row = Disbursement.objects.create(
        recipient=recipient, amount_idr=amount_idr, paid_on=paid_on, document_no=document_no, recorded_at=at,
        recorded_by_id=by.pk, commitment=commitment,
    )  # fmt: skip
    note(
        by=by, at=at, action="money.disbursed", on=("recipient", recipient.pk), area=recipient.area_id,
        amount_idr=amount_idr, document=document_no,
        **between({"disbursed_idr": stood}, {"disbursed_idr": stood + amount_idr}),
    )  # fmt: skip
    return row


@transaction.atomic
def reverse(*, disbursement: Disbursement, reason: str, by: Actor, at: datetime) -> Disbursement:
    """Take a disbursement back by a second row with the opposite amount; nothing is ever changed or deleted."""
    recipient = disbursement.recipient
    ceiling = recipient.allocation.ceiling
    locked(ceiling.programme_id, ceiling.year)
    not_reversed(Disbursement.objects.all(), disbursement)
    balance = queries.balance_of(recipient)
    spent = balance.used_idr + balance.returned_idr
    if spent > balance.disbursed_idr - disbursement.amount_idr:
        raise Refused(SPENT, status=409, used=spent)
    row = Disbursement.objects.create(
        recipient=recipient, amount_idr=-disbursement.amount_idr, paid_on=at.date(), document_no=disbursement.document_no,
        reverses=disbursement, recorded_at=at, recorded_by_id=by.pk, commitment_id=disbursement.commitment_id,
    )  # fmt: skip
    note(
        by=by, at=at, action="money.reversed", on=("recipient", recipient.pk), area=recipient.area_id,
        amount_idr=row.amount_idr, reason=reason, document=row.document_no,
        **between({"disbursed_idr": balance.disbursed_idr}, {"disbursed_idr": balance.disbursed_idr + row.amount_idr}),
    )  # fmt: skip
    return row
