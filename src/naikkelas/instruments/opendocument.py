"""What calamine does not tell of an OpenDocument spreadsheet (ODS): which long numbers are numbers and not texts."""

import io
import re
import zipfile
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_LONG = re.compile(rb"""office:value\s*=\s*["'](?:[0-9.]{15,}|[0-9.]+[eE]\+?[0-9]+)["']""")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_VALUE = re.compile(r"(?:[0-9.]{15,}|[0-9.]+[eE]\+?[0-9]+)")
_CHUNK = 4 * 1024**2
_MOST_REPEATED = 300_000
"""Rows that repeat more often than a table may be long are the empty end of a sheet."""


def is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    """Whether the package says that it is an OpenDocument spreadsheet (or a template of one)."""
    if not {"mimetype", "content.xml"} <= set(archive.namelist()):
        return False
    try:
        with archive.open("mimetype") as file:
            return file.read(200).strip().startswith(MIMETYPE)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False  # damaged, packed in an unknown way, or locked with a password


class OpenDocumentNumbers:
    """Where a sheet stores numbers of 15 digits or more. The whole document is walked only where there are any."""

    def __init__(self, content: bytes, sheet: str) -> None:
        self._content, self._sheet = content, sheet

    def rows(self, header_row: int, filled: list[int], position: int) -> set[int]:
        """Rows with a long number in the column at `position` of the table, which begins with its first filled column."""
        with zipfile.ZipFile(io.BytesIO(self._content)) as archive:
            if not self._any(archive):
                return set()
            with archive.open("content.xml") as stream:
                found, first = self._walk(stream)
        return {row for row, column in found if column == position + first}

    @staticmethod
    def _any(archive: zipfile.ZipFile) -> bool:
        with archive.open("content.xml") as stream:
            rest = b""
            while piece := stream.read(_CHUNK):
                if _LONG.search(rest + piece):
                    return True
                rest = piece[-100:]
        return False

    def _walk(self, stream: IO[bytes]) -> tuple[set[tuple[int, int]], int]:
        """The places of long numbers, rows counted from 1, and the first column with anything in it."""
        found: set[tuple[int, int]] = set()
        row, first, within = 0, None, False
        for event, element in ElementTree.iterparse(stream, events=("start", "end"), forbid_dtd=True):
            if element.tag == f"{_TABLE}table":
                within = event == "start" and element.get(f"{_TABLE}name") == self._sheet
                if event == "end":
                    element.clear()
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                if within:
                    times = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
                    columns, begins = _long_columns(element)
                    if begins is not None:
                        first = begins if first is None else min(first, begins)
                    found |= {(row + n + 1, c) for n in range(min(times, _MOST_REPEATED)) for c in columns}
                    row += times
                element.clear()
        return found, first or 0


def _long_columns(row: Element) -> tuple[list[int], int | None]:
    """Columns of a row that hold long numbers, and the first that holds anything."""
    found: list[int] = []
    at, begins = 0, None
    for cell in row:
        times = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), 20_000)
        kind = cell.get(f"{_OFFICE}value-type")
        if kind is not None and begins is None:
            begins = at
        if kind == "float" and _VALUE.fullmatch(cell.get(f"{_OFFICE}value", "")):
            found += range(at, at + times)
        at += times
    return found, begins
