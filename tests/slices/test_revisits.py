"""Visits made again by somebody else: drawn by a seed, given to another phone, compared, counted in no figure."""

from datetime import date

import pytest

from naikkelas.analytics import queries as analytics
from naikkelas.analytics.scope import Scope
from naikkelas.forms import queries as forms
from naikkelas.intake import actions as intake
from naikkelas.kit.periods import Quarter
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.monev import queries
from naikkelas.monev.models import Finding, PlannedVisit, Visit
from naikkelas.monev.queries import revisits
from naikkelas.monev.queries.compared import first_hand
from naikkelas.notices.models import Notice
from naikkelas.openrosa.lists import LISTS
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enumerator, filled, road, send

pytestmark = pytest.mark.django_db
DUE = date(2020, 3, 30)


@pytest.fixture
def made():
    found = road()
    found.other = enumerator("18.01")
    return found


def come(made, planned, by=None, **answers) -> Visit:
    assert send(by or made.enumerator, filled(planned, **answers)).status_code == 201
    intake.read_waiting(at=NOW)
    monev.judge_waiting(by=SYSTEM, at=NOW)
    return Visit.objects.latest("id")


def verified(made, **answers) -> Visit:
    visit = come(made, made.planned_with("enterprise"), **answers)
    monev.verify_visits(visits=[visit], by=made.officer, at=NOW)
    visit.refresh_from_db()
    return visit


def drawn(made, **changes):
    terms = {"seed": "satu", "least": 1, "size": 1, "due_on": DUE} | changes
    return monev.draw_again(cycle=made.cycle, area="18.01", **terms, by=made.officer, at=NOW)


def test_a_drawn_visit_is_another_enumerators_and_the_trail_says_who_drew(made):
    first = verified(made)
    check = drawn(made)
    again = check.drawn.get()
    assert (again.again_of, again.assigned_to, again.instrument, again.due_on) == (
        first,
        made.other,
        "enterprise",
        DUE,
    )
    assert again in queries.planned_for(made.other)
    check.refresh_from_db()
    assert check.frame == [[first.planned.code, made.enumerator.pk]]
    assert revisits.repeats(check)
    told = Event.objects.get(action="visits.drawn_again")
    assert (told.actor_id, told.details["seed"], told.details["frame"]) == (made.officer.pk, "satu", 1)


def test_the_phone_of_the_other_has_it_in_its_list_of_visits(made):
    verified(made)
    code = drawn(made).drawn.get().code
    form = forms.newest("enterprise")
    assert code in LISTS["visits.csv"](made.other, form).names
    assert code not in LISTS["visits.csv"](made.enumerator, form).names


def test_the_answers_of_both_are_compared_question_by_question(made):
    verified(made)
    again = drawn(made).drawn.get()
    second = come(made, again, made.other, workers_male="9", seed=1)
    result = revisits.results([again])[0]
    assert (result.second, second.state, second.flags) == (second, "again", [])
    assert [pair.path.rpartition("/")[2] for pair in result.pairs if pair.verdict == "differs"] == [
        "workers_male"
    ]
    assert result.tally.same > 5
    line = revisits.by_enumerator([result])[0]
    assert (line.name, line.drawn, line.made, line.tally.differs, line.few) == (
        made.enumerator.name,
        1,
        1,
        1,
        True,
    )
    question = next(row for row in revisits.by_question([result]) if row[1].endswith("workers_male"))
    assert (question[2].rate_bp, question[2].few) == (10_000, True)


def test_a_tolerance_of_a_question_is_kept_and_followed_at_once(made):
    verified(made)
    check = drawn(made)
    again = check.drawn.get()
    come(made, again, made.other, workers_male="9")
    pair = next(p for p in revisits.results([again])[0].pairs if p.verdict == "differs")
    with pytest.raises(Refused):
        monev.set_tolerances(
            check=check, usual="10%", own={f"enterprise:{pair.path}": "banyak"}, by=made.officer, at=NOW
        )
    with pytest.raises(Refused):
        monev.set_tolerances(check=check, usual="2", own={}, by=made.officer, at=NOW)
    monev.set_tolerances(
        check=check, usual="5%", own={f"enterprise:{pair.path}": "20"}, by=made.officer, at=NOW
    )
    again = revisits.revisits_visible_to(made.officer).get()
    assert again.back_check.tolerance_bp == 500
    assert revisits.results([again])[0].tally.differs == 0
    told = Event.objects.get(action="visits.tolerances_set").details["changes"]
    assert told["tolerance_bp"] == [1000, 500]


