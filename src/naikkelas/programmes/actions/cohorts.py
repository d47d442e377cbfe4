"""Training by cohort: the cohort and its curriculum, who takes part and was there, mentoring, graduates and alumni."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes.models import (
    AlumniCheck,
    Attendance,
    Cohort,
    CohortSession,
    Mentoring,
    Participant,
    Programme,
)
from naikkelas.programmes.queries import cohorts as queries
from naikkelas.registry import actions as registry
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import about_to, between

if TYPE_CHECKING:
    from naikkelas.registry.models import Enterprise, Person

EXISTS = Kind(
    "cohort.exists",
    "Angkatan “{name}” sudah ada di program ini. Pakai nama lain, misalnya nomor berikutnya.",
    "A cohort “{name}” exists in this programme. Use another name, for example the next number.",
)
ENDS_BEFORE = Kind(
    "cohort.days",
    "Hari terakhir tidak boleh sebelum hari pertama.",
    "The last day cannot lie before the first.",
)
OUTSIDE = Kind(
    "cohort.outside", "Wilayah {area} di luar wilayah program.", "Area {area} lies outside the programme's."
)
OUTSIDE_DAYS = Kind(
    "session.days",
    "Sesi harus di antara {first} dan {last}, hari-hari angkatan ini.",
    "A session lies between {first} and {last}, the days of this cohort.",
)
FULL = Kind(
    "cohort.full",
    "Angkatan ini penuh: {seats} tempat sudah terisi.",
    "This cohort is full: {seats} seats are taken.",
)
TWICE = Kind(
    "cohort.twice",
    "Orang ini sudah terdaftar di angkatan ini.",
    "This person takes part in this cohort already.",
)
NOT_YET = Kind("cohort.future", "Tanggalnya tidak boleh di masa depan.", "The day cannot lie in the future.")
TOO_RARELY = Kind(
    "cohort.attendance",
    "Kehadiran {present} dari {held} sesi, di bawah {percent}% yang disyaratkan. Tulis alasan bila tetap diluluskan.",
    "Present at {present} of {held} sessions, below the {percent}% that is asked. Write why they graduate nevertheless.",
)
WHY = Kind(
    "cohort.why", "Tulis alasannya (paling sedikit 5 huruf).", "Write the reason (at least 5 characters)."
)
NOT_GRADUATED = Kind(
    "cohort.not_graduated",
    "Alumni adalah yang sudah lulus. Luluskan peserta ini dahulu.",
    "Alumni are those who graduated. Let this participant graduate first.",
)
CHECKED = Kind(
    "cohort.checked",
    "Keadaan pada tanggal itu sudah dicatat.",
    "How they stood on that day is recorded already.",
)


@transaction.atomic
def add_cohort(
    *, programme: Programme, area: str, name: str, venue: str, starts_on: date, ends_on: date, seats: int,
    graduation_percent: int, by: Actor, at: datetime, synthetic: bool = False,
) -> Cohort:  # fmt: skip
    """Open a cohort of a programme. Raises Refused."""
    if ends_on < starts_on:
        raise Refused(ENDS_BEFORE)
    if not places.covers(programme.area_id, area):
        raise Refused(OUTSIDE, area=places.place_of(area))
    if programme.cohorts.filter(name=name).exists():
        raise Refused(EXISTS, status=409, name=name)
    cohort = Cohort.objects.create(
        programme=programme, area_id=area, name=name, venue=venue, starts_on=starts_on, ends_on=ends_on, seats=seats,
        graduation_percent=graduation_percent, synthetic=synthetic,
    )  # fmt: skip
    note(by=by, at=at, action="cohort.added", on=("cohort", cohort.pk), area=area)
    return cohort


@transaction.atomic
def add_session(
    *, cohort: Cohort, held_on: date, topic: str, trainer: str, minutes: int, by: Actor, at: datetime
) -> CohortSession:
    """Add a session to the curriculum. Raises Refused outside the days of the cohort."""
    if not cohort.starts_on <= held_on <= cohort.ends_on:
        raise Refused(OUTSIDE_DAYS, first=cohort.starts_on.isoformat(), last=cohort.ends_on.isoformat())
    session = CohortSession.objects.create(
        cohort=cohort, held_on=held_on, topic=topic, trainer=trainer, minutes=minutes
    )
    note(
        by=by,
        at=at,
        action="cohort.session_added",
        on=("cohort", cohort.pk),
        area=cohort.area_id,
        held_on=held_on.isoformat(),
    )
    return session


@transaction.atomic
def enrol_participant(
    *, cohort: Cohort, person: Person, enterprise: Enterprise | None, by: Actor, at: datetime
) -> Participant:
    """Give a person a seat. Raises Refused when none is left, or the person has one."""
    locked = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if locked.participants.filter(person=person).exists():
        raise Refused(TWICE, status=409)
    _seat(locked)
    row = Participant.objects.create(cohort=locked, person=person, enterprise=enterprise, state_on=at.date())
    note(by=by, at=at, action="cohort.enrolled", on=("participant", row.pk), area=locked.area_id)
    return row


def _seat(cohort: Cohort) -> None:
    """Raise Refused where those who did not leave take every seat. The caller holds the cohort's lock."""
    if cohort.participants.exclude(state=Participant.State.DROPPED).count() >= cohort.seats:
        raise Refused(FULL, status=409, seats=cohort.seats)


