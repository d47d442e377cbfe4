"""An office's own form: uploaded, judged, tested by QR, published, compared, run out; and what phones see of it."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from naikkelas.accounts import actions as accounts
from naikkelas.forms.models import FormVersion
from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery
from naikkelas.monev.models import Visit
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enumerator, multipart, person, phone, road

pytestmark = pytest.mark.django_db
LIST = "/formulir/"
HEAD = "| | type | name | label | relevant | calculation | bind::nk:fact |\n"
CHOICES = "| choices |\n| | list_name | name | label |\n| | yn | yes | Ya |\n| | yn | no | Tidak |\n"


def sheet(
    *rows: str, version: str = "1", form_id: str = "survei_pasar", more: str = "", choices: str = ""
) -> bytes:
    survey = "| survey |\n" + HEAD + "".join(f"| | {row} |\n" for row in rows)
    columns, values = "", ""
    if more:
        name, _, value = more.partition("=")
        columns, values = f" {name} |", f" {value} |"
    settings = f"| settings |\n| | form_id | version | form_title |{columns}\n"
    settings += f"| | {form_id} | {version} | Survei pasar |{values}\n"
    return (survey + choices + settings).encode()


PLAIN = ("text | name | Nama pasar | | | ", "integer | kiosks | Jumlah kios | | | ")


def upload(client, content: bytes, name: str = "survei.md"):
    return client.post(LIST, {"file": SimpleUploadedFile(name, content)})


def shown(answer, status: int = 200) -> str:
    assert answer.status_code == status, html.unescape(answer.content.decode())[-3000:]
    return html.unescape(answer.content.decode())


@pytest.fixture
def officer():
    return person("province")


@pytest.fixture
def client_of(as_user, officer):
    return as_user(officer)


@pytest.fixture
def draft(client_of, officer) -> FormVersion:
    assert upload(client_of, sheet(*PLAIN)).status_code == 302
    return FormVersion.objects.get(form_id="survei_pasar")


def page(form: FormVersion, tail: str = "") -> str:
    return f"{LIST}{form.pk}/{tail}"


def forms_seen(server: str) -> list[str]:
    return re.findall(r"<formID>([^<]+)</formID>", Client().get(f"{server}/formList").content.decode())


def key(form: FormVersion) -> str:
    return f"/k/{accounts.token_of(form.draft_key)}"


def filled(form: FormVersion, number: str = "uuid:satu", name: str = "Pasar Uji") -> bytes:
    return (
        f'<data id="{form.form_id}" version="{form.version}"><name>{name}</name><kiosks>12</kiosks>'
        f"<meta><instanceID>{number}</instanceID></meta></data>"
    ).encode()


def test_a_good_form_becomes_a_draft_that_no_phone_sees(client_of, draft):
    assert (draft.state, draft.newest, draft.title) == ("draft", False, "Survei pasar")
    assert "survei_pasar" not in forms_seen(phone(enumerator()))
    text = shown(client_of.get(page(draft)))
    assert "Jumlah kios" in text
    assert "<svg" in text


def test_errors_stop_a_form_and_say_sheet_row_and_remedy(client_of):
    bad = sheet("calculate | a | | | ${b}+1 | ", "calculate | b | | | ${a}+1 | ", "text | c | C | | | ")
    text = shown(upload(client_of, bad), 422)
    assert "lembar “survey”, baris 2" in text
    assert "a → b → a" in text
    assert not FormVersion.objects.filter(form_id="survei_pasar").exists()


def test_a_form_id_may_be_as_long_as_a_file_name(client_of):
    """From the upload over phones, answers and files to the trail; what is longer is refused with the place and the remedy."""
    longest = "kuesioner_" + "x" * 240
    text = shown(upload(client_of, sheet(*PLAIN, form_id=f"{longest}x")), 422)
    assert "lembar “settings”, baris 2" in text
    assert "paling panjang 250" in text
    assert upload(client_of, sheet(*PLAIN, form_id=longest)).status_code == 302
    form = FormVersion.objects.get(form_id=longest)
    client_of.post(page(form, "putuskan/"), {"decision": "publish"})
    server = phone(enumerator())
    assert longest in forms_seen(server)
    assert Client().get(f"{server}/forms/{longest}/1/form.xml").status_code == 200
    assert Client().post(f"{server}/submission", multipart(filled(form))).status_code == 201
    intake.read_waiting(at=NOW)
    assert Delivery.objects.get(instrument=longest).state == "applied"
    for kind in ("csv", "zip", "spss"):
        answer = client_of.get(f"/jawaban/{form.pk}/?bentuk={kind}")
        assert b"".join(answer.streaming_content)
        assert len(re.search('filename="(.+)"', answer["Content-Disposition"])[1]) < 180
    assert longest in shown(client_of.get(page(form)))
    assert Event.objects.filter(object_type="form", object_id=longest).exists()


def test_a_draft_is_tested_by_its_key_and_becomes_nothing(client_of, draft):
    server = key(draft)
    assert forms_seen(server) == ["survei_pasar"]
    assert Client().get(f"{server}/forms/survei_pasar/1/form.xml").status_code == 200
    market = FormVersion.objects.get(form_id="market", newest=True)
    assert Client().get(f"{server}/forms/market/{market.version}/form.xml").status_code == 404
    assert Client().post(f"{server}/submission", multipart(filled(draft))).status_code == 201
    intake.read_waiting(at=NOW)
    assert Delivery.objects.get(instance_id="uuid:satu").state == "trial"
    text = shown(client_of.get(page(draft)))
    assert "Pasar Uji" in text  # the sample shows how it is read
    assert "Pasar Uji" in shown(client_of.get(page(draft, "jawaban/")))


def test_phones_may_not_send_a_draft_by_their_own_key(draft):
    assert Client().post(f"{phone(enumerator())}/submission", multipart(filled(draft))).status_code == 404


def test_publishing_lets_it_out_ends_the_key_and_takes_tests_away(client_of, draft):
    server = key(draft)
    Client().post(f"{server}/submission", multipart(filled(draft)))
    assert client_of.post(page(draft, "putuskan/"), {"decision": "publish"}).status_code == 302
    assert "survei_pasar" in forms_seen(phone(enumerator()))
    assert Client().get(f"{server}/formList").status_code == 403
    assert not Delivery.objects.filter(instance_id="uuid:satu").exists()
    assert (
        Client().post(f"{phone(enumerator())}/submission", multipart(filled(draft, "uuid:dua"))).status_code
        == 201
    )
    intake.read_waiting(at=NOW)
    assert Delivery.objects.get(instance_id="uuid:dua").state == "applied"
    answer = client_of.get(f"/jawaban/{draft.pk}/?bentuk=csv")
    assert "Pasar Uji;12" in b"".join(answer.streaming_content).decode()


def test_a_formula_in_an_answer_is_text_in_the_export(client_of, draft):
    client_of.post(page(draft, "putuskan/"), {"decision": "publish"})
    Client().post(f"{phone(enumerator())}/submission", multipart(filled(draft, name="=1+1")))
    intake.read_waiting(at=NOW)
    assert "'=1+1" in b"".join(client_of.get(f"/jawaban/{draft.pk}/?bentuk=csv").streaming_content).decode()


def test_two_versions_stand_side_by_side_and_the_difference_is_told(client_of, draft):
    client_of.post(page(draft, "putuskan/"), {"decision": "publish"})
    wider = [line.replace("integer |", "decimal |") for line in PLAIN]
    upload(client_of, sheet(*wider, "date | seen_on | Tanggal | | | ", version="2"))
    second = FormVersion.objects.get(form_id="survei_pasar", version="2")
    text = shown(client_of.get(page(second, "beda/")))
    assert "seen_on" in text
    assert "bilangan bulat" in text, "a type is told in words, not as its code"
    client_of.post(page(second, "putuskan/"), {"decision": "publish"})
    server = phone(enumerator())
    assert forms_seen(server).count("survei_pasar") == 1
    every = Client().get(f"{server}/formList?listAllVersions=true").content.decode()
    assert every.count("<formID>survei_pasar</formID>") == 2
    draft.refresh_from_db()
    assert Client().post(f"{server}/submission", multipart(filled(draft, "uuid:lama"))).status_code == 201


def test_a_version_that_is_out_cannot_change_and_a_type_cannot_either(client_of, draft):
    client_of.post(page(draft, "putuskan/"), {"decision": "publish"})
    assert "Naikkan nomor versinya" in shown(upload(client_of, sheet("text | name | Lain | | | ")), 422)
    assert "dengan isi yang sama" in shown(upload(client_of, sheet(*PLAIN)), 422)
    other = sheet("text | name | Nama | | | ", "date | kiosks | Kios | | | ", version="2")
    assert "sebelumnya int, kini date" in shown(upload(client_of, other), 422)


def test_codes_that_changed_and_questions_that_went_are_warned_of(client_of):
    asked = "select_one yn | open | Buka? | | | "
    upload(client_of, sheet(*PLAIN, asked, choices=CHOICES))
    first = FormVersion.objects.get(form_id="survei_pasar")
    client_of.post(page(first, "putuskan/"), {"decision": "publish"})
    assert (
        upload(
            client_of, sheet(PLAIN[0], asked, choices=CHOICES.replace("| no |", "| nope |"), version="2")
        ).status_code
        == 302
    )
    text = shown(client_of.get(page(FormVersion.objects.get(version="2", form_id="survei_pasar"))))
    assert "berganti kode dari “no” menjadi “nope”" in text
    assert "“kiosks” tidak ada lagi" in text


def test_a_form_runs_out_and_closes(client_of, draft):
    client_of.post(page(draft, "putuskan/"), {"decision": "publish"})
    client_of.post(page(draft, "putuskan/"), {"decision": "closing"})
    server = phone(enumerator())
    assert "survei_pasar" not in forms_seen(server)
    assert Client().post(f"{server}/submission", multipart(filled(draft, "uuid:a"))).status_code == 201
    client_of.post(page(draft, "putuskan/"), {"decision": "closed"})
    assert Client().post(f"{server}/submission", multipart(filled(draft, "uuid:b"))).status_code == 202


def test_a_kabupaten_uploads_and_tests_but_the_province_publishes(as_user, officer):
    regency = person("regency")
    upload(as_user(regency), sheet(*PLAIN))
    form = FormVersion.objects.get(form_id="survei_pasar")
    assert as_user(regency).post(page(form, "putuskan/"), {"decision": "publish"}).status_code == 403
    assert as_user(officer).post(page(form, "putuskan/"), {"decision": "publish"}).status_code == 302
    assert "survei_pasar" in forms_seen(phone(enumerator("18.01")))
    elsewhere = phone(enumerator("18.72"))
    assert "survei_pasar" not in forms_seen(elsewhere)
    assert Client().get(f"{elsewhere}/forms/survei_pasar/1/form.xml").status_code == 404
    assert Client().post(f"{elsewhere}/submission", multipart(filled(form))).status_code == 404


def test_a_form_id_of_the_catalogue_or_of_another_office_is_taken(as_user, client_of, draft):
    assert "instrumen bawaan" in shown(upload(client_of, sheet(*PLAIN, form_id="market")), 422)
    assert "dipakai kantor lain" in shown(
        upload(as_user(person("regency", "18.72")), sheet(*PLAIN, version="9")), 422
    )


def test_files_that_a_form_loads_are_needed_checked_and_served(client_of):
    upload(client_of, sheet("select_one_from_file pasar.csv | market | Pasar | | | "))
    form = FormVersion.objects.get(form_id="survei_pasar")
    assert "pasar.csv" in shown(client_of.post(page(form, "putuskan/"), {"decision": "publish"}), 422)
    for name, content in (("lain.csv", b"name,label\n"), ("pasar.csv", b"kode\n1\n")):
        shown(client_of.post(page(form, "berkas/"), {"file": SimpleUploadedFile(name, content)}), 422)
    good = b"name,label\np1,Pasar Satu\n"
    assert (
        client_of.post(page(form, "berkas/"), {"file": SimpleUploadedFile("pasar.csv", good)}).status_code
        == 302
    )
    server = key(form)
    manifest = Client().get(f"{server}/forms/survei_pasar/1/manifest").content.decode()
    assert "<filename>pasar.csv</filename>" in manifest
    assert "entityList" not in manifest
    assert Client().get(f"{server}/forms/survei_pasar/1/media/pasar.csv").content == good


def test_facts_bring_answers_to_visits(as_user, client_of):
    made = road()
    rows = (
        "today | today | | | | ", "select_one_from_file visits.csv | kunjungan | Kunjungan | | | ",
        "calculate | visit_code | | | ${kunjungan} | ", "integer | kerja | Pekerja laki-laki | | | workers_male",
    )  # fmt: skip
    content = sheet(*rows, more="nk_instrument=enterprise")
    assert upload(client_of, content).status_code == 302
    form = FormVersion.objects.get(form_id="survei_pasar")
    assert (form.serves, form.reading["questions"]["kerja"]["fact"]) == ("enterprise", "workers_male")
    assert "workers_male" in shown(client_of.get(page(form)))
    client_of.post(page(form, "putuskan/"), {"decision": "publish"})
    planned = made.planned_with("enterprise")
    server = phone(made.enumerator)
    csv = Client().get(f"{server}/forms/survei_pasar/1/media/visits.csv").content.decode()
    assert planned.code in csv
    xml = (
        f'<data id="survei_pasar" version="1"><today>2020-03-12</today><kunjungan>{planned.code}</kunjungan>'
        f"<visit_code>{planned.code}</visit_code><kerja>7</kerja><meta><instanceID>uuid:kerja</instanceID></meta></data>"
    ).encode()
    assert Client().post(f"{server}/submission", multipart(xml)).status_code == 201
    intake.read_waiting(at=NOW)
    visit = Visit.objects.get(instance_id="uuid:kerja")
    assert (visit.instrument, visit.facts.get(name="workers_male").number) == ("enterprise", 7)
    assert "Pekerja laki-laki" in shown(as_user(made.officer).get(f"/kunjungan/{visit.pk}/"))


def test_a_fact_that_nobody_knows_is_an_error_with_the_likely_one(client_of):
    text = shown(upload(client_of, sheet("integer | a | A | | | kiosk_built")), 422)
    assert "kiosks_built" in text


def test_the_file_comes_back_as_it_was_uploaded(client_of, draft):
    answer = client_of.get(page(draft, "asal/"))
    assert answer.content == sheet(*PLAIN)
    assert answer["Content-Disposition"] == 'attachment; filename="survei_pasar-1.md"'
