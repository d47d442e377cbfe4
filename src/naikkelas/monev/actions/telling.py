"""Telling people of what happens in monev (notices.kinds), and once a day of what falls due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import batched
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts import queries as accounts
from naikkelas.monev.models import CitizenReport, Cycle, CycleArea, Finding, PlannedVisit
from naikkelas.monev.queries import to_be_made
from naikkelas.monev.queries.follow_up import owner_code, waits_for_verdict
from naikkelas.notices.actions import Telling, notify, notify_all
from naikkelas.places import queries as places
from naikkelas.rules.follow_up import CLOSED
from naikkelas.rules.workdays import workdays_between
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

SOON, NEXT = 5, 1
"""Working days before a deadline at which people are told, each time once."""


def tell_opened(cycle: Cycle, by: Actor, at: datetime) -> None:
    """A cycle is open: to the offices of its areas, and to who has visits in it."""
    told: list[User] = []
    for area in cycle.areas.all():
        told += accounts.office_of(area.area_id, "monev.send")
    told += accounts.assigned_to(PlannedVisit.objects.filter(cycle_area__cycle=cycle))
    notify(
        kind="cycle.opened",
        to=told,
        about=("cycle", cycle.pk),
        by=by,
        at=at,
        due_on=cycle.due_on,
        name=cycle.name,
    )


def tell_assigned(visits: list[PlannedVisit], to: User, by: Actor, at: datetime) -> None:
    if visits:
        notify(
            kind="visit.assigned", to=to, about=("cycle_area", visits[0].cycle_area_id), by=by, at=at,
            due_on=min(v.due_on for v in visits), count=len(visits),
        )  # fmt: skip


def tell_area(kind: str, cycle_area: CycleArea, by: Actor, at: datetime) -> None:
    """`area.sent` to who accepts; `area.returned` and `area.accepted` to who sent."""
    hears = "monev.accept" if kind == "area.sent" else "monev.send"
    notify(
        kind=kind, to=accounts.office_of(cycle_area.area_id, hears), about=("cycle_area", cycle_area.pk), by=by, at=at,
        name=places.name_of(cycle_area.area_id),
    )  # fmt: skip


def tell_citizen(report: CitizenReport, by: Actor, at: datetime) -> None:
    """A citizen's report, to the office of its place; by number, for what was written may name somebody."""
    notify(
        kind="citizen.reported", to=accounts.office_of(report.area_id, "findings.open"), about=("citizen_report", report.pk),
        by=by, at=at, name=report.number,
    )  # fmt: skip


def tell_finding(kind: str, finding: Finding, by: Actor, at: datetime) -> None:
    """`finding.answered` to who verifies; everything else to the office that owes the answer, and to who acted."""
    tell_findings(kind, [(finding, by)], at)


def tell_findings(kind: str, found: Iterable[tuple[Finding, Actor]], at: datetime) -> None:
    """The same of many findings, each with who did it."""
    found = list(found)
    findings = [finding for finding, _ in found]
    office = _verifiers(findings) if kind == "finding.answered" else _followers(findings)
    tellings = []
    for finding, by in found:
        told = list(office[finding.pk])
        closed = kind in ("finding.verified", "finding.cannot")
        if (closed or kind == "finding.returned") and finding.acted_by:
            told.append(finding.acted_by)
        due_on = None if closed else finding.due_on
        about = ("finding", finding.pk)
        tellings.append(Telling(kind, told, about, by, due_on, told={"name": _named(finding)}))
    notify_all(tellings=tellings, at=at)


def _followers(findings: Sequence[Finding]) -> dict[int, list[User]]:
    """By finding, the people of the office that owes the answer; where nobody there follows findings up (the ministry only
    reads), of the nearest office of the place."""
    owners = {finding.pk: owner_code(finding) for finding in findings}
    codes = {*owners.values(), *(finding.area_id for finding in findings)}
    office = accounts.offices_of(codes, "findings.follow_up")
    return {finding.pk: office[owners[finding.pk]] or office[finding.area_id] for finding in findings}


