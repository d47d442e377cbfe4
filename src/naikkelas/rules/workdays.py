"""Working days of Indonesian offices: Monday to Friday, less public holidays and collective leave (cuti bersama).

The days come from the maintained `holidays` library; a decree that moves one goes into workdays.toml.
"""

from datetime import date, timedelta
from functools import cache

import holidays

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
_EXTRA_OFF = frozenset(entry["on"] for entry in _TABLES.get("off", ()))
_EXTRA_WORK = frozenset(entry["on"] for entry in _TABLES.get("work", ()))


@cache
def _off_days(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("ID", years=year, categories=("public", "government")))


def is_workday(day: date) -> bool:
    if day in _EXTRA_WORK:
        return True
    return day.weekday() < 5 and day not in _EXTRA_OFF and day not in _off_days(day.year)


def add_workdays(day: date, count: int) -> date:
    """Return the `count`-th working day after `day`; `day` itself never counts."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """Count working days after `start` up to and including `end`; negative when `end` lies before `start`."""
    if end < start:
        return -workdays_between(end, start)
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
