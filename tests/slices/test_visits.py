"""A filled form becomes the visit it was planned as; what a verifier should look at is flagged, never refused."""

from datetime import date

import pytest

from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Finding, PlannedVisit, Visit
from naikkelas.programmes import actions as programmes
from naikkelas.registry import queries as registry
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enumerator, filled, road, send

pytestmark = pytest.mark.django_db
REASON = "Foto tempat usaha belum ada."


@pytest.fixture
def made():
    return road()


def visit(made, instrument: str = "enterprise", *, by=None, seed: int = 1, **answers: object) -> Visit:
    """Send, read and return a visit."""
    send(by or made.enumerator, filled(made.planned_with(instrument), seed=seed, **answers))
    intake.read_waiting(at=NOW)
    return Visit.objects.latest("id")


def facts(row: Visit) -> dict[str, object]:
    return {f.name: f.word if f.number is None else f.number for f in row.facts.all()}


def test_the_visit_says_who_when_and_where_and_holds_every_answer(made):
    row = visit(made, location="-5.72 105.59 30 4.5")
    assert (row.planned, row.enumerator, row.visited_on) == (
        made.planned_with("enterprise"), made.enumerator, date(2020, 3, 12),
    )  # fmt: skip
    assert (row.latitude, row.longitude, row.accuracy_m) == (-5.72, 105.59, 4.5)
    assert (row.area_id, row.state) == (row.planned.area_id, "received")
    # when it was safe here, not when it was read
    assert row.received_at == Delivery.objects.get(instance_id=row.instance_id).received_at
    assert (row.ended_at - row.started_at).total_seconds() == 1800
    assert {a["path"] for a in row.answers} >= {"today", "visit/visit_code", "business/business_status"}
    assert row.planned.state == "visited"
    assert Event.objects.get(action="visit.recorded").object_id == str(row.pk)


def test_facts_are_whole_numbers_or_stable_words(made):
    row = visit(made, annual_sales_idr="123456789012", business_status="running")
    assert facts(row)["annual_sales_idr"] == 123_456_789_012
    assert facts(row)["business_status"] == "running"


@pytest.mark.parametrize(
    ("answers", "flag"),
    [
        ({"today": "2020-03-15"}, "future_day"),
        ({"today": "2020-02-09"}, "before_cycle"),
        ({"end": "2020-03-12T08:00:00+07:00"}, "ends_before_start"),
        ({"location": None}, "no_location"),
        ({"location": "95 200 0 0"}, "no_location"),
    ],
)
def test_what_looks_odd_is_flagged_and_counts(made, answers, flag):
    plain = set(visit(made, "cooperative").flags)
    row = visit(made, "enterprise", **answers)
    assert flag not in plain
    assert flag in row.flags
    assert row.state == "received"


def test_a_day_ahead_by_one_is_a_phone_in_another_zone_not_a_future_day(made):
    assert "future_day" not in visit(made, today="2020-03-14").flags


def test_a_visit_made_by_a_colleague_of_the_assigned_enumerator_is_flagged(made):
    assert "other_enumerator" in visit(made, by=enumerator("18.01")).flags


def test_money_that_does_not_fit_is_flagged(made):
    row = visit(made, "novice_entrepreneur", amount_received="11000000")
    assert "amount_differs" in row.flags
    assert row.planned.recipient.amount_idr == 12_000_000


def test_money_is_held_against_what_the_amended_decree_gives(made):
    programmes.amend_recipient(
        recipient=made.recipient, amount_idr=13_000_000, document_no="SK-P", decided_on=date(2019, 9, 2),
        reason="Hasil verifikasi ulang", by=made.province, at=NOW,
    )  # fmt: skip
    assert "amount_differs" not in visit(made, "novice_entrepreneur", amount_received="13000000").flags


