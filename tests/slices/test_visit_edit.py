"""An officer edits a visit's answers: a new version beside the former, its facts and findings, who is told, what is refused."""

import re
import uuid

import pytest

from naikkelas.accounts.access import OutOfArea
from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.monev.models import CycleArea, Finding, Visit
from naikkelas.notices.models import Notice
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import filled, person, road, send
from tests.factories.photos import photo as jpeg

pytestmark = pytest.mark.django_db
REASON = "Nilai pada kuitansi berbeda."


@pytest.fixture
def made():
    return road()


@pytest.fixture
def visit(made) -> Visit:
    """A visit to who received start-up capital, of which less was received than the decree says."""
    planned = made.planned_with("novice_entrepreneur")
    xml = filled(planned, amount_received="9000000", deduction="yes", photo_place="a.jpg")
    send(made.enumerator, xml, {"a.jpg": jpeg()})
    intake.read_waiting(at=NOW)
    return Visit.objects.get()


def sent():
    return Delivery.objects.filter(kind="submission")


def edit_of(visit: Visit, **answers: str) -> intake.Parcel:
    """The newest version of a visit's form with some answers changed, as the form engine gives it."""
    xml = queries.sent_xml(queries.standing(visit.instance_id)).decode()
    new = f"<instanceID>uuid:{uuid.uuid4()}</instanceID><deprecatedID>{visit.instance_id}</deprecatedID>"
    xml = re.sub(r"<deprecatedID>[^<]*</deprecatedID>", "", xml)
    xml = xml.replace(f"<instanceID>{visit.instance_id}</instanceID>", new)
    for name, text in answers.items():
        xml, count = re.subn(rf"<{name}>[^<]*</{name}>", f"<{name}>{text}</{name}>", xml)
        assert count, name
    return intake.Parcel(xml.encode())


def edit(visit: Visit, by, reason: str = REASON, **answers: str) -> Delivery:
    return intake.edit_visit(visit=visit, parcel=edit_of(visit, **answers), reason=reason, by=by, at=NOW)


def test_the_edit_counts_and_the_version_before_stays_readable(made, visit):
    sent = visit.instance_id
    delivery = edit(visit, made.officer, amount_received="12000000")
    visit.refresh_from_db()
    assert visit.instance_id == delivery.instance_id
    assert visit.facts.get(name="amount_received").number == 12_000_000
    assert (visit.enumerator, visit.state) == (made.enumerator, "received")
    assert "edited_office" in visit.flags
    assert "other_enumerator" not in visit.flags
    former, newest = queries.versions_of(delivery)
    assert (former.instance_id, former.state) == (sent, "edited")
    assert "9000000" in {a["text"] for a in queries.answers_of(former)}
    assert (newest.received_by, newest.summary["office"]) == (made.officer, {"reason": REASON, "changed": 1})
    assert visit.photos[0]["name"] == "a.jpg"


def test_findings_and_flags_follow_the_edit(made, visit):
    rules = set(visit.findings.exclude(state="withdrawn").values_list("rule", flat=True))
    assert "amount_differs" in visit.flags
    edit(visit, made.officer, amount_received="12000000", deduction="no")
    visit.refresh_from_db()
    assert "amount_differs" not in visit.flags
    assert visit.judged_at is None
    after = set(visit.findings.exclude(state="withdrawn").values_list("rule", flat=True))
    assert after < rules
    assert Finding.objects.filter(visit=visit, state="withdrawn").exists()


def test_a_finding_that_was_taken_back_stands_again_when_the_answers_do(made, visit):
    edit(visit, made.officer, amount_received="12000000", deduction="no")
    gone = Finding.objects.filter(visit=visit, state="withdrawn").first()
    visit.refresh_from_db()
    edit(visit, made.officer, amount_received="9000000", deduction="yes")
    again = Finding.objects.get(pk=gone.pk)
    assert (again.state, again.closed_by, again.due_on > again.opened_on) == ("not_followed_up", None, True)
    assert Event.objects.filter(action="finding.reopened", object_id=str(gone.pk)).count() == 1


def test_the_enumerator_is_told_and_the_trail_keeps_the_reason_without_answers(made, visit):
    edit(visit, made.officer, amount_received="12000000")
    assert Notice.objects.filter(kind="visit.edited", user=made.enumerator).count() == 1
    event = Event.objects.get(action="visit.edited")
    assert (event.actor_id, event.details["reason"], event.details["answers"]) == (made.officer.pk, REASON, 1)
    assert "12000000" not in str(event.details)


