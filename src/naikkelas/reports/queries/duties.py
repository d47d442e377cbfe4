"""Duties to report of an area: computed from the table of the law, the working days, and the money that there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from naikkelas.kit.periods import Quarter
from naikkelas.places import queries as places
from naikkelas.programmes.queries import reporting
from naikkelas.reports.models import Issue, Sending
from naikkelas.reports.pp39 import SOURCES
from naikkelas.rules.obligations import OBLIGATIONS, Obligation
from naikkelas.rules.workdays import workdays_between

if TYPE_CHECKING:
    from naikkelas.places.models import Region

STATES = ("late", "open", "issued", "upcoming", "sent", "sent_late", "elsewhere", "unset")
"""`elsewhere`: another office sends it; `unset`: the law names no day."""


@dataclass(frozen=True)
class Duty:
    """One report that one office owes for one period."""

    obligation: Obligation
    area: Region
    period: Quarter
    due_on: date | None
    issue: Issue | None
    sending: Sending | None
    as_of: date

    @property
    def key(self) -> str:
        """The same for the same duty for ever: calendars know their entries by it."""
        return f"{self.obligation.id}-{self.area.code}-{self.period_id}"

    @property
    def period_id(self) -> str:
        return str(self.period.year) if self.obligation.every == "year" else str(self.period)

    @property
    def issuable(self) -> bool:
        """Whether its period has ended, so that the figures are whole."""
        return self.as_of > self.period.last_day

    @property
    def late_workdays(self) -> int:
        """Working days past the day due: until it was sent, or until today."""
        if self.obligation.elsewhere and not self.sending:
            return 0
        return self.obligation.late_workdays(
            self.period, self.sending.sent_on if self.sending else self.as_of
        )

    @property
    def left_workdays(self) -> int | None:
        return None if self.due_on is None else workdays_between(self.as_of, self.due_on)

    @property
    def state(self) -> str:
        if self.sending:
            return "sent_late" if self.late_workdays else "sent"
        if self.obligation.elsewhere:
            return "elsewhere"
        if self.as_of <= self.period.last_day:
            return "upcoming"
        if self.late_workdays:
            return "late"
        if self.issue:
            return "issued"
        return "open" if self.due_on else "unset"


def duties(code: str, years: Iterable[int], as_of: date) -> list[Duty]:
    """The duties of the offices of an area and below it for the reports of some years, by day due. A form of PP 39/2006
    is owed where there is money of its case in the year."""
    found = [duty for year in years for duty in _of_year(code, year, as_of)]
    return sorted(
        found, key=lambda d: (d.due_on or d.period.next.last_day, d.area.code, d.obligation.id, d.period)
    )


def duty(key: str, as_of: date) -> Duty | None:
    """One duty by its key."""
    obligation, _dash, rest = key.partition("-")
    area, _dash, period = rest.partition("-")
    year = int(period[:4]) if period.isascii() and period[:4].isdigit() else 0
    if obligation not in OBLIGATIONS or not 2000 <= year <= 2100:
        return None
    return next((d for d in duties(area, [year], as_of) if d.key == key), None)


def _of_year(code: str, year: int, as_of: date) -> list[Duty]:
    issues: dict[tuple, Issue] = {}
    rows = places.within(Issue.objects.filter(year=year), code, "area_id").defer("figures").order_by("id")
    for issue in rows:
        issues[issue.report, issue.case, issue.area_id, issue.quarter] = issue
    sendings = {
        (s.obligation, s.area_id, s.quarter): s
        for s in places.within(Sending.objects.filter(year=year, withdrawn_at=None), code, "area_id")
    }
    areas = {level: _areas(code, level, year) for level in ("nation", "province", "regency")}
    found = []
    for obligation in OBLIGATIONS.values():
        quarters = (4,) if obligation.every == "year" else (1, 2, 3, 4)
        for area in areas[obligation.level].get(obligation.case, ()):
            for number in quarters:
                period = Quarter(year, number)
                found.append(
                    Duty(
                        obligation=obligation,
                        area=area,
                        period=period,
                        due_on=obligation.due_on(period),
                        issue=issues.get((obligation.report, obligation.case, area.code, number)),
                        sending=sendings.get((obligation.id, area.code, number)),
                        as_of=as_of,
                    )
                )
    return found


def _areas(code: str, level: str, year: int) -> dict[str, list[Region]]:
    """By case, the areas of a level, at a region or below it, whose office owes a report for the year."""
    inside = [r for r in [places.known(code)] if r and r.level == level] or list(places.below(code, level))
    if level == "nation":
        inside = [r for r in inside if r.code == "0"]
    owing: dict[str, list[Region]] = {"": inside}
    for case, sources in SOURCES.items():
        money = reporting.areas_with_money(code, year, sources)
        owing[case] = [r for r in inside if any(places.covers(r.code, area) for area in money)]
    return owing
