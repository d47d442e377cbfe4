"""Teams, their way and letters; attempts, replacements; progress, lateness and who hears of it."""

from datetime import date, timedelta

import pytest

from naikkelas.intake import actions as intake
from naikkelas.kit import clock
from naikkelas.monev import actions, queries
from naikkelas.monev.models import Nudge, PlannedVisit, Visit
from naikkelas.monev.queries import progress, teams
from naikkelas.notices.models import Notice
from naikkelas.reports import actions as reports
from naikkelas.reports.models import AssignmentLetter
from naikkelas.reports.queries import assignments
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enumerator, filled, person, road, send
from tests.factories.registry import cooperative
from tests.slices.test_programmes_money import refusal

pytestmark = pytest.mark.django_db
SIGNER = {"basis": "DPA 2020", "signer_name": "Uji", "signer_position": "Kepala Dinas", "signer_nip": ""}


def _team(made, **more):
    values = {
        "cycle_area": made.area,
        "name": "Tim 1",
        "leader": made.enumerator,
        "members": [],
        "by": made.officer,
    }
    return actions.add_team(**values | more, at=NOW)


def _met(made, planned, outcome="moved"):
    actions.record_attempt(
        planned=planned,
        tried_on=NOW.date(),
        channel="visit",
        outcome=outcome,
        remark="",
        by=made.officer,
        at=NOW,
    )


def test_a_team_is_made_of_enumerators_of_its_area_once_by_name():
    made = road()
    team = _team(made, members=[enumerator("18.01.06")])
    assert team.members.count() == 2
    refusal("team.name", _team, made)
    refusal("team.no_name", _team, made, name=" ")
    for stranger in (enumerator("18.02"), made.officer):
        refusal("visit.not_an_enumerator", _team, made, name="Lain", leader=stranger)


def test_visits_of_a_team_go_to_the_phones_of_its_people_and_to_no_other_team():
    made = road(assigned=False)
    team, other = _team(made), _team(made, name="Tim 2")
    assert actions.give_to_team(team=team, visits=made.planned, by=made.officer, at=NOW) == 3
    assert {p.assigned_to for p in made.planned} == {made.enumerator}
    actions.give_to_team(team=other, visits=made.planned[:1], by=made.officer, at=NOW)
    assert [t.given for t in teams.teams_of(made.area)] == [2, 1]
    assert [p.task.team for p in teams.givable(other)] == [team, team]
    refusal("visit.none_ticked", actions.give_to_team, team=team, visits=[], by=made.officer, at=NOW)
    refusal("visit.none_ticked", actions.assign, visits=[], to=made.enumerator, by=made.officer, at=NOW)
    stranger = road("18.02").planned[0]
    refusal("team.other_area", actions.give_to_team, team=team, visits=[stranger], by=made.officer, at=NOW)


def test_a_team_made_in_vain_is_removed_and_one_with_visits_or_a_letter_stays():
    made = road()
    team, other = _team(made), _team(made, name="Tim 2")
    removed = {"by": made.officer, "at": NOW}
    actions.give_to_team(team=team, visits=made.planned, by=made.officer, at=NOW)
    refusal("team.has_visits", actions.remove_team, team=team, **removed)
    reports.issue_assignment(
        team=team, starts_on=date(2020, 3, 2), ends_on=date(2020, 3, 6), by=made.officer, at=NOW, **SIGNER
    )
    actions.give_to_team(team=other, visits=made.planned, by=made.officer, at=NOW)
    refusal("team.has_letter", actions.remove_team, team=team, **removed)
    assert not Event.objects.filter(action="team.removed").exists()
    empty = _team(made, name="Tim 3")
    pk = empty.pk
    actions.remove_team(team=empty, **removed)
    assert [t.name for t in teams.teams_of(made.area)] == ["Tim 1", "Tim 2"]
    told = Event.objects.get(action="team.removed")
    assert (told.object_id, told.actor_id) == (str(pk), made.officer.pk)
    assert told.details["changes"]["name"] == ["Tim 3", ""]


