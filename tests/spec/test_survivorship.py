"""Which of two values stays."""

import pytest

from naikkelas.rules.survivorship import FIRST, SECOND, Choice, choose


@pytest.mark.parametrize(
    ("first", "second", "newer", "expected"),
    [
        ("", "081", FIRST, Choice(SECOND, "only_one")),
        ("081", None, SECOND, Choice(FIRST, "only_one")),
        ("081", "081", SECOND, Choice(FIRST, "same")),
        ("081", "082", SECOND, Choice(SECOND, "newer")),
        ("081", "082", FIRST, Choice(FIRST, "newer")),
        ("other", "culinary", FIRST, Choice(SECOND, "only_one")),
        ("active", "unknown", SECOND, Choice(FIRST, "only_one")),
        ("", None, SECOND, Choice(SECOND, "newer")),
    ],
)
def test_the_value_that_says_more_then_the_newer_one(first, second, newer, expected):
    assert choose({"x": ("x",)}, {"x": first}, {"x": second}, newer=newer) == {"x": expected}


@pytest.mark.parametrize(
    ("first", "second", "side", "reason"),
    [
        ("18.01", "18.01.06.2001", SECOND, "finer"),
        ("18.01.06", "18.01", FIRST, "finer"),
        ("18.01.06", "18.02.01", SECOND, "newer"),
        ("18.01", "18.010", SECOND, "newer"),
    ],
)
def test_of_areas_the_finer_one_stays_whatever_is_newer(first, second, side, reason):
    found = choose({"area": ("area_id",)}, {"area_id": first}, {"area_id": second}, newer=SECOND)
    assert found == {"area": Choice(side, reason)}


def test_columns_that_belong_together_come_from_one_record():
    found = choose(
        {"point": ("latitude", "longitude")}, {"latitude": None, "longitude": None}, {"latitude": -5.1, "longitude": 105.2},
        newer=FIRST,
    )  # fmt: skip
    assert found == {"point": Choice(SECOND, "only_one")}
    assert not found["point"].differs
