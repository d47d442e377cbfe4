"""Review in levels: remarks on single visits, unlocking with a reason, deciding in another's place, late data."""

from datetime import timedelta
from functools import partial

import pytest

from naikkelas.intake import actions as intake
from naikkelas.kit import clock
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions, queries
from naikkelas.monev.models import CycleArea, Freeze, Remark, ReviewStep, Visit
from naikkelas.monev.queries import progress, review
from naikkelas.monev.queries.board import cycle_lines, late_workdays
from naikkelas.ops.play.recount import areas_of
from naikkelas.programmes import actions as programmes
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import filled, person, road, send
from tests.slices.races import at_once
from tests.slices.test_programmes_money import refusal

pytestmark = pytest.mark.django_db
REASON = "cuaca buruk sepanjang pekan"


def area_of(made) -> CycleArea:
    return CycleArea.objects.get(pk=made.area.pk)


def sent(made, **more):
    for planned in made.planned:
        send(made.enumerator, filled(planned))
    intake.read_waiting(at=NOW)
    actions.verify_visits(visits=list(Visit.objects.filter(state="received")), by=made.officer, at=NOW)
    return actions.send_area(cycle_area=area_of(made), reason="", by=made.officer, at=NOW, **more)


def test_a_returned_area_says_what_is_to_be_mended_visit_by_visit():
    made = road()
    area = sent(made)
    first, second, _third = Visit.objects.order_by("id")
    back = actions.return_area(
        cycle_area=area, reason="foto kuitansi belum ada", remarks={first.pk: "foto buram", second.pk: " "},
        by=made.province, at=NOW,
    )  # fmt: skip
    first.refresh_from_db()
    second.refresh_from_db()
    assert (back.state, first.state, first.planned.state, second.state) == (
        "returned", "received", "visited", "verified"
    )  # fmt: skip
    assert [(r.visit, r.text, r.settled_at) for r in Remark.objects.all()] == [(first, "foto buram", None)]
    refusal("area.unverified", actions.send_area, cycle_area=back, reason="", by=made.officer, at=NOW)
    actions.verify_visits(visits=[first], by=made.officer, at=NOW)
    assert Remark.objects.get().settled_at == NOW
    again = actions.send_area(cycle_area=area_of(made), reason="", by=made.officer, at=NOW)
    assert again.state == "sent"
    assert [s.kind for s in ReviewStep.objects.order_by("version")] == ["sent", "returned", "sent"]


def test_a_remark_on_a_visit_of_elsewhere_returns_nothing():
    made, other = road(), road("18.02")
    area = sent(made)
    send(other.enumerator, filled(other.planned[0]))
    intake.read_waiting(at=NOW)
    stranger = Visit.objects.get(planned__cycle_area=other.area)
    actions.verify_visits(visits=[stranger], by=other.officer, at=NOW)
    refusal(
        "review.other_visit", actions.return_area, cycle_area=area, reason="foto kuitansi belum ada",
        remarks={stranger.pk: "foto buram"}, by=made.province, at=NOW,
    )  # fmt: skip


def test_accepted_work_is_unlocked_with_a_reason_alone_and_its_freeze_set_aside():
    made = road()
    accepted = actions.accept_area(cycle_area=sent(made), by=made.province, at=NOW)
    refusal("area.reason", actions.unlock_area, cycle_area=accepted, reason="salah", by=made.province, at=NOW)
    opened = actions.unlock_area(
        cycle_area=area_of(made), reason="kuitansi ternyata keliru", by=made.province, at=NOW
    )
    assert (opened.state, opened.version) == ("returned", 3)
    assert Event.objects.get(action="area.unlocked").details["reason"] == "kuitansi ternyata keliru"
    assert Freeze.objects.get().set_aside_at == NOW
    again = actions.send_area(cycle_area=opened, reason="", by=made.officer, at=NOW)
    actions.accept_area(cycle_area=again, by=made.province, at=NOW)
    assert list(Freeze.objects.order_by("number").values_list("number", "set_aside_at")) == [
        (1, NOW),
        (2, None),
    ]
    refusal("area.decided", actions.unlock_area, cycle_area=accepted, reason=REASON, by=made.province, at=NOW)


