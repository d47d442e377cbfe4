"""A verdict that can be explained years later: by which rule set, from which inputs, on which day, and why."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Decision:
    """`verdict` and `reason` are stable words; pages turn them into sentences.

    `as_of` is the day of judgement; `flags` name what a person should know (for example 'ambiguous').
    """

    verdict: str
    reason: str
    rule_set: str
    rule_hash: str
    as_of: date
    inputs: dict[str, Any]
    flags: tuple[str, ...] = field(default=())
