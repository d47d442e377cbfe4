"""Size classes and naik kelas, case by case, one at a time and as a column of a data frame."""

from dataclasses import fields
from datetime import date

import polars as pl
import pytest

from naikkelas.engine.frames import class_columns
from naikkelas.rules import class_change, size_class
from naikkelas.rules.size_class import EnterpriseFacts
from tests.spec.truth import Case, cases

STATUTES = ("uu_20_2008", "pp_7_2021")
CLASS_CASES = [
    pytest.param(statute, case, id=f"{statute}: {case}") for statute in STATUTES for case in cases(statute)
]
_TYPES = {f.name: pl.Date if f.name == "founded_on" else pl.Int64 for f in fields(EnterpriseFacts)}


def _facts(case: Case) -> EnterpriseFacts:
    return EnterpriseFacts(**{key: value for key, value in case.given.items() if key != "as_of"})


@pytest.mark.parametrize(("statute", "case"), CLASS_CASES)
def test_the_law_in_force_on_the_day_gives_the_class(statute: str, case: Case):
    decision = size_class.judge(_facts(case), case.given["as_of"])
    assert decision.rule_set == statute
    assert decision.as_of == case.given["as_of"]
    assert {
        "verdict": decision.verdict,
        "reason": decision.reason,
        "flags": list(decision.flags),
    } == {"flags": []} | case.expect


@pytest.mark.parametrize(("statute", "case"), CLASS_CASES)
def test_a_data_frame_gets_the_same_classes(statute: str, case: Case):
    facts, as_of = _facts(case), case.given["as_of"]
    frame = pl.DataFrame([{name: getattr(facts, name) for name in _TYPES}], schema=_TYPES)
    row = frame.select(class_columns(size_class.rule_sets()[statute], as_of)).row(0, named=True)
    assert row["size_class"] == case.expect["verdict"]
    assert row["class_reason"] == case.expect["reason"]
    assert row["class_flag"] == "".join(case.expect.get("flags", []))


def test_no_growth_is_ever_counted_across_the_new_thresholds():
    """The same sales before and after 2 February 2021 are never a change, whatever the old law called them."""
    for sales in range(0, 60_000_000_000, 50_000_000):
        facts = EnterpriseFacts(annual_sales_idr=sales)
        decision = class_change.change(facts, date(2020, 12, 31), facts, date(2021, 12, 31))
        assert decision.verdict == "same", sales


def test_exactly_one_statute_is_in_force_on_every_day_since_2008():
    days = [
        date(2008, 7, 4),
        date(2020, 11, 1),
        date(2020, 11, 2),
        date(2021, 2, 1),
        date(2021, 2, 2),
        date(2026, 11, 25),
    ]
    for day in days:
        assert sum(rules.head.in_force(day) for rules in size_class.rule_sets().values()) == 1, day


def test_before_the_first_law_that_we_know_nobody_is_judged():
    with pytest.raises(LookupError):
        size_class.judge(EnterpriseFacts(annual_sales_idr=1), date(2008, 7, 3))


def test_a_verdict_keeps_what_explains_it_later():
    facts = EnterpriseFacts(annual_sales_idr=1_000_000_000, founded_on=date(2015, 1, 1))
    decision = size_class.judge(facts, date(2021, 2, 2))
    assert decision.rule_hash == size_class.rule_sets()["pp_7_2021"].head.hash
    assert decision.inputs == {
        "annual_sales_idr": 1_000_000_000,
        "capital_idr": None,
        "net_worth_idr": None,
        "founded_on": date(2015, 1, 1),
    }
