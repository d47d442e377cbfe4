"""Submissions that are no submissions: each refused with its code, fast, and with little memory."""

import pytest

from naikkelas.instruments import xform
from naikkelas.kit.problems import Refused
from tests.cost import measured

META = "<meta><instanceID>uuid:1</instanceID></meta>"


def form(inside: str = "", meta: str = META, head: str = "") -> bytes:
    return f'{head}<data id="market" version="1">{inside}{meta}</data>'.encode()


DEEP = form("<a>" * 100_000 + "</a>" * 100_000)
BILLION_LAUGHS = form(
    "<a>&e9;</a>",
    head='<!DOCTYPE d [<!ENTITY e0 "ha">'
    + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    + "]>",
)
BAD = {
    "100,000 elements deep": (DEEP, "xml.too_deep", 400),
    "65 levels": (form("<a>" * 65 + "</a>" * 65), "xml.too_deep", 400),
    "20,001 elements": (form("<a/>" * 20_001), "xml.too_deep", 400),
    "an attribute of 20 MB": (form(f'<a b="{"x" * 20_000_000}"/>'), "submission.too_large", 413),
    "a comment of 5 MB": (form(f"<!--{'x' * 5_000_000}-->"), "submission.too_large", 413),
    "a DOCTYPE": (form(head="<!DOCTYPE data>"), "xml.forbidden_dtd", 400),
    "an entity bomb": (BILLION_LAUGHS, "xml.forbidden_dtd", 400),
    "an external entity": (
        form("<a>&x;</a>", head='<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "xml.forbidden_dtd",
        400,
    ),
    "a parameter entity": (
        form(head='<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>'),
        "xml.forbidden_dtd",
        400,
    ),
    "an external DTD": (
        form(head='<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">'),
        "xml.forbidden_dtd",
        400,
    ),
    "a DOCTYPE in UTF-16": (form(head="<!DOCTYPE d>").decode().encode("utf-16"), "xml.forbidden_dtd", 400),
    "UTF-7": (form(head='<?xml version="1.0" encoding="UTF-7"?>'), "xml.encoding", 400),
    "UTF-7, spaced": (form(head="<?xml version='1.0' encoding = 'utf-7' ?>"), "xml.encoding", 400),
    "UTF-7 behind a byte order mark": (
        b"\xef\xbb\xbf" + form(head="<?xml version='1.0' encoding='utf-7'?>"),
        "xml.encoding",
        400,
    ),
    "a Windows encoding": (form(head='<?xml version="1.0" encoding="windows-1252"?>'), "xml.encoding", 400),
    "an encoding with a long name": (
        form(head=f'<?xml version="1.0" encoding="{"x" * 10_000}"?>'),
        "xml.encoding",
        400,
    ),
    "UTF-16 declared, UTF-8 written": (
        form(head='<?xml version="1.0" encoding="utf-16"?>'),
        "xml.not_well_formed",
        400,
    ),
    "UTF-32": (form().decode().encode("utf-32"), "xml.not_well_formed", 400),
    "broken UTF-8": (form("<a>?</a>").replace(b"?", b"\xff"), "xml.not_well_formed", 400),
    "a tag that does not close": (b'<data id="market"><a></data>', "xml.not_well_formed", 400),
    "half of it": (form("<a>1</a>")[:30], "xml.not_well_formed", 400),
    "two roots": (form() + form(), "xml.not_well_formed", 400),
    "an unknown entity": (form("<a>&nbsp;</a>"), "xml.not_well_formed", 400),
    "an attribute twice": (form('<a b="1" b="2"/>'), "xml.not_well_formed", 400),
    "a NUL": (form("<a>\0</a>"), "xml.not_well_formed", 400),
    "a NUL as reference": (form("<a>&#0;</a>"), "xml.not_well_formed", 400),
    "a lone surrogate as reference": (form("<a>&#xD800;</a>"), "xml.not_well_formed", 400),
    "nothing": (b"", "xml.not_well_formed", 400),
    "spaces": (b"  \n ", "xml.not_well_formed", 400),
    "JSON": (b'{"id": "market"}', "xml.not_well_formed", 400),
    "a photo": (b"\xff\xd8\xff\xe0" + b"\0" * 100, "xml.not_well_formed", 400),
    "a form without id": (b"<data>" + META.encode() + b"</data>", "submission.no_form_id", 400),
    "an id of spaces": (b'<data id="  ">' + META.encode() + b"</data>", "submission.no_form_id", 400),
    "no metadata": (form(meta=""), "submission.no_instance_id", 400),
    "an empty instanceID": (
        form(meta="<meta><instanceID> </instanceID></meta>"),
        "submission.no_instance_id",
        400,
    ),
    "an instanceID that is a group": (
        form(meta="<meta><instanceID><x>uuid:1</x></instanceID></meta>"),
        "submission.no_instance_id",
        400,
    ),
    "an instanceID outside the metadata": (
        form("<instanceID>uuid:1</instanceID>", meta=""),
        "submission.no_instance_id",
        400,
    ),
    "an instanceID in a group of questions called meta": (
        form(f"<visit>{META}</visit>", meta=""),
        "submission.no_instance_id",
        400,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_submission_is_refused_fast_and_small(name: str):
    raw, code, status = BAD[name]
    with measured() as cost, pytest.raises(Refused) as caught:
        xform.read(raw)
    assert cost.seconds < 1
    assert cost.megabytes < 50
    assert (caught.value.kind.code, caught.value.status) == (code, status)
    assert caught.value.text("id") != caught.value.text("en")


def test_a_fault_is_told_with_its_line():
    with pytest.raises(Refused) as caught:
        xform.read(b'<data id="market">\n<a>\n</b>\n</data>')
    assert "baris 3" in caught.value.text("id")
    assert "line 3" in caught.value.text("en")


def test_the_largest_submission_allowed_is_read_fast():
    raw = form("".join(f"<q{n}>{'jawaban ' * 6}</q{n}>" for n in range(15_000)))
    assert 900_000 < len(raw) <= xform.MAX_BYTES
    with measured() as cost:
        assert len(xform.read(raw).answers) == 15_000
    assert cost.seconds < 1
    assert cost.megabytes < 100
