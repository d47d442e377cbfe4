"""The S-curve of works: the plan and what stands, in percent over time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from naikkelas.drawing.svg import DIM, LINE, REAL, picture, tag, text

LEFT, RIGHT, TOP, FOOT = 46, 20, 34, 34
FULL = 10_000
PLANNED = "#8a968f"


@dataclass(frozen=True)
class Sheet:
    """What the curve is drawn on: its measures, how large its words are, which shares and how many days have words."""

    class_: str
    width: int
    height: int
    font: int
    percents: tuple[int, ...]
    marks: int

    @property
    def base(self) -> int:
        return self.height - FOOT


WIDE = Sheet("nk-bars nk-wide", 680, 300, 12, (0, 25, 50, 75, 100), 5)
NARROW = Sheet("nk-bars nk-narrow", 340, 280, 13, (0, 50, 100), 3)
"""For a phone, whose width the picture fills: fewer words, none smaller than they would be in the text."""


@dataclass(frozen=True)
class Point:
    """Shares in basis points; `real` None where nothing was reported."""

    day: date
    plan: int
    real: int | None


def s_curve(
    points: Sequence[Point],
    title: str,
    plan_name: str,
    real_name: str,
    day_text: Callable[[date], str],
    share_text: Callable[[int], str],
) -> str:
    """Two lines from nought to 100 percent; the plan dashed, so that the two differ without colour. Drawn twice, for a page
    and for a phone: the style sheet shows the one that fits."""
    return "".join(
        _picture(sheet, points, title, (plan_name, real_name), day_text, share_text)
        for sheet in (WIDE, NARROW)
    )


def _picture(
    sheet: Sheet, points: Sequence[Point], title: str, names: tuple[str, str], day_text: Callable[[date], str],
    share_text: Callable[[int], str],
) -> str:  # fmt: skip
    first, last = points[0].day, points[-1].day
    span = max((last - first).days, 1)
    base, room = sheet.base, sheet.width - LEFT - RIGHT

    def place(day: date, share: int) -> tuple[float, float]:
        x = LEFT + room * (day - first).days / span
        return round(x, 1), round(base - (base - TOP) * share / FULL, 1)

    parts = [*_legend(sheet, names), *_grid(sheet)]
    parts += [_line([place(p.day, p.plan) for p in points], PLANNED, dashed=True)]
    real = [(p.day, p.real) for p in points if p.real is not None]
    if real:
        spots = [place(day, share) for day, share in real]
        parts.append(_line(spots, REAL, dashed=False))
        parts += [tag("circle", cx=x, cy=y, r=3, fill=REAL) for x, y in spots]
        (x, y), share = spots[-1], real[-1][1]
        near_end = x > sheet.width - 90
        # at the end beneath the line, which rises towards it
        beneath = max(spot[1] for spot in spots if spot[0] > x - 70) + 20
        label = (x, beneath, "end") if near_end else (x + 8, y + 28, "start")
        parts.append(
            text(
                share_text(share), label[0], min(label[1], base - 6), 13, fill=REAL, font_weight=700, text_anchor=label[2]
            )
        )  # fmt: skip
    for at in sorted({round(n * (len(points) - 1) / (sheet.marks - 1)) for n in range(sheet.marks)}):
        x, _y = place(points[at].day, 0)
        anchor = "start" if at == 0 else "end" if at == len(points) - 1 else "middle"
        parts.append(text(day_text(points[at].day), x, base + 20, sheet.font, text_anchor=anchor, fill=DIM))
    return picture(parts, sheet.width, sheet.height, title, sheet.class_)


def _legend(sheet: Sheet, names: tuple[str, str]) -> list[str]:
    parts = []
    for n, (name, colour) in enumerate(zip(names, (PLANNED, REAL), strict=True)):
        x = LEFT + 12 * sheet.font * n
        dashes = None if n else "7 5"
        parts += [
            tag(
                "line", x1=x, x2=x + 26, y1=12, y2=12, stroke=colour, stroke_width=3, stroke_dasharray=dashes
            ),
            text(name, x + 33, 16, sheet.font, fill=DIM),
        ]
    return parts


def _grid(sheet: Sheet) -> list[str]:
    parts = []
    for percent in sheet.percents:
        y = sheet.base - (sheet.base - TOP) * percent / 100
        parts.append(tag("line", x1=LEFT, x2=sheet.width - RIGHT, y1=y, y2=y, stroke=LINE))
        parts.append(text(f"{percent}%", LEFT - 8, y + 4, sheet.font, text_anchor="end", fill=DIM))
    return parts


def _line(spots: Sequence[tuple[float, float]], colour: str, *, dashed: bool) -> str:
    return tag(
        "polyline", points=" ".join(f"{x},{y}" for x, y in spots), fill="none", stroke=colour, stroke_width=3,
        stroke_linejoin="round", stroke_dasharray="7 5" if dashed else None,
    )  # fmt: skip
