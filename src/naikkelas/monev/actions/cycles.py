"""Cycles: plan who is visited, hand the visits out, send an area's work up, accept or return it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from naikkelas.accounts import access
from naikkelas.kit.periods import Quarter
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions import telling
from naikkelas.monev.models import Cycle, CycleArea, PlannedVisit, Visit
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.rules.workdays import add_workdays
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.programmes.models import Programme

NO_PROGRAMME = Kind(
    "cycle.no_programme",
    "Pilih paling sedikit satu program yang dimonitor.",
    "Choose at least one programme to be monitored.",
)
EXISTS = Kind(
    "cycle.exists",
    "Siklus “{name}” untuk triwulan itu sudah ada. Pakai nama lain atau buka siklus yang ada.",
    "A cycle “{name}” for that quarter exists. Use another name, or open the existing one.",
)
NOT_DRAFT = Kind(
    "cycle.not_draft",
    "Siklus ini sudah berjalan; daftar kunjungannya tidak dapat diundi ulang.",
    "This cycle is running already; its list of visits cannot be drawn again.",
)
NOTHING_PLANNED = Kind(
    "cycle.nothing_planned",
    "Belum ada yang akan dikunjungi. Tambahkan penerima ke program, atau undi koperasi atau UMKM.",
    "Nobody is to be visited yet. Add recipients to the programme, or draw cooperatives or enterprises.",
)
LOCKED = Kind(
    "area.locked",
    "Hasil wilayah ini sudah diterima provinsi dan terkunci.",
    "The work of this area was accepted by the province and is locked.",
)
UNVERIFIED = Kind(
    "area.unverified",
    "Masih ada {count} kunjungan yang belum diverifikasi. Verifikasi atau kembalikan dahulu.",
    "{count} visits are not verified yet. Verify or return them first.",
)
REASON_NEEDED = Kind(
    "area.reason",
    "Tulis alasannya (paling sedikit 10 huruf) agar wilayah tahu apa yang harus diperbaiki.",
    "Write the reason (at least 10 characters), so that the area knows what to mend.",
)
GAP_REASON = Kind(
    "area.gap_reason",
    "{count} kunjungan belum dilakukan. Tulis alasannya sebelum mengirim.",
    "{count} visits were not made. Write why before sending.",
)
DECIDED = Kind(
    "area.decided",
    "Wilayah ini sudah diputus atau berubah sejak halaman dimuat. Muat ulang untuk melihat keadaannya.",
    "This area was decided, or has changed, since the page was loaded. Load it again to see where it stands.",
)
NOT_AN_ENUMERATOR = Kind(
    "visit.not_an_enumerator",
    "{name} tidak dapat ditugaskan ke {area}: bukan petugas lapangan di wilayah itu.",
    "{name} cannot be assigned to {area}: not an enumerator of that area.",
)


@transaction.atomic
def add_cycle(
    *, name: str, area: str, quarter: Quarter, opens_on: date, due_workdays: int, monitored: Iterable[Programme], by: Actor,
    at: datetime, synthetic: bool = False,
) -> Cycle:  # fmt: skip
    """Make a draft cycle over all kabupaten/kota of a province. Areas send by the given working day after the quarter."""
    chosen = list(monitored)
    if not chosen:
        raise Refused(NO_PROGRAMME)
    if Cycle.objects.filter(area_id=area, year=quarter.year, quarter=quarter.number, name=name).exists():
        raise Refused(EXISTS, status=409, name=name)
    due_on = add_workdays(quarter.last_day, due_workdays)
    cycle = Cycle.objects.create(
        name=name,
        area_id=area,
        year=quarter.year,
        quarter=quarter.number,
        opens_on=opens_on,
        due_workdays=due_workdays,
        due_on=due_on,
        synthetic=synthetic,
    )
    cycle.programmes.set(chosen)
    CycleArea.objects.bulk_create(
        CycleArea(cycle=cycle, area=region, due_on=due_on) for region in places.below(area, "regency")
    )
    note(by=by, at=at, action="cycle.added", on=("cycle", cycle.pk), area=area, quarter=str(quarter))
    return cycle


@transaction.atomic
def draw(*, cycle: Cycle, cooperatives: int, enterprises: int, seed: str, by: Actor, at: datetime) -> int:
    """Fill the list of visits of a draft: every recipient of the cycle's programmes, and in each area as many
    cooperatives and enterprises as asked, drawn by a seed that is kept. Returns how many visits are planned."""
    if cycle.state != Cycle.State.DRAFT:
        raise Refused(NOT_DRAFT, status=409)
    areas = {a.area_id: a for a in cycle.areas.all()}
    PlannedVisit.objects.filter(cycle_area__cycle=cycle).delete()
    rows = _recipients(cycle, areas)
    for cycle_area in areas.values():
        rows += _drawn(cycle_area, "cooperative", registry.all_cooperatives(), cooperatives, seed)
        rows += _drawn(cycle_area, "enterprise", registry.all_enterprises(), enterprises, seed)
    for number, row in enumerate(rows, 1):
        row.code, row.due_on = f"K{cycle.pk}-{number:04d}", cycle.due_on
    PlannedVisit.objects.bulk_create(rows, batch_size=500)
    note(
        by=by, at=at, action="cycle.drawn", on=("cycle", cycle.pk), area=cycle.area_id, visits=len(rows), seed=seed,
        cooperatives=cooperatives, enterprises=enterprises,
    )  # fmt: skip
    return len(rows)


def _recipients(cycle: Cycle, areas: dict[str, CycleArea]) -> list[PlannedVisit]:
    rows = []
    for programme in cycle.programmes.order_by("pk"):
        kind = programmes.type_of(programme)
        instrument = kind.instruments[0] if kind else "enterprise"
        for recipient in programmes.in_decrees(programmes.recipients_of(programme, cycle.area_id)):
            # the decree keeps the code of its day; the visit goes to where the place lies now
            area = places.current(recipient.area_id)
            rows.append(
                PlannedVisit(
                    cycle_area=areas[area[:5]],
                    instrument=instrument,
                    area_id=area,
                    label=recipient.name,
                    recipient=recipient,
                    cooperative_id=recipient.cooperative_id,
                    enterprise_id=recipient.enterprise_id,
                    facility_id=recipient.facility_id,
                )
            )
    return rows


def _drawn(cycle_area: CycleArea, kind: str, everyone: Any, count: int, seed: str) -> list[PlannedVisit]:
    """`count` records of an area in the order of a keyed digest: the same seed gives the same draw."""
    if not count:
        return []
    ids = places.within(everyone, cycle_area.area_id, "area_id").values_list("pk", flat=True)
    order = sorted(
        ids, key=lambda pk: hashlib.blake2b(f"{seed}:{kind}:{pk}".encode(), digest_size=8).digest()
    )
    found = everyone.in_bulk(order[:count])
    return [
        PlannedVisit(cycle_area=cycle_area, instrument=kind, area_id=r.area_id, label=r.name, **{kind: r})
        for r in (found[pk] for pk in order[:count])
    ]


@transaction.atomic
def publish(*, cycle: Cycle, by: Actor, at: datetime) -> Cycle:
    """Open a drawn cycle to its areas."""
    if cycle.state != Cycle.State.DRAFT:
        raise Refused(NOT_DRAFT, status=409)
    if not PlannedVisit.objects.filter(cycle_area__cycle=cycle).exists():
        raise Refused(NOTHING_PLANNED)
    cycle.state = Cycle.State.OPEN
    cycle.save(update_fields=["state"])
    note(by=by, at=at, action="cycle.published", on=("cycle", cycle.pk), area=cycle.area_id)
    telling.tell_opened(cycle, by, at)
    return cycle


@transaction.atomic
def assign(*, visits: Iterable[PlannedVisit], to: User, by: User, at: datetime) -> int:
    """Give visits to an enumerator of their area. Raises Refused for the first that cannot be given."""
    chosen = list(visits)
    areas = CycleArea.objects.select_for_update().in_bulk({v.cycle_area_id for v in chosen})
    for visit in chosen:
        _unlocked(areas[visit.cycle_area_id])
        if to.role != "enumerator" or not access.covers(to, visit.area_id):
            raise Refused(NOT_AN_ENUMERATOR, name=to.name, area=places.name_of(visit.area_id))
    PlannedVisit.objects.filter(pk__in=[v.pk for v in chosen]).update(assigned_to=to)
    for visit in chosen:
        note(
            by=by,
            at=at,
            action="visit.assigned",
            on=("planned_visit", visit.pk),
            area=visit.area_id,
            to=to.pk,
        )
    telling.tell_assigned(chosen, to, by, at)
    return len(chosen)


def _unlocked(cycle_area: CycleArea) -> None:
    if cycle_area.state == CycleArea.State.ACCEPTED:
        raise Refused(LOCKED, status=409)


@transaction.atomic
def send_area(*, cycle_area: CycleArea, reason: str, by: User, at: datetime) -> CycleArea:
    """Send an area's work to the province. What was not visited needs a reason; what came in must be verified."""
    waiting = Visit.objects.filter(planned__cycle_area=cycle_area, state=Visit.State.RECEIVED).count()
    if waiting:
        raise Refused(UNVERIFIED, status=409, count=waiting)
    missing = cycle_area.planned.exclude(state=PlannedVisit.State.VERIFIED).count()
    if missing and len(reason.strip()) < 10:
        raise Refused(GAP_REASON, count=missing)
    open_states = [CycleArea.State.OPEN, CycleArea.State.RETURNED]
    _step(cycle_area, open_states, state=CycleArea.State.SENT, sent_at=at, sent_by=by, reason=reason.strip())
    note(
        by=by, at=at, action="area.sent", on=("cycle_area", cycle_area.pk), area=cycle_area.area_id, missing=missing
    )  # fmt: skip
    telling.tell_area("area.sent", cycle_area, by, at)
    return cycle_area


