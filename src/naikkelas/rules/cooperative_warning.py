"""Early warning: signs that an active cooperative may fall inactive next, each with its points and what to do."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from naikkelas.kit.collect import collect
from naikkelas.rules.cooperative_activity import last_day_of_month
from naikkelas.rules.decision import Decision
from naikkelas.rules.rule_set import Head

LEVELS = ("high", "medium", "low", "none")


@dataclass(frozen=True)
class WarningFacts:
    """`rat_held`: (book year, day of its meeting). `reported_years`: book years of which anything was reported.
    `members`: (book year, members). `not_found`: the last visit did not find the office."""

    rat_held: tuple[tuple[int, date], ...] = ()
    reported_years: tuple[int, ...] = ()
    members: tuple[tuple[int, int], ...] = ()
    not_found: bool = False
    certificate_until: date | None = None
    founded_on: date | None = None


@dataclass(frozen=True)
class WarningRules:
    head: Head
    rat_due_month: int
    silent_years: int
    certificate_days: int
    members_fall_percent: int
    level_high: int
    level_medium: int
    points: dict[str, int]
    todo: dict[str, str]

    @property
    def id(self) -> str:
        return self.head.id

    def judge(self, facts: WarningFacts, as_of: date) -> Decision:
        """The verdict is the level, the reason the heaviest sign, the flags all signs, heaviest first."""
        signs = self.signs(facts, as_of)
        points = self.sum(signs)
        return Decision(
            self.level(points), signs[0] if signs else "none", self.id, self.head.hash, as_of, asdict(facts), signs
        )  # fmt: skip

    def signs(self, facts: WarningFacts, as_of: date) -> tuple[str, ...]:
        """The signs that hold on the day, heaviest first."""
        found = [
            self._meeting(facts, as_of),
            self._silence(facts, as_of),
            "not_found" if facts.not_found else "",
            self._certificate(facts, as_of),
            self._members(facts),
        ]
        return tuple(sorted(filter(None, found), key=lambda sign: (-self.points[sign], sign)))

    def sum(self, signs: tuple[str, ...]) -> int:
        return sum(self.points[sign] for sign in signs)

    def level(self, points: int) -> str:
        if points >= self.level_high:
            return "high"
        return "medium" if points >= self.level_medium else "low" if points else "none"

    def _last_due(self, as_of: date) -> int:
        """The last book year whose meeting is due by the day."""
        return as_of.year - 1 if as_of > last_day_of_month(as_of.year, self.rat_due_month) else as_of.year - 2

    def _meeting(self, facts: WarningFacts, as_of: date) -> str:
        due = self._last_due(as_of)
        if facts.founded_on and facts.founded_on.year > due:
            return ""
        held = {year: day for year, day in facts.rat_held if due <= year < as_of.year and day <= as_of}
        if not held:
            return "rat_missing"
        last = max(held)
        return "rat_late" if held[last] > last_day_of_month(last + 1, self.rat_due_month) else ""

    def _silence(self, facts: WarningFacts, as_of: date) -> str:
        due = self._last_due(as_of)
        first = due - self.silent_years + 1
        if facts.founded_on and facts.founded_on.year > first:
            return ""
        return "" if any(year >= first for year in facts.reported_years) else "no_report"

    def _certificate(self, facts: WarningFacts, as_of: date) -> str:
        if facts.certificate_until is None:
            return ""
        if facts.certificate_until < as_of:
            return "certificate_expired"
        ends = facts.certificate_until <= as_of + timedelta(days=self.certificate_days)
        return "certificate_ending" if ends else ""

    def _members(self, facts: WarningFacts) -> str:
        known = sorted(facts.members)[-2:]
        if len(known) < 2 or known[0][1] <= 0:
            return ""
        before, after = known[0][1], known[1][1]
        return "members_falling" if (before - after) * 100 >= self.members_fall_percent * before else ""


def from_tables(head: Head, tables: dict[str, Any]) -> WarningRules:
    return WarningRules(head=head, **tables)


def rule_sets() -> dict[str, WarningRules]:
    return collect("naikkelas.rules.warning", "RULES")


def in_force(as_of: date) -> WarningRules:
    """The rule set in force on the day. Raises LookupError where none is."""
    for rules in rule_sets().values():
        if rules.head.in_force(as_of):
            return rules
    raise LookupError(f"no early warning rule set in force on {as_of}")