def _verifiers(findings: Sequence[Finding]) -> dict[int, list[User]]:
    office = accounts.offices_of({finding.area_id for finding in findings}, "findings.verify")
    return {finding.pk: office[finding.area_id] for finding in findings}


def _named(finding: Finding) -> str:
    """The number, and in which kabupaten/kota: who hears of many areas sorts by that. No nearer, as it stands on screens."""
    return f"{finding.number}, {places.name_of(finding.area_id[:5])}"


def tell_deadlines(*, by: Actor, at: datetime) -> int:
    """What falls due in five working days, in one, or is late: told once each, by the day of the place's own zone. Gathered
    first and written in parts: on SQLite nobody else writes meanwhile."""
    tellings = [*_areas(by, at), *_visits(by, at), *_findings(by, at)]
    return sum(_tell(part, by, at) for part in batched(tellings, 1_000))


@transaction.atomic
def _tell(tellings: Sequence[Telling], by: Actor, at: datetime) -> int:
    count = notify_all(tellings=tellings, at=at)
    if count:
        on = ("deadlines", timezone.localdate(at))
        note(by=by, at=at, action="deadlines.told", on=on, area="0", count=count)
    return count


def _stage(due_on: date, code: str, at: datetime) -> str:
    """'late', 'next' or 'soon'; empty where there is time."""
    left = workdays_between(timezone.localdate(at, places.zone_of(code)), due_on)
    return "late" if left < 0 else "next" if left <= NEXT else "soon" if left <= SOON else ""


def _areas(by: Actor, at: datetime) -> Iterator[Telling]:
    rows = CycleArea.objects.filter(
        cycle__state=Cycle.State.OPEN, state__in=[CycleArea.State.OPEN, CycleArea.State.RETURNED]
    )
    staged = [(row, stage) for row in rows if (stage := _stage(row.due_on, row.area_id, at))]
    codes = {row.area_id for row, _ in staged}
    senders, accepters = accounts.offices_of(codes, "monev.send"), accounts.offices_of(codes, "monev.accept")
    for row, stage in staged:
        late = stage == "late"
        yield Telling(
            "area.late" if late else "area.due_soon",
            senders[row.area_id] + (accepters[row.area_id] if late else []),
            ("cycle_area", row.pk), by, row.due_on, f"{row.pk}-{row.due_on}-{stage}", {"name": places.name_of(row.area_id)},
        )  # fmt: skip


def _visits(by: Actor, at: datetime) -> Iterator[Telling]:
    """Each enumerator in one sentence a cycle's area, not one a visit."""
    rows = to_be_made().select_related("assigned_to", "cycle_area__cycle")
    waiting: Counter[tuple] = Counter()
    kept = {}
    for row in rows:
        key = (row.cycle_area_id, row.assigned_to_id, row.due_on)
        waiting[key] += 1
        kept[key] = row
    for key, number in waiting.items():
        row = kept[key]
        if stage := _stage(row.due_on, row.area_id, at):
            yield Telling(
                "visit.due_soon", [row.assigned_to], ("cycle_area", row.cycle_area_id), by, row.due_on,
                f"{row.cycle_area_id}-{row.due_on}-{stage}", {"count": number, "name": row.cycle_area.cycle.name},
            )  # fmt: skip


def _findings(by: Actor, at: datetime) -> Iterator[Telling]:
    staged = [
        (finding, stage)
        for finding in Finding.objects.exclude(state__in=CLOSED)
        if (stage := _stage(finding.due_on, finding.area_id, at))
        and (stage == "late" or not waits_for_verdict(finding))
    ]
    findings = [finding for finding, _ in staged]
    followers, verifiers = _followers(findings), _verifiers(findings)
    for finding, stage in staged:
        late = stage == "late"
        yield Telling(
            "finding.overdue" if late else "finding.due_soon",
            followers[finding.pk] + (verifiers[finding.pk] if late else []),
            ("finding", finding.pk), by, finding.due_on, f"{finding.pk}-{finding.due_on}-{stage}", {"name": _named(finding)},
        )  # fmt: skip
