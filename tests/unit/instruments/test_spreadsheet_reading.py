"""Tables as offices send them: encodings, separators, title rows, twin headings, hidden sheets, formulas."""

from datetime import date, datetime

import pytest

from naikkelas.instruments.problem_kinds import KINDS
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

NAME = "Keripik “Siger” – Désa"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_csv_is_read_in_every_encoding_and_separator_that_offices_use(
    separator: str, encoding: str, end: str
):
    text = (
        end.join(
            separator.join(row) for row in (DINAS, [NAME, *GOOD[1:]], ["Kopi", *GOOD[1:2], "", "Kalianda"])
        )
        + end
    )
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    answer = read(marks.get(encoding, b"") + text.encode(encoding))
    assert answer.tables["good"]["name"].to_list() == [NAME, "Kopi"]
    assert answer.tables["good"]["row"].to_list() == [2, 3]
    assert answer.values["layout"] == "umkm_dinas"


def test_cells_in_quotes_may_hold_separators_quotes_and_line_breaks():
    answer = read(
        f'{";".join(DINAS)}\r\n"Keripik; ""Siger""\nJaya";Siti;{NIK};Kalianda\r\nKopi;Budi;;Kalianda\r\n'.encode()
    )
    assert answer.tables["good"]["name"].to_list() == ['Keripik; "Siger" Jaya', "Kopi"]


def test_lines_too_short_or_too_long_lose_nothing_that_has_a_heading():
    answer = read(f"{';'.join(DINAS)}\nKeripik;Siti\nKopi;Budi;{NIK};Kalianda;lebih;lagi\n".encode())
    assert answer.tables["good"]["row"].to_list() == [2, 3]
    assert answer.tables["good"]["area_code"].to_list() == ["18.01", "18.01.04"]


def test_the_heading_may_stand_below_titles_and_numbers_of_columns_and_rows_keep_the_senders_numbers():
    rows = [
        ["DATA UMKM KABUPATEN"],
        [],
        ["Tahun 2019"],
        [None, *DINAS],
        [None, *GOOD],
        [],
        [None, "Kopi", "Budi (uji)", None, "Kalianda"],
    ]
    answer = read(book({"Data": rows}))
    assert answer.tables["good"]["row"].to_list() == [5, 7]
    assert answer.values["headers"][-4:] == DINAS


def test_of_twin_headings_the_first_counts_and_the_other_is_named_as_passed_over():
    answer = read(book({"Data": [[*DINAS, "Nama UMKM", "Hobi"], [*GOOD, "Lain", "catur"]]}))
    assert answer.tables["good"]["name"].to_list() == ["Keripik Siger"]
    assert answer.values["ignored_columns"] == ["Nama UMKM", "Hobi"]


def test_headings_meet_whatever_their_case_spaces_and_signs():
    answer = read(
        book(
            {
                "Data": [
                    [" NAMA  umkm*", "nama_pelaku_usaha", "N I K ktp", "NIK-KTP:", "KEC."],
                    [*GOOD[:2], "x", *GOOD[2:]],
                ]
            }
        )
    )
    assert answer.tables["good"].select("name", "person_nik", "area_code").row(0) == (
        "Keripik Siger",
        NIK,
        "18.01.04",
    )


def test_hidden_sheets_are_not_read_and_others_are_named():
    content = book(
        {"Lama": [DINAS, ["Rahasia", *GOOD[1:]]], "Data": [DINAS, GOOD], "Catatan": [["halo"]]},
        hidden=["Lama"],
    )
    answer = read(content)
    assert answer.values["sheet"] == "Data"
    assert answer.values["other_sheets"] == ["Catatan"]
    assert answer.tables["good"]["name"].to_list() == ["Keripik Siger"]


def test_formulas_count_with_the_value_last_calculated_and_not_at_all_without():
    cells = [
        f'<c r="A2" t="str"><f>UPPER("keripik")</f><v>KERIPIK</v></c>{text_cell("B2", "Siti")}{text_cell("D2", "Kalianda")}',
        f'<c r="A3"><f>UPPER("kopi")</f></c>{text_cell("B3", "Budi")}{text_cell("D3", "Kalianda")}',
        f'{text_cell("A4", "=1+1")}{text_cell("B4", "Ani")}{text_cell("D4", "Kalianda")}',
    ]  # fmt: skip
    rows = "".join(f'<row r="{n}">{cell}</row>' for n, cell in enumerate(cells, 2))
    answer = read(packed(parts(sheet_xml(text_row(1, DINAS) + rows))))
    assert answer.tables["good"]["name"].to_list() == ["KERIPIK", "=1+1"]
    assert problems(answer) == [(3, "Nama UMKM", "cell.required")]


def test_dates_as_texts_numbers_and_real_dates_are_read():
    head = ["Nama Koperasi", "Kabupaten/Kota", "Tanggal Badan Hukum", "Tanggal RAT"]
    rows = [
        ["Siger Satu", "Lampung Selatan", "17 Agustus 1995", "5-Mar-2019"],
        ["Siger Dua", "Kab. Lampung Selatan", date(1995, 8, 17), datetime(2019, 3, 5)],  # noqa: DTZ001
        ["Siger Tiga", "LAMPUNG SELATAN", "17/08/1995", "2019-03-05"],
        ["Siger Empat", "Lampung Selatan", "17 Agt 1995", "31 Februari 2019"],
        ["Siger Lima", "Lampung Selatan", "17.8.1995", "14/03/2020"],
    ]
    answer = read(book({"Koperasi": [head, *rows]}))
    assert answer.tables["good"]["legal_on"].to_list() == [date(1995, 8, 17)] * 3
    assert answer.tables["good"]["rat_held_on"].to_list() == [date(2019, 3, 5)] * 3
    assert problems(answer) == [(5, "Tanggal RAT", "cell.day"), (6, "Tanggal RAT", "cell.future")]


