"""Files that lie, swell or carry what they should not: refused with the reason, or read whole, in bounded time and memory."""

import io
import os
import time
import zipfile

import polars as pl
import pytest

from naikkelas.instruments import cage, spreadsheet, workbook
from naikkelas.instruments.cage import Answer, ReaderFailed
from naikkelas.kit.problems import Refused
from tests.cost import measured
from tests.unit.instruments.books import (
    CONTEXT,
    DINAS,
    GOOD,
    book,
    packed,
    parts,
    problems,
    read,
    sheet_xml,
    text_cell,
    text_row,
)  # fmt: skip


def refusal(content: bytes) -> Refused:
    with measured() as cost, pytest.raises(Refused) as caught:
        read(content)
    assert cost.seconds < 2
    return caught.value


def test_a_sheet_that_says_it_holds_one_cell_is_read_to_its_end():
    rows = text_row(1, DINAS) + "".join(
        text_row(n, [f"Usaha {n}", *GOOD[1:2], "", "Kalianda"]) for n in range(2, 23)
    )
    answer = read(packed(parts(sheet_xml(rows, dimension="A1"))))
    assert answer.values["rows"] == 21
    assert answer.tables["good"]["row"].to_list() == list(range(2, 23))


def test_a_sheet_that_says_it_fills_the_whole_grid_is_read_all_the_same():
    rows = text_row(1, DINAS) + text_row(2, GOOD)
    assert read(packed(parts(sheet_xml(rows, dimension="A1:XFD1048576")))).tables["good"].height == 1


@pytest.mark.slow
def test_a_million_styled_empty_rows_cost_little():
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(3, 1_000_003))
    content = packed(parts(sheet_xml(text_row(1, DINAS) + text_row(2, GOOD) + empty)))
    start = time.monotonic()
    answer = cage.run(spreadsheet.read, content, "uji", CONTEXT, "")
    assert time.monotonic() - start < 30
    assert answer.tables["good"]["row"].to_list() == [2]


def test_a_filled_cell_in_the_farthest_corner_ends_the_child_and_not_the_server():
    rows = text_row(1, DINAS) + f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    with pytest.raises(Refused) as caught:
        cage.run(spreadsheet.read, packed(parts(sheet_xml(rows))), "uji", CONTEXT, "")
    assert caught.value.kind.code == "file.too_heavy"
    assert "buku kerja baru" in caught.value.text("id")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = packed(parts(sheet_xml("")) | {"xl/media/image1.png": b"\0" * 60_000_000})
    assert len(bomb) < 100_000
    assert refusal(bomb).kind.code == "file.suspicious"


def test_a_package_of_thousands_of_parts_is_refused():
    crowd = packed(parts(sheet_xml("")) | {f"xl/x{n}.xml": "" for n in range(400)})
    assert refusal(crowd).kind.code == "file.suspicious"


def test_a_zip_whose_directory_understates_its_size_is_refused():
    """The parts are larger than the list says: the checksum and length fail while reading."""
    content = bytearray(packed(parts(sheet_xml(text_row(1, DINAS) + text_row(2, GOOD)))))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        real = archive.getinfo("xl/workbook.xml").file_size
    at = content.rindex(b"xl/workbook.xml") - 46
    content[at + 24 : at + 28] = (real // 2).to_bytes(4, "little")
    assert refusal(bytes(content)).kind.code == "file.not_a_table"


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "custom/vbaProject.bin"])
def test_a_workbook_with_macros_is_read_and_the_macros_are_passed_over(name: str):
    """Their part is damaged on purpose: whoever opened it would fail."""
    content = packed(parts(sheet_xml(text_row(1, DINAS) + text_row(2, GOOD))) | {name: b"\xd0\xcf\x11\xe0"})
    assert read(content).tables["good"]["name"].to_list() == ["Keripik Siger"]


DTD = '<!DOCTYPE workbook [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
NOT_TABLES = {
    "a zip of something else": packed({"readme.txt": "halo"}),
    "a Word document": packed(
        {"word/document.xml": "<x/>", "[Content_Types].xml": TYPES} if (TYPES := "<x/>") else {}
    ),
    "half a zip": book({"Data": [DINAS, GOOD]})[:1_500],
    "a zip's head only": b"PK\x03\x04" + os.urandom(200),
    "a photo": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4,
    "a PDF": b"%PDF-1.7\n\x00\x00" + os.urandom(50),
    "one long word": b"x" * 5_000,
    "workbook.xml is no XML": packed(parts("") | {"xl/workbook.xml": "<workbook"}),
    "workbook.xml with a DOCTYPE": packed(
        parts(sheet_xml(""))
        | {"xl/workbook.xml": parts("")["xl/workbook.xml"].replace("<workbook", DTD + "<workbook", 1)}
    ),
    "no relations": packed({k: v for k, v in parts(sheet_xml("")).items() if "rels" not in k}),
    "the sheet's part is missing": packed({k: v for k, v in parts("").items() if "sheet1" not in k}),
    "the sheet is no XML": packed(parts("<worksheet><sheetData><row")),
}


