"""Training by cohort: seats, attendance and graduation, alumni, and what goes along with merges and erasure."""

from datetime import UTC, date, datetime, timedelta

import pytest

from naikkelas.kit.problems import Refused
from naikkelas.privacy import queries as privacy
from naikkelas.programmes import actions, queries
from naikkelas.programmes.models import AlumniCheck, Attendance, Mentoring, Participant
from naikkelas.programmes.queries import cohorts
from naikkelas.registry import actions as registry
from naikkelas.registry.models import Person
from naikkelas.trail.models import Event
from tests.factories import enterprise, person

pytestmark = pytest.mark.django_db
AT = datetime(2019, 12, 20, 3, 0, tzinfo=UTC)
FIRST, LAST = date(2019, 8, 5), date(2019, 9, 30)


@pytest.fixture
def office():
    return person("province")


@pytest.fixture
def programme(office):
    return actions.add_programme(
        type_id="lampung_entrepreneur_center", name="LEC", year=2019, area="18", by=office, at=AT
    )


@pytest.fixture
def cohort(programme, office):
    return opened(programme, office)


def opened(programme, office, name="Angkatan 1", **values):
    given = {
        "area": "18.01", "venue": "", "starts_on": FIRST, "ends_on": LAST, "seats": 2, "graduation_percent": 80
    } | values  # fmt: skip
    return actions.add_cohort(programme=programme, name=name, **given, by=office, at=AT)


@pytest.fixture
def sessions(cohort, office):
    days = (date(2019, 8, 5), date(2019, 8, 12), date(2019, 8, 19), date(2019, 8, 26), date(2019, 9, 2))
    return [
        actions.add_session(
            cohort=cohort, held_on=day, topic="Pembukuan", trainer="", minutes=120, by=office, at=AT
        )
        for day in days
    ]


def taking_part(cohort, office):
    shop = enterprise(person("regency"))
    return actions.enrol_participant(cohort=cohort, person=shop.owner, enterprise=shop, by=office, at=AT)


def test_no_seat_is_given_twice_and_none_beyond_the_last(cohort, office):
    first = taking_part(cohort, office)
    with pytest.raises(Refused) as twice:
        actions.enrol_participant(cohort=cohort, person=first.person, enterprise=None, by=office, at=AT)
    assert twice.value.kind.code == "cohort.twice"
    taking_part(cohort, office)
    with pytest.raises(Refused) as full:
        taking_part(cohort, office)
    assert full.value.kind.code == "cohort.full"
    actions.drop(participant=first, on=date(2019, 8, 20), reason="pindah kota", by=office, at=AT)
    taking_part(cohort, office)
    assert cohort.participants.count() == 3


def test_a_new_person_comes_in_with_the_seat_or_not_at_all(cohort, office):
    for _n in range(2):
        actions.enrol_new_person(
            cohort=cohort, name="Peserta Uji", person_nik="", sex="f", phone="", by=office, at=AT
        )
    with pytest.raises(Refused):
        actions.enrol_new_person(
            cohort=cohort, name="Peserta Ketiga", person_nik="", sex="f", phone="", by=office, at=AT
        )
    assert not Person.objects.filter(name="Peserta Ketiga").exists()


def test_who_left_comes_back_only_where_a_seat_is_free(cohort, office):
    first, _second = taking_part(cohort, office), taking_part(cohort, office)
    actions.drop(participant=first, on=date(2019, 8, 20), reason="pindah kota", by=office, at=AT)
    third = taking_part(cohort, office)
    with pytest.raises(Refused) as full:
        actions.enrol_again(participant=first, by=office, at=AT)
    assert full.value.kind.code == "cohort.full"
    actions.drop(participant=third, on=date(2019, 8, 21), reason="pindah kota", by=office, at=AT)
    actions.enrol_again(participant=first, by=office, at=AT)
    actions.graduate(participant=first, on=LAST, reason="tanpa sesi", by=office, at=AT)
    actions.enrol_again(participant=first, by=office, at=AT)  # who graduated has the seat still