def test_work_that_came_in_time_is_not_late_for_being_unlocked():
    made = road()
    accepted = actions.accept_area(cycle_area=sent(made), by=made.province, at=NOW)
    later = NOW + timedelta(days=60)
    opened = actions.unlock_area(
        cycle_area=accepted, reason="kuitansi ternyata keliru", by=made.province, at=later
    )
    assert late_workdays(opened, later.date()) == 0
    again = actions.send_area(cycle_area=opened, reason="", by=made.officer, at=later)
    assert (again.sent_at, again.first_sent_at, late_workdays(again, later.date())) == (later, NOW, 0)
    assert ReviewStep.objects.filter(kind="sent").latest("id").late_workdays == 0
    assert {a.code: a.late(later.date()) for a in areas_of(again.cycle_id)}[
        again.area_id
    ] == 0  # counted by others
    assert progress.sendings(again.cycle, again.area_id, later.date()).on_time == 1
    assert cycle_lines([again.cycle], again.area_id, later.date())[again.cycle_id].late == 0


def test_work_returned_unaccepted_is_late_by_its_next_sending():
    made = road()
    later = NOW + timedelta(days=60)
    back = actions.return_area(cycle_area=sent(made), reason=REASON, by=made.province, at=NOW)
    again = actions.send_area(cycle_area=back, reason="", by=made.officer, at=later)
    assert late_workdays(again, later.date()) > 10


def test_a_colleague_decides_in_the_place_of_who_is_away_and_the_trail_says_so():
    made = road()
    colleague, stranger = person("province"), person("province")
    area, today = sent(made), NOW.date()
    accept = partial(actions.accept_area, cycle_area=area, at=NOW, behalf_of=made.province)
    refusal("review.no_delegation", accept, by=colleague)
    row = actions.delegate(
        to=colleague,
        starts_on=today,
        ends_on=today + timedelta(days=3),
        reason="cuti",
        by=made.province,
        at=NOW,
    )
    refusal("review.no_delegation", accept, by=stranger)
    actions.take_back_delegation(delegation=row, by=made.province, at=NOW)
    refusal("review.no_delegation", accept, by=colleague)
    assert area_of(made).state == "sent"
    actions.delegate(to=colleague, starts_on=today, ends_on=today, reason="cuti", by=made.province, at=NOW)
    area.refresh_from_db()
    accept(by=colleague)
    event = Event.objects.get(action="area.accepted")
    assert (event.actor_id, event.details["behalf_of"]) == (colleague.pk, made.province.pk)
    step = ReviewStep.objects.get(kind="accepted")
    assert (step.by, step.behalf_of) == (colleague, made.province)


def test_only_a_colleague_of_the_same_role_and_area_who_is_there_can_stand_in():
    made, today = road(), NOW.date()
    days = {"starts_on": today, "ends_on": today, "reason": "cuti", "at": NOW}
    for stranger in (made.province, person("regency", "18.02"), made.officer):
        refusal("delegation.not_a_peer", actions.delegate, to=stranger, by=made.officer, **days)
    peer, third = person("regency", "18.01"), person("regency", "18.01")
    refusal(
        "delegation.days", actions.delegate, to=peer, by=made.officer, **days | {"ends_on": today - timedelta(days=1)}
    )  # fmt: skip
    actions.delegate(to=peer, by=made.officer, **days)
    refusal("delegation.already", actions.delegate, to=third, by=made.officer, **days)
    refusal("delegation.away_too", actions.delegate, to=made.officer, by=peer, **days)


def test_late_data_are_kept_and_say_that_they_are_late():
    made = road()
    late = NOW.replace(year=2020, month=4, day=20)
    clock.set_to(late)
    send(made.enumerator, filled(made.planned[0]))
    intake.read_waiting(at=late)
    assert "after_due" in Visit.objects.get().flags
    actions.verify_visits(visits=[Visit.objects.get()], by=made.officer, at=late)
    actions.send_area(cycle_area=area_of(made), reason=REASON, by=made.officer, at=late)
    assert ReviewStep.objects.get().late_workdays > 0
    send(made.enumerator, filled(made.planned[1]))
    intake.read_waiting(at=late)
    newest = Visit.objects.order_by("-id").first()
    assert {"after_due", "after_sent"} <= set(newest.flags)


