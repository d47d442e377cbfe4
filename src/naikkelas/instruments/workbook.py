"""From the bytes of a spreadsheet to one table of text with the sender's own row numbers.

XLSX is read by calamine, which does not believe the file's <dimension>; CSV in the encodings and separators that
offices use. Nothing is interpreted here, except that cells which Excel stores as numbers are told apart from text:
a sixteen-digit NIK kept as a number has already lost its last digit.
"""

import io
import re
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import fastexcel
import polars as pl
from defusedxml import ElementTree

from naikkelas.instruments.opendocument import OpenDocumentNumbers, is_spreadsheet
from naikkelas.kit.problems import Kind, Refused

MAX_PACKED = 64 * 1024**2
MAX_UNPACKED = 600 * 1024**2
MAX_RATIO = 200
MAX_ENTRIES = 300
MAX_ROWS = 300_000
MAX_COLUMNS = 300
HEADER_WITHIN = 20
"""The header must stand within this many rows of the top."""
MAX_CELL = 10_000
CHUNK = 4 * 1024**2

EMPTY = Kind(
    "file.empty",
    "Berkas kosong. Pilih berkas yang berisi tabel.",
    "The file is empty. Choose one that holds a table.",
)
TOO_LARGE = Kind(
    "file.too_large",
    "Berkas terlalu besar ({size} MB; batas {limit} MB). Pecah per kabupaten/kota atau per kecamatan lalu kirim satu per satu.",
    "The file is too large ({size} MB; limit {limit} MB). Split it by kabupaten/kota or kecamatan and send the parts one by one.",
)
OLD_EXCEL = Kind(
    "file.old_excel",
    "Ini buku kerja Excel lama (.xls). Buka di Excel, pilih Simpan Sebagai “Excel Workbook (.xlsx)”, lalu kirim ulang.",
    "This is an old Excel workbook (.xls). Open it in Excel, choose Save As “Excel Workbook (.xlsx)”, and send it again.",
)
LOCKED = Kind(
    "file.locked",
    "Berkas dikunci dengan kata sandi, sehingga tidak dapat dibaca. Buka berkasnya, hapus kata sandinya (Excel: File, Info, "
    "Protect Workbook, Encrypt with Password, kosongkan), simpan, lalu kirim ulang.",
    "The file is locked with a password and cannot be read. Open it, remove the password (Excel: File, Info, Protect Workbook, "
    "Encrypt with Password, leave it empty), save, and send it again.",
)
NOT_A_TABLE = Kind(
    "file.not_a_table",
    "Berkas bukan XLSX, ODS atau CSV yang dapat dibaca. Simpan ulang dari aplikasi lembar kerja sebagai .xlsx lalu kirim lagi.",
    "The file is no XLSX, ODS or CSV that can be read. Save it again from the spreadsheet program as .xlsx and send it again.",
)
SUSPICIOUS = Kind(
    "file.suspicious",
    "Isi berkas mengembang tidak wajar saat dibuka ({detail}). Salin tabelnya ke buku kerja baru lalu kirim ulang.",
    "The file unpacks to an unreasonable size ({detail}). Copy the table into a new workbook and send it again.",
)
TOO_MANY_ROWS = Kind(
    "file.too_many_rows",
    "Tabel berisi {rows} baris; batasnya {limit}. Pecah per kabupaten/kota lalu kirim satu per satu.",
    "The table has {rows} rows; the limit is {limit}. Split it by kabupaten/kota and send the parts one by one.",
)


@dataclass(frozen=True)
class Sheet:
    """One sheet as text: column 'row' holds the sender's row number, 'c0', 'c1', … the cells.

    `long_numbers` finds the rows whose cell in a column is a number of 15 digits or more; None for CSV. A hidden
    sheet is read only where somebody asked for it.
    """

    name: str
    cells: pl.DataFrame
    long_numbers: "LongNumbers | OpenDocumentNumbers | None"
    hidden: bool = False


