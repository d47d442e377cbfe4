"""Rules of reporting: which form is due by which day, what lags behind, and working days that a decree moved."""

from datetime import date

import pytest

from naikkelas.kit.periods import Quarter
from naikkelas.rules import achievement, lagging, obligations, workdays
from tests.spec.truth import MISSING, Case, cases


@pytest.mark.parametrize("case", cases("obligations"), ids=str)
def test_day_by_which_a_form_is_due(case: Case):
    duty = obligations.OBLIGATIONS[case.given["obligation"]]
    due = duty.due_on(Quarter(case.given["year"], case.given["quarter"]))
    assert (due or MISSING) == case.expect["due"]


def test_every_line_of_the_table_has_a_case():
    assert {case.given["obligation"] for case in cases("obligations")} == set(obligations.OBLIGATIONS)


def test_the_last_rows_of_co_administration_are_marked_to_be_read_again():
    marks = {duty.id: duty.mark for duty in obligations.OBLIGATIONS.values()}
    assert marks["tp_c"] == marks["tp_c_bappeda"] == marks["lkjip_province"] == "unconfirmed"
    assert marks["ministry_a"] == "read"


def test_lateness_is_counted_in_working_days_from_the_day_due():
    duty = obligations.OBLIGATIONS["tp_c"]
    last = Quarter(2019, 4)
    assert duty.late_workdays(last, date(2020, 1, 8)) == 0
    assert duty.late_workdays(last, date(2020, 1, 9)) == 1
    assert duty.late_workdays(last, date(2020, 1, 13)) == 3
    assert obligations.OBLIGATIONS["tp_a"].late_workdays(last, date(2021, 1, 1)) == 0


@pytest.mark.parametrize("case", cases("achievement"), ids=str)
def test_how_much_of_a_target_was_reached(case: Case):
    given = {key: None if value == MISSING else value for key, value in case.given.items()}
    found = achievement.achieved(
        (given["part"], given["whole"]),
        (given["target_part"], given["target_whole"]),
        lower_is_better=given["lower"],
    )
    assert ("/".join(map(str, found)) if found else MISSING) == case.expect["achieved"]


@pytest.mark.parametrize("case", cases("lagging"), ids=str)
def test_what_lags_behind(case: Case):
    planned = lagging.expected(Quarter(2019, case.given["quarter"]))
    assert lagging.lags((case.given["part"], case.given["whole"]), planned) is case.expect["lags"]


def test_a_decree_moves_days_off_and_days_of_work_and_the_deadlines_with_them():
    duty, last = obligations.OBLIGATIONS["tp_c"], Quarter(2019, 4)
    try:
        workdays.take_up(off=[date(2020, 1, 2)], work=[])
        assert duty.due_on(last) == date(2020, 1, 9)
        workdays.take_up(off=[], work=[date(2020, 1, 1), date(2020, 1, 4)])
        assert duty.due_on(last) == date(2020, 1, 6)
    finally:
        workdays.take_up((), ())
    assert duty.due_on(last) == date(2020, 1, 8)
