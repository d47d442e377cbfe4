"""A small body is read at one glance, and otherwise as Django reads it: both must see the same."""

import random

import pytest
from django.test import RequestFactory

from naikkelas.kit.problems import Refused
from naikkelas.openrosa import parcel

pytestmark = pytest.mark.once
BOUNDARY = "xYzZY"
XML = b"<data id='a'>isi</data>"


def part(head: str, content: bytes) -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
XML_FILE = part('name="xml_submission_file"; filename="s.xml"\r\nContent-Type: text/xml', XML)
BODIES = [
    XML_FILE + END,
    XML_FILE
    + part('name="a.jpg"; filename="a.jpg"\r\nContent-Type: image/jpeg', b"\xff\xd8\r\n--x\r\n\r\n")
    + END,
    XML_FILE + part('name="b"; filename="1.jpg"', b"") + part('name="a"; filename="2.jpg"', b"2") + END,
    part('name="b"; filename="1.jpg"', b"1") + XML_FILE + part('name="*isIncomplete*"', b"yes") + END,
    part('name="xml_submission_file"', XML + b"\xff") + END,
    part(
        'name="xml_submission_file"; filename="s.xml"\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: 24',
        XML,
    )
    + END,
    XML_FILE + XML_FILE + END,
    part('name="note"', b"x") + END,
    XML_FILE + part('name="c"; filename="../../etc/passwd"', b"x") + END,
    XML_FILE + part("name=\"d\"; filename*=utf-8''%C3%A9.jpg", b"x") + END,
]
PIECES = [
    b"\r\n",
    b"\n",
    b"--",
    f"--{BOUNDARY}".encode(),
    f"\r\n--{BOUNDARY}\r\n".encode(),
    b'"',
    b"; ",
    b"\x00",
    END,
    b"filename",
]


def seen(body: bytes) -> object:
    request = RequestFactory().post("/", body, content_type=f"multipart/form-data; boundary={BOUNDARY}")
    try:
        found = parcel.read(request)
    except Refused as refusal:
        return refusal.kind.code
    return found.xml, found.files, found.incomplete


def test_bodies_that_were_mangled_in_any_way_are_seen_alike_by_both(monkeypatch):
    dice = random.Random(1)
    bodies = [*BODIES]
    for _ in range(4_000):
        body = bytearray(dice.choice(BODIES))
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(body))
            if dice.random() < 0.5:
                body[at:at] = dice.choice(PIECES)
            else:
                del body[at : at + dice.randint(1, 6)]
        bodies.append(bytes(body))
    quick = [seen(body) for body in bodies]
    glances = sum(parcel._plain(body, BOUNDARY) is not None for body in bodies)
    monkeypatch.setattr(parcel, "AT_ONCE", -1)
    assert quick == [seen(body) for body in bodies]
    assert glances > 150


def test_what_phones_send_is_read_at_one_glance():
    assert [parcel._plain(body, BOUNDARY) is not None for body in BODIES] == [True] * 6 + [False] * 4