def test_correcting_attendance_keeps_that_of_who_left_since(cohort, sessions, office):
    left, stays = taking_part(cohort, office), taking_part(cohort, office)
    actions.take_attendance(session=sessions[0], present={left.pk}, by=office, at=AT)
    actions.drop(participant=left, on=date(2019, 8, 20), reason="pindah kota", by=office, at=AT)
    actions.take_attendance(session=sessions[0], present={stays.pk}, by=office, at=AT)
    assert dict(Attendance.objects.values_list("participant_id", "present")) == {
        left.pk: True,
        stays.pk: True,
    }
    told = Event.objects.filter(action="cohort.attendance").order_by("id").last().details
    assert told["changes"] == {"present_count": [1, 2]}


@pytest.mark.parametrize(("present", "passes"), [(5, True), (4, True), (3, False)])
def test_attendance_decides_who_graduates_without_a_reason(present, passes, cohort, sessions, office):
    participant = taking_part(cohort, office)
    for n, session in enumerate(sessions):
        there = {participant.pk} if n < present else set()
        actions.take_attendance(session=session, present=there, by=office, at=AT)
    assert queries.attendance_of(participant) == (present, 5)
    if passes:
        actions.graduate(participant=participant, on=LAST, by=office, at=AT)
    else:
        with pytest.raises(Refused) as refusal:
            actions.graduate(participant=participant, on=LAST, by=office, at=AT)
        assert refusal.value.kind.code == "cohort.attendance"
        actions.graduate(participant=participant, on=LAST, reason="sakit, tugas susulan", by=office, at=AT)
    participant.refresh_from_db()
    assert participant.state == "graduated"


def test_attendance_taken_again_corrects_it(cohort, sessions, office):
    one, two = taking_part(cohort, office), taking_part(cohort, office)
    actions.take_attendance(session=sessions[0], present={one.pk}, by=office, at=AT)
    actions.take_attendance(session=sessions[0], present={two.pk}, by=office, at=AT)
    assert dict(Attendance.objects.values_list("participant_id", "present")) == {one.pk: False, two.pk: True}


def test_alumni_are_counted_by_their_newest_answer_and_who_was_not_reached_is_not(cohort, office):
    one, two = taking_part(cohort, office), taking_part(cohort, office)
    for participant in (one, two):
        actions.graduate(participant=participant, on=LAST, by=office, at=AT)
        participant.refresh_from_db()
    told = [(one, 1, "running"), (one, 2, "closed"), (one, 3, "not_reached"), (two, 1, "running")]
    for participant, month, business in told:
        actions.check_alumnus(
            participant=participant, checked_on=date(2019, 9 + month, 1), business=business, workers=None,
            monthly_sales_idr=None, remark="", by=office, at=AT,
        )  # fmt: skip
    found = cohorts.alumni_figures(cohort)
    assert (found.graduates, found.checked, found.running) == (2, 2, 1)


def test_only_graduates_are_asked_again_and_nothing_lies_in_the_future(cohort, office):
    participant = taking_part(cohort, office)
    answer = {"business": "running", "workers": 1, "monthly_sales_idr": 1, "remark": ""}
    with pytest.raises(Refused) as refusal:
        actions.check_alumnus(participant=participant, checked_on=LAST, **answer, by=office, at=AT)
    assert refusal.value.kind.code == "cohort.not_graduated"
    with pytest.raises(Refused) as refusal:
        actions.graduate(participant=participant, on=date(2020, 1, 1), by=office, at=AT)
    assert refusal.value.kind.code == "cohort.future"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"ends_on": date(2019, 8, 1)}, "cohort.days"),
        ({"area": "31"}, "cohort.outside"),
        ({"name": "Angkatan 1"}, "cohort.exists"),
    ],
)
def test_a_cohort_that_cannot_be_is_refused(values, code, cohort, programme, office):
    with pytest.raises(Refused) as refusal:
        opened(programme, office, **{"name": "Angkatan 2"} | values)
    assert refusal.value.kind.code == code


def test_a_session_lies_inside_its_cohort(cohort, office):
    with pytest.raises(Refused) as refusal:
        actions.add_session(
            cohort=cohort, held_on=date(2019, 10, 1), topic="x", trainer="", minutes=60, by=office, at=AT
        )
    assert refusal.value.kind.code == "session.days"