def test_a_team_of_an_accepted_area_stays():
    made = road()
    team = _team(made)
    made.area.state = "accepted"
    made.area.save(update_fields=["state"])
    refusal("area.locked", actions.remove_team, team=team, by=made.officer, at=NOW)


def test_a_duty_letter_is_numbered_in_its_year_and_the_same_bytes_as_issued():
    made = road()
    team, days = _team(made), {"starts_on": date(2020, 3, 2), "ends_on": date(2020, 3, 6)}
    issue = {"team": team, "by": made.officer, "at": NOW} | days | SIGNER
    refusal("letter.nothing_to_do", reports.issue_assignment, **issue)
    actions.give_to_team(team=team, visits=made.planned, by=made.officer, at=NOW)
    refusal("letter.days", reports.issue_assignment, **issue | {"ends_on": date(2020, 3, 1)})
    refusal("letter.signer", reports.issue_assignment, **issue | {"signer_name": " "})
    first, second = (reports.issue_assignment(**issue) for _ in range(2))
    month = {3: "III"}.get(NOW.month) or first.number.split("/")[3]
    assert first.number == f"001/ST-MONEV/18.01/{month}/{NOW.year}"
    assert second.number.startswith("002/ST-MONEV/18.01/")
    assert (first.figures["workdays"], first.figures["visits"]) == (5, 3)
    assert assignments.letter_bytes(first).startswith(b"%PDF")
    text = str(first.figures).lower()
    assert made.enumerator.name.lower() in text
    assert made.recipient.name.lower() not in text
    refusal("letter.reason", reports.withdraw_assignment, letter=first, reason="x", by=made.officer, at=NOW)
    reports.withdraw_assignment(letter=first, reason="salah tanggal berangkat", by=made.officer, at=NOW)
    assert AssignmentLetter.objects.get(pk=first.pk).withdrawn_at == NOW
    assert reports.issue_assignment(**issue).serial == 3


def test_the_way_goes_by_kecamatan_and_ends_with_what_has_no_point():
    made = road()
    team = _team(made)
    actions.give_to_team(team=team, visits=made.planned, by=made.officer, at=NOW)
    type(made.enterprise).objects.update(latitude=-5.7, longitude=105.6)
    steps = teams.itinerary(team)
    assert {s.planned.code for s in steps} == {p.code for p in made.planned}
    exact = [s for s in steps if s.exact]
    assert steps[: len(exact)] == exact
    assert exact[0].planned.enterprise == made.enterprise


def test_a_drawn_visit_that_cannot_be_made_is_replaced_by_the_next_of_the_draw_after_an_attempt():
    made = road()
    reserve = cooperative(made.officer, "18.01")
    planned = made.planned_with("cooperative")
    replace = {
        "planned": planned,
        "reason": "moved",
        "remark": "",
        "substitute": True,
        "by": made.officer,
        "at": NOW,
    }
    refusal("replacement.attempt", actions.replace_visit, **replace)
    _met(made, planned)
    refusal("replacement.attempt", actions.replace_visit, **replace | {"reason": "appointment"})
    row = actions.replace_visit(**replace)
    drawn = {made.cooperative.pk, reserve.pk}
    assert {planned.cooperative_id, row.substitute.cooperative_id} == drawn
    assert (row.substitute.code, row.substitute.assigned_to) == (f"{planned.code}P", made.enumerator)
    line = queries.area_line(made.area, NOW.date())
    assert (line.planned, line.unmet) == (3, 0)
    refusal("visit.not_to_be_made", actions.replace_visit, **replace)
    _met(made, row.substitute)
    refusal("replacement.none_left", actions.replace_visit, **replace | {"planned": row.substitute})


