"""Looking visits through: flags in words, comparison, comments, the light table, a preview before many are verified."""

import pytest
from django.test import Client

from naikkelas.intake import actions as intake
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Visit, VisitComment
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import filled, road, send
from tests.factories.photos import photo as jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return road()


@pytest.fixture
def visit(made) -> Visit:
    """A visit of two minutes at night, with a photo."""
    planned = made.planned_with("enterprise")
    xml = filled(
        planned, photo_place="a.jpg", start="2020-03-12T22:30:00+07:00", end="2020-03-12T22:31:00+07:00"
    )
    send(made.enumerator, xml, {"a.jpg": jpeg()})
    intake.read_waiting(at=NOW)
    monev.judge_waiting(by=SYSTEM, at=NOW)
    return Visit.objects.latest("id")


@pytest.fixture
def office(made) -> Client:
    client = Client()
    client.force_login(made.officer)
    return client


QUARTER = "?periode=2019-T4"


def test_the_page_of_a_visit_says_why_it_is_flagged(office, visit):
    page = office.get(f"/kunjungan/{visit.pk}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "22.30" in page


def test_the_list_narrows_by_flag_and_enumerator(office, visit):
    def listed(query: str) -> bool:
        return f"/kunjungan/{visit.pk}/" in office.get(f"/kunjungan/{QUARTER}{query}").content.decode()

    assert listed("&tanda=at_night")
    assert listed("&tanda=ada")
    assert not listed("&tanda=same_photo")
    assert listed(f"&petugas={visit.enumerator_id}")
    assert office.get(f"/kunjungan/{QUARTER}&petugas=1;drop").status_code == 404


def test_the_light_table_and_the_enumerators(office, visit):
    photo = f"/kunjungan/{visit.pk}/foto/0/"
    assert photo in office.get(f"/kunjungan/foto/{QUARTER}").content.decode()
    assert photo not in office.get(f"/kunjungan/foto/{QUARTER}&tanda=foto").content.decode()
    assert visit.enumerator.name in office.get(f"/kunjungan/petugas/{QUARTER}").content.decode()


def test_many_are_verified_only_after_a_look_at_how_many(office, visit):
    looked = office.post("/kunjungan/verifikasi/", {"visit": [visit.pk], "preview": "1"})
    assert looked.status_code == 200
    assert visit.planned.code in looked.content.decode()
    visit.refresh_from_db()
    assert visit.state == "received"
    office.post("/kunjungan/verifikasi/", {"visit": [visit.pk]})
    visit.refresh_from_db()
    assert visit.state == "verified"


def test_asking_to_mend_stands_on_the_page(office, visit):
    office.post(f"/kunjungan/{visit.pk}/komentar/", {"text": "Kuitansi mana?", "asks": "1"})
    visit.refresh_from_db()
    assert (visit.trouble, VisitComment.objects.get().asks) == ("asked", True)
    assert "Kuitansi mana?" in office.get(f"/kunjungan/{visit.pk}/").content.decode()
    assert office.get(f"/kunjungan/{QUARTER}&masalah=asked").content.decode().count("Kuitansi") == 0
