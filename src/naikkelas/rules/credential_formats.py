"""Whether the number of a credential has the shape that its kind has, and what to do when one expires. It only warns."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from naikkelas.kit.bilingual import Text
from naikkelas.kit.collect import collect
from naikkelas.rules.rule_set import Head

_SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Format:
    """A kind's shape in words, the years that it usually stays valid (None where none are known), and what to do then."""

    kind: str
    pattern: re.Pattern[str]
    shape: Text
    years: int | None
    step: Text


@dataclass(frozen=True)
class FormatRules:
    head: Head
    formats: dict[str, Format]

    @property
    def id(self) -> str:
        return self.head.id


def from_tables(head: Head, tables: dict[str, Any]) -> FormatRules:
    formats = [
        Format(
            f["kind"],
            re.compile(f["pattern"], re.ASCII),
            Text(**f["shape"]),
            f.get("years"),
            Text(**f["step"]),
        )
        for f in tables["formats"]
    ]
    return FormatRules(head, {f.kind: f for f in formats})


def rule_sets() -> dict[str, FormatRules]:
    return collect("naikkelas.rules.credentials", "RULES")


def format_of(kind: str, day: date) -> Format | None:
    """The shape of a kind as of a day; None where no rule set knows one."""
    for rules in rule_sets().values():
        if rules.head.in_force(day) and kind in rules.formats:
            return rules.formats[kind]
    return None


def plain(number: str) -> str:
    """A number in capitals without separators."""
    return _SEPARATORS.sub("", number).upper()


def fault(kind: str, number: str, day: date) -> str:
    """'shape' where a number looks unlike those of its kind; '' where it fits or nothing can be told."""
    known = format_of(kind, day)
    return "shape" if known and number and not known.pattern.fullmatch(plain(number)) else ""
