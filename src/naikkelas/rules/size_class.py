"""Size class of an enterprise (micro, small, medium, large) by the law in force on the day of judgement."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from naikkelas.kit.collect import collect
from naikkelas.rules.bands import Bands
from naikkelas.rules.decision import Decision
from naikkelas.rules.rule_set import Head

ORDER = ("micro", "small", "medium", "large")
UNKNOWN = "unknown"


@dataclass(frozen=True)
class EnterpriseFacts:
    """What the law looks at, in whole rupiah; None where it is not known."""

    annual_sales_idr: int | None = None
    capital_idr: int | None = None
    net_worth_idr: int | None = None
    founded_on: date | None = None


@dataclass(frozen=True)
class Criterion:
    """One fact and its bands. With `founded_before`, an enterprise founded on or after that day may be judged by
    this fact only when it is at least `or_aged_months` old; without a founding day the criterion applies."""

    fact: str
    bands: Bands
    founded_before: date | None = None
    or_aged_months: int | None = None

    def applies(self, facts: EnterpriseFacts, as_of: date) -> bool:
        if self.founded_before is None or facts.founded_on is None:
            return True
        if facts.founded_on < self.founded_before:
            return True
        return self.or_aged_months is not None and facts.founded_on <= months_before(
            as_of, self.or_aged_months
        )


def months_before(day: date, months: int) -> date:
    """The same day of the month `months` earlier, at most the 28th, so that it always exists."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, min(day.day, 28))


@dataclass(frozen=True)
class ClassRules:
    """A statute's classes: the first criterion whose fact is known decides; others that disagree are flagged."""

    head: Head
    criteria: tuple[Criterion, ...]
    flag_disagreement: bool

    @property
    def id(self) -> str:
        return self.head.id

    def judge(self, facts: EnterpriseFacts, as_of: date) -> Decision:
        names = [
            (c.fact, c.bands.name(getattr(facts, c.fact)))
            for c in self.criteria
            if getattr(facts, c.fact) is not None and c.applies(facts, as_of)
        ]
        basis, verdict = names[0] if names else ("none", UNKNOWN)
        disagree = self.flag_disagreement and len({name for _, name in names}) > 1
        return Decision(
            verdict=verdict or UNKNOWN,
            reason=basis,
            rule_set=self.id,
            rule_hash=self.head.hash,
            as_of=as_of,
            inputs=asdict(facts),
            flags=("ambiguous",) if disagree else (),
        )


def from_tables(head: Head, tables: dict[str, Any]) -> ClassRules:
    """Build the rule set from its TOML: `classes` is an array of {name, <fact>: ceiling}, `criteria` the order."""
    steps = tables["classes"]
    return ClassRules(
        head=head,
        criteria=tuple(
            Criterion(
                fact=c["fact"],
                bands=Bands(tuple((s[c["fact"]], s["name"]) for s in steps), above=ORDER[-1]),
                founded_before=c.get("founded_before"),
                or_aged_months=c.get("or_aged_months"),
            )
            for c in tables["criteria"]
        ),
        flag_disagreement=tables.get("flag_disagreement", False),
    )


def rule_sets() -> dict[str, ClassRules]:
    return collect("naikkelas.rules.classes", "RULES")


def in_force(day: date) -> ClassRules:
    """Return the rule set in force on `day`. Raises LookupError before the first one we know."""
    for rules in rule_sets().values():
        if rules.head.in_force(day):
            return rules
    raise LookupError(f"no size-class law known for {day}")


def first_year() -> int:
    """The first year on whose last day a law that we know was in force: no earlier facts can be classed."""
    return min(rules.head.in_force_from.year for rules in rule_sets().values())


def judge(facts: EnterpriseFacts, as_of: date) -> Decision:
    return in_force(as_of).judge(facts, as_of)
