"""Rows of the table of requests and answers (docs/evidence/openrosa.md) that need more than one case, and those between."""

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client

from naikkelas import vault
from naikkelas.forms.models import FormVersion
from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.intake.models import Delivery
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Visit
from tests.conftest import NOW
from tests.doors.openrosa.test_entity_lists import MANIFEST, registry_form
from tests.doors.openrosa.test_form_list import another_form, listed, path_of
from tests.factories import enumerator, filled, phone, road, send
from tests.factories.photos import photo

pytestmark = pytest.mark.django_db
REASON = "Isian percobaan; bukan kunjungan."


@pytest.fixture
def made():
    return road()


def edit_of(xml: bytes, number: str, **changes: str) -> bytes:
    """The same answers as an edit under a new number."""
    former = re.search(rb"<instanceID>([^<]+)<", xml)[1]
    meta = b"<instanceID>%s</instanceID><deprecatedID>%s</deprecatedID>" % (number.encode(), former)
    text = xml.replace(b"<instanceID>%s</instanceID>" % former, meta)
    for old, new in changes.items():
        text = text.replace(old.encode(), new.encode())
    return text


# ── the list and its files ──


def test_row_01_refusals_of_a_submission_are_told_as_openrosa_too(made):
    server = phone(made.enumerator)
    xml = filled(made.planned_with("enterprise"), instance_id="uuid:satu")
    send(made.enumerator, xml, server=server)
    answers = [
        send(made.enumerator, xml.replace(b"2020-03-12", b"2020-03-11"), server=server),
        send(made.enumerator, b"<data>" + b"x" * 1_100_000 + b"</data>", server=server),
        send(made.enumerator, xml.replace(b'id="enterprise"', b'id="tiada"'), server=server),
    ]
    assert [a.status_code for a in answers] == [409, 413, 404]
    for answer in answers:
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        assert ElementTree.fromstring(answer.content).tag.endswith("OpenRosaResponse")


def test_row_08_a_form_without_files_has_no_manifest_address(made):
    plain = another_form("tanpa_berkas", "Tanpa berkas")
    FormVersion.objects.filter(pk=plain.pk).update(
        xform=plain.xform.replace("jr://file-csv/visits.csv", "visits")
    )
    server = phone(made.enumerator)
    (form,) = listed(server, "?formID=tanpa_berkas")
    assert "manifestUrl" not in form
    assert "manifestUrl" in listed(server, "?formID=market")[0]


def test_row_13_a_form_that_is_only_a_draft_is_no_form_for_phones(made):
    draft = another_form("rancangan", "Rancangan", state="draft", newest=False)
    server = phone(made.enumerator)
    assert (
        listed(server, "?formID=rancangan") == listed(server, "?formID=rancangan&listAllVersions=true") == []
    )
    for end in ("form.xml", "manifest", "media/visits.csv", "integrity/visits.csv"):
        assert Client().get(f"{server}/forms/rancangan/{draft.version}/{end}").status_code == 404
    xml = b'<data id="rancangan" version="1"><meta><instanceID>uuid:r</instanceID></meta></data>'
    assert send(made.enumerator, xml, server=server).status_code == 404
    assert not Delivery.objects.filter(instrument="rancangan").exists()


def test_row_15_the_form_of_another_kabupaten_cannot_be_had_by_guessing():
    own, other = phone(enumerator("18.01")), phone(enumerator("18.72"))
    form = another_form("pasar_kota", "Pasar kota", area_id="18.72", newest=True)
    assert [f["formID"] for f in listed(other, "?formID=pasar_kota")] == ["pasar_kota"]
    assert listed(own, "?formID=pasar_kota") == []
    for end in ("form.xml", "manifest", "media/visits.csv", "integrity/visits.csv?id=x"):
        address = f"forms/pasar_kota/{form.version}/{end}"
        assert Client().get(f"{other}/{address}").status_code == 200
        assert Client().get(f"{own}/{address}").status_code == 404


def test_row_16_an_integrity_address_takes_head_and_a_slash(made):
    version = FormVersion.objects.get(form_id="enterprise", newest=True).version
    address = f"{phone(made.enumerator)}/forms/enterprise/{version}/integrity/visits.csv"
    for each in (address, f"{address}/"):
        assert Client().head(each).status_code == 200
        assert Client().get(each, {"id": "x"}).status_code == 200


