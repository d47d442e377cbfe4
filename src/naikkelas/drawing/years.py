"""One enterprise year by year: sales as columns, its class and workers beneath."""

from collections.abc import Sequence
from dataclasses import dataclass

from naikkelas.drawing.svg import DIM, LINE, PLAN, REAL, picture, shortened, tag, text

WIDTH, HEIGHT, TOP, FOOT = 640, 236, 26, 58
MOST = 8
"""Years that fit; the newest are drawn."""


@dataclass(frozen=True)
class Year:
    """`value` None where it is not known; `lines` stand beneath the year."""

    year: int
    value: int | None
    value_text: str
    lines: tuple[str, ...] = ()
    strong: bool = False


def columns(years: Sequence[Year], title: str, unknown: str) -> str:
    """Columns from the oldest to the newest; a year without a value says so instead of standing at nought."""
    drawn = sorted(years, key=lambda y: y.year)[-MOST:]
    room = WIDTH / max(len(drawn), 1)
    most = max((y.value or 0 for y in drawn), default=0) or 1
    base = HEIGHT - FOOT
    wide = min(72, room * 0.55)
    parts = [tag("line", x1=0, x2=WIDTH, y1=base, y2=base, stroke=LINE)]
    for n, y in enumerate(drawn):
        middle = room * (n + 0.5)
        high = (base - TOP) * (y.value or 0) / most
        if y.value is None:
            parts.append(text(unknown, middle, base - 8, 12, text_anchor="middle", fill=DIM))
        else:
            parts += [
                tag(
                    "rect", x=round(middle - wide / 2, 1), y=round(base - max(high, 1), 1), width=round(wide, 1),
                    height=round(max(high, 1), 1), rx=4, fill=REAL if y.strong else PLAN,
                ),
                text(y.value_text, middle, base - high - 7, 12, text_anchor="middle", font_weight=600),
            ]  # fmt: skip
        parts.append(text(str(y.year), middle, base + 17, 13, text_anchor="middle", font_weight=700))
        for at, line in enumerate(y.lines[:2]):
            parts.append(
                text(
                    shortened(line, int(room / 6)),
                    middle,
                    base + 34 + 15 * at,
                    12,
                    text_anchor="middle",
                    fill=DIM,
                )
            )
    return picture(parts, WIDTH, HEIGHT, title, "nk-bars")