def test_no_figure_counts_a_visit_that_was_made_again(made):
    scope = Scope("18.01", Quarter(2019, 4))

    def figures():
        return (
            queries.board(made.cycle, "18", date(2020, 3, 13)),
            analytics.figure(analytics.indicators()["visits_done"], scope),
            list(queries.fact_rows({"workers_male": "number"}).values_list("fact_workers_male", flat=True)),
            Finding.objects.count(),
        )

    verified(made, licence="1")
    before = figures()
    assert before[-1] == 1
    again = drawn(made).drawn.get()
    come(made, again, made.other, licence="1")
    assert Visit.objects.filter(state="again").count() == 1
    assert figures() == before
    with pytest.raises(Refused):
        monev.verify_visits(visits=[Visit.objects.get(state="again")], by=made.officer, at=NOW)


def test_work_that_was_accepted_can_still_be_checked(made):
    for planned in made.planned:
        come(made, planned)
    monev.verify_visits(visits=list(Visit.objects.all()), by=made.officer, at=NOW)
    again = drawn(made).drawn.get()
    monev.send_area(cycle_area=made.area, reason="", by=made.officer, at=NOW)
    monev.accept_area(cycle_area=made.area, by=made.province, at=NOW)
    second = come(made, again, made.other)
    assert (second.planned, second.state) == (again, "again")


def test_whoever_made_a_visit_cannot_be_given_it_again(made):
    verified(made)
    again = drawn(made).drawn.get()
    with pytest.raises(Refused):
        monev.assign(visits=[again], to=made.enumerator, by=made.officer, at=NOW)
    second = come(made, again)  # but a phone that was lent sends all the same
    assert second.flags == ["other_enumerator", "same_enumerator"]


def test_the_same_answers_are_no_suspicion_here(made):
    verified(made)
    again = drawn(made).drawn.get()
    second = come(made, again, made.other, start="2020-03-13T09:00:00+07:00", end="2020-03-13T09:40:00+07:00")
    assert not second.doubts.exists()
    assert revisits.results([again])[0].tally.differs == 0


def test_an_edit_of_a_re_visit_stays_one(made):
    verified(made)
    again = drawn(made).drawn.get()
    come(made, again, made.other, instance_id="uuid:satu")
    edited = filled(again, workers_male="7").replace(
        b"<instanceID>", b"<deprecatedID>uuid:satu</deprecatedID><instanceID>"
    )
    assert send(made.other, edited).status_code == 201
    intake.read_waiting(at=NOW)
    second = Visit.objects.get(planned=again)
    assert (second.state, "edited" in second.flags) == ("again", True)
    assert second in queries.mendable_by(made.other)


def test_what_cannot_be_drawn_is_refused_with_the_reason(made):
    def refused(**changes) -> str:
        with pytest.raises(Refused) as refusal:
            drawn(made, **changes)
        return refusal.value.kind.code

    assert refused() == "revisit.nothing"
    come(made, made.planned_with("enterprise"))
    assert refused() == "revisit.nothing"  # it is to verify
    assert refused(received=True, due_on=date(2020, 1, 1)) == "revisit.day_past"
    drawn(made, received=True)
    assert refused(received=True) == "revisit.seed_used"
    assert refused(received=True, seed="dua") == "revisit.nothing"  # made again already
    made.cycle.state = "closed"
    made.cycle.save()
    assert refused(seed="tiga") == "revisit.not_open"


def test_where_nobody_else_works_it_waits_for_an_assignment(made):
    verified(made)
    made.other.is_active = False
    made.other.save()
    assert drawn(made).drawn.get().assigned_to is None


def test_a_re_visit_that_cannot_be_made_has_no_substitute(made):
    verified(made)
    again = drawn(made).drawn.get()
    monev.record_attempt(
        planned=again,
        tried_on=date(2020, 3, 12),
        channel="visit",
        outcome="moved",
        remark="",
        by=made.officer,
        at=NOW,
    )
    terms = {"planned": again, "reason": "moved", "remark": "", "by": made.officer, "at": NOW}
    with pytest.raises(Refused):
        monev.replace_visit(**terms, substitute=True)
    monev.replace_visit(**terms, substitute=False)
    assert PlannedVisit.objects.get(pk=again.pk).state == "unmet"


