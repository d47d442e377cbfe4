"""Rules of planning monev, by numbers that can be checked by hand."""

import pytest

from naikkelas.rules import monev_cost, monev_escalation, monev_sample, plausibility
from naikkelas.rules.monev_risk import RiskFacts, points, score
from naikkelas.rules.travel_order import Stop, metres_between, ordered
from tests.spec.truth import Case, cases


@pytest.mark.parametrize(
    ("population", "margin_bp", "confidence", "size"),
    [
        (1_000_000, 500, 95, 385),  # the 384.16 of every textbook, rounded up
        (1000, 500, 95, 278),
        (1000, 1000, 90, 64),
        (44, 1000, 95, 31),
        (1, 500, 95, 1),
        (0, 500, 95, 0),
    ],
)
def test_the_size_of_a_sample(population, margin_bp, confidence, size):
    assert monev_sample.sample_size(population, margin_bp, confidence) == size
    reached = monev_sample.margin(population, size, confidence)
    assert reached is None if not population else reached <= margin_bp


def test_a_sample_is_divided_without_remainder_and_within_each_stratum():
    for drawn in range(0, 61):
        shares = monev_sample.shares({"a": 1, "b": 20, "c": 39}, drawn)
        assert sum(shares.values()) == drawn
        assert shares["a"] <= 1
        assert shares["b"] <= 20
        assert shares["c"] <= 39
    assert monev_sample.shares({"a": 0}, 0) == {"a": 0}


@pytest.mark.parametrize("case", cases("monev_risk"), ids=str)
def test_every_point_of_risk_is_told(case: Case):
    facts = RiskFacts(**case.given)
    assert points(facts) == case.expect["points"]
    told = score(facts)
    assert sum(reason[2] for reason in told) == points(facts)
    assert all(
        reason[1] == case.given["amount_idr" if reason[0] == "money" else _GIVEN[reason[0]]]
        for reason in told
    )


_GIVEN = {"findings": "findings", "overdue": "overdue", "late": "late_workdays"}


@pytest.mark.parametrize("case", cases("monev_cost"), ids=str)
def test_days_and_rupiah_of_an_area(case: Case):
    districts = {f"18.01.{n:02d}": count for n, count in enumerate(case.given["districts"], 1)}
    cost = monev_cost.area_cost(districts, monev_cost.DEFAULT)
    found = {"team_days": cost.team_days, "workdays": cost.workdays, "cost_idr": cost.cost_idr}
    assert (found, cost.visits) == (case.expect, sum(case.given["districts"]))


@pytest.mark.parametrize("case", cases("monev_escalation"), ids=str)
def test_who_hears_after_how_many_days(case: Case):
    assert monev_escalation.levels(case.given["late_workdays"]) == case.expect["levels"]


def test_the_way_goes_to_the_nearest_and_finishes_a_kecamatan_before_the_next():
    near, far = (-5.0, 105.0), (-5.0, 106.0)
    stops = [
        Stop("b", "18.01.02", far),
        Stop("a", "18.01.01", near, exact=True),
        Stop("c", "18.01.01", (-5.0, 105.1)),
        Stop("z", "18.01.03"),
        Stop("d", "18.01.02", (-5.0, 105.2)),
    ]
    legs = ordered(stops)
    assert [leg.stop.key for leg in legs] == ["a", "c", "d", "b", "z"]
    assert [leg.metres is None for leg in legs] == [True, False, False, False, True]
    assert [leg.stop.key for leg in ordered(stops, start=far)] == ["b", "d", "c", "a", "z"]
    assert metres_between(near, near) == 0
    assert abs(metres_between((0.0, 0.0), (0.0, 1.0)) - 111_195) <= 1  # one degree on the equator


@pytest.mark.parametrize("case", cases("plausibility"), ids=str)
def test_what_of_a_visit_is_flagged(case: Case):
    given = {k: tuple(tuple(g) for g in v) if k == "grids" else v for k, v in case.given.items()}
    flags = plausibility.judge(plausibility.Seen(**given))
    assert [flag.rule for flag in flags] == case.expect["flags"]
    assert all(flag.rule in plausibility.RULES and flag.numbers for flag in flags)
