"""Findings: how old, who is told when late, why, and which figures open them."""

import pytest

from naikkelas.rules import figure_rules, finding_age, finding_causes
from naikkelas.rules.figure_rules import RULES, BudgetFigures
from tests.spec.truth import MISSING, Case, cases


@pytest.mark.parametrize("case", cases("finding_age"), ids=str)
def test_age_and_escalation(case: Case):
    given = case.given
    if "opened_on" in given:
        assert finding_age.band(**given) == case.expect["band"]
    else:
        assert finding_age.escalated_to(**given) == case.expect["level"]


def test_the_bands_leave_no_day_out():
    last = [finding_age.bounds(n)[1] for n in range(len(finding_age.BANDS) + 1)]
    first = [finding_age.bounds(n)[0] for n in range(len(finding_age.BANDS) + 1)]
    assert last == [*finding_age.BANDS, None]
    assert first == [0, *(bound + 1 for bound in finding_age.BANDS)]


@pytest.mark.parametrize("case", cases("finding_causes"), ids=str)
def test_causes_have_names(case: Case):
    found = finding_causes.CAUSES.get(case.given["code"])
    assert (found.id if found else MISSING) == case.expect["name"]


@pytest.mark.parametrize("case", cases("figure_rules"), ids=str)
def test_which_figures_open_a_finding(case: Case):
    given = case.given
    planned = None if given["planned"] == MISSING else given["planned"]
    rule = next(r for r in RULES if r.id == given["rule"])
    figures = BudgetFigures(given["whole"], given["real"], planned, given["month"])
    assert figure_rules.verdict(rule, figures) == case.expect["verdict"]
