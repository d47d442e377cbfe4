"""Entering a PLUT: its house, equipment, running budget, consultants and their targets."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import actions as place_actions
from naikkelas.places import queries as places
from naikkelas.programmes.models import (
    PlutBudget,
    PlutCentre,
    PlutConsultant,
    PlutItem,
    PlutTarget,
    Source,
)
from naikkelas.rules.plut_fields import FIELDS
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import about_to, without

if TYPE_CHECKING:
    from naikkelas.places.models import Facility

CENTRE = (
    "manager", "phone", "open_days", "opens", "closes", "building_condition", "building_m2", "built_year", "grant_status",
    "grant_no", "grant_on", "remark",
)  # fmt: skip
ITEM = (
    "name", "quantity", "condition", "supplied_by", "supplied_year", "value_idr", "remark", "gone_on"
)  # fmt: skip
CONTRACT = ("name", "field", "contract_no", "starts_on", "ends_on")
NOT_A_PLUT = Kind(
    "plut.facility",
    "Bangunan ini bukan PLUT. Pilih bangunan berjenis PLUT, atau catat yang baru.",
    "This facility is no PLUT. Choose one that is, or enter a new one.",
)
KNOWN = Kind(
    "plut.known",
    "PLUT ini sudah tercatat. Buka halamannya dari daftar PLUT.",
    "This PLUT is recorded already. Open its page from the list.",
)
OUTSIDE = Kind(
    "plut.outside",
    "Gedung PLUT terletak di luar wilayah yang dilayaninya. Pilih wilayah layanan yang memuat gedung itu.",
    "The building lies outside the area that the PLUT serves. Choose an area that holds the building.",
)
GRANT_DAY = Kind(
    "plut.grant_day",
    "Hibah yang selesai mempunyai tanggal. Tulis tanggal naskah hibah (BAST).",
    "A grant that is done has a day. Write the day of the deed.",
)
HOURS = Kind(
    "plut.hours",
    "Jam tutup harus sesudah jam buka.",
    "The closing time must come after the opening time.",
)
NUMBERS = Kind(
    "plut.numbers",
    "Jumlah barang paling sedikit satu, dan nilainya tidak boleh kurang dari nol.",
    "There must be at least one item, and its value must not be below zero.",
)
FUTURE = Kind(
    "plut.future",
    "Tanggal ini belum tiba. Perbaiki tanggalnya.",
    "This day has not come yet. Correct it.",
)
BUDGET = Kind(
    "plut.budget",
    "Realisasi ({realised} rupiah) melebihi anggaran ({planned} rupiah), atau ada yang kurang dari nol. Perbaiki salah satunya.",
    "The realisation ({realised} rupiah) exceeds the budget ({planned} rupiah), or one is below zero. Correct one of them.",
)
SOURCE = Kind(
    "plut.source", "Sumber dana “{source}” tidak dikenal.", "Source of money “{source}” is not known."
)
FIELD = Kind("plut.field", "Bidang “{field}” tidak dikenal.", "Field “{field}” is not known.")
CONTRACT_DAYS = Kind(
    "plut.contract_days",
    "Kontrak berakhir sebelum dimulai. Periksa kedua tanggalnya.",
    "The contract ends before it starts. Check both days.",
)
SERVED_BEYOND = Kind(
    "plut.served_beyond",
    "Konsultan ini mencatat layanan pada {day}, di luar masa kontrak yang baru. Ubah tanggal kontrak atau layanannya dahulu.",
    "This consultant has a service on {day}, outside the contract's new days. Change the contract or that service first.",
)
TARGET_YEAR = Kind(
    "plut.target_year",
    "Pada tahun {year} konsultan ini tidak terikat kontrak. Pilih tahun {first} sampai {last}, atau ubah kontraknya dahulu.",
    "In {year} this consultant has no contract. Choose a year from {first} to {last}, or change the contract first.",
)
TARGET = Kind("plut.target", "Target tidak boleh kurang dari nol.", "A target must not be below zero.")


@transaction.atomic
def add_plut(
    *,
    facility: Facility | None,
    area: str,
    by: Actor,
    at: datetime,
    building: dict[str, str] | None = None,
    synthetic: bool = False,
) -> PlutCentre:
    """Record a PLUT that stands in a facility, or in a new `building` (name, area, address), and serves an area.

    Raises Refused.
    """
    if facility is None:
        facility = place_actions.add_facility(
            kind="plut", **(building or {}), synthetic=synthetic, by=by, at=at
        )
    if facility.kind != "plut":
        raise Refused(NOT_A_PLUT)
    if not places.covers(area, facility.area_id):
        raise Refused(OUTSIDE)
    if PlutCentre.objects.filter(facility=facility).exists():
        raise Refused(KNOWN, status=409)
    centre = PlutCentre.objects.create(facility=facility, area_id=area, synthetic=synthetic)
    _note(centre, "plut.added", by, at, name=facility.name)
    return centre


def _note(centre: PlutCentre, action: str, by: Actor, at: datetime, **details: Any) -> None:
    note(by=by, at=at, action=action, on=("plut", centre.pk), area=centre.area_id, **details)


@transaction.atomic
def change_plut(*, centre: PlutCentre, values: dict[str, Any], by: Actor, at: datetime) -> PlutCentre:
    """Change what is known of the building, the opening hours and the grant; `values` by the names in CENTRE."""
    locked = PlutCentre.objects.select_for_update().get(pk=centre.pk)
    for name in CENTRE:
        setattr(locked, name, values.get(name, getattr(locked, name)))
    if locked.opens and locked.closes and locked.closes <= locked.opens:
        raise Refused(HOURS)
    if locked.grant_status == "done" and locked.grant_on is None:
        raise Refused(GRANT_DAY)
    if locked.grant_on and locked.grant_on > timezone.localdate(at):
        raise Refused(FUTURE)
    _note(locked, "plut.changed", by, at, **without(about_to(locked, *CENTRE), "manager", "phone", "remark"))
    locked.save()
    return locked


@transaction.atomic
def add_plut_item(*, centre: PlutCentre, values: dict[str, Any], by: Actor, at: datetime) -> PlutItem:
    """Enter equipment; `values` by the names in ITEM."""
    item = PlutItem(centre=centre, **{name: values[name] for name in ITEM if name in values})
    _check_item(item, at)
    item.save()
    _note(centre, "plut.item_added", by, at, item=item.pk, name=item.name, quantity=item.quantity)
    return item


@transaction.atomic
def change_plut_item(*, item: PlutItem, values: dict[str, Any], by: Actor, at: datetime) -> PlutItem:
    """Change equipment, or say since when it is gone (`gone_on`)."""
    locked = PlutItem.objects.select_for_update(of=("self",)).select_related("centre").get(pk=item.pk)
    before = [locked.quantity, locked.condition]
    for name in ITEM:
        setattr(locked, name, values.get(name, getattr(locked, name)))
    _check_item(locked, at)
    locked.save()
    _note(
        locked.centre, "plut.item_changed", by, at, item=locked.pk, before=before,
        after=[locked.quantity, locked.condition],
    )  # fmt: skip
    return locked


def _check_item(item: PlutItem, at: datetime) -> None:
    if item.quantity < 1 or (item.value_idr or 0) < 0:
        raise Refused(NUMBERS)
    if item.gone_on and item.gone_on > timezone.localdate(at):
        raise Refused(FUTURE)


@transaction.atomic
def set_plut_budget(
    *, centre: PlutCentre, year: int, source: str, planned_idr: int, realised_idr: int = 0, document_no: str = "", by: Actor,
    at: datetime,
) -> PlutBudget:  # fmt: skip
    """Enter or correct the running budget of a year from one source. What stood before is in the trail."""
    if source not in Source.values:
        raise Refused(SOURCE, source=source)
    if min(planned_idr, realised_idr) < 0 or realised_idr > planned_idr:
        raise Refused(BUDGET, planned=planned_idr, realised=realised_idr)
    PlutCentre.objects.select_for_update().get(pk=centre.pk)
    former = centre.budgets.filter(year=year, source=source).first()
    row, _new = PlutBudget.objects.update_or_create(
        centre=centre, year=year, source=source,
        defaults={"planned_idr": planned_idr, "realised_idr": realised_idr, "document_no": document_no},
    )  # fmt: skip
    _note(
        centre, "plut.budget_set", by, at, year=year, source=source, planned_idr=planned_idr, realised_idr=realised_idr,
        before=[former.planned_idr, former.realised_idr] if former else [],
    )  # fmt: skip
    return row


@transaction.atomic
def hire_consultant(
    *, centre: PlutCentre, values: dict[str, Any], by: Actor, at: datetime, synthetic: bool = False
) -> PlutConsultant:
    """Enter a consultant with field and contract; `values` by the names in CONTRACT."""
    row = PlutConsultant(
        centre=centre, synthetic=synthetic, **{n: values[n] for n in CONTRACT if n in values}
    )
    _check_contract(row)
    row.save()
    _note(centre, "plut.consultant_hired", by, at, consultant=row.pk, field=row.field)
    return row


@transaction.atomic
def change_contract(
    *, consultant: PlutConsultant, values: dict[str, Any], by: Actor, at: datetime
) -> PlutConsultant:
    """Correct a consultant's contract, or end it earlier. Services that were given stay inside of it."""
    locked = (
        PlutConsultant.objects.select_for_update(of=("self",)).select_related("centre").get(pk=consultant.pk)
    )
    for name in CONTRACT:
        setattr(locked, name, values.get(name, getattr(locked, name)))
    _check_contract(locked)
    inside = {"served_on__gte": locked.starts_on, "served_on__lte": locked.ends_on}
    beyond = locked.services.filter(superseded_at=None).exclude(**inside).order_by("served_on").first()
    if beyond:
        raise Refused(SERVED_BEYOND, status=409, day=beyond.served_on.isoformat())
    locked.save()
    _note(
        locked.centre, "plut.contract_changed", by, at, consultant=locked.pk,
        days=[locked.starts_on.isoformat(), locked.ends_on.isoformat()],
    )  # fmt: skip
    return locked


def _check_contract(row: PlutConsultant) -> None:
    if row.field not in FIELDS:
        raise Refused(FIELD, field=row.field)
    if row.ends_on < row.starts_on:
        raise Refused(CONTRACT_DAYS)


@transaction.atomic
def set_plut_target(
    *,
    consultant: PlutConsultant,
    year: int,
    clients: int,
    services: int,
    minutes: int,
    by: Actor,
    at: datetime,
) -> PlutTarget:
    """Enter or change what a consultant shall reach in a year."""
    if min(clients, services, minutes) < 0:
        raise Refused(TARGET)
    first, last = consultant.starts_on.year, consultant.ends_on.year
    if not first <= year <= last:
        raise Refused(TARGET_YEAR, year=year, first=first, last=last)
    row, _new = PlutTarget.objects.update_or_create(
        consultant=consultant, year=year, defaults={"clients": clients, "services": services, "minutes": minutes}
    )  # fmt: skip
    _note(
        consultant.centre, "plut.target_set", by, at, consultant=consultant.pk, year=year, clients=clients,
        services=services, minutes=minutes,
    )  # fmt: skip
    return row
