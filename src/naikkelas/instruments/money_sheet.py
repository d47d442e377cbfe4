"""Read one list of programmes: like a spreadsheet of the registry, and its sums of money are added up again."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from naikkelas.instruments import problem_kinds as kinds
from naikkelas.instruments import spreadsheet
from naikkelas.instruments.cage import Answer
from naikkelas.instruments.fields import Rupiah, folded, squeezed
from naikkelas.instruments.finding import MONEY, Found, Mapped, find, layout_of
from naikkelas.instruments.record_kinds import KINDS
from naikkelas.instruments.workbook import sheets
from naikkelas.kit.problems import Kind, Refused

MOST_ROWS = 1_000
"""While a list is tried, nobody else can write on SQLite: about 6 s for so many payments, 18 s for so many recipients."""
TOO_MANY = Kind(
    "money_file.too_many_rows",
    "Daftar berisi {rows} baris; batasnya {limit}, karena setiap baris diperiksa terhadap buku besar. Pecah per dokumen.",
    "The list has {rows} rows; the limit is {limit}, since every row is tried against the ledger. Split it by document.",
)
NOT_SAID = Kind(
    "money_file.not_said",
    "Berkas ini tidak memuat: {missing}. Isi di bagian “Yang tidak tertulis di berkas” lalu kirim ulang, atau "
    "tambahkan kolomnya.",
    "This file does not say: {missing}. Fill it in under “What the file does not say” and send it again, or add the column.",
)
NO_ROWS = Kind(
    "money_file.no_rows",
    "Di bawah judul kolom tidak ada baris. Periksa lembar yang dikirim.",
    "There are no rows below the headings. Check the sheet that was sent.",
)
_TOTAL = (
    r"^(sub ?total|grand total|jumlah|total)( (total|seluruhnya|keseluruhan|semua|akhir|halaman ini|rp))*$"
)
_SUMMED = ("amount_idr", "deductions_idr", "net_idr")


def read(
    content: bytes,
    filename: str,
    context: spreadsheet.Context,
    layout_id: str = "",
    mappings: Sequence[Mapped] = (),
) -> Answer:
    """Return a list of programmes as values. Tables: `values` (every row, column `row` the sender's row number),
    `problems`, and `cells` (the sheet as it was sent, so that it can be given back with what is wrong in it).

    Rows that only add up are checked and left out, and so is what stands below the table (place, day, signature). Raises
    Refused when the file as a whole cannot be used.
    """
    every = sheets(content, filename)
    found = find(every, layout_id, mappings, MONEY)
    cells = spreadsheet.body(found)
    sums = _adds_up(cells)
    table = _given(spreadsheet.named(found, cells), found, context)
    foot = _below(table, found, sums)
    lines = table.filter(~sums & ~foot)
    if not lines.height:
        raise Refused(NO_ROWS)
    if lines.height > MOST_ROWS:
        raise Refused(TOO_MANY, rows=lines.height, limit=MOST_ROWS)
    values, problems = spreadsheet.valued(found, lines, context)
    wrong = [_wrong_totals(table, sums, foot, found), _wrong_nets(values, found)]
    others = [s for s in every if s is not found.sheet]
    return Answer(
        {
            "layout": found.layout.id,
            "mapping": found.mapping,
            "record": found.layout.record,
            "sheet": found.sheet.name,
            "heads": layout_of(found.layout.record).headers | found.heads,
            "at": {field: at for at, field in found.fields.items()},
            "columns": _shown(found, context),
            "ignored_columns": [h for n, h in enumerate(found.headings) if h and n not in found.fields],
            "other_sheets": [s.name for s in others if not s.hidden],
            "sums": table.filter(sums)["row"].to_list(),
            "foot": table.filter(foot)["row"].to_list(),
            "rows": lines.height,
        },
        {
            "values": values,
            "problems": pl.concat([problems, *wrong]).sort("row"),
            "cells": found.sheet.cells,
        },
    )


def _shown(found: Found, context: spreadsheet.Context) -> list[str]:
    """Fields in the order of the file, and those that were told beside it."""
    fields = [field for _at, field in sorted(found.fields.items())]
    return fields + [field for field in context.given if field not in fields]


def _adds_up(cells: pl.DataFrame) -> pl.Series:
    """Which rows only add up others: one of their cells says so."""
    texts = squeezed(cells.drop("row"))
    says = [folded(pl.col(name)).str.contains(_TOTAL).fill_null(False) for name in texts.columns]
    return texts.select(pl.any_horizontal(says).alias("sums"))["sums"]


def _given(table: pl.DataFrame, found: Found, context: spreadsheet.Context) -> pl.DataFrame:
    """With what was told of the file as a whole where a row says nothing. Raises Refused for what is told nowhere."""
    kind = KINDS[found.layout.record]
    known = kind.fields(context.today)
    for field, text in context.given.items():
        if field in known and text:
            said = pl.col(field).fill_null(text) if field in table.columns else pl.lit(text)
            table = table.with_columns(said.alias(field))
    missing = [field for field in kind.must if field not in table.columns]
    if missing:
        heads = layout_of(found.layout.record).headers
        raise Refused(NOT_SAID, missing=", ".join(heads.get(f, f) for f in missing))
    return table


def _below(table: pl.DataFrame, found: Found, sums: pl.Series) -> pl.Series:
    """Which rows stand below the table: after its last amount (or what else every row fills), with no amount and hardly
    anything else."""
    anchor = KINDS[found.layout.record].anchor
    said = [f for f in found.fields.values() if f != anchor]
    has = table[anchor].is_not_null() | sums
    last = int(table.filter(has)["row"].max() or 0)  # type: ignore[arg-type]
    filled = table.select(pl.sum_horizontal(pl.col(f).is_not_null().cast(pl.Int32) for f in said).alias("n"))[
        "n"
    ]
    return (table["row"] > last) & table[anchor].is_null() & (filled <= 1)


def _amounts(table: pl.DataFrame, field: str) -> list[int | None]:
    return table.select(Rupiah(negative=True).read(field).value.alias(field))[field].to_list()


def _wrong_totals(table: pl.DataFrame, sums: pl.Series, foot: pl.Series, found: Found) -> pl.DataFrame:
    """Rows that add up to something else than what stands above them, since the last such row or since the top."""
    problems: list[dict[str, Any]] = []
    marks = list(zip(table["row"].to_list(), sums.to_list(), foot.to_list(), strict=True))
    for field in (f for f in _SUMMED if f in found.fields.values()):
        whole = part = 0
        unread = False  # then no sum can be right, and the row that is wrong is told already
        for (row, total, below), amount, said in zip(
            marks, _amounts(table, field), table[field].is_not_null(), strict=True
        ):
            unread = unread or (said and amount is None)
            if below or amount is None or (total and unread):
                continue
            if not total:
                whole, part = whole + amount, part + amount
            elif amount in (whole, part):
                part = 0
            else:
                added = part if part != whole and abs(amount - part) < abs(amount - whole) else whole
                problems.append(
                    {
                        "row": row,
                        "field": field,
                        "value": str(amount),
                        "params": f"sum={added}&off={amount - added}",
                    }
                )
                part = 0
    return _told(problems, found, kinds.WRONG_SUM)


def _wrong_nets(values: pl.DataFrame, found: Found) -> pl.DataFrame:
    """Rows whose net amount is not the gross one less what was kept back."""
    if not {"net_idr", "deductions_idr"} <= set(found.fields.values()):
        return _told([], found, kinds.WRONG_NET)
    due = pl.col("amount_idr") - pl.col("deductions_idr").fill_null(0)
    wrong = values.filter(due != pl.col("net_idr")).select("row", "net_idr", due.alias("due"))
    return _told(
        [
            {"row": row, "field": "net_idr", "value": str(net), "params": f"sum={due}"}
            for row, net, due in wrong.iter_rows()
        ],
        found,
        kinds.WRONG_NET,
    )


def _told(problems: Sequence[dict[str, Any]], found: Found, kind: Kind) -> pl.DataFrame:
    whole = [
        p | {"header": found.heads.get(p["field"], p["field"]), "code": kind.code, "error": True}
        for p in problems
    ]
    return pl.DataFrame(whole, schema=spreadsheet.PROBLEM_SCHEMA)
