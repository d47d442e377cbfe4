"""Cycles: plan who is visited, open them, hand the visits out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.accounts import access
from naikkelas.forms import queries as forms
from naikkelas.kit.periods import Quarter
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions import telling
from naikkelas.monev.actions.choosing import drawn, recipients
from naikkelas.monev.actions.plans import plan_for
from naikkelas.monev.models import Cycle, CycleArea, Plan, PlannedVisit, Team
from naikkelas.places import queries as places
from naikkelas.registry import queries as registry
from naikkelas.rules.workdays import add_workdays
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import about_to, entered

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
RUNS = Kind(
    "cycle.runs",
    "Siklus ini sudah berjalan; hanya rancangan yang dapat dihapus.",
    "This cycle is running already; only a draft can be discarded.",
)
HAS_TEAMS = Kind(
    "cycle.has_teams",
    "Rancangan ini sudah mempunyai tim, sehingga tidak dapat dihapus. Biarkan sebagai rancangan.",
    "This draft has teams already and cannot be discarded. Leave it as a draft.",
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
OWN_VISIT = Kind(
    "visit.own_again",
    "{name} membuat kunjungan yang diperiksa oleh {code}. Pilih petugas lain.",
    "{name} made the visit that {code} checks. Choose another enumerator.",
)
NO_VISIT = Kind("visit.none_ticked", "Centang paling sedikit satu kunjungan.", "Tick at least one visit.")
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
    note(
        by=by, at=at, action="cycle.added", on=("cycle", cycle.pk), area=area, quarter=str(quarter),
        **entered(
            name=name, opens_on=opens_on, due_on=due_on, programmes="; ".join(f"{p.name} {p.year}" for p in chosen)
        ),
    )  # fmt: skip
    return cycle


@transaction.atomic
def draw(*, cycle: Cycle, cooperatives: int, enterprises: int, seed: str, by: Actor, at: datetime) -> int:
    """Fill the list of visits of a draft: the recipients that its plan says, and in each area as many cooperatives and
    enterprises as asked, drawn by a seed that is kept. Returns how many visits are planned."""
    if cycle.state != Cycle.State.DRAFT:
        raise Refused(NOT_DRAFT, status=409)
    areas = {a.area_id: a for a in cycle.areas.all()}
    PlannedVisit.objects.filter(cycle_area__cycle=cycle).delete()
    plan = plan_for(cycle, at)
    rows, frame_count = recipients(cycle, areas, plan, seed)
    drawn_count = len(rows)
    for cycle_area in areas.values():
        rows += drawn(cycle_area, "cooperative", registry.all_cooperatives(), cooperatives, seed)
        rows += drawn(cycle_area, "enterprise", registry.all_enterprises(), enterprises, seed)
    for number, row in enumerate(rows, 1):
        row.code, row.due_on = f"K{cycle.pk}-{number:04d}", cycle.due_on
    PlannedVisit.objects.bulk_create(rows, batch_size=500)
    Plan.objects.filter(pk=plan.pk).update(
        frame_count=frame_count,
        drawn_count=drawn_count,
        cooperatives=cooperatives,
        enterprises=enterprises,
        seed=seed,
    )
    note(
        by=by, at=at, action="cycle.drawn", on=("cycle", cycle.pk), area=cycle.area_id, visits=len(rows), seed=seed,
        cooperatives=cooperatives, enterprises=enterprises,
    )  # fmt: skip
    return len(rows)


@transaction.atomic
def publish(*, cycle: Cycle, by: Actor, at: datetime) -> Cycle:
    """Open a drawn cycle to its areas."""
    if cycle.state != Cycle.State.DRAFT:
        raise Refused(NOT_DRAFT, status=409)
    planned = PlannedVisit.objects.filter(cycle_area__cycle=cycle)
    if not planned.exists():
        raise Refused(NOTHING_PLANNED)
    cycle.state = Cycle.State.OPEN
    told = about_to(cycle, "state")
    cycle.save(update_fields=["state"])
    used = planned.order_by("instrument").values_list("instrument", flat=True).distinct()
    newest = {name: found.version for name in used if (found := forms.newest(name))}
    Plan.objects.filter(pk=plan_for(cycle, at).pk).update(instruments=newest)
    note(by=by, at=at, action="cycle.published", on=("cycle", cycle.pk), area=cycle.area_id, **told)
    telling.tell_opened(cycle, by, at)
    return cycle


@transaction.atomic
def discard_cycle(*, cycle: Cycle, by: User, at: datetime) -> None:
    """Take a draft away that nobody has worked on: made for the wrong quarter, or with the wrong programmes."""
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if held.state != Cycle.State.DRAFT:
        raise Refused(RUNS, status=409)
    if Team.objects.filter(cycle_area__cycle=held).exists():
        raise Refused(HAS_TEAMS, status=409)
    note(
        by=by, at=at, action="cycle.discarded", on=("cycle", held.pk), area=held.area_id,
        changes={"name": [held.name, ""]},
    )  # fmt: skip
    Plan.objects.filter(copied_from=held).update(copied_from=None)
    PlannedVisit.objects.filter(cycle_area__cycle=held).delete()
    CycleArea.objects.filter(cycle=held).delete()
    held.delete()


@transaction.atomic
def assign(*, visits: Iterable[PlannedVisit], to: User, by: User, at: datetime) -> int:
    """Give visits to an enumerator of their area. Raises Refused for the first that cannot be given."""
    chosen = list(visits)
    if not chosen:
        raise Refused(NO_VISIT)
    areas = CycleArea.objects.select_for_update().in_bulk({v.cycle_area_id for v in chosen})
    for visit in chosen:
        if visit.again_of is None:
            unlocked(areas[visit.cycle_area_id])
        elif visit.again_of.enumerator_id == to.pk:
            raise Refused(OWN_VISIT, name=to.name, code=visit.code)
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
            changes={"assigned_to_id": [visit.assigned_to_id, to.pk]},
        )
    telling.tell_assigned(chosen, to, by, at)
    return len(chosen)


def unlocked(cycle_area: CycleArea) -> None:
    if cycle_area.state == CycleArea.State.ACCEPTED:
        raise Refused(LOCKED, status=409)
