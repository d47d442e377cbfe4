"""Every built-in layout is read from a good row: as XLSX and as CSV, each heading to its field."""

from datetime import date

import pytest

from naikkelas.instruments.registry_fields import AREA_FIELDS, RECORDS
from naikkelas.instruments.spreadsheet import layouts
from naikkelas.kit.text import folded
from tests.unit.instruments.books import CONTEXT, NIK, book, problems, read

WRITTEN = {
    "registration_no": "UJI-1", "name": "Siger Uji", "owner_name": "Siti (uji)", "person_nik": NIK, "sex": "Perempuan",
    "born_on": "2 Januari 1980", "phone": "0812 3456 789", "email": "uji@example.org", "address": "Jl. Uji 1",
    "village": "Tajimalela",
    "district": "Kec. Kalianda", "regency": "Kab. Lampung Selatan", "area_code": "18.01.04.2002", "nib": "9120001234567",
    "tax_id": "01.234.567.8-901.000", "kbli": "10794", "sector": "Kuliner", "product": "Keripik", "legal_form": "Perorangan",
    "founded_on": "2015", "year": "2019", "annual_sales_idr": "Rp 120.000.000", "capital_idr": "30000000",
    "net_worth_idr": "20,000,000",
    "workers_male": "1", "workers_female": "2", "market": "Provinsi", "home_food_permit": "P-IRT 1", "halal_no": "ID1",
    "trademark": "Siger", "latitude": "-5,72", "longitude": "105.59", "legal_no": "BH/1/1995", "legal_on": "17/08/1995",
    "cooperative_nik": "1803000000001", "certificate_until": "2024-12-31", "kind": "Simpan Pinjam", "group": "Kopontren",
    "chair": "Budi (uji)", "official_status": "Tidak Aktif", "official_decree": "518/1/2019", "official_on": "5 Maret 2019",
    "members_male": "30", "members_female": "25", "assets_idr": "500000000", "equity_idr": "1", "external_capital_idr": "0",
    "volume_idr": "250000000", "surplus_idr": "-1.500.000", "rat_held_on": "20/02/2020",
}  # fmt: skip
READ = {
    "person_nik": NIK, "sex": "f", "born_on": date(1980, 1, 2), "phone": "+628123456789", "sector": "culinary",
    "legal_form": "individual", "founded_on": date(2015, 1, 1), "year": 2019, "annual_sales_idr": 120_000_000,
    "capital_idr": 30_000_000, "net_worth_idr": 20_000_000, "workers_male": 1, "workers_female": 2, "market": "province",
    "latitude": -5.72, "longitude": 105.59, "legal_on": date(1995, 8, 17), "certificate_until": date(2024, 12, 31),
    "kind": "savings_loan", "group": "kopontren", "official_status": "inactive", "official_on": date(2019, 3, 5),
    "members_male": 30, "members_female": 25, "assets_idr": 500_000_000, "equity_idr": 1, "external_capital_idr": 0,
    "volume_idr": 250_000_000, "surplus_idr": -1_500_000, "rat_held_on": date(2020, 2, 20),
}  # fmt: skip


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("name", layouts())
def test_a_good_row_is_read_into_every_field(name: str, form: str):
    layout = layouts()[name]
    rows = [list(layout.columns), [WRITTEN[field] for field in layout.columns.values()]]
    content = book({"Data": rows}) if form == "xlsx" else "\n".join(";".join(row) for row in rows).encode()
    answer = read(content)
    assert problems(answer) == []
    assert (answer.values["layout"], answer.values["record"]) == (name, layout.record)
    assert answer.values["ignored_columns"] == []
    row = answer.tables["good"].row(0, named=True)
    assert row["area_code"] == "18.01.04.2002"
    for field in set(layout.columns.values()) - set(AREA_FIELDS):
        assert row[field] == READ.get(field, WRITTEN[field]), field


@pytest.mark.parametrize("name", layouts())
def test_a_layout_has_only_known_fields_one_heading_each_and_can_be_told_from_the_others(name: str):
    layout = layouts()[name]
    known = {*RECORDS[layout.record](CONTEXT.today), *AREA_FIELDS}
    assert set(layout.columns.values()) <= known
    assert layout.required <= set(layout.columns.values())
    assert len(set(layout.columns.values())) == len(layout.columns)
    assert len({folded(header) for header in layout.columns}) == len(layout.columns)
    assert layout.title.id != layout.title.en
    best = max(layouts().values(), key=lambda other: len(other.match(list(layout.columns))))
    assert best is layout


def test_areas_are_found_by_kemendagri_code_bps_code_and_name():
    """A code that nobody knows is told: the row must not slip into the sender's own kabupaten."""
    head = ["nama_usaha", "nama_pengusaha", "kode_wilayah"]
    codes = ["18.01.04.2002", "1803060011", "18.01.04", "1803", "99.99", "18.72.01"]
    answer = read(book({"Data": [head, *([f"Usaha {n}", "Siti", code] for n, code in enumerate(codes))]}))
    assert answer.tables["good"]["area_code"].to_list() == [
        "18.01.04.2002",
        "18.01.04.2002",
        "18.01.04",
        "18.01",
    ]
    assert problems(answer) == [
        (6, "kode_wilayah", "cell.area_code"),
        (7, "kode_wilayah", "row.foreign_area"),
    ]


