"""Markets, case by case: what holds back a stage, how bad a delay is, which assets lie idle."""

from datetime import date

import pytest

from naikkelas.reference.programme_types import all_types
from naikkelas.rules import contract_addendum, market_idle, market_progress, market_requirements
from naikkelas.rules.market_idle import AssetFacts
from naikkelas.rules.market_progress import Package, Week
from tests.spec.truth import Case, cases, facts_of

DAY = date(2020, 3, 13)


@pytest.mark.parametrize("case", cases("tp_market_v1"), ids=str)
def test_what_holds_back_a_stage(case: Case):
    rules = market_requirements.in_force(date(2019, 1, 24))
    states = dict.fromkeys(case.given["met"], "met") | dict.fromkeys(case.given["not_needed"], "not_needed")
    assert [r.id for r in rules.lacking(case.given["stage"], states)] == case.expect["lacking"]


def test_every_requirement_holds_back_a_stage_that_exists_and_names_its_source_and_mark():
    stages = {s.id for s in all_types()["market_revitalisation"].stages}
    for rules in market_requirements.rule_sets().values():
        named = [r.id for r in rules.requirements]
        assert len(named) == len(set(named))
        for r in rules.requirements:
            assert r.stage in stages - {"proposed"}, r.id
            assert r.source, r.id
            assert (r.mark == "proposal") == ("usulan naikkelas" in r.source.lower()), r.id
            assert r.name.id != r.name.en, r.id


def test_the_conditions_that_were_published_are_mandatory():
    rules = market_requirements.in_force(DAY)
    read = {r.id for r in rules.requirements if r.mark == "read" and r.mandatory}
    assert read == {
        "request_letter", "business_proposal", "legal_cooperative", "land_title", "traditional_market", "near_traders",
        "regent_recommendation", "traders_statement",
    }  # fmt: skip
    with pytest.raises(LookupError):
        market_requirements.in_force(date(2013, 12, 31))


@pytest.mark.parametrize("case", cases("market_progress"), ids=str)
def test_how_bad_a_delay_is(case: Case):
    decision = market_progress.judge(Week(DAY, **facts_of(case)), DAY)
    assert {"verdict": decision.verdict, "reason": decision.reason} == case.expect
    assert decision.rule_set == "market_progress"


@pytest.mark.parametrize("case", cases("contract_addendum"), ids=str)
def test_how_far_an_addendum_may_go(case: Case):
    given = case.given
    found = {}
    if "first_idr" in given:
        found["most_idr"] = contract_addendum.most_idr(given["first_idr"])
    if "ends_on" in given:
        found["past_year"] = contract_addendum.past_budget_year(given["ends_on"], given["year"])
    if "plan" in given:
        found["plan"] = market_progress.stretched(given["plan"], given["kept"], given["weeks"])
    assert found == case.expect


def test_every_band_stands_in_the_table():
    assert {case.expect["verdict"] for case in cases("market_progress")} == set(market_progress.BANDS)
    assert {case.expect["verdict"] for case in cases("market_idle")} == set(market_idle.VERDICTS)
    assert {flag for case in cases("market_idle") for flag in case.expect["flags"]} == set(market_idle.SIGNS)


def test_packages_weigh_by_their_amounts_and_stand_still_where_they_end():
    first, second, third = date(2019, 5, 19), date(2019, 5, 26), date(2019, 6, 2)
    points = market_progress.curve([
        Package(900, [Week(first, 5_000, 4_000), Week(second, 10_000, 10_000)]),
        Package(100, [Week(second, 4_000, 2_000), Week(third, 10_000)]),
        Package(500, []),
    ])  # fmt: skip
    assert points == [Week(first, 4_500, 3_600), Week(second, 9_400, 9_200), Week(third, 10_000, None)]
    assert market_progress.newest(points) == points[1]
    assert market_progress.finished_on(points) is None
    assert market_progress.curve([]) == []
    assert market_progress.newest([]) is None


@pytest.mark.parametrize("case", cases("market_idle"), ids=str)
def test_which_assets_lie_idle(case: Case):
    given = facts_of(case)
    decision = market_idle.judge(
        AssetFacts(**{k: v for k, v in given.items() if k != "as_of"}), given["as_of"]
    )
    assert {"verdict": decision.verdict, "flags": list(decision.flags)} == case.expect
    assert decision.reason == (case.expect["flags"] or ["none"])[0]
    assert decision.rule_set == "market_idle"
