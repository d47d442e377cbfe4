"""Values are sealed, found again through a keyed index, and never opened after an alteration."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.vault import Seal, Unsealable

SEAL = Seal(b"f" * 32, b"i" * 32)
NIK = "9901010102800001"


@given(st.text())
def test_what_is_sealed_is_opened_again(text: str):
    assert SEAL.open(SEAL.close(text)) == text


@given(st.binary(max_size=2_000))
def test_bytes_too(content: bytes):
    assert SEAL.open_bytes(memoryview(SEAL.close_bytes(content))) == content


def test_the_same_value_is_sealed_otherwise_each_time_and_not_readable_in_it():
    first, second = SEAL.close(NIK), SEAL.close(NIK)
    assert first != second
    assert NIK.encode() not in first


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_single_altered_byte_is_noticed(position: int, change: int):
    sealed = bytearray(SEAL.close(NIK))
    sealed[position % len(sealed)] ^= change
    with pytest.raises(Unsealable):
        SEAL.open(bytes(sealed))


@given(st.binary(max_size=60))
def test_what_is_not_ours_is_not_opened(content: bytes):
    with pytest.raises(Unsealable):
        SEAL.open_bytes(content)


@pytest.mark.parametrize("length", range(30))
def test_a_value_cut_short_is_not_opened(length: int):
    with pytest.raises(Unsealable):
        SEAL.open(SEAL.close(NIK)[:length])


def test_another_key_opens_nothing():
    with pytest.raises(Unsealable):
        Seal(b"g" * 32, b"i" * 32).open(SEAL.close(NIK))


def test_the_index_is_equal_for_equal_values_and_useless_without_the_key():
    index = SEAL.index(NIK)
    assert index == Seal(b"other field key, same index key!", b"i" * 32).index(NIK)
    assert index != Seal(b"f" * 32, b"j" * 32).index(NIK)
    assert index != SEAL.index("9901010102800002")
    plain = {
        hashlib.new(name, NIK.encode()).hexdigest()[:32] for name in ("md5", "sha1", "sha256", "blake2b")
    }
    assert index not in plain | {hashlib.blake2b(NIK.encode(), digest_size=16).hexdigest()}
    assert len(index) == 32


def test_many_at_once_leave_gaps_where_there_is_nothing():
    assert [None if s is None else SEAL.open(s) for s in SEAL.close_many(["a", None, ""])] == ["a", None, ""]
    assert SEAL.index_many(["a", None]) == [SEAL.index("a"), None]


def test_an_address_is_stable_long_and_another_for_another_text():
    token = SEAL.token("phone:1")
    assert token == SEAL.token("phone:1") != SEAL.token("phone:2")
    assert len(token) == 52
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert token != Seal(b"f" * 32, b"j" * 32).token("phone:1")
