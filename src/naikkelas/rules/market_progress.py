"""Physical progress of works: plan against actual by weeks, in basis points (10000 = 100 %), and how bad a delay is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from naikkelas.rules import rule_set
from naikkelas.rules.decision import Decision

HEAD, _TABLES = rule_set.load(__file__)
FIRST_PERIOD_UNTIL_BP: int = _TABLES["first_period_until_bp"]
CRITICAL_FIRST_BP: int = _TABLES["critical_first_bp"]
CRITICAL_SECOND_BP: int = _TABLES["critical_second_bp"]
BEHIND_BP: int = _TABLES["behind_bp"]
FULL_BP = 10_000
BANDS = ("on_plan", "behind", "critical", "unknown")


@dataclass(frozen=True)
class Week:
    """The last day of a week, what was planned to stand by then, and what stands (None: not reported)."""

    ends_on: date
    planned_bp: int
    actual_bp: int | None = None


@dataclass(frozen=True)
class Package:
    """A contract of works and its weeks, in order of days."""

    amount_idr: int
    weeks: Sequence[Week]


def curve(packages: Sequence[Package]) -> list[Week]:
    """The whole works by day, packages weighing by their amounts; a package that has not begun stands at nought. One whose
    contract was taken back amounts to nothing and does not count."""
    packages = [p for p in packages if p.weeks and p.amount_idr]
    whole = sum(p.amount_idr for p in packages)
    reported = [w.ends_on for p in packages for w in p.weeks if w.actual_bp is not None]
    days = sorted({w.ends_on for p in packages for w in p.weeks})
    points = []
    for day in days:
        planned = sum(p.amount_idr * _last(p.weeks, day, actual=False) for p in packages)
        actual = sum(p.amount_idr * _last(p.weeks, day, actual=True) for p in packages)
        known = bool(reported) and day <= max(reported)
        points.append(Week(day, planned // whole, actual // whole if known else None))
    return points


def _last(weeks: Sequence[Week], day: date, *, actual: bool) -> int:
    values = [w.actual_bp if actual else w.planned_bp for w in weeks if w.ends_on <= day]
    return next((v for v in reversed(values) if v is not None), 0)


def newest(points: Sequence[Week]) -> Week | None:
    """The last day with a report."""
    return next((p for p in reversed(points) if p.actual_bp is not None), None)


def finished_on(points: Sequence[Week]) -> date | None:
    """The first day on which everything stood."""
    return next((p.ends_on for p in points if (p.actual_bp or 0) >= FULL_BP), None)


def judge(point: Week | None, as_of: date) -> Decision:
    """Verdicts: on_plan, behind, critical; unknown where nothing was reported. The reason is the period of the plan."""
    if point is None or point.actual_bp is None:
        return Decision("unknown", "no_report", HEAD.id, HEAD.hash, as_of, {})
    first = point.planned_bp <= FIRST_PERIOD_UNTIL_BP
    late = point.planned_bp - point.actual_bp
    critical = late > (CRITICAL_FIRST_BP if first else CRITICAL_SECOND_BP)
    verdict = "critical" if critical else "behind" if late > BEHIND_BP else "on_plan"
    inputs = {"ends_on": point.ends_on, "planned_bp": point.planned_bp, "actual_bp": point.actual_bp}
    return Decision(verdict, "first_period" if first else "second_period", HEAD.id, HEAD.hash, as_of, inputs)


def stretched(planned_bp: Sequence[int], kept: int, weeks: int) -> list[int]:
    """A plan moved to another number of weeks: its first `kept` weeks stay, what was planned after them is spread evenly in
    time over the weeks that are left, and the last week ends at 100 %."""
    kept = min(kept, weeks)
    rest, room = len(planned_bp) - kept, weeks - kept
    known = [0, *planned_bp]
    plan = list(planned_bp[:kept])
    for step in range(1, room + 1):
        whole, part = divmod(
            step * rest, room
        )  # how far into the old rest this week lies, in weeks and their parts
        before = known[kept + whole]
        after = known[min(kept + whole + 1, len(planned_bp))]
        plan.append(before + (after - before) * part // room)
    plan[-1] = FULL_BP
    return plan
