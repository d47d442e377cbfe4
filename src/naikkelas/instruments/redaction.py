"""A spreadsheet as it was sent, without the rows about one person."""

import csv
import io
import zipfile

import polars as pl
import xlsxwriter

from naikkelas.instruments import workbook
from naikkelas.instruments.cage import Answer
from naikkelas.kit.needles import Needles
from naikkelas.kit.problems import Refused


def without_rows(content: bytes, filename: str, needles: Needles) -> Answer:
    """values: {rows: how many are about the person}; where there are any, table `file` holds the file written anew.

    Cells and row numbers stay as they were; formats, remarks and properties go. A file that cannot be read as a table
    and holds something of the person is given back empty.
    """
    try:
        sheets = workbook.sheets(content, filename)
    except Refused:
        found = any(needles.about(text) for text in _texts(content))
        return _answer(1, b"") if found else Answer({"rows": 0})
    kept, rows = [], 0
    for sheet in sheets:
        cells = [name for name in sheet.cells.columns if name != "row"]
        lines = sheet.cells.select(pl.concat_str(pl.col(cells).fill_null(""), separator="\x1f")).to_series()
        about = pl.Series("about", [needles.about(line) for line in lines], dtype=pl.Boolean)
        rows += int(about.sum())
        kept.append((sheet.name, sheet.cells.filter(~about)))
    if not rows and not any(needles.about(text) for text in _texts(content)):
        return Answer({"rows": 0})
    if content.startswith(b"PK"):
        return _answer(rows, _book(kept))
    return _answer(rows, _csv(kept[0][1]))


def _answer(rows: int, content: bytes) -> Answer:
    return Answer(
        {"rows": rows}, {"file": pl.DataFrame({"content": [content]}, schema={"content": pl.Binary})}
    )


def _texts(content: bytes) -> list[str]:
    """Everything in a file that may be text: the parts of a package, or the bytes themselves in the usual encodings."""
    parts = _parts(content) if content.startswith(b"PK") else None
    return parts or [
        content.decode(encoding, errors="replace") for encoding in ("utf-8", "cp1252", "utf-16-le")
    ]


def _parts(content: bytes) -> list[str] | None:
    """The texts of a package; None for what is no whole package, which is then looked at as bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [e for e in archive.infolist() if e.file_size <= workbook.MAX_UNPACKED]
            return [archive.read(e).decode("utf-8", errors="replace") for e in entries]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return None


def _csv(cells: pl.DataFrame) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    width = cells.width - 1
    at = 1
    for row, *values in cells.iter_rows():
        for _gap in range(row - at):
            writer.writerow([""] * width)
        writer.writerow(["" if value is None else value for value in values])
        at = row + 1
    return buffer.getvalue().encode()


def _book(sheets: list[tuple[str, pl.DataFrame]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False})
    for name, cells in sheets:
        sheet = book.add_worksheet(name)
        for row, *values in cells.iter_rows():
            for column, value in enumerate(values):
                if value not in (None, ""):
                    sheet.write_string(row - 1, column, value[:32_000])
    book.close()
    return buffer.getvalue()
