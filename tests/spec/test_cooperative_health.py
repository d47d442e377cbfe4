"""Health of cooperatives and KUK, case by case; weights that add up; arithmetic that is exact."""

from datetime import date
from fractions import Fraction

import pytest

from naikkelas.kit.bilingual import Text
from naikkelas.rules import cooperative_health, kuk
from naikkelas.rules.cooperative_health import FACTS, PREDICATES, Check, Component, choose, rule_sets
from tests.spec.truth import cases

SETS = [(name, scheme) for name, rules in rule_sets().items() for scheme in rules.schemes]
ALL = [(name, case) for name in rule_sets() for case in cases(name)]
DAY = date(2021, 3, 1)


def _component(rules, given) -> Component:
    if "ratio" not in given:
        checks = tuple(Check(f"uji_{n}", Text("uji", "test")) for n in range(given["of"]))
        return Component("uji", Text("uji", "test"), "proposal", Fraction(1), checks=checks)
    components = [c for scheme in rules.schemes for a in rules.aspects(scheme) for c in a.components]
    return next(c for c in components if c.id == given["ratio"])


@pytest.mark.parametrize(("name", "case"), ALL, ids=lambda value: str(value))
def test_value_or_predicate(name, case):
    rules, given = rule_sets()[name], case.given
    if "total" in given:
        assert {"verdict": rules.predicate(given["total"])} == case.expect
        return
    part, whole = given.get("part", given.get("met")), given.get("whole", given.get("of"))
    value = rules.value(_component(rules, given), part, whole)
    expected = dict(case.expect)
    assert value == expected.pop("value")
    assert expected == ({"grade": rules.grades[int(value)][1]} if rules.grades else {})


@pytest.mark.parametrize(("name", "scheme"), SETS)
def test_weights_add_up_to_a_hundred_and_every_figure_has_a_name(name, scheme):
    rules = rule_sets()[name]
    aspects = rules.aspects(scheme)
    assert sum(a.weight for a in aspects) == 100
    for aspect in aspects:
        assert sum(c.weight for c in aspect.components) == aspect.weight, aspect.id
    components = [c for a in aspects for c in a.components]
    assert len({c.id for c in components}) == len(components)
    assert {fact for c in components for fact in c.facts} <= set(FACTS)
    assert {c.mark for c in components} <= {"read", "unconfirmed", "proposal"}
    assert all(bool(c.checks) != bool(c.numerator) for c in components)
    assert [word for _at, word in rules.predicates] == list(PREDICATES)


@pytest.mark.parametrize(("name", "scheme"), SETS)
def test_ladders_rise_and_end_open(name, scheme):
    for aspect in rule_sets()[name].aspects(scheme):
        for component in aspect.components:
            ceilings = [step.ceiling for step in component.steps]
            assert ceilings[-1:] in ([], [None]), component.id
            assert ceilings[:-1] == sorted(set(ceilings[:-1])), component.id


def test_the_weights_are_those_of_the_sources():
    def weights(name, scheme):
        return [a.weight for a in rule_sets()[name].aspects(scheme)]

    assert weights("permenkop_9_2020", "conventional") == [30, 15, 40, 15]
    assert weights("permenkop_9_2020", "sharia") == [30, 15, 40, 15]
    assert weights("perdep_6_2016", "conventional") == [15, 25, 15, 10, 15, 10, 10]
    assert weights("perdep_7_2016", "sharia") == [10, 20, 15, 10, 15, 10, 10, 10]


def _filled(rules, scheme, met: bool) -> dict[str, bool]:
    return dict.fromkeys(rules.checks(scheme), met)


def test_all_met_gives_an_aspect_its_whole_weight_and_none_met_a_quarter():
    rules = rule_sets()["permenkop_9_2020"]
    facts = dict.fromkeys(rules.facts("conventional"), 100)
    best = rules.work_out("conventional", _filled(rules, "conventional", True), facts)
    worst = rules.work_out("conventional", _filled(rules, "conventional", False), facts)
    assert best.scores["governance"] == 3000
    assert worst.scores["governance"] == 750
    assert best.total == sum(best.scores.values())


def test_an_incomplete_worksheet_has_no_predicate_and_says_what_it_lacks():
    rules = rule_sets()["perdep_6_2016"]
    facts = dict.fromkeys(rules.facts("conventional"), 100)
    checks = _filled(rules, "conventional", True)
    del facts["loans_idr"], checks["management_general_1"]
    sheet = rules.work_out("conventional", checks, facts)
    assert sheet.predicate == ""
    assert set(sheet.missing) == {"loans_idr", "management_general_1"}
    with pytest.raises(ValueError, match="management_general_1"):
        rules.judge("conventional", checks, facts, DAY)


def test_a_verdict_keeps_its_inputs_and_says_where_its_rules_are_not_in_force():
    rules = rule_sets()["perdep_6_2016"]
    facts = dict.fromkeys(rules.facts("conventional"), 100)
    checks = _filled(rules, "conventional", True)
    decision, sheet = rules.judge("conventional", checks, facts, date(2020, 3, 1))
    assert (decision.verdict, decision.flags) == (sheet.predicate, ())
    assert decision.inputs == {"scheme": "conventional", "checks": checks, "facts": facts}
    assert rules.judge("conventional", checks, facts, DAY)[0].flags == ("not_in_force",)


@pytest.mark.parametrize(
    ("day", "sharia", "name"),
    [
        (date(2016, 3, 31), False, None),
        (date(2016, 4, 1), False, "perdep_6_2016"),
        (date(2020, 10, 26), False, "perdep_6_2016"),
        (date(2020, 10, 26), True, "perdep_7_2016"),
        (date(2020, 10, 27), False, "permenkop_9_2020"),
        (date(2020, 10, 27), True, "permenkop_9_2020"),
    ],
)
def test_the_rule_set_is_chosen_by_day_and_scheme(day, sharia, name):
    chosen = choose(day, sharia=sharia)
    assert (chosen.id if chosen else None) == name


def test_halves_of_a_hundredth_are_rounded_up():
    assert cooperative_health.hundredths(Fraction(1, 200)) == 1
    assert cooperative_health.hundredths(Fraction(1, 201)) == 0


@pytest.mark.parametrize("case", cases("kuk"), ids=str)
def test_supervision_class(case):
    decision = kuk.judge(case.given, DAY)
    found = {"verdict": decision.verdict, "reason": decision.reason, "flags": list(decision.flags)}
    assert found == case.expect
