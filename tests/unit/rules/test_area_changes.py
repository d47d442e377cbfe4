"""Crosswalks: what follows, what is left over, and where a code lay on a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.rules.area_changes import (
    Change,
    Lineage,
    Step,
    free_below,
    numbered,
    spread,
    steps,
    stranded,
    widened,
)

STANDING = ["18.01", "18.01.01", "18.01.01.2001", "18.01.02", "18.01.02.2001", "18.02", "18.02.01"]
DAY, BEFORE, AFTER = date(2020, 3, 1), date(2020, 2, 29), date(2020, 3, 1)


def test_what_lies_below_an_area_with_a_new_number_goes_along():
    assert spread([("18.01", "18.20")], STANDING) == [
        ("18.01", "18.20"),
        ("18.01.01", "18.20.01"),
        ("18.01.01.2001", "18.20.01.2001"),
        ("18.01.02", "18.20.02"),
        ("18.01.02.2001", "18.20.02.2001"),
    ]


def test_of_a_divided_area_only_the_named_parts_go():
    pairs = [("18.01", "18.01"), ("18.01", "18.20"), ("18.01.02", "18.20.01")]
    assert spread(pairs, STANDING) == [*pairs, ("18.01.02.2001", "18.20.01.2001")]
    assert stranded(pairs, STANDING) == []
    assert steps(pairs) == [
        Step("18.01", "18.01", whole=False, principal=True),
        Step("18.01", "18.20", whole=False, principal=True),
        Step("18.01.02", "18.20.01"),
    ]


def test_nothing_may_stay_below_an_area_that_ends():
    assert stranded([("18.01", "18.20"), ("18.01", "18.21"), ("18.01.01", "18.20.01")], STANDING) == [
        "18.01.02",
        "18.01.02.2001",
    ]


def test_the_parts_of_an_area_that_joins_another_get_the_next_free_numbers_there():
    pairs = numbered([("18.02", "18.01"), ("18.01", "18.01")], STANDING)
    assert pairs[2:] == [("18.02.01", "18.01.03")]
    assert steps(pairs)[0] == Step("18.02", "18.01", whole=True, principal=False)


@pytest.mark.parametrize(
    ("code", "taken", "free"),
    [
        ("18.02.07", set(), "18.01.07"),
        ("18.02.07", {"18.01.07", "18.01.01"}, "18.01.02"),
        ("18.02.07.2003", {"18.01.2003"}, "18.01.2001"),
        ("18.02.07.1003", {"18.01.1003"}, "18.01.1001"),
    ],
)
def test_a_free_number_is_its_own_or_the_next_of_its_kind(code, taken, free):
    assert free_below("18.01", code, taken) == free


def lineage() -> Lineage:
    """18.05 joins 18.06; then kecamatan 18.06.01 becomes a kabupaten of its own by way of 18.20.01."""
    first = Change(
        date(2020, 1, 1), (Step("18.05", "18.06", principal=False), Step("18.05.01", "18.06.09")), 1
    )
    second = Change(DAY, (Step("18.06", "18.20", whole=False), Step("18.06.09", "18.20.01")), 2)
    return Lineage([second, first])


@pytest.mark.parametrize(
    ("code", "on", "lay"),
    [
        ("18.05.01", date(2019, 12, 31), "18.05.01"),
        ("18.05.01", BEFORE, "18.06.09"),
        ("18.05.01", AFTER, "18.20.01"),
        ("18.20.01", BEFORE, "18.06.09"),
        ("18.20.01", date(2019, 12, 31), "18.05.01"),
        ("18.06", AFTER, "18.06"),
        ("18.20", BEFORE, "18.06"),
        ("18.05", AFTER, "18.06"),
    ],
)
def test_a_code_leads_forward_and_back(code, on, lay):
    assert lineage().at(code, on) == lay


def test_a_duty_knows_what_came_in_and_what_went_out():
    found = lineage()
    assert found.reaching("18.20", date.max) == ["18.05.01", "18.06.09"]
    assert found.leaving("18.06", date.max) == ["18.05.01", "18.06.09"]
    assert found.prefixes(date(2019, 12, 31)) == {"18.20": "18.06", "18.06.09": "18.05", "18.20.01": "18.05"}


def test_who_would_see_more_is_named():
    merger = [("18.02", "18.01", False), ("18.01", "18.01", False), ("18.02.01", "18.01.03", True)]
    assert widened(merger) == {"18.01"}
    assert widened([("18.01", "18.20", True), ("18.01.01", "18.20.01", True)]) == set()
    assert widened([("18.01.02", "18.02.02", True)]) == {"18.02"}
    split = [("18.01", "18.01", False), ("18.01", "18.20", False), ("18.01.02", "18.20.01", True)]
    assert widened(split) == set()


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.booleans()), max_size=6), st.integers(0, 7)
)
def test_a_code_on_a_day_stands_on_that_day(changes, day):
    """Whatever is renumbered or joined: a code leads to one that had begun and had not ended, and stays there."""
    begun, ended = {f"c{n}": 0 for n in range(1, 7)}, {}
    made = []
    for n, (old, new, joins) in enumerate(changes, 1):
        living = [c for c in begun if c not in ended]
        source = living[old % len(living)]
        others = [c for c in living if c != source]
        target = others[new % len(others)] if joins and others else f"n{n}"
        made.append(Change(date(2020, 1, n), (Step(source, target, principal=target not in begun),), n))
        begun.setdefault(target, n)
        ended[source] = n
    found = Lineage(made)
    on = date(2020, 1, day) if day else date(2019, 12, 31)
    for code in begun:
        lay = found.at(code, on)
        assert begun[lay] <= day or (code == lay and code in begun)
        assert ended.get(lay, 99) > day
        assert found.at(lay, on) == lay
