"""The pages of training by cohort, walked as the office of the province does."""

import pytest

from naikkelas.programmes.models import Attendance, Cohort, Participant, Programme
from tests.factories import enterprise, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(as_user):
    return as_user(person("province"))


@pytest.fixture
def cohort(office):
    form = {"type_id": "lampung_entrepreneur_center", "name": "LEC", "year": 2019}
    assert office.post("/program/baru/", form).status_code == 302
    form = {
        "name": "Angkatan 1", "area": "18.01", "venue": "Balai", "starts_on": "2019-08-05", "ends_on": "2019-09-30",
        "seats": "10", "graduation_percent": "80",
    }  # fmt: skip
    assert office.post(f"/program/{Programme.objects.get().pk}/angkatan/", form).status_code == 302
    return Cohort.objects.get()


@pytest.fixture
def shop(cohort):
    return enterprise(person("regency"), name="Keripik Siger", owner_name="Sari Uji")


@pytest.fixture
def participant(office, cohort, shop):
    found = office.get(f"/angkatan/{cohort.pk}/peserta/", {"q": "keripik sig"})
    assert "Sari Uji" in found.content.decode()
    assert office.post(f"/angkatan/{cohort.pk}/peserta/", {"enterprise": shop.pk}).status_code == 302
    return Participant.objects.get()


def test_a_participant_goes_from_the_registry_to_the_alumni(office, cohort, participant, shop):
    session = {"held_on": "2019-08-05", "topic": "Harga pokok", "trainer": "", "minutes": "120"}
    assert office.post(f"/angkatan/{cohort.pk}/sesi/", session).status_code == 302
    path = f"/angkatan/{cohort.pk}/sesi/{cohort.sessions.get().pk}/"
    assert "checked" in office.get(path).content.decode()
    assert office.post(path, {"present": [participant.pk]}).status_code == 302
    assert Attendance.objects.get().present
    act = f"/peserta/{participant.pk}/catat/"
    for form in (
        {"act": "mentoring", "held_on": "2019-09-01", "mentor": "Bu Ratna", "minutes": "60", "topic": "Kemasan"},
        {"act": "graduate", "on": "2019-09-30"},
        {
            "act": "alumnus", "checked_on": "2020-02-01", "business": "running", "workers": "3",
            "monthly_sales_idr": "12.500.000",
        },
        {"act": "founded", "number": str(shop.pk), "founded_on": "2019-10-10"},
    ):  # fmt: skip
        assert office.post(act, form).status_code == 302, form
    page = office.get(f"/peserta/{participant.pk}/").content.decode()
    for shown in ("Sari Uji", "Bu Ratna", "12.500.000", "Harga pokok", "1/1"):
        assert shown in page
    listed = office.get("/angkatan/").content.decode()
    assert "Angkatan 1" in listed
    lines = office.get("/angkatan/", {"unduh": "csv"})
    assert b"Angkatan 1" in b"".join(lines.streaming_content)


def test_what_is_refused_stays_in_its_form_with_the_remedy(office, cohort, participant):
    act = f"/peserta/{participant.pk}/catat/"
    answer = office.post(act, {"act": "drop", "on": "2019-09-01", "reason": ""})
    assert answer.status_code == 422
    assert "Tulis alasannya" in answer.content.decode()
    wrong = {"act": "founded", "number": "999999", "founded_on": "2019-10-10"}
    assert office.post(act, wrong).status_code == 422
    outside = {"held_on": "2019-12-05", "topic": "Harga pokok", "minutes": "120"}
    answer = office.post(f"/angkatan/{cohort.pk}/sesi/", outside)
    assert answer.status_code == 422
    assert "30 September 2019" in answer.content.decode()


def test_a_graduate_is_taken_back(office, participant):
    act = f"/peserta/{participant.pk}/catat/"
    office.post(act, {"act": "graduate", "on": "2019-09-30"})
    office.post(act, {"act": "again"})
    participant.refresh_from_db()
    assert participant.state == "enrolled"


def test_somebody_new_is_entered_and_enrolled(office, cohort):
    new = {"name": "Peserta Uji", "person_nik": "", "sex": "f", "phone": ""}
    assert office.post(f"/angkatan/{cohort.pk}/peserta/", new).status_code == 302
    assert Participant.objects.get().person.name == "Peserta Uji"
    wrong = new | {"person_nik": "12"}
    answer = office.post(f"/angkatan/{cohort.pk}/peserta/", wrong)
    assert answer.status_code == 422
    assert (
        "NIK harus tepat 16 angka, tanpa spasi, titik, atau huruf; yang ditulis 2 karakter."
        in answer.content.decode()
    )
    answer = office.post(f"/angkatan/{cohort.pk}/peserta/", new | {"person_nik": "0801014509871234"})
    assert "Dua angka pertama NIK “080101••••••1234” bukan kode provinsi." in answer.content.decode()
    assert Participant.objects.count() == 1


def test_who_may_not_see_persons_sees_numbers(as_user, participant, cohort):
    reader = as_user(person("evaluator", "18.01"))
    for path in (f"/angkatan/{cohort.pk}/", f"/peserta/{participant.pk}/"):
        page = reader.get(path).content.decode()
        assert f"Peserta {participant.pk}" in page
        assert "Sari Uji" not in page
        assert "Keripik Siger" not in page


def test_an_office_without_cohorts_is_told_how_to_begin(office):
    assert "Belum ada angkatan di sini" in office.get("/angkatan/").content.decode()