@transaction.atomic
def enrol_new_person(
    *, cohort: Cohort, name: str, person_nik: str, sex: str, phone: str, by: Actor, at: datetime
) -> Participant:
    """Enter a person whom the registry does not know yet and give them a seat, or neither. Raises Refused."""
    person = registry.enrol_person(
        name=name, person_nik=person_nik, sex=sex, phone=phone, area=cohort.area_id, by=by, at=at,
        synthetic=cohort.synthetic,
    )  # fmt: skip
    return enrol_participant(cohort=cohort, person=person, enterprise=None, by=by, at=at)


@transaction.atomic
def take_attendance(*, session: CohortSession, present: Collection[int], by: Actor, at: datetime) -> None:
    """Record who was there, by ids of participants; the others who were enrolled were not. Taken again, it corrects; what
    was recorded of somebody who left since stays."""
    if session.held_on > at.date():
        raise Refused(NOT_YET)
    locked = CohortSession.objects.select_for_update().get(pk=session.pk)
    expected = set(
        session.cohort.participants.exclude(state=Participant.State.DROPPED).values_list("pk", flat=True)
    )
    taken = Attendance.objects.filter(session=session)
    before = taken.filter(present=True).count() if locked.attended_at else None
    taken.filter(participant__in=expected).delete()
    Attendance.objects.bulk_create(
        Attendance(session=session, participant_id=pk, present=pk in present) for pk in sorted(expected)
    )
    CohortSession.objects.filter(pk=session.pk).update(attended_at=at)
    after = taken.filter(present=True).count()
    note(
        by=by, at=at, action="cohort.attendance", on=("cohort", session.cohort_id), area=session.cohort.area_id,
        held_on=session.held_on.isoformat(), **between({"present_count": before}, {"present_count": after}),
    )  # fmt: skip


@transaction.atomic
def graduate(*, participant: Participant, on: date, reason: str = "", by: Actor, at: datetime) -> None:
    """Let a participant graduate. Raises Refused where attendance is below the cohort's figure and no reason is given."""
    _past(on, at)
    present, held = queries.attendance_of(participant)
    percent = participant.cohort.graduation_percent
    if present * 100 < held * percent and len(reason.strip()) < 5:
        raise Refused(TOO_RARELY, present=present, held=held, percent=percent)
    told = _state(participant, Participant.State.GRADUATED, on, reason)
    note(
        by=by, at=at, action="cohort.graduated", on=("participant", participant.pk), area=participant.cohort.area_id,
        present=present, held=held, **told,
    )  # fmt: skip


