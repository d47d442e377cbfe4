"""Working days of Indonesian offices: Monday to Friday, less public holidays and collective leave (cuti bersama).

The days come from the maintained `holidays` library; a decree that moves one goes into workdays.toml, or is entered by an
administrator and taken up here (`take_up`) by every process.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache

import holidays

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
_EXTRA_OFF = frozenset(entry["on"] for entry in _TABLES.get("off", ()))
_EXTRA_WORK = frozenset(entry["on"] for entry in _TABLES.get("work", ()))
_decreed_off: frozenset[date] = frozenset()
_decreed_work: frozenset[date] = frozenset()


def take_up(off: Iterable[date], work: Iterable[date]) -> None:
    """Let these days count as days off and as working days, whatever library and file say; the former ones no longer."""
    global _decreed_off, _decreed_work
    _decreed_off, _decreed_work = frozenset(off), frozenset(work)
    _counted.cache_clear()


@cache
def _off_days(year: int) -> frozenset[date]:
    return frozenset(holiday_names(year))


def holiday_names(year: int, lang: str = "id") -> dict[date, str]:
    """The public holidays and days of collective leave of a year, as the library has them."""
    language = "en_US" if lang == "en" else "id"
    found = holidays.country_holidays(
        "ID", years=year, categories=("public", "government"), language=language
    )
    return dict(sorted(found.items()))


def is_workday(day: date) -> bool:
    if day in _decreed_off or day in _decreed_work:
        return day in _decreed_work
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
    return _counted(start, end) if start <= end else -_counted(end, start)


@lru_cache(maxsize=4096)  # a page of cycles asks for the same spans of days again and again
def _counted(start: date, end: date) -> int:
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