class LongNumbers:
    """Where a sheet stores numbers of 15 digits or more: what Excel makes of a NIK that was not typed as text.

    calamine tells texts and numbers apart, but not through the data frame; so the sheet's XML is read once more,
    in a thread beside it. Programs write cells differently (order of attributes, prefixes, exponents, formulas), so a
    long number is looked for first, and then the cell that it stands in.
    """

    _NUMBER = re.compile(rb"v>\s*(?:[0-9.]{15,}|[0-9.]+[eE]\+?[0-9]+)")
    _CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
    _PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]+)([0-9]+)["']""")
    _TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
    _WITHIN = 20_000
    """A cell's tag stands at most this far before its value: between them is a formula at most."""

    def __init__(self, content: bytes, member: str) -> None:
        self._content, self._member = content, member
        self._found: dict[int, set[int]] = {}
        self._thread = threading.Thread(target=self._scan, name="long-numbers")
        self._thread.start()

    def rows(self, header_row: int, filled: list[int], position: int) -> set[int]:
        """Rows with a long number in the column at `position` of the table, whose header has cells at `filled`.

        The table may begin right of column A: the header row tells how far.
        """
        self._thread.join()
        if not self._found:
            return set()
        written = self._columns(header_row)
        for first in written:
            offset = first - filled[0]
            if all(n + offset in written for n in filled):
                return self._found.get(position + offset, set())
        return set().union(*self._found.values())  # rather one row too many given back than a wrong NIK taken

    def _scan(self) -> None:
        for text in self._pieces():
            for match in self._NUMBER.finditer(text):
                before = max(0, match.start() - self._WITHIN)
                cells = list(self._CELL.finditer(text, before, match.start()))
                cell = cells[-1] if cells else None
                place = self._PLACE.search(cell[1]) if cell else None
                kind = self._TYPE.search(cell[1]) if cell else None
                if place and (kind is None or kind[1] == b"n"):
                    self._found.setdefault(_column_number(place[1]), set()).add(int(place[2]))

    def _columns(self, row: int) -> list[int]:
        """Numbers of the columns that have something in a row."""
        filled = re.compile(
            rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]+)%d["'][^>]*>\s*<(?:\w+:)?(?:v|is|f)[\s>]""" % row
        )
        for text in self._pieces():
            if found := [_column_number(letters) for letters in filled.findall(text)]:
                return found
        return []

    def _pieces(self) -> Iterator[bytes]:
        """The sheet's XML in pieces that end with a row (or, where there is none in 4 MB, with a tag)."""
        with zipfile.ZipFile(io.BytesIO(self._content)) as archive, archive.open(self._member) as stream:
            rest = b""
            while piece := stream.read(CHUNK):
                text = rest + piece
                cut = text.rfind(b"row>") + 4
                if cut < 4:
                    cut = text.rfind(b"/>") + 2
                rest = text[cut:] if cut > 1 else text
                yield text[:cut] if cut > 1 else b""
            yield rest


def _column_number(letters: bytes) -> int:
    """b"A" is 0, b"AA" is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""What a workbook with a password is: not a package but an old compound file, which holds the package under this name."""


def sheets(content: bytes, filename: str) -> list[Sheet]:
    """Return the sheets of a workbook, hidden ones marked, or the one table of a CSV. Raises Refused."""
    if not content.strip(b"\0 \r\n\t"):
        raise Refused(EMPTY)
    if len(content) > MAX_PACKED:
        raise Refused(TOO_LARGE, status=413, size=len(content) // 1024**2, limit=MAX_PACKED // 1024**2)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(LOCKED if _ENCRYPTED in content else OLD_EXCEL)
    if content.startswith(b"%PDF"):
        raise Refused(NOT_A_TABLE)
    if content.startswith(b"PK"):
        return _workbook(content)
    return [_csv(content)]


# ── XLSX, XLSM and ODS ──


def _workbook(content: bytes) -> list[Sheet]:
    members = _members(content)
    try:
        reader = fastexcel.read_excel(content)
        found = []
        for name in reader.sheet_names:
            long_numbers: LongNumbers | OpenDocumentNumbers | None
            if members is None:
                long_numbers = OpenDocumentNumbers(content, name)
            else:
                long_numbers = LongNumbers(content, members[name]) if name in members else None
            sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            cells = _numbered(sheet.to_polars())
            if cells.height:  # new workbooks come with sheets that nobody wrote in
                found.append(Sheet(name, cells, long_numbers, hidden=sheet.visible != "visible"))
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError) as error:
        raise Refused(NOT_A_TABLE) from error
    if not any(not sheet.hidden for sheet in found):
        raise Refused(EMPTY)
    return found


