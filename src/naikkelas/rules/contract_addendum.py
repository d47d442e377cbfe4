"""How far an addendum may take a contract."""

from datetime import date

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
MOST_ADDED_PERCENT: int = _TABLES["most_added_percent"]


def most_idr(first_idr: int) -> int:
    """The most that a contract of this first value may come to, with all its addenda."""
    return first_idr + first_idr * MOST_ADDED_PERCENT // 100


def past_budget_year(ends_on: date, year: int) -> bool:
    return ends_on.year > year
