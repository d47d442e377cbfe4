"""A map of points that need no tiles: outlines where an office imported them, names of places, and a mark for each point."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from naikkelas.drawing.svg import DIM, INK, LINE, WHITE, picture, tag, text

WIDTH, LEAST_HEIGHT, MOST_HEIGHT, PAD = 760, 320, 620, 36
EDGE = 14
LEAST_SPAN = 0.01
"""Degrees, about one kilometre: points nearer to one another are not drawn as if they were far apart."""
FILLS = {"received": "#e3b23c", "verified": "#0f6b4f", "rejected": WHITE, "again": "#cfe0ee"}
EDGES = {"received": "#6b4e00", "verified": WHITE, "rejected": "#b3372f", "again": "#2b5f8f"}
FLAG = "#b3372f"
Place = tuple[float, float]
"""Latitude and longitude."""


@dataclass(frozen=True)
class Point:
    """A mark: `kind` is a key of FILLS, `key` the row that tells of it, `away` the place that it should be near."""

    key: str
    at: Place
    kind: str
    title: str
    href: str
    flagged: bool = False
    away: Place | None = None


def draw(
    points: Sequence[Point],
    title: str,
    names: Iterable[tuple[str, Place]] = (),
    outlines: Mapping[str, dict[str, Any]] | None = None,
) -> str:
    """North is up. Flagged points have a ring; a dashed line leads to where a point should be."""
    rings = [ring for geometry in (outlines or {}).values() for ring in _rings(geometry)]
    corners = [(y, x) for ring in rings for x, y, *_ in ring]
    at, height = _projection(corners + _together([p.at for p in points] + [p.away for p in points if p.away]))
    size = 9 if len(points) <= 60 else 7 if len(points) <= 200 else 5
    parts = [tag("rect", width=WIDTH, height=height, rx=12, fill="#f5f6f2")]
    parts += [
        tag("polygon", points=_joined(at((y, x)) for x, y, *_ in ring), fill=WHITE, stroke=LINE, stroke_width=1.5)
        for ring in rings
    ]  # fmt: skip
    parts += _labels([(name, at(place)) for name, place in names])
    spots = _apart([at(p.at) for p in points], size)
    parts += [_line(spot, at(p.away)) for p, spot in zip(points, spots, strict=True) if p.away]
    parts += [_mark(p, spot, size) for p, spot in zip(points, spots, strict=True)]
    return picture(parts, WIDTH, height, title, "nk-map nk-points")


def mark(kind: str, *, flagged: bool = False) -> str:
    """One mark alone, for the legend beside the map."""
    return picture([_shape(kind, 10, 10, 6, flagged=flagged)], 20, 20, "", "nk-mark")


def _rings(geometry: dict[str, Any]) -> list[list[Sequence[float]]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [polygon[0] for polygon in polygons]


def _together(places: Sequence[Place]) -> list[Place]:
    """Without the few that lie so far from the others that these would be one blot: they stand at the edge."""
    if len(places) < 8:
        return list(places)
    bounds = []
    for axis in (0, 1):
        line = sorted(p[axis] for p in places)
        low, high = line[len(line) // 8], line[-1 - len(line) // 8]
        room = max(high - low, LEAST_SPAN) * 1.5
        bounds.append((low - room, high + room))
    (south, north), (west, east) = bounds
    return [p for p in places if south <= p[0] <= north and west <= p[1] <= east]


def _projection(corners: Sequence[Place]) -> tuple[Callable[[Place], Place], int]:
    south, west = (min((c[axis] for c in corners), default=0) for axis in (0, 1))
    north, east = (max((c[axis] for c in corners), default=0) for axis in (0, 1))
    narrow = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * narrow, LEAST_SPAN), max(north - south, LEAST_SPAN)
    scale = min((WIDTH - 2 * PAD) / wide, (MOST_HEIGHT - 2 * PAD) / high)
    height = max(LEAST_HEIGHT, round((north - south) * scale + 2 * PAD))

    def at(place: Place) -> Place:
        x = WIDTH / 2 + (place[1] - (west + east) / 2) * narrow * scale
        y = height / 2 + ((north + south) / 2 - place[0]) * scale
        return round(min(max(x, EDGE), WIDTH - EDGE), 1), round(min(max(y, EDGE), height - EDGE), 1)

    return at, height


def _apart(spots: Sequence[Place], size: int) -> list[Place]:
    """Spots on the very same place stand in rings around it, so that each can be pressed."""
    taken: dict[tuple[int, int], int] = {}
    placed = []
    for x, y in spots:
        cell = (round(x / size), round(y / size))
        turn = taken.get(cell, 0)
        taken[cell] = turn + 1
        ring, angle = (turn + 7) // 8, math.pi / 4 * turn
        far = 2 * size * ring if turn else 0
        placed.append((round(x + far * math.cos(angle), 1), round(y + far * math.sin(angle), 1)))
    return placed


def _joined(spots: Iterable[Place]) -> str:
    return " ".join(f"{x},{y}" for x, y in spots)


def _labels(names: Sequence[tuple[str, Place]]) -> list[str]:
    """Names that do not cover one another; those that find no room are left to the titles of the points."""
    drawn: list[tuple[float, float, float]] = []
    parts = []
    for name, (x, y) in names:
        half = 3.6 * len(name)
        middle = min(max(x, half + 4), WIDTH - half - 4)
        top = y - 18
        if any(abs(middle - ox) < half + other and abs(top - oy) < 16 for ox, oy, other in drawn):
            continue
        drawn.append((middle, top, half))
        parts.append(
            text(
                name, middle, top, 12, text_anchor="middle", fill=DIM, font_weight=600, paint_order="stroke", stroke="#f5f6f2",
                stroke_width=3, stroke_linejoin="round",
            )
        )  # fmt: skip
    return parts


def _line(start: Place, end: Place) -> str:
    line = tag(
        "line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], stroke=FLAG, stroke_width=1.2, stroke_dasharray="4 3"
    )  # fmt: skip
    return line + tag("circle", cx=end[0], cy=end[1], r=3.5, fill=WHITE, stroke=FLAG, stroke_width=1.2)


def _mark(point: Point, spot: Place, size: int) -> str:
    content = tag("title", escape(point.title))
    content += tag(
        "circle", cx=spot[0], cy=spot[1], r=max(size + 4, 12), fill=INK, fill_opacity=0, class_="nk-hit"
    )
    content += _shape(point.kind, *spot, size, flagged=point.flagged)
    return tag("a", content, href=point.href, data_row=point.key)


def _shape(kind: str, x: float, y: float, size: float, *, flagged: bool) -> str:
    """A circle, a square or a triangle, so that the state is told without colour too."""
    look: dict[str, Any] = {
        "fill": FILLS[kind],
        "stroke": EDGES[kind],
        "stroke_width": 1.6,
        "class_": "nk-pt",
    }
    ring = (
        tag("circle", cx=x, cy=y, r=round(size + 3.5, 1), fill="none", stroke=FLAG, stroke_width=1.6)
        if flagged
        else ""
    )
    if kind == "verified":
        side = round(size * 1.7, 1)
        return ring + tag(
            "rect", x=round(x - side / 2, 1), y=round(y - side / 2, 1), width=side, height=side, rx=2, **look
        )
    if kind == "rejected":
        corners = [
            (round(x + size * math.cos(a), 1), round(y + size * math.sin(a), 1))
            for a in (-math.pi / 2, math.pi / 6, 5 * math.pi / 6)
        ]
        return ring + tag("polygon", points=_joined(corners), **look)
    return ring + tag("circle", cx=x, cy=y, r=size, **look)
