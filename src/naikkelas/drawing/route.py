"""A small map of places in the order of travel: numbered points and the way between them, to be read without a network."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from naikkelas.drawing.svg import DIM, LINE, REAL, WHITE, picture, tag, text

WIDTH, LEAST_HEIGHT, MOST_HEIGHT, PAD = 600, 200, 420, 34
DOT = 13
LEAST_SPAN = 0.02
"""Degrees, about two kilometres: places nearer to one another are not drawn as if they were far apart."""


@dataclass(frozen=True)
class Place:
    """A place in its turn; `exact` where the point is its own, not the middle of its kecamatan."""

    number: int
    point: tuple[float, float]
    exact: bool
    title: str
    href: str = ""


def draw(places: Sequence[Place], title: str) -> str:
    """The way from the first place to the last; places at the same point stand around it. North is up."""
    south, west = (min(p.point[axis] for p in places) for axis in (0, 1))
    north, east = (max(p.point[axis] for p in places) for axis in (0, 1))
    narrow = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * narrow, LEAST_SPAN), max(north - south, LEAST_SPAN)
    scale = min((WIDTH - 2 * PAD) / wide, (MOST_HEIGHT - 2 * PAD) / high)
    height = max(LEAST_HEIGHT, round((north - south) * scale + 2 * PAD))

    def at(point: tuple[float, float]) -> tuple[float, float]:
        """Around the middle of the picture."""
        x = WIDTH / 2 + (point[1] - (west + east) / 2) * narrow * scale
        return round(x, 1), round(height / 2 + ((north + south) / 2 - point[0]) * scale, 1)

    spots = _apart([at(p.point) for p in places])
    parts = [tag("rect", width=WIDTH, height=height, rx=12, fill="#f5f6f2")]
    if len(spots) > 1:
        way = " ".join(f"{x},{y}" for x, y in spots)
        parts.append(
            tag("polyline", points=way, fill="none", stroke=LINE, stroke_width=3, stroke_linejoin="round")
        )
        parts.append(
            tag("polyline", points=way, fill="none", stroke=DIM, stroke_width=1.2, stroke_dasharray="4 4")
        )
    parts += [_dot(place, x, y) for place, (x, y) in zip(places, spots, strict=True)]
    return picture(parts, WIDTH, height, title)


def _apart(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spots that would cover one another move onto rings around the first of them."""
    placed: list[tuple[float, float]] = []
    for x, y in spots:
        turn, spot = 0, (x, y)
        while any(math.dist(spot, other) < 2 * DOT for other in placed):
            ring = 1 + turn // 8
            angle = math.pi / 4 * (turn % 8) + ring
            spot = (
                round(x + ring * 2.2 * DOT * math.cos(angle), 1),
                round(y + ring * 2.2 * DOT * math.sin(angle), 1),
            )
            spot = (min(max(spot[0], DOT), WIDTH - DOT), max(spot[1], DOT))
            turn += 1
            if turn > 80:
                break
        placed.append(spot)
    return placed


def _dot(place: Place, x: float, y: float) -> str:
    """Filled where the point is its own, hollow where it is the middle of its kecamatan."""
    fill, ink = (REAL, WHITE) if place.exact else (WHITE, REAL)
    content = tag("title", escape(place.title))
    content += tag("circle", cx=x, cy=y, r=DOT, fill=fill, stroke=REAL, stroke_width=2)
    content += text(str(place.number), x, y + 4.5, 12, text_anchor="middle", font_weight=700, fill=ink)
    return tag("a", content, href=place.href) if place.href else tag("g", content)
