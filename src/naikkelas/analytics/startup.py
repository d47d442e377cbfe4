"""Recipients of start-up capital over time: which visit is due, done or late, and what became of the businesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import TYPE_CHECKING, Any

from naikkelas.monev import queries as monev
from naikkelas.rules import startup_rounds

if TYPE_CHECKING:
    from naikkelas.monev.models import PlannedVisit, Visit
    from naikkelas.programmes.models import Recipient

_FACTS = {
    "found": "word",
    "business_status": "word",
    "sales_before_idr": "number",
    "sales_after_idr": "number",
    "workers_before": "number",
    "workers_after": "number",
}


@dataclass(frozen=True)
class Line:
    """One recipient in one round: due when, visited or planned, and what the visit said."""

    recipient: Recipient
    months: int
    due_on: date
    state: str
    visit: Visit | None
    planned: PlannedVisit | None

    @property
    def survival(self) -> str:
        fact = vars(self.visit) if self.visit else {}
        return startup_rounds.survival(fact.get("fact_found"), fact.get("fact_business_status"))


def lines(recipients: Iterable[Any], today: date, *, verified: bool = False) -> list[Line]:
    """Every round of every paid recipient, in the order given. `verified`: only visits that an officer accepted count."""
    paid = [r for r in recipients if r.paid_on]
    ids = [r.pk for r in paid]
    visits = _visits(ids, verified)
    waiting: dict[int, Any] = {}
    for planned in (
        monev.planned().filter(recipient_id__in=ids, state="planned").select_related("cycle_area__cycle")
    ):
        waiting[planned.recipient_id or 0] = planned
    found = []
    for recipient in paid:
        for months in startup_rounds.MONTHS:
            due = startup_rounds.due_on(recipient.paid_on, months)
            visit = _in_round(visits.get(recipient.pk, []), recipient, months)
            state = startup_rounds.state(due, visit is not None, today)
            planned = waiting.get(recipient.pk) if state in ("due", "late") else None
            found.append(Line(recipient, months, due, state, visit, planned))
    return found


def _visits(ids: list[int], verified: bool) -> dict[Any, list[Any]]:
    """The standing visits of recipients, oldest first, with what they said."""
    rows = monev.fact_rows(_FACTS).filter(planned__recipient_id__in=ids).select_related("planned")
    rows = rows.filter(state="verified") if verified else rows.exclude(state="rejected")
    found: dict[Any, list[Any]] = {}
    for visit in rows.order_by("visited_on", "id"):
        found.setdefault(visit.planned.recipient_id, []).append(visit)
    return found


def _in_round(visits: list[Any], recipient: Any, months: int) -> Any:
    """The last visit that belongs to a round."""
    mine = [v for v in visits if startup_rounds.round_of(recipient.paid_on, v.visited_on) == months]
    return mine[-1] if mine else None


FIGURES = (
    "visited",
    *startup_rounds.SURVIVAL,
    "known",
    "surviving",
    "sales_compared",
    "sales_risen",
    "workers_compared",
)
"""What an outcome counts visits by; each can be walked back to its recipients."""


def figures_of(line: Line) -> set[str]:
    """The figures that count a line."""
    if line.visit is None:
        return set()
    sales = _pair(line.visit, "sales", "_idr")
    told = {
        "visited": True,
        line.survival: True,
        "known": line.survival != "not_told",
        "surviving": line.survival in startup_rounds.SURVIVES,
        "sales_compared": sales is not None,
        "sales_risen": sales is not None and sales[1] > sales[0],
        "workers_compared": _pair(line.visit, "workers", "") is not None,
    }
    return {figure for figure, counts in told.items() if counts}


@dataclass(frozen=True)
class Outcome:
    """One round over many recipients. Sales and workers are of those whose visit told both before and now."""

    months: int
    recipients: int
    due: int
    visited: int
    late: int
    survival: dict[str, int]
    known: int
    surviving: int
    sales_compared: int
    sales_before_idr: int
    sales_after_idr: int
    sales_risen: int
    sales_median_before_idr: int | None
    sales_median_after_idr: int | None
    workers_compared: int
    workers_before: int
    workers_after: int


def outcomes(rows: Iterable[Line]) -> list[Outcome]:
    """The outcome of every round."""
    by_round: dict[int, list[Line]] = {months: [] for months in startup_rounds.MONTHS}
    for line in rows:
        by_round[line.months].append(line)
    return [_outcome(months, told) for months, told in by_round.items()]


def _outcome(months: int, told: list[Line]) -> Outcome:
    visited = [line for line in told if line.visit is not None]
    count = Counter(figure for line in visited for figure in figures_of(line))
    sales = [pair for line in visited if (pair := _pair(line.visit, "sales", "_idr"))]
    workers = [pair for line in visited if (pair := _pair(line.visit, "workers", ""))]
    return Outcome(
        months=months,
        recipients=len(told),
        due=sum(line.state != "coming" for line in told),
        visited=count["visited"],
        late=sum(line.state == "late" for line in told),
        survival={word: count[word] for word in startup_rounds.SURVIVAL},
        known=count["known"],
        surviving=count["surviving"],
        sales_compared=count["sales_compared"],
        sales_before_idr=sum(before for before, _after in sales),
        sales_after_idr=sum(after for _before, after in sales),
        sales_risen=count["sales_risen"],
        sales_median_before_idr=median_low([b for b, _a in sales]) if sales else None,
        sales_median_after_idr=median_low([a for _b, a in sales]) if sales else None,
        workers_compared=count["workers_compared"],
        workers_before=sum(before for before, _after in workers),
        workers_after=sum(after for _before, after in workers),
    )


def _pair(visit: Any, what: str, unit: str) -> tuple[int, int] | None:
    before, after = getattr(visit, f"fact_{what}_before{unit}"), getattr(visit, f"fact_{what}_after{unit}")
    return None if None in (before, after) else (before, after)