def test_row_17_names_that_leave_the_form_are_in_no_manifest(made):
    plain = FormVersion.objects.get(form_id="market", newest=True)
    bad = ("../../keys/seal", "/etc/passwd", "C:\\boot.ini", "..", "http://169.254.169.254/x.csv")
    for number, name in enumerate(bad):
        form = another_form(f"jahat{number}", "Jahat", newest=True)
        FormVersion.objects.filter(pk=form.pk).update(
            xform=plain.xform.replace("jr://file-csv/visits.csv", f"jr://file-csv/{name}")
        )
        server = f"{phone(made.enumerator)}/forms/jahat{number}/1"
        assert b"<mediaFile" not in Client().get(f"{server}/manifest").content
        assert Client().get(f"{server}/media/seal").status_code == 404


def test_row_18_a_list_that_a_form_adds_to_is_one_that_needs_approval(made):
    address = registry_form(made, "enterprises.csv")

    def kind() -> str:
        root = ElementTree.fromstring(Client().get(f"{address}/manifest").content)
        (file,) = [f for f in root if f.findtext(f"{MANIFEST}filename") == "enterprises.csv"]
        assert urlsplit(file.findtext(f"{MANIFEST}integrityUrl")).path.endswith("/integrity/enterprises.csv")
        return file.get("type")

    assert kind() == "entityList"
    form = FormVersion.objects.get(form_id="registri")
    adds = (
        '<entity xmlns="http://www.opendatakit.org/xforms/entities" dataset="enterprises" create="1" id=""/>'
    )
    FormVersion.objects.filter(pk=form.pk).update(xform=form.xform.replace("<meta>", f"<meta>{adds}", 1))
    assert kind() == "approvalEntityList"


@pytest.mark.parametrize("letters", ["f", "ꦥ"])
def test_row_14_a_form_id_may_have_sixty_signs(made, letters):
    long = letters * 60
    another_form(long, "Panjang", newest=True)
    server = phone(made.enumerator)
    (form,) = [f for f in listed(server) if f["formID"] == long]
    assert Client().get(path_of(form["downloadUrl"])).status_code == 200
    xml = f'<data id="{long}" version="1"><meta><instanceID>uuid:panjang</instanceID></meta></data>'
    assert send(made.enumerator, xml.encode(), server=server).status_code == 201


# ── what is sent late, again, or after a decision ──


def test_row_28_what_was_filled_before_its_area_was_accepted_is_kept_for_a_person(made):
    late = filled(made.planned_with("enterprise"), instance_id="uuid:telat")
    for kind in ("cooperative", "novice_entrepreneur"):
        send(made.enumerator, filled(made.planned_with(kind)))
    intake.read_waiting(at=NOW)
    monev.verify_visits(visits=list(Visit.objects.all()), by=made.officer, at=NOW)
    monev.send_area(cycle_area=made.area, reason="Satu tempat tidak ditemukan.", by=made.officer, at=NOW)
    monev.accept_area(cycle_area=made.area, by=made.province, at=NOW)
    assert send(made.enumerator, late).status_code == 201  # safe, whatever becomes of it
    intake.read_waiting(at=NOW)
    row = Delivery.objects.get(instance_id="uuid:telat")
    assert (row.state, row.reason) == ("held", "visit.area_locked")


def test_row_36_what_a_person_decided_not_to_count_does_not_come_back_by_itself(made):
    wrong = filled(made.planned_with("enterprise"), instance_id="uuid:satu", visit_code="K-SALAH")
    send(made.enumerator, wrong)
    intake.read_waiting(at=NOW)
    intake.dismiss(delivery=Delivery.objects.get(kind="submission"), reason=REASON, by=made.officer, at=NOW)
    assert send(made.enumerator, wrong).status_code == 201  # the phone may forget it
    assert send(made.enumerator, wrong.replace(b"2020-03-12", b"2020-03-11")).status_code == 409
    intake.read_waiting(at=NOW)
    assert sorted(Delivery.objects.filter(kind="submission").values_list("state", flat=True)) == [
        "aside",
        "refused",
    ]
    assert not Visit.objects.exists()


