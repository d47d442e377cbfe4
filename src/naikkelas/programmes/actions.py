"""Entering programmes and moving their money. Every sum is checked under a lock, so that no race exceeds a ceiling."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from naikkelas.kit.needles import STRUCK
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import queries
from naikkelas.programmes.models import (
    Allocation,
    Ceiling,
    Disbursement,
    Milestone,
    Programme,
    Recipient,
    Source,
)
from naikkelas.reference.programme_types import all_types
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
UNKNOWN_TYPE = Kind(
    "programme.type", "Jenis program “{type_id}” tidak dikenal.", "Programme type “{type_id}” is not known."
)
UNKNOWN_SOURCE = Kind(
    "programme.source", "Sumber dana “{source}” tidak dikenal.", "Source of money “{source}” is not known."
)
OUTSIDE = Kind(
    "programme.outside",
    "Wilayah {area} di luar wilayah {within}.",
    "Area {area} lies outside {within}.",
)
EXISTS = Kind(
    "programme.exists",
    "Program “{name}” {year} dengan jenis ini sudah ada di wilayah ini. Buka program itu, atau pakai nama lain.",
    "A programme “{name}” {year} of this type exists in this area. Open it, or use another name.",
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
WRONG_STAGE = Kind(
    "programme.stage",
    "Tahap “{stage}” bukan tahap program ini.",
    "Stage “{stage}” is no stage of this programme.",
)
ALREADY_REVERSED = Kind(
    "money.reversed",
    "Pencairan ini sudah dibatalkan.",
    "This disbursement was reversed already.",
)


@transaction.atomic
def add_programme(
    *, type_id: str, name: str, year: int, area: str, by: Actor, at: datetime, synthetic: bool = False
) -> Programme:
    """Enter a programme of a known type. Raises Refused."""
    if type_id not in all_types():
        raise Refused(UNKNOWN_TYPE, type_id=type_id)
    if Programme.objects.filter(type_id=type_id, year=year, area_id=area, name=name).exists():
        raise Refused(EXISTS, status=409, name=name, year=year)
    programme = Programme.objects.create(
        type_id=type_id, name=name, year=year, area_id=area, synthetic=synthetic
    )
    note(by=by, at=at, action="programme.added", on=("programme", programme.pk), area=area, type=type_id)
    return programme


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


@transaction.atomic
def reach(
    *, recipient: Recipient, stage: str, reached_on: date, by: Actor, at: datetime, physical_percent: int | None = None,
    remark: str = "",
) -> Milestone:  # fmt: skip
    """Record that a recipient reached a stage of its programme type. Raises Refused for a stage of another type."""
    stages = all_types()[recipient.allocation.ceiling.programme.type_id].stages
    if stage not in {s.id for s in stages}:
        raise Refused(WRONG_STAGE, stage=stage)
    row, _created = Milestone.objects.update_or_create(
        recipient=recipient,
        stage=stage,
        defaults={"reached_on": reached_on, "physical_percent": physical_percent, "note": remark},
    )
    note(
        by=by,
        at=at,
        action="milestone.reached",
        on=("recipient", recipient.pk),
        area=recipient.area_id,
        stage=stage,
    )
    return row


def _positive(amount_idr: int) -> None:
    if amount_idr <= 0:
        raise Refused(NOT_POSITIVE)


def _within(limit: int, rows: Any, asked: int, kind: Kind) -> None:
    used = rows.aggregate(total=Sum("amount_idr"))["total"] or 0
    if used + asked > limit:
        raise Refused(kind, status=409, left=limit - used, asked=asked)


@transaction.atomic
def erase_recipients(*, person_ids: list[int], area: str, by: Actor, at: datetime) -> int:
    """Take a person's name and plan out of aid; decree, amounts and payments stay."""
    rows = queries.aid_of_persons(person_ids)
    ids = [row.pk for row in rows]
    Recipient.objects.filter(pk__in=ids).update(name=STRUCK, plan="")
    Milestone.objects.filter(recipient_id__in=ids).update(note="")
    if ids:
        note(
            by=by, at=at, action="aid.redacted", on=("person", person_ids[0]), area=area, recipients=len(ids)
        )
    return len(ids)
