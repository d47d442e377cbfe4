"""Services of a PLUT: logged, corrected, withdrawn; guests who are linked to the registry later; financing obtained."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas.kit.needles import STRUCK
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes.models import (
    PlutCentre,
    PlutConsultant,
    PlutFinancing,
    PlutGuest,
    PlutService,
)
from naikkelas.rules.plut_fields import FIELDS
from naikkelas.rules.plut_results import LONGEST_MINUTES, SHORTEST_MINUTES
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.registry.models import Cooperative, Enterprise

    type Record = Enterprise | Cooperative
    type Client = Record | PlutGuest

BY_HAND = "hand"
SERVICE = ("consultant", "field", "served_on", "minutes", "topic", "result", "follow_up", "follow_up_on")
FIELD = Kind("plut.field", "Bidang “{field}” tidak dikenal.", "Field “{field}” is not known.")
OTHER_PLUT = Kind(
    "plut.other_consultant",
    "Konsultan ini bertugas di PLUT lain.",
    "This consultant works at another PLUT.",
)
NO_CONTRACT = Kind(
    "plut.no_contract",
    "Pada hari itu {name} tidak terikat kontrak ({first} sampai {last}). Periksa tanggal layanan atau kontraknya.",
    "On that day {name} had no contract ({first} to {last}). Check the day of the service, or the contract.",
)
IN_FUTURE = Kind(
    "plut.service_future",
    "Layanan ini belum terjadi. Catat setelah terlaksana.",
    "This service has not happened yet. Enter it once it has.",
)
MINUTES = Kind(
    "plut.minutes",
    "Lama layanan {minutes} menit di luar {least}–{most} menit. Bila lebih dari sehari, catat tiap hari tersendiri.",
    "{minutes} minutes lie outside of {least}–{most} minutes. Where it took more than a day, enter each day by itself.",
)
TOPIC = Kind(
    "plut.topic",
    "Tulis pokok layanan (paling sedikit 5 huruf), misalnya “Pengurusan NIB”.",
    "Write what the service was about (at least 5 characters), for example “applying for an NIB”.",
)
BEYOND = Kind(
    "plut.client_outside",
    "Klien ini berada di luar wilayah layanan PLUT.",
    "This client lies outside the area that the PLUT serves.",
)
NOT_STANDING = Kind(
    "plut.not_standing",
    "Catatan ini sudah diubah atau ditarik oleh orang lain. Buka yang terbaru dari daftar layanan dan ulangi.",
    "This entry was changed or withdrawn by somebody else. Open the newest one from the list of services and try again.",
)
STANDS = Kind("plut.stands", "Catatan ini masih berlaku.", "This entry still stands.")
NAME = Kind(
    "plut.guest_name",
    "Tulis nama klien (paling sedikit 3 huruf).",
    "Write the client's name (at least 3 characters).",
)
LINKED = Kind(
    "plut.guest_linked",
    "Klien ini sudah ditautkan. Lepaskan tautannya dahulu.",
    "This client is linked already. Take the link away first.",
)
NOT_LINKED = Kind("plut.guest_not_linked", "Klien ini belum ditautkan.", "This client is not linked yet.")
AMOUNT = Kind(
    "plut.amount",
    "Jumlah pembiayaan harus lebih dari nol.",
    "The amount of financing must be more than zero.",
)


@transaction.atomic
def record_service(
    *,
    centre: PlutCentre,
    client: Client | None,
    values: dict[str, Any],
    by: Actor,
    at: datetime,
    new_guest: dict[str, Any] | None = None,
    synthetic: bool = False,
) -> PlutService:
    """Log one service to a record of the registry, a guest, or somebody noted just now (`new_guest`, as in add_guest).

    `values` by the names in SERVICE. Raises Refused.
    """
    if client is None:
        client = add_guest(
            centre=centre, **(new_guest or {"guest_name": "", "area": centre.area_id}), by=by, at=at
        )
    row = PlutService(
        centre=centre, **client_columns(client), **{n: values[n] for n in SERVICE if n in values}, source=BY_HAND,
        synthetic=synthetic or centre.synthetic, recorded_by_id=by.pk, recorded_at=at,
    )  # fmt: skip
    if not places.covers(centre.area_id, client.area_id):
        raise Refused(BEYOND)
    _check(row, at)
    row.save()
    _told("plut.service_recorded", row, by, at)
    return row


def client_columns(client: Client) -> dict[str, Any]:
    """The columns of a service that name its client; a guest brings the record it is linked to."""
    if isinstance(client, PlutGuest):
        return {
            "guest": client,
            "enterprise_id": client.enterprise_id,
            "cooperative_id": client.cooperative_id,
        }
    return {client._meta.model_name: client}


def _check(row: PlutService, at: datetime) -> None:
    consultant: PlutConsultant = row.consultant
    if consultant.centre_id != row.centre_id:
        raise Refused(OTHER_PLUT)
    if row.field not in FIELDS:
        raise Refused(FIELD, field=row.field)
    if row.served_on > timezone.localdate(at):
        raise Refused(IN_FUTURE)
    if not consultant.starts_on <= row.served_on <= consultant.ends_on:
        raise Refused(
            NO_CONTRACT, name=consultant.name, first=consultant.starts_on.isoformat(), last=consultant.ends_on.isoformat()
        )  # fmt: skip
    if not SHORTEST_MINUTES <= row.minutes <= LONGEST_MINUTES:
        raise Refused(MINUTES, minutes=row.minutes, least=SHORTEST_MINUTES, most=LONGEST_MINUTES)
    if len(row.topic.strip()) < 5:
        raise Refused(TOPIC)


def _told(action: str, row: PlutService, by: Actor, at: datetime, **details: Any) -> None:
    note(
        by=by, at=at, action=action, on=("plut", row.centre_id), area=row.centre.area_id, service=row.pk,
        field=row.field, day=row.served_on.isoformat(), **details,
    )  # fmt: skip


@transaction.atomic
def enrol_services(
    *,
    centre: PlutCentre,
    rows: Iterable[dict[str, Any]],
    source: str,
    by: Actor,
    at: datetime,
    synthetic: bool = False,
) -> int:
    """Enter many services at once; each row holds the names in SERVICE and `client`. One that is wrong refuses all."""
    made = []
    for values in rows:
        row = PlutService(
            centre=centre, **client_columns(values["client"]), **{n: values[n] for n in SERVICE if n in values},
            source=source, synthetic=synthetic, recorded_by_id=by.pk, recorded_at=at,
        )  # fmt: skip
        _check(row, at)
        made.append(row)
    PlutService.objects.bulk_create(made, batch_size=500)
    note(
        by=by, at=at, action="plut.services_enrolled", on=("plut", centre.pk), area=centre.area_id, count=len(made),
        source=source,
    )  # fmt: skip
    return len(made)


@transaction.atomic
def correct_service(
    *, service: PlutService, values: dict[str, Any], by: Actor, at: datetime, client: Client | None = None
) -> PlutService:
    """Correct a service: a new row stands, the former is kept."""
    locked = _standing(service)
    kept = {name: getattr(locked, name) for name in SERVICE}
    whom = (
        client_columns(client)
        if client
        else {n: getattr(locked, n) for n in ("enterprise", "cooperative", "guest")}
    )
    if client and not places.covers(locked.centre.area_id, client.area_id):
        raise Refused(BEYOND)
    row = PlutService(
        centre=locked.centre, **whom, **(kept | {n: values[n] for n in SERVICE if n in values}),
        first_id=locked.first_id or locked.pk, source=BY_HAND, synthetic=locked.synthetic, recorded_by_id=by.pk,
        recorded_at=at,
    )  # fmt: skip
    _check(row, at)
    _end(locked, at)
    row.save()
    _told("plut.service_corrected", row, by, at, former=locked.pk)
    return row


@transaction.atomic
def withdraw_service(*, service: PlutService, by: Actor, at: datetime) -> None:
    """Take back a service that should not have been logged; `restore_service` puts it back."""
    locked = _standing(service)
    _end(locked, at)
    _told("plut.service_withdrawn", locked, by, at)


@transaction.atomic
def restore_service(*, service: PlutService, by: Actor, at: datetime) -> PlutService:
    """Let a withdrawn service stand again. One that was corrected stands as corrected."""
    PlutCentre.objects.select_for_update().get(pk=service.centre_id)
    row = PlutService.objects.get(pk=service.pk)
    line = row.first_id or row.pk
    standing = PlutService.objects.filter(superseded_at=None)
    if (
        row.superseded_at is None
        or standing.filter(first_id=line).exists()
        or standing.filter(pk=line).exists()
    ):
        raise Refused(STANDS, status=409)
    row.superseded_at = None
    row.save(update_fields=["superseded_at"])
    _told("plut.service_restored", row, by, at)
    return row


def _standing(service: PlutService) -> PlutService:
    PlutCentre.objects.select_for_update().get(pk=service.centre_id)
    locked = PlutService.objects.select_related("centre", "consultant", "guest").get(pk=service.pk)
    if locked.superseded_at is not None:
        raise Refused(NOT_STANDING, status=409)
    return locked


def _end(row: PlutService, at: datetime) -> None:
    row.superseded_at = at
    row.save(update_fields=["superseded_at"])


# ── guests ──


@transaction.atomic
def add_guest(
    *, centre: PlutCentre, guest_name: str, area: str, by: Actor, at: datetime, business: str = "", phone: str = "",
    synthetic: bool = False,
) -> PlutGuest:  # fmt: skip
    """Note somebody who is not in the registry yet."""
    if len(guest_name.strip()) < 3:
        raise Refused(NAME)
    if not places.covers(centre.area_id, area):
        raise Refused(BEYOND)
    guest = PlutGuest.objects.create(
        centre=centre, guest_name=guest_name.strip()[:150], business=business.strip()[:150], phone=phone.strip()[:20],
        area_id=area, synthetic=synthetic,
    )  # fmt: skip
    _of_guest(guest, "plut.guest_added", by, at)
    return guest


def _of_guest(guest: PlutGuest, action: str, by: Actor, at: datetime, **details: Any) -> None:
    note(
        by=by,
        at=at,
        action=action,
        on=("plut", guest.centre_id),
        area=guest.centre.area_id,
        guest=guest.pk,
        **details,
    )


@transaction.atomic
def link_guest(*, guest: PlutGuest, record: Record, by: Actor, at: datetime) -> PlutGuest:
    """Say which record of the registry a guest is: all services given to the guest count for it."""
    locked = PlutGuest.objects.select_for_update(of=("self",)).select_related("centre").get(pk=guest.pk)
    if locked.linked_at is not None:
        raise Refused(LINKED, status=409)
    if not places.covers(locked.centre.area_id, record.area_id):
        raise Refused(BEYOND)
    name = str(record._meta.model_name)
    setattr(locked, name, record)
    locked.linked_at = at
    locked.save()
    locked.services.update(**{name: record})
    _of_guest(locked, "plut.guest_linked", by, at, record=f"{name} {record.pk}")
    return locked


@transaction.atomic
def unlink_guest(*, guest: PlutGuest, by: Actor, at: datetime) -> PlutGuest:
    """Take a link back: the services are the guest's alone again."""
    locked = PlutGuest.objects.select_for_update(of=("self",)).select_related("centre").get(pk=guest.pk)
    if locked.linked_at is None or locked.erased_at is not None:
        raise Refused(NOT_LINKED, status=409)
    locked.enterprise = locked.cooperative = locked.linked_at = None
    locked.save()
    locked.services.update(enterprise=None, cooperative=None)
    _of_guest(locked, "plut.guest_unlinked", by, at)
    return locked