@transaction.atomic
def accept_area(*, cycle_area: CycleArea, by: User, at: datetime) -> CycleArea:
    """Accept and lock an area's work."""
    _step(cycle_area, [CycleArea.State.SENT], state=CycleArea.State.ACCEPTED, decided_at=at, decided_by=by)
    note(by=by, at=at, action="area.accepted", on=("cycle_area", cycle_area.pk), area=cycle_area.area_id)
    telling.tell_area("area.accepted", cycle_area, by, at)
    return cycle_area


@transaction.atomic
def return_area(*, cycle_area: CycleArea, reason: str, by: User, at: datetime) -> CycleArea:
    """Give an area's work back with the reason."""
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    _step(
        cycle_area,
        [CycleArea.State.SENT],
        state=CycleArea.State.RETURNED,
        decided_at=at,
        decided_by=by,
        reason=reason.strip(),
    )
    note(
        by=by, at=at, action="area.returned", on=("cycle_area", cycle_area.pk), area=cycle_area.area_id, reason=reason.strip()
    )  # fmt: skip
    telling.tell_area("area.returned", cycle_area, by, at)
    return cycle_area


def _step(cycle_area: CycleArea, allowed: list[str], **changes: Any) -> None:
    """Change an area if it still stands as the decider saw it; of two who decide at once, one is refused."""
    seen = CycleArea.objects.filter(pk=cycle_area.pk, version=cycle_area.version, state__in=allowed)
    if not seen.update(version=F("version") + 1, **changes):
        raise Refused(DECIDED, status=409)
    cycle_area.refresh_from_db()
