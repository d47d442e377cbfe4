"""An officer's edit of a visit through its page: the form with its answers, what it would change, saving, versions, refusals."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from naikkelas.intake import actions as intake
from naikkelas.monev import actions as monev
from naikkelas.monev.models import CycleArea, Visit
from tests.conftest import NOW
from tests.doors.web.test_field_visits import embedded
from tests.factories import filled, person, road, send
from tests.factories.photos import photo as jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return road()


@pytest.fixture
def visit(made) -> Visit:
    planned = made.planned_with("enterprise")
    send(made.enumerator, filled(planned, note="Usaha berjalan", photo_place="a.jpg"), {"a.jpg": jpeg()})
    intake.read_waiting(at=NOW)
    return Visit.objects.get()


def edited(visit: Visit, xml: bytes, remark: str) -> bytes:
    new = b"<instanceID>uuid:ubah</instanceID><deprecatedID>%s</deprecatedID>" % visit.instance_id.encode()
    xml = xml.replace(b"<instanceID>%s</instanceID>" % visit.instance_id.encode(), new)
    return xml.replace(b"Usaha berjalan", remark.encode())


def posted(client, visit: Visit, xml: bytes, **fields: str):
    part = SimpleUploadedFile("submission.xml", xml, "text/xml")
    return client.post(f"/kunjungan/{visit.pk}/ubah/", {"xml_submission_file": part, **fields})


def test_the_form_opens_with_the_answers_and_is_kept_after_a_look_and_a_reason(as_user, made, visit):
    client = as_user(made.officer)
    assert f"/kunjungan/{visit.pk}/ubah/" in client.get(f"/kunjungan/{visit.pk}/").content.decode()
    config = embedded(client.get(f"/kunjungan/{visit.pk}/ubah/").content.decode(), "nk-form-config")
    for address in (config["form"], config["sent"]["files"]["a.jpg"], config["media"]["visits.csv"]):
        assert client.get(address).status_code == 200
    xml = edited(visit, client.get(config["sent"]["xml"]).content, "Usaha pindah &lt;b&gt;")
    looked = posted(client, visit, xml, preview="1").content.decode()
    assert "Usaha berjalan" in looked
    assert "Usaha pindah &lt;b&gt;" in looked
    assert Visit.objects.get().instance_id == visit.instance_id
    short = posted(client, visit, xml, reason="ya")
    assert (short.status_code, short["Content-Type"]) == (422, "text/plain")
    assert posted(client, visit, xml, reason="Menurut foto papan nama.").status_code == 201
    page = client.get(f"/kunjungan/{visit.pk}/").content.decode()
    assert "Menurut foto papan nama." in page
    versions = client.get(f"/kunjungan/{visit.pk}/versi/").content.decode()
    assert versions.count("Usaha berjalan") >= 2  # in the change, and among the answers of the version before
    assert "Menurut foto papan nama." in versions


def test_who_sees_no_persons_reads_the_versions_without_answers(as_user, made, visit):
    html = as_user(person("evaluator", "18.01")).get(f"/kunjungan/{visit.pk}/versi/").content.decode()
    assert "Usaha berjalan" not in html


def test_a_locked_visit_says_what_to_do_instead(as_user, made, visit):
    CycleArea.objects.filter(pk=made.area.pk).update(state="accepted")
    client = as_user(made.officer)
    page = client.get(f"/kunjungan/{visit.pk}/").content.decode()
    assert f"/kunjungan/{visit.pk}/ubah/" not in page
    assert "Minta provinsi membuka kuncinya" in page
    answer = client.get(f"/kunjungan/{visit.pk}/ubah/")
    assert answer.status_code == 409
    assert "Minta provinsi membuka kuncinya" in answer.content.decode()


def test_the_enumerator_sees_what_was_changed_and_why(as_user, made, visit):
    office = as_user(made.officer)
    xml = office.get(f"/kunjungan/{visit.pk}/ubah/terkirim.xml").content
    kept = posted(office, visit, edited(visit, xml, "Usaha pindah"), reason="Menurut foto papan nama.")
    assert kept.status_code == 201
    field = as_user(made.enumerator)
    assert "Diubah dinas" in field.get("/lapangan/").content.decode()
    page = field.get(f"/lapangan/perbaiki/{visit.planned.code}/").content.decode()
    assert "Menurut foto papan nama." in page
    assert re.search(r"<s>Usaha berjalan</s>", page)


def test_nobody_outside_the_area_or_without_the_duty_edits(as_user, made, visit):
    assert as_user(person("regency", "18.02")).get(f"/kunjungan/{visit.pk}/ubah/").status_code == 404
    for role, area in (("auditor", "18.01"), ("ministry", "0"), ("evaluator", "18")):
        assert as_user(person(role, area)).get(f"/kunjungan/{visit.pk}/ubah/").status_code == 403


def test_the_map_shows_what_the_list_shows_under_the_same_filters(as_user, made, visit):
    client, quarter = as_user(made.officer), "?periode=2019-T4"
    html = client.get(f"/kunjungan/peta/{quarter}").content.decode()
    assert f'data-row="k{visit.pk}"' in html
    assert f'id="k{visit.pk}"' in html
    monev.verify_visits(visits=[visit], by=made.officer, at=NOW)
    empty = client.get(f"/kunjungan/peta/{quarter}&state=received").content.decode()
    assert f'data-row="k{visit.pk}"' not in empty
    assert as_user(person("evaluator", "18.01")).get("/kunjungan/peta/").status_code == 404
    foreign = as_user(person("regency", "18.02")).get(f"/kunjungan/peta/{quarter}").content.decode()
    assert f"k{visit.pk}" not in foreign


def test_a_visit_without_a_location_is_in_the_list_below_the_map(as_user, made):
    planned = made.planned_with("enterprise")
    send(made.enumerator, filled(planned, location=""))
    intake.read_waiting(at=NOW)
    html = as_user(made.officer).get("/kunjungan/peta/?periode=2019-T4").content.decode()
    assert f'id="k{Visit.objects.get().pk}"' in html
    assert "data-points" not in html
