"""What is kept counted of the enterprises, so that pages need not count them all: asked for by many, for few years."""

from datetime import date
from itertools import combinations

from naikkelas.analytics import class_matrix, queries, survival
from naikkelas.analytics.class_matrix import Question
from naikkelas.analytics.facts import FACTS
from naikkelas.kit.periods import Quarter
from naikkelas.monev import queries as monev
from naikkelas.registry import queries as registry
from naikkelas.registry.actions.tallies import keep_tallies
from naikkelas.registry.queries.tallies import Count, any_touched, keys_tallied

YEARS = 4
"""The newest years of facts of which any two are kept compared; older ones are counted when somebody asks."""
QUARTERS = 4


def asked(today: date) -> dict[str, Count]:
    """Question → how it is counted."""
    years = sorted(registry.years_known()[:YEARS])
    found: dict[str, Count] = {}
    for before, after in combinations(years, 2):
        for law in ("end", "start"):
            question = Question(before, after, law)
            found[class_matrix.key_of(question)] = class_matrix.counter(question)
    for year in years[:-1]:
        found[survival.key_of(year)] = survival.counter(year)
    periods = {*monev.quarters()[:QUARTERS], Quarter.of(today), *(Quarter(year, 4) for year in years)}
    for measure in queries.indicators().values():
        if FACTS[measure.facts].area:
            for period in periods:
                found[queries.tally_key(measure, period)] = queries.counter(measure, period)
    return found


def renew(today: date) -> int:
    """Count anew what was touched, and what is asked for the first time; nothing where nothing is to be done."""
    wanted = asked(today)
    if not any_touched() and keys_tallied() == set(wanted):
        return 0
    return keep_tallies(wanted)