def test_when_it_was_made_and_came_in_stays(made, visit):
    moments = visit.started_at, visit.ended_at, visit.received_at
    edit(visit, made.officer, amount_received="12000000", end="2020-03-20T09:30:00+07:00")
    visit.refresh_from_db()
    assert (visit.started_at, visit.ended_at, visit.received_at) == moments


def test_a_verified_visit_is_verified_anew(made, visit):
    monev.verify_visits(visits=[visit], by=made.officer, at=NOW)
    visit.refresh_from_db()
    edit(visit, made.officer, amount_received="12000000")
    visit.refresh_from_db()
    assert (visit.state, visit.planned.state, visit.decided_by) == ("received", "visited", None)
    assert Event.objects.get(action="visit.edited").details["changes"] == {"state": ["verified", "received"]}


def refusal(visit: Visit, by, reason: str = REASON, **answers: str) -> str:
    with pytest.raises(Refused) as caught:
        edit(visit, by, reason, **(answers or {"amount_received": "12000000"}))
    assert sent().count() == 1
    return caught.value.kind.code


@pytest.mark.parametrize(
    ("state", "code"), [("sent", "visit.edit_area_sent"), ("accepted", "visit.edit_area_accepted")]
)
def test_a_locked_visit_is_refused_with_the_remedy(made, visit, state, code):
    CycleArea.objects.filter(pk=made.area.pk).update(state=state)
    visit = Visit.objects.get()
    assert refusal(visit, made.officer) == code


def test_a_visit_that_was_given_back_is_its_enumerators(made, visit):
    monev.reject_visit(visit=visit, reason="Foto belum ada sama sekali.", by=made.officer, at=NOW)
    visit.refresh_from_db()
    assert refusal(visit, made.officer) == "visit.edit_given_back"


def test_a_closed_cycle_is_refused(made, visit):
    made.cycle.state = "closed"
    made.cycle.save()
    assert refusal(Visit.objects.get(), made.officer) == "visit.edit_cycle_closed"


def test_what_says_too_little_is_refused(made, visit):
    assert refusal(visit, made.officer, "salah") == "submission.edit_reason"
    assert refusal(visit, made.officer, amount_received="9000000") == "submission.edit_same"
    assert refusal(visit, made.officer, visit_code="LAIN-0001") == "visit.edit_other"
    with pytest.raises(OutOfArea):
        edit(visit, person("regency", "18.02"), amount_received="12000000")


def test_an_edit_of_a_version_that_is_no_longer_the_newest_is_refused(made, visit):
    late = edit_of(visit, amount_received="11000000")
    edit(visit, made.officer, amount_received="12000000")
    visit.refresh_from_db()
    with pytest.raises(Refused) as caught:
        intake.edit_visit(visit=visit, parcel=late, reason=REASON, by=made.officer, at=NOW)
    assert caught.value.kind.code == "submission.edit_changed_since"


def test_the_same_edit_again_changes_nothing(made, visit):
    parcel = edit_of(visit, amount_received="12000000")
    first = intake.edit_visit(visit=visit, parcel=parcel, reason=REASON, by=made.officer, at=NOW)
    visit.refresh_from_db()
    assert intake.edit_visit(visit=visit, parcel=parcel, reason=REASON, by=made.officer, at=NOW) == first
    assert sent().count() == 2


def test_the_enumerator_may_mend_what_the_office_changed(made, visit):
    edit(visit, made.officer, amount_received="12000000")
    visit.refresh_from_db()
    assert send(made.enumerator, edit_of(visit, amount_received="12500000").xml).status_code == 201
    intake.read_waiting(at=NOW)
    visit.refresh_from_db()
    assert visit.facts.get(name="amount_received").number == 12_500_000
    assert {"edited", "edited_office"} <= set(visit.flags)
    assert len(queries.versions_of(queries.standing(visit.instance_id))) == 3


def test_a_phone_that_edits_the_version_before_is_kept_aside(made, visit):
    late = edit_of(visit, amount_received="11000000")
    edit(visit, made.officer, amount_received="12000000")
    assert send(made.enumerator, late.xml).status_code == 409
    assert Delivery.objects.filter(state="aside").count() == 1


def test_what_was_corrected_at_release_is_in_the_form_that_is_edited(made):
    planned = made.planned_with("novice_entrepreneur")
    send(made.enumerator, filled(planned, visit_code="SALAH-1"))
    intake.read_waiting(at=NOW)
    held = sent().get()
    intake.release(delivery=held, corrections={"visit_code": planned.code}, by=made.officer, at=NOW)
    visit = Visit.objects.get()
    edit(visit, made.officer, amount_received="11500000")
    visit.refresh_from_db()
    assert visit.facts.get(name="amount_received").number == 11_500_000
