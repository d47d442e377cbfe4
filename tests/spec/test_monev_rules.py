"""Rules of planning monev, by numbers that can be checked by hand."""

from collections import Counter

import pytest

from naikkelas.rules import back_check, monev_cost, monev_escalation, monev_sample, plausibility
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


@pytest.mark.parametrize("case", cases("back_check"), ids=str)
def test_whether_two_answers_agree(case: Case):
    given = case.given
    own = back_check.tolerance(given["own"]) if "own" in given else None
    usual = back_check.Tolerance(share_bp=back_check.TOLERANCE_BP)
    found = back_check.verdict(given["first"], given["second"], given["kind"], own, usual)
    assert found == case.expect["verdict"]
    assert given["kind"] in back_check.KINDS
    assert found in back_check.VERDICTS


@pytest.mark.parametrize("text", ["", "x", "-5", "1e3", "101%", "10 persen", "--", "1,234"])
def test_what_is_no_tolerance(text):
    assert back_check.tolerance(text) is None


def test_every_enumerator_has_the_least_and_a_seed_repeats():
    frame = [(f"K1-{n:04d}", n % 7) for n in range(70)] + [("K1-9999", 99)]
    codes = back_check.draw(frame, size=20, least=2, seed="satu")
    whose = [dict(frame)[code] for code in codes]
    assert len(codes) == 20
    assert all(whose.count(who) >= 2 for who in range(7))
    assert whose.count(99) == 1  # made no more than one
    assert back_check.draw(list(reversed(frame)), size=20, least=2, seed="satu") == codes
    assert back_check.draw(frame, size=20, least=2, seed="dua") != codes
    assert len(back_check.draw(frame, size=3, least=2, seed="satu")) == 15  # the least of each asks for more
    assert len(back_check.draw(frame, size=500, least=0, seed="satu")) == 71
    assert back_check.size_of(71, 10) == 8


def test_every_visit_is_as_likely_to_be_drawn():
    """Over a thousand seeds each of ten visits of one enumerator is drawn about three hundred times."""
    frame = [(f"K1-{n:04d}", 1) for n in range(10)]
    counts = Counter(
        code for seed in range(1000) for code in back_check.draw(frame, size=3, least=0, seed=str(seed))
    )
    assert set(counts) == {code for code, _who in frame}
    assert all(250 <= count <= 350 for count in counts.values())
