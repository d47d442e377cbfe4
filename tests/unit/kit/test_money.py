"""Rupiah: read as offices write it, written back exactly, split without losing one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.kit import money
from naikkelas.kit.money import LARGEST_IDR, NotRupiah, parse_rupiah

amounts = st.integers(-(10**18) + 1, 10**18 - 1)


@given(amounts.filter(lambda amount: amount >= 0), st.sampled_from(["id", "en"]))
def test_what_is_written_is_read_back(amount: int, lang: str):
    for written in (money.rupiah(amount, lang), money.number(amount, lang), str(amount)):
        assert parse_rupiah(written.replace("\u00a0", " ")) == amount


@given(amounts)
def test_every_way_of_writing_an_amount_means_the_same(amount: int):
    grouped = money.number(amount)
    for written in (
        grouped,
        f"Rp {grouped}",
        f"Rp. {grouped}",
        f"rp{grouped},-",
        f" {grouped},00 ",
        money.number(amount, "en") + ".00",
    ):
        assert parse_rupiah(written) == amount, written


@given(amounts, st.lists(st.integers(0, 10**15), min_size=1, max_size=40).filter(any))
def test_a_split_is_whole_exact_and_each_part_within_one_of_its_share(total: int, weights: list[int]):
    parts = money.split(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part * sum(weights) - total * w) < sum(weights) for part, w in zip(parts, weights, strict=True)
    )
    assert money.split(total, weights) == parts


def test_the_money_of_2019_over_the_fifteen_areas_of_lampung_is_exact():
    enterprises = [
        19960, 27382, 11874, 5667, 8065, 12008, 20824, 8882, 8955, 7604, 4267, 5367, 3051, 21869, 3163,
    ]  # fmt: skip
    parts = money.split(4_924_000_000, enterprises)
    assert sum(parts) == 4_924_000_000
    assert sorted(range(15), key=parts.__getitem__) == sorted(range(15), key=enterprises.__getitem__)


def test_a_remainder_goes_to_the_earlier_of_equals():
    assert money.split(100, [1, 1, 1]) == [34, 33, 33]
    assert money.split(-1, [1, 1]) == [0, -1]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_nothing_is_split_by_impossible_weights(weights: list[int]):
    with pytest.raises(ValueError, match="weights"):
        money.split(10, weights)


@pytest.mark.parametrize(
    "written",
    [
        "", "Rp", "-", "12,5", "12.500.00", "1.2500", "12.500,5", "12,500.000", "1.25E7", "1e3", "NaN",
        "Infinity", "0x10", "1_000", "９９", "١٢", "12 rb", "12 juta", "--5", "+5", "9" * 31,
        "9" * 400, str(LARGEST_IDR + 1), "1.000,000", "5,000.00.00", "½", "=1+1", "12\n500", "12.500\n,-",
    ],
)  # fmt: skip
def test_what_is_no_whole_amount_of_rupiah_is_refused(written: str):
    with pytest.raises(NotRupiah):
        parse_rupiah(written)


@given(st.text(max_size=40))
def test_any_text_is_either_an_amount_or_refused(text: str):
    try:
        amount = parse_rupiah(text)
    except NotRupiah:
        return
    assert type(amount) is int
    assert abs(amount) <= LARGEST_IDR


def test_amounts_are_shown_as_people_read_them():
    assert money.rupiah(4_924_000_000) == "Rp\u00a04.924.000.000"
    assert money.rupiah(-12_500) == "−Rp\u00a012.500"
    assert money.rupiah_short(4_924_000_000) == "Rp\u00a04,92\u00a0miliar"
    assert money.rupiah_short(4_924_000_000, "en") == "Rp\u00a04.92\u00a0billion"
    assert money.rupiah_short(12_000_000) == "Rp\u00a012\u00a0juta"
    assert money.rupiah_short(-1_500_000_000_000) == "−Rp\u00a01,5\u00a0triliun"
    assert money.rupiah_short(999_999) == "Rp\u00a0999.999"
    assert money.decimal(1234.56, 1) == "1.234,6"
    assert money.percent(2_016, 5_342) == "37,7%"
    assert money.percent(2_016, 5_342, "en") == "37.7%"
    assert money.percent(0, 0) == "–"


def test_a_hundred_thousand_splits_over_fifteen_lose_no_rupiah():
    """CO-13: whatever the weights, the parts are whole, in order, exact, and within one of their share."""
    dice = random.Random(4_924)
    for _ in range(100_000):
        weights = [dice.randrange(10**6) for _area in range(15)]
        parts = money.split(4_924_000_000, weights)
        whole = sum(weights)
        assert sum(parts) == 4_924_000_000
        assert all(
            0 <= part - 4_924_000_000 * w // whole <= 1 for part, w in zip(parts, weights, strict=True)
        )
