"""What is proposed for the columns of a list that no layout knows: where its heading stands, and what the columns hold."""

from functools import partial

from naikkelas.instruments import headings, proposal
from naikkelas.instruments.record_kinds import LISTS
from naikkelas.instruments.survey import column, survey
from tests.unit.instruments.books import NIK, PLACES, book

HEAD = [
    "No",
    "Merk Toko / Usaha",
    "Yang Punya",
    "No KTP",
    "Lokasi",
    None,
    "Tgl. Lahir",
    "Omzet/bln",
    "Pekerja",
    None,
]
UNDER = [None, None, None, None, "Pekon", "Kec.", None, None, "Lk", "Pr"]
TITLES = [["PEMERINTAH KABUPATEN LAMPUNG SELATAN"], [], ["DATA PELAKU USAHA MIKRO TAHUN 2019"]]


def listed(number: int) -> list[object]:
    born = ["12 Agustus 1980", "12-Agt-80", "Kalianda, 02-01-1979"][number % 3]
    return [
        number,
        f"Keripik {number}",
        f"Siti {number}",
        f"'{int(NIK) + number}",
        "Kalianda",
        "Kalianda",
        born,
        "2.500.000",
        1,
        2,
    ]


def seen(*rows: list[object]) -> tuple[list[str], dict[str, proposal.Proposal]]:
    """The headings that are proposed, and the proposal for each."""
    told = survey(book({"Petunjuk": [["Isi lembar DATA"]], "DATA": list(rows)}), "uji.xlsx", PLACES).values
    sheet = told["sheets"][told["best"]]
    texts = headings.joined(sheet["top"][sheet["heading_at"] : sheet["heading_at"] + sheet["heading_rows"]])
    counted = [column(c) for c in sheet["columns"]]
    return texts, dict(zip(texts, proposal.propose(texts, counted, "enterprise"), strict=True))


def test_a_title_over_the_table_is_no_part_of_its_headings():
    texts, _ = seen(*TITLES, HEAD, UNDER, [f"({n})" for n in range(1, 11)], *map(listed, range(30)))
    assert texts[:2] == ["No", "Merk Toko / Usaha"]
    assert texts[4:6] == ["Lokasi / Pekon", "Lokasi / Kec."]
    assert texts[8:] == ["Pekerja / Lk", "Pekerja / Pr"]


def test_columns_are_proposed_by_their_words_and_by_what_stands_in_them():
    _, found = seen(*TITLES, HEAD, UNDER, *map(listed, range(30)))
    assert {text: each.field for text, each in found.items()} == {
        "No": "", "Merk Toko / Usaha": "name", "Yang Punya": "", "No KTP": "person_nik", "Lokasi / Pekon": "village",
        "Lokasi / Kec.": "district", "Tgl. Lahir": "born_on", "Omzet/bln": "", "Pekerja / Lk": "workers_male",
        "Pekerja / Pr": "workers_female",
    }  # fmt: skip
    assert found["No KTP"].confidence == found["Tgl. Lahir"].confidence == "high"


def test_sales_of_a_month_are_not_proposed_as_those_of_a_year():
    """They would put an enterprise into a lower class than it belongs to."""
    rupiah = proposal.Column(10, 10, {"rupiah": 1.0})
    for heading, field in (
        ("Omzet/bln", ""), ("Omset per bulan (Rp)", ""), ("Penjualan harian", ""), ("Omzet", "annual_sales_idr"),
        ("Omset per tahun (Rp)", "annual_sales_idr"),
    ):  # fmt: skip
        assert proposal.propose([heading], [rupiah], "enterprise")[0].field == field, heading


def test_a_number_that_lost_its_digits_is_still_known_as_a_nik():
    column_of_numbers = proposal.Column(10, 3, {"long_number": 1.0})
    assert proposal.propose(["NIK KTP"], [column_of_numbers], "enterprise")[0].field == "person_nik"


def test_no_field_is_proposed_twice_and_the_surest_column_gets_it():
    words = proposal.Column(10, 10, {})
    found = proposal.propose(["Nama Usaha Lama", "Nama Usaha", "Usaha"], [words] * 3, "enterprise")
    assert [each.field for each in found] == ["", "name", ""]


def test_a_service_says_how_long_it_took_in_hours_or_in_minutes():
    asked = ["served_on", "name", "topic"]
    assert proposal.faults(asked, "service", place_known=False) == [("missing", "hours")]
    assert proposal.faults([*asked, "minutes"], "service", place_known=False) == []


def test_a_list_of_programmes_is_told_from_the_others_by_its_headings():
    words = [proposal.Column(10, 10, {})] * 4
    of = partial(proposal.likely_record, columns=words, among=LISTS)
    assert of(["Tgl", "Peserta", "Masalah", "Solusi"]) == "service"
    assert of(["Tgl", "No Bukti", "Rekanan", "Nilai"]) == "payment"
    assert of(["NIK", "Nama", "Omset", "Kebutuhan Modal"]) == "application"


def test_headings_of_cooperatives_are_known_as_such():
    words = [proposal.Column(10, 10, {})] * 3
    assert proposal.likely_record(["Nama", "No BH", "Ketua"], words) == "cooperative"
    assert proposal.likely_record(["Nama", "Pemilik", "Produk"], words) == "enterprise"
