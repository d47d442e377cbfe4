"""Fields, results and targets of a PLUT, case by case."""

from datetime import date, timedelta

import pytest

from naikkelas.rules import plut_fields, plut_results
from tests.spec.truth import MISSING, Case, cases


@pytest.mark.parametrize("case", cases("plut_fields"), ids=str)
def test_fields_that_nobody_covers(case: Case):
    assert plut_fields.without(set(case.given["served"])) == case.expect["without"]


@pytest.mark.parametrize("case", cases("plut_results"), ids=str)
def test_results_of_clients_and_targets_by_a_day(case: Case):
    given = {name: None if value == MISSING else value for name, value in case.given.items()}
    if "obtained" in case.expect:
        assert plut_results.counts_as_obtained(**given) == case.expect["obtained"]
    elif "target_due" in case.expect:
        assert plut_results.expected(**given) == case.expect["target_due"]
    else:
        assert plut_results.baseline_year(given["first_on"]) == case.expect["baseline_year"]


def test_a_target_never_falls_and_ends_whole():

    days = [date(2019, 1, 1) + timedelta(days=n) for n in range(365)]
    due = [plut_results.expected(83, date(2019, 2, 11), date(2019, 11, 30), 2019, day) for day in days]
    assert due == sorted(due)
    assert (due[0], due[-1]) == (0, 83)