# ── given back ──

WHY = "Tenaga kerja belum dihitung per jenis kelamin."


def made_again(made):
    verified(made)
    again = drawn(made).drawn.get()
    return again, come(made, again, made.other, workers_male="9", instance_id="uuid:satu")


def test_a_re_visit_goes_back_to_who_made_it_and_is_compared_again_once_it_is_mended(made):
    again, second = made_again(made)
    monev.reject_visit(visit=second, reason=WHY, by=made.officer, at=NOW)
    again.refresh_from_db()
    result = revisits.results([again])[0]
    assert (again.state, result.second, [v.note for v in result.returned]) == ("planned", None, [WHY])
    assert second in queries.returned_to(made.other)
    assert second in queries.mendable_by(made.other)
    told = Event.objects.get(action="visit.rejected")
    assert told.details["changes"]["state"] == ["again", "rejected"]
    assert told.details["reason"] == WHY
    notice = Notice.objects.get(kind="visit.returned")
    assert (notice.user, notice.told["name"]) == (made.other, again.code)
    mended = filled(again, workers_male="7").replace(
        b"<instanceID>", b"<deprecatedID>uuid:satu</deprecatedID><instanceID>"
    )
    assert send(made.other, mended).status_code == 201
    intake.read_waiting(at=NOW)
    result = revisits.results([again])[0]
    assert (result.second.state, len(result.returned)) == ("again", 1)
    assert second not in queries.returned_to(made.other)
    assert Event.objects.filter(action="visit.recorded", details__code=again.code).count() == 2


def test_a_re_visit_that_was_given_back_counts_nowhere_and_is_no_measure_of_others(made):
    again, second = made_again(made)
    counted = list(queries.fact_rows({"workers_male": "number"}).values_list("pk", flat=True))
    monev.reject_visit(visit=second, reason=WHY, by=made.officer, at=NOW)
    assert list(queries.fact_rows({"workers_male": "number"}).values_list("pk", flat=True)) == counted
    assert second not in first_hand()
    assert again.again_of in first_hand()
    ordinary = come(made, made.planned_with("cooperative"))
    monev.reject_visit(visit=ordinary, reason=WHY, by=made.officer, at=NOW)
    assert ordinary in first_hand()


def test_a_re_visit_may_be_given_to_somebody_else_after_it_was_given_back(made):
    again, second = made_again(made)
    monev.reject_visit(visit=second, reason=WHY, by=made.officer, at=NOW)
    third = enumerator("18.01")
    again.refresh_from_db()
    monev.assign(visits=[again], to=third, by=made.officer, at=NOW)
    assert second not in queries.mendable_by(made.other)
    assert come(made, again, third).state == "again"


def test_a_re_visit_is_given_back_once_with_a_reason_and_while_its_cycle_runs(made):
    _again, second = made_again(made)

    def refused(reason: str = WHY) -> str:
        with pytest.raises(Refused) as refusal:
            monev.reject_visit(visit=second, reason=reason, by=made.officer, at=NOW)
        return refusal.value.kind.code

    assert refused("salah") == "visit.reason"
    made.cycle.state = "closed"
    made.cycle.save()
    second = Visit.objects.get(pk=second.pk)
    assert refused() == "visit.check_over"
    made.cycle.state = "open"
    made.cycle.save()
    second = Visit.objects.get(pk=second.pk)
    monev.reject_visit(visit=second, reason=WHY, by=made.officer, at=NOW)
    assert refused() == "visit.not_waiting"


def test_a_re_visit_has_problems_and_is_mended_by_an_edit(made):
    again, second = made_again(made)
    monev.comment_visit(visit=second, text="Periksa tenaga kerja.", asks=True, by=made.officer, at=NOW)
    assert Visit.objects.get(pk=second.pk).trouble == "asked"
    edited = filled(again, workers_male="7").replace(
        b"<instanceID>", b"<deprecatedID>uuid:satu</deprecatedID><instanceID>"
    )
    send(made.other, edited)
    intake.read_waiting(at=NOW)
    assert Visit.objects.get(pk=second.pk).trouble == "mended"
