"""What a person must decide is held with its reason; what only a machine could not do now simply waits."""

import shutil
from datetime import timedelta

import pytest

from naikkelas import vault
from naikkelas.forms.models import FormVersion
from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.monev.models import PlannedVisit, Visit
from tests.conftest import NOW
from tests.factories import enumerator, filled, road, send
from tests.factories.photos import photo

pytestmark = pytest.mark.django_db
REASON = "Kunjungan ini dibuat dua kali."


@pytest.fixture
def made():
    return road()


def sent(user, xml: bytes, files: dict[str, bytes] | None = None) -> Delivery:
    """Send and read a submission."""
    answer = send(user, xml, files)
    assert answer.status_code in (201, 202)
    intake.read_waiting(at=NOW)
    return Delivery.objects.filter(kind="submission").order_by("-id").first()


def held(row: Delivery, reason: str) -> Delivery:
    """Assert that it waits for a person with this reason, told in both languages, and made no visit."""
    assert (row.state, row.reason) == ("held", reason)
    assert row.summary["id"]
    assert row.summary["en"] != row.summary["id"]
    assert not Visit.objects.filter(instance_id=row.instance_id).exists()
    return row


def test_an_unknown_visit_code_is_held(made):
    row = sent(made.enumerator, filled(made.planned_with("enterprise"), visit_code="SALAH-1"))
    assert "SALAH-1" in held(row, "visit.unknown_code").summary["id"]


def test_a_visit_planned_with_another_instrument_is_held(made):
    code = made.planned_with("cooperative").code
    held(
        sent(made.enumerator, filled(made.planned_with("enterprise"), visit_code=code)),
        "visit.other_instrument",
    )


def test_a_visit_outside_the_area_of_duty_is_held(made):
    held(sent(enumerator("18.72"), filled(made.planned_with("enterprise"))), "visit.outside")


def test_a_second_form_for_a_visit_already_made_is_held(made):
    planned = made.planned_with("enterprise")
    sent(made.enumerator, filled(planned))
    held(sent(made.enumerator, filled(planned, seed=2)), "visit.already")
    assert planned.visits.count() == 1


def test_what_comes_after_the_area_was_accepted_is_held(made):
    for planned in made.planned:
        sent(made.enumerator, filled(planned))
    monev.verify_visits(visits=list(Visit.objects.all()), by=made.officer, at=NOW)
    monev.send_area(cycle_area=made.area, reason="", by=made.officer, at=NOW)
    monev.accept_area(cycle_area=made.area, by=made.province, at=NOW)
    held(sent(made.enumerator, filled(made.planned[0], seed=2)), "visit.area_locked")


def test_an_impossible_day_is_held(made):
    held(sent(made.enumerator, filled(made.planned_with("enterprise"), today="kemarin")), "visit.no_day")


def test_a_form_that_fills_no_visit_is_kept_as_answers_and_those_behind_it_are_read(made):
    """A version published here whose questionnaire has left the catalogue."""
    good = made.planned_with("enterprise")
    plain = FormVersion.objects.get(form_id="enterprise", newest=True)
    FormVersion.objects.create(
        form_id="bekas",
        version=plain.version,
        title="Bekas",
        xform=plain.xform,
        md5=plain.md5,
        published_at=NOW,
    )
    send(made.enumerator, filled(good).replace(b'id="enterprise"', b'id="bekas"'))
    send(made.enumerator, filled(good))
    intake.read_waiting(at=NOW)
    kept, read = Delivery.objects.filter(kind="submission").order_by("id")
    assert (kept.state, "visit" in kept.summary) == ("applied", False)
    assert (read.state, "visit" in read.summary) == ("applied", True)


def test_bytes_damaged_on_the_disk_are_held(made):
    send(made.enumerator, filled(made.planned_with("enterprise")))
    row = Delivery.objects.get(kind="submission")
    body = bytearray(row.body)
    body[-1] ^= 1
    Delivery.objects.filter(pk=row.pk).update(body=bytes(body))
    intake.read_waiting(at=NOW)
    row.refresh_from_db()
    held(row, "submission.unreadable")


def test_a_disk_fault_makes_the_submission_wait_and_lets_the_others_through(made):
    first, second = made.planned_with("enterprise"), made.planned_with("cooperative")
    send(made.enumerator, filled(first, photo_place="a.jpg"), {"a.jpg": photo("navy")})
    send(made.enumerator, filled(second))
    waiting, good = Delivery.objects.filter(kind="submission").order_by("id")
    path = vault.current().blobs.path(waiting.attachments.get().sha256)
    aside = path.with_suffix(".aside")
    path.rename(aside)
    path.mkdir()  # reading it fails as a broken disk does
    with pytest.raises(OSError, match="directory"):
        intake.read_waiting(at=NOW)
    waiting.refresh_from_db()
    good.refresh_from_db()
    assert (waiting.state, good.state) == ("received", "applied")
    shutil.rmtree(path)
    aside.rename(path)
    assert intake.read_waiting(at=NOW) == 1
    waiting.refresh_from_db()
    assert waiting.state == "applied"


