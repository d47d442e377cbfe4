"""Seeing a whole NIK needs a reason, and leaves one."""

import pytest

from naikkelas.trail import queries as trail
from tests.factories import enterprise, person

pytestmark = pytest.mark.django_db
NIK = "9901011502801234"
REASON = "Mencocokkan dengan KTP penerima bantuan"


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def made(officer):
    return enterprise(officer, person_nik=NIK)


def reveal(client, pk: int, reason: str = REASON):
    return client.post(f"/registri/umkm/{pk}/nik/", {"reason": reason})


def events(made):
    return trail.events().filter(action="person.nik_revealed", object_id=str(made.owner_id))


def test_with_a_reason_the_number_is_shown_and_the_trail_says_who_and_why(as_user, officer, made):
    response = reveal(as_user(officer), made.pk, f"  {REASON} ")
    assert NIK in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    event = events(made).get()
    assert (event.actor_id, event.role, event.area_code) == (officer.pk, "regency", made.area_id)
    assert event.details == {"reason": REASON}
    assert NIK not in str(event.details)


@pytest.mark.parametrize("reason", ["", "   ", "pingin tau", "x         y"[:9], " " * 30])
def test_without_a_proper_reason_nothing_is_shown_or_logged(as_user, officer, made, reason):
    response = reveal(as_user(officer), made.pk, reason if reason != "pingin tau" else "singkat")
    assert response.status_code == 422
    text = response.content.decode()
    assert NIK not in text
    assert "Tulis alasan melihat NIK lengkap" in text
    assert events(made).count() == 0


def test_a_very_long_reason_is_kept_shortened(as_user, officer, made):
    assert reveal(as_user(officer), made.pk, "alasan " * 200).status_code == 200
    assert len(events(made).get().details["reason"]) == 300


def test_it_cannot_be_asked_by_an_address_alone(as_user, officer, made):
    client = as_user(officer)
    assert client.get(f"/registri/umkm/{made.pk}/nik/?reason={REASON}").status_code == 405
    assert events(made).count() == 0


@pytest.mark.parametrize(
    ("role", "area", "status"),
    [
        ("regency", "18.02", 404), ("province", "17", 404), ("ministry", "0", 403), ("auditor", "18.01", 403),
        ("evaluator", "18.01", 403), ("administrator", "18", 403),
    ],
)  # fmt: skip
def test_who_may_not_sees_nothing(as_user, made, role, area, status):
    response = reveal(as_user(person(role, area)), made.pk)
    assert response.status_code == status
    assert NIK not in response.content.decode()
    assert events(made).count() == 0