def test_co_07_an_edit_of_what_an_officer_refused_waits_for_a_person(made):
    planned = made.planned_with("enterprise")
    wrong = filled(planned, instance_id="uuid:satu", visit_code="K-SALAH")
    send(made.enumerator, wrong)
    intake.read_waiting(at=NOW)
    intake.dismiss(delivery=Delivery.objects.get(kind="submission"), reason=REASON, by=made.officer, at=NOW)
    mended = edit_of(wrong, "uuid:dua", **{"K-SALAH": planned.code})
    answer = send(made.enumerator, mended)
    assert answer.status_code == 202
    assert "menunggu keputusan" in answer.content.decode()
    intake.read_waiting(at=NOW)
    assert not Visit.objects.exists()
    waits = queries.held(Delivery.objects.filter(kind="submission")).get()
    assert (waits.instance_id, waits.reason) == ("uuid:dua", "submission.edit_of_refused")
    assert "tidak dihitung" in waits.summary["id"]
    intake.release(delivery=waits, corrections={}, by=made.officer, at=NOW)
    assert Visit.objects.get().planned == planned


def test_co_06_an_edit_that_closes_a_circle_is_409(made):
    first = filled(made.planned_with("enterprise"), instance_id="uuid:a")
    second = edit_of(first, "uuid:b")
    back = edit_of(first.replace(b"uuid:a", b"uuid:b"), "uuid:a")
    assert [send(made.enumerator, each).status_code for each in (first, second, back)] == [201, 201, 409]
    intake.read_waiting(at=NOW)
    assert Visit.objects.get().instance_id == "uuid:b"


# ── clocks of phones ──


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"today": "2099-01-01"}, "future_day"),
        ({"today": "1970-01-01"}, "before_cycle"),
        ({"start": "2020-03-12T10:00:00+07:00", "end": "2020-03-12T09:00:00+07:00"}, "ends_before_start"),
    ],
)
def test_bi_12_a_wrong_clock_is_a_flag_and_the_order_is_the_servers(made, changes, flag):
    assert send(made.enumerator, filled(made.planned_with("enterprise"), **changes)).status_code == 201
    intake.read_waiting(at=NOW)
    visit = Visit.objects.get()
    assert flag in visit.flags
    assert visit.received_at.date() == NOW.date()


@pytest.mark.parametrize(
    "start", ["2020-03-12T09:00:00+25:00", "2020-03-12T09:00:00", "kemarin", "", "2020-02-30T09:00:00Z"]
)
def test_bi_13_a_moment_that_is_none_never_stops_a_visit(made, start):
    assert send(made.enumerator, filled(made.planned_with("enterprise"), start=start)).status_code == 201
    intake.read_waiting(at=NOW)
    row = Delivery.objects.get(kind="submission")
    assert row.state in ("applied", "held")
    assert row.reason or Visit.objects.get().started_at is None or start == "2020-03-12T09:00:00"


# ── names and kinds of files ──

NAMES = [
    "../../../etc/passwd", "..\\..\\boot.ini", "/abs.jpg", "C:\\x.jpg", "con.jpg", "a\u202egpj.exe", "x" * 240 + ".jpg",
    "nama dengan spasi.jpg", "a;b.jpg", "a'b.jpg", "%2e%2e%2fx.jpg", "a.jpg.php", ".htaccess", "a#b?.jpg", "ꦥꦱꦂ.jpg", "a&b.jpg",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_bi_16_whatever_a_file_is_called_it_lies_under_its_hash(made, name):
    folder = vault.current().blobs.path("0" * 64).parents[2]
    before = {p for p in folder.rglob("*") if p.is_file()}
    written = name.replace("&", "&amp;")
    xml = filled(made.planned_with("enterprise"), instance_id="uuid:satu", photo_place="NAMA")
    sent = send(made.enumerator, xml.replace(b"NAMA", written.encode()), {name: photo()})
    assert sent.status_code == 201
    new = {p for p in folder.rglob("*") if p.is_file()} - before
    assert all(re.fullmatch(r"[0-9a-f]{64}", p.name) for p in new)


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.php", "a.xml"])
def test_bi_17_a_file_that_could_act_as_a_page_is_only_given_away_as_a_file(as_user, made, name):
    planned = made.planned_with("enterprise")
    xml = filled(planned, photo_place=name)
    assert send(made.enumerator, xml, {name: b"<script>alert(1)</script>"}).status_code == 201
    intake.read_waiting(at=NOW)
    answer = as_user(made.enumerator).get(f"/lapangan/perbaiki/{planned.code}/terkirim/{name}")
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert not Visit.objects.get().photos[0].get("shown")
