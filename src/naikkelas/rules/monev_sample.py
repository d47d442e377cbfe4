"""How many must be visited for a stated precision, and the precision that a number of visits gives.

A simple random sample without replacement of a share, at its worst (one half); Cochran, Sampling Techniques (3rd ed.), 4.4,
with the correction for a finite population.
"""

import hashlib
from collections.abc import Iterable
from math import ceil, sqrt
from typing import Any

Z = {90: 1.6449, 95: 1.9600, 99: 2.5758}
"""Normal quantiles by confidence in percent."""


def sample_size(population: int, margin_bp: int, confidence: int) -> int:
    """How many of a population to draw so that a share is known within `margin_bp` hundredths of a percent."""
    if population <= 1:
        return population
    wide = (Z[confidence] / (2 * margin_bp / 10_000)) ** 2
    return min(population, ceil(wide * population / (wide + population - 1) - 1e-9))


def margin(population: int, drawn: int, confidence: int) -> int | None:
    """The margin in hundredths of a percent that a draw gives; 0 for a census, None where nobody was drawn."""
    if not drawn:
        return None
    if drawn >= population:
        return 0
    return round(10_000 * Z[confidence] / 2 * sqrt((population - drawn) / (drawn * (population - 1))))


def shares(populations: dict[str, int], drawn: int) -> dict[str, int]:
    """Divide a sample over strata by their size, by largest remainder; no stratum gets more than it has."""
    whole = sum(populations.values())
    if not whole:
        return dict.fromkeys(populations, 0)
    exact = {name: divmod(drawn * size, whole) for name, size in populations.items()}
    given = {name: part for name, (part, _rest) in exact.items()}
    order = sorted(populations, key=lambda name: (-exact[name][1], name))
    for name in order[: drawn - sum(given.values())]:
        given[name] += 1
    return given


def in_draw_order(ids: Iterable[Any], kind: str, seed: str) -> list[Any]:
    """Records in the order of a keyed digest: the same seed gives the same draw."""
    return sorted(ids, key=lambda pk: hashlib.blake2b(f"{seed}:{kind}:{pk}".encode(), digest_size=8).digest())
