"""Flags stand beside a visit with their reason; they change nothing that it says and hold nothing back."""

import pytest

from naikkelas.intake import actions as intake
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.monev.models import PlannedVisit, Visit, VisitComment, VisitFlag, VisitPhoto
from naikkelas.monev.queries import plausibility
from naikkelas.places.models import Boundary
from naikkelas.rules.plausibility import HEAD
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import filled, road, send
from tests.factories.photos import photo as jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return road()


def planned_twice(made) -> tuple[PlannedVisit, PlannedVisit]:
    """Two planned visits of one instrument to two places."""
    first = made.planned_with("enterprise")
    second = PlannedVisit.objects.get(pk=first.pk)
    second.pk, second.code, second.enterprise = None, "UJI-0002", None
    second.save()
    return first, second


def come(made, planned, files=None, **answers) -> Visit:
    assert send(made.enumerator, filled(planned, **answers), files).status_code == 201
    intake.read_waiting(at=NOW)
    monev.judge_waiting(by=SYSTEM, at=NOW)
    return Visit.objects.latest("id")


def rules(visit: Visit) -> dict[str, VisitFlag]:
    return {flag.rule: flag for flag in visit.doubts.all()}


def test_a_flag_holds_its_numbers_the_rule_and_leaves_the_visit_as_it_was(made):
    row = come(
        made,
        made.planned_with("enterprise"),
        start="2020-03-12T22:30:00+07:00",
        end="2020-03-12T22:31:00+07:00",
    )
    found = rules(row)
    assert set(found) == {"too_short", "at_night"}
    assert found["too_short"].numbers == {"took_s": 60, "least_s": 180}
    assert found["at_night"].numbers == {"minute": 22 * 60 + 30}
    assert (found["at_night"].rule_set, found["at_night"].rule_hash) == (HEAD.id, HEAD.hash)
    assert row.flags[-2:] == ["too_short", "at_night"]
    assert (row.state, row.judged_at) == ("received", NOW)
    assert Event.objects.get(action="visit.flagged").details["rules"] == ["too_short", "at_night"]


def test_an_ordinary_visit_has_no_flag_and_is_judged_once(made):
    row = come(made, made.planned_with("enterprise"))
    assert (rules(row), row.judged_at) == ({}, NOW)
    assert monev.judge_waiting(by=SYSTEM, at=NOW) == 0


def test_the_same_answers_and_two_places_point_to_the_other_visit(made):
    one, other = planned_twice(made)
    first = come(made, one, location="-5.72 105.59 40 5")
    second = come(made, other, location="-5.42 105.59 40 5")
    found = rules(second)
    assert found["same_answers"].other == first
    assert found["same_answers"].numbers["alike"] == found["same_answers"].numbers["answers"]
    assert found["two_places"].other == first
    assert 33_000 < found["two_places"].numbers["metres"] < 34_000
    assert rules(first) == {}


def test_the_same_photo_points_to_the_visit_it_came_with_first(made):
    one, other = planned_twice(made)
    photo = jpeg()
    first = come(made, one, {"a.jpg": photo}, photo_place="a.jpg")
    second = come(
        made, other, {"b.jpg": photo}, photo_place="b.jpg", seed=2, start="2020-03-13T09:00:00+07:00",
        end="2020-03-13T09:40:00+07:00", today="2020-03-13",
    )  # fmt: skip
    assert rules(second)["same_photo"].other == first
    assert "same_photo" not in rules(first)
    assert VisitPhoto.objects.filter(visit__in=[first, second]).count() == 2


def told(visits) -> list:
    flags = VisitFlag.objects.filter(visit__in=visits).order_by("visit_id", "rule")
    return [
        list(flags.values_list("visit_id", "rule", "numbers", "other_id")),
        list(
            VisitPhoto.objects.filter(visit__in=visits).order_by("visit_id").values_list("visit_id", "sha256")
        ),
        list(Visit.objects.order_by("id").values_list("id", "flags", "answers_sha256", "judged_at")),
    ]


