"""Moving the money of programmes. Every sum is checked under a lock, so that no race exceeds a ceiling."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes.models import Allocation, Ceiling, Disbursement, Programme, Recipient, Source
from naikkelas.trail.actions import Actor, note

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
OVER_DECREE = Kind(
    "money.over_decree",
    "Pencairan melebihi nilai dalam SK: sisa {left} rupiah, diminta {asked} rupiah.",
    "The disbursement exceeds the decree: {left} rupiah are left, {asked} were asked.",
)
NOT_POSITIVE = Kind(
    "money.not_positive",
    "Jumlah rupiah harus lebih dari nol.",
    "The amount of rupiah must be more than zero.",
)
UNKNOWN_SOURCE = Kind(
    "programme.source", "Sumber dana “{source}” tidak dikenal.", "Source of money “{source}” is not known."
)
OUTSIDE = Kind(
    "programme.outside",
    "Wilayah {area} di luar wilayah {within}.",
    "Area {area} lies outside {within}.",
)
CEILING_EXISTS = Kind(
    "ceiling.exists",
    "Pagu dari sumber ini untuk {year} sudah tercatat ({document}).",
    "The ceiling of this source for {year} is recorded already ({document}).",
)
PAID_ALREADY = Kind(
    "money.document",
    "SP2D {document} untuk penerima ini sudah tercatat. Periksa nomornya.",
    "SP2D {document} of this recipient is recorded already. Check its number.",
)
UNKNOWN_AREA = Kind(
    "recipient.area",
    "Kode wilayah {area} tidak ada dalam daftar. Contoh kode desa: 18.01.06.2018.",
    "Area code {area} is not in the list. A village's code looks like 18.01.06.2018.",
)
ALREADY_REVERSED = Kind(
    "money.reversed",
    "Pencairan ini sudah dibatalkan.",
    "This disbursement was reversed already.",
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
) -> Ceiling:
    """Enter the ceiling (pagu) that a budget document gives. Raises Refused."""
    _positive(amount_idr)
    if source not in Source.values:
        raise Refused(UNKNOWN_SOURCE, source=source)
    Programme.objects.select_for_update().get(pk=programme.pk)
    standing = programme.ceilings.filter(source=source, year=year).first()
    if standing:
        raise Refused(CEILING_EXISTS, status=409, year=year, document=standing.document_no)
    ceiling = Ceiling.objects.create(
        programme=programme, source=source, year=year, amount_idr=amount_idr, document_no=document_no
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
    _positive(amount_idr)
    locked = Ceiling.objects.select_for_update().select_related("programme").get(pk=ceiling.pk)
    if not places.covers(locked.programme.area_id, area):
        raise Refused(OUTSIDE, area=area, within=locked.programme.area_id)
    _within(locked.amount_idr, locked.allocations, amount_idr, OVER_CEILING)
    allocation = Allocation.objects.create(
        ceiling=locked, area_id=area, amount_idr=amount_idr, activity=activity
    )
    note(
        by=by, at=at, action="money.allocated", on=("programme", locked.programme_id), area=area, amount_idr=amount_idr
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
    **records: Any,
) -> Recipient:
    """Name in a decree who receives how much of an allocation; `records` are person, enterprise, cooperative or
    facility. Raises Refused when the sum would exceed the allocation."""
    _positive(amount_idr)
    locked = Allocation.objects.select_for_update().get(pk=allocation.pk)
    if not places.covers(locked.area_id, area):
        raise Refused(OUTSIDE, area=area, within=locked.area_id)
    if places.find(area) is None:
        raise Refused(UNKNOWN_AREA, area=area)
    _within(locked.amount_idr, locked.recipients, amount_idr, OVER_ALLOCATION)
    recipient = Recipient.objects.create(
        allocation=locked,
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


@transaction.atomic
def disburse(
    *, recipient: Recipient, amount_idr: int, paid_on: date, document_no: str, by: Actor, at: datetime
) -> Disbursement:
    """Record money that left the treasury. Raises Refused when the sum would exceed the decree."""
    _positive(amount_idr)
    locked = Recipient.objects.select_for_update().get(pk=recipient.pk)
    # a payment that was taken back keeps its number: the treasury does not give it out again
    if locked.disbursements.filter(document_no=document_no, reverses=None).exists():
        raise Refused(PAID_ALREADY, status=409, document=document_no)
    _within(locked.amount_idr, locked.disbursements, amount_idr, OVER_DECREE)
    row = Disbursement.objects.create(
        recipient=locked, amount_idr=amount_idr, paid_on=paid_on, document_no=document_no, recorded_at=at
    )
    note(
        by=by, at=at, action="money.disbursed", on=("recipient", locked.pk), area=locked.area_id,
        amount_idr=amount_idr, document=document_no,
    )  # fmt: skip
    return row


@transaction.atomic
def reverse(*, disbursement: Disbursement, reason: str, by: Actor, at: datetime) -> Disbursement:
    """Take a disbursement back by a second row with the opposite amount; nothing is ever changed or deleted."""
    Recipient.objects.select_for_update().get(pk=disbursement.recipient_id)
    if disbursement.reverses_id or Disbursement.objects.filter(reverses=disbursement).exists():
        raise Refused(ALREADY_REVERSED, status=409)
    row = Disbursement.objects.create(
        recipient_id=disbursement.recipient_id,
        amount_idr=-disbursement.amount_idr,
        paid_on=at.date(),
        document_no=disbursement.document_no,
        reverses=disbursement,
        recorded_at=at,
    )
    note(
        by=by, at=at, action="money.reversed", on=("recipient", disbursement.recipient_id),
        area=disbursement.recipient.area_id, amount_idr=row.amount_idr, reason=reason,
    )  # fmt: skip
    return row


def _positive(amount_idr: int) -> None:
    if amount_idr <= 0:
        raise Refused(NOT_POSITIVE)


def _within(limit: int, rows: Any, asked: int, kind: Kind) -> None:
    used = rows.aggregate(total=Sum("amount_idr"))["total"] or 0
    if used + asked > limit:
        raise Refused(kind, status=409, left=limit - used, asked=asked)
