"""Maps of areas shaded by a figure: tiles, or the outlines that an office imported. Areas are links."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from naikkelas.drawing.svg import ON_DARK, SHADES, WHITE, in_lines, picture, tag, text

TILE, GAP = 104, 6


@dataclass(frozen=True)
class Area:
    """One area of a map: `figure` is what is written on it, `shade` 0 (no figure) to 5, `title` what is read out."""

    code: str
    name: str
    figure: str
    shade: int
    title: str
    href: str = ""


def shade(part: int, whole: int) -> int:
    """Five steps of a share: below 45, 60, 75, 90 percent, and from there; 0 where there is nothing to divide by."""
    if whole == 0:
        return 0
    percent = 100 * part / whole
    return 1 + sum(percent >= step for step in (45, 60, 75, 90))


def draw(
    areas: Sequence[Area],
    title: str,
    positions: Mapping[str, tuple[int, int]],
    outlines: Mapping[str, dict[str, Any]] | None = None,
) -> str:
    """A map of outlines where all areas have one, else of tiles."""
    if outlines and all(area.code in outlines for area in areas):
        return _outlined(areas, title, outlines)
    return _tiled(areas, title, positions)


def _tiled(areas: Sequence[Area], title: str, positions: Mapping[str, tuple[int, int]]) -> str:
    placed = [area for area in areas if area.code in positions]
    columns = max((positions[a.code][0] for a in placed), default=0) + 1
    rows = max((positions[a.code][1] for a in placed), default=0) + 1
    side = TILE + GAP
    parts = [
        _tile(area, positions[area.code][0] * side + GAP / 2, positions[area.code][1] * side + GAP / 2)
        for area in placed
    ]
    return picture(parts, columns * side, rows * side, title)


def _tile(area: Area, x: float, y: float) -> str:
    ink = WHITE if area.shade in ON_DARK else "#14261e"
    lines = in_lines(area.name, 11, 3)
    middle = x + TILE / 2
    content = tag("rect", x=x, y=y, width=TILE, height=TILE, rx=12, fill=SHADES[area.shade], class_="t")
    content += text(area.figure, middle, y + 38, 24, text_anchor="middle", font_weight=700, fill=ink)
    for number, line in enumerate(lines):
        content += text(
            line, middle, y + 60 + 16 * number, 14, text_anchor="middle", font_weight=600, fill=ink
        )
    return _linked(area, content)


def _linked(area: Area, content: str) -> str:
    content = tag("title", escape(area.title)) + content
    return tag("a", content, href=area.href) if area.href else tag("g", content)


# ── outlines ──


def _outlined(areas: Sequence[Area], title: str, outlines: Mapping[str, dict[str, Any]]) -> str:
    width, pad = 620, 8
    rings = {area.code: _rings(outlines[area.code]) for area in areas}
    points = [point for polygons in rings.values() for ring in polygons for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = (width - 2 * pad) / max((east - west) * narrow, 1e-9)
    height = round((north - south) * scale + 2 * pad)

    def place(point: Sequence[float]) -> tuple[float, float]:
        return round((point[0] - west) * narrow * scale + pad, 1), round((north - point[1]) * scale + pad, 1)

    shapes = [
        _linked(area, _shape(area, [[place(p) for p in ring] for ring in rings[area.code]])) for area in areas
    ]
    labels = [_label(area, [place(p) for p in max(rings[area.code], key=len)]) for area in areas]
    return picture([*shapes, *labels], width, height, title)


def _rings(geometry: dict[str, Any]) -> list[list[Sequence[float]]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def _shape(area: Area, rings: list[list[tuple[float, float]]]) -> str:
    path = "".join("M" + "L".join(f"{x} {y}" for x, y in ring) + "Z" for ring in rings)
    return tag(
        "path",
        d=path,
        fill=SHADES[area.shade],
        stroke=WHITE,
        stroke_width=1.2,
        fill_rule="evenodd",
        class_="t",
    )


ROOM_FOR_A_NAME = 62
"""Units that an outline must be wide; the names of smaller areas stand in their titles and in the table beside."""


def _label(area: Area, ring: list[tuple[float, float]]) -> str:
    x, y = _middle(ring)
    halo = {
        "text_anchor": "middle",
        "paint_order": "stroke",
        "stroke": WHITE,
        "stroke_width": 3,
        "stroke_linejoin": "round",
    }
    if max(p[0] for p in ring) - min(p[0] for p in ring) < ROOM_FOR_A_NAME:
        return text(area.figure, x, y + 4, 11, font_weight=700, **halo)
    name = text(area.name, x, y, 11, font_weight=600, **halo)
    return name + text(area.figure, x, y + 14, 12, font_weight=700, **halo)


def _middle(ring: list[tuple[float, float]]) -> tuple[float, float]:
    """The centroid of a ring; of one without extent, its first point."""
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    crosses = [a[0] * b[1] - b[0] * a[1] for a, b in pairs]
    extent = 3 * sum(crosses)
    if not extent:
        return ring[0]
    sums = (
        sum((a[axis] + b[axis]) * cross for (a, b), cross in zip(pairs, crosses, strict=True))
        for axis in (0, 1)
    )
    x, y = (total / extent for total in sums)
    return x, y
