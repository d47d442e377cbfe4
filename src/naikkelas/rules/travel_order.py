"""In which order places are visited: always the nearest one that is left.

Nearest neighbour is no shortest round trip (it may be a quarter longer), but anybody can follow and check it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

Point = tuple[float, float]


@dataclass(frozen=True)
class Stop:
    """A place to visit; `exact` where the point is its own, not the middle of its kecamatan. `point` None: unknown."""

    key: str
    district: str
    point: Point | None = None
    exact: bool = False


@dataclass(frozen=True)
class Leg:
    """A stop in its turn, with the metres from the one before; None where a point is unknown or it is the first."""

    stop: Stop
    metres: int | None


def metres_between(a: Point, b: Point) -> int:
    """Great-circle distance on a sphere of 6,371 km."""
    (lat1, lon1), (lat2, lon2) = ((radians(p[0]), radians(p[1])) for p in (a, b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(2 * 6_371_000 * asin(sqrt(min(1.0, h))))


def ordered(stops: Sequence[Stop], start: Point | None = None) -> list[Leg]:
    """Kecamatan by kecamatan: first the nearest kecamatan, inside it always the nearest stop. What has no point comes last,
    by kecamatan and key; with equal distances the lower key goes first."""
    placed = sorted((s for s in stops if s.point is not None), key=lambda s: (s.district, s.key))
    legs: list[Leg] = []
    here = start
    while placed:
        nearest = min(placed, key=lambda s: (_far(here, s), s.district, s.key))
        inside = [s for s in placed if s.district == nearest.district]
        while inside:
            stop = min(inside, key=lambda s: (_far(here, s), s.key))
            legs.append(Leg(stop, metres_between(here, stop.point) if here and stop.point else None))
            here = stop.point
            inside.remove(stop)
            placed.remove(stop)
    rest = sorted((s for s in stops if s.point is None), key=lambda s: (s.district, s.key))
    return legs + [Leg(stop, None) for stop in rest]


def _far(here: Point | None, stop: Stop) -> int:
    return metres_between(here, stop.point) if here and stop.point else 0
