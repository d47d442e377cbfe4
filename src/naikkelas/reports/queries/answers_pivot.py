"""Answers counted or summed by two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from naikkelas.instruments.answer_columns import number
from naikkelas.instruments.answer_rows import Row
from naikkelas.instruments.answer_tables import Question
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.reports.queries.answers import Answered, Keep, Reader

MOST_ROWS, MOST_COLUMNS = 300, 60
ASIDE = ("__area", "__month", "__sender")
"""What a table may be made by that nobody asked: where, when, and by whom it was sent."""
TWO_REPEATS = Kind(
    "answers.two_repeats",
    "Kedua pertanyaan berada di bagian berulang yang berbeda. Pilih dari bagian yang sama.",
    "The two questions stand in different repeats. Choose from the same one.",
)
TOO_WIDE = Kind(
    "answers.too_wide",
    "Jawabannya terlalu beragam untuk tabel (paling banyak {rows} baris dan {columns} kolom). Pilih pertanyaan pilihan.",
    "The answers differ too much for a table (at most {rows} rows and {columns} columns). Choose a question with choices.",
)


@dataclass
class Pivot:
    """Figures by row and column; both in the order of the choices, then of the alphabet."""

    cells: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    unread: int = 0
    """Answers to the question summed that are no number."""

    def lines(self) -> list[tuple[str, list[int | Decimal], int | Decimal]]:
        return [
            (row, [self._at(row, c) for c in self.columns], _plain(sum(self._at(row, c) for c in self.columns)))
            for row in self.rows
        ]  # fmt: skip

    def totals(self) -> list[int | Decimal]:
        sums = [sum(self._at(row, c) for row in self.rows) for c in self.columns]
        return [*(_plain(s) for s in sums), _plain(sum(sums))]

    def _at(self, row: str, column: str) -> int | Decimal:
        return _plain(self.cells.get((row, column), 0))


def _plain(value: int | Decimal) -> int | Decimal:
    return int(value) if value == int(value) else value


@dataclass(frozen=True)
class By:
    """What a table is made by: `down` its rows, `over` its columns (empty: one), `total` the numbers that are summed
    (empty: rows are counted)."""

    down: str
    over: str = ""
    total: str = ""


Counted = tuple[Answered, Row, "int | Decimal | None", list[tuple[str, str]]]


def pivot(reader: Reader, by: By, *, lang: str, keep: Keep | None) -> Pivot:
    """Count answers (or sum `total`) by one question and, if wanted, across another. Raises Refused, KeyError."""
    found = Pivot()
    for _each, _row, amount, cells in _counted(reader, by, lang, keep):
        if amount is None:
            found.unread += 1
            continue
        for cell in cells:
            found.cells[cell] = found.cells.get(cell, Decimal(0)) + amount
        if len(found.cells) > MOST_ROWS * MOST_COLUMNS:
            raise Refused(TOO_WIDE, rows=MOST_ROWS, columns=MOST_COLUMNS)
    found.rows = _ordered(reader, by.down, {r for r, _ in found.cells}, lang)
    found.columns = _ordered(reader, by.over, {c for _, c in found.cells}, lang)
    if len(found.rows) > MOST_ROWS or len(found.columns) > MOST_COLUMNS:
        raise Refused(TOO_WIDE, rows=MOST_ROWS, columns=MOST_COLUMNS)
    return found


def behind(
    reader: Reader, by: By, *, lang: str, keep: Keep | None, row: str | None, column: str | None, unread: bool = False
) -> Iterator[tuple[Answered, Row, int]]:  # fmt: skip
    """The rows of answers that a figure is made of, the newest first: of a cell, of a row or column of them (None: all),
    or what was left out as no number. With how often each counts there."""
    for each, found, amount, cells in _counted(reader, by, lang, keep, backwards=True):
        times = sum(row in (None, r) and column in (None, c) for r, c in cells)
        if times and (amount is None) == unread:
            yield each, found, times


def table_of(reader: Reader, by: By) -> str:
    """The innermost table that holds all questions, seen from its rows."""
    paths = [path for path in (by.down, by.over, by.total) if path and path not in ASIDE]
    of = {q.path: t.path for t in reader.tables.tables for q in t.questions}
    wanted = {of[path] for path in paths} - {""}
    if len(wanted) > 1:
        raise Refused(TWO_REPEATS)
    return next(iter(wanted), "")


def _counted(
    reader: Reader, by: By, lang: str, keep: Keep | None, *, backwards: bool = False
) -> Iterator[Counted]:
    """Every row of answers with its amount (None: no number) and the cells that it counts in."""
    table = table_of(reader, by)
    down, over = _dimension(reader, by.down, lang), _dimension(reader, by.over, lang)
    for each in reader.answered(keep, backwards=backwards):
        for row in each.of(table):
            amount: int | Decimal | None = 1
            if by.total:
                text = row.values.get(by.total) or each.values.get(by.total, "")
                if not text:
                    continue
                amount = number(text)
            yield each, row, amount, list(product(down(each, row), over(each, row)))


def _dimension(reader: Reader, path: str, lang: str) -> Callable[[Answered, Row], list[str]]:
    if not path:
        return lambda _each, _row: [""]
    if path == "__area":
        return lambda each, _row: [each.place]
    if path == "__month":
        return lambda each, _row: [f"{each.received_at.astimezone(places.zone_of(each.area)):%Y-%m}"]
    if path == "__sender":
        return lambda each, _row: [each.sender]
    question = reader.tables.question(path)
    if question is None:
        raise KeyError(path)

    def values(each: Answered, row: Row) -> list[str]:
        answer = row.values.get(path) or each.values.get(path, "")
        codes = answer.split() if question.kind == "many" else [answer]
        return [_called(question, code, lang) for code in codes] or [""]

    return values


def _called(question: Question, code: str, lang: str) -> str:
    return question.choices[code].to(lang) or code if code in question.choices else code[:100]


def _ordered(reader: Reader, path: str, found: set[str], lang: str) -> list[str]:
    question = reader.tables.question(path) if path and path not in ASIDE else None
    order = {text.to(lang): at for at, text in enumerate(question.choices.values())} if question else {}

    def place(text: str) -> tuple:
        amount = number(text) if text else None
        return (not text, order.get(text, len(order)), amount is None, amount or 0, text)

    return sorted(found, key=place)
