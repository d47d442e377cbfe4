"""Doubles that lie in two kabupaten/kota: each officer learns that there is one, the province decides."""

import pytest

from naikkelas.registry import actions
from naikkelas.registry.models import Enterprise, LinkCandidate, LinkRun, Person, ProvinceAsked
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enterprise, person

pytestmark = pytest.mark.django_db
LIST = "/registri/ganda/umkm/"


@pytest.fixture
def across():
    here, there = person("regency", "18.01"), person("regency", "18.02")
    province = person("province")
    first = enterprise(here, owner_name="Rohmah Hidayat", name="Keripik Rohmah", area="18.01")
    second = enterprise(
        there, owner_name="Hj. Rohmah Sekali", name="UD Rahasia", area="18.02", address="Gang Rahasia 7"
    )
    first, second = sorted((first, second), key=lambda e: e.pk)
    run = LinkRun.objects.create(at=NOW, method_hash="x", records=2, changed=2, found=1)
    pair = LinkCandidate.objects.create(
        first=first, second=second, probability=0.97, evidence={"owner_name": [8, 9.5]}, run=run
    )
    return here, there, province, pair


def test_the_officer_sees_that_one_exists_and_nothing_of_it(as_user, across):
    here, _, _, pair = across
    page = as_user(here).get(LIST).content.decode()
    assert "Keripik Rohmah" in page
    assert "Lampung Tengah" in page
    assert not [word for word in ("Rahasia", "Sekali", "97") if word in page.split("<main")[-1]]
    assert as_user(here).get(f"{LIST}{pair.pk}/").status_code == 404


def test_one_click_asks_the_province_once(as_user, across):
    here, there, province, pair = across
    for officer in (here, here, there):
        assert as_user(officer).post(f"{LIST}{pair.pk}/tanya/").status_code == 302
    asked = ProvinceAsked.objects.get()
    assert (asked.area_id, asked.by) == ("18.01", here)
    assert Event.objects.filter(action="enterprise.province_asked").count() == 1
    assert "Provinsi sudah diminta" in as_user(there).get(LIST).content.decode()
    page = as_user(province).get(f"{LIST}?diminta=ya").content.decode()
    assert "UD Rahasia" in page
    assert "diminta oleh" in page
    assert LinkCandidate.objects.count() == Enterprise.objects.count() - 1 == 1  # asked, not decided


def test_who_sees_neither_record_asks_nothing(as_user, across):
    _, _, _, pair = across
    assert as_user(person("regency", "18.03")).post(f"{LIST}{pair.pk}/tanya/").status_code == 404
    assert as_user(person("auditor", "18.01")).post(f"{LIST}{pair.pk}/tanya/").status_code == 403
    assert ProvinceAsked.objects.count() == 0


def test_held_apart_or_restricted_it_is_shown_no_more(as_user, across):
    here, _, province, pair = across
    Person.objects.filter(pk=pair.second.owner_id).update(restricted_at=NOW)
    assert "Keripik Rohmah" not in as_user(here).get(LIST).content.decode()
    Person.objects.update(restricted_at=None)
    actions.keep_apart(first=pair.first, second=pair.second, by=province, at=NOW)
    assert "Keripik Rohmah" not in as_user(here).get(LIST).content.decode()
