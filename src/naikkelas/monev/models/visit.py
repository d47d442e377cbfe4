from django.db import models

from naikkelas.monev.models.cycle import PlannedVisit


class Visit(models.Model):
    """One filled form, read: what an enumerator found at one place on one day.

    `answers` keeps every answer in the order of the form; VisitFact the ones that have a meaning for figures.
    `photos` are {question, name, sha256} of files in the vault.
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        VERIFIED = "verified"
        REJECTED = "rejected"
        AGAIN = "again"
        """Made to check another: compared with it, counted nowhere, decided by nobody."""

    UNCOUNTED = (State.REJECTED, State.AGAIN)
    """States that no figure counts."""

    class Trouble(models.TextChoices):
        """An officer asked for something to be mended; it was."""

        ASKED = "asked"
        MENDED = "mended"

    planned = models.ForeignKey(PlannedVisit, models.PROTECT, related_name="visits")
    instance_id = models.CharField(max_length=250, unique=True)
    instrument = models.CharField(max_length=40)
    form_version = models.CharField(max_length=30)
    area = models.ForeignKey("places.Region", models.PROTECT, db_index=False)  # visit_area_state serves
    enumerator = models.ForeignKey("accounts.User", models.PROTECT, related_name="visits")
    visited_on = models.DateField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    answers = models.JSONField(default=list)
    photos = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    trouble = models.CharField(max_length=6, choices=Trouble, blank=True, default="")
    judged_at = models.DateTimeField(null=True)
    """When its plausibility was judged; None: the worker has it still to do."""
    answers_sha256 = models.CharField(max_length=64, blank=True, default="")
    """Of what was answered, whatever differs at every visit left out: to find the same answers elsewhere."""

    class Meta:
        indexes = [
            models.Index(fields=["judged_at"], name="visit_judged"),
            models.Index(fields=["answers_sha256"], name="visit_answers"),
            models.Index(fields=["area", "state"], name="visit_area_state"),
            models.Index(fields=["enumerator", "started_at"], name="visit_trips"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["planned"], condition=~models.Q(state="rejected"), name="one_standing_visit"
            )
        ]

    def __str__(self):
        return f"{self.planned_id} {self.visited_on}"


class VisitFact(models.Model):
    """One fact of a visit that figures are made of: a whole number or a stable word."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="facts", db_index=False)  # fact_once serves
    name = models.CharField(max_length=40)
    number = models.BigIntegerField(null=True)
    word = models.CharField(max_length=40, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "name"], name="fact_once")]

    def __str__(self):
        return f"{self.name}={self.word if self.number is None else self.number}"


class VisitFlag(models.Model):
    """Why a visit deserves a second look: the rule, the numbers that were compared, the other visit concerned."""

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="doubts", db_index=False
    )  # flag_once serves
    rule = models.CharField(max_length=20)
    numbers = models.JSONField()
    other = models.ForeignKey(Visit, models.SET_NULL, null=True, related_name="doubted_with")
    rule_set = models.CharField(max_length=40)
    rule_hash = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "rule"], name="flag_once")]

    def __str__(self):
        return f"{self.visit_id} {self.rule}"


class VisitPhoto(models.Model):
    """One photo of a visit by its bytes, and what its camera wrote into it. `number`: its place in the visit's photos."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="photo_marks")
    number = models.SmallIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    taken_at = models.DateTimeField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="photo_number")]

    def __str__(self):
        return f"{self.visit_id} {self.number}"


class VisitComment(models.Model):
    """What an officer says of a visit to colleagues. `asks`: something must be mended; settled by an edit or a decision."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="comments")
    text = models.CharField(max_length=500)
    asks = models.BooleanField(default=False)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.visit_id} {self.text[:30]}"