def test_amounts_as_texts_and_as_numbers_are_whole_rupiah():
    head = [*DINAS, "Omzet/Tahun"]
    amounts = [
        "Rp 12.500.000,00",
        12_500_000,
        "12,500,000",
        12_500_000.0,
        "12.500.000,-",
        "12,5 juta",
        "Rp12.50 Jt",
    ]
    rows = [[f"Usaha {n}", "Siti", "", "Kalianda", amount] for n, amount in enumerate(amounts)]
    bad = [
        ["Usaha x", "Siti", "", "Kalianda", value] for value in ("1.500 juta", 12.5, -1, "1.500.00", "9" * 30)
    ]
    answer = read(book({"Data": [head, *rows, *bad]}))
    assert answer.tables["good"]["annual_sales_idr"].to_list() == [12_500_000] * 7
    assert [code for _, _, code in problems(answer)] == [
        "cell.rupiah",
        "cell.rupiah",
        "cell.negative",
        "cell.rupiah",
        "cell.rupiah",
    ]


def test_every_problem_names_row_column_words_and_remedy_and_the_senders_cells_come_back():
    head = [
        "Nama UMKM",
        "Nama Pelaku Usaha",
        "NIK KTP",
        "L/P",
        "Kec",
        "Kab",
        "Omzet/Tahun",
        "No. HP",
        "Catatan",
    ]
    rows = [
        ["Keripik", "Siti", NIK, "P", "Kalianda", "Lampung Selatan", "1000000", "08123456789", "baik"],
        ["", "Budi", "", "L", "Kalianda", "Lampung Selatan", "banyak", "12", "ini salah"],
        ["Kopi", "Ani", "", "?", "Kaliandra", "Lampung Selatan", "0", "", ""],
        ["Tapis", "Umi", "", "P", "Metro Pusat", "Kota Metro", "0", "", ""],
        ["Sulam", "Ida", "", "P", "Kalianda", "Atlantis", "0", "", ""],
        ["KERIPIK", "siti", NIK, "P", "Kalianda", "Lampung Selatan", "1000000", "", ""],
    ]
    answer = read(book({"Data": [head, *rows]}))
    assert set(problems(answer)) == {
        (3, "Nama UMKM", "cell.required"), (3, "Omzet/Tahun", "cell.rupiah"), (3, "No. HP", "cell.phone"),
        (4, "L/P", "cell.choice"), (4, "Kec", "cell.district"), (5, "Kab", "row.foreign_area"),
        (6, "Kab", "cell.regency"), (7, "", "row.twice"),
    }  # fmt: skip
    warnings = answer.tables["problems"].filter(~answer.tables["problems"]["error"])["code"].to_list()
    assert sorted(warnings) == ["cell.choice", "cell.phone"]
    assert answer.tables["good"]["row"].to_list() == [2]
    assert answer.tables["bad"]["row"].to_list() == [3, 4, 5, 6, 7]
    assert list(answer.tables["bad"].row(0)[2:]) == [cell or None for cell in rows[1][1:]]
    for row in answer.tables["problems"].iter_rows(named=True):
        params = dict(pair.split("=", 1) for pair in row["params"].split("&") if pair) | {
            "value": row["value"]
        }
        for lang in ("id", "en"):
            told = KINDS[row["code"]].text(lang, **params)
            assert "{" not in told
            assert row["value"] in ("", "…", None) or row["value"] in told or row["code"] == "cell.choice"
    values = {(r["row"], r["code"]): r["value"] for r in answer.tables["problems"].iter_rows(named=True)}
    assert values[(3, "cell.rupiah")] == "banyak"
    assert values[(4, "cell.district")] == "Kaliandra"
    assert values[(7, "row.twice")] == "2"


def test_a_village_not_found_is_a_warning_and_the_kecamatan_stands():
    answer = read(
        book(
            {
                "Data": [
                    [*DINAS, "Desa"],
                    [*GOOD, "Antah Berantah"],
                    ["Kopi", "Budi", "", "Kalianda", "Ds. Tajimalela"],
                ]
            }
        )
    )
    assert answer.tables["good"]["area_code"].to_list() == ["18.01.04", "18.01.04.2002"]
    assert problems(answer) == [(2, "Desa", "cell.village")]


def test_a_wanted_layout_is_the_only_one_tried():
    content = book({"Data": [DINAS, GOOD]})
    assert read(content, "umkm_dinas").values["layout"] == "umkm_dinas"
    assert read(content, "no_such_layout").values["layout"] == "umkm_dinas"


def test_a_column_that_the_file_does_not_have_means_what_an_empty_cell_means():
    without = read(book({"Data": [DINAS, GOOD]})).tables["good"]
    empty = read(book({"Data": [[*DINAS, "Jenis Usaha", "L/P", "Modal"], [*GOOD, None, None, None]]})).tables[
        "good"
    ]
    assert without.to_dicts() == empty.to_dicts()
    assert without["sector"].to_list() == [None]
