"""Headings that stand in one row or in several: joined to one text a column, and recognised when they come again."""

import hashlib
import re
from collections.abc import Sequence

from naikkelas.kit.text import folded

MOST_ROWS = 3
"""A heading may stand in this many rows."""
BETWEEN = " / "
Cells = Sequence[str | None]
_NUMBER = re.compile(r"^\(?[0-9][0-9.,/:() +-]*\)?$")
_LONG = re.compile(r"[0-9]{13,}")
_NUMBERED = re.compile(r"^\(?([0-9]{1,3})\)?(?:\.0)?$")


def joined(rows: Sequence[Cells]) -> list[str]:
    """One heading a column: 'Alamat' above 'Desa' and 'Kecamatan' gives 'Alamat / Desa' and 'Alamat / Kecamatan'.

    A cell merged over columns is written in its first column only, so it holds for the empty ones right of it that
    have something below.
    """
    upper: list[list[str]] = []
    for number, row in enumerate(rows):
        # who takes a row of data for the heading must not make a person's number the name of a column
        cells = [_LONG.sub("…", " ".join((cell or "").split())) for cell in row]
        if number < len(rows) - 1:
            below = [
                any((later[at] or "").strip() for later in rows[number + 1 :]) for at in range(len(cells))
            ]
            for at in range(1, len(cells)):
                if not cells[at] and cells[at - 1] and below[at] and below[at - 1]:
                    cells[at] = cells[at - 1]
        upper.append(cells)
    return [
        BETWEEN.join(dict.fromkeys(cell for cell in column if cell))[:150]
        for column in zip(*upper, strict=True)
    ]


def may_go_on(upper: Cells, lower: Cells) -> bool:
    """Whether the row below a heading can be its second row: it fills gaps that a merged cell leaves, with words."""
    if any(_NUMBER.match((cell or "").strip()) for cell in lower):
        return False
    gaps = [not (a or "").strip() and bool((b or "").strip()) for a, b in zip(upper, lower, strict=True)]
    left = [bool((a or "").strip()) for a in upper]
    return any(gap and at and any(left[:at]) for at, gap in enumerate(gaps))


def numbers_columns(cells: Cells) -> bool:
    """Whether a row only numbers the columns, as many tables do below their headings: (1) (2) (3)."""
    said = [(cell or "").strip() for cell in cells if (cell or "").strip()]
    found = [_NUMBERED.match(cell) for cell in said]
    return len(said) > 2 and all(found) and [int(m[1]) for m in found if m] == list(range(1, len(said) + 1))


def fingerprint(headings: Sequence[str]) -> str:
    """What the headings of a table are recognised by: the same however they are capitalised and spaced."""
    told = [folded(heading) for heading in headings]
    while told and not told[-1]:
        told.pop()
    return hashlib.blake2b("|".join(told).encode(), digest_size=16).hexdigest()
