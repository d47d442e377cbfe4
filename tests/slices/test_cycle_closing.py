"""The end of a cycle: closed once all was accepted, opened again with a reason."""

from functools import partial

import pytest

from naikkelas.monev import actions
from naikkelas.monev.models import Cycle, CycleArea
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import road
from tests.slices.races import at_once
from tests.slices.test_monev_review import area_of, sent
from tests.slices.test_programmes_money import refusal

REASON = "kuitansi ternyata keliru"


def last_open(made) -> CycleArea:
    """The work of the one area that is not accepted yet, sent."""
    made.cycle.areas.exclude(pk=made.area.pk).update(state="accepted")
    return sent(made)


def accepted(made) -> CycleArea:
    return actions.accept_area(cycle_area=last_open(made), by=made.province, at=NOW)


@pytest.mark.django_db
def test_a_cycle_is_closed_once_the_work_of_every_area_was_accepted():
    made = road()
    area = last_open(made)
    refusal("cycle.not_all_accepted", actions.close_cycle, cycle=made.cycle, by=made.province, at=NOW)
    actions.accept_area(cycle_area=area, by=made.province, at=NOW)
    assert actions.close_cycle(cycle=made.cycle, by=made.province, at=NOW).state == "closed"
    refusal("cycle.not_running", actions.close_cycle, cycle=made.cycle, by=made.province, at=NOW)
    told = Event.objects.get(action="cycle.closed")
    assert told.details == {"changes": {"state": ["open", "closed"]}}


@pytest.mark.django_db
def test_work_of_a_closed_cycle_is_unlocked_after_the_cycle_was_opened_again_with_a_reason():
    made = road()
    area = accepted(made)
    actions.close_cycle(cycle=made.cycle, by=made.province, at=NOW)
    unlock = partial(actions.unlock_area, cycle_area=area, reason=REASON, by=made.province, at=NOW)
    refusal("area.cycle_closed", unlock)
    reopen = partial(actions.reopen_cycle, cycle=made.cycle, by=made.province, at=NOW)
    refusal("area.reason", reopen, reason="salah")
    assert reopen(reason=REASON).state == "open"
    refusal("cycle.not_closed", reopen, reason=REASON)
    assert Event.objects.get(action="cycle.reopened").details["reason"] == REASON
    assert unlock().state == "returned"


@pytest.mark.django_db(transaction=True)
def test_of_closing_and_unlocking_at_once_one_is_refused():
    made = road()
    area = accepted(made)
    given, refused = at_once(
        [
            partial(actions.close_cycle, cycle=made.cycle, by=made.province, at=NOW),
            partial(actions.unlock_area, cycle_area=area, reason=REASON, by=made.province, at=NOW),
        ]
    )
    assert (len(given), len(refused)) == (1, 1)
    states = (Cycle.objects.get().state, area_of(made).state)
    assert states in [("closed", "accepted"), ("open", "returned")]
