"""A report that is tables: frozen with the value of every cell, its text, and the record that a row comes from."""

from collections.abc import Sequence
from typing import Any, Literal

from naikkelas.kit import money

Kind = Literal["text", "idr", "count", "percent"]
Ref = tuple[str, int | str]
"""Where a row can be looked up: kind of record and its key; doors know the page."""
DASH = "–"


def column(label: str, kind: Kind = "text", *, width: int = 1) -> dict[str, Any]:
    """A column; `width` is its share of what the columns of text have between them."""
    return {"label": label, "kind": kind, "width": width}


def row(*cells: Any, ref: Ref | None = None, strong: bool = False) -> dict[str, Any]:
    """A row: whole numbers, texts, shares as (part, whole), None where nothing is known."""
    kept = [list(cell) if isinstance(cell, tuple) else cell for cell in cells]  # as JSON will give them back
    return {"cells": kept, "ref": list(ref) if ref else None, "strong": strong}


def table(
    name: str,
    title: str,
    columns: Sequence[dict[str, Any]],
    rows: Sequence[dict[str, Any]],
    *,
    notes: Sequence[str] = (),
    empty: str = "Tidak ada.",
) -> dict[str, Any]:
    """A table with the text of each cell beside its value, so that every document writes it alike."""
    kinds = [c["kind"] for c in columns]
    told = [
        r | {"texts": [_text(kind, cell, r["strong"]) for kind, cell in zip(kinds, r["cells"], strict=True)]}
        for r in rows
    ]
    return {
        "id": name, "title": title, "columns": list(columns), "rows": told, "notes": list(notes), "empty": empty,
    }  # fmt: skip


def _text(kind: str, cell: Any, strong: bool) -> str:
    if cell is None or cell == "":
        return "" if strong else DASH  # a sum says nothing where there is nothing to add up
    if kind == "percent":
        return money.percent(*cell)
    if kind in ("idr", "count"):
        return money.number(cell)
    return str(cell)