def test_a_person_gets_a_copy_of_their_training_and_an_erasure_takes_its_words(cohort, sessions, office):
    participant = taking_part(cohort, office)
    actions.take_attendance(session=sessions[0], present={participant.pk}, by=office, at=AT)
    actions.mentor(
        participant=participant, held_on=LAST, mentor="Bu Ratna", minutes=60, topic="Harga", result="Utang lunas", by=office,
        at=AT,
    )  # fmt: skip
    held = privacy.held_on([participant.person])["trainings"]
    assert held[0]["cohort"] == "Angkatan 1, LEC 2019"
    assert held[0]["attendance"] == [{"held_on": "2019-08-05", "topic": "Pembukuan", "present": True}]
    assert held[0]["mentoring"][0]["result"] == "Utang lunas"
    actions.erase_recipients(person_ids=[participant.person_id], area="18.01", by=office, at=AT)
    assert Mentoring.objects.get().result == ""
    assert Participant.objects.count() == 1


def test_two_records_of_one_participant_become_one_seat_and_come_apart_again(cohort, sessions, office):
    """The rows of the seat that goes (presence, mentoring) follow to the one that stays; taking back restores each."""
    officer = person("regency")
    shops = [enterprise(officer, owner_name="Siti Rohmah") for _n in range(2)]
    seats = [
        actions.enrol_participant(cohort=cohort, person=s.owner, enterprise=s, by=office, at=AT)
        for s in shops
    ]
    actions.take_attendance(session=sessions[0], present={seats[0].pk}, by=office, at=AT)
    for n, seat in enumerate(seats):
        actions.mentor(
            participant=seat, held_on=LAST, mentor="Bu Ratna", minutes=60, topic=f"Materi {n}", result="", by=office, at=AT
        )  # fmt: skip
    before = held()
    merge = registry.merge_records(
        survivor=shops[0], absorbed=shops[1], choices={}, by=officer, at=AT + timedelta(hours=1)
    )
    seat = Participant.objects.get()
    assert seat.pk == seats[0].pk
    assert queries.attendance_of(seat) == (1, 1)
    assert sorted(seat.mentoring.values_list("topic", flat=True)) == ["Materi 0", "Materi 1"]
    registry.unmerge(merge=merge, reason="Ternyata dua orang", by=officer, at=AT + timedelta(hours=2))
    assert held() == before


@pytest.mark.parametrize("first_graduates", [True, False])
def test_of_two_seats_the_state_that_went_further_stays_and_comes_apart_again(
    cohort, sessions, office, first_graduates
):
    officer = person("regency")
    shops = [enterprise(officer, owner_name="Siti Rohmah") for _n in range(2)]
    seats = [
        actions.enrol_participant(cohort=cohort, person=s.owner, enterprise=None, by=office, at=AT)
        for s in shops
    ]
    done, other = seats if first_graduates else reversed(seats)
    actions.take_attendance(session=sessions[0], present={done.pk}, by=office, at=AT)
    actions.graduate(participant=done, on=LAST, by=office, at=AT)
    actions.drop(participant=other, on=FIRST, reason="Terdaftar ganda", by=office, at=AT)
    shop = shops[0] if first_graduates else shops[1]
    actions.found_business(participant=done, enterprise=shop, founded_on=date(2019, 10, 1), by=office, at=AT)
    done.refresh_from_db()
    actions.check_alumnus(
        participant=done, checked_on=date(2019, 12, 1), business="running", workers=2, monthly_sales_idr=9_000_000, remark="",
        by=office, at=AT,
    )  # fmt: skip
    before = held()
    merge = registry.merge_records(
        survivor=shops[0], absorbed=shops[1], choices={}, by=officer, at=AT + timedelta(hours=1)
    )
    seat = Participant.objects.get()
    assert seat.pk == seats[0].pk
    assert (seat.state, seat.state_on, seat.reason) == ("graduated", LAST, "")
    assert (seat.enterprise_id, seat.founded_on) == (shops[0].pk, date(2019, 10, 1))
    assert queries.attendance_of(seat) == (1, 1)
    assert seat.checks.get().workers == 2
    registry.unmerge(merge=merge, reason="Ternyata dua orang", by=officer, at=AT + timedelta(hours=2))
    assert held() == before


def held() -> list[list[dict]]:
    models = (Participant, Attendance, Mentoring, AlumniCheck)
    return [list(model.objects.order_by("pk").values()) for model in models]