@transaction.atomic
def forget_guest(*, guest: PlutGuest, by: Actor, at: datetime) -> None:
    """Strike out who a guest was, at their wish; that they were served stays counted."""
    locked = PlutGuest.objects.select_for_update(of=("self",)).select_related("centre").get(pk=guest.pk)
    _strike([locked.pk], at)
    PlutService.objects.filter(guest=locked).update(topic=STRUCK, result="", follow_up="")
    _of_guest(locked, "plut.guest_forgotten", by, at)


def _strike(ids: list[int], at: datetime) -> None:
    PlutGuest.objects.filter(pk__in=ids).update(guest_name=STRUCK, business="", phone="", erased_at=at)


# ── financing ──


@transaction.atomic
def record_financing(
    *, centre: PlutCentre, client: Record, values: dict[str, Any], by: Actor, at: datetime,
    synthetic: bool = False,
) -> PlutFinancing:  # fmt: skip
    """Record money that a client obtained: kind, lender, amount_idr, obtained_on."""
    if values["amount_idr"] <= 0:
        raise Refused(AMOUNT)
    if values["obtained_on"] > timezone.localdate(at):
        raise Refused(IN_FUTURE)
    if not places.covers(centre.area_id, client.area_id):
        raise Refused(BEYOND)
    row = PlutFinancing.objects.create(
        centre=centre, **client_columns(client), kind=values["kind"], lender=values.get("lender", ""),
        amount_idr=values["amount_idr"], obtained_on=values["obtained_on"], synthetic=synthetic or centre.synthetic,
        recorded_by_id=by.pk, recorded_at=at,
    )  # fmt: skip
    _of_financing(row, "plut.financing_recorded", by, at)
    return row


