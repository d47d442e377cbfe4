"""A flow from classes on the left to classes on the right: bands as wide as how many went that way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from naikkelas.drawing.svg import DIM, INK, picture, tag, text

WIDTH, SIDE, BLOCK, GAP, TOP = 640, 150, 14, 14, 30
ROOM, LEAST = 260, 3
COLOURS = {
    "up": "#0f6b4f", "same": "#a9b8b0", "down": "#b3372f", "not_comparable": "#e3b23c", "none": "#d9ddd6",
}  # fmt: skip


@dataclass(frozen=True)
class Node:
    """An end of the flow: its key, name, and number as it is written."""

    key: str
    name: str
    figure: str


@dataclass(frozen=True)
class Stream:
    """How many went from one node to another; `kind` is a key of COLOURS, `title` is read out."""

    source: str
    target: str
    number: int
    kind: str
    title: str
    href: str = ""


def flow(
    left: Sequence[Node], right: Sequence[Node], streams: Sequence[Stream], title: str, heads: tuple[str, str]
) -> str:
    """Both sides over all their streams; one that few went stays visible, a little wider than it should be."""
    drawn = [s for s in streams if s.number]
    whole = sum(s.number for s in drawn) or 1
    wide = {(s.source, s.target): max(LEAST, ROOM * s.number / whole) for s in drawn}
    starts = _stacked([n.key for n in left], [(s.source, s.target) for s in drawn], wide, 0)
    ends = _stacked([n.key for n in right], [(s.source, s.target) for s in drawn], wide, 1)
    parts = [
        text(heads[0], SIDE, 14, 12, fill=DIM, text_anchor="end", font_weight=600),
        text(heads[1], WIDTH - SIDE, 14, 12, fill=DIM, font_weight=600),
    ]
    for s in sorted(drawn, key=lambda s: -s.number):
        key = (s.source, s.target)
        parts.append(_band(s, starts.at[key], ends.at[key], wide[key]))
    for nodes, stack, x in ((left, starts, SIDE), (right, ends, WIDTH - SIDE - BLOCK)):
        for node in nodes:
            if node.key in stack.blocks:
                parts += _node(node, x, *stack.blocks[node.key], on_left=nodes is left)
    return picture(parts, WIDTH, round(max(starts.height, ends.height) + 8), title, "nk-bars nk-flow")


@dataclass(frozen=True)
class _Stack:
    blocks: dict[str, tuple[float, float]]
    at: dict[tuple[str, str], float]
    height: float


def _stacked(
    keys: Sequence[str], pairs: Sequence[tuple[str, str]], wide: Mapping[tuple[str, str], float], side: int
) -> _Stack:
    """Blocks one below the other in the order of keys, and in each its streams in the order of the other side."""
    blocks, at, y = {}, {}, float(TOP)
    for key in keys:
        own = [pair for pair in pairs if pair[side] == key]
        if not own:
            continue
        start = y
        for pair in own:
            at[pair] = y
            y += wide[pair]
        blocks[key] = (start, y - start)
        y += max(GAP, 34 - (y - start))  # room for two lines of text beside a thin block
    return _Stack(blocks, at, y)


def _band(s: Stream, y1: float, y2: float, width: float) -> str:
    x1, x2 = SIDE + BLOCK, WIDTH - SIDE - BLOCK
    middle = (x1 + x2) / 2
    a, b, c, d = (round(v, 1) for v in (y1, y2, y2 + width, y1 + width))
    path = f"M{x1} {a}C{middle} {a} {middle} {b} {x2} {b}L{x2} {c}C{middle} {c} {middle} {d} {x1} {d}Z"
    shape = tag("title", escape(s.title)) + tag(
        "path", d=path, fill=COLOURS[s.kind], fill_opacity=0.55, class_="t"
    )
    return tag("a", shape, href=s.href) if s.href else tag("g", shape)


def _node(node: Node, x: float, y: float, height: float, *, on_left: bool) -> list[str]:
    at = x - 8 if on_left else x + BLOCK + 8
    anchor = "end" if on_left else "start"
    middle = y + height / 2
    return [
        tag("rect", x=x, y=round(y, 1), width=BLOCK, height=round(height, 1), rx=2, fill=INK),
        text(node.name, at, middle - 2, 12, text_anchor=anchor, font_weight=600),
        text(node.figure, at, middle + 13, 12, text_anchor=anchor, fill=DIM),
    ]