def test_what_came_after_the_sending_is_verified_before_the_area_is_accepted():
    made = road()
    area = actions.send_area(cycle_area=area_of(made), reason=REASON, by=made.officer, at=NOW)
    send(made.enumerator, filled(made.planned[0]))
    intake.read_waiting(at=NOW)
    waiting = refusal("area.unverified", actions.accept_area, cycle_area=area, by=made.province, at=NOW)
    assert (waiting.params, Freeze.objects.count(), area_of(made).state) == ({"count": 1}, 0, "sent")
    actions.verify_visits(visits=[Visit.objects.get()], by=made.province, at=NOW)
    assert actions.accept_area(cycle_area=area_of(made), by=made.province, at=NOW).state == "accepted"


def test_no_visit_of_locked_work_is_decided_until_it_is_unlocked():
    made = road()
    accepted = actions.accept_area(cycle_area=sent(made), by=made.province, at=NOW)
    visit = Visit.objects.order_by("id").first()
    # it came at the very moment of the acceptance
    Visit.objects.filter(pk=visit.pk).update(state="received")
    visit.refresh_from_db()
    code = visit.planned.code
    for decide in (
        partial(actions.verify_visits, visits=[visit]),
        partial(actions.reject_visit, visit=visit, reason="foto kuitansi buram"),
    ):
        locked = refusal("visit.decided_area_accepted", decide, by=made.officer, at=NOW)
        assert (locked.status, locked.params) == (409, {"code": code})
    actions.unlock_area(cycle_area=accepted, reason="kuitansi ternyata keliru", by=made.province, at=NOW)
    assert actions.verify_visits(visits=[visit], by=made.officer, at=NOW) == 1


def test_the_work_of_a_draft_is_not_sent():
    province, officer = person("province"), person("regency")
    programme = programmes.add_programme(
        type_id="startup_capital", name="Modal awal", year=2019, area="18", by=province, at=NOW
    )
    cycle = actions.add_cycle(
        name="Rancangan", area="18", quarter=Quarter(2019, 4), opens_on=NOW.date(), due_workdays=60, monitored=[programme],
        by=province, at=NOW,
    )  # fmt: skip
    area = cycle.areas.get(area_id="18.01")
    refusal("area.draft", actions.send_area, cycle_area=area, reason=REASON, by=officer, at=NOW)
    assert CycleArea.objects.get(pk=area.pk).state == "open"


@pytest.mark.parametrize("turn", range(3))
@pytest.mark.django_db(transaction=True)
def test_of_many_who_accept_and_return_with_remarks_at_once_one_wins(turn):
    made = road()
    sent(made)
    visit = Visit.objects.order_by("id").first()
    other = person("province")
    calls = [
        partial(actions.accept_area, cycle_area=area_of(made), by=by, at=NOW)
        if n % 2 == turn % 2
        else partial(
            actions.return_area, cycle_area=area_of(made), reason=f"alasan nomor {n} ya", remarks={visit.pk: "foto buram"},
            by=by, at=NOW,
        )
        for n, by in enumerate((made.province, other) * 3)
    ]  # fmt: skip
    given, refused = at_once(calls)
    assert (len(given), {r.kind.code for r in refused}) == (1, {"area.decided"})
    accepted = given[0].state == "accepted"
    assert (Freeze.objects.count(), Remark.objects.count()) == ((1, 0) if accepted else (0, 1))
    assert ReviewStep.objects.exclude(kind="sent").count() == 1
    visit.refresh_from_db()
    assert visit.state == ("verified" if accepted else "received")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_unlock_at_once_one_wins():
    made = road()
    actions.accept_area(cycle_area=sent(made), by=made.province, at=NOW)
    calls = [
        partial(
            actions.unlock_area,
            cycle_area=area_of(made),
            reason=f"alasan nomor {n} ya",
            by=made.province,
            at=NOW,
        )
        for n in range(5)
    ]
    given, refused = at_once(calls)
    assert (len(given), len(refused)) == (1, 4)
    assert Event.objects.filter(action="area.unlocked").count() == 1


def test_each_level_sees_only_its_own():
    made, other = road(), road("18.02")
    actions.accept_area(cycle_area=sent(made), by=made.province, at=NOW)

    freeze = Freeze.objects.get()
    for user, seen in (
        (made.officer, [freeze]),
        (other.officer, []),
        (made.province, [freeze]),
        (person("ministry", "0"), [freeze]),
    ):
        assert list(review.freezes_visible_to(user)) == seen
        assert queries.areas_visible_to(user).filter(pk=made.area.pk).exists() == bool(seen)
