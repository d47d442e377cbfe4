"""What a phone experiences when it sends filled forms: first, again, differently, late, in parts."""

import hashlib
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from naikkelas import vault
from naikkelas.forms import actions as forms
from naikkelas.forms.models import FormVersion
from naikkelas.intake import actions as intake
from naikkelas.intake.models import Attachment, Delivery
from naikkelas.monev.models import Visit
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import filled, multipart, phone, road, send
from tests.factories.photos import photo

pytestmark = pytest.mark.django_db
PHOTO, OTHER_PHOTO = b"\xff\xd8\xff one photo", b"\xff\xd8\xff another photo"


@pytest.fixture
def made():
    return road()


@pytest.fixture
def xml(made) -> bytes:
    """A filled form that names one photo."""
    return filled(made.planned_with("novice_entrepreneur"), instance_id="uuid:satu", photo_place="foto.jpg")


def delivery(instance_id: str = "uuid:satu") -> Delivery:
    return Delivery.objects.exclude(state="aside").get(instance_id=instance_id)


def kept(row: Delivery) -> dict[str, bytes]:
    """The files of a delivery as they lie in the vault, those that stand."""
    return {a.name: vault.current().blobs.get(a.sha256) for a in row.attachments.filter(aside=False)}


def said(answer) -> str:
    """The sentence that the phone shows."""
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
    return root[0].text


def test_row_02_head_tells_how_much_may_be_sent_and_has_no_body(made):
    answer = Client().head(f"{phone(made.enumerator)}/submission", headers={"X-OpenRosa-Version": "1.0"})
    assert answer.status_code == 204
    assert int(answer["X-OpenRosa-Accept-Content-Length"]) == 10_000_000
    assert answer.content == b""


def test_row_03_head_without_a_key_is_401_without_body():
    answer = Client().head("/submission")
    assert (answer.status_code, answer.content) == (401, b"")


def test_row_04_head_points_to_the_same_host_whatever_host_was_asked(made):
    server = phone(made.enumerator)
    for host in ("testserver", "127.0.0.1:8100"):
        answer = Client().head(f"{server}/submission", headers={"Host": host})
        assert answer["Location"] == f"http://{host}{server}/submission"


def test_row_05_a_client_that_names_no_openrosa_version_is_served(made, xml):
    server = phone(made.enumerator)
    assert Client().head(f"{server}/submission").status_code == 204
    assert send(made.enumerator, xml, server=server).status_code == 201


def test_row_21_a_new_visit_is_201_with_a_sentence_and_a_location(made, xml):
    server = phone(made.enumerator)
    answer = Client().post(
        f"{server}/submission",
        multipart(xml, {"foto.jpg": PHOTO}),
        headers={
            "X-OpenRosa-Version": "1.0",
            "Date": "Fri, 13 Mar 2020 02:00:00 GMT+07:00",  # Collect prints hours 1-12
            "User-Agent": "org.odk.collect.android/v2026.1 " + "x" * 300,
        },
    )
    assert answer.status_code == 201
    assert said(answer) == "Terima kasih, kunjungan diterima."
    assert answer["Location"] == f"http://testserver{server}/submission"
    row = delivery()
    assert (row.state, row.received_by, row.received_at.date()) == ("received", made.enumerator, NOW.date())
    assert vault.current().seal.open_bytes(row.body) == xml
    assert kept(row) == {"foto.jpg": PHOTO}


def test_the_sentence_comes_in_the_language_of_the_phone(made, xml):
    server = phone(made.enumerator)
    answer = Client().post(
        f"{server}/submission", multipart(xml), headers={"Accept-Language": "en-GB,en;q=0.9"}
    )
    assert said(answer) == "Thank you, the visit was received."


def test_the_xml_lies_sealed_on_the_disk(made, xml):
    send(made.enumerator, xml)
    assert made.planned_with("novice_entrepreneur").code.encode() not in bytes(delivery().body)


def test_row_21_the_xml_may_come_as_a_plain_field(made, xml):
    answer = Client().post(f"{phone(made.enumerator)}/submission", {"xml_submission_file": xml.decode()})
    assert answer.status_code == 201
    assert delivery().state == "received"


@pytest.mark.parametrize("meta", ["meta", "orx:meta"])
def test_an_instance_id_is_found_in_either_meta_up_to_249_characters(made, meta):
    long = "uuid:" + "é" * 244
    xml = (
        f'<data id="market" version="{FormVersion.objects.get(form_id="market", newest=True).version}" '
        f'xmlns:orx="http://openrosa.org/xforms"><{meta}><{meta[:-4]}instanceID>{long}</{meta[:-4]}instanceID></{meta}></data>'
    )
    assert send(made.enumerator, xml.encode()).status_code == 201
    assert delivery(long).instrument == "market"


