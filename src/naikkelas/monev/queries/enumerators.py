"""How enumerators' visits look beside one another: counts and middles, no judgement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from naikkelas.rules.plausibility import RULES

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from naikkelas.monev.models import Visit


@dataclass(frozen=True)
class Line:
    """One enumerator: visits on so many days, the middle of their minutes, how many of them are flagged and by what."""

    enumerator_id: int
    name: str
    visits: int
    days: int
    minutes: int | None
    flagged: int
    flags: tuple[tuple[str, int], ...]

    @property
    def tenths_a_day(self) -> int:
        return self.visits * 10 // self.days

    @property
    def flagged_bp(self) -> int:
        return self.flagged * 10_000 // self.visits


@dataclass(frozen=True)
class Middle:
    """The middle of all enumerators, each counting once."""

    tenths_a_day: int
    minutes: int | None
    flagged_bp: int


def lines(visits: QuerySet[Visit]) -> list[Line]:
    """One line for each enumerator of these visits, by name."""
    found = defaultdict(list)
    rows = visits.order_by("enumerator__name", "enumerator_id").values_list(
        "enumerator_id", "enumerator__name", "visited_on", "started_at", "ended_at", "flags"
    )
    for pk, name, *rest in rows:
        found[pk, name].append(rest)
    return [_line(pk, name, rest) for (pk, name), rest in found.items()]


def _line(pk: int, name: str, rows: list) -> Line:
    took = [(e - s).total_seconds() / 60 for _day, s, e, _flags in rows if s and e and e >= s]
    counts: dict[str, int] = defaultdict(int)
    for *_rest, flags in rows:
        for rule in RULES:
            counts[rule] += rule in flags
    flagged = sum(any(rule in flags for rule in RULES) for *_rest, flags in rows)
    days = len({row[0] for row in rows})
    told = tuple((rule, count) for rule, count in counts.items() if count)
    return Line(pk, name, len(rows), days, round(median(took)) if took else None, flagged, told)


def middle(rows: list[Line]) -> Middle | None:
    if not rows:
        return None
    minutes = [line.minutes for line in rows if line.minutes is not None]
    return Middle(
        round(median(line.tenths_a_day for line in rows)),
        round(median(minutes)) if minutes else None,
        round(median(line.flagged_bp for line in rows)),
    )
