"""Tables as LibreOffice writes them (ODS): repeated cells and rows, merged cells, hidden sheets, values told by type."""

from datetime import date

import pytest

from naikkelas.instruments.cage import Answer
from naikkelas.instruments.workbook import sheets
from naikkelas.kit.problems import Refused
from tests.unit.instruments.books import DINAS, GOOD, NIK, packed, problems, read

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
XMLNS = " ".join(f'xmlns:{name}="{OFFICE}{name}:1.0"' for name in ("office", "table", "text", "style"))
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
HIDDEN = (
    '<office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties '
    'table:display="false"/></style:style></office:automatic-styles>'
)


def text(said: str, times: int = 1, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {_times(times)} {more}><text:p>{said}</text:p></table:table-cell>'


def number(value: str, shown: str = "", kind: str = "float") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{shown or value}</text:p>'
        "</table:table-cell>"
    )


def day(value: str, shown: str) -> str:
    return (
        f'<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>{shown}</text:p>'
        "</table:table-cell>"
    )


def nothing(times: int = 1) -> str:
    return f"<table:table-cell {_times(times)}/>"


def covered(times: int = 1) -> str:
    """What a merged cell covers."""
    return f"<table:covered-table-cell {_times(times)}/>"


def _times(times: int) -> str:
    return f'table:number-columns-repeated="{times}"' if times > 1 else ""


def row(*cells: str, times: int = 1) -> str:
    said = "".join(cell if cell.startswith("<") else text(cell) for cell in cells)
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{said}</table:table-row>"


def table(name: str, *rows: str, hidden: bool = False) -> str:
    style = ' table:style-name="ta2"' if hidden else ""
    return f'<table:table table:name="{name}"{style}>{"".join(rows)}</table:table>'


