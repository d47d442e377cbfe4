"""What one person is known by is found however it was typed, and nobody else's is struck out."""

import pytest

from naikkelas.kit.needles import Needles

DEWI = Needles(
    numbers=("81266660001", "9901011502801234"),
    words=("Dewi Rahayu", "dewi@uji.example"),
    shared=("Siti", "Jl. Mawar 5"),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("telp 0812-6666-0001.", "telp 0(dihapus)."),
        ("+62 812 6666 0001", "+62 (dihapus)"),
        ("NIK 9901 0115 0280 1234", "NIK (dihapus)"),
        ("99010115028012347", "(dihapus)7"),
        ("DEWI  rahayu hadir", "(dihapus) hadir"),
        ("Dewi-Rahayu, dewi@uji.example", "(dihapus), (dihapus)"),
        ("Dewi Rahayuni", "Dewi Rahayuni"),
        ("Cut Dewi", "Cut Dewi"),
        ("Siti di Jl. Mawar 5", "Siti di Jl. Mawar 5"),
    ],
)
def test_what_is_struck_out(text, left):
    assert DEWI.struck(text) == left


def test_what_others_have_too_goes_from_the_persons_own_records():
    assert DEWI.struck("Siti di jl mawar 5", shared=True) == "(dihapus) di (dihapus)"


@pytest.mark.parametrize(
    ("record", "about"),
    [
        ("Siti;Toko", False),
        ("Siti;SITI", False),
        ("Siti;Jl. Mawar 5", True),
        ("0812 6666 0001", True),
        ("", False),
    ],
)
def test_two_shared_values_together_mean_the_person(record, about):
    assert DEWI.about(record) is about


def test_every_text_of_a_value_is_looked_at():
    assert DEWI.struck_in({"Dewi Rahayu": ["x", 5, {"a": "Dewi Rahayu"}]}) == {
        "(dihapus)": ["x", 5, {"a": "(dihapus)"}]
    }


def test_nobody_is_found_by_nothing():
    assert not Needles().about("apa saja")
    assert Needles().struck("apa saja") == "apa saja"
