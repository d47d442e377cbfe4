"""Folding of names, strict JSON, problems told in the reader's language."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.kit import strict_json
from naikkelas.kit.ahead import ahead
from naikkelas.kit.bilingual import Text
from naikkelas.kit.problems import Kind, Problem, Refused
from naikkelas.kit.text import folded, squeeze
from tests.cost import measured


@given(st.text())
def test_folding_twice_is_folding_once_and_leaves_only_plain_words(text: str):
    once = folded(text)
    assert folded(once) == once
    assert set(once) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert once == " ".join(once.split())


@given(st.text())
def test_squeezing_twice_is_squeezing_once(text: str):
    once = squeeze(text)
    assert squeeze(once) == once
    assert once == " ".join(once.split())


def test_names_written_in_many_ways_meet():
    assert folded("Kab. Tulang-Bawang") == folded("KAB  TULANG BAWANG") == "kab tulang bawang"
    assert folded("Café “Siger”") == "cafe siger"
    assert squeeze("  １８\u00a071 \t Kalianda ") == "18 71 Kalianda"


bodies = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(bodies)
def test_what_json_writes_is_read_back(body: object):
    try:
        found = strict_json.loads(json.dumps(body).encode())
    except Refused:  # brackets inside texts count as nesting: refused, never misread
        assert json.dumps(body).count("[") + json.dumps(body).count("{") > strict_json.MAX_DEPTH
        return
    assert found == body


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"NaN", b"[Infinity]", b"-Infinity", b'{"a":1,"a":2}', b'{"a":{"b":1,"b":1}}', b"[" * 33 + b"]" * 33,
        b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 50_000, b"9" * 5_000, b"[1,]", b"{'a':1}", b"\xff\xfe", b'"\x00"',
        b"01", b"1 2", b"undefined", b'{"a":1}}',
    ],
    ids=lambda raw: raw[:20].decode("latin-1"),
)  # fmt: skip
def test_what_is_no_strict_json_is_refused_at_once(raw: bytes):
    with measured() as cost, pytest.raises(Refused) as caught:
        strict_json.loads(raw)
    assert cost.seconds < 1
    assert caught.value.kind.code == "json.invalid"
    assert caught.value.status == 422


def test_too_much_json_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(strict_json, "MAX_BYTES", 10)
    with pytest.raises(Refused) as caught:
        strict_json.loads(b"[1,2,3,4,5,6]")
    assert caught.value.status == 413


KIND = Kind("cell.uji", "“{value}” salah. Ketik ulang.", "“{value}” is wrong. Type it again.")


def test_a_problem_says_what_and_where_in_the_readers_language():
    problem = Problem(KIND, "Data", 12, "NIK", {"value": "x"})
    assert problem.text("id") == "“x” salah. Ketik ulang."
    assert problem.text("en") == "“x” is wrong. Type it again."
    assert problem.where("id") == "lembar “Data”, baris 12, kolom “NIK”"
    assert problem.where("en") == "sheet “Data”, row 12, column “NIK”"
    assert Problem(KIND).where() == ""


def test_a_refusal_carries_kind_status_and_both_sentences():
    refused = Refused(KIND, status=413, value="y")
    assert (refused.status, str(refused), refused.text("id")) == (
        413,
        "“y” is wrong. Type it again.",
        "“y” salah. Ketik ulang.",
    )


def test_a_text_answers_in_the_language_asked():
    assert (Text("ya", "yes").to("id"), Text("ya", "yes").to("en")) == ("ya", "yes")


def test_work_done_ahead_keeps_its_order_and_its_errors():
    assert list(ahead(lambda n: n * n, range(5))) == [0, 1, 4, 9, 16]
    assert list(ahead(lambda n: n, [])) == []
    with pytest.raises(ZeroDivisionError):
        list(ahead(lambda n: 1 // n, [1, 0, 1]))
