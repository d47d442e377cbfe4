"""What a person dismisses waits no longer, stays kept, is found again and can come back."""

from datetime import timedelta

import pytest

from naikkelas import vault
from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Refused
from naikkelas.monev.models import Visit
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import filled, road, send

pytestmark = pytest.mark.django_db
REASON = "Isian percobaan; yang pertama benar."


@pytest.fixture
def made():
    return road()


@pytest.fixture
def other(made) -> bytes:
    return filled(made.planned_with("enterprise"), instance_id="uuid:satu", today="2020-03-11")


@pytest.fixture
def aside(made, other) -> Delivery:
    """Other content under a number that was taken already."""
    assert (
        send(made.enumerator, filled(made.planned_with("enterprise"), instance_id="uuid:satu")).status_code
        == 201
    )
    assert send(made.enumerator, other).status_code == 409
    intake.read_waiting(at=NOW)
    return Delivery.objects.get(state="aside")


def dismissed(aside, by) -> Delivery:
    return intake.dismiss(delivery=aside, reason=REASON, by=by, at=NOW)


def lists() -> tuple[int, int]:
    rows = Delivery.objects.filter(kind="submission")
    return queries.held(rows).count(), queries.dismissed(rows).count()


def test_a_conflict_is_dismissed_with_a_reason_and_nothing_is_lost(made, other, aside):
    assert lists() == (1, 0)
    with pytest.raises(Refused, match="reason"):
        intake.dismiss(delivery=aside, reason=" salah   ", by=made.officer, at=NOW)
    row = dismissed(aside, made.officer)
    assert lists() == (0, 1)
    assert (row.state, row.summary["refused"], row.finished_at) == ("aside", REASON, NOW)
    assert vault.current().seal.open_bytes(row.body) == other
    assert Visit.objects.get().visited_on.isoformat() == "2020-03-12"  # the first stands
    event = Event.objects.get(action="submission.dismissed")
    assert (event.actor_name, event.details["reason"]) == (made.officer.name, REASON)


def test_a_phone_that_repeats_the_same_conflict_does_not_wake_it_but_another_one_waits(made, other, aside):
    dismissed(aside, made.officer)
    assert send(made.enumerator, other).status_code == 409
    assert lists() == (0, 1)
    third = filled(made.planned_with("enterprise"), instance_id="uuid:satu", today="2020-03-10")
    assert send(made.enumerator, third).status_code == 409
    assert lists() == (1, 1)


def test_what_was_dismissed_comes_back_and_waits_again(made, aside):
    intake.bring_back(delivery=dismissed(aside, made.officer), by=made.officer, at=NOW)
    assert lists() == (1, 0)
    aside.refresh_from_db()
    assert (aside.waits, "refused" in aside.summary) == (True, False)
    assert Event.objects.filter(action="submission.brought_back", object_id=str(aside.pk)).count() == 1
    assert dismissed(aside, made.officer).dismissed


def test_a_held_submission_that_was_refused_comes_back_and_becomes_a_visit(made):
    planned = made.planned_with("enterprise")
    send(made.enumerator, filled(planned, visit_code="SALAH-1"))
    intake.read_waiting(at=NOW)
    row = dismissed(Delivery.objects.get(state="held"), made.officer)
    assert (row.state, lists()) == ("refused", (0, 1))
    row = intake.bring_back(delivery=row, by=made.officer, at=NOW)
    after = intake.release(delivery=row, corrections={"visit_code": planned.code}, by=made.officer, at=NOW)
    assert (after.state, after.finished_at, lists()) == ("applied", NOW, (0, 0))


def test_each_decision_is_taken_once(made, aside):
    with pytest.raises(Refused) as early:
        intake.bring_back(delivery=aside, by=made.officer, at=NOW)
    dismissed(aside, made.officer)
    with pytest.raises(Refused) as twice:
        dismissed(aside, made.officer)
    assert (early.value.status, twice.value.status) == (409, 409)


def test_retention_lets_go_of_what_was_dismissed_and_then_there_is_no_way_back(made, aside):
    later = NOW + timedelta(days=1)
    row = dismissed(aside, made.officer)
    Delivery.objects.exclude(pk=row.pk).update(finished_at=later)
    assert intake.retire_submissions(before=later, area="18", by=SYSTEM, at=later) == 1
    with pytest.raises(Refused, match="erased"):
        intake.bring_back(delivery=row, by=made.officer, at=later)
    assert lists() == (0, 1)