@pytest.mark.parametrize("name", NOT_TABLES)
def test_what_is_no_table_is_refused_with_the_remedy(name: str):
    refused = refusal(NOT_TABLES[name])
    assert refused.kind.code == "file.not_a_table"
    assert ".xlsx" in refused.text("id")
    assert ".xlsx" in refused.text("en")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"\0" * 3_000, "file.empty"),
        (b" \r\n\t\n", "file.empty"),
        (b"\xef\xbb\xbf", "file.empty"),
        (b"\xff\xfe", "file.empty"),
        (b"\n,,,\n,,,\n", "file.empty"),
        (book({"Data": []}), "file.empty"),
        (book({"Data": [[None, " "], ["", None]]}), "file.empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file.old_excel"),
        (b"satu,dua,tiga\n1,2,3\n", "file.unknown_layout"),
        (book({"Data": [["Nama UMKM", "Nama Pelaku Usaha", "NIK KTP"], GOOD[:3]]}), "file.missing_columns"),
    ],
)
def test_empty_old_and_unknown_files_are_told_apart(content: bytes, code: str):
    refused = refusal(content)
    assert refused.kind.code == code
    assert refused.text("id") != refused.text("en")


def test_missing_columns_are_named_as_the_office_writes_them():
    refused = refusal(book({"Rekap": [["Nama UMKM", "Nama Pelaku Usaha", "NIK KTP", "Alamat"], GOOD]}))
    assert refused.params == {"sheet": "Rekap", "layout": "UMKM – rekap dinas", "missing": "Kec"}


def test_a_file_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_PACKED", 1_000)
    refused = refusal(b"a,b\n" * 1_000)
    assert (refused.kind.code, refused.status) == ("file.too_large", 413)


def test_too_many_rows_are_refused_with_their_number(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    refused = refusal(b"Nama UMKM;Nama Pelaku Usaha;Kec\n" + b"a;b;c\n" * 5)
    assert (refused.kind.code, refused.params) == ("file.too_many_rows", {"rows": 6, "limit": 3})


def test_thousands_of_columns_are_cut_and_huge_cells_shortened():
    wide = book({"Data": [[*DINAS, *[f"x{n}" for n in range(2_000)]], ["a" * 30_000, *GOOD[1:]]]})
    answer = read(wide)
    assert len(answer.values["headers"]) == workbook.MAX_COLUMNS
    assert problems(answer) == [(2, "Nama UMKM", "cell.too_long")]


# ── the cage ──


def _busy() -> Answer:
    while True:
        pass


def _hungry() -> Answer:
    return Answer({"size": len(bytearray(cage.MEMORY_BYTES))})


def _faulty() -> Answer:
    raise KeyError("uji")


def _answering(text: str) -> Answer:
    return Answer({"text": text, "pid": os.getpid()}, {"t": pl.DataFrame({"a": [1, None], "b": ["x", "y"]})})


def test_the_cage_brings_back_values_and_tables_from_another_process():
    answer = cage.run(_answering, "é")
    assert answer.values["text"] == "é"
    assert answer.values["pid"] != os.getpid()
    assert answer.tables["t"].rows() == [(1, "x"), (None, "y")]


@pytest.mark.parametrize("function", [_busy, _hungry])
def test_the_cage_ends_what_asks_for_too_much(function):
    with pytest.raises(Refused) as caught:
        cage.run(function, seconds=1)
    assert caught.value.kind.code == "file.too_heavy"


def test_the_cage_tells_a_fault_of_ours_from_a_refusal():
    with pytest.raises(ReaderFailed, match="KeyError: 'uji'"):
        cage.run(_faulty)
    with pytest.raises(Refused) as caught:
        cage.run(spreadsheet.read, b"", "uji", CONTEXT, "")
    assert (caught.value.kind.code, caught.value.status) == ("file.empty", 422)
