"""Mending an own sent visit in the browser, attempts from the device, and what makes the pages an app."""

import hashlib
import io
import re
import uuid

import pytest
from django.test import Client
from PIL import Image

from naikkelas import vault
from naikkelas.forms import actions as forms
from naikkelas.forms.models import FormVersion
from naikkelas.intake import actions as intake
from naikkelas.monev import actions as monev
from naikkelas.monev.models import ContactAttempt, Visit
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.doors.web.test_field_visits import embedded, submit_address
from tests.factories import enumerator, filled, road, send
from tests.factories.answers import form_with
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return road()


def jpeg(caption: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(buffer, "JPEG", comment=caption)
    return buffer.getvalue()


def sent(made, **answers):
    planned = made.planned_with("enterprise")
    xml = filled(planned, **answers)
    files = {"a.jpg": jpeg("Etalase – depan".encode())} if answers else {}
    assert send(made.enumerator, xml, files).status_code == 201
    intake.read_waiting(at=NOW)
    return planned, Visit.objects.get(), xml


def test_a_sent_visit_opens_with_its_answers_and_photos_until_it_is_verified(as_user, made):
    planned, visit, xml = sent(made, photo_place="a.jpg")
    client = as_user(made.enumerator)
    assert f"/lapangan/perbaiki/{planned.code}/" in client.get("/lapangan/").content.decode()
    config = embedded(client.get(f"/lapangan/perbaiki/{planned.code}/").content.decode(), "nk-form-config")
    assert client.get(config["sent"]["xml"]).content == xml
    assert client.get(config["sent"]["files"]["a.jpg"]).content == jpeg("Etalase – depan".encode())
    assert client.get(config["form"]).status_code == 200
    monev.verify_visits(visits=[visit], by=made.officer, at=NOW)
    for address in (
        f"/lapangan/perbaiki/{planned.code}/",
        config["sent"]["xml"],
        config["sent"]["files"]["a.jpg"],
    ):
        assert client.get(address).status_code == 404


def test_a_visit_sent_by_an_older_version_of_an_offices_own_form_is_mended_with_the_files_of_that_version(
    as_user, made
):
    planned = made.planned_with("enterprise")
    body = """| today | today | | |
| | select_one_from_file pasar.csv | pasar | Pasar | Market |
| | text | visit_code | Kode | Code |"""
    for version, content in (("1", b"name,label\np1,Lama\n"), ("2", b"name,label\np2,Baru\n")):
        form = form_with(body, version=version)
        FormVersion.objects.filter(pk=form.pk).update(serves="enterprise", reading={"questions": {}})
        md5 = hashlib.md5(content).hexdigest()
        form.media.create(
            name="pasar.csv", sha256=vault.current().blobs.put(content), md5=md5, size=len(content)
        )
    xml = (
        f'<data id="kios" version="1"><today>2020-03-12</today><pasar>p1</pasar><visit_code>{planned.code}</visit_code>'
        "<meta><instanceID>uuid:satu</instanceID></meta></data>"
    )
    assert send(made.enumerator, xml.encode()).status_code == 201
    intake.read_waiting(at=NOW)
    client = as_user(made.enumerator)
    config = embedded(client.get(f"/lapangan/perbaiki/{planned.code}/").content.decode(), "nk-form-config")
    assert client.get(config["media"]["pasar.csv"]).content == b"name,label\np1,Lama\n"


def test_where_the_form_is_closed_by_now_mending_leads_back_and_says_whom_to_ask(as_user, made):
    planned, *_ = sent(made)
    form = FormVersion.objects.get(form_id="enterprise", newest=True)
    forms.set_state(form=form, state="closed", by=SYSTEM, at=NOW)
    answer = as_user(made.enumerator).get(f"/lapangan/perbaiki/{planned.code}/", follow=True)
    assert answer.redirect_chain == [("/lapangan/", 302)]
    text = answer.content.decode()
    assert re.search(
        r'nk-say-bad" role="alert"><span>Formulir kunjungan ini sudah ditutup\. Minta petugas', text
    )


def test_the_form_of_a_visit_that_was_made_leads_to_mending_it(as_user, made):
    planned, *_ = sent(made)
    answer = as_user(made.enumerator).get(f"/lapangan/isi/{planned.code}/")
    assert answer["Location"] == f"/lapangan/perbaiki/{planned.code}/"


def test_a_visit_that_was_given_back_is_mended_from_what_was_sent(as_user, made):
    planned, visit, xml = sent(made)
    monev.reject_visit(visit=visit, reason="Foto tempat usaha belum ada.", by=made.officer, at=NOW)
    html = as_user(made.enumerator).get(f"/lapangan/perbaiki/{planned.code}/").content.decode()
    assert "Foto tempat usaha belum ada." in html
    former = re.search(rb"<instanceID>([^<]+)<", xml)[1]
    new = b"<instanceID>uuid:%s</instanceID><deprecatedID>%s</deprecatedID>" % (
        str(uuid.uuid4()).encode(),
        former,
    )
    edit = xml.replace(b"<instanceID>%s</instanceID>" % former, new)
    assert send(made.enumerator, edit).status_code == 201
    intake.read_waiting(at=NOW)
    assert sorted(Visit.objects.values_list("state", flat=True)) == ["received", "rejected"]


@pytest.mark.parametrize("tail", ["", "formulir.xml", "terkirim.xml", "terkirim/a.jpg"])
def test_what_another_enumerator_sent_does_not_exist(as_user, made, tail):
    planned, *_ = sent(made, photo_place="a.jpg")
    assert as_user(enumerator()).get(f"/lapangan/perbaiki/{planned.code}/{tail}").status_code == 404


def test_the_caption_of_a_photo_comes_with_it(as_user, made):
    _planned, visit, _xml = sent(made, photo_place="a.jpg")
    assert visit.photos[0]["caption"] == "Etalase – depan"
    assert "Etalase – depan" in as_user(made.officer).get(f"/kunjungan/{visit.pk}/").content.decode()


# ── attempts from the device ──


def tried(address: str, planned, **values: str):
    given = {
        "id": "perangkat-1",
        "code": planned.code,
        "tried_on": "2020-03-12",
        "channel": "visit",
        "outcome": "moved",
    }
    return Client().post(address, given | values)


@pytest.fixture
def address(as_user, made):
    return submit_address(as_user(made.enumerator).get("/lapangan/").content.decode()).replace(
        "submission", "attempt"
    )


def test_an_attempt_of_a_device_is_the_officers_attempt_and_counts_once(as_user, made, address):
    planned = made.planned_with("enterprise")
    for _ in range(2):
        answer = tried(address, planned, remark="Pindah ke Kalianda.")
        assert answer.status_code == 201
        assert answer["X-OpenRosa-Version"] == "1.0"
    attempt = ContactAttempt.objects.get()
    assert (attempt.outcome, attempt.by, attempt.remark) == ("moved", made.enumerator, "Pindah ke Kalianda.")
    assert (
        "Pindah ke Kalianda."
        in as_user(made.officer).get(f"/rencana-kunjungan/{planned.pk}/").content.decode()
    )


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"tried_on": "kemarin"}, 400),
        ({"id": ""}, 400),
        ({"code": "K\0"}, 400),
        ({"remark": "tidak\0ada"}, 400),
        ({"tried_on": "2999-01-01"}, 422),
        ({"outcome": "terbang"}, 422),
    ],
)
def test_an_attempt_that_says_too_little_is_refused_with_a_reason(made, address, values, status):
    answer = tried(address, made.planned_with("enterprise"), **values)
    assert answer.status_code == status
    assert b"submit_error" in answer.content
    assert not ContactAttempt.objects.exists()


def test_an_attempt_at_anothers_visit_or_at_one_that_was_made_is_refused(made, address):
    assert tried(address, road("18.72").planned_with("enterprise")).status_code == 404
    planned, *_ = sent(made)
    assert tried(address, planned).status_code == 409


# ── the app ──


def test_the_pages_can_be_put_on_the_home_screen():
    answer = Client().get("/lapangan/aplikasi.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    told = answer.json()
    assert (told["scope"], told["display"]) == ("/lapangan/", "standalone")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}


def test_the_pages_are_not_for_officers(as_user):
    assert as_user(person("regency")).get("/lapangan/").status_code == 403
