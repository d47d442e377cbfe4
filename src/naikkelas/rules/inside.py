"""How far a point lies beyond an area: a GeoJSON Polygon or MultiPolygon in degrees, good to a few metres near the equator."""

from collections.abc import Iterator, Mapping, Sequence
from math import cos, hypot, radians
from typing import Any

DEGREE_M = 111_195


def metres_outside(point: tuple[float, float], geometry: Mapping[str, Any]) -> int:
    """0 inside; else the way to the nearest edge. `point` is (latitude, longitude); GeoJSON writes longitude first."""
    shapes = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    if any(
        _holds(point, rings[0]) and not any(_holds(point, hole) for hole in rings[1:]) for rings in shapes
    ):
        return 0
    edges = (edge for rings in shapes for ring in rings for edge in _edges(ring))
    return round(min((_to_edge(point, a, b) for a, b in edges), default=0))


def _edges(ring: Sequence[Sequence[float]]) -> Iterator[tuple[Sequence[float], Sequence[float]]]:
    return zip(ring, ring[1:], strict=False)


def _holds(point: tuple[float, float], ring: Sequence[Sequence[float]]) -> bool:
    """Whether a ray to the east crosses the ring an odd number of times."""
    y, x = point
    crossed = False
    for a, b in _edges(ring):
        if (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]:
            crossed = not crossed
    return crossed


def _to_edge(point: tuple[float, float], a: Sequence[float], b: Sequence[float]) -> float:
    """Metres on a plane through the point."""
    across = DEGREE_M * cos(radians(point[0]))
    ax, ay = (a[0] - point[1]) * across, (a[1] - point[0]) * DEGREE_M
    bx, by = (b[0] - point[1]) * across, (b[1] - point[0]) * DEGREE_M
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0.0 if not length else max(0.0, min(1.0, -(ax * (bx - ax) + ay * (by - ay)) / length))
    return hypot(ax + along * (bx - ax), ay + along * (by - ay))
