"""Rows to mend go back in the sender's own layout, and come in again when mended."""

import io

import openpyxl
import pytest

from naikkelas.registry.models import Enterprise
from tests.doors.web.intake import applied, sheet, upload
from tests.factories import person
from tests.factories.registry import enterprise_row, table
from tests.unit.instruments import books

pytestmark = pytest.mark.django_db

HEAD = ["Kec", "Nama UMKM", "Catatan kami", "Nama Pelaku Usaha", "NIK KTP", "Omzet/Tahun", "Tahun"]
ROWS = [
    ["Kalianda", "Keripik Satu", "a", "Siti", "9901011502800011", 120_000_000, 2019],
    ["Kalinada", "Keripik Dua", "=1+1", "Budi", "9901011502800012", 5_000_000, 2019],
    ["Kalianda", "Keripik Tiga", None, "Ani", "990101", "banyak", 2019],
    ["Natar", "Keripik Empat", "b", "Tuti", None, 7_000_000, 2018],
]


@pytest.fixture
def office(as_user):
    return as_user(person("regency"))


@pytest.fixture
def delivery(office):
    rows = [[], ["Rekap UMKM Lampung Selatan"], HEAD, *ROWS]
    content = books.book(
        {"Rekap 2019": [[str(c).replace("=1+1", "'=1+1") if c else c for c in row] for row in rows]}
    )
    return upload(office, content, "rekap.xlsx")


def test_it_holds_exactly_the_rows_to_mend_in_the_senders_columns(office, delivery):
    response = office.get(f"/impor/{delivery.pk}/perbaikan.xlsx")
    assert f'filename="perbaikan-{delivery.pk}.xlsx"' in response["Content-Disposition"]
    head, *rows = sheet(response)
    assert head == [*HEAD, "Baris asal", "Yang harus diperbaiki"]
    assert [row[:-1] for row in rows] == [
        ["Kalinada", "Keripik Dua", "'=1+1", "Budi", "9901011502800012", "5000000", "2019", 5],
        ["Kalianda", "Keripik Tiga", None, "Ani", "990101", "banyak", "2019", 6],
    ]
    assert rows[0][-1].startswith("Kec: Kecamatan “Kalinada” tidak ada")
    assert "NIK KTP: " in rows[1][-1]
    assert "Omzet/Tahun: “banyak” bukan jumlah rupiah bulat" in rows[1][-1]


def test_mended_it_comes_in_and_nothing_is_doubled(office, delivery):
    applied(office, delivery)
    given = office.get(f"/impor/{delivery.pk}/perbaikan.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(given))
    for row in book.active.iter_rows(min_row=2):
        row[0].value, row[4].value, row[5].value = "Kalianda", "9901011502800013", "9.000.000"
    buffer = io.BytesIO()
    book.save(buffer)
    again = upload(office, buffer.getvalue(), "mended.xlsx")
    assert (again.summary["good"], again.summary["bad"], again.instrument) == (2, 0, "umkm_dinas")
    assert again.summary["ignored_columns"] == ["Catatan kami", "Baris asal", "Yang harus diperbaiki"]
    assert applied(office, again).summary["applied"] == {"new": 2, "changed": 0, "same": 0}
    names = sorted(Enterprise.objects.values_list("name", flat=True))
    assert names == ["Keripik Dua", "Keripik Empat", "Keripik Satu", "Keripik Tiga"]


def test_unmended_it_is_given_back_again(office, delivery):
    given = office.get(f"/impor/{delivery.pk}/perbaikan.xlsx").content
    again = upload(office, given, "lagi.xlsx")
    assert (again.summary["good"], again.summary["bad"]) == (0, 2)
    head, *rows = sheet(office.get(f"/impor/{again.pk}/perbaikan.xlsx"))
    assert head[: len(HEAD)] == HEAD
    assert [row[1] for row in rows] == ["Keripik Dua", "Keripik Tiga"]


@pytest.mark.parametrize("layout", ["umkm_baku", "koperasi_baku"])
def test_a_csv_comes_back_as_a_workbook_of_its_columns(office, layout):
    delivery = upload(office, table(layout, [enterprise_row(name="")]))
    head, row = sheet(office.get(f"/impor/{delivery.pk}/perbaikan.xlsx"))
    assert len(head) == len(row)
    assert head[-2:] == ["Baris asal", "Yang harus diperbaiki"]
    assert row[-1].endswith("Wajib diisi.")


def test_no_formula_stands_in_it(office):
    bad = enterprise_row(name='=HYPERLINK("http://x.test")', product="+1", address="@SUM(A1)", year="=1+1")
    delivery = upload(office, table("umkm_baku", [bad]))
    content = office.get(f"/impor/{delivery.pk}/perbaikan.xlsx").content
    cells = [
        c for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for c in row if c.value
    ]
    assert {c.data_type for c in cells} == {"s", "n"}
    assert '=HYPERLINK("http://x.test")' in {c.value for c in cells}


@pytest.mark.parametrize("name", ["Data [2019]: A/B", "'Umkm'", "/", "x" * 200])
def test_a_sheet_that_excel_could_not_name_so_is_given_back_all_the_same(office, delivery, name):
    delivery.summary["sheet"] = name
    delivery.save(update_fields=["summary"])
    assert len(sheet(office.get(f"/impor/{delivery.pk}/perbaikan.xlsx"))) == 3