def _members(content: bytes) -> dict[str, str] | None:
    """Check the package against bombs; return {sheet name: its part}, or None for an OpenDocument spreadsheet.

    A workbook with macros is taken: their part is never opened here.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused(NOT_A_TABLE) from error
    with archive:
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES:
            raise Refused(SUSPICIOUS, detail=f"{len(entries)} bagian")
        if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(len(content), 10_000):
            raise Refused(SUSPICIOUS, detail=f"{unpacked // 1024**2} MB")
        names = {entry.filename for entry in entries}
        if _locked(archive, names):
            raise Refused(LOCKED)
        if is_spreadsheet(archive):
            return None
        if "xl/workbook.xml" not in names:
            raise Refused(NOT_A_TABLE)
        return _sheet_parts(archive)


def _locked(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether an OpenDocument package has a password: its manifest says how it is encrypted, or it holds another package."""
    if "encrypted-package" in names:
        return True
    manifest = "META-INF/manifest.xml"
    return manifest in names and b"encryption-data" in archive.read(manifest)


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"), forbid_dtd=True)
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    except (KeyError, ElementTree.ParseError, ValueError, zipfile.BadZipFile) as error:
        raise Refused(NOT_A_TABLE) from error
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    parts = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.namelist():
            parts[sheet.get("name", "")] = part
    return parts


def _numbered(cells: pl.DataFrame) -> pl.DataFrame:
    if cells.width > MAX_COLUMNS:
        cells = cells.select(cells.columns[:MAX_COLUMNS])
    cells = cells.rename({name: f"c{n}" for n, name in enumerate(cells.columns)})
    return _checked(cells.with_row_index("row", offset=1))


def _checked(cells: pl.DataFrame) -> pl.DataFrame:
    """Drop rows with nothing in them; refuse more rows than we take; cut absurdly long cells and drop NULs."""
    columns = [name for name in cells.columns if name != "row"]
    if not columns:
        return cells.clear()
    blank = pl.all_horizontal(pl.col(columns).is_null() | (pl.col(columns).str.strip_chars() == ""))
    empty_rows = cells.select(blank).to_series()
    kept = cells.filter(~empty_rows) if empty_rows.any() else cells  # a filter copies the whole table
    if kept.height > MAX_ROWS:
        raise Refused(TOO_MANY_ROWS, rows=kept.height, limit=MAX_ROWS)
    longest = kept.select(pl.col(columns).str.len_bytes().max().fill_null(0)).row(0, named=True)
    kept = kept.with_columns(pl.col(c).str.head(MAX_CELL) for c in columns if longest[c] > MAX_CELL)
    # "_x0000_" in a workbook means a NUL, which PostgreSQL takes neither in text nor in JSON
    nul = kept.select(pl.col(columns).str.contains("\0", literal=True).any()).row(0, named=True)
    return kept.with_columns(pl.col(c).str.replace_all("\0", "", literal=True) for c in columns if nul[c])


# ── CSV ──

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def _csv(content: bytes) -> Sheet:
    text = _decoded(content)
    if not text.strip():
        raise Refused(EMPTY)
    if "\0" in text:
        raise Refused(NOT_A_TABLE)
    separator = _separator(text)
    if separator is None:
        raise Refused(NOT_A_TABLE)
    try:
        cells = pl.read_csv(
            text.encode(),
            has_header=False,
            separator=separator,
            infer_schema=False,
            truncate_ragged_lines=True,
            raise_if_empty=True,
        )
    except pl.exceptions.PolarsError as error:
        raise Refused(NOT_A_TABLE) from error
    numbered = _numbered(cells)
    if not numbered.height:
        raise Refused(EMPTY)
    return Sheet("", numbered, None)


def _decoded(content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise Refused(NOT_A_TABLE) from error
    for encoding, silent in (("utf-16-le", 1), ("utf-16-be", 0)):
        if _every_other_is_nul(content, silent):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # what Windows in Indonesia writes; every byte has a meaning there, so this cannot fail
        return content.decode("cp1252", errors="replace")


def _every_other_is_nul(content: bytes, silent: int) -> bool:
    """Whether a file without a mark at its head is UTF-16: Latin text then has a zero beside nearly every letter."""
    head = content[:2_000]
    zeros, letters = head[silent::2], head[1 - silent :: 2]
    return len(head) > 20 and zeros.count(0) > 0.9 * len(zeros) and letters.count(0) == 0


def _separator(text: str) -> str | None:
    """The separator that occurs most evenly in the first lines; None when no line has one."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:HEADER_WITHIN]
    counts = {mark: [line.count(mark) for line in lines] for mark in (";", ",", "\t", "|")}
    best = max(counts, key=lambda mark: (sum(n > 0 for n in counts[mark]), max(counts[mark], default=0)))
    return best if any(counts[best]) else None
