"""The S-curve of works: the plan and what stands, in percent over time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from naikkelas.drawing.svg import DIM, LINE, REAL, picture, tag, text

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 680, 300, 46, 20, 34, 34
FULL = 10_000
PLANNED = "#8a968f"
MARKS = 5
"""How many days stand beneath the axis."""


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
    """Two lines from nought to 100 percent; the plan dashed, so that the two differ without colour."""
    first, last = points[0].day, points[-1].day
    span = max((last - first).days, 1)
    base, room = HEIGHT - FOOT, WIDTH - LEFT - RIGHT

    def place(day: date, share: int) -> tuple[float, float]:
        x = LEFT + room * (day - first).days / span
        return round(x, 1), round(base - (base - TOP) * share / FULL, 1)

    parts = [*_legend(plan_name, real_name), *_grid(base)]
    parts += [_line([place(p.day, p.plan) for p in points], PLANNED, dashed=True)]
    real = [(p.day, p.real) for p in points if p.real is not None]
    if real:
        spots = [place(day, share) for day, share in real]
        parts.append(_line(spots, REAL, dashed=False))
        parts += [tag("circle", cx=x, cy=y, r=3, fill=REAL) for x, y in spots]
        (x, y), share = spots[-1], real[-1][1]
        near_end = x > WIDTH - 90
        parts.append(
            text(
                share_text(share), x - 8 if near_end else x + 8, y + 28, 13, fill=REAL, font_weight=700,
                text_anchor="end" if near_end else "start",
            )
        )  # fmt: skip
    for at in sorted({round(n * (len(points) - 1) / (MARKS - 1)) for n in range(MARKS)}):
        x, _y = place(points[at].day, 0)
        anchor = "start" if at == 0 else "end" if at == len(points) - 1 else "middle"
        parts.append(text(day_text(points[at].day), x, base + 20, 12, text_anchor=anchor, fill=DIM))
    return picture(parts, WIDTH, HEIGHT, title, "nk-bars")


def _legend(plan_name: str, real_name: str) -> list[str]:
    return [
        tag("line", x1=LEFT, x2=LEFT + 26, y1=12, y2=12, stroke=PLANNED, stroke_width=3, stroke_dasharray="7 5"),
        text(plan_name, LEFT + 33, 16, 12, fill=DIM),
        tag("line", x1=LEFT + 120, x2=LEFT + 146, y1=12, y2=12, stroke=REAL, stroke_width=3),
        text(real_name, LEFT + 153, 16, 12, fill=DIM),
    ]  # fmt: skip


def _grid(base: int) -> list[str]:
    parts = []
    for percent in (0, 25, 50, 75, 100):
        y = base - (base - TOP) * percent / 100
        parts.append(tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke=LINE))
        parts.append(text(f"{percent}%", LEFT - 8, y + 4, 12, text_anchor="end", fill=DIM))
    return parts


def _line(spots: Sequence[tuple[float, float]], colour: str, *, dashed: bool) -> str:
    return tag(
        "polyline", points=" ".join(f"{x},{y}" for x, y in spots), fill="none", stroke=colour, stroke_width=3,
        stroke_linejoin="round", stroke_dasharray="7 5" if dashed else None,
    )  # fmt: skip
