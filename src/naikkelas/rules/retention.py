"""How long each kind of data is kept. Proposals, until an office's archive retention schedule (JRA) says otherwise."""

from datetime import date, timedelta

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
DAYS: dict[str, int] = _TABLES["days"]
"""Days by kind of data, in the order in which the page shows them."""


def due_before(kind: str, day: date) -> date:
    """What came to rest before this day is due to go on `day`."""
    return day - timedelta(days=DAYS[kind])


def kept_until(kind: str, rested_on: date) -> date:
    """The last day on which something is kept that came to rest on a day: was applied, closed, made or written."""
    return rested_on + timedelta(days=DAYS[kind])
