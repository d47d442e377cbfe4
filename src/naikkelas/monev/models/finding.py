from django.db import models

from naikkelas.monev.models.visit import Visit


class Finding(models.Model):
    """What monev found wrong, in the five parts of the audit standard, followed up until closed by another person.

    `rule` is the rule that opened it (an instrument's over a visit, a programme's over a recipient), empty when a person
    did.
    """

    class State(models.TextChoices):
        NOT_FOLLOWED_UP = "not_followed_up"
        IN_PROGRESS = "in_progress"
        RESOLVED = "resolved"
        CANNOT = "cannot_be_followed_up"
        WITHDRAWN = "withdrawn"

    class Severity(models.TextChoices):
        LOW = "low"
        MEDIUM = "medium"
        HIGH = "high"

    number = models.CharField(max_length=20, unique=True)
    area = models.ForeignKey("places.Region", models.PROTECT)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="findings")
    recipient = models.ForeignKey("programmes.Recipient", models.PROTECT, null=True, related_name="findings")
    rule = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    condition = models.TextField()
    criterion = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    severity = models.CharField(max_length=6, choices=Severity)
    amount_idr = models.BigIntegerField(null=True)
    opened_on = models.DateField()
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=22, choices=State, default=State.NOT_FOLLOWED_UP)
    acted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    acted_on = models.DateField(null=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["area", "state"], name="finding_area_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "rule"], condition=~models.Q(rule=""), name="rule_once_a_visit"
            ),
            models.UniqueConstraint(
                fields=["recipient", "rule"], condition=~models.Q(rule=""), name="rule_once_a_recipient"
            ),
            models.CheckConstraint(
                name="closed_by_another",
                condition=models.Q(closed_by=None) | ~models.Q(closed_by=models.F("acted_by")),
            ),
            models.CheckConstraint(
                name="closed_when_closed",
                condition=models.Q(
                    state__in=["resolved", "cannot_be_followed_up", "withdrawn"], closed_by__isnull=False
                )
                | models.Q(state__in=["not_followed_up", "in_progress"], closed_by=None),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"


class FollowUp(models.Model):
    """One step on a finding: an action with evidence, a return, the closing."""

    class Kind(models.TextChoices):
        ACTION = "action"
        RETURNED = "returned"
        CLOSED = "closed"

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    evidence_name = models.CharField(max_length=150, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return f"{self.finding_id} {self.kind} {self.at:%Y-%m-%d}"
