"""Entering a change of areas, looking at what it would do, applying it, deciding what is left, and undoing it."""

import pytest

from naikkelas.monev import actions as monev
from naikkelas.places.models import Region, RegionChange
from naikkelas.registry import actions as registry
from naikkelas.registry.models import Enterprise
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from naikkelas.web import words
from tests.conftest import NOW
from tests.factories import enterprise, person
from tests.factories.areas import applied, drafted

pytestmark = pytest.mark.django_db
SPLIT = (("18.01", "18.14", "Lampung Bahari"), ("18.01.06", "18.14.01"))
ADD = "/pengaturan/wilayah/baru/"
ENTERED = {
    "title": "Pemekaran uji", "on": "2020-03-01", "legal_source": "UU 1/2020", "new_code": "18.14",
    "new_name": "Lampung Bahari", "part": ["18.01.06"], "to-18.01.06": "18.14.01",
}  # fmt: skip


def test_entering_a_split_leads_to_its_preview_and_moves_nothing(as_user):
    officer = person("regency", "18.01")
    firm = enterprise(officer)
    client = as_user(person("administrator"))
    assert "langkah 1" in client.get(ADD).text
    asked = client.get(ADD, {"jenis": "split", "kode": "18.01"}).text
    assert 'value="18.14"' in asked
    assert "Kec. Kalianda" in asked
    answer = client.post(f"{ADD}?jenis=split&kode=18.01", ENTERED, follow=True)
    change = RegionChange.objects.get()
    assert answer.redirect_chain[-1][0] == f"/pengaturan/wilayah/{change.pk}/"
    assert "Lampung Bahari" in answer.text
    assert officer.name in answer.text  # whose area of duty is to be decided
    assert change.state == "draft"
    firm.refresh_from_db()
    assert firm.area_id.startswith("18.01.06.")


def test_what_cannot_be_is_said_in_the_form(as_user):
    client = as_user(person("administrator"))
    assert client.get(ADD, {"jenis": "split", "kode": "18.99"}).status_code == 422
    assert client.get(ADD, {"jenis": "split", "kode": "17.01"}).status_code == 422
    answer = client.post(f"{ADD}?jenis=split&kode=18.01", ENTERED | {"new_code": "18.02"})
    assert answer.status_code == 422
    assert "sudah pernah dipakai" in answer.text
    outside = client.post(f"{ADD}?jenis=split&kode=18.01", ENTERED | {"new_code": "17.14"})
    assert outside.status_code == 422
    assert not RegionChange.objects.exists()


def test_applying_takes_effect_and_undoing_takes_it_back(as_user):
    client = as_user(person("administrator"))
    change = drafted("split", *SPLIT)
    address = f"/pengaturan/wilayah/{change.pk}/"
    client.post(address, {"decision": "apply"})
    assert Region.objects.get(code="18.14").name == "Lampung Bahari"
    assert "Diterapkan" in client.get(address).text
    moved = Event.objects.filter(action="areas.moved")
    assert {event.details["table"] for event in moved} == set(
        words.WORDS["moved_table"]
    )  # each is told in words
    client.post(address, {"decision": "undo"})
    assert not Region.objects.filter(code="18.14").exists()


def test_who_would_see_more_must_be_agreed_to(as_user):
    client, officer = as_user(person("administrator")), person("regency", "18.02")
    change = drafted("merge", ("18.01", "18.02"))
    address = f"/pengaturan/wilayah/{change.pk}/"
    assert officer.name in client.get(address).text
    assert client.post(address, {"decision": "apply"}).status_code == 422
    change.refresh_from_db()
    assert change.state == "draft"
    client.post(address, {"decision": "apply", "wider": "yes"})
    change.refresh_from_db()
    assert change.state == "applied"


def test_the_administrator_decides_who_serves_the_new_kabupaten(as_user):
    client, officer = as_user(person("administrator")), person("regency", "18.01")
    change = applied("split", *SPLIT)
    client.post(
        f"/pengaturan/wilayah/{change.pk}/", {"decision": "person", "user": officer.pk, "code": "18.14"}
    )
    officer.refresh_from_db()
    assert officer.area_id == "18.14"


def test_a_draft_can_be_discarded(as_user):
    change = drafted("rename", ("18.05", "18.05", "Menggala"))
    as_user(person("administrator")).post(f"/pengaturan/wilayah/{change.pk}/", {"decision": "discard"})
    assert not RegionChange.objects.exists()


