"""Of two submissions for one visit an officer chooses which one counts; nothing is lost, and it can be changed back."""

from functools import partial

import pytest

from naikkelas import vault
from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.monev.models import CycleArea, Finding, Visit
from naikkelas.notices.models import Notice
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enumerator, filled, road, send
from tests.factories.photos import photo
from tests.slices.races import at_once

REASON = "Kuitansinya dibaca ulang lewat telepon."
pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return road()


def parcel(made, number: str = "uuid:satu", **changes: str) -> bytes:
    return filled(made.planned_with("novice_entrepreneur"), instance_id=number, **changes)


def sent(by, xml: bytes, files: dict[str, bytes] | None = None) -> Delivery:
    send(by, xml, files)
    intake.read_waiting(at=NOW)
    return Delivery.objects.filter(kind="submission").order_by("-id").first()


@pytest.fixture
def first(made) -> Delivery:
    return sent(made.enumerator, parcel(made, amount_received="9000000", deduction="yes"))


@pytest.fixture
def aside(made, first) -> Delivery:
    """Other content under the number that was taken already."""
    return sent(
        made.enumerator, parcel(made, amount_received="12000000", photo_place="b.jpg"), {"b.jpg": photo()}
    )


@pytest.fixture
def held(made, first) -> Delivery:
    """Another phone's form for the visit that has one already."""
    return sent(enumerator("18.01"), parcel(made, "uuid:lain", amount_received="12000000"))


def choose(delivery: Delivery, by, *, seen: str = "", reason: str = REASON) -> Delivery:
    delivery = queries.delivery(delivery.pk)
    seen = seen or queries.stance(delivery, queries.standing_beside(delivery))
    return intake.choose(delivery=delivery, seen=seen, reason=reason, by=by, at=NOW)


def received() -> int:
    return Visit.objects.get().facts.get(name="amount_received").number


@pytest.mark.parametrize("which", ["aside", "held"])
def test_the_chosen_one_counts_word_for_word_and_as_its_own_senders(request, made, first, which):
    other = request.getfixturevalue(which)
    assert other.state == which
    as_it_came = bytes(other.body)
    version = choose(other, made.officer)
    visit = Visit.objects.get()
    assert (version.state, version.edits_id, version.summary["visit"]) == ("applied", first.pk, visit.pk)
    assert (visit.instance_id, visit.enumerator) == (version.instance_id, other.received_by)
    assert (visit.received_at, visit.state) == (other.received_at, "received")
    assert received() == 12_000_000
    assert "chosen" in visit.flags
    assert len(visit.photos) == (1 if which == "aside" else 0)
    assert queries.changes(queries.answers_of(version), queries.answers_of(other)) == []
    other.refresh_from_db()
    assert (bytes(other.body), other.waits, other.dismissed) == (as_it_came, False, False)
    everything = Delivery.objects.filter(kind="submission")
    assert (queries.held(everything).count(), queries.dismissed(everything).count()) == (0, 0)


def test_findings_follow_and_the_trail_and_both_enumerators_are_told_without_answers(made, held):
    open_before = set(Finding.objects.exclude(state="withdrawn").values_list("rule", flat=True))
    version = choose(held, made.officer)
    open_now = set(Finding.objects.exclude(state="withdrawn").values_list("rule", flat=True))
    assert open_now < open_before
    event = Event.objects.get(action="submission.chosen")
    assert (event.actor_id, event.object_id) == (made.officer.pk, str(held.pk))
    assert event.details == {"reason": REASON, "version": version.pk, "instead_of": version.edits_id}
    told = Event.objects.get(action="visit.exchanged").details
    assert told["changes"]["enumerator_id"] == [made.enumerator.pk, held.received_by_id]
    assert "12000000" not in str(told)
    told_to = Notice.objects.filter(kind="visit.exchanged").values_list("user", flat=True)
    assert set(told_to) == {made.enumerator.pk, held.received_by_id}


def test_it_is_changed_back_and_forth_and_every_version_stays(made, first, held):
    choose(held, made.officer)
    back = choose(first, made.officer)
    visit = Visit.objects.get()
    assert (received(), visit.enumerator) == (9_000_000, made.enumerator)
    again = choose(held, made.officer)
    assert received() == 12_000_000
    assert [v.pk for v in queries.versions_of(first)] == [first.pk, back.edits_id, back.pk, again.pk]
    assert b"9000000" in vault.current().seal.open_bytes(Delivery.objects.get(pk=first.pk).body)


def test_a_verified_visit_is_verified_anew(made, held):
    monev.verify_visits(visits=[Visit.objects.get()], by=made.officer, at=NOW)
    choose(held, made.officer)
    assert Visit.objects.get().state == "received"
    changes = Event.objects.get(action="visit.exchanged").details["changes"]
    assert changes["state"] == ["verified", "received"]


