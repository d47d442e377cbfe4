"""What is no submission at all gets a 4xx with a plain sentence, and leaves nothing behind."""

import gzip
from xml.etree import ElementTree

import pytest
from django.test import Client

from naikkelas.forms.models import FormVersion
from naikkelas.intake.models import Attachment, Delivery
from naikkelas.trail.models import Event
from tests.cost import measured
from tests.factories import enumerator, multipart, phone, send

pytestmark = pytest.mark.django_db
BOUNDARY = "batas"


@pytest.fixture
def user():
    return enumerator()


@pytest.fixture
def version() -> str:
    return FormVersion.objects.get(form_id="market", newest=True).version


def form(version: str, inside: str = "", form_id: str = "market") -> bytes:
    meta = "<meta><instanceID>uuid:satu</instanceID></meta>"
    return f'<data id="{form_id}" version="{version}">{inside}{meta}</data>'.encode()


def refused(answer, status: int) -> str:
    """Assert a refusal that keeps nothing; return its sentence."""
    assert answer.status_code == status
    assert not Delivery.objects.exists()
    assert not Attachment.objects.exists()
    assert not Event.objects.filter(action__startswith="submission.").exists()
    root = ElementTree.fromstring(answer.content)
    assert root[0].get("nature") == "submit_error"
    return root[0].text


def part(name: str, content: bytes, filename: str = "x.xml") -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: text/xml\r\n\r\n'
    return f"--{BOUNDARY}\r\n{head}".encode() + content + b"\r\n"


def post(user, body: bytes, content_type: str = f"multipart/form-data; boundary={BOUNDARY}"):
    return Client().post(f"{phone(user)}/submission", body, content_type=content_type)


END = f"--{BOUNDARY}--\r\n".encode()


def test_row_24_raw_xml_is_told_to_come_as_multipart(user, version):
    assert "xml_submission_file" in refused(post(user, form(version), "text/xml"), 400)


def test_row_24_a_delivery_without_its_xml_part_names_the_part(user):
    assert "xml_submission_file" in refused(post(user, part("foto", b"x") + END), 400)


def test_row_24_two_xml_parts_are_one_too_many(user, version):
    twice = part("xml_submission_file", form(version)) * 2 + END
    assert "2" in refused(post(user, twice), 400)


def test_row_25_no_boundary(user, version):
    body = part("xml_submission_file", form(version)) + END
    assert refused(post(user, body, "multipart/form-data"), 400)


@pytest.mark.parametrize("cut", [1, 10, 60, 120, -1, -3, -8, -30])
def test_row_25_a_delivery_cut_anywhere_leaves_nothing(user, version, cut):
    body = part("xml_submission_file", form(version)) + part("foto.jpg", b"x" * 90, "foto.jpg") + END.strip()
    assert refused(post(user, body[:cut]), 400)


def test_row_25_a_part_header_that_is_none(user, version):
    broken = part("xml_submission_file", form(version)).replace(
        b"Content-Disposition:", b"Content Disposition"
    )
    assert refused(post(user, broken + END), 400)


def test_row_25_a_part_with_an_encoding_nobody_knows_is_refused(user):
    odd = part("xml_submission_file", b"%%%").replace(
        b"Content-Type:", b"Content-Transfer-Encoding: base64\r\nContent-Type:"
    )
    assert refused(post(user, odd + END), 400)


@pytest.mark.parametrize(
    ("xml", "status"),
    [
        (b"", 400),
        (b"not xml", 400),
        (b"<data id='market'", 400),
        (b"<data id='market'><a></data>", 400),
        (b"<data><meta><instanceID>uuid:1</instanceID></meta></data>", 400),
        (b"<data id='market'><instanceID>uuid:1</instanceID></data>", 400),
        (b"<data id='market'><a>&#0;</a></data>", 400),
        (b"<data id='market'><a>\xff\xfe</a></data>", 400),
        (b"<?xml version='1.0' encoding='utf-7'?><data id='market'/>", 400),
        (b"<!DOCTYPE data><data id='market'/>", 400),
        (b"<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><data id='market'><a>&x;</a></data>", 400),
        (
            b"<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]><data id='market'>&c;</data>",
            400,
        ),
        (b"<!DOCTYPE d [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p;]><data id='market'/>", 400),
    ],
)
def test_row_26_what_is_no_xml_or_hostile_xml_is_400(user, xml, status):
    text = refused(send(user, xml), status)
    assert "root:" not in text