@transaction.atomic
def drop(*, participant: Participant, on: date, reason: str, by: Actor, at: datetime) -> None:
    """Record that a participant left, and why."""
    _past(on, at)
    if len(reason.strip()) < 5:
        raise Refused(WHY)
    told = _state(participant, Participant.State.DROPPED, on, reason)
    note(
        by=by,
        at=at,
        action="cohort.dropped",
        on=("participant", participant.pk),
        area=participant.cohort.area_id,
        **told,
    )


@transaction.atomic
def enrol_again(*, participant: Participant, by: Actor, at: datetime) -> None:
    """Take back that a participant graduated or left. Raises Refused where the seat of who left was given to another."""
    locked = Cohort.objects.select_for_update().get(pk=participant.cohort_id)
    if locked.participants.filter(pk=participant.pk, state=Participant.State.DROPPED).exists():
        _seat(locked)
    told = _state(participant, Participant.State.ENROLLED, at.date(), "")
    note(
        by=by,
        at=at,
        action="cohort.enrolled",
        on=("participant", participant.pk),
        area=participant.cohort.area_id,
        **told,
    )


@transaction.atomic
def found_business(
    *, participant: Participant, enterprise: Enterprise, founded_on: date, by: Actor, at: datetime
) -> None:
    """Link the business that a participant founded since the training began."""
    _past(founded_on, at)
    participant.enterprise, participant.founded_on = enterprise, founded_on
    told = about_to(participant, "enterprise", "founded_on")
    participant.save(update_fields=["enterprise", "founded_on"])
    note(
        by=by,
        at=at,
        action="cohort.founded",
        on=("participant", participant.pk),
        area=participant.cohort.area_id,
        **told,
    )


@transaction.atomic
def mentor(
    *, participant: Participant, held_on: date, mentor: str, minutes: int, topic: str, result: str, by: Actor, at: datetime
) -> Mentoring:  # fmt: skip
    """Record a meeting with a mentor."""
    _past(held_on, at)
    row = Mentoring.objects.create(
        participant=participant, held_on=held_on, mentor=mentor, minutes=minutes, topic=topic, result=result
    )
    note(
        by=by,
        at=at,
        action="cohort.mentored",
        on=("participant", participant.pk),
        area=participant.cohort.area_id,
        held_on=held_on.isoformat(),
    )
    return row


@transaction.atomic
def check_alumnus(
    *, participant: Participant, checked_on: date, business: str, workers: int | None, monthly_sales_idr: int | None,
    remark: str, by: Actor, at: datetime,
) -> AlumniCheck:  # fmt: skip
    """Record how a graduate stands on a day. Raises Refused for who has not graduated."""
    _past(checked_on, at)
    if participant.state != Participant.State.GRADUATED:
        raise Refused(NOT_GRADUATED)
    if participant.checks.filter(checked_on=checked_on).exists():
        raise Refused(CHECKED, status=409)
    row = AlumniCheck.objects.create(
        participant=participant, checked_on=checked_on, business=business, workers=workers,
        monthly_sales_idr=monthly_sales_idr, remark=remark,
    )  # fmt: skip
    note(
        by=by,
        at=at,
        action="cohort.alumnus_checked",
        on=("participant", participant.pk),
        area=participant.cohort.area_id,
        checked_on=checked_on.isoformat(),
    )
    return row


def _past(day: date, at: datetime) -> None:
    if day > at.date():
        raise Refused(NOT_YET)


def _state(participant: Participant, state: str, on: date, reason: str) -> dict[str, Any]:
    """Keep how a participant stands; return what the trail tells of it. Why is written with the participant alone."""
    rows = Participant.objects.filter(pk=participant.pk)
    before = rows.values("state", "state_on").get()
    rows.update(state=state, state_on=on, reason=reason.strip())
    return between(before, {"state": str(state), "state_on": on})