def test_row_28_what_was_filled_before_the_form_closed_is_taken_and_marked_late(made, xml):
    form = FormVersion.objects.get(form_id="novice_entrepreneur", newest=True)
    forms.set_state(form=form, state="closed", by=SYSTEM, at=NOW)
    answer = send(made.enumerator, xml)
    assert answer.status_code == 202
    assert "terlambat" in said(answer)
    assert (delivery().state, delivery().late) == ("received", True)
    assert send(made.enumerator, xml).status_code == 201  # the repeat is no new arrival


def test_row_28_an_edit_that_comes_after_the_form_closed_is_marked_late_too_and_the_officer_sees_it(
    as_user, made, xml
):
    assert send(made.enumerator, xml).status_code == 201
    form = FormVersion.objects.get(form_id="novice_entrepreneur", newest=True)
    forms.set_state(form=form, state="closed", by=SYSTEM, at=NOW)
    edit = xml.replace(
        b"<instanceID>uuid:satu</instanceID>",
        b"<instanceID>uuid:dua</instanceID><deprecatedID>uuid:satu</deprecatedID>",
    )
    answer = send(made.enumerator, edit)
    assert (answer.status_code, "terlambat" in said(answer)) == (202, True)
    intake.read_waiting(at=NOW)
    officer = as_user(made.officer)
    pages = {
        n: officer.get(f"/kiriman/{delivery(n).pk}/").content.decode() for n in ("uuid:satu", "uuid:dua")
    }
    assert {n: "setelah formulir ditutup" in page for n, page in pages.items()} == {
        "uuid:satu": False, "uuid:dua": True,
    }  # fmt: skip


def test_row_29_a_second_batch_adds_its_photo_to_the_one_row(made):
    xml = filled(
        made.planned_with("novice_entrepreneur"),
        instance_id="uuid:satu",
        photo_place="a.jpg",
        photo_receipts="b.jpg",
    )
    assert send(made.enumerator, xml, {"a.jpg": PHOTO}).status_code == 201
    assert send(made.enumerator, xml, {"b.jpg": OTHER_PHOTO}).status_code == 201
    assert kept(delivery()) == {"a.jpg": PHOTO, "b.jpg": OTHER_PHOTO}


def test_row_30_an_exact_repeat_is_201_and_no_second_row(made, xml):
    for _ in range(3):
        assert send(made.enumerator, xml, {"foto.jpg": PHOTO}).status_code == 201
    assert Delivery.objects.filter(instance_id="uuid:satu").count() == 1
    assert Attachment.objects.count() == 1


def test_row_30_a_repeat_may_differ_in_white_space_and_prefixes(made, xml):
    send(made.enumerator, xml)
    spaced = xml.replace(b"><", b">\n  <").replace(b" version=", b"   version=")
    assert spaced != xml
    answer = send(made.enumerator, spaced)
    assert (answer.status_code, said(answer)) == (201, "Kunjungan ini sudah diterima sebelumnya.")
    assert Delivery.objects.filter(instance_id="uuid:satu").count() == 1


def test_row_31_other_answers_under_the_same_number_are_409_and_kept_aside(made, xml):
    send(made.enumerator, xml, {"foto.jpg": PHOTO})
    other = xml.replace(b"2020-03-12", b"2020-03-11")
    for _ in range(2):  # the phone tries again: kept once
        answer = send(made.enumerator, other, {"foto.jpg": OTHER_PHOTO})
        assert answer.status_code == 409
        assert "disimpan" in said(answer)
    first, aside = delivery(), Delivery.objects.get(state="aside")
    assert vault.current().seal.open_bytes(first.body) == xml
    assert vault.current().seal.open_bytes(aside.body) == other
    assert aside.first == first
    assert (kept(first), kept(aside)) == ({"foto.jpg": PHOTO}, {"foto.jpg": OTHER_PHOTO})


def test_row_31_markup_written_as_text_is_not_taken_for_the_same_answers(made):
    version = FormVersion.objects.get(form_id="market", newest=True).version
    body = '<data id="market" version="%s">%s<meta><instanceID>uuid:satu</instanceID></meta></data>'
    one = body % (version, "<a>x</a><a>y</a>")
    two = body % (version, "<a>x&lt;/a&gt;&lt;a&gt;y</a>")
    assert send(made.enumerator, one.encode()).status_code == 201
    assert send(made.enumerator, two.encode()).status_code == 409


def test_row_32_other_bytes_under_a_known_file_name_are_409_and_kept_aside(made, xml):
    send(made.enumerator, xml, {"foto.jpg": PHOTO})
    answer = send(made.enumerator, xml, {"foto.jpg": OTHER_PHOTO})
    assert answer.status_code == 409
    assert "foto.jpg" in said(answer)
    row = delivery()
    assert kept(row) == {"foto.jpg": PHOTO}
    aside = row.attachments.get(aside=True)
    assert vault.current().blobs.get(aside.sha256) == OTHER_PHOTO
    # both are kept now, so the next try is a repeat and the phone may let go
    assert send(made.enumerator, xml, {"foto.jpg": OTHER_PHOTO}).status_code == 201
    assert row.attachments.count() == 2


