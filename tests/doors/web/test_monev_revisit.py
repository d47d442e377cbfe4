"""Re-visits on the officers' pages: drawing, the list and its filters, both visits beside one another, tolerances."""

import re

import pytest
from django.test import Client

from naikkelas.intake import actions as intake
from naikkelas.monev import actions as monev
from naikkelas.monev.models import BackCheck, PlannedVisit, Visit
from tests.conftest import NOW
from tests.factories import enumerator, filled, road, send
from tests.factories.people import person

pytestmark = pytest.mark.django_db
QUARTER = "periode=2019-T4"


def client(user) -> Client:
    signed_in = Client()
    signed_in.force_login(user)
    signed_in.post("/bahasa/", {"language": "en"})
    return signed_in


@pytest.fixture
def made():
    """Two of three visits verified; somebody else works in the area."""
    found = road()
    found.other = enumerator("18.01")
    for kind in ("enterprise", "cooperative"):
        send(found.enumerator, filled(found.planned_with(kind)))
    intake.read_waiting(at=NOW)
    monev.verify_visits(visits=list(Visit.objects.all()), by=found.officer, at=NOW)
    return found


@pytest.fixture
def office(made) -> Client:
    return client(made.officer)


def draw(office, made, **changes):
    terms = {
        "seed": "satu",
        "by": "share",
        "amount": "100",
        "least": "1",
        "among": "verified",
        "due_on": "2030-01-01",
    }
    return office.post(f"/monev/{made.cycle.pk}/undi-ulang/", terms | changes)


def revisit(kind: str) -> PlannedVisit:
    return PlannedVisit.objects.get(again_of__isnull=False, instrument=kind)


def made_again(made, kind: str, **answers) -> PlannedVisit:
    planned = revisit(kind)
    assert send(made.other, filled(planned, **answers)).status_code == 201
    intake.read_waiting(at=NOW)
    return planned


def test_an_officer_draws_and_another_enumerator_sees_it(office, made):
    before = office.get(f"/monev/{made.cycle.pk}/undi-ulang/").content.decode()
    assert "2 verified visits can be drawn" in before
    assert draw(office, made).status_code == 302
    mine = client(made.other).get("/lapangan/").content.decode()
    assert mine.count("re-visit") == 2
    assert revisit("enterprise").code in mine
    assert draw(office, made, seed="dua").status_code == 422  # nothing is left to draw
    assert draw(office, made, amount="101").status_code == 422
    assert BackCheck.objects.count() == 1


def test_a_draw_leads_to_what_it_drew_in_the_quarter_of_its_cycle(office, made):
    """It led to the list of the running quarter, which said that nothing was drawn."""
    led = draw(office, made)["Location"]
    assert "periode=2019-T4" in led
    shown = office.get(led).content.decode()
    assert "Nothing was drawn" not in shown
    assert {revisit(kind).code in shown for kind in ("enterprise", "cooperative")} == {True}
    back = f'href="/kunjungan/ulang/?{QUARTER}"'
    assert back in office.get(f"/kunjungan/ulang/undian/{BackCheck.objects.get().pk}/").content.decode()
    assert back in office.get(f"/kunjungan/ulang/{revisit('enterprise').pk}/").content.decode()