def test_the_crosswalk_goes_out_down_to_the_last_village(as_user):
    change = applied("split", *SPLIT)
    text = as_user(person("administrator")).get(f"/pengaturan/wilayah/{change.pk}/tabel.csv").content.decode()
    lines = text.splitlines()
    assert len(lines) == 1 + 3 + 29
    assert lines[1].startswith("18.01;Lampung Selatan;18.01;Lampung Selatan;regency;231;260;villages")
    assert any(line.startswith("18.01.06;Kalianda;18.14.01;Kalianda;district;1;1;whole") for line in lines)


def test_an_officer_says_where_a_record_lies_that_named_the_whole_kabupaten_only(as_user):
    officer, other = person("regency", "18.01"), person("regency", "18.02")
    firm = enterprise(officer)
    Enterprise.objects.filter(pk=firm.pk).update(area="18.01")
    change = applied("split", *SPLIT)
    sent = {"change": change.pk, "table": "enterprise", "id": firm.pk, "code": "18.14.01"}
    as_user(other).post("/pengaturan/wilayah/tentukan/", sent)
    firm.refresh_from_db()
    assert firm.area_id == "18.01"
    client = as_user(officer)
    assert firm.name in client.get("/pengaturan/wilayah/tentukan/").text
    client.post("/pengaturan/wilayah/tentukan/", sent)
    firm.refresh_from_db()
    assert firm.area_id == "18.14.01"
    assert "Tidak ada yang perlu ditentukan" in client.get("/pengaturan/wilayah/tentukan/").text


def test_a_figure_is_shown_by_the_boundaries_of_its_quarter_or_of_today(as_user):
    officer = person("regency", "18.01")
    enterprise(officer)
    applied("renumber", ("18.01", "18.21"))
    client = as_user(person("province"))
    now = client.get("/indikator/enterprises_licensed/").text
    then = client.get("/indikator/enterprises_licensed/", {"batas": "saat-itu", "periode": "2019-T4"}).text
    assert "wilayah=18.21" in now
    assert "wilayah=18.01&" in then.replace("&amp;", "&")
    records = client.get(
        "/indikator/enterprises_licensed/whole/", {"batas": "saat-itu", "periode": "2019-T4"}
    ).text
    assert "Lampung Selatan" in records
    officer.refresh_from_db()
    own = as_user(officer).get("/indikator/enterprises_licensed/", {"batas": "saat-itu"}).text
    assert "seperti saat itu" not in own


def test_naik_kelas_is_shown_by_the_boundaries_of_its_second_year_or_of_today(as_user):
    officer = person("regency", "18.01")
    for sales in (200_000_000, 900_000_000):
        made = enterprise(officer, "18.01")
        for year, amount in ((2018, 100_000_000), (2019, sales)):
            registry.record_year(
                enterprise=made, year=year, facts={"annual_sales_idr": amount}, source="uji", evidence="document",
                by=SYSTEM, at=NOW,
            )  # fmt: skip
    applied("renumber", ("18.01", "18.21"))
    client = as_user(person("province"))
    asked = {"dari": 2018, "ke": 2019}
    pages = {
        code: client.get("/naik-kelas/", asked | more)
        for code, more in (("18.21", {}), ("18.01", {"batas": "saat-itu"}))
    }
    for code, page in pages.items():
        (part,) = page.context["by_area"]
        assert (part["part"].key, part["part"].up, part["part"].same) == (code, 1, 1)
        href = part["links"]["up"].replace("&amp;", "&")
        assert f"wilayah={code}" in href
        (line,) = client.get(href).context["lines"]
        assert line.class_2 == "small"
    assert "seperti pada akhir 2019" in pages["18.01"].text
    assert pages["18.01"].context["survival"] == []
    # the officer of the kabupaten has no choice of boundaries
    officer.refresh_from_db()
    assert (
        "seperti pada akhir" not in as_user(officer).get("/naik-kelas/", asked | {"batas": "saat-itu"}).text
    )


def test_another_process_learns_of_a_new_name_with_the_next_request(as_user):
    client = as_user(person("province"))
    assert "Tulang Bawang</option>" in client.get("/").text
    change = drafted("rename", ("18.05", "18.05", "Menggala"))
    monev.apply_change(
        change=change, by=SYSTEM, at=NOW
    )  # as another process would: nothing is told to this one
    assert "Menggala</option>" in client.get("/").text
