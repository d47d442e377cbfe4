"""One person's page, finding somebody by NIK, and the log of who looked."""

from datetime import timedelta

import pytest
from django.test import Client

from naikkelas.kit import clock
from naikkelas.registry.models import PersonAccess
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enterprise, person, road

pytestmark = pytest.mark.django_db
NIK = "9901011502801234"
REASON = "Pemohon datang ke loket dengan KTP"


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def made(officer):
    return enterprise(officer, person_nik=NIK, phone="081266660001")


def kinds(owner: int) -> list[tuple[str, str]]:
    return list(PersonAccess.objects.filter(person_id=owner).order_by("id").values_list("kind", "place"))


def test_the_page_gathers_all_that_is_held_and_masks_the_number(as_user):
    way = road()
    text = as_user(way.officer).get(f"/registri/orang/{way.recipient.person_id}/").content.decode()
    assert way.enterprise.name in text
    assert "08/2019" in text
    assert "990101••••••" in text
    assert "9901011502" not in text


def test_entries_with_the_same_number_are_one_person(as_user, officer, made):
    other = enterprise(officer, person_nik=NIK, name="Warung Kedua")
    assert other.owner_id != made.owner_id
    text = as_user(officer).get(f"/registri/orang/{made.owner_id}/").content.decode()
    assert "Warung Kedua" in text
    assert made.name in text


def test_looking_is_written_once_a_day_and_again_the_next(as_user, officer, made):
    client = as_user(officer)
    for _ in range(3):
        client.get(f"/registri/umkm/{made.pk}/")
        client.get(f"/registri/orang/{made.owner_id}/")
    assert kinds(made.owner_id) == [("seen", f"registry-enterprise-detail {made.pk}")]
    clock.set_to(NOW + timedelta(days=1))
    client.force_login(officer, backend="naikkelas.web.signed_in.Backend")
    client.get(f"/registri/orang/{made.owner_id}/")
    assert kinds(made.owner_id)[1:] == [("seen", f"registry-person-detail {made.owner_id}")]


def test_who_may_not_see_persons_leaves_no_mark(as_user, made):
    as_user(person("evaluator", "18.01")).get(f"/registri/umkm/{made.pk}/")
    assert kinds(made.owner_id) == []


def test_showing_the_number_is_written_with_its_reason(as_user, officer, made):
    as_user(officer).post(f"/registri/umkm/{made.pk}/nik/", {"reason": REASON})
    row = PersonAccess.objects.get(kind="revealed")
    assert (row.person_id, row.actor_id, row.reason, row.day) == (
        made.owner_id,
        officer.pk,
        REASON,
        NOW.date(),
    )


def test_an_export_is_one_row_that_the_persons_page_finds(as_user, officer, made):
    enterprise(officer)
    client = as_user(officer)
    b"".join(client.get("/registri/umkm/?sector=culinary&q=keripik&unduh=csv").streaming_content)
    row = PersonAccess.objects.get(kind="exported")
    assert (row.person_id, row.area_code, row.rows, row.filters) == (None, "18.01", 2, "Sektor: Kuliner")
    text = client.get(f"/registri/orang/{made.owner_id}/").content.decode()
    assert "Sektor: Kuliner" in text


def test_an_export_without_names_or_of_another_area_is_no_matter_of_the_person(as_user, officer, made):
    b"".join(as_user(person("regency", "18.02")).get("/registri/umkm/?unduh=csv").streaming_content)
    assert PersonAccess.objects.filter(kind="exported").count() == 1
    text = as_user(officer).get(f"/registri/orang/{made.owner_id}/").content.decode()
    assert "Daftar berisi nama" not in text


def find(client: Client, number: str = NIK, reason: str = REASON):
    return client.post("/registri/orang/cari/", {"person_nik": number, "reason": reason})


def test_a_person_is_found_by_the_whole_number_and_that_is_written_without_it(as_user, officer, made):
    response = find(as_user(officer))
    assert response["Location"] == f"/registri/orang/{made.owner_id}/"
    row = PersonAccess.objects.get(kind="found")
    assert (row.person_id, row.reason) == (made.owner_id, REASON)
    event = Event.objects.get(action="person.looked_for")
    assert NIK not in str(event.details)


@pytest.mark.parametrize(
    ("number", "reason", "told"),
    [
        (NIK, "singkat", "Tulis alasan mencari"),
        (NIK[:15], REASON, "16 angka"),
        ("9901011502809999", REASON, "Tidak ada orang"),
    ],
)
def test_who_is_not_found_is_told_why(as_user, officer, made, number, reason, told):
    response = find(as_user(officer), number, reason)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert number not in response.content.decode()


def test_beyond_the_area_of_duty_nobody_is_found_nor_seen(as_user, made):
    client = as_user(person("regency", "18.02"))
    assert find(client).status_code == 422
    assert client.get(f"/registri/orang/{made.owner_id}/").status_code == 404


def test_a_restricted_person_is_no_longer_shown(as_user, officer, made):
    type(made.owner).objects.filter(pk=made.owner_id).update(restricted_at=NOW)
    client = as_user(officer)
    for path in (f"/registri/orang/{made.owner_id}/", f"/registri/umkm/{made.pk}/", "/registri/umkm/"):
        text = client.get(path).content.decode()
        assert made.owner.name not in text
        assert "081266660001" not in text
    answer = client.post(f"/registri/umkm/{made.pk}/nik/", {"reason": REASON})
    assert answer.status_code == 422
    csv = b"".join(client.get("/registri/umkm/?unduh=csv").streaming_content).decode()
    assert made.owner.name not in csv
