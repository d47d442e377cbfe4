"""A rule of data quality: what makes a record of the registry doubtful, as data that Python and data frames read alike.

Python (`holds`, `flagged`) is the meaning, and judges one record or a handful; `engine.quality` reads the same objects
over whole registries and must agree (tests/spec). A row is a record's facts by name (registry.actions.checked says
which); a missing fact is None and fulfils no condition about it.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from naikkelas.kit.bilingual import Text
from naikkelas.kit.collect import collect
from naikkelas.rules.measure import AtLeast, AtMost, In, Is, Known
from naikkelas.rules.rule_set import Mark

Row = Mapping[str, Any]
Kind = Literal["enterprise", "cooperative", "area"]
Severity = Literal["low", "medium", "high"]
Group = Literal[
    "identity", "dates", "ranges", "places", "consistency", "completeness", "outliers", "patterns"
]


# ── conditions on one record, beside those of a measure ──


@dataclass(frozen=True)
class AllOf:
    """Every condition holds."""

    conditions: tuple["When", ...]

    def holds(self, row: Row) -> bool:
        return all(condition.holds(row) for condition in self.conditions)


@dataclass(frozen=True)
class AnyOf:
    """At least one of the conditions holds."""

    conditions: tuple["When", ...]

    def holds(self, row: Row) -> bool:
        return any(condition.holds(row) for condition in self.conditions)


@dataclass(frozen=True)
class Not:
    """The condition does not hold; so also where what it asks about is missing."""

    condition: "When"

    def holds(self, row: Row) -> bool:
        return not self.condition.holds(row)


@dataclass(frozen=True)
class Differs:
    """Both columns have a value, and these are not equal."""

    column: str
    other: str

    def holds(self, row: Row) -> bool:
        return None not in (row[self.column], row[self.other]) and bool(row[self.column] != row[self.other])


@dataclass(frozen=True)
class Exceeds:
    """Both columns have a value, and the first is greater than `times` the other `plus` a number (days: just later)."""

    column: str
    other: str
    times: int = 1
    plus: int = 0

    def holds(self, row: Row) -> bool:
        own, other = row[self.column], row[self.other]
        if own is None or other is None:
            return False
        plain = self.times == 1 and self.plus == 0
        return bool(own > (other if plain else other * self.times + self.plus))


@dataclass(frozen=True)
class Digits:
    """The text is exactly so many digits."""

    column: str
    count: int

    def holds(self, row: Row) -> bool:
        text = row[self.column]
        return text is not None and re.fullmatch(self.pattern, text) is not None

    @property
    def pattern(self) -> str:
        return f"[0-9]{{{self.count}}}"


@dataclass(frozen=True)
class StartsWith:
    """The text begins with one of the beginnings."""

    column: str
    beginnings: tuple[str, ...]

    def holds(self, row: Row) -> bool:
        return row[self.column] is not None and row[self.column].startswith(self.beginnings)


When = Is | In | Known | AtLeast | AtMost | AllOf | AnyOf | Not | Differs | Exceeds | Digits | StartsWith


# ── what is looked for ──


@dataclass(frozen=True)
class Each:
    """Records that fulfil a condition by themselves."""

    where: When

    def flagged(self, rows: Iterable[Row]) -> set[Any]:
        return {row["id"] for row in rows if self.where.holds(row)}


@dataclass(frozen=True)
class Repeated:
    """Records that share a value with others: at least `least` of them have it."""

    column: str
    least: int = 2

    def flagged(self, rows: Iterable[Row]) -> set[Any]:
        kept = [row for row in rows if row[self.column] is not None]
        times = Counter(row[self.column] for row in kept)
        return {row["id"] for row in kept if times[row[self.column]] >= self.least}


@dataclass(frozen=True)
class Outlier:
    """Records far from their like: median and median absolute deviation (MAD) of the logarithm within the columns `by`.

    Flagged where the distance from the median is more than `tenths`/10 times 1.4826 MAD (which for a normal
    distribution is one standard deviation), in groups of at least `least` records. With `per`, the quotient of the two
    columns is looked at. Values that are not above zero are left to other rules.
    """

    column: str
    by: tuple[str, ...]
    per: str | None = None
    tenths: int = 50
    least: int = 30

    def value(self, row: Row) -> float | None:
        """The logarithm that is compared."""
        own, per = row[self.column], 1 if self.per is None else row[self.per]
        if own is None or per is None or own <= 0 or per <= 0:
            return None
        return math.log(own) - math.log(per)

    def flagged(self, rows: Iterable[Row]) -> set[Any]:
        groups: dict[tuple[Any, ...], list[tuple[Any, float]]] = {}
        for row in rows:
            value = self.value(row)
            if value is not None and all(row[column] is not None for column in self.by):
                groups.setdefault(tuple(row[column] for column in self.by), []).append((row["id"], value))
        return {record for held in groups.values() for record in self._far(held)}

    def _far(self, held: Sequence[tuple[Any, float]]) -> Iterable[Any]:
        middle = median(value for _, value in held)
        spread = median(abs(value - middle) for _, value in held)
        if len(held) < self.least or spread == 0:
            return []
        return [record for record, value in held if abs(value - middle) * 10 > self.tenths * MAD * spread]


MAD = 1.4826
"""What makes the MAD of a normal distribution its standard deviation."""


@dataclass(frozen=True)
class Share:
    """Areas in which more than `percent` of the records that fulfil `of` fulfil `where` too; areas with fewer than
    `least` such records are passed over."""

    facts: Kind
    area: str
    where: When
    of: When
    percent: int
    least: int = 50

    def flagged(self, rows: Iterable[Row]) -> set[Any]:
        kept = [row for row in rows if self.of.holds(row)]
        whole = Counter(row[self.area] for row in kept)
        part = Counter(row[self.area] for row in kept if self.where.holds(row))
        return {a for a, n in whole.items() if n >= self.least and 100 * part[a] > self.percent * n}


@dataclass(frozen=True)
class Concentrated:
    """Areas whose `top` largest parts hold at least `percent` of the records, where more than twice as many parts are."""

    facts: Kind
    area: str
    part: str
    top: int
    percent: int
    least: int = 50

    def flagged(self, rows: Iterable[Row]) -> set[Any]:
        parts: dict[Any, Counter[Any]] = {}
        for row in rows:
            parts.setdefault(row[self.area], Counter())[row[self.part]] += 1
        return {area for area, counts in parts.items() if self._concentrated(counts)}

    def _concentrated(self, counts: Counter[Any]) -> bool:
        top = sum(number for _, number in counts.most_common(self.top))
        return (
            counts.total() >= self.least
            and len(counts) > 2 * self.top
            and 100 * top >= self.percent * counts.total()
        )


Check = Each | Repeated | Outlier | Share | Concentrated


@dataclass(frozen=True)
class QualityRule:
    """`wrong` says what is doubtful, `remedy` what to do; `shows` are the facts that an issue shows, none of them a
    personal number; a decision about an issue holds as long as these stay as they are. `source` and `mark` say where
    the threshold comes from and how sure that is."""

    id: str
    version: int
    name: Text
    wrong: Text
    remedy: Text
    kind: Kind
    group: Group
    severity: Severity
    check: Check
    shows: tuple[str, ...]
    source: Text
    mark: Mark

    @property
    def facts(self) -> Kind:
        """Whose records are looked at: an area rule counts those of enterprises or cooperatives."""
        return self.check.facts if isinstance(self.check, Share | Concentrated) else self.kind

    @property
    def hash(self) -> str:
        """Differs with anything that decides what is found or shown, so that an issue tells which wording found it."""
        told = repr((self.version, self.kind, self.check, self.shows))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


SEVERITIES: dict[str, int] = {"low": 1, "medium": 2, "high": 3}


def rules() -> dict[str, QualityRule]:
    return collect("naikkelas.rules.quality", "RULE")
