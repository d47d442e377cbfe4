"""A cycle from draft to accepted areas: who is visited, by whom, sent, accepted or returned."""

from datetime import date

import pytest

from naikkelas.intake import actions as intake
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions, queries
from naikkelas.monev.models import CycleArea, PlannedVisit, Visit
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enumerator, filled, person, road, send
from tests.slices.test_programmes_money import refusal

pytestmark = pytest.mark.django_db


def _verified(made) -> None:
    for planned in made.planned:
        assert send(made.enumerator, filled(planned)).status_code == 201
    intake.read_waiting(at=NOW)
    actions.verify_visits(visits=list(Visit.objects.all()), by=made.officer, at=NOW)


def _sent(made) -> CycleArea:
    seen = CycleArea.objects.get(pk=made.area.pk)
    return actions.send_area(cycle_area=seen, reason="cuaca buruk sepanjang pekan", by=made.officer, at=NOW)


def test_a_new_cycle_covers_every_area_of_its_province_and_is_due_by_working_days():
    by = person("province")
    programme = road().programme
    cycle = actions.add_cycle(
        name="Monev baru", area="18", quarter=Quarter(2019, 4), opens_on=date(2020, 1, 2), due_workdays=5,
        monitored=[programme], by=by, at=NOW,
    )  # fmt: skip
    assert cycle.areas.count() == 15
    assert cycle.due_on == date(2020, 1, 8)  # 1 January is a holiday, 4 and 5 January a weekend
    assert cycle.state == "draft"
    again = {
        "name": "Monev baru",
        "area": "18",
        "quarter": Quarter(2019, 4),
        "opens_on": date(2020, 1, 2),
        "due_workdays": 5,
    }
    refusal("cycle.exists", actions.add_cycle, **again, monitored=[programme], by=by, at=NOW)
    refusal("cycle.no_programme", actions.add_cycle, **again | {"name": "x"}, monitored=[], by=by, at=NOW)


def test_the_same_seed_draws_the_same_visits_and_an_open_cycle_is_not_drawn_again():
    made = road(assigned=False)
    draft = actions.add_cycle(
        name="Undian", area="18", quarter=Quarter(2019, 3), opens_on=date(2019, 10, 1), due_workdays=5,
        monitored=[made.programme], by=made.province, at=NOW,
    )  # fmt: skip
    refusal("cycle.nothing_planned", actions.publish, cycle=draft, by=made.province, at=NOW)
    seen = []
    for seed in ("a", "a", "b"):
        actions.draw(cycle=draft, cooperatives=1, enterprises=1, seed=seed, by=made.province, at=NOW)
        rows = PlannedVisit.objects.filter(cycle_area__cycle=draft).order_by("code")
        seen.append([(p.code, p.instrument, p.enterprise_id, p.cooperative_id, p.recipient_id) for p in rows])
    assert seen[0] == seen[1]
    assert {row[1] for row in seen[0]} == {"novice_entrepreneur", "cooperative", "enterprise"}
    assert Event.objects.filter(action="cycle.drawn").order_by("id").last().details["seed"] == "b"
    refusal(
        "cycle.not_draft",
        actions.draw,
        cycle=made.cycle,
        cooperatives=1,
        enterprises=0,
        seed="a",
        by=made.province,
        at=NOW,
    )
    refusal("cycle.not_draft", actions.publish, cycle=made.cycle, by=made.province, at=NOW)


def test_a_visit_goes_to_an_enumerator_of_its_area_alone():
    made = road(assigned=False)
    for stranger in (enumerator("18.02"), made.officer, person("evaluator")):
        refusal(
            "visit.not_an_enumerator",
            actions.assign,
            visits=made.planned,
            to=stranger,
            by=made.officer,
            at=NOW,
        )
    assert made.area.planned.filter(assigned_to=None).count() == 3
    assert actions.assign(visits=made.planned, to=made.enumerator, by=made.officer, at=NOW) == 3
    assert {p.assigned_to for p in made.planned} == {made.enumerator}
    assert Event.objects.filter(action="visit.assigned").count() == 3