NIK_PAGE = [
    "Nama Koperasi", "Nomor Badan Hukum Pendirian", "Tanggal Badan Hukum Pendirian", "Alamat", "Kelurahan / Desa",
    "Kecamatan", "Kabupaten", "Bentuk Koperasi", "Jenis Koperasi", "Kelompok Koperasi", "Sektor Usaha", "Nama Ketua",
    "Jumlah Anggota Pria", "Jumlah Anggota Wanita", "Total Anggota", "Nomor Induk Koperasi (NIK)", "Status NIK",
    "Tanggal Berlaku Sertifikat", "Status Grade",
]  # fmt: skip


def test_an_export_with_the_headings_of_the_ministrys_nik_page_is_read_without_a_mapping():
    said = {
        "Nama Koperasi": "Siger Uji", "Nomor Badan Hukum Pendirian": "BH/1", "Tanggal Badan Hukum Pendirian": "12-Agt-99",
        "Kelurahan / Desa": "KALIANDA", "Kecamatan": "KALIANDA", "Kabupaten": "KAB. LAMPUNG SELATAN",
        "Jenis Koperasi": "Koperasi Simpan Pinjam", "Kelompok Koperasi": "Koperasi Wanita", "Nama Ketua": "Siti (uji)",
        "Jumlah Anggota Pria": 1, "Jumlah Anggota Wanita": 40, "Nomor Induk Koperasi (NIK)": "1803000000001",
        "Tanggal Berlaku Sertifikat": "31 Desember 2024",
    }  # fmt: skip
    answer = read(book({"Sheet1": [["DAFTAR KOPERASI"], NIK_PAGE, [said.get(h, "") for h in NIK_PAGE]]}))
    assert (answer.values["layout"], problems(answer)) == ("koperasi_ods", [])
    assert answer.values["ignored_columns"] == [
        "Bentuk Koperasi",
        "Sektor Usaha",
        "Total Anggota",
        "Status NIK",
        "Status Grade",
    ]
    row = answer.tables["good"].row(0, named=True)
    assert (row["area_code"], row["cooperative_nik"], row["chair"]) == (
        "18.01.04.1001",
        "1803000000001",
        "Siti (uji)",
    )
    assert (row["kind"], row["group"], row["members_female"]) == ("savings_loan", "women", 40)
    assert (row["legal_on"], row["certificate_until"]) == (date(1999, 8, 12), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("head", "layout"),
    [
        (["NO", "NAMA", "NO BH", "TGL BH", "NIK", "KECAMATAN"], "koperasi_ods"),
        (["No. Badan Hukum", "Nama Koperasi", "Kec.", "Kab/Kota", "Total Aset", "Tgl RAT Terakhir"], "koperasi_ods"),
        (["Nama Usaha", "Nama Pengusaha", "NIK", "Kel/Desa", "Kec.", "Kab/Kota", "Omset Setahun"], "umkm_sidt"),
        (["nama_usaha", "nama_pemilik", "kecamatan", "no_hp", "jml_tk_laki_laki", "lat", "long"], "umkm_sidt"),
        (["Nama Usaha", "Nama Pemilik", "NIK Pemilik", "Kecamatan", "Kabupaten/Kota"], "umkm_baku"),
        (["Nama UMKM", "Nama Pelaku Usaha", "NIK KTP", "Kec", "Kab"], "umkm_dinas"),
        (["Nama Koperasi", "Nomor Badan Hukum", "Kecamatan", "Kabupaten/Kota"], "koperasi_baku"),
    ],
)  # fmt: skip
def test_a_list_is_known_by_other_headings_and_by_its_own_first(head: list[str], layout: str):
    known = layouts()[layout]
    fields = known.match(head)
    said = [WRITTEN[fields[at]] if at in fields else "" for at in range(len(head))]
    assert read(book({"Data": [head, said]})).values["layout"] == layout


@pytest.mark.parametrize("name", layouts())
def test_other_headings_say_nothing_that_the_layouts_own_say_otherwise(name: str):
    """An alias that is a heading of the layout itself would be silently overruled, or say the same twice."""
    layout = layouts()[name]
    own = {folded(header): field for header, field in layout.columns.items()}
    for alias, field in layout.aliases.items():
        assert field in layout.columns.values()
        assert own.get(folded(alias), field) == field
    assert len({folded(alias) for alias in layout.aliases}) == len(layout.aliases)


def test_a_layout_of_another_system_says_that_it_is_not_confirmed_and_where_it_is_known_from():
    for name in ("koperasi_ods", "umkm_sidt"):
        layout = layouts()[name]
        assert layout.note is not None
        assert layout.source is not None
        assert layout.note.id != layout.note.en
