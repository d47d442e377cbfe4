"""Training by cohort: cohorts with their figures, one cohort's sessions and participants, one participant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from naikkelas.accounts import access
from naikkelas.programmes.models import AlumniCheck, Attendance, Cohort, Participant

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


@dataclass(frozen=True)
class AlumniFigures:
    """Of the graduates: with how many somebody spoke since, and how many of these run a business."""

    graduates: int
    checked: int
    running: int


def cohorts_visible_to(user: User) -> QuerySet[Cohort]:
    return access.visible(user, Cohort.objects.select_related("programme", "area"))


def with_figures(rows: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Cohorts with the numbers of participants, graduates, those who left, and businesses founded."""
    states = Participant.State
    return rows.annotate(
        enrolled_count=Count("participants", distinct=True),
        graduated_count=Count("participants", Q(participants__state=states.GRADUATED), distinct=True),
        dropped_count=Count("participants", Q(participants__state=states.DROPPED), distinct=True),
        founded_count=Count("participants", Q(participants__founded_on__isnull=False), distinct=True),
    )


def participants_of(cohort: Cohort) -> QuerySet[Participant]:
    """The participants of a cohort, each with sessions attended (`present_count`) and taken (`held_count`)."""
    return _attended(cohort.participants.select_related("person", "enterprise")).order_by(
        "person__name", "id"
    )


def participants_visible_to(user: User) -> QuerySet[Participant]:
    rows = Participant.objects.select_related("cohort__programme", "person", "enterprise")
    return _attended(access.visible(user, rows, "cohort__area_id"))


def trainings_of_persons(ids: list[int]) -> QuerySet[Participant]:
    rows = Participant.objects.filter(Q(person_id__in=ids) | Q(enterprise__owner_id__in=ids))
    return rows.select_related("cohort__programme").distinct().order_by("id")


def trainings_of_enterprise(pk: int) -> QuerySet[Participant]:
    return Participant.objects.filter(enterprise_id=pk).select_related("cohort__programme").order_by("id")


def attendance_of(participant: Participant) -> tuple[int, int]:
    """At how many sessions they were, of how many where attendance was taken."""
    rows = Attendance.objects.filter(participant=participant)
    return rows.filter(present=True).count(), rows.count()


def alumni_figures(cohort: Cohort) -> AlumniFigures:
    """By the newest check of each graduate; who was not reached is not counted as checked."""
    graduates = set(
        cohort.participants.filter(state=Participant.State.GRADUATED).values_list("pk", flat=True)
    )
    kinds = AlumniCheck.Business
    reached = AlumniCheck.objects.filter(participant__in=graduates).exclude(business=kinds.NOT_REACHED)
    newest = dict(reached.order_by("checked_on").values_list("participant_id", "business"))
    return AlumniFigures(
        len(graduates), len(newest), sum(1 for business in newest.values() if business == kinds.RUNNING)
    )


def _attended(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    return rows.annotate(
        held_count=Count("attendance", distinct=True),
        present_count=Count("attendance", Q(attendance__present=True), distinct=True),
    )


def participants() -> QuerySet[Participant]:
    return Participant.objects.all()


def alumni_heard(until: date) -> QuerySet[AlumniCheck]:
    """Answers of alumni who were reached, up to a day."""
    return AlumniCheck.objects.filter(checked_on__lte=until).exclude(
        business=AlumniCheck.Business.NOT_REACHED
    )
