"""Naik kelas by scale (NK1): whether an enterprise rose a size class between two days, both judged by one law."""

from datetime import date
from typing import Literal

from naikkelas.rules import rule_set, size_class
from naikkelas.rules.decision import Decision
from naikkelas.rules.size_class import ORDER, UNKNOWN, ClassRules, EnterpriseFacts

HEAD, _TABLES = rule_set.load(__file__)
ACCEPTED: frozenset[str] = frozenset(_TABLES["accepted"])
"""Kinds of evidence on which a comparison may rest."""
VERIFIED: frozenset[str] = frozenset(_TABLES["verified"])
"""Those of them that somebody has seen."""
Law = Literal["end", "start"]
VERDICTS = ("up", "same", "down", "not_comparable")
BY_RULE = "reclassified_by_rule"
"""The flag of an enterprise whose class moved by the law's change and not by growth."""
_STATED = ("statement", "statement")


def law_of(before_on: date, after_on: date, law: Law) -> ClassRules:
    """The one law under which both days are judged."""
    return size_class.in_force(after_on if law == "end" else before_on)


def change(
    before: EnterpriseFacts,
    before_on: date,
    after: EnterpriseFacts,
    after_on: date,
    *,
    law: Law = "end",
    evidence: tuple[str, str] = _STATED,
) -> Decision:
    """Verdicts: up, same, down, not_comparable; the reason is 'micro>small', by the one law.

    Flags: why two days cannot be compared (unknown, basis, no_evidence), or `reclassified_by_rule`: each day's own law
    names another class, the one law the same.
    """
    rules = law_of(before_on, after_on, law)
    first, second = rules.judge(before, before_on), rules.judge(after, after_on)
    flags: tuple[str, ...] = ()
    if UNKNOWN in (first.verdict, second.verdict):
        verdict, flags = "not_comparable", ("unknown",)
    elif first.reason != second.reason:
        verdict, flags = "not_comparable", ("basis",)
    elif not ACCEPTED.issuperset(evidence):
        verdict, flags = "not_comparable", ("no_evidence",)
    else:
        step = ORDER.index(second.verdict) - ORDER.index(first.verdict)
        verdict = "up" if step > 0 else "down" if step < 0 else "same"
    if verdict == "same" and _moved_by_law(before, before_on, after, after_on):
        flags = (BY_RULE,)
    return Decision(
        verdict=verdict,
        reason=f"{first.verdict}>{second.verdict}",
        rule_set=rules.id,
        rule_hash=rules.head.hash,
        as_of=after_on,
        inputs={"before": first.inputs, "after": second.inputs, "before_on": before_on, "evidence": evidence},
        flags=flags,
    )


def _moved_by_law(before: EnterpriseFacts, before_on: date, after: EnterpriseFacts, after_on: date) -> bool:
    then, now = size_class.judge(before, before_on), size_class.judge(after, after_on)
    return UNKNOWN not in (then.verdict, now.verdict) and then.verdict != now.verdict
