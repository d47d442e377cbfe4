"""Requirements of market revitalisation: which documents hold back which stage, each with its source and mark."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from naikkelas.kit.bilingual import Text
from naikkelas.kit.collect import collect
from naikkelas.rules.rule_set import Head, Mark

GRADES = ("A", "B", "C")
"""Grades of the check of documents, as the ministry's selection gives them."""


@dataclass(frozen=True)
class Requirement:
    """`stage` is the one that cannot be reached without it."""

    id: str
    stage: str
    mandatory: bool
    name: Text
    source: str
    mark: Mark


@dataclass(frozen=True)
class MarketRequirements:
    head: Head
    requirements: tuple[Requirement, ...]

    @property
    def id(self) -> str:
        return self.head.id

    def known(self, name: str) -> bool:
        return any(r.id == name for r in self.requirements)

    def lacking(self, stage: str, states: Mapping[str, str]) -> tuple[Requirement, ...]:
        """Mandatory requirements of a stage that are neither met nor declared not needed."""
        return tuple(
            r
            for r in self.requirements
            if r.stage == stage and r.mandatory and states.get(r.id, "missing") == "missing"
        )


def from_tables(head: Head, tables: dict[str, Any]) -> MarketRequirements:
    rows = tuple(Requirement(**row | {"name": Text(**row["name"])}) for row in tables["requirements"])
    return MarketRequirements(head, rows)


def rule_sets() -> dict[str, MarketRequirements]:
    return collect("naikkelas.rules.market_documents", "RULES")


def in_force(as_of: date) -> MarketRequirements:
    """The set in force on the day. Raises LookupError where none is."""
    for rules in rule_sets().values():
        if rules.head.in_force(as_of):
            return rules
    raise LookupError(f"no requirements of markets in force on {as_of}")
