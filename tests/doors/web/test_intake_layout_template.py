"""Empty examples of the layouts: filled, they are recognised."""

import io

import openpyxl
import pytest

from naikkelas.instruments.spreadsheet import layouts
from tests.doors.web.intake import sheet, upload
from tests.factories import person
from tests.factories.registry import cooperative_row, enterprise_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(as_user):
    return as_user(person("regency"))


@pytest.mark.parametrize("layout", sorted(layouts()))
def test_a_filled_example_is_recognised_by_its_headings(office, layout):
    response = office.get(f"/impor/contoh/{layout}.xlsx")
    assert sheet(response) == [list(layouts()[layout].columns)]
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    record = layouts()[layout].record
    row = enterprise_row() if record == "enterprise" else cooperative_row()
    row["area_code"] = "18.01.06"
    book.active.append([row.get(field) for field in layouts()[layout].columns.values()])
    buffer = io.BytesIO()
    book.save(buffer)
    delivery = upload(office, buffer.getvalue(), "isi.xlsx")
    assert (delivery.instrument, delivery.summary["good"], delivery.summary["bad"]) == (layout, 1, 0)


def test_columns_of_long_numbers_are_preset_to_text(office):
    response = office.get("/impor/contoh/umkm_baku.xlsx")
    active = openpyxl.load_workbook(io.BytesIO(response.content)).active
    preset = {
        at: held.number_format
        for held in active.column_dimensions.values()
        for at in range(held.min, held.max + 1)
    }
    columns = list(layouts()["umkm_baku"].columns)
    formats = {
        name: preset[columns.index(name) + 1] for name in ("NIK Pemilik", "NIB", "NPWP", "Omzet Setahun (Rp)")
    }
    assert formats == {"NIK Pemilik": "@", "NIB": "@", "NPWP": "@", "Omzet Setahun (Rp)": "General"}


def test_an_unknown_layout_is_404(office):
    assert office.get("/impor/contoh/rahasia.xlsx").status_code == 404
