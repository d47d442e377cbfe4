"""What a file does not say stays as it is known."""

from datetime import date

import pytest

from naikkelas.registry.models import Cooperative, CooperativeYear, Enterprise, EnterpriseYear
from tests.factories import person
from tests.factories.registry import bring_in, cooperative_row, enterprise_row, table

pytestmark = pytest.mark.django_db
FULL = {
    "nib": "9120000000001", "product": "Keripik pisang", "phone": "081200000001", "founded_on": "2015-03-01",
    "capital_idr": "50000000", "workers_male": "2", "workers_female": "3", "market": "Provinsi",
}  # fmt: skip


@pytest.fixture
def officer():
    return person("regency")


def narrow(rows: list[dict]) -> bytes:
    """A list with the columns that identify an enterprise and nothing else."""
    header = ["Nama Usaha", "Nama Pemilik", "NIK Pemilik", "Kabupaten/Kota", "Kecamatan", "Desa/Kelurahan"]
    fields = ("name", "owner_name", "person_nik", "regency", "district", "village")
    lines = [";".join(header), *(";".join(str(row[f]) for f in fields) for row in rows)]
    return "\n".join(lines).encode()


@pytest.mark.parametrize("empty", [dict.fromkeys([*FULL, "annual_sales_idr", "sector"], ""), None])
def test_an_empty_cell_or_a_missing_column_wipes_nothing_out(officer, empty):
    row = enterprise_row(**FULL)
    bring_in(table("umkm_baku", [row]), by=officer)
    again = (
        narrow([row | {"owner_name": "Nama Baru"}]) if empty is None else table("umkm_baku", [row | empty])
    )
    delivery = bring_in(again, by=officer)
    assert delivery.summary["applied"] == {"new": 0, "changed": 1, "same": 0}
    kept = Enterprise.objects.select_related("owner").get()
    assert (kept.nib, kept.product, kept.sector, kept.market) == (
        FULL["nib"],
        FULL["product"],
        "culinary",
        "province",
    )
    assert (kept.founded_on, kept.owner.phone) == (date(2015, 3, 1), "+6281200000001")
    assert (kept.annual_sales_idr, kept.workers, kept.size_class) == (120_000_000, 5, "micro")
    facts = EnterpriseYear.objects.get(superseded_at=None)
    assert (facts.annual_sales_idr, facts.capital_idr, facts.size_class) == (120_000_000, 50_000_000, "micro")


def test_facts_of_one_year_are_not_taken_for_those_of_another(officer):
    row = enterprise_row(year="2018", annual_sales_idr="120000000", workers_male="2")
    bring_in(table("umkm_baku", [row]), by=officer)
    bring_in(
        table("umkm_baku", [row | {"year": "2019", "annual_sales_idr": "400000000", "workers_male": ""}]),
        by=officer,
    )
    later = EnterpriseYear.objects.get(year=2019, superseded_at=None)
    assert (later.annual_sales_idr, later.workers_male) == (400_000_000, None)


def test_a_list_by_kecamatan_does_not_take_the_village_away(officer):
    row = enterprise_row()
    bring_in(table("umkm_baku", [row]), by=officer)
    village = Enterprise.objects.get().area_id
    bring_in(table("umkm_baku", [row | {"village": "", "product": "Baru"}]), by=officer)
    kept = Enterprise.objects.get()
    assert (kept.area_id, kept.product, len(village)) == (village, "Baru", 13)


def test_a_cooperative_keeps_its_status_and_book_year(officer):
    row = cooperative_row(assets_idr="90000000", chair="Ketua Uji")
    bring_in(table("koperasi_baku", [row]), by=officer)
    silent = dict.fromkeys(["official_status", "kind", "chair", "members_male", "rat_held_on"], "")
    bring_in(table("koperasi_baku", [row | silent | {"assets_idr": "95000000"}]), by=officer)
    kept = Cooperative.objects.get()
    assert (kept.official_status, kept.kind, kept.chair, kept.members) == (
        "active",
        "consumer",
        "Ketua Uji",
        55,
    )
    year = CooperativeYear.objects.get(superseded_at=None)
    assert (year.assets_idr, year.members_male, year.rat_held_on) == (95_000_000, 30, date(2020, 2, 20))