@pytest.mark.parametrize("fields", [{}, {"*isIncomplete*": "yes"}])
def test_row_32_what_came_beside_a_file_that_is_kept_aside_counts(made, fields):
    """The phone may be told to let go of what was answered with 409: it does not come again."""
    planned = made.planned_with("enterprise")
    xml = filled(planned, instance_id="uuid:satu", photo_place="foto.jpg", signature="dua.jpg")
    server = phone(made.enumerator)
    assert send(made.enumerator, xml, {"foto.jpg": photo()}, server=server, **fields).status_code == 201
    intake.read_waiting(at=NOW)
    more = {"foto.jpg": photo("olive"), "dua.jpg": photo("navy")}
    assert send(made.enumerator, xml, more, server=server).status_code == 409
    intake.read_waiting(at=NOW)
    assert {p["name"] for p in Visit.objects.get().photos} == {"foto.jpg", "dua.jpg"}


def test_row_33_a_file_that_the_form_does_not_name_is_ignored(made, xml):
    assert send(made.enumerator, xml, {"foto.jpg": PHOTO, "virus.exe": b"MZ"}).status_code == 201
    assert kept(delivery()) == {"foto.jpg": PHOTO}
    assert hashlib.sha256(b"MZ").hexdigest() not in set(vault.current().blobs.all())


def test_row_33_a_photo_that_has_not_come_is_shown_as_awaited_until_it_comes(as_user, made, xml):
    send(made.enumerator, xml)
    intake.read_waiting(at=NOW)
    page = f"/kunjungan/{delivery().summary['visit']}/"
    awaited = "belum datang: Foto tempat usaha"
    assert awaited in as_user(made.officer).get(page).content.decode()
    send(made.enumerator, xml, {"foto.jpg": photo()})
    intake.read_waiting(at=NOW)
    assert awaited not in as_user(made.officer).get(page).content.decode()


def test_a_file_name_may_be_written_in_any_script(made):
    name = "foto é ꦥꦱꦂ.jpg"
    xml = filled(made.planned_with("novice_entrepreneur"), instance_id="uuid:satu", photo_place=name)
    assert send(made.enumerator, xml, {name: PHOTO}).status_code == 201
    assert kept(delivery()) == {name: PHOTO}


def test_a_path_in_a_file_name_reaches_no_folder(made, xml):
    parts = multipart(xml)
    parts["f"] = SimpleUploadedFile("x", PHOTO, "image/jpeg")
    parts["f"].__dict__["_name"] = "../../keys/foto.jpg"  # past Django's own trimming of what a test sends
    assert Client().post(f"{phone(made.enumerator)}/submission", parts).status_code == 201
    assert kept(delivery()) == {"foto.jpg": PHOTO}


def test_row_36_a_long_visit_comes_in_batches_and_is_complete_after_the_last(made):
    batches = [[f"b{n}-{m}.jpg" for m in range(10)] for n in range(12)]
    version = FormVersion.objects.get(form_id="market", newest=True).version
    photos = "".join(f"<photo>{name}</photo>" for names in batches for name in names)
    xml = (
        f'<data id="market" version="{version}">{photos}'
        "<meta><instanceID>uuid:satu</instanceID></meta></data>"
    ).encode()
    server = phone(made.enumerator)
    for names in batches[:-1]:
        files = {name: PHOTO + name.encode() for name in names}
        answer = send(made.enumerator, xml, files, server=server, **{"*isIncomplete*": "yes"})
        assert answer.status_code == 201
        assert delivery().state == "partial"
    files = {name: PHOTO + name.encode() for name in batches[-1]}
    assert send(made.enumerator, xml, files, server=server).status_code == 201
    assert delivery().state == "received"
    assert kept(delivery()) == {name: PHOTO + name.encode() for names in batches for name in names}


def test_row_36_a_hundred_and_twenty_small_photos_come_in_one_request_as_phones_split_by_size_alone(made):
    version = FormVersion.objects.get(form_id="market", newest=True).version
    files = {f"{n}.jpg": PHOTO + str(n).encode() for n in range(120)}
    photos = "".join(f"<photo>{name}</photo>" for name in files)
    xml = f'<data id="market" version="{version}">{photos}<meta><instanceID>uuid:satu</instanceID></meta></data>'
    assert send(made.enumerator, xml.encode(), files).status_code == 201
    assert kept(delivery()) == files


def test_row_36_batches_may_come_in_any_order(made, xml):
    server = phone(made.enumerator)
    assert send(made.enumerator, xml, server=server).status_code == 201
    late = send(made.enumerator, xml, {"foto.jpg": PHOTO}, server=server, **{"*isIncomplete*": "yes"})
    assert late.status_code == 201
    assert delivery().state == "received"
    assert kept(delivery()) == {"foto.jpg": PHOTO}
