"""A file that was sent, without the rows about one person."""

import io
import zipfile

import openpyxl

from naikkelas.instruments.redaction import without_rows
from naikkelas.kit.needles import Needles

DEWI = Needles(words=("Dewi Rahayu",))


def book(rows: list[list[object]], hidden: str = "") -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if hidden:
        sheet = made.create_sheet("rahasia")
        sheet["A1"] = hidden
        sheet.sheet_state = "hidden"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def written(answer) -> bytes:
    return answer.tables["file"]["content"][0]


def test_a_csv_keeps_the_other_rows_where_they_were():
    content = b'nama;alamat\n"Budi; Santoso";"Jl. A"\nDewi Rahayu;x\nAni;y\n'
    answer = without_rows(content, "a.csv", DEWI)
    assert answer.values == {"rows": 1}
    assert written(answer) == b'nama;alamat\n"Budi; Santoso";Jl. A\n;\nAni;y\n'


def test_a_workbook_keeps_the_other_rows_where_they_were_and_loses_hidden_copies():
    content = book([["nama", "NIK"], ["Dewi Rahayu", "1"], ["Ani", "0042"]], hidden="Dewi Rahayu")
    answer = without_rows(content, "a.xlsx", DEWI)
    rows = list(openpyxl.load_workbook(io.BytesIO(written(answer))).active.iter_rows(values_only=True))
    assert rows == [("nama", "NIK"), (None, None), ("Ani", "0042")]
    parts = zipfile.ZipFile(io.BytesIO(written(answer)))
    assert not any(b"Dewi" in parts.read(name) for name in parts.namelist())


def test_who_stands_on_a_hidden_sheet_alone_is_taken_out_too():
    answer = without_rows(book([["nama"], ["Ani"]], hidden="Dewi Rahayu"), "a.xlsx", DEWI)
    assert answer.values == {"rows": 1}
    assert written(answer)[:2] == b"PK"


def test_a_file_without_the_person_stays_as_it_is():
    assert without_rows(b"nama\nAni\n", "a.csv", DEWI).tables == {}


def test_what_cannot_be_read_and_holds_the_person_is_emptied():
    assert written(without_rows(b"\xd0\xcf\x11\xe0 Dewi Rahayu", "a.xls", DEWI)) == b""
    assert without_rows(b"\xd0\xcf\x11\xe0 Ani", "a.xls", DEWI).tables == {}
