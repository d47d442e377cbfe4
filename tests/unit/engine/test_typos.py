"""Words one or two letters off are brought to words that are there; what is known, short or a number stays."""

import pytest

from naikkelas.engine.typos import Vocabulary, corrections

WORDS = Vocabulary(
    {"warung": 900, "sari": 40, "sri": 5, "koperasi": 1000, "koperasinya": 1, "kopi": 300, "kop": 1, "gotong": 30, "x1y": 9}
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("warng", "warung"),  # a letter too few
        ("warrung", "warung"),  # too many
        ("warunk", "warung"),  # another
        ("waurng", "warung"),  # two changed places
        ("koprasi", "koperasi"),
        ("KOPRASI", "koperasi"),
        ("warng sari", "warung sari"),
        ("kopu", "kopi"),
        ("gotng koprasi", "gotong koperasi"),
    ],
)
def test_the_likeliest_word_comes_first(typed, meant):
    assert next(corrections(typed, WORDS)) == meant


@pytest.mark.parametrize(
    "typed", ["warung", "koper", "ko", "zzzzzz", "9120001", "koprasyyy", "", "sa 12", "x1z"]
)
def test_known_beginnings_short_words_numbers_and_the_far_off_are_left_alone(typed):
    assert list(corrections(typed, WORDS)) == []


def test_a_short_word_may_be_one_letter_off_and_no_more():
    assert next(corrections("sry", WORDS)) == "sri"
    assert list(corrections("kxxi", WORDS)) == []


def test_of_equally_near_words_the_one_with_the_same_first_letter_then_the_commoner_comes_first():
    words = Vocabulary({"pasar": 10, "kasar": 99, "pasir": 50})
    assert next(corrections("pasur", words)) == "pasir"
    assert list(corrections("pasur", words)) == ["pasir", "pasar", "kasar"]


def test_a_query_that_found_little_is_also_tried_with_words_that_are_much_more_used():
    assert list(corrections("sri", WORDS)) == []
    assert next(corrections("sri", WORDS, rare=True)) == "sari"
    assert list(corrections("sari", WORDS, rare=True)) == []


def test_no_query_makes_more_than_a_few_tries():
    words = Vocabulary({f"{a}{b}sar": 1 for a in "pqrstuvw" for b in "aeiou"})
    assert len(list(corrections("xasar yasar zasar", words))) <= 8
