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

    planned = models.ForeignKey(PlannedVisit, models.PROTECT, related_name="visits")
    instance_id = models.CharField(max_length=250, unique=True)
    instrument = models.CharField(max_length=40)
    form_version = models.CharField(max_length=30)
    area = models.ForeignKey("places.Region", models.PROTECT)
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

    class Meta:
        indexes = [models.Index(fields=["area", "state"], name="visit_area_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["planned"], condition=~models.Q(state="rejected"), name="one_standing_visit"
            )
        ]

    def __str__(self):
        return f"{self.planned_id} {self.visited_on}"


class VisitFact(models.Model):
    """One fact of a visit that figures are made of: a whole number or a stable word."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="facts")
    name = models.CharField(max_length=40)
    number = models.BigIntegerField(null=True)
    word = models.CharField(max_length=40, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "name"], name="fact_once")]

    def __str__(self):
        return f"{self.name}={self.word if self.number is None else self.number}"
