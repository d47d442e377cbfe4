"""A questionnaire: the form that is asked, and how its answers become facts and findings.

The form is an XLSForm written as Markdown tables (form.md beside the module), so that a change of a question is a
change of text under review.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from naikkelas.instruments.xform import Submission
from naikkelas.kit.bilingual import Text
from naikkelas.kit.problems import Kind
from naikkelas.rules.measure import Condition

Severity = Literal["low", "medium", "high"]
Facts = dict[str, int | str | None]

NOT_A_NUMBER = Kind(
    "visit.not_a_number",
    "Jawaban “{question}” berisi “{value}”, bukan bilangan bulat nol atau lebih.",
    "The answer to “{question}” is “{value}”, no whole number of zero or more.",
)
NOT_A_CHOICE = Kind(
    "visit.not_a_choice",
    "Jawaban “{question}” berisi “{value}”, yang bukan pilihan.",
    "The answer to “{question}” is “{value}”, which is no choice.",
)


@dataclass(frozen=True)
class FindingRule:
    """Opens a finding where `when` holds of a visit's facts. `amount` names the fact with the money at stake."""

    id: str
    when: Condition
    title: Text
    condition: Text
    criterion: Text
    recommendation: Text
    severity: Severity
    amount: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """`subject` is what is visited; `numbers` and `words` are the questions whose answers are facts, by name.

    `words` maps a question to its allowed answers. A fact carries the name of its question.
    """

    id: str
    version: str
    title: Text
    about: Text
    subject: Literal["recipient", "facility", "cooperative", "enterprise"]
    numbers: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    findings: tuple[FindingRule, ...]
    folder: Path

    @cached_property
    def form(self) -> str:
        """The XLSForm as Markdown."""
        return (self.folder / "form.md").read_text(encoding="utf-8")

    def facts(self, submission: Submission) -> tuple[Facts, list[tuple[Kind, dict[str, Any]]]]:
        """Return the facts of a submission, and what is doubtful in them."""
        facts: Facts = {}
        doubts: list[tuple[Kind, dict[str, Any]]] = []
        for question in self.numbers:
            text = submission.first(question)
            facts[question] = _whole(text)
            if text and facts[question] is None:
                doubts.append((NOT_A_NUMBER, {"question": question, "value": text[:60]}))
        for question, allowed in self.words.items():
            text = submission.first(question)
            facts[question] = text if text in allowed else None
            if text and text not in allowed:
                doubts.append((NOT_A_CHOICE, {"question": question, "value": text[:60]}))
        return facts, doubts

    def opened(self, facts: Facts) -> list[FindingRule]:
        """The finding rules that hold of these facts."""
        return [rule for rule in self.findings if rule.when.holds(facts)]


def _whole(text: str) -> int | None:
    """A whole number of at most 18 ASCII digits, as the form's integer questions send it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
