"""Survival: of the enterprises known in one year, who is still known, seen at work, or seen closed in the years after.

Unknown is not closed: nobody brought facts and nobody went to see.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from naikkelas.analytics.cache import remembered
from naikkelas.monev import queries as monev
from naikkelas.registry import queries as registry
from naikkelas.registry.queries import tallies
from naikkelas.registry.queries.tallies import tallied

STATES = ("facts", "operating", "closed", "unknown")
YEARS_SHOWN = 6
Kept = Callable[[str, str], bool]
"""Whether an enterprise of this village and sector belongs to what is asked."""


@dataclass(frozen=True)
class Step:
    """A year after: how many have facts of it, were seen at work in it, were last seen closed, and the rest."""

    year: int
    whole: int
    facts: int
    operating: int
    closed: int

    @property
    def unknown(self) -> int:
        return self.whole - self.facts - self.operating - self.closed


def steps(year: int, until: int, kept: Kept) -> list[Step]:
    """The years from the next one to `until`."""
    known = remembered(("survival", year), lambda: tallied(key_of(year), counter(year)))
    sums: Counter[int] = Counter()
    for area, groups in known.items():
        for seen_year, sector, number in groups:
            if kept(area[:5], sector):
                sums[seen_year] += number
    found = []
    for later in range(year + 1, min(until, year + YEARS_SHOWN) + 1):
        seen = remembered(("survival_seen", year, later), lambda later=later: _seen(year, later))
        states = Counter(state for state, area, sector in seen.values() if kept(area, sector))
        found.append(Step(later, sums[year], sums[later], states["operating"], states["closed"]))
    return found


def key_of(year: int) -> str:
    return f"survival {year}"


def counter(year: int) -> tallies.Count:
    """Counts the year's enterprises that have facts of it and of each later year, by kecamatan and sector."""
    return lambda codes: _known(year, codes)


def _known(year: int, codes: Sequence[str] | None) -> tallies.Counted:
    rows = tallies.of_areas(registry.facts_since(year), "enterprise__area_id", codes).order_by()
    found: tallies.Counted = {}
    for part, *group in rows.values_list("part", "year", "enterprise__sector").annotate(n=Count("pk")):
        found.setdefault(part, []).append(group)
    return found


def _seen(year: int, later: int) -> dict[int, tuple[str, str, str]]:
    """Enterprises of `year` without facts of `later` that verified visits tell of: state, kabupaten/kota, sector."""
    said: dict[int, str] = {}
    for enterprise, day, word in monev.business_states(year, later):
        if word == "closed":
            said[enterprise] = "closed"
        elif day.year == later:
            said[enterprise] = "operating"
        else:
            said.pop(enterprise, None)  # seen at work in a year before, and never since
    found: dict[int, tuple[str, str, str]] = {}
    for part in registry.parts(sorted(said)):
        rows = registry.with_two_years(year, later).filter(pk__in=part, first__isnull=False)
        without = rows.filter(second__isnull=True).values_list("pk", "area_id", "sector")
        found |= {pk: (said[pk], area[:5], sector) for pk, area, sector in without}
    return found


def with_state(rows: QuerySet, state: str, year: int, later: int) -> QuerySet:
    """Enterprises of a figure above. `rows` as class_matrix.judged gives them for the two years."""
    rows = rows.filter(known_1__isnull=False)
    if state == "facts":
        return rows.filter(known_2__isnull=False)
    seen = remembered(("survival_seen", year, later), lambda: _seen(year, later), exact=True)
    rows = rows.filter(known_2__isnull=True)
    if state == "unknown":
        return rows.exclude(pk__in=list(seen))
    return rows.filter(pk__in=[pk for pk, (found, *_) in seen.items() if found == state])
