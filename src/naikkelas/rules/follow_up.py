"""Deadlines and states of follow-up, after Peraturan BPK 2/2017."""

from datetime import date, timedelta

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
ANSWER_DAYS: int = _TABLES["answer_days"]
REVIEW_DAYS: int = _TABLES["review_days"]
CANNOT_REASONS: tuple[str, ...] = tuple(_TABLES["cannot_reasons"])
"""Force majeure; subject or object in court; no longer effective, efficient or economic (art. 7)."""

STATES = ("not_followed_up", "in_progress", "resolved", "cannot_be_followed_up")
"""The four states of art. 6 and 7; `withdrawn` is our own, for findings of a visit that turned out wrong."""
CLOSED = frozenset({"resolved", "cannot_be_followed_up", "withdrawn"})


def answer_due_on(opened_on: date) -> date:
    """The last day for an answer with evidence: 60 calendar days after the finding was reported."""
    return opened_on + timedelta(days=ANSWER_DAYS)


def review_due_on(answered_on: date) -> date:
    """The last day for the review of an answer: 30 calendar days after it was received."""
    return answered_on + timedelta(days=REVIEW_DAYS)