def ods(*tables: str) -> bytes:
    content = (
        f'<?xml version="1.0"?><office:document-content {XMLNS}>{HIDDEN}<office:body><office:spreadsheet>'
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return packed({"mimetype": MIMETYPE, "content.xml": content, "META-INF/manifest.xml": manifest})


def good(answer: Answer, field: str) -> list[object]:
    return answer.tables["good"][field].to_list()


def test_days_are_read_by_their_value_whatever_is_shown():
    head = row("Nama Koperasi", "Kabupaten/Kota", "Tanggal Badan Hukum", "Tanggal RAT")
    rows = [
        row(
            "Siger Satu",
            "Lampung Selatan",
            day("1995-08-17", "17/08/95"),
            day("2019-03-05T00:00:00", "Maret 2019"),
        ),
        row("Siger Dua", "Lampung Selatan", "17 Agustus 1995", "5-Mar-19"),
        row("Siger Tiga", "Lampung Selatan", number("34928"), nothing()),
    ]
    answer = read(ods(table("Koperasi", head, *rows)))
    assert problems(answer) == []
    assert good(answer, "legal_on") == [date(1995, 8, 17)] * 3
    assert good(answer, "rat_held_on") == [date(2019, 3, 5), date(2019, 3, 5), None]


def test_repeated_cells_stand_for_as_many_columns():
    head = row(*DINAS, nothing(2), "Kab", "No. HP")
    one = row("Keripik", "Siti", nothing(), "Kalianda", nothing(2), "Lampung Selatan", "08123456789")
    twice = row(text("Sama", 2), nothing(), "Kalianda", nothing(2), "Lampung Selatan", nothing(16_000))
    answer = read(ods(table("Data", head, one, twice)))
    assert good(answer, "name") == ["Keripik", "Sama"]
    assert good(answer, "owner_name") == ["Siti", "Sama"]
    assert good(answer, "phone") == ["+628123456789", None]
    assert good(answer, "area_code") == ["18.01.04", "18.01.04"]


def test_repeated_rows_count_and_the_empty_end_of_a_sheet_costs_nothing():
    rows = [
        row(*DINAS),
        row(nothing(4), times=3),
        row("Kopi", "Budi", nothing(), "Kalianda", times=2),
        row(*GOOD),
    ]
    answer = read(ods(table("Data", *rows, row(nothing(1_024), times=1_048_000))))
    assert answer.values["rows"] == 3
    assert [(r, code) for r, _, code in problems(answer)] == [(6, "row.twice")]
    assert answer.tables["good"]["row"].to_list() == [5, 7]


def test_a_heading_merged_over_columns_and_one_merged_over_rows():
    def merged(said: str, columns: int = 1, rows: int = 1) -> str:
        spans = f'table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"'
        return text(said, more=spans)

    upper = row(
        merged("Nama UMKM", rows=2),
        merged("Nama Pelaku Usaha", rows=2),
        merged("Lokasi", columns=2),
        covered(),
    )
    lower = row(covered(), covered(), "Desa", "Kec")
    answer = read(ods(table("Data", row(merged("DATA UMKM 2019", columns=4), covered(3)), upper, lower,
                            row("Keripik", "Siti", "Kalianda", "Kalianda"))))  # fmt: skip
    assert good(answer, "area_code") == ["18.01.04.1001"]
    assert answer.values["headers"] == ["Nama UMKM", "Nama Pelaku Usaha", "Lokasi / Desa", "Lokasi / Kec"]


def test_a_cell_merged_over_rows_of_data_stands_in_the_first_only():
    """Nothing is guessed into the rows below: they lie where the office's own kabupaten is."""
    head = row("Nama UMKM", "Nama Pelaku Usaha", "Kec")
    first = row("Keripik", "Siti", text("Kalianda", more='table:number-rows-spanned="2"'))
    answer = read(ods(table("Data", head, first, row("Kopi", "Budi", covered()))))
    assert good(answer, "area_code") == ["18.01.04", "18.01"]


def test_hidden_sheets_are_not_read():
    answer = read(
        ods(
            table("Lama", row(*DINAS), row("Rahasia", *GOOD[1:]), hidden=True),
            table("Data", row(*DINAS), row(*GOOD)),
            table("Kosong"),
        )
    )
    assert (answer.values["sheet"], answer.values["hidden_sheets"]) == ("Data", ["Lama"])
    assert good(answer, "name") == ["Keripik Siger"]


def test_a_book_of_hidden_sheets_only_is_empty():
    with pytest.raises(Refused) as caught:
        sheets(ods(table("Lama", row(*DINAS), row(*GOOD), hidden=True)), "uji.ods")
    assert caught.value.kind.code == "file.empty"


def test_percentages_currency_and_numbers_as_text_are_told_by_value():
    head = row(*DINAS, "Omzet/Tahun", "TK L", "TK P", "Tahun")
    rows = [
        row("Satu", "Siti", nothing(), "Kalianda", number("12500000", "Rp 12,5 jt", "currency"), number("3"), "'2", "2019"),
        row("Dua", "Budi", nothing(), "Kalianda", "12.500.000", number("3.0"), number("2"), number("2019")),
        row("Tiga", "Umi", nothing(), "Kalianda", number("0.5", "50%", "percentage"), number("1"), number("1"), number("2019")),
    ]  # fmt: skip
    answer = read(ods(table("Data", head, *rows)))
    assert problems(answer) == [(4, "Omzet/Tahun", "cell.rupiah")]
    assert good(answer, "annual_sales_idr") == [12_500_000, 12_500_000]
    assert (good(answer, "workers_male"), good(answer, "workers_female")) == ([3, 3], [2, 2])
    assert good(answer, "year") == [2019, 2019]


def test_a_nik_kept_as_a_number_is_given_back_and_one_kept_as_text_is_taken():
    rows = [row("Teks", "Siti", text(NIK), "Kalianda"), row("Bilangan", "Budi", number(NIK), "Kalianda"),
            row("Ilmiah", "Umi", number("9.90101010280000E+015", "9,9E+15"), "Kalianda"),
            row("Terulang", "Ida", number(NIK), "Kalianda", times=2)]  # fmt: skip
    answer = read(ods(table("Data", row(*DINAS), *rows)))
    numbers = [(r, code) for r, _, code in problems(answer) if code != "row.twice"]
    assert numbers == [(n, "person_nik.number") for n in (3, 4, 5, 6)]
    assert good(answer, "person_nik") == [NIK]


def test_the_column_of_the_number_is_found_where_the_table_begins_further_right():
    rows = [row(nothing(3), *DINAS), row(nothing(3), "Keripik", "Siti", number(NIK), "Kalianda"),
            row(nothing(3), "Kopi", "Budi", text(NIK), "Kalianda")]  # fmt: skip
    answer = read(ods(table("Data", row(nothing(7), times=4), *rows)))
    assert [(r, code) for r, _, code in problems(answer)] == [(6, "person_nik.number")]
    assert answer.tables["good"]["row"].to_list() == [7]


@pytest.mark.parametrize(
    "members",
    [
        {"mimetype": MIMETYPE, "content.xml": "<x"},
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"},
        {"mimetype": MIMETYPE},
        {
            "mimetype": MIMETYPE,
            "content.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        },
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_the_remedy(members: dict[str, str]):
    with pytest.raises(Refused) as caught:
        read(packed(members))
    assert caught.value.kind.code in ("file.not_a_table", "file.empty")
