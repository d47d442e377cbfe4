"""A NIK that a spreadsheet keeps as a number has lost its last digits: the row goes back, whatever wrote the file."""

import pytest

from tests.unit.instruments.books import (
    DINAS,
    GOOD,
    NIK,
    book,
    packed,
    parts,
    problems,
    read,
    sheet_xml,
    text_cell,
    text_row,
)

NUMBER = (2, "NIK KTP", "person_nik.number")


def written(cell: str) -> bytes:
    """A workbook whose second row has this XML for the NIK, and the third a good text."""
    second = f'<row r="2">{text_cell("A2", GOOD[0])}{text_cell("B2", GOOD[1])}{cell}{text_cell("D2", GOOD[3])}</row>'
    third = text_row(3, ["Kopi Siger", "Budi (uji)", "9901010102800002", "Kalianda"])
    return packed(parts(sheet_xml(text_row(1, DINAS) + second + third)))


@pytest.mark.parametrize(
    "cell",
    [
        f'<c r="C2"><v>{NIK}</v></c>',
        f'<c r="C2" s="1"><v>{NIK}</v></c>',
        f'<c r="C2" t="n"><v>{NIK}</v></c>',
        f'<c r="C2" t="n" s="1"><v>{NIK}</v></c>',
        f'<c s="1" r="C2"><v>{NIK}</v></c>',
        f"<c r='C2'><v>{NIK}</v></c>",
        f'<c r="C2" s="1" cm="1"><v>{NIK}</v></c>',
        f'<c r="C2">\n  <v>{NIK}</v>\n</c>',
        f'<c r="C2"><f>1*{NIK}</f><v>{NIK}</v></c>',
        '<c r="C2"><v>9.9010101028E15</v></c>',
        '<c r="C2"><v>9.901010102800001E+15</v></c>',
        '<c r="C2"><v>9901010102800001.0</v></c>',
        f'<c r="C2"><v> {NIK} </v></c>',
    ],
)
def test_a_number_is_refused_however_the_file_writes_it(cell: str):
    answer = read(written(cell))
    assert problems(answer) == [NUMBER]
    assert answer.tables["good"]["row"].to_list() == [3]
    assert answer.tables["bad"]["row"].to_list() == [2]


@pytest.mark.parametrize(
    "cell",
    [
        text_cell("C2", NIK),
        f'<c r="C2" t="str"><f>"{NIK}"</f><v>{NIK}</v></c>',
        f'<c r="C2" s="1" t="str"><v>{NIK}</v></c>',
    ],
)
def test_a_text_is_taken(cell: str):
    answer = read(written(cell))
    assert problems(answer) == []
    assert answer.tables["good"]["person_nik"].to_list() == [NIK, "9901010102800002"]


def test_a_number_is_found_in_a_file_whose_tags_have_a_prefix():
    plain = written(f'<c r="C2"><v>{NIK}</v></c>')
    assert problems(read(plain)) == [NUMBER]
    sheet = sheet_xml(text_row(1, DINAS) + f'<row r="2">{text_cell("A2", GOOD[0])}{text_cell("B2", GOOD[1])}'
                      f'<c r="C2"><v>{NIK}</v></c>{text_cell("D2", GOOD[3])}</row>')  # fmt: skip
    for tag in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
        sheet = (
            sheet.replace(f"<{tag}>", f"<x:{tag}>")
            .replace(f"<{tag} ", f"<x:{tag} ")
            .replace(f"</{tag}>", f"</x:{tag}>")
        )
    assert problems(read(packed(parts(sheet.replace("xmlns=", "xmlns:x="))))) == [NUMBER]


def test_twenty_people_whose_numbers_run_together_are_all_given_back():
    """As numbers, 20 different NIK of Papua are only 11 values: not one of them may be believed."""
    people = [[f"Usaha {n}", f"Orang {n} (uji)", 9401010102800000 + n, "Kalianda"] for n in range(1, 21)]
    answer = read(book({"Data": [DINAS, *people]}))
    assert problems(answer) == [(n, "NIK KTP", "person_nik.number") for n in range(2, 22)]
    assert answer.tables["good"].height == 0


@pytest.mark.parametrize("text", ["9,90101E+15", "9.90101E+15", "9.9010101028E15", "9E15"])
def test_scientific_notation_in_a_csv_is_a_number_too(text: str):
    answer = read(f"{';'.join(DINAS)}\nKeripik;Siti;{text};Kalianda\n".encode())
    assert problems(answer) == [NUMBER]


@pytest.mark.parametrize(
    "number",
    [
        f"'{NIK}",
        f" {NIK}\u00a0",
        "990101 010280 0001",
        "9901.0101.0280.0001",
        "９９０１０１０１０２８００００１",
    ],
)
def test_a_nik_with_signs_that_people_type_is_the_same_nik(number: str):
    assert read(book({"Data": [DINAS, ["Keripik", "Siti", number, "Kalianda"]]})).tables["good"][
        "person_nik"
    ].to_list() == [NIK]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("990101010280000", "person_nik.length"),
        ("2001010102800001", "person_nik.province"),
        ("9901013102800001", "person_nik.birth_date"),
        ("9901010102800000", "person_nik.serial"),
        ("18 71", "person_nik.length"),
    ],
)
def test_an_impossible_nik_is_told_without_being_repeated(number: str, code: str):
    answer = read(book({"Data": [DINAS, ["Keripik", "Siti", number, "Kalianda"]]}))
    assert problems(answer) == [(2, "NIK KTP", code)]
    assert answer.tables["problems"]["value"].to_list() == ["…"]


@pytest.mark.parametrize(
    "before",
    [
        [[None] * 2 + ["Rekap UMKM"], [], []],
        [["9901010102800009"]],
        [],
    ],
)
@pytest.mark.parametrize("empty", [None, "", " "])
def test_the_column_of_the_number_is_found_wherever_the_table_stands(before: list, empty: object):
    """Title rows above, an empty first column, and headings that are blank."""
    rows = [
        *before,
        [None, "No", empty, *DINAS],
        [None, "1", empty, *GOOD[:2], int(NIK), "Kalianda"],
        [None, "2", 1e15, *GOOD],
    ]
    answer = read(book({"Data": rows}))
    assert problems(answer) == [(len(before) + 2, "NIK KTP", "person_nik.number")]
    assert answer.tables["good"]["row"].to_list() == [len(before) + 3]