def test_the_list_narrows_to_what_differs_and_goes_out_as_it_is_shown(office, made):
    draw(office, made)
    differing, same = made_again(made, "enterprise", workers_male="9"), made_again(made, "cooperative")

    def listed(query: str) -> set[str]:
        page = office.get(f"/kunjungan/ulang/?{QUARTER}{query}").content.decode()
        return {p.code for p in (differing, same) if f"/kunjungan/ulang/{p.pk}/" in page}

    assert listed("") == {differing.code, same.code}
    assert listed("&beda=ada") == {differing.code}
    assert listed("&beda=tidak") == {same.code}
    assert listed(f"&petugas={made.enumerator.pk}&keadaan=visited") == {differing.code, same.code}
    assert listed("&keadaan=planned") == set()
    file = office.get(f"/kunjungan/ulang/?{QUARTER}&beda=ada&unduh=csv")
    lines = b"".join(file.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert differing.code in lines[1]
    assert same.code not in lines[1]


def test_both_visits_stand_beside_one_another(office, made):
    draw(office, made)
    planned = made_again(made, "enterprise", workers_male="9")
    page = office.get(f"/kunjungan/ulang/{planned.pk}/").content.decode()
    assert "1 of" in page
    assert made.enumerator.name in page
    assert made.other.name in page
    first = office.get(f"/kunjungan/{planned.again_of_id}/").content.decode()
    assert f"/kunjungan/ulang/{planned.pk}/" in first


def test_results_by_enumerator_and_question_say_that_they_are_few(office, made):
    draw(office, made)
    assert "none has come in yet" in office.get(f"/kunjungan/ulang/hasil/?{QUARTER}").content.decode()
    made_again(made, "enterprise", workers_male="9")
    page = office.get(f"/kunjungan/ulang/hasil/?{QUARTER}").content.decode()
    assert "1 of 2" in page
    assert "too few to judge" in page
    for kind in ("petugas", "pertanyaan"):
        file = office.get(f"/kunjungan/ulang/hasil/?{QUARTER}&unduh={kind}").content.decode()
        assert "100" in file or made.enumerator.name in file
    assert office.get(f"/kunjungan/ulang/hasil/?{QUARTER}&unduh=lain").status_code == 404
    people = office.get(f"/kunjungan/petugas/?{QUARTER}").content.decode()
    assert "/kunjungan/ulang/hasil/" in people


def test_a_draw_says_that_it_repeats_and_takes_tolerances(office, made):
    draw(office, made)
    planned = made_again(made, "enterprise", workers_male="9")
    check = BackCheck.objects.get()
    page = office.get(f"/kunjungan/ulang/undian/{check.pk}/").content.decode()
    assert "drawn again by the seed" in page
    name = re.search(r'name="(t\.enterprise:[^"]*workers_male)"', page)[1]
    address = f"/kunjungan/ulang/undian/{check.pk}/toleransi/"
    refused = office.post(address, {"usual": "10%", name: "banyak"})
    assert refused.status_code == 422
    assert "banyak" in refused.content.decode()
    assert office.post(address, {"usual": "10%", name: "20", "t.enterprise:lain": "1"}).status_code == 302
    check.refresh_from_db()
    assert check.tolerances == {name[2:]: "20"}
    assert "0 of" in office.get(f"/kunjungan/ulang/{planned.pk}/").content.decode()


def test_a_re_visit_is_given_to_somebody_else_but_never_to_who_made_the_first(office, made):
    draw(office, made)
    third, planned = enumerator("18.01"), revisit("enterprise")
    assert third.name in office.get(f"/kunjungan/ulang/{planned.pk}/").content.decode()
    office.post(f"/kunjungan/ulang/{planned.pk}/tugaskan/", {"to": third.pk})
    assert revisit("enterprise").assigned_to == third
    office.post(f"/kunjungan/ulang/{planned.pk}/tugaskan/", {"to": made.enumerator.pk})
    assert revisit("enterprise").assigned_to == third


# ── given back ──

WHY = "Hitung ulang tenaga kerja laki-laki."


def test_an_officer_gives_a_re_visit_back_and_its_enumerator_mends_it(office, made):
    draw(office, made)
    planned = made_again(made, "enterprise", workers_male="9")
    second = Visit.objects.get(planned=planned)
    page = f"/kunjungan/ulang/{planned.pk}/"
    assert f"/kunjungan/{second.pk}/putuskan/" in office.get(page).content.decode()
    assert "Give this re-visit back" in office.get(f"/kunjungan/{second.pk}/").content.decode()
    answer = office.post(f"/kunjungan/{second.pk}/putuskan/", {"decision": "reject", "reason": WHY})
    assert answer["Location"] == page
    told = office.get(page).content.decode()
    assert WHY in told
    assert "given back" in told
    assert "Give this re-visit back" not in told
    assert "Given back" in office.get(f"/kunjungan/ulang/?{QUARTER}").content.decode()
    other = client(made.other)
    mine = other.get("/lapangan/").content.decode()
    assert WHY in mine
    mend = f"/lapangan/perbaiki/{planned.code}/"
    assert mend in mine
    assert WHY in other.get(mend).content.decode()
    assert other.get(f"{mend}terkirim.xml").status_code == 200
    assert client(made.enumerator).get(mend).status_code == 404
    assert planned.code in other.get("/pemberitahuan/").content.decode()


def test_a_re_visit_without_a_reason_or_of_another_area_is_not_given_back(office, made):
    draw(office, made)
    planned = made_again(made, "enterprise")
    second = Visit.objects.get(planned=planned)
    address, given = f"/kunjungan/{second.pk}/putuskan/", {"decision": "reject", "reason": WHY}
    assert office.post(address, given | {"reason": "salah"}).status_code == 422
    assert client(person("regency", "18.72")).post(address, given).status_code == 404
    assert client(made.other).post(address, given).status_code == 403
    second.refresh_from_db()
    assert second.state == "again"
