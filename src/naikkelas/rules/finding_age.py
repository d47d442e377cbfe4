"""How old findings are, and how far up the hierarchy a late one is told."""

from bisect import bisect_left
from datetime import date

from naikkelas.rules import rule_set, workdays

HEAD, _TABLES = rule_set.load(__file__)
BANDS: tuple[int, ...] = tuple(_TABLES["bands"])
"""Upper bounds in days; one band more holds what is older."""
LEVELS: tuple[str, ...] = ("regency", "province", "nation")
_AFTER = {entry["level"]: entry["workdays"] for entry in _TABLES["escalation"]}


def band(opened_on: date, as_of: date) -> int:
    """The number of the band, from 0; the last, len(BANDS), is what is older than every bound."""
    age = (as_of - opened_on).days
    return bisect_left(BANDS, age)


def bounds(number: int) -> tuple[int, int | None]:
    """First and last day of a band; the last band has no end."""
    first = BANDS[number - 1] + 1 if number else 0
    return first, BANDS[number] if number < len(BANDS) else None


def escalated_to(due_on: date, as_of: date, owner: str) -> str:
    """The highest level that is told of an answer late by `as_of`, never below the unit that owes it; empty while in time."""
    if as_of <= due_on:
        return ""
    late = workdays.workdays_between(due_on, as_of)
    own = LEVELS.index(owner)
    reached = [n for n, level in enumerate(LEVELS) if n >= own and late >= _AFTER[level]]
    return LEVELS[max(reached)] if reached else ""
