"""A filled form becomes identity, answers in order, and a digest that white space does not change."""

from datetime import UTC, date, datetime, timedelta, timezone
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.instruments import xform
from naikkelas.instruments.xform import Answer

ORX = 'xmlns:orx="http://openrosa.org/xforms"'


def read(
    inside: str, *, attributes: str = 'id="market" version="2019120101"', meta: str = ""
) -> xform.Submission:
    meta = meta or "<meta><instanceID>uuid:1</instanceID></meta>"
    return xform.read(f"<data {attributes}>{inside}{meta}</data>".encode())


@pytest.mark.parametrize(
    "meta",
    [
        "<meta><instanceID>uuid:1</instanceID><deprecatedID>uuid:0</deprecatedID></meta>",
        f"<orx:meta {ORX}><orx:instanceID>uuid:1</orx:instanceID><orx:deprecatedID>uuid:0</orx:deprecatedID></orx:meta>",
        '<meta xmlns="http://openrosa.org/xforms"><instanceID>\n uuid:1 </instanceID><deprecatedID>uuid:0</deprecatedID></meta>',
    ],
)
def test_metadata_are_found_bare_and_with_either_namespace(meta: str):
    found = read("<a>1</a>", meta=meta)
    assert (found.form_id, found.version) == ("market", "2019120101")
    assert (found.instance_id, found.deprecated_id) == ("uuid:1", "uuid:0")
    assert found.answers == (Answer("a", "1"),)


def test_long_ids_are_kept_whole_and_endless_ones_bounded():
    """A form of ours has at most 250 signs: an id cut off is nobody's."""
    long = "x" * 249
    found = read("", attributes=f'id="{long}"', meta=f"<meta><instanceID>{long}</instanceID></meta>")
    assert (found.form_id, found.instance_id, found.version) == (long, long, "")
    huge = "x" * 100_000
    found = read(
        "", attributes=f'id="{huge}" version="{huge}"', meta=f"<meta><instanceID>{huge}</instanceID></meta>"
    )
    assert [len(t) for t in (found.form_id, found.instance_id, found.version)] == [251, 249, 30]


def test_repeats_are_numbered_and_their_answers_stay_in_order():
    found = read(
        "<use><ledger><what>raw</what><idr>5</idr></ledger><ledger><what>rent</what><idr/></ledger>"
        "<ledger><what>other</what><idr>7</idr></ledger><note>x</note></use>"
    )
    assert [(a.path, a.text) for a in found.answers] == [
        ("use/ledger/what", "raw"), ("use/ledger/idr", "5"), ("use/ledger[2]/what", "rent"),
        ("use/ledger[3]/what", "other"), ("use/ledger[3]/idr", "7"), ("use/note", "x"),
    ]  # fmt: skip
    assert found.all("what") == ["raw", "rent", "other"]
    assert found.first("what") == "raw"
    assert found.first("nothing") == ""


def test_an_answer_stays_in_its_turn_of_a_repeat_though_others_were_not_asked_it():
    found = read(
        "<shop><name>A</name></shop><shop><name>B</name><staff>5</staff>"
        "<good><what>x</what></good><good/><good><what>y</what><price>9</price></good></shop>"
        "<shop><staff>7</staff><good><what>z</what></good></shop>"
    )
    assert [(a.path, a.text) for a in found.answers] == [
        ("shop/name", "A"), ("shop[2]/name", "B"), ("shop[2]/staff", "5"), ("shop[2]/good/what", "x"),
        ("shop[2]/good[3]/what", "y"), ("shop[2]/good[3]/price", "9"), ("shop[3]/staff", "7"), ("shop[3]/good/what", "z"),
    ]  # fmt: skip


def test_a_photo_belongs_to_the_form_that_mentions_its_name():
    found = read("<photo>1583982000.jpg</photo>")
    assert {"1583982000.jpg", "uuid:1"} <= found.mentioned


def test_white_space_order_of_attributes_and_prefixes_do_not_make_another_submission():
    inside = "<a>1</a><meta><instanceID>u</instanceID></meta>"
    plain = xform.read(f'<data id="m" version="1">{inside}</data>'.encode())
    spaced = xform.read(
        b'<?xml version="1.0"?>\n<data version="1"\n id="m">\n  <a> 1\n</a>\n  <!-- ya -->\n<meta>\n'
        b"<instanceID>u</instanceID></meta>\n</data>\n"
    )
    prefixed = xform.read(
        f'<x:data xmlns:x="urn:x" {ORX} id="m" version="1"><a>1</a><orx:meta><orx:instanceID>u</orx:instanceID>'
        "</orx:meta></x:data>".encode()
    )
    assert plain.canonical_sha256 == spaced.canonical_sha256 == prefixed.canonical_sha256
    sixteen = xform.read(f'<data id="m" version="1">{inside}</data>'.encode("utf-16"))
    assert sixteen.canonical_sha256 == plain.canonical_sha256


