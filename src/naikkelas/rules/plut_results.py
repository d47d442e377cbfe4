"""What counts as a result of a PLUT's clients, and how far a target should be reached by a day. All of it our proposal."""

from datetime import date, timedelta

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
OBTAINED: tuple[str, ...] = tuple(_TABLES["obtained"])
SHORTEST_MINUTES: int = _TABLES["shortest_minutes"]
LONGEST_MINUTES: int = _TABLES["longest_minutes"]
_BEFORE: int = _TABLES["baseline_years_before"]


def baseline_year(first_on: date) -> int:
    """The year whose facts say how a client was before its first service."""
    return first_on.year - _BEFORE


def counts_as_obtained(status: str, issued_on: date | None, first_on: date) -> bool:
    """Whether a credential was obtained since the first service."""
    return status in OBTAINED and issued_on is not None and issued_on >= first_on


def expected(target: int, starts_on: date, ends_on: date, year: int, as_of: date) -> int:
    """How much of a year's target should be reached at the end of a day, by the days of the contract in that year."""
    first, last = max(starts_on, date(year, 1, 1)), min(ends_on, date(year, 12, 31))
    if last < first:
        return 0
    whole = (last - first) // timedelta(days=1) + 1
    passed = (min(as_of, last) - first) // timedelta(days=1) + 1
    return target * max(0, passed) // whole
