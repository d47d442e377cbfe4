"""The little SVG that our pictures are made of."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

FONT = "Plus Jakarta Sans, Libertinus Sans, sans-serif"
INK, DIM, LINE, WHITE = "#1d2a24", "#5b6962", "#e3e6df", "#ffffff"
PLAN, REAL = "#cfd9d2", "#0f6b4f"
SHADES = ("#e9ebe5", "#f6e3bd", "#e3cf8f", "#9cc39b", "#459b7c", "#0f6b4f")
"""No figure, then five steps from low to high."""
ON_DARK = frozenset({4, 5})
# XML 1.0, section 2.2: no other control characters, however they are written
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def tag(name: str, content: str = "", **attributes: object) -> str:
    """One element. `class_` becomes class, underscores become hyphens."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(str(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(content: str, x: float, y: float, size: int = 12, **attributes: object) -> str:
    attributes.setdefault("fill", INK)
    return tag(
        "text", escape(content), x=round(x, 1), y=round(y, 1), font_size=size, font_family=FONT, **attributes
    )


def picture(parts: Iterable[str], width: int, height: int, title: str, class_: str = "nk-map") -> str:
    """A whole picture with a title that is read out; with links in it, it is a group of them and no image."""
    content = _NOT_XML.sub("", "".join(parts))
    return tag(
        "svg",
        tag("title", escape(_NOT_XML.sub("", title))) + content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        role="group" if "<a " in content else "img",
        class_=class_,
    )


def shortened(label: str, limit: int) -> str:
    return label if len(label) <= limit else f"{label[: limit - 1].rstrip()}…"


def in_lines(label: str, limit: int, most: int = 2) -> list[str]:
    """Break a label at its spaces into at most `most` lines of about `limit` characters."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > limit and len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [shortened(line, limit + 4) for line in lines]
