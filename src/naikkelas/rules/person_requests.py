"""What a person may ask about the data held on them, and until when the office answers (UU 27/2022).

Also the grounds on which the office must keep data that somebody asks to erase.
"""

from datetime import date, datetime, time, timedelta, tzinfo

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
ANSWER_HOURS: int = _TABLES["answer_hours"]
AID_YEARS: int = _TABLES["keep_aid_years"]

KINDS = ("access", "correction", "erasure", "objection")


def due_at(received_on: date, zone: tzinfo) -> datetime:
    """When the answer is due: the hours run from the beginning of the day of receipt, which is the safe reading."""
    return datetime.combine(received_on, time(), zone) + timedelta(hours=ANSWER_HOURS)


def aid_kept_until(decree_on: date) -> date:
    """Until when documents of aid by a decree are kept: that many whole years after the year of the decree."""
    return date(decree_on.year + AID_YEARS, 12, 31)
