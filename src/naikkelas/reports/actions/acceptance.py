"""Accepting an area's monev, and keeping what the reports about it say on that moment."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas import vault
from naikkelas.analytics import cache
from naikkelas.analytics.scope import Scope
from naikkelas.kit import days
from naikkelas.kit.needles import Needles
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions as monev_actions
from naikkelas.monev import queries as monev
from naikkelas.monev.queries import freezes as frozen
from naikkelas.places import queries as places
from naikkelas.reports.figures import Figures
from naikkelas.reports.models import FrozenFigures
from naikkelas.reports.queries import reports
from naikkelas.reports.report import Asked
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.monev.models import CycleArea, Freeze


@transaction.atomic
def accept_area(*, cycle_area: CycleArea, by: User, at: datetime, behalf_of: User | None = None) -> CycleArea:
    """Accept, lock and freeze an area's work, and keep the figures of its reports. Raises Refused."""
    accepted = monev_actions.accept_area(cycle_area=cycle_area, by=by, at=at, behalf_of=behalf_of)
    keep_figures(cycle_area=accepted, by=by, at=at)
    return accepted


@transaction.atomic
def keep_figures(*, cycle_area: CycleArea, by: User, at: datetime) -> int:
    """Keep what the reports of an accepted area say now; those of the province too once all its areas are accepted."""
    cycle = cycle_area.cycle
    period = Quarter(cycle.year, cycle.quarter)
    if monev.current_cycle(cycle_area.area_id, period) != cycle:
        return 0
    cache.forget()  # a freeze holds what is so now, not what was a second ago
    standing = frozen.standing(cycle)
    kept = _keep(cycle_area.area, period, [f for f in standing if f.cycle_area_id == cycle_area.pk], at)
    if len(standing) == cycle.areas.count():
        kept += _keep(cycle.area, period, standing, at)
    note(
        by=by, at=at, action="report.figures_kept", on=("cycle_area", cycle_area.pk), area=cycle_area.area_id,
        numbers=[row.number for row in kept],
    )  # fmt: skip
    return len(kept)


def _keep(area: Any, period: Quarter, freezes: Sequence[Freeze], at: datetime) -> list[FrozenFigures]:
    places.hold(area.code)
    return [
        _kept(report.id, case, area, period, freezes, at)
        for report in reports().values()
        for case in (report.cases or ("",))
        if report.frozen and freezes and area.level in report.levels_of(case)
    ]


def _kept(
    report: str, case: str, area: Any, period: Quarter, freezes: Sequence[Freeze], at: datetime
) -> FrozenFigures:
    before = FrozenFigures.objects.filter(
        report=report, case=case, area=area, year=period.year, quarter=period.number
    ).count()
    number = "-".join(part for part in (report, case, area.code, str(period), f"B{before + 1:02d}") if part)
    figures = reports()[report].gather(Asked(Scope(area.code, period), number, at, case))
    told = Figures(figures.values | {"basis": _basis(freezes, at)})
    row = FrozenFigures.objects.create(
        report=report, case=case, area=area, year=period.year, quarter=period.number, number=number, frozen_at=at,
        sha256=vault.current().blobs.put(packed(told)),
    )  # fmt: skip
    row.freezes.set(freezes)
    return row


def _basis(freezes: Sequence[Freeze], at: datetime) -> dict[str, Any]:
    """The freezes that figures stand on, as the report tells them."""
    which = (
        f"bekuan ke-{freezes[0].number} ({freezes[0].sha256[:16]}…)"
        if len(freezes) == 1
        else f"bekuan {len(freezes)} wilayah"
    )
    day = days.day_text(timezone.localdate(at))
    return {
        "text": f"Berdiri atas {which} siklus “{freezes[0].cycle_area.cycle.name}” yang diterima {day}; "
        "perubahan sesudahnya tidak mengubah laporan ini.",
        "freezes": [
            {"area": f.cycle_area.area_id, "number": f.number, "sha256": f.sha256} for f in freezes
        ],
    }  # fmt: skip


def packed(figures: Figures) -> bytes:
    """Equal figures give equal bytes."""
    return gzip.compress(figures.canonical(), compresslevel=6, mtime=0)


@transaction.atomic
def redact_kept(*, needles: Needles, release: Callable[[list[str]], None], by: User, at: datetime) -> int:
    """Take a person out of kept figures: texts are struck out, figures stay."""
    found = 0
    for row in FrozenFigures.objects.order_by("id"):
        values = frozen.contents(row.sha256)
        if (struck := needles.struck_in(values)) == values:
            continue
        release([row.sha256])
        row.sha256 = vault.current().blobs.put(packed(Figures(struck)))
        row.save()
        note(
            by=by,
            at=at,
            action="report.redacted",
            on=("frozen_figures", row.pk),
            area=row.area_id,
            number=row.number,
        )
        found += 1
    return found
