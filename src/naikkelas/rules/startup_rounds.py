"""When recipients of start-up capital are visited, what a visit says of survival, and where use departs from the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from naikkelas.kit.days import add_months
from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
LATE_AFTER_DAYS: int = _TABLES["late_after_days"]
DEVIATION_PERCENT: int = _TABLES["deviation_percent"]
SURVIVAL = ("running", "changed", "paused", "closed", "not_found", "not_told")
SURVIVES = frozenset({"running", "changed"})


@dataclass(frozen=True)
class Round:
    months: int
    from_months: int
    to_months: int


ROUNDS = tuple(Round(**told) for told in _TABLES["rounds"])
MONTHS = tuple(each.months for each in ROUNDS)


def due_on(paid_on: date, months: int) -> date:
    return add_months(paid_on, months)


def round_of(paid_on: date, visited_on: date) -> int | None:
    """The round, by its months, that a visit belongs to; None before the first and after the last."""
    for each in ROUNDS:
        if add_months(paid_on, each.from_months) <= visited_on < add_months(paid_on, each.to_months):
            return each.months
    return None


def state(due: date, visited: bool, today: date) -> str:
    """done, coming (not due yet), due, or late."""
    if visited:
        return "done"
    if today < due:
        return "coming"
    return "late" if today > due + timedelta(days=LATE_AFTER_DAYS) else "due"


def survival(found: str | None, business_status: str | None) -> str:
    """What the answers of a visit say: one of SURVIVAL. Who refused or died tells nothing of the business."""
    if business_status in ("running", "changed", "paused", "closed"):
        return business_status
    return "not_found" if found in ("moved", "unknown") else "not_told"


@dataclass(frozen=True)
class UseLine:
    """One category: planned, used, and whether they differ by more than the limit."""

    category: str
    planned_idr: int
    used_idr: int
    deviates: bool

    @property
    def difference_idr(self) -> int:
        return self.used_idr - self.planned_idr


def use_against_plan(planned: Mapping[str, int], used: Mapping[str, int]) -> list[UseLine]:
    """Every category of the plan or of the use, in the order of the plan."""
    whole = sum(planned.values())
    lines = []
    for category in dict.fromkeys([*planned, *used]):
        before, after = planned.get(category, 0), used.get(category, 0)
        deviates = abs(after - before) * 100 > DEVIATION_PERCENT * whole
        lines.append(UseLine(category, before, after, deviates))
    return lines


def elsewhere_idr(lines: Iterable[UseLine]) -> int:
    """What went beyond the plan in the categories that deviate: money used for something else than planned. What is not used
    yet is no use, so it does not count."""
    return sum(line.difference_idr for line in lines if line.deviates and line.difference_idr > 0)
