"""The S-curve of a budget: planned and realised, cumulative, from January to December."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from naikkelas.drawing.svg import DIM, INK, LINE, REAL, WHITE, picture, tag, text

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 640, 300, 44, 12, 40, 30
PLANNED = "#8a968f"


@dataclass(frozen=True)
class Curve:
    """Cumulative thousandths of the whole at the end of each month; a realised one stops where time has come."""

    name: str
    values: Sequence[int]
    real: bool
    dashed: bool = False


def curves(lines: Sequence[Curve], months: Sequence[str], title: str) -> str:
    """All curves over one scale from nought to a hundred percent; dashes tell physical from financial."""
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - FOOT
    parts = []
    for percent in (0, 25, 50, 75, 100):
        y = round(TOP + high * (100 - percent) / 100, 1)
        parts += [
            tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke=LINE),
            text(f"{percent}%", LEFT - 6, y + 4, 11, text_anchor="end", fill=DIM),
        ]
    for n, name in enumerate(months):
        parts.append(text(name, LEFT + wide * (n + 1) / 12, HEIGHT - 10, 11, text_anchor="middle", fill=DIM))
    x = LEFT
    for line in lines:
        parts += _drawn(line, wide, high)
        parts += [
            tag("line", x1=x, x2=x + 22, y1=14, y2=14, **_stroke(line)),
            text(line.name, x + 28, 18, 12, fill=INK),
        ]
        x += 44 + 7 * len(line.name)
    return picture(parts, WIDTH, HEIGHT, title, "nk-bars")


def _stroke(line: Curve) -> dict[str, Any]:
    return {
        "stroke": REAL if line.real else PLANNED,
        "stroke_width": 3 if line.real else 2,
        "stroke_dasharray": "6 5" if line.dashed else None,
        "fill": "none",
    }


def _drawn(line: Curve, wide: int, high: int) -> list[str]:
    def point(n: int, thousandths: int) -> tuple[float, float]:
        return (
            round(LEFT + wide * n / 12, 1),
            round(TOP + high * (1000 - min(thousandths, 1000)) / 1000, 1),
        )

    points = [point(0, 0), *(point(n, value) for n, value in enumerate(line.values, 1))]
    drawn = [
        tag(
            "polyline",
            points=" ".join(f"{x},{y}" for x, y in points),
            stroke_linejoin="round",
            **_stroke(line),
        )
    ]
    if line.real and line.values:
        x, y = points[-1]
        drawn.append(tag("circle", cx=x, cy=y, r=4.5, fill=REAL, stroke=WHITE, stroke_width=1.5))
    return drawn
