"""Start-up capital: who may receive it, in which order proposals stand, when recipients are visited."""

import pytest

from naikkelas.kit.bilingual import Text
from naikkelas.rules import startup_eligibility, startup_ranking, startup_rounds
from naikkelas.rules.startup_eligibility import Candidate
from naikkelas.rules.startup_ranking import RankingFacts
from tests.spec.truth import MISSING, Case, cases, facts_of

RULES = startup_eligibility.rule_sets()["wp_2019"]


def _candidate(case: Case) -> Candidate:
    given = facts_of(case)
    given.pop("as_of")
    for name in ("same_aid", "lacking"):
        if given.get(name) is not None:
            given[name] = tuple(given[name])
    return Candidate(**given)


@pytest.mark.parametrize("case", cases("wp_2019"), ids=str)
def test_who_may_receive_start_up_capital(case: Case):
    decision = RULES.judge(_candidate(case), case.given["as_of"])
    told = {"verdict": decision.verdict, "reason": decision.reason, "flags": list(decision.flags)}
    assert told == case.expect
    assert decision.rule_set == "wp_2019"


def test_every_check_fails_and_every_reason_is_given_somewhere_in_the_table():
    results = [r for c in cases("wp_2019") for r in RULES.results(_candidate(c), c.given["as_of"])]
    assert {r.check for r in results if r.outcome == "fail"} == set(RULES.checks)
    told = {(r.check, r.reason) for r in results}
    assert told == {(c.id, word) for c in RULES.checks.values() for word in c.reasons}


def test_every_reason_is_a_sentence_in_both_languages_without_gaps():
    for case in cases("wp_2019"):
        for result in RULES.results(_candidate(case), case.given["as_of"]):
            text = RULES.sentence(result)
            assert isinstance(text, Text)
            assert "{" not in text.id + text.en
            assert text.id.endswith(".")
            assert text.en.endswith(".")


def test_the_rules_of_a_day_and_none_before_them():
    assert startup_eligibility.in_force(case_day := cases("wp_2019")[0].given["as_of"]).id == "wp_2019"
    with pytest.raises(LookupError):
        startup_eligibility.in_force(case_day.replace(year=2018))


@pytest.mark.parametrize("case", cases("startup_ranking"), ids=str)
def test_points_of_a_proposal(case: Case):
    given = facts_of(case)
    day = given.pop("as_of")
    assert sum(startup_ranking.score(RankingFacts(**given), day).values()) == case.expect["points"]


def test_the_weights_make_one_hundred():
    assert sum(startup_ranking.POINTS.values()) == 100


@pytest.mark.parametrize("case", cases("startup_rounds"), ids=str)
def test_rounds_survival_and_deviation(case: Case):
    given, found = case.given, {}
    if "visited_on" in given:
        found["round"] = startup_rounds.round_of(given["paid_on"], given["visited_on"]) or MISSING
    if "months" in given:
        found["due_on"] = startup_rounds.due_on(given["paid_on"], given["months"])
    if "visited" in given:
        found["round_state"] = startup_rounds.state(given["due_on"], given["visited"], given["as_of"])
    if "found" in given:
        found["survival"] = startup_rounds.survival(given["found"], given.get("business_status"))
        if "survives" in case.expect:
            found["survives"] = found["survival"] in startup_rounds.SURVIVES
    if "plan_idr" in given:
        plan = {"raw": given["planned_idr"], "other": given["plan_idr"] - given["planned_idr"]}
        line = startup_rounds.use_against_plan(plan, {"raw": given["used_idr"]})[0]
        found["deviates"] = line.deviates
        if "elsewhere_idr" in case.expect:
            found["elsewhere_idr"] = startup_rounds.elsewhere_idr([line])
    assert found == case.expect
