"""Rules of data quality: each case in Python and over a frame, and what is found among many, alike in both."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.engine import quality
from naikkelas.rules.measure import AtLeast, AtMost, In, Is, Known
from naikkelas.rules.quality_rule import (
    AllOf,
    AnyOf,
    Concentrated,
    Differs,
    Digits,
    Each,
    Exceeds,
    Not,
    Outlier,
    Repeated,
    Share,
    StartsWith,
    rules,
)
from naikkelas.rules.quality_score import WEIGHTS, score_tenths
from tests.spec.truth import MISSING, TABLES, Case, cases, facts_of

ALONE = sorted(name for name, rule in rules().items() if isinstance(rule.check, Each))
SCHEMA = {
    "id": pl.Int64, "area_id": pl.String, "text": pl.String, "other": pl.String, "number": pl.Int64, "second": pl.Int64,
    "flag": pl.Boolean, "day": pl.Date, "later": pl.Date,
}  # fmt: skip


def found(check, rows: list[dict], schema: dict | None = None) -> list:
    """The ids that the frame finds, in order."""
    rule = replace(rules()["sector_other"], check=check, shows=())
    frame = pl.DataFrame(rows, schema=schema, orient="row") if schema else quality.frame_of(rows)
    told = quality.flagged(rule, frame)
    return sorted(told["area_id" if isinstance(check, Share | Concentrated) else "id"].to_list())


def test_every_rule_about_a_record_alone_has_its_table_and_no_table_is_left_over():
    assert sorted(path.stem for path in (TABLES / "quality").glob("*.toml")) == ALONE


@pytest.mark.parametrize("name", ALONE)
def test_each_case_is_found_or_not_in_python_and_over_a_frame(name: str):
    check, told = rules()[name].check, cases(f"quality/{name}")
    rows = [{"id": n, "area_id": "18.01", **facts_of(case)} for n, case in enumerate(told)]
    expected = {n for n, case in enumerate(told) if case.expect["found"]}
    assert check.flagged(rows) == expected
    assert found(check, rows) == sorted(expected)
    assert expected, "a case that is found"
    assert len(expected) < len(told), "a case that is not found"


texts = st.none() | st.sampled_from(["a", "b", "12", "123", "12a", "١٢"])
numbers = st.none() | st.integers(-2, 12)
lines = st.fixed_dictionaries(
    {
        "area_id": st.sampled_from(["18.01", "18.02"]),
        "text": texts,
        "other": texts,
        "number": numbers,
        "second": numbers,
        "flag": st.none() | st.booleans(),
        "day": st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 3)),
        "later": st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 3)),
    }
)
many = st.lists(lines, min_size=1, max_size=40).map(lambda rows: [{"id": n, **r} for n, r in enumerate(rows)])
CONDITIONS = (
    Is("text", "a"), Is("number", 2), Is("flag", False), In("text", ("a", "b")), Known("day"), AtLeast("number", 2),
    AtMost("number", 2), Differs("text", "other"), Exceeds("number", "second"), Exceeds("number", "second", times=2, plus=1),
    Exceeds("day", "later"), Digits("text", 2), StartsWith("text", ("1", "b")), Not(Is("text", "a")),
    Not(Exceeds("day", "later")),
    AllOf((Known("text"), Not(Digits("text", 2)))), AnyOf((Is("flag", True), AtLeast("number", 5))),
)  # fmt: skip


@given(many)
def test_every_kind_of_condition_means_the_same_over_a_frame(rows: list[dict]):
    for condition in CONDITIONS:
        check = Each(condition)
        assert found(check, rows, SCHEMA) == sorted(check.flagged(rows)), condition


@given(many)
def test_what_is_found_among_many_is_the_same_over_a_frame(rows: list[dict]):
    for check in (
        Repeated("text"),
        Repeated("number", least=3),
        Outlier("number", by=("area_id",), tenths=20, least=3),
        Outlier("number", by=("area_id", "text"), per="second", tenths=10, least=2),
        Share("enterprise", "area_id", where=Is("text", "a"), of=Known("text"), percent=30, least=2),
        Concentrated("enterprise", "area_id", "number", top=1, percent=40, least=2),
    ):
        assert found(check, rows, SCHEMA) == sorted(check.flagged(rows)), check


def test_a_value_ten_thousand_times_the_usual_is_an_outlier_and_small_groups_are_left_alone():
    usual = [{"id": n, "area_id": "18.01", "sector": "culinary", "size_class": "micro",
              "annual_sales_idr": 50_000_000 + n * 1_000_000} for n in range(40)]  # fmt: skip
    far = usual[0] | {"id": 99, "annual_sales_idr": 500_000_000_000}
    check = rules()["sales_outlier"].check
    assert check.flagged([*usual, far]) == {99} == set(found(check, [*usual, far]))
    assert check.flagged([*usual[:20], far]) == set()
    told = quality.flagged(rules()["sales_outlier"], quality.frame_of([*usual, far])).row(0, named=True)
    assert told["shown"] == '{"annual_sales_idr":500000000000,"size_class":"micro","sector":"culinary"}'
    assert '"usual":70000000' in told["beside"]


def test_two_of_many_areas_with_nearly_all_records_are_a_pattern_of_the_province():
    """As Lampung's list of 2021: Bandar Lampung and Metro held 142,387 of 150,999."""
    rows = [
        {"id": n, "area_id": code, "province": "18", "regency": code}
        for code, share in (("18.71", 79), ("18.72", 16), ("18.01", 2), ("18.02", 2), ("18.03", 1))
        for n in range(share)
    ]
    check = rules()["areas_concentrated"].check
    assert check.flagged(rows) == {"18"}
    assert found(check, rows) == ["18"]
    even = [row | {"regency": f"18.0{n % 5}"} for n, row in enumerate(rows)]
    assert found(check, even) == []


