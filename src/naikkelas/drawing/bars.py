"""Horizontal bars: a plan and what became of it, one pair a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from naikkelas.drawing.svg import DIM, LINE, PLAN, REAL, WHITE, in_lines, picture, tag, text

WIDTH, LABEL, TAIL, LINE_HEIGHT = 640, 150, 96, 62


@dataclass(frozen=True)
class Bar:
    """`plan` and `real` in one unit; their texts are written beside and inside the bars."""

    label: str
    plan: int
    real: int
    plan_text: str
    real_text: str


def paired(bars: Sequence[Bar], title: str, plan_name: str, real_name: str) -> str:
    """Bars of plan and realisation under a small legend."""
    room = WIDTH - LABEL - TAIL
    most = max((max(b.plan, b.real) for b in bars), default=0) or 1
    parts = [
        tag("rect", x=LABEL, y=4, width=14, height=10, rx=3, fill=PLAN), text(plan_name, LABEL + 20, 13, 12, fill=DIM),
        tag("rect", x=LABEL + 110, y=4, width=14, height=10, rx=3, fill=REAL), text(real_name, LABEL + 130, 13, 12, fill=DIM),
    ]  # fmt: skip
    for number, bar in enumerate(bars):
        parts += _pair(bar, 30 + number * LINE_HEIGHT, room / most)
    return picture(parts, WIDTH, 34 + LINE_HEIGHT * len(bars), title, "nk-bars")


def _pair(bar: Bar, y: int, scale: float) -> list[str]:
    plan, real = max(bar.plan * scale, 1), max(bar.real * scale, 0)
    inside = real > 90
    return [
        *(text(line, 0, y + 20 + 15 * n, 12) for n, line in enumerate(in_lines(bar.label, 22))),
        tag("line", x1=LABEL, x2=LABEL, y1=y - 2, y2=y + 50, stroke=LINE),
        tag("rect", x=LABEL, y=y, width=round(plan, 1), height=20, rx=4, fill=PLAN),
        text(bar.plan_text, LABEL + plan + 6, y + 15, 12, fill=DIM),
        tag("rect", x=LABEL, y=y + 24, width=round(real, 1), height=20, rx=4, fill=REAL),
        text(
            bar.real_text,
            LABEL + real + (-8 if inside else 6),
            y + 39,
            12,
            fill=WHITE if inside else REAL,
            text_anchor="end" if inside else "start",
            font_weight=600,
        ),
    ]