def test_visits_judged_together_are_flagged_as_if_each_had_come_by_itself(made):
    one, other = planned_twice(made)
    third = PlannedVisit.objects.get(pk=other.pk)
    third.pk, third.code = None, "UJI-0003"
    third.save()
    photo = jpeg()
    for planned, place in (
        (one, "-5.72 105.59 40 5"),
        (other, "-5.42 105.59 40 5"),
        (third, "-5.43 105.59 40 5"),
    ):
        answers = {"photo_place": "a.jpg", "location": place}
        assert send(made.enumerator, filled(planned, **answers), {"a.jpg": photo}).status_code == 201
    intake.read_waiting(at=NOW)
    visits = Visit.objects.order_by("id")
    assert monev.judge_waiting(by=SYSTEM, at=NOW) == 3
    together = told(visits)
    first, second, _ = visits
    assert {"same_answers", "same_photo"}.isdisjoint(rules(first))
    assert [rules(second)[rule].other for rule in ("same_answers", "same_photo")] == [first, first]
    VisitFlag.objects.all().delete()
    VisitPhoto.objects.all().delete()
    visits.update(judged_at=None, answers_sha256="")
    while monev.judge_waiting(by=SYSTEM, at=NOW, limit=1):
        pass
    assert told(visits) == together


def test_what_cannot_be_judged_keeps_nobody_else_waiting(made, monkeypatch):
    one, other = planned_twice(made)
    for planned in (one, other):
        assert send(made.enumerator, filled(planned, end="2020-03-12T09:01:00+07:00")).status_code == 201
    intake.read_waiting(at=NOW)
    first, second = Visit.objects.order_by("id")
    rightly = plausibility.duration
    monkeypatch.setattr(
        plausibility, "duration", lambda visit: rightly(visit) if visit.pk != first.pk else 1 / 0
    )
    monev.judge_waiting(by=SYSTEM, at=NOW)
    assert rules(first) == {}
    assert "too_short" in rules(second)
    assert not Visit.objects.filter(judged_at=None).exists()


def test_a_boundary_says_when_a_visit_lies_outside_it(made):
    planned = made.planned_with("enterprise")
    square = [[105.0, -5.0], [105.2, -5.0], [105.2, -5.2], [105.0, -5.2], [105.0, -5.0]]
    Boundary.objects.create(
        region_id=planned.area_id[:5], geometry={"type": "Polygon", "coordinates": [square]}, source="uji",
        imported_at=NOW,
    )  # fmt: skip
    found = rules(come(made, planned, location="-5.1 105.3 40 5"))
    assert 10_900 < found["outside_area"].numbers["metres"] < 11_200


def test_an_edit_is_judged_anew_and_what_was_asked_counts_as_mended(made):
    planned = made.planned_with("enterprise")
    row = come(made, planned, instance_id="uuid:satu", end="2020-03-12T09:01:00+07:00")
    assert set(rules(row)) == {"too_short"}
    monev.comment_visit(visit=row, text="Lama pengisian?", asks=True, by=made.enumerator, at=NOW)
    row.refresh_from_db()
    assert row.trouble == "asked"
    edited = filled(planned, instance_id="uuid:dua").replace(
        b"<instanceID>", b"<deprecatedID>uuid:satu</deprecatedID><instanceID>"
    )
    assert send(made.enumerator, edited).status_code == 201
    intake.read_waiting(at=NOW)
    monev.judge_waiting(by=SYSTEM, at=NOW)
    row.refresh_from_db()
    assert (rules(row), row.trouble, row.instance_id) == ({}, "mended", "uuid:dua")
    assert VisitComment.objects.get().settled_at == NOW


def test_a_comment_needs_words_and_only_a_waiting_visit_can_be_asked(made):
    row = come(made, made.planned_with("enterprise"))
    with pytest.raises(Refused):
        monev.comment_visit(visit=row, text="  ", by=made.enumerator, at=NOW)
    monev.verify_visits(visits=[row], by=made.enumerator, at=NOW)
    with pytest.raises(Refused):
        monev.comment_visit(visit=row, text="Foto?", asks=True, by=made.enumerator, at=NOW)
    assert not VisitComment.objects.exists()