def _client_of(row: PlutFinancing) -> dict[str, int]:
    """The client by its number: the trail names no person, and pages read the name for who may see it."""
    return (
        {"cooperative": row.cooperative_id} if row.cooperative_id else {"enterprise": row.enterprise_id or 0}
    )


def _of_financing(row: PlutFinancing, action: str, by: Actor, at: datetime) -> None:
    note(
        by=by, at=at, action=action, on=("plut", row.centre_id), area=row.centre.area_id, financing=row.pk,
        kind=row.kind, amount_idr=row.amount_idr, **_client_of(row),
    )  # fmt: skip


@transaction.atomic
def withdraw_financing(*, financing: PlutFinancing, by: Actor, at: datetime) -> None:
    """Take back financing that was entered by mistake."""
    locked = (
        PlutFinancing.objects.select_for_update(of=("self",)).select_related("centre").get(pk=financing.pk)
    )
    if locked.superseded_at is not None:
        raise Refused(NOT_STANDING, status=409)
    locked.superseded_at = at
    locked.save(update_fields=["superseded_at"])
    _of_financing(locked, "plut.financing_withdrawn", by, at)


# ── erasure ──


@transaction.atomic
def erase_plut_clients(*, person_ids: list[int], area: str, by: Actor, at: datetime) -> int:
    """Take persons out of services to their enterprises: texts and names go; day, field and minutes stay counted."""
    theirs = PlutService.objects.filter(enterprise__owner_id__in=person_ids)
    count = theirs.count()
    theirs.update(topic=STRUCK, result="", follow_up="")
    _strike(
        list(PlutGuest.objects.filter(enterprise__owner_id__in=person_ids).values_list("pk", flat=True)), at
    )
    PlutFinancing.objects.filter(enterprise__owner_id__in=person_ids).update(lender="")
    if count:
        note(
            by=by,
            at=at,
            action="plut.clients_redacted",
            on=("person", person_ids[0]),
            area=area,
            services=count,
        )
    return count
