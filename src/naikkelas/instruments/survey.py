"""A look at a spreadsheet whose headings say nothing to us: its sheets, their first rows, and what the columns hold."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from naikkelas.instruments import proposal
from naikkelas.instruments.cage import Answer
from naikkelas.instruments.fields import folded, squeezed
from naikkelas.instruments.finding import headings_within
from naikkelas.instruments.gazetteer import Place, key
from naikkelas.instruments.proposal import Column
from naikkelas.instruments.record_kinds import REGISTRY
from naikkelas.instruments.registry_fields import (
    COOPERATIVE_GROUPS,
    COOPERATIVE_KINDS,
    LEGAL_FORMS,
    MARKETS,
    SECTORS,
    SEXES,
    STATUSES,
)
from naikkelas.instruments.workbook import Sheet, sheets

TOP_ROWS = 60
MOST_SHEETS = 20
MOST_COLUMNS = 120
_SAMPLE = 5_000
_CELL = 150
_PATTERNS = {
    "nik": r"^'?[0-9]{16}$",
    "long_number": r"^[0-9][.,]?[0-9]*[eE]\+?[0-9]+$",
    "thirteen": r"^'?[0-9]{13}$",
    "phone": r"^'?(\+?62|0)8[0-9 .-]{7,14}$",
    "email": r"^[^@\s]+@[^@\s]+\.[A-Za-z]+$",
    "day": r"^([^0-9]*, ?)?([0-9]{1,2}[/. -]([0-9]{1,2}|[A-Za-z]{3,9})[/. -][0-9]{4}|[0-9]{1,2}[/. -][A-Za-z]{3,9}[/. -][0-9]{2}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?)$",
    "year": r"^(19[5-9][0-9]|20[0-4][0-9])$",
    "area_code": r"^[0-9]{2}\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?$",
    "kbli": r"^[0-9]{5}$",
    "latitude": r"^(-(10|[0-9])|[0-6])[.,][0-9]{3,}$",
    "longitude": r"^(9[4-9]|1[0-3][0-9]|14[0-2])[.,][0-9]{3,}$",
    "rupiah": r"^([Rr][Pp]\.? ?.*[0-9].*|-?[0-9]{1,3}([.,][0-9]{3})+([.,][0-9]{1,2})?|-?[0-9]{5,12})$",
    "whole": r"^[0-9]{1,9}$",
}
_WORDS = {
    "sex": SEXES, "sector": SECTORS, "legal_form": LEGAL_FORMS, "kind": COOPERATIVE_KINDS, "group": COOPERATIVE_GROUPS,
    "official_status": STATUSES, "market": MARKETS,
}  # fmt: skip


def survey(content: bytes, filename: str, places: list[Place], among: Sequence[str] = REGISTRY) -> Answer:
    """Values: `sheets`, each with name, hidden, rows, the first rows' cells, the counts of its columns, and where its
    heading probably stands; `best` is the sheet that looks most like a list. Raises Refused as reading does."""
    every = sheets(content, filename)[:MOST_SHEETS]
    names = {level: _keys(places, level) for level in ("regency", "district", "village")}
    told = [_sheet(sheet, names, among) for sheet in every]
    visible = [n for n, sheet in enumerate(every) if not sheet.hidden]
    best = max(visible, key=lambda n: (told[n]["score"], told[n]["rows"]), default=0)
    return Answer({"sheets": told, "best": best})


def _keys(places: list[Place], level: str) -> set[str]:
    """The names of a level of region in one spelling."""
    names = pl.DataFrame({"x": [p.name for p in places if p.level == level]}, schema={"x": pl.String})
    return set(names.select(key(pl.col("x"), level)).to_series())


def _sheet(sheet: Sheet, names: dict[str, set[str]], among: Sequence[str]) -> dict[str, Any]:
    cells = sheet.cells.select(sheet.cells.columns[: MOST_COLUMNS + 1])
    top = cells.head(TOP_ROWS)
    score, at, rows = max(
        (
            (proposal.heading_score(texts, sum(bool(t) for t in texts), among) - number, at, number)
            for at, number, texts in headings_within(Sheet(sheet.name, cells, None))
        ),
        key=lambda c: (c[0], -c[1]),
    )
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "rows": cells.height,
        "numbers": top["row"].to_list(),
        "top": [[None if c is None else c[:_CELL] for c in row] for row in top.drop("row").rows()],
        "columns": counted(cells.drop("row").slice(at + rows), names),
        "heading_at": at,
        "heading_rows": rows,
        "score": score,
    }


def counted(cells: pl.DataFrame, names: dict[str, set[str]]) -> list[dict[str, Any]]:
    """What the columns hold, from rows spread over the whole table."""
    step = max(1, cells.height // _SAMPLE)
    spread = squeezed(cells.gather_every(step).head(_SAMPLE)) if cells.height else cells
    if not spread.height:
        return [{"filled": 0, "distinct": 0, "kinds": {}} for _ in cells.columns]
    return [_column(spread[name].drop_nulls().alias("x"), names) for name in spread.columns]


def _column(said: pl.Series, names: dict[str, set[str]]) -> dict[str, Any]:
    if not said.len():
        return {"filled": 0, "distinct": 0, "kinds": {}}
    text, word = pl.col("x"), folded(pl.col("x"))
    shares = said.to_frame().select(
        *(text.str.contains(pattern).mean().alias(kind) for kind, pattern in _PATTERNS.items()),
        *(key(text, level).is_in(list(known)).mean().alias(level) for level, known in names.items()),
        *(word.is_in(list(words)).mean().alias(kind) for kind, words in _WORDS.items()),
    )
    kinds = {
        kind: round(share, 3) for kind, share in shares.row(0, named=True).items() if share and share >= 0.1
    }
    return {"filled": said.len(), "distinct": said.n_unique(), "kinds": kinds}


def column(told: dict[str, Any]) -> Column:
    return Column(told["filled"], told["distinct"], told["kinds"])
