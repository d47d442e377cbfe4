"""The page of an enterprise: its facts, its class and why, its aid, visits and findings, its owner by role."""

import pytest

from naikkelas.intake import actions as intake
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Finding, Visit
from naikkelas.registry.models import Enterprise
from tests.conftest import NOW
from tests.factories import enterprise, filled, person, road, send
from tests.factories.registry import bring_in, enterprise_row, table

pytestmark = pytest.mark.django_db
NIK = "9901011502801234"


@pytest.fixture
def officer():
    return person("regency")


def page(client, pk: int) -> str:
    response = client.get(f"/registri/umkm/{pk}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_it_says_which_class_by_which_law_and_why(as_user, officer):
    row = enterprise_row(year="2018", annual_sales_idr="200000000", net_worth_idr="60000000")
    bring_in(table("umkm_baku", [row]), by=officer)
    bring_in(table("umkm_baku", [row | {"year": "2019", "annual_sales_idr": "900000000"}]), by=officer)
    text = page(as_user(officer), Enterprise.objects.get().pk)
    assert "menurut hasil penjualan tahunan, Kriteria" in text
    assert "per 31 Desember 2019" in text
    assert "per 31 Desember 2018" in text
    assert "Mikro → Kecil" in text
    assert "kedua tahun menurut Kriteria" in text
    assert "900.000.000" in text


def test_two_criteria_that_disagree_are_told(as_user, officer):
    made = enterprise(officer, annual_sales_idr="200000000", net_worth_idr="60000000")
    assert made.years.get().class_flag == "ambiguous"
    assert "Kriteria lain memberi kelas berbeda" in page(as_user(officer), made.pk)


def test_it_says_where_the_record_came_from(as_user, officer):
    made = enterprise(officer)
    number = made.source[1:].partition("/")[0]
    text = page(as_user(officer), made.pk)
    assert f"impor {number}" in text.lower()


def test_aid_visits_findings_and_history_stand_on_it(as_user):
    made = road()
    assert send(made.enumerator, filled(made.planned_with("enterprise"))).status_code == 201
    intake.read_waiting(at=NOW)
    visit = Visit.objects.get()
    monev.verify_visits(visits=[visit], by=made.officer, at=NOW)
    finding = Finding.objects.create(
        number="T2020-0001", area_id=visit.area_id, visit=visit, rule="uji", title="Izin tidak ada", condition="k",
        criterion="k", recommendation="r", severity="high", opened_on=NOW.date(), due_on=NOW.date(),
    )  # fmt: skip
    text = page(as_user(made.officer), made.enterprise.pk)
    assert f'href="/penerima/{made.recipient.pk}/">Modal awal 18.01 2019</a>' in text
    assert 'Rp 12.000.000<div class="nk-sub">dicairkan Rp 12.000.000</div>' in text
    assert f'href="/kunjungan/{visit.pk}/"' in text
    assert f'href="/temuan/{finding.pk}/">T2020-0001 Izin tidak ada <' in text
    assert "Data tahunan dicatat" in text


# ── the owner by role ──


@pytest.mark.parametrize(
    ("role", "area", "sees", "reveals"),
    [
        ("regency", "18.01", True, True),
        ("province", "18", True, True),
        ("ministry", "0", True, False),
        ("auditor", "18.01", True, False),
        ("evaluator", "18.01", False, False),
    ],
)
def test_the_owner_is_shown_by_role(as_user, officer, role, area, sees, reveals):
    made = enterprise(
        officer, person_nik=NIK, owner_name="Siti Aminah", phone="081234567890", address="Jl. Melati 7"
    )
    text = page(as_user(person(role, area)), made.pk)
    assert NIK not in text
    for secret in ("Siti Aminah", "990101••••••1234", "+6281234567890", "Jl. Melati 7", made.name):
        assert (secret in text) is sees, secret
    assert (f'action="/registri/umkm/{made.pk}/nik/"' in text) is reveals


def test_an_owner_without_nik_has_nothing_to_reveal(as_user, officer):
    made = enterprise(officer, person_nik="")
    assert "/nik/" not in page(as_user(officer), made.pk)


@pytest.mark.parametrize(("role", "area"), [("regency", "18.02"), ("province", "17"), ("evaluator", "18.72")])
def test_outside_the_area_it_does_not_exist(as_user, officer, role, area):
    made = enterprise(officer)
    assert as_user(person(role, area)).get(f"/registri/umkm/{made.pk}/").status_code == 404


def test_the_page_costs_a_bounded_number_of_queries(as_user, officer, django_assert_max_num_queries):
    row = enterprise_row()
    for year in range(2008, 2020):
        bring_in(table("umkm_baku", [row | {"year": str(year)}]), by=officer)
    client = as_user(officer)
    made = Enterprise.objects.get()
    page(client, made.pk)  # names of places are read once a process, not once a page
    with django_assert_max_num_queries(19):
        text = page(client, made.pk)
    assert text.count("Kelas tetap") == 11
