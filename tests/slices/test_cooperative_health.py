"""Health assessments: figures, worksheet, second person, corrections that supersede; the trail of all of it."""

from datetime import date, timedelta

import pytest
from django.db.models import ProtectedError

from naikkelas.intake import actions as intake
from naikkelas.kit.problems import Refused
from naikkelas.registry import actions, queries
from naikkelas.registry.models import CooperativeBalance, HealthAssessment
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import cooperative, person
from tests.factories.health import FACTS_OF_A_GOOD_YEAR, saved, started, submitted
from tests.factories.registry import bring_in, cooperative_row, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def superior():
    return person("province")


@pytest.fixture
def koperasi(officer):
    return cooperative(officer, assets_idr="2000000000", equity_idr="900000000")


def refused(code: str):
    return pytest.raises(Refused, check=lambda refusal: refusal.kind.code == code)


def test_figures_of_a_book_year_are_kept_and_a_correction_supersedes(koperasi, officer):
    for loans in (700, 700, 800):
        actions.record_balance(
            cooperative=koperasi, book_year=2019, facts={"loans_idr": loans}, by=officer, at=NOW
        )
    assert [b.loans_idr for b in queries.balances_of(koperasi)] == [800]
    assert list(CooperativeBalance.objects.order_by("id").values_list("loans_idr", flat=True)) == [700, 800]
    assert Event.objects.filter(action="cooperative.balance_recorded").count() == 2
    assert queries.facts_known(koperasi, 2019) == {
        "assets_idr": 2_000_000_000, "equity_idr": 900_000_000, "loans_idr": 800,
    }  # fmt: skip


def test_a_worksheet_begins_with_what_is_known(koperasi, officer):
    actions.record_balance(
        cooperative=koperasi,
        book_year=2019,
        facts={"loans_idr": 700, "largest_loan_idr": 5},
        by=officer,
        at=NOW,
    )
    made = started(koperasi, officer)
    # the largest loan is asked by other rule sets only
    assert made.inputs["facts"] == {"assets_idr": 2_000_000_000, "equity_idr": 900_000_000, "loans_idr": 700}
    assert (made.total, made.predicate, made.trial) == (None, "", False)
    assert made.scores["capital"] == 600  # 45% of assets: full value of the one ratio that is known


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"rule_set": "perdep_7_2016"}, "health.rules"),
        ({"rule_set": "tidak_ada"}, "health.rules"),
        ({"book_year": 2020}, "health.year"),
        ({"as_of": date(2020, 3, 14)}, "health.day"),
    ],
)
def test_a_worksheet_that_makes_no_sense_is_not_begun(koperasi, officer, given, code):
    with refused(code):
        started(koperasi, officer, **given)
    assert not HealthAssessment.objects.exists()


def test_one_worksheet_a_book_year_and_rule_set_at_a_time(koperasi, officer):
    draft = started(koperasi, officer)
    with refused("health.open_already"):
        started(koperasi, officer)
    started(koperasi, officer, book_year=2018)
    started(koperasi, officer, rule_set="permenkop_9_2020")
    actions.withdraw_assessment(assessment=draft, version=0, by=officer, at=NOW)
    assert started(koperasi, officer).pk != draft.pk


def test_rules_not_in_force_on_the_day_make_a_comparison_that_is_not_counted(koperasi, officer, superior):
    made = submitted(koperasi, officer, rule_set="permenkop_9_2020")
    assert made.trial
    actions.verify_assessment(assessment=made, remark="", by=superior, at=NOW)
    assert queries.predicate_counts(HealthAssessment.objects.all()) == {}


def test_a_draft_is_saved_as_far_as_it_goes_and_another_save_is_not_overwritten(koperasi, officer, superior):
    draft = started(koperasi, officer)
    after = saved(draft, officer, checks={"management_general_1": True, "lain": True}, facts={"x_idr": 1})
    assert after.inputs == {"checks": {"management_general_1": True}, "facts": {}}
    assert after.total is None
    with refused("health.changed"):
        saved(draft, superior)
    draft.refresh_from_db()
    assert draft.version == 1


def test_what_is_complete_is_scored_in_hundredths(koperasi, officer):
    draft = saved(started(koperasi, officer), officer)
    assert draft.scores == {
        "capital": 1500, "assets": 2500, "management": 1500, "efficiency": 1000, "liquidity": 1500, "growth": 1000,
        "identity": 1000,
    }  # fmt: skip
    assert (draft.total, draft.predicate) == (10_000, "healthy")
    none_met = saved(draft, officer, met=False)
    assert (none_met.total, none_met.predicate) == (8_500, "healthy")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"checks": {}}, "health.incomplete"),
        ({"team": " "}, "health.assignment"),
        ({"conclusion": "baik"}, "health.conclusion"),
    ],
)
def test_only_a_complete_worksheet_is_handed_in(koperasi, officer, given, code):
    draft = saved(started(koperasi, officer), officer, **given)
    with refused(code):
        actions.submit_assessment(assessment=draft, version=draft.version, by=officer, at=NOW)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_was_handed_in_does_not_change_any_more(koperasi, officer):
    made = submitted(koperasi, officer)
    assert (made.state, made.kuk, made.kuk_flags) == ("submitted", "kuk_2", ["tiers_differ"])
    assert made.inputs["kuk"] == {"members": 55, "equity_idr": 900_000_000, "assets_idr": 2_000_000_000}
    with refused("health.not_draft"):
        saved(made, officer)
    with refused("health.not_draft"):
        actions.withdraw_assessment(assessment=made, version=made.version, by=officer, at=NOW)


