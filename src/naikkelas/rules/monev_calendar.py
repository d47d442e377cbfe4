"""The calendar of a cycle: its steps one after the other, each so many working days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from naikkelas.rules.workdays import add_workdays

STEPS = ("preparation", "training", "fieldwork", "verification", "sending", "acceptance")
DEFAULT = {"preparation": 3, "training": 1, "fieldwork": 15, "verification": 5, "sending": 2, "acceptance": 3}


@dataclass(frozen=True)
class Stage:
    """A step with its first and last working day."""

    step: str
    workdays: int
    first_on: date
    last_on: date


def stages(opens_on: date, lengths: Iterable[tuple[str, int]]) -> list[Stage]:
    """Lay the steps out from the day on which field work is prepared; steps of no days are left out."""
    first = add_workdays(opens_on.fromordinal(opens_on.toordinal() - 1), 1)
    found = []
    for step, count in lengths:
        if count < 1:
            continue
        last = add_workdays(first, count - 1)
        found.append(Stage(step, count, first, last))
        first = add_workdays(last, 1)
    return found