@pytest.mark.parametrize(
    "other",
    ["<a>2</a>", "<b>1</b>", "<a>1</a><a/>", '<a x="1">1</a>', "<a>1 1</a>", "<a><b>1</b></a>", "1<a/>", ""],
)
def test_another_answer_makes_another_digest(other: str):
    assert read(other).canonical_sha256 != read("<a>1</a>").canonical_sha256


names = st.from_regex(r"[a-z]{1,8}", fullmatch=True).filter(lambda name: name != "meta")
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip).filter(bool)


@given(st.lists(st.tuples(names, texts), max_size=8))
def test_every_answer_comes_out_as_it_was_written(pairs: list[tuple[str, str]]):
    found = read("".join(f"<{name}>{escape(text)}</{name}>" for name, text in pairs))
    assert [(a.question, a.text) for a in found.answers] == pairs


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-03-12T09:00:00.000+07:00", datetime(2020, 3, 12, 2, 0, tzinfo=UTC)),
        ("2020-03-05T00:30:00+09:00", datetime(2020, 3, 5, 0, 30, tzinfo=timezone(timedelta(hours=9)))),
        ("2099-01-01T00:00:00Z", datetime(2099, 1, 1, tzinfo=UTC)),
        ("2020-03-12T09:00:00+25:00", None),
        ("2020-03-12T09:00:00", None),
        ("12 Maret", None),
        ("", None),
    ],
)
def test_a_moment_needs_its_offset(text: str, moment: datetime | None):
    assert read(f"<start>{text}</start>").moment("start") == moment


def test_midnight_in_papua_is_the_day_that_the_phone_says():
    """2020-03-05 00:30 WIT is still 4 March in UTC; the day of the visit is the phone's."""
    found = read("<start>2020-03-05T00:30:00+09:00</start><today>2020-03-05</today>")
    assert found.day("today") == found.day("start") == date(2020, 3, 5)
    assert read("<today>2020-02-30</today>").day("today") is None


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("-5.72 105.59 40 6.5", (-5.72, 105.59, 6.5)),
        ("-5.72 105.59", (-5.72, 105.59, None)),
        ("-91 105 0 0", None),
        ("5 181 0 0", None),
        ("nan nan 0 0", None),
        ("inf 105 0 0", None),
        ("-5.72 105.59 40 nan", (-5.72, 105.59, None)),
        ("-5.72 105.59 40 1e999", (-5.72, 105.59, None)),
        ("-5,72 105,59", None),
        ("-5.72", None),
        ("", None),
    ],
)
def test_a_point_lies_on_the_globe(text: str, point: tuple | None):
    assert read(f"<location>{text}</location>").point("location") == point


def test_a_correction_replaces_the_first_answer_or_adds_the_one_not_asked():
    found = read("<a>1</a><b>2</b>").corrected({"b": "3", "visit_code": "K-1"})
    assert [(a.path, a.text) for a in found.answers] == [("visit_code", "K-1"), ("a", "1"), ("b", "3")]


@pytest.mark.parametrize(
    "meta",
    [
        "<meta><instanceID>uuid:a</instanceID></meta>",
        '<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID >uuid:a</orx:instanceID></orx:meta>',
        "<meta><deprecatedID>uuid:0</deprecatedID><instanceID>uuid:a</instanceID></meta>",
        "<meta><x>1</x></meta><meta><instanceID>uuid:a</instanceID><deprecatedID/></meta>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_submission_becomes_the_version_after_another_and_says_the_same(meta, encoding):
    raw = f'<?xml version="1.0" encoding="{encoding}"?><data id="f" version="1"><q>é &amp; ü</q>{meta}</data>'
    before = xform.read(raw.encode(encoding))
    after = xform.read(xform.renumbered(raw.encode(encoding), "uuid:n", "uuid:<old>"))
    assert (after.instance_id, after.deprecated_id) == ("uuid:n", "uuid:<old>")
    assert after.answers == before.answers


def test_a_number_written_in_another_way_is_left_as_it_is():
    raw = b'<data id="f" version="1"><meta><instanceID><![CDATA[uuid:a]]></instanceID></meta></data>'
    assert xform.renumbered(raw, "uuid:n", "uuid:o") == raw
