"""The other rule sets, case by case: activity of cooperatives, bands, deadlines, working days, the person's NIK."""

from datetime import UTC, date, datetime, timedelta

import pytest

from naikkelas.rules import (
    budget_deviation,
    cooperative_activity,
    cooperative_warning,
    credential_formats,
    follow_up,
    person_nik,
    person_requests,
    retention,
    score_bands,
    workdays,
)
from naikkelas.rules.catalogues import rule_heads
from naikkelas.rules.cooperative_activity import COUNTS_AS_ACTIVE, STATUSES, CooperativeFacts
from naikkelas.rules.cooperative_warning import WarningFacts
from tests.spec.truth import MISSING, Case, cases


@pytest.mark.parametrize("case", cases("kop_aktif_v1"), ids=str)
def test_activity_of_a_cooperative(case: Case):
    given = {key: value for key, value in case.given.items() if key != "as_of"}
    facts = CooperativeFacts(**(given | {"rat_years": tuple(given.get("rat_years", ()))}))
    decision = cooperative_activity.judge(facts, case.given["as_of"])
    assert decision.rule_set == "kop_aktif_v1"
    assert {"verdict": decision.verdict, "reason": decision.reason} == case.expect


def test_every_status_of_a_cooperative_stands_in_the_table():
    assert {case.expect["verdict"] for case in cases("kop_aktif_v1")} == set(STATUSES)
    assert set(STATUSES) > COUNTS_AS_ACTIVE


def test_no_activity_rule_judges_days_before_the_cooperatives_law():
    with pytest.raises(LookupError):
        cooperative_activity.judge(CooperativeFacts(), date(1992, 10, 20))


@pytest.mark.parametrize("case", cases("number_formats_v1"), ids=str)
def test_shape_of_the_number_of_a_credential(case: Case):
    assert (credential_formats.fault(**case.given) or MISSING) == case.expect["fault"]


@pytest.mark.parametrize("case", cases("meeting_time"), ids=str)
def test_a_meeting_is_on_time_late_or_missing(case: Case):
    given = case.given
    rules = cooperative_activity.in_force(given["as_of"])
    assert rules.meeting_time(given["book_year"], given.get("held_on"), given["as_of"]) == case.expect["time"]


def _pairs(told: list[str]) -> list[list[str]]:
    return [each.split(": ") for each in told]


@pytest.mark.parametrize("case", cases("early_warning_v1"), ids=str)
def test_early_warning_of_a_cooperative(case: Case):
    given = {key: value for key, value in case.given.items() if key != "as_of"}
    facts = WarningFacts(
        **given
        | {
            "rat_held": tuple(
                (int(year), date.fromisoformat(day)) for year, day in _pairs(given.get("rat_held", []))
            ),
            "reported_years": tuple(given.get("reported_years", ())),
            "members": tuple((int(year), int(count)) for year, count in _pairs(given.get("members", []))),
        }
    )
    rules = cooperative_warning.in_force(case.given["as_of"])
    decision = rules.judge(facts, case.given["as_of"])
    assert decision.rule_set == "early_warning_v1"
    assert {
        "level": decision.verdict, "points": rules.sum(decision.flags), "signs": list(decision.flags)
    } == case.expect  # fmt: skip


def test_every_sign_of_the_early_warning_has_points_and_something_to_do_and_stands_in_the_table():
    rules = cooperative_warning.in_force(date(2020, 3, 13))
    assert rules.points.keys() == rules.todo.keys()
    told = {sign for case in cases("early_warning_v1") for sign in case.expect["signs"]}
    assert told == rules.points.keys()
    assert {case.expect["level"] for case in cases("early_warning_v1")} == set(cooperative_warning.LEVELS)


@pytest.mark.parametrize("case", cases("score_bands"), ids=str)
def test_band_of_achievement(case: Case):
    assert (score_bands.band(**case.given) or MISSING) == case.expect["band"]


def test_every_share_of_a_hundred_thousand_has_exactly_one_band_and_they_rise_with_it():
    order = [name for _, name in reversed(score_bands.STEPS)]
    ranks = [order.index(score_bands.band(part, 100_000)) for part in range(120_001)]
    assert ranks == sorted(ranks)
    assert set(ranks) == set(range(len(order)))


@pytest.mark.parametrize("case", cases("budget_deviation"), ids=str)
def test_deviation_and_forecast_of_a_budget(case: Case):
    ask = budget_deviation.band if "band" in case.expect else budget_deviation.forecast
    assert ask(**case.given) == [*case.expect.values()][0]


@pytest.mark.parametrize("case", cases("follow_up"), ids=str)
def test_deadline_of_a_follow_up(case: Case):
    if "opened_on" in case.given:
        assert follow_up.answer_due_on(case.given["opened_on"]) == case.expect["answer_due_on"]
    else:
        assert follow_up.review_due_on(case.given["answered_on"]) == case.expect["review_due_on"]


@pytest.mark.parametrize("case", cases("person_requests"), ids=str)
def test_deadline_of_a_persons_request(case: Case):
    if "received_on" in case.given:
        due = person_requests.due_at(case.given["received_on"], UTC)
        assert due == datetime.combine(case.expect["due_on"], datetime.min.time(), UTC)
    else:
        assert person_requests.aid_kept_until(case.given["decree_on"]) == case.expect["kept_until"]


@pytest.mark.parametrize("case", cases("retention"), ids=str)
def test_how_long_data_are_kept(case: Case):
    kind, until = case.given["kind"], case.expect["kept_until"]
    assert retention.kept_until(kind, case.given["rested_on"]) == until
    assert case.given["rested_on"] < retention.due_before(kind, until + timedelta(days=1))
    assert not case.given["rested_on"] < retention.due_before(kind, until)


def test_every_kind_of_data_has_its_period_in_the_table():
    assert {case.given["kind"] for case in cases("retention")} == set(retention.DAYS)


@pytest.mark.parametrize("case", cases("workdays"), ids=str)
def test_working_days_pass_over_weekends_and_holidays(case: Case):
    day, count = case.given["day"], case.given["count"]
    due = workdays.add_workdays(day, count)
    assert due == case.expect["due"]
    assert workdays.workdays_between(day, due) == count
    assert workdays.workdays_between(due, day) == -count


@pytest.mark.parametrize("case", cases("person_nik"), ids=str)
def test_a_persons_nik(case: Case):
    fault = person_nik.fault(case.given["person_nik"])
    assert (fault.code if fault else MISSING) == case.expect["fault"]


def test_a_masked_nik_shows_where_from_and_the_serial_but_not_the_birthday():
    assert person_nik.masked("1871014102800001") == "187101••••••0001"
    assert "410280" not in person_nik.masked("1871014102800001")
    assert person_nik.masked("18710") == "••••"


def test_every_rule_set_names_its_law_its_mark_and_what_is_not_certain():
    for name, head in rule_heads().items():
        assert head.id == name
        assert head.title_id, name
        assert head.title_en, name
        assert head.legal_source, name
        assert head.mark in {"read", "unconfirmed", "proposal"}, name
        assert head.notes_id, name
        assert head.notes_en, name
        assert head.in_force_to is None or head.in_force_from < head.in_force_to, name
        assert len(head.hash) == 16, name
