"""The rows of a table as they are written: what identifies a row first, then its answers."""

from collections.abc import Iterator
from typing import Any

from naikkelas.instruments.answer_columns import Column, Wanted, columns
from naikkelas.instruments.answer_rows import Row
from naikkelas.instruments.answer_tables import Table
from naikkelas.kit.cells import csv_line, defused
from naikkelas.reports.queries.answers import Answered, Keep, Reader

ROOT = ("key", "number", "received", "sender", "area", "place", "version")
REPEAT = ("key", "parent_key", "index", "submission_key")
_HEADINGS = {
    "id": {
        "key": "KUNCI", "number": "NOMOR", "received": "DITERIMA", "sender": "PETUGAS", "area": "KODE WILAYAH",
        "place": "WILAYAH", "version": "VERSI", "parent_key": "KUNCI INDUK", "index": "URUTAN", "submission_key": "KUNCI ISIAN",
    },
    "en": {
        "key": "KEY", "number": "NUMBER", "received": "RECEIVED", "sender": "SENDER", "area": "AREA CODE", "place": "AREA",
        "version": "VERSION", "parent_key": "PARENT KEY", "index": "INDEX", "submission_key": "SUBMISSION KEY",
    },
}  # fmt: skip


def headings(table: Table, wanted: Wanted) -> list[str]:
    """Codes where codes are wanted, else words of the language."""
    names = REPEAT if table.path else ROOT
    first = [_HEADINGS[wanted.lang][n] if wanted.labels else n.upper() for n in names]
    return [*first, *(c.heading for c in columns(table, wanted))]


def identity(each: Answered, row: Row) -> list[Any]:
    if row.table:
        return [row.key, row.parent, row.index, each.rows[0].key]
    return [
        row.key, each.number, each.received_at.isoformat(), each.sender, each.area, each.place, each.version
    ]  # fmt: skip


def cells(each: Answered, row: Row, found: list[Column], wanted: Wanted) -> list[Any]:
    return [*identity(each, row), *(c.value(row.values.get(c.question.path, ""), wanted) for c in found)]


def lines(reader: Reader, table: Table, wanted: Wanted, keep: Keep | None) -> Iterator[list[Any]]:
    """Every row of one table."""
    found = columns(table, wanted)
    for each in reader.answered(keep):
        for row in each.of(table.path):
            yield cells(each, row, found, wanted)


def flat(reader: Reader, wanted: Wanted, keep: Keep | None) -> Iterator[list[Any]]:
    """One row a submission; the answers of a repeat stand in one cell, one after the other, each in the place of its turn in
    every such cell. Its heading first."""
    root, *repeats = reader.tables.tables
    found = columns(root, wanted)
    within = [(t, c) for t in repeats for c in columns(t, Wanted(wanted.labels, wanted.lang))]
    yield [*headings(root, wanted), *(f"{t.path}/{c.heading}" for t, c in within)]
    for each in reader.answered(keep):
        line = cells(each, each.rows[0], found, wanted)
        for table, column in within:
            texts = [
                column.text(row.values.get(column.question.path, ""), wanted) for row in each.of(table.path)
            ]
            line.append(" | ".join(texts) if any(texts) else "")
        yield line


def written(values: list[Any], delimiter: str = ";") -> bytes:
    return csv_line([defused(value) for value in values], delimiter).encode()
