"""A measure: two sums over one fact table, as data that Python, SQL and data frames evaluate alike.

Python's `evaluate` is the meaning; `engine.sql` must agree with it on every engine (tests/spec).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from naikkelas.kit.bilingual import Text

Row = Mapping[str, Any]
Unit = Literal["percent", "idr", "count", "ratio"]


@dataclass(frozen=True)
class Is:
    """The column equals the value. A missing value equals nothing."""

    column: str
    value: str | int | bool

    def holds(self, row: Row) -> bool:
        return row[self.column] is not None and bool(row[self.column] == self.value)


@dataclass(frozen=True)
class In:
    """The column is one of the values."""

    column: str
    values: tuple[str | int, ...]

    def holds(self, row: Row) -> bool:
        return row[self.column] is not None and row[self.column] in self.values


@dataclass(frozen=True)
class Known:
    """The column has a value."""

    column: str

    def holds(self, row: Row) -> bool:
        return row[self.column] is not None


@dataclass(frozen=True)
class AtLeast:
    """The column is a number not below the limit."""

    column: str
    limit: int

    def holds(self, row: Row) -> bool:
        return row[self.column] is not None and bool(row[self.column] >= self.limit)


@dataclass(frozen=True)
class AtMost:
    """The column is a number not above the limit."""

    column: str
    limit: int

    def holds(self, row: Row) -> bool:
        return row[self.column] is not None and bool(row[self.column] <= self.limit)


@dataclass(frozen=True)
class All:
    """Every condition holds; with none, always."""

    conditions: tuple["Condition", ...] = ()

    def holds(self, row: Row) -> bool:
        return all(condition.holds(row) for condition in self.conditions)


Condition = Is | In | Known | AtLeast | AtMost | All


@dataclass(frozen=True)
class Term:
    """Count the rows where `where` holds; with `column`, add up that whole number over them instead."""

    where: Condition = All()
    column: str | None = None

    def of(self, rows: Iterable[Row]) -> int:
        chosen = (row for row in rows if self.where.holds(row))
        if self.column is None:
            return sum(1 for _ in chosen)
        return sum(row[self.column] or 0 for row in chosen)


@dataclass(frozen=True)
class Measure:
    """An indicator: numerator over denominator (or the numerator alone) of one fact table.

    `facts` names the fact table (analytics.facts says what it is); `unit` how the page shows it; `good` which way
    is better; `banded` whether the bands of Permendagri 86/2017 apply (only where 100 percent is the plan);
    `source` who asks for it or that it is our proposal; `version` rises whenever its meaning changes.
    """

    id: str
    version: int
    name: Text
    meaning: Text
    facts: str
    numerator: Term
    denominator: Term | None
    unit: Unit
    source: str
    good: Literal["up", "down", "none"] = "up"
    banded: bool = False

    def evaluate(self, rows: Iterable[Row]) -> tuple[int, int | None]:
        """Return (numerator, denominator) over rows in memory."""
        kept = list(rows)
        return self.numerator.of(kept), None if self.denominator is None else self.denominator.of(kept)

    @property
    def key(self) -> str:
        """'visits_done@1': how a frozen figure names its definition."""
        return f"{self.id}@{self.version}"