def test_mostly_other_is_a_pattern_of_the_kabupaten():
    rows = [
        {"id": n, "area_id": "18.01", "regency": "18.01", "sector": "other" if n < 31 else "culinary"}
        for n in range(60)
    ]
    check = rules()["area_unclassified"].check
    assert found(check, rows) == ["18.01"]
    assert found(check, [row | {"sector": "culinary"} if row["id"] == 0 else row for row in rows]) == []
    told = quality.flagged(rules()["area_unclassified"], quality.frame_of(rows)).row(0, named=True)
    assert (told["id"], told["beside"]) == (1801, '{"part":31,"whole":60}')


@pytest.mark.parametrize("case", cases("quality_score"), ids=str)
def test_the_score_of_an_area(case: Case):
    groups = {name: tuple(pair) for name, pair in case.given.items()}
    tenths = score_tenths(groups)
    assert (MISSING if tenths is None else tenths) == case.expect["tenths"]


def test_weights_are_a_hundred_and_every_group_but_the_patterns_has_one():
    assert sum(WEIGHTS.values()) == 100
    assert {rule.group for rule in rules().values()} - {"patterns"} == set(WEIGHTS)


def test_every_rule_says_what_is_wrong_what_to_do_and_where_from():
    assert len(rules()) >= 20
    for name, rule in rules().items():
        for text in (rule.name, rule.wrong, rule.remedy, rule.source):
            assert text.id, name
            assert text.en, name
        assert rule.name.id != rule.name.en, name
        assert rule.mark in ("read", "unconfirmed", "proposal"), name
        assert (
            (rule.kind == "area") == (rule.group == "patterns") == (rule.shows == () and rule.kind == "area")
        ), name
        assert len(rule.hash) == 16, name
    assert len({rule.hash for rule in rules().values()}) > 30


def test_no_rule_shows_a_personal_number():
    shown = {fact for rule in rules().values() for fact in rule.shows}
    assert shown & {"nik_index", "phone", "address", "latitude", "longitude", "name"} == set()