def test_who_made_it_does_not_decide_on_it(koperasi, officer, superior):
    made = submitted(koperasi, officer)
    with refused("approval.maker_is_checker_health"):
        actions.verify_assessment(assessment=made, remark="", by=officer, at=NOW)
    with refused("approval.maker_is_checker_health"):
        actions.reject_assessment(assessment=made, reason="bukan saya yang benar", by=officer, at=NOW)
    done = actions.verify_assessment(assessment=made, remark="", by=superior, at=NOW)
    assert (done.state, done.decided_by, done.decided_at) == ("verified", superior, NOW)
    with refused("health.not_submitted"):
        actions.reject_assessment(assessment=made, reason="terlambat sekali", by=superior, at=NOW)
    assert queries.predicate_counts(HealthAssessment.objects.all()) == {"healthy": 1}


def test_a_rejection_says_why_and_is_mended_by_a_correction(koperasi, officer, superior):
    made = submitted(koperasi, officer)
    with refused("health.reason"):
        actions.reject_assessment(assessment=made, reason="salah", by=superior, at=NOW)
    made = actions.reject_assessment(
        assessment=made, reason="Neraca tidak cocok dengan buku.", by=superior, at=NOW
    )
    assert (made.state, made.reason) == ("rejected", "Neraca tidak cocok dengan buku.")
    draft = actions.correct_assessment(assessment=made, by=officer, at=NOW)
    assert draft.inputs["facts"] == made.inputs["facts"]
    assert (draft.corrects_id, draft.state, draft.version) == (made.pk, "draft", 0)


def test_a_correction_supersedes_only_when_it_is_verified(koperasi, officer, superior):
    first = submitted(koperasi, officer)
    actions.verify_assessment(assessment=first, remark="", by=superior, at=NOW)
    draft = actions.correct_assessment(assessment=first, by=officer, at=NOW)
    with refused("health.open_already"):
        actions.correct_assessment(assessment=first, by=superior, at=NOW)
    draft = saved(draft, officer, facts=FACTS_OF_A_GOOD_YEAR | {"problem_loans_idr": 500_000_000})
    made = actions.submit_assessment(assessment=draft, version=draft.version, by=officer, at=NOW)
    first.refresh_from_db()
    assert first.superseded_at is None
    later = NOW + timedelta(days=1)
    actions.verify_assessment(assessment=made, remark="", by=superior, at=later)
    first.refresh_from_db()
    assert (first.state, first.total, first.superseded_at) == ("verified", 10_000, later)
    standing = queries.standing_assessments(HealthAssessment.objects.all())
    assert [a.pk for a in standing] == [made.pk]
    assert [a.pk for a in queries.assessments_of(koperasi)] == [made.pk, first.pk]
    with refused("health.not_decided"):
        actions.correct_assessment(assessment=first, by=officer, at=NOW)


def test_every_step_stands_in_the_trail(koperasi, officer, superior):
    made = submitted(koperasi, officer)
    actions.verify_assessment(assessment=made, remark="", by=superior, at=NOW)
    events = Event.objects.filter(object_type="healthassessment", object_id=str(made.pk)).order_by("id")
    assert [e.action for e in events] == [
        "health.started", "health.saved", "health.submitted", "health.verified",
    ]  # fmt: skip
    assert events.last().details == {
        "cooperative": koperasi.pk, "year": 2019, "total": 10_000, "predicate": "healthy",
    }  # fmt: skip


def test_an_import_whose_cooperative_was_assessed_is_not_undone(officer):
    row = cooperative_row()
    delivery = bring_in(table("koperasi_baku", [row]), by=officer)
    from naikkelas.registry.models import Cooperative

    made = Cooperative.objects.get()
    later = NOW + timedelta(hours=1)
    actions.start_assessment(
        cooperative=made, book_year=2018, rule_set="perdep_6_2016", as_of=date(2020, 3, 13), assignment_no="", team="",
        by=officer, at=later,
    )  # fmt: skip
    with pytest.raises(Refused):
        intake.undo(delivery=delivery, by=officer, at=later + timedelta(hours=1))
    with pytest.raises(ProtectedError):
        made.delete()