def test_row_26_a_form_of_100_000_nested_elements_costs_nothing(user, version):
    deep = form(version, "<a>" * 100_000 + "</a>" * 100_000)
    with measured() as cost:
        assert refused(send(user, deep), 400)
    assert cost.seconds < 1
    assert cost.megabytes < 50


def test_row_26_a_form_of_100_000_elements_side_by_side_is_too_many(user, version):
    assert "unsur" in refused(send(user, form(version, "<a/>" * 100_000)), 400)


def test_row_26_more_than_a_million_bytes_of_xml_is_413(user, version):
    assert "1000 kB" in refused(send(user, form(version, f"<a>{'x' * 1_000_000}</a>")), 413)


def test_row_27_a_form_or_version_that_is_not_ours_is_404_and_says_what_to_do(user, version):
    assert "Perbarui formulir" in refused(send(user, form(version, form_id="nosuch")), 404)
    assert refused(send(user, form("1999")), 404)
    assert refused(send(user, form("")), 404)


def test_a_photo_of_more_than_ten_million_bytes_is_413_with_its_name(user, version):
    files = {"besar.jpg": b"x" * 10_000_001}
    xml = form(version, "<foto>besar.jpg</foto>")
    assert "besar.jpg" in refused(send(user, xml, files), 413)


@pytest.mark.parametrize("count", [201, 260])  # the second is refused by Django's own limit
def test_more_than_two_hundred_files_at_once_are_413_and_the_sentence_says_what_to_do(user, version, count):
    names = [f"{n}.jpg" for n in range(count)]
    xml = form(version, "".join(f"<foto>{name}</foto>" for name in names))
    told = refused(send(user, xml, dict.fromkeys(names, b"x")), 413)
    assert "200 berkas" in told
    assert "beberapa bagian" in told


def test_a_thousand_fields_are_not_read(user, version):
    fields = {f"field{n}": "x" for n in range(1_100)}
    answer = Client().post(f"{phone(user)}/submission", multipart(form(version)) | fields)
    assert refused(answer, 413)


def test_a_length_beyond_the_limit_is_refused_before_anything_is_read(user):
    answer = Client().post(
        f"{phone(user)}/submission",
        b"x",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH="100000001",
    )
    assert refused(answer, 413)


def zipped(user, body: bytes, encoding: str = "gzip"):
    return Client().post(
        f"{phone(user)}/submission", body, content_type=f"multipart/form-data; boundary={BOUNDARY}",
        headers={"Content-Encoding": encoding},
    )  # fmt: skip


def test_a_body_packed_with_gzip_is_taken(user, version):
    whole = part("xml_submission_file", form(version)) + END
    assert zipped(user, gzip.compress(whole)).status_code == 201
    assert Delivery.objects.get().instance_id == "uuid:satu"


def test_a_packed_body_that_is_cut_broken_or_packed_otherwise_leaves_nothing(user, version):
    packed = gzip.compress(part("xml_submission_file", form(version)) + END)
    assert refused(zipped(user, packed[:-20]), 400)
    assert refused(zipped(user, b"not gzip"), 400)
    assert refused(zipped(user, packed[:30] + b"\xff" * 30), 400)
    assert "br" in refused(zipped(user, packed, "br"), 415)


def test_a_packed_bomb_ends_at_the_limit(user):
    bomb = gzip.compress(part("xml_submission_file", b"\0" * 120_000_000) + END)
    assert len(bomb) < 200_000
    assert refused(zipped(user, bomb), 413)


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "options"])
def test_other_methods_are_405(user, method):
    assert getattr(Client(), method)(f"{phone(user)}/submission").status_code == 405