def test_a_recipient_is_not_replaced_and_stays_expected():
    made = road()
    planned = made.planned_with("novice_entrepreneur")
    _met(made, planned, "refused")
    replace = {"planned": planned, "reason": "refused", "remark": "", "by": made.officer, "at": NOW}
    refusal("replacement.not_drawn", actions.replace_visit, substitute=True, **replace)
    actions.replace_visit(substitute=False, **replace)
    line = queries.area_line(made.area, NOW.date())
    assert (line.planned, line.visited, line.unmet) == (3, 0, 1)
    assert planned not in queries.planned_for(made.enumerator)
    sent = send(made.enumerator, filled(planned))
    assert sent.status_code == 201
    intake.read_waiting(at=NOW)
    assert Visit.objects.get().planned == planned  # met after all: what comes in counts


def test_a_form_for_a_replaced_visit_is_held_for_a_person():
    made = road()
    cooperative(made.officer, "18.01")
    planned = made.planned_with("cooperative")
    _met(made, planned)
    actions.replace_visit(
        planned=planned, reason="closed", remark="", substitute=True, by=made.officer, at=NOW
    )
    send(made.enumerator, filled(planned))
    intake.read_waiting(at=NOW)
    assert not Visit.objects.exists()


def test_completeness_and_timeliness_are_counted_as_reporting_rates():
    made = road()
    team = _team(made)
    actions.give_to_team(team=team, visits=made.planned[:2], by=made.officer, at=NOW)
    late = NOW.replace(year=2020, month=4, day=20)
    for planned, at in zip(made.planned[:2], (NOW, late), strict=True):
        clock.set_to(at)
        send(made.enumerator, filled(planned))
        intake.read_waiting(at=at)
    rows = progress.rows(made.cycle, "18")
    total = progress.whole(rows)
    assert (total.expected, total.received, total.on_time, total.missing) == (3, 2, 1, 1)
    by_team = {line.name: (line.expected, line.received) for line in progress.progress(rows, "team")}
    assert by_team == {"Kab. Lampung Selatan: Tim 1": (2, 2), "": (1, 0)}
    for way in progress.WAYS:
        lines = progress.progress(rows, way)
        assert sum(line.expected for line in lines) == 3
        assert sum(line.received for line in lines) == 2
    assert progress.rows(made.cycle, "18.02") == []


def test_who_is_late_is_told_level_by_level_once():
    made = road()
    ministry = person("ministry", "0")
    due = made.area.due_on
    assert progress.late_areas(made.cycle, "18.01", due) == []
    refusal(
        "nudge.not_late", actions.nudge, cycle_area=made.area, to=made.officer, text="", by=made.province,
        at=NOW.replace(year=due.year, month=due.month, day=due.day),
    )  # fmt: skip
    seen = []
    for days in (2, 2, 7, 30):
        day = due + timedelta(days=days)
        at = NOW.replace(year=day.year, month=day.month, day=day.day)
        actions.escalate(area="18.01", by=SYSTEM, at=at)
        seen.append(sorted(Nudge.objects.values_list("level", flat=True)))
    assert seen[0] == seen[1] == ["regency"]
    assert seen[2] == ["province", "regency"]
    assert seen[3] == ["ministry", "province", "regency"]
    assert Nudge.objects.get(level="ministry").to == ministry
    nudge = actions.nudge(
        cycle_area=made.area, to=made.officer, text="Mohon dikirim", by=made.province, at=at
    )
    refusal(
        "nudge.not_of_the_area", actions.nudge, cycle_area=made.area, to=made.province, text="", by=made.province, at=at
    )  # fmt: skip
    assert nudge.text == "Mohon dikirim"
    told = Notice.objects.filter(kind__in=["area.nudged", "area.escalated"]).order_by("id")
    assert [(n.kind, n.user_id) for n in told] == [
        ("area.escalated", made.province.pk), ("area.escalated", ministry.pk), ("area.nudged", made.officer.pk)
    ]  # fmt: skip
    assert PlannedVisit.objects.filter(cycle_area=made.area).count() == 3