def test_a_visit_given_back_can_be_made_again_and_the_former_stays_readable(made):
    first = visit(made)
    monev.reject_visit(visit=first, reason=REASON, by=made.officer, at=NOW)
    planned = PlannedVisit.objects.get(pk=first.planned_id)
    assert planned.state == "planned"
    second = visit(made, seed=2)
    assert second.pk != first.pk
    assert {v.state for v in planned.visits.all()} == {"rejected", "received"}
    first.refresh_from_db()
    assert first.note == REASON


def test_giving_back_needs_a_reason(made):
    row = visit(made)
    with pytest.raises(Refused):
        monev.reject_visit(visit=row, reason="  ulangi  ", by=made.officer, at=NOW)
    row.refresh_from_db()
    assert row.state == "received"


def test_findings_that_a_visit_opened_are_withdrawn_when_it_is_given_back(made):
    row = visit(made, "novice_entrepreneur", use_matches_proposal="not")
    opened = list(Finding.objects.filter(visit=row))
    assert opened
    monev.reject_visit(visit=row, reason=REASON, by=made.officer, at=NOW)
    assert {f.state for f in Finding.objects.filter(visit=row)} == {"withdrawn"}


def test_a_decision_on_a_visit_is_taken_once(made):
    row = visit(made)
    monev.verify_visits(visits=[row], by=made.officer, at=NOW)
    with pytest.raises(Refused) as again:
        monev.verify_visits(visits=[row], by=made.officer, at=NOW)
    with pytest.raises(Refused) as back:
        monev.reject_visit(visit=row, reason=REASON, by=made.officer, at=NOW)
    assert (again.value.status, back.value.status) == (409, 409)
    row.refresh_from_db()
    assert (row.state, row.decided_by, row.planned.state) == ("verified", made.officer, "verified")


def test_of_many_visits_either_all_are_verified_or_none(made):
    rows = [visit(made, name) for name in ("enterprise", "cooperative")]
    monev.verify_visits(visits=rows[1:], by=made.officer, at=NOW)
    with pytest.raises(Refused):
        monev.verify_visits(visits=rows, by=made.officer, at=NOW)
    rows[0].refresh_from_db()
    assert rows[0].state == "received"


def test_what_a_verified_visit_learned_of_an_enterprise_goes_into_the_registry_once(made):
    row = visit(made, facts_year="2019", annual_sales_idr="400000000", workers_male="3", workers_female="2")
    before = registry.years_of(made.enterprise).count()
    assert registry.years_of(made.enterprise).filter(annual_sales_idr=400_000_000).count() == 0
    monev.verify_visits(visits=[row], by=made.officer, at=NOW)
    year = registry.years_of(made.enterprise).get(year=2019)
    assert (year.annual_sales_idr, year.workers_male, year.workers_female) == (400_000_000, 3, 2)
    assert year.source == f"v{row.pk}"
    assert registry.years_of(made.enterprise).count() == before


@pytest.mark.parametrize(
    ("answers", "found"),
    [({"found": "found", "board_active": "yes"}, True), ({"found": "moved", "board_active": None}, False)],
)
def test_a_verified_visit_to_a_cooperative_is_evidence_of_its_activity(made, answers, found):
    row = visit(made, "cooperative", **answers)
    monev.verify_visits(visits=[row], by=made.officer, at=NOW)
    verdict = registry.newest_verdict(made.cooperative)
    assert verdict.recorded_at == NOW
    # judged on the day of verification, so it is newer than what an import said after the visit
    assert (verdict.as_of, row.visited_on) == (NOW.date(), date(2020, 3, 12))
    made.cooperative.refresh_from_db()
    assert verdict.status == made.cooperative.computed_status
    assert verdict.inputs["not_found"] is not found


def test_a_visit_that_is_only_received_teaches_the_registry_nothing(made):
    visit(made, facts_year="2019", annual_sales_idr="400000000")
    assert not registry.years_of(made.enterprise).filter(annual_sales_idr=400_000_000).exists()
