"""Activity of a cooperative, computed from meetings and evidence, to stand beside the official status."""

import calendar
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from naikkelas.kit.collect import collect
from naikkelas.rules.decision import Decision
from naikkelas.rules.rule_set import Head
from naikkelas.rules.size_class import months_before

STATUSES = (
    "active_rat",
    "active_no_rat",
    "indicated_inactive",
    "inactive",
    "proposed_dissolution",
    "dissolved",
)
COUNTS_AS_ACTIVE = frozenset({"active_rat", "active_no_rat"})


@dataclass(frozen=True)
class CooperativeFacts:
    """`rat_years`: book years whose meeting was held. `evidence_on`: last day anything showed it at work (a visit
    that found it, turnover reported). `not_found`: the last visit did not find it."""

    rat_years: tuple[int, ...] = ()
    evidence_on: date | None = None
    not_found: bool = False
    founded_on: date | None = None
    dissolution: str = ""


@dataclass(frozen=True)
class ActivityRules:
    head: Head
    lookback_rat_years: int
    inactive_after_years: int
    evidence_months: int
    rat_due_month: int

    @property
    def id(self) -> str:
        return self.head.id

    def last_due_book_year(self, as_of: date) -> int:
        """The last book year whose meeting is due by `as_of`."""
        return as_of.year - 1 if as_of.month > self.rat_due_month else as_of.year - 2

    def rat_due_on(self, book_year: int) -> date:
        """The last day for the meeting on a book year that closed on 31 December."""
        return last_day_of_month(book_year + 1, self.rat_due_month)

    def meeting_time(self, book_year: int, held_on: date | None, as_of: date) -> str:
        """on_time or late, where it was held; else missing, or waiting until it is due."""
        due = self.rat_due_on(book_year)
        if held_on is None or held_on > as_of:
            return "missing" if as_of > due else "waiting"
        return "on_time" if held_on <= due else "late"

    def judge(self, facts: CooperativeFacts, as_of: date) -> Decision:
        verdict, reason = self._verdict(facts, as_of)
        return Decision(verdict, reason, self.id, self.head.hash, as_of, asdict(facts))

    def _verdict(self, facts: CooperativeFacts, as_of: date) -> tuple[str, str]:
        if facts.dissolution:
            return facts.dissolution, facts.dissolution
        due = self.last_due_book_year(as_of)
        last_rat = max((year for year in facts.rat_years if year < as_of.year), default=None)
        evident = facts.evidence_on is not None and facts.evidence_on >= months_before(
            as_of, self.evidence_months
        )
        if last_rat is not None and last_rat >= due:
            return "active_rat", "rat_held"
        if evident:
            return "active_no_rat", "evidence"
        if last_rat is not None and last_rat > due - self.lookback_rat_years and not facts.not_found:
            return "active_no_rat", "rat_within_lookback"
        if facts.not_found:
            return "indicated_inactive", "not_found"
        silent_since = (
            last_rat if last_rat is not None else facts.founded_on.year if facts.founded_on else None
        )
        if silent_since is not None and due - silent_since < self.inactive_after_years:
            return "indicated_inactive", "no_rat"
        return "inactive", "no_rat_long"


def last_day_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def from_tables(head: Head, tables: dict[str, Any]) -> ActivityRules:
    return ActivityRules(head=head, **tables)


def rule_sets() -> dict[str, ActivityRules]:
    return collect("naikkelas.rules.activity", "RULES")


def in_force(as_of: date) -> ActivityRules:
    """The rule set in force on the day. Raises LookupError where none is."""
    for rules in rule_sets().values():
        if rules.head.in_force(as_of):
            return rules
    raise LookupError(f"no activity rule set in force on {as_of}")


def judge(facts: CooperativeFacts, as_of: date) -> Decision:
    """Judge by the rule set in force on the day. Raises LookupError where none is."""
    return in_force(as_of).judge(facts, as_of)