def test_reading_twice_makes_one_visit(made):
    row = sent(made.enumerator, filled(made.planned_with("enterprise")))
    again = intake.read_submission(delivery_id=row.pk, at=NOW)
    assert again.summary == row.summary
    assert Visit.objects.count() == 1


def test_a_held_submission_with_the_right_code_becomes_the_visit(made):
    planned = made.planned_with("enterprise")
    row = sent(made.enumerator, filled(planned, visit_code="SALAH-1"))
    after = intake.release(delivery=row, corrections={"visit_code": planned.code}, by=made.officer, at=NOW)
    assert after.state == "applied"
    visit = Visit.objects.get(pk=after.summary["visit"])
    assert (visit.planned, visit.enumerator) == (planned, made.enumerator)
    assert {"path": "visit/visit_code", "text": planned.code} in visit.answers
    assert b"SALAH-1" in vault.current().seal.open_bytes(after.body)  # what came stays as it came


def test_a_held_submission_released_with_another_wrong_code_stays_held(made):
    row = sent(made.enumerator, filled(made.planned_with("enterprise"), visit_code="SALAH-1"))
    with pytest.raises(Refused, match="SALAH-2"):
        intake.release(delivery=row, corrections={"visit_code": "SALAH-2"}, by=made.officer, at=NOW)
    row.refresh_from_db()
    assert held(row, "visit.unknown_code").summary.get("corrections") is None


def test_an_officer_cannot_hang_a_submission_onto_a_visit_outside_the_own_area(made):
    elsewhere = road("18.72").planned_with("enterprise")
    row = sent(made.enumerator, filled(made.planned_with("enterprise"), visit_code="SALAH-1"))
    with pytest.raises(Refused):
        intake.release(delivery=row, corrections={"visit_code": elsewhere.code}, by=made.officer, at=NOW)
    assert not elsewhere.visits.exists()


def test_a_held_submission_is_refused_with_a_reason_and_stays_kept(made):
    planned = made.planned_with("enterprise")
    xml = filled(planned, visit_code="SALAH-1")
    row = sent(made.enumerator, xml)
    with pytest.raises(Refused):
        intake.dismiss(delivery=row, reason="  tidak   ", by=made.officer, at=NOW)
    after = intake.dismiss(delivery=row, reason=REASON, by=made.officer, at=NOW)
    assert (after.state, after.summary["refused"]) == ("refused", REASON)
    assert vault.current().seal.open_bytes(after.body) == xml
    assert send(made.enumerator, xml).status_code == 201  # the phone may repeat itself; the decision stands
    intake.read_waiting(at=NOW)
    after.refresh_from_db()
    assert after.state == "refused"


def test_a_decision_is_taken_once(made):
    row = sent(made.enumerator, filled(made.planned_with("enterprise"), visit_code="SALAH-1"))
    intake.dismiss(delivery=row, reason=REASON, by=made.officer, at=NOW)
    with pytest.raises(Refused) as released:
        intake.release(delivery=row, corrections={}, by=made.officer, at=NOW)
    with pytest.raises(Refused) as refused:
        intake.dismiss(delivery=row, reason=REASON, by=made.officer, at=NOW)
    assert (released.value.status, refused.value.status) == (409, 409)


def test_an_edit_changes_the_visit_that_its_original_made(made):
    planned = made.planned_with("enterprise")
    former = sent(made.enumerator, filled(planned, instance_id="uuid:satu"))
    edit = filled(planned, instance_id="uuid:dua", today="2020-03-11").replace(
        b"<instanceID>uuid:dua</instanceID>",
        b"<instanceID>uuid:dua</instanceID><deprecatedID>uuid:satu</deprecatedID>",
    )
    row = sent(made.enumerator, edit)
    assert (row.state, row.summary["visit"]) == ("applied", former.summary["visit"])
    assert Visit.objects.get().visited_on.isoformat() == "2020-03-11"
    assert PlannedVisit.objects.get(pk=planned.pk).state == "visited"


def test_batches_whose_last_one_never_came_are_read_after_a_day(made):
    xml = filled(made.planned_with("enterprise"), photo_place="a.jpg")
    send(made.enumerator, xml, **{"*isIncomplete*": "yes"})
    row = Delivery.objects.get(kind="submission")
    assert intake.read_waiting(at=row.received_at + timedelta(hours=23)) == 0
    assert intake.read_waiting(at=row.received_at + timedelta(hours=25)) == 1
    row.refresh_from_db()
    assert row.state == "applied"
