"""Before a list is applied its new rows are compared with the registry, and with each other."""

import pytest

from naikkelas.intake import actions, alike
from naikkelas.registry.models import Enterprise
from tests.conftest import NOW
from tests.factories import person
from tests.factories.registry import bring_in, cooperative_row, enterprise_row, table

pytestmark = pytest.mark.django_db
FAMILY = {"18.01": "Hidayat", "18.02": "Sudarma", "18.72": "Abidin"}
CALLED = ("Rohmah", "Slamet", "Wayan", "Tuti", "Zainal", "Komang")


@pytest.fixture
def officer():
    return person("province")


def looked(officer, layout: str, rows: list[dict]):
    delivery = actions.receive_spreadsheet(
        filename="baru.csv", content=table(layout, rows), by=officer, at=NOW
    )
    return actions.look(delivery=delivery, by=officer, at=NOW)


def known(officer) -> list[dict[str, object]]:
    rows = [
        enterprise_row(
            area, owner_name=f"{called} {family}", name=f"Keripik {called}", registration_no=f"A{called}{area}",
            person_nik=f"9901{10 + n}1502800001" if area == "18.01" else "", address=f"Jl. Mawar No. {n}",
        )
        for area, family in FAMILY.items()
        for n, called in enumerate(CALLED)
    ]  # fmt: skip
    bring_in(table("umkm_baku", rows), by=officer)
    return rows


def test_a_new_row_like_a_known_enterprise_and_two_like_each_other_are_told(officer):
    rows = known(officer)
    again = rows[0] | {"registration_no": "B1", "name": "Dapur Ibu"}
    twin = enterprise_row(
        "18.02",
        owner_name="Made Suteja",
        name="Dodol Suteja",
        person_nik="",
        registration_no="B2",
        phone="081277778888",
        address="Jl. Dodol 9",
    )
    delivery = looked(officer, "umkm_baku", [rows[3], again, twin, twin | {"registration_no": "B3"}])
    told = delivery.summary["alike"]
    first = Enterprise.objects.get(registration_no=rows[0]["registration_no"])
    assert {(p["of"], p.get("enterprise") or p.get("row")) for p in told["pairs"]} == {(3, first.pk), (5, 4)}
    assert (told["count"], told["rows"]) == (2, 3)
    assert Enterprise.objects.count() == 18  # looking changes nothing


def test_so_many_rows_are_compared_after_applying(officer, as_user, monkeypatch):
    monkeypatch.setattr(alike, "AT_MOST", 1)
    delivery = looked(officer, "umkm_baku", [enterprise_row(), enterprise_row()])
    assert delivery.summary["alike"] == {"later": True, "new": 2, "limit": 1}
    page = " ".join(as_user(officer).get(f"/impor/{delivery.pk}/").content.decode().split())
    assert "2 baris baru belum dibandingkan dengan daftar" in page
    assert "paling banyak 1" in page


def test_rows_that_are_too_much_alike_are_compared_after_applying(officer, as_user, monkeypatch):
    from naikkelas.engine.linkage import run

    monkeypatch.setattr(run, "CANDIDATES_AT_LEAST", 1)
    monkeypatch.setattr(run, "CANDIDATES_A_RECORD", 0)
    rows = [enterprise_row(owner_name="Sri Rahayu", name="Warung") for _ in range(3)]
    delivery = looked(officer, "umkm_baku", rows)
    assert delivery.summary["alike"] == {"later": True}
    page = " ".join(as_user(officer).get(f"/impor/{delivery.pk}/").content.decode().split())
    assert "terlalu banyak yang mirip" in page


def test_cooperatives_and_lists_without_news_have_nothing_to_tell(officer):
    assert looked(officer, "koperasi_baku", [cooperative_row()]).summary["alike"] == {}
    rows = known(officer)
    assert looked(officer, "umkm_baku", rows[:2]).summary["alike"] == {}


def test_the_page_says_it_with_links(as_user, officer):
    rows = known(officer)
    again = rows[0] | {"registration_no": "B1", "name": "Dapur Ibu"}
    delivery = looked(officer, "umkm_baku", [again])
    page = as_user(officer).get(f"/impor/{delivery.pk}/").content.decode()
    first = Enterprise.objects.get(registration_no=rows[0]["registration_no"])
    assert "1 baris baru mirip dengan data yang terdaftar atau satu sama lain" in page
    assert f'/registri/umkm/{first.pk}/">' in page


def test_an_officer_is_told_nothing_of_another_kabupaten(officer):
    rows = known(officer)
    moved = rows[0] | {"registration_no": "B1", "name": "Dapur Ibu"} | {
        field: enterprise_row("18.02")[field] for field in ("regency", "district", "village")
    }  # fmt: skip
    delivery = looked(person("regency", "18.02"), "umkm_baku", [moved])
    assert delivery.summary["good"] == 1
    assert delivery.summary["alike"]["pairs"] == []
    assert looked(officer, "umkm_baku", [moved]).summary["alike"]["count"] == 1
