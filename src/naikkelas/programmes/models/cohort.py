"""Training by cohort (the Lampung Entrepreneur Center): curriculum, participants, attendance, mentoring, alumni."""

from typing import Any

from django.db import models


class Cohort(models.Model):
    """One intake of a training programme. Who was present at `graduation_percent` of the sessions may graduate: the
    office decides that figure for each cohort."""

    programme = models.ForeignKey("programmes.Programme", models.PROTECT, related_name="cohorts")
    area = models.ForeignKey("places.Region", models.PROTECT)
    name = models.CharField(max_length=80)
    venue = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    seats = models.PositiveSmallIntegerField()
    graduation_percent = models.PositiveSmallIntegerField(default=80)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cohort_days", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
            models.CheckConstraint(
                name="cohort_percent", condition=models.Q(graduation_percent__range=(0, 100))
            ),
            models.UniqueConstraint(fields=["programme", "name"], name="one_cohort_by_name"),
        ]

    def __str__(self):
        return self.name


class CohortSession(models.Model):
    """A session of the curriculum; `attended_at` once its attendance was taken."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sessions")
    held_on = models.DateField()
    topic = models.CharField(max_length=150)
    trainer = models.CharField(max_length=120, blank=True)
    minutes = models.PositiveSmallIntegerField()
    attended_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.held_on} {self.topic}"


class Participant(models.Model):
    """A person in a cohort. The name stands in the registry alone; `enterprise` is the business brought along or founded
    since (`founded_on`)."""

    class State(models.TextChoices):
        ENROLLED = "enrolled"
        GRADUATED = "graduated"
        DROPPED = "dropped"

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="participants")
    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="trainings")
    enterprise = models.ForeignKey("registry.Enterprise", models.PROTECT, null=True, related_name="trainings")
    state = models.CharField(max_length=9, choices=State, default=State.ENROLLED)
    state_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    founded_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="one_place_a_cohort"),
            models.CheckConstraint(
                name="founded_has_enterprise",
                condition=models.Q(founded_on=None) | models.Q(enterprise__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.cohort_id} {self.person_id}"

    def takes_over(self, other: "Participant") -> dict[str, Any]:
        """What this seat takes from another seat of the same person in the same cohort, when two records become one: the
        state that went further, and the business where this one has none founded."""
        order = [self.State.DROPPED, self.State.ENROLLED, self.State.GRADUATED]
        taken: dict[str, Any] = {}
        if order.index(other.state) > order.index(self.state):
            taken |= {"state": other.state, "state_on": other.state_on, "reason": other.reason}
        if (
            self.founded_on is None
            and (other.founded_on or self.enterprise_id is None)
            and other.enterprise_id
        ):
            taken |= {"enterprise_id": other.enterprise_id, "founded_on": other.founded_on}
        return taken


class Attendance(models.Model):
    """Whether a participant was at a session; no row where attendance was not taken."""

    session = models.ForeignKey(CohortSession, models.PROTECT, related_name="attendance")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="attendance")
    present = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "participant"], name="attendance_taken_once")
        ]

    def __str__(self):
        return f"{self.session_id} {self.participant_id} {self.present}"

    def takes_over(self, other: "Attendance") -> dict[str, Any]:
        """Who was there under either name was there."""
        return {"present": True} if other.present else {}


class Mentoring(models.Model):
    """A meeting of a mentor with a participant."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="mentoring")
    held_on = models.DateField()
    mentor = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=150)
    result = models.TextField(blank=True)

    def __str__(self):
        return f"{self.participant_id} {self.held_on}"


class AlumniCheck(models.Model):
    """How a graduate stands on a day: whether the business runs, with how many workers and what sales a month."""

    class Business(models.TextChoices):
        RUNNING = "running"
        PAUSED = "paused"
        CLOSED = "closed"
        NONE = "none"
        NOT_REACHED = "not_reached"

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="checks")
    checked_on = models.DateField()
    business = models.CharField(max_length=11, choices=Business)
    workers = models.PositiveIntegerField(null=True)
    monthly_sales_idr = models.BigIntegerField(null=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "checked_on"], name="one_check_a_day"),
            models.CheckConstraint(
                name="alumni_sales",
                condition=models.Q(monthly_sales_idr=None) | models.Q(monthly_sales_idr__gte=0),
            ),
        ]

    def __str__(self):
        return f"{self.participant_id} {self.checked_on}"

    def takes_over(self, other: "AlumniCheck") -> dict[str, Any]:
        """Of two checks of one day the one that reached somebody counts."""
        if self.business != self.Business.NOT_REACHED:
            return {}
        return {name: getattr(other, name) for name in ("business", "workers", "monthly_sales_idr", "remark")}
