"""The S-curve of a budget: planned and realised, cumulative, from January to December."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from naikkelas.drawing.svg import DIM, INK, LINE, REAL, WHITE, picture, tag, text

PLANNED = "#8a968f"


@dataclass(frozen=True)
class Curve:
    """Cumulative thousandths of the whole at the end of each month; a realised one stops where time has come."""

    name: str
    values: Sequence[int]
    real: bool
    dashed: bool = False


@dataclass(frozen=True)
class Sheet:
    """What a curve is drawn on: its measures, how large its words are, and which marks have words."""

    class_: str
    width: int
    height: int
    left: int
    font: int
    percents: tuple[int, ...]
    months: int
    """Every how many months one is named."""
    legend: int
    """How many names stand in a line of the legend."""

    right, foot, line = 12, 30, 20

    def top(self, names: int) -> int:
        return 20 + self.line * -(-names // self.legend)


WIDE = Sheet("nk-bars nk-wide", 640, 300, 44, 11, (0, 25, 50, 75, 100), 1, 4)
NARROW = Sheet("nk-bars nk-narrow", 340, 280, 44, 13, (0, 50, 100), 3, 2)
"""For a phone, whose width the picture fills: fewer words, none smaller than they would be in the text."""


def curves(lines: Sequence[Curve], months: Sequence[str], title: str) -> str:
    """All curves over one scale from nought to a hundred percent; dashes tell physical from financial. Drawn twice, for a
    page and for a phone: the style sheet shows the one that fits."""
    return "".join(_picture(sheet, lines, months, title) for sheet in (WIDE, NARROW))


def _picture(sheet: Sheet, lines: Sequence[Curve], months: Sequence[str], title: str) -> str:
    top = sheet.top(len(lines))
    wide, high = sheet.width - sheet.left - sheet.right, sheet.height - top - sheet.foot
    parts = []
    for percent in sheet.percents:
        y = round(top + high * (100 - percent) / 100, 1)
        parts += [
            tag("line", x1=sheet.left, x2=sheet.width - sheet.right, y1=y, y2=y, stroke=LINE),
            text(f"{percent}%", sheet.left - 6, y + 4, sheet.font, text_anchor="end", fill=DIM),
        ]
    for n in range(sheet.months, 13, sheet.months):
        x, y = sheet.left + wide * n / 12, sheet.height - 10
        anchor = "end" if n == 12 and sheet is NARROW else "middle"
        parts.append(text(months[n - 1], x, y, sheet.font, text_anchor=anchor, fill=DIM))
    for line in lines:
        parts += _drawn(line, sheet, top, wide, high)
    return picture([*parts, *_legend(sheet, lines)], sheet.width, sheet.height, title, sheet.class_)


def _legend(sheet: Sheet, lines: Sequence[Curve]) -> list[str]:
    """A dash and a name for each curve, in as many lines as are needed."""
    parts, column = [], (sheet.width - 8) // sheet.legend
    for n, line in enumerate(lines):
        row, place = divmod(n, sheet.legend)
        x, y = 4 + column * place, 14 + sheet.line * row
        parts += [
            tag("line", x1=x, x2=x + 22, y1=y, y2=y, **_stroke(line)),
            text(line.name, x + 28, y + 4, max(12, sheet.font), fill=INK),
        ]
    return parts


def _stroke(line: Curve) -> dict[str, Any]:
    return {
        "stroke": REAL if line.real else PLANNED,
        "stroke_width": 3 if line.real else 2,
        "stroke_dasharray": "6 5" if line.dashed else None,
        "fill": "none",
    }


def _drawn(line: Curve, sheet: Sheet, top: int, wide: int, high: int) -> list[str]:
    def point(n: int, thousandths: int) -> tuple[float, float]:
        return (
            round(sheet.left + wide * n / 12, 1),
            round(top + high * (1000 - min(thousandths, 1000)) / 1000, 1),
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
