"""A workbook: one sheet for the form and one for each repeat. It is written row by row into files of the system."""

import re
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import xlsxwriter

from naikkelas.instruments.answer_columns import Wanted, columns
from naikkelas.instruments.answer_tables import Table
from naikkelas.kit.problems import Kind, Refused
from naikkelas.reports.queries.answers import Keep, Reader
from naikkelas.reports.render.answers.cells import cells, headings

MOST_ROWS = 1_048_575
MOST_COLUMNS = 16_384
_EXACT = 10**15
TOO_MANY = Kind(
    "answers.too_many_rows",
    "Satu lembar XLSX memuat paling banyak {limit} baris. Unduh sebagai CSV.",
    "A sheet of XLSX holds at most {limit} rows. Take the CSV.",
)


def write(reader: Reader, wanted: Wanted, keep: Keep | None) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        _fill(file, reader, wanted, keep)
        file.seek(0)
        while part := file.read(65_536):
            yield part


def _fill(file: Any, reader: Reader, wanted: Wanted, keep: Keep | None) -> None:
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "bg_color": "#E7F1EC"})
    sheets, taken = {}, set()
    for table in reader.tables.tables:
        sheet = book.add_worksheet(_sheet_name(table, wanted, taken))
        for at, heading in enumerate(headings(table, wanted)[:MOST_COLUMNS]):
            sheet.write_string(0, at, heading[:32_000], bold)
        sheet.freeze_panes(1, 1)
        sheets[table.path] = (sheet, columns(table, wanted))
    used = dict.fromkeys(sheets, 0)
    for each in reader.answered(keep):
        for row in each.rows:
            sheet, found = sheets[row.table]
            used[row.table] += 1
            if used[row.table] > MOST_ROWS:
                raise Refused(TOO_MANY, limit=MOST_ROWS)
            for at, value in enumerate(cells(each, row, found, wanted)[:MOST_COLUMNS]):
                _cell(sheet, used[row.table], at, value)
    book.close()


def _cell(sheet: Any, row: int, column: int, value: Any) -> None:
    """Numbers that a workbook holds exactly as numbers, the rest as text: never a formula."""
    if isinstance(value, int | Decimal) and abs(value) < _EXACT:
        sheet.write_number(row, column, value)
    elif value not in (None, ""):
        sheet.write_string(row, column, str(value)[:32_000])


def _sheet_name(table: Table, wanted: Wanted, taken: set[str]) -> str:
    """At most 31 letters, none twice, none of those that Excel forbids."""
    base = re.sub(r"[\[\]:*?/\\']", "-", table.path) or ("Isian" if wanted.lang == "id" else "Submissions")
    name, number = base[-31:], 2
    while name.lower() in taken:
        name, number = f"{base[-27:]}~{number}", number + 1
    taken.add(name.lower())
    return name