def test_an_enumerator_of_one_kecamatan_gets_only_its_visits():
    made = road(assigned=False)
    near = enumerator(made.enterprise.area_id[:8])
    assert actions.assign(visits=made.planned, to=near, by=made.officer, at=NOW) == 3
    far = enumerator("18.01.04")
    refusal("visit.not_an_enumerator", actions.assign, visits=made.planned, to=far, by=made.officer, at=NOW)


def test_what_was_not_visited_needs_a_reason_before_sending():
    made = road()
    gap = refusal(
        "area.gap_reason", actions.send_area, cycle_area=made.area, reason="hujan", by=made.officer, at=NOW
    )
    assert gap.params == {"count": 3}
    sent = _sent(made)
    assert (sent.state, sent.sent_by, sent.sent_at, sent.version) == ("sent", made.officer, NOW, 1)
    assert sent.reason == "cuaca buruk sepanjang pekan"


def test_what_came_in_must_be_verified_before_sending():
    made = road()
    send(made.enumerator, filled(made.planned[0]))
    intake.read_waiting(at=NOW)
    waiting = refusal(
        "area.unverified",
        actions.send_area,
        cycle_area=made.area,
        reason="cuaca buruk sekali",
        by=made.officer,
        at=NOW,
    )
    assert (waiting.status, waiting.params) == (409, {"count": 1})


def test_accepted_work_is_locked():
    made = road()
    _verified(made)
    sent = _sent(made)
    accepted = actions.accept_area(cycle_area=sent, by=made.province, at=NOW)
    assert (accepted.state, accepted.decided_by, accepted.version) == ("accepted", made.province, 2)
    refusal("area.locked", actions.assign, visits=made.planned, to=made.enumerator, by=made.officer, at=NOW)
    refusal("area.decided", actions.accept_area, cycle_area=accepted, by=made.province, at=NOW)
    refusal("area.decided", actions.send_area, cycle_area=accepted, reason="", by=made.officer, at=NOW)


def test_returned_work_is_open_again_with_the_reason():
    made = road()
    sent = _sent(made)
    refusal("area.reason", actions.return_area, cycle_area=sent, reason="kurang", by=made.province, at=NOW)
    back = actions.return_area(cycle_area=sent, reason="foto kuitansi belum ada", by=made.province, at=NOW)
    assert (back.state, back.reason) == ("returned", "foto kuitansi belum ada")
    assert actions.assign(visits=made.planned, to=made.enumerator, by=made.officer, at=NOW) == 3
    assert _sent(made).state == "sent"


def test_only_what_was_sent_can_be_decided():
    made = road()
    for decide in (
        lambda: actions.accept_area(cycle_area=made.area, by=made.province, at=NOW),
        lambda: actions.return_area(
            cycle_area=made.area, reason="belum dikirim oleh wilayah", by=made.province, at=NOW
        ),
    ):
        assert refusal("area.decided", decide).status == 409


def test_a_step_on_an_area_that_has_moved_on_is_refused():
    """Somebody holds the page of version 0 while the area was sent, returned and sent again."""
    made = road()
    stale = CycleArea.objects.get(pk=made.area.pk)
    actions.return_area(cycle_area=_sent(made), reason="foto kuitansi belum ada", by=made.province, at=NOW)
    refusal(
        "area.decided",
        actions.send_area,
        cycle_area=stale,
        reason="cuaca buruk sekali",
        by=made.officer,
        at=NOW,
    )
    assert CycleArea.objects.get(pk=made.area.pk).version == 2


def test_the_board_counts_each_area_and_says_who_is_late():
    made = road()
    _verified(made)

    def line(day):
        return next(x for x in queries.board(made.cycle, "18", day) if x.cycle_area.area_id == "18.01")

    due = made.area.due_on
    assert (line(due).planned, line(due).assigned, line(due).visited, line(due).verified) == (3, 3, 3, 3)
    assert (line(due).percent, line(due).late) == (100, False)
    assert line(date(2020, 4, 30)).late_workdays > 0
    _sent(made)
    assert line(date(2020, 12, 31)).late is False  # sent in time: late no more, however long ago
    assert len(queries.board(made.cycle, "18.02", due)) == 1
