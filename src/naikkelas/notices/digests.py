"""When a notice leaves the house: at once, or gathered for a day or a week by the clock of the reader's own office."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from naikkelas.notices.kinds import DAILY, NOW, WEEKLY
from naikkelas.rules.workdays import is_workday

HOUR = 7
"""Digests go from this hour of the office's own time zone."""


def ripe(when: str, made_at: datetime, local: datetime) -> bool:
    """Whether the hour of a notice has come that its reader wants `when` (notices.kinds). A digest of a day that was missed
    goes on the next working day."""
    if when == NOW:
        return True
    made_on = timezone.localdate(made_at, local.tzinfo)
    if local.hour < HOUR or made_on >= local.date() or not is_workday(local.date()):
        return False
    return when == DAILY or (when == WEEKLY and made_on < _monday(local.date()))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
