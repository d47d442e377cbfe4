"""Who may receive start-up capital: every check passes, fails or cannot be told, each with its reason in words.

A verdict is of the papers as they were entered and of the registry on its day; a person decides.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from naikkelas.kit.bilingual import Text
from naikkelas.kit.collect import collect
from naikkelas.kit.days import add_months
from naikkelas.rules.decision import Decision
from naikkelas.rules.rule_set import Head, Mark

Outcome = Literal["pass", "fail", "unknown"]
VERDICTS = ("eligible", "incomplete", "not_eligible")
EDUCATION = ("none", "primary", "junior", "senior", "diploma", "degree")
"""In rising order: a level passes where it is not below the one that is asked for."""


@dataclass(frozen=True)
class Candidate:
    """What is known of one candidate; None or '' where it is not. `same_aid` are decrees that gave the same grant before,
    None where nobody could look for lack of a NIK; `lacking` the parts of the proposal that are missing."""

    started_on: date | None = None
    age: int | None = None
    education: str = ""
    id_card: str = ""
    licence: str = ""
    has_tax_id: bool | None = None
    trained_on: date | None = None
    trained: bool | None = None
    account: str = ""
    occupation: str = ""
    same_aid: tuple[str, ...] | None = None
    twice_in_call: bool = False
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Check:
    """One requirement as the rule set tells it."""

    id: str
    title: Text
    source: str
    mark: Mark
    reasons: dict[str, Text]


@dataclass(frozen=True)
class Result:
    """`reason` is a stable word; `params` fill its sentence."""

    check: str
    outcome: Outcome
    reason: str
    params: dict[str, str | int]


@dataclass(frozen=True)
class EligibilityRules:
    head: Head
    limits: dict[str, Any]
    checks: dict[str, Check]

    @property
    def id(self) -> str:
        return self.head.id

    def judge(self, candidate: Candidate, as_of: date) -> Decision:
        """The verdict over all checks; the reason is the first that fails, else the first not known, else 'all'."""
        results = self.results(candidate, as_of)
        failed = [r.check for r in results if r.outcome == "fail"]
        unknown = [r.check for r in results if r.outcome == "unknown"]
        verdict = "not_eligible" if failed else "incomplete" if unknown else "eligible"
        return Decision(
            verdict, (failed or unknown or ["all"])[0], self.id, self.head.hash, as_of, asdict(candidate),
            (*failed, *unknown),
        )  # fmt: skip

    def results(self, candidate: Candidate, as_of: date) -> list[Result]:
        """Every check in the order of the rule set."""
        return [Result(name, *_CHECKS[name](candidate, self.limits, as_of)) for name in self.checks]

    def sentence(self, result: Result) -> Text:
        """Why a check came out as it did, in words."""
        text = self.checks[result.check].reasons[result.reason]
        return Text(text.id.format(**result.params), text.en.format(**result.params))


_Answer = tuple[Outcome, str, dict[str, str | int]]


def _business_age(c: Candidate, limits: dict[str, Any], day: date) -> _Answer:
    params: dict[str, str | int] = {
        "least": limits["business_months_min"],
        "most": limits["business_months_max"],
    }
    if c.started_on is None:
        return "unknown", "unknown", params
    if add_months(c.started_on, limits["business_months_min"]) > day:
        return "fail", "too_young", params
    if add_months(c.started_on, limits["business_months_max"]) < day:
        return "fail", "too_old", params
    return "pass", "within", params


def _same_aid(c: Candidate, limits: dict[str, Any], day: date) -> _Answer:
    if c.same_aid:
        return "fail", "received", {"decrees": ", ".join(c.same_aid)}
    if c.twice_in_call:
        return "fail", "twice", {}
    return ("unknown", "unknown", {}) if c.same_aid is None else ("pass", "never", {})


def _age(c: Candidate, limits: dict[str, Any], day: date) -> _Answer:
    if c.age is None:
        return "unknown", "unknown", {"most": limits["age_max"]}
    older = c.age > limits["age_max"]
    return (
        ("fail" if older else "pass"),
        ("older" if older else "within"),
        {"age": c.age, "most": limits["age_max"]},
    )


def _education(c: Candidate, limits: dict[str, Any], day: date) -> _Answer:
    if c.education not in EDUCATION:
        return "unknown", "unknown", {}
    enough = EDUCATION.index(c.education) >= EDUCATION.index(limits["education_min"])
    return ("pass", "enough", {}) if enough else ("fail", "below", {})


def _id_card(c: Candidate, limits: dict[str, Any], day: date) -> _Answer:
    return _by_word(c.id_card, {"valid": "pass", "invalid": "fail"})


def _licence(c: Candidate, limits: dict[str, Any], day: date) -> _Answer:
    if c.licence in limits["licences"]:
        return "pass", "held", {}
    if c.licence in limits["licences_to_confirm"]:
        return "unknown", "to_confirm", {}
    return ("fail", "none", {}) if c.licence == "none" else ("unknown", "unknown", {})


def _tax_id(c: Candidate, limits: dict[str, Any], day: date) -> _Answer:
    if c.has_tax_id is None:
        return "unknown", "unknown", {}
    return ("pass", "held", {}) if c.has_tax_id else ("fail", "none", {})


def _training(c: Candidate, limits: dict[str, Any], day: date) -> _Answer:
    years: dict[str, str | int] = {"years": limits["training_years"]}
    if c.trained is False:
        return "fail", "none", years
    if c.trained is None or c.trained_on is None or c.trained_on > day:
        return "unknown", "unknown", years
    fresh = day <= add_months(c.trained_on, 12 * limits["training_years"])
    return ("pass", "fresh", years) if fresh else ("fail", "old", years)


def _proposal(c: Candidate, limits: dict[str, Any], day: date) -> _Answer:
    lacking = [part for part in limits["proposal_parts"] if part in c.lacking]
    return ("fail", "lacking", {"count": len(lacking)}) if lacking else ("pass", "whole", {})


def _account(c: Candidate, limits: dict[str, Any], day: date) -> _Answer:
    return _by_word(c.account, {"active": "pass", "inactive": "fail", "none": "fail"})


def _occupation(c: Candidate, limits: dict[str, Any], day: date) -> _Answer:
    if not c.occupation:
        return "unknown", "unknown", {}
    barred = c.occupation in limits["occupations_barred"]
    return ("fail", "barred", {}) if barred else ("pass", "free", {})


def _by_word(word: str, outcomes: dict[str, Outcome]) -> _Answer:
    return (outcomes[word], word, {}) if word in outcomes else ("unknown", "unknown", {})


_CHECKS: dict[str, Callable[[Candidate, dict[str, Any], date], _Answer]] = {
    "business_age": _business_age, "same_aid": _same_aid, "age": _age, "education": _education, "id_card": _id_card,
    "licence": _licence, "tax_id": _tax_id, "training": _training, "proposal": _proposal, "account": _account,
    "occupation": _occupation,
}  # fmt: skip


def from_tables(head: Head, tables: dict[str, Any]) -> EligibilityRules:
    checks = {
        name: Check(
            name, Text(**told["title"]), told.get("source", head.legal_source), told.get("mark", head.mark),
            {word: Text(**text) for word, text in told["reasons"].items()},
        )
        for name, told in tables["checks"].items()
    }  # fmt: skip
    return EligibilityRules(head, tables["limits"], checks)


def rule_sets() -> dict[str, EligibilityRules]:
    return collect("naikkelas.rules.eligibility", "RULES")


def in_force(day: date) -> EligibilityRules:
    """The rule set of a day. Raises LookupError where none is."""
    for rules in rule_sets().values():
        if rules.head.in_force(day):
            return rules
    raise LookupError(f"no rule set on start-up capital in force on {day}")