def refused(delivery: Delivery, by, **given: str) -> str:
    before = list(Delivery.objects.order_by("pk").values("pk", "state", "summary"))
    with pytest.raises(Refused) as caught:
        choose(delivery, by, **given)
    assert list(Delivery.objects.order_by("pk").values("pk", "state", "summary")) == before
    return caught.value.kind.code


def test_a_reason_is_needed(made, aside):
    assert refused(aside, made.officer, reason=" salah   ") == "submission.choice_reason"


def test_what_counts_already_has_nothing_to_be_chosen_against(made, first, held):
    with pytest.raises(Refused) as alone:
        intake.choose(delivery=first, seen="", reason=REASON, by=made.officer, at=NOW)
    choose(held, made.officer)
    assert alone.value.kind.code == refused(held, made.officer) == "submission.no_other"


def test_after_somebody_decided_the_one_who_read_before_is_told_who_and_when(made, aside):
    seen = queries.stance(aside, queries.standing_beside(aside))
    intake.dismiss(delivery=aside, reason="Isian percobaan saja.", by=made.officer, at=NOW)
    assert refused(aside, made.officer, seen=seen) == "submission.choice_decided"
    choose(aside, made.officer)
    with pytest.raises(Refused) as caught:
        choose(aside, made.province, seen=seen)
    assert made.officer.name in caught.value.text("id")
    with pytest.raises(Refused) as late:
        intake.dismiss(delivery=aside, reason="Isian percobaan saja.", by=made.officer, at=NOW)
    assert (caught.value.status, late.value.status) == (409, 409)


@pytest.mark.parametrize(
    ("state", "code"), [("sent", "visit.edit_area_sent"), ("accepted", "visit.edit_area_accepted")]
)
def test_where_the_area_is_locked_the_remedy_is_told(made, aside, state, code):
    CycleArea.objects.filter(pk=made.area.pk).update(state=state)
    assert refused(aside, made.officer) == code


def test_a_form_about_another_visit_is_not_taken_for_this_one(made, first):
    sent(
        made.enumerator,
        parcel(made).replace(made.planned_with("novice_entrepreneur").code.encode(), b"SALAH-1"),
    )
    assert refused(Delivery.objects.get(state="aside"), made.officer) == "visit.edit_other"
    assert received() == 9_000_000


def test_where_the_first_made_no_visit_the_chosen_one_is_read_and_makes_it(made):
    planned = made.planned_with("novice_entrepreneur")
    wrong = sent(made.enumerator, parcel(made, visit_code="SALAH-1"))
    right = sent(made.enumerator, parcel(made))
    assert (wrong.state, right.state) == ("held", "aside")
    version = choose(right, made.officer)
    visit = Visit.objects.get()
    assert (version.state, visit.planned, visit.enumerator) == ("applied", planned, made.enumerator)
    assert visit.received_at == right.received_at


def test_photos_that_come_late_for_the_chosen_one_reach_the_visit(made, first):
    xml = parcel(made, amount_received="12000000", photo_place="b.jpg")
    aside = sent(made.enumerator, xml)
    choose(aside, made.officer)
    assert Visit.objects.get().photos == []
    send(made.enumerator, xml, {"b.jpg": photo()})
    intake.read_waiting(at=NOW)
    assert [p["name"] for p in Visit.objects.get().photos] == ["b.jpg"]


def test_the_phone_that_repeats_either_changes_nothing(made, first, held):
    choose(held, made.officer)
    count = Delivery.objects.count()
    assert send(made.enumerator, vault.current().seal.open_bytes(first.body)).status_code == 201
    assert send(held.received_by, parcel(made, "uuid:lain", amount_received="12000000")).status_code == 201
    intake.read_waiting(at=NOW)
    assert (Delivery.objects.count(), received()) == (count, 12_000_000)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_choose_or_dismiss_at_once_one_decides():
    made = road()
    first = sent(made.enumerator, parcel(made, amount_received="9000000"))
    for turn in range(4):
        aside = sent(made.enumerator, parcel(made, amount_received=str(10_000_000 + turn)))
        seen = queries.stance(aside, queries.standing_beside(aside))
        load = partial(queries.delivery, aside.pk)
        calls = [
            partial(intake.dismiss, delivery=load(), reason=REASON, by=made.officer, at=NOW)
            if n % 2
            else partial(intake.choose, delivery=load(), seen=seen, reason=REASON, by=made.officer, at=NOW)
            for n in range(6)
        ]
        given, refusals = at_once(calls)
        assert (len(given), {r.status for r in refusals}) == (1, {409})
        aside.refresh_from_db()
        chosen = "chosen" in aside.summary
        assert chosen != aside.dismissed
        newest = queries.versions_of(first)[-1]
        assert (Visit.objects.get().instance_id == newest.instance_id, not aside.waits) == (True, True)
        assert not chosen or newest.summary["office"]["of"] == aside.pk
