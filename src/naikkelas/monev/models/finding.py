from django.db import models

from naikkelas.monev.models.visit import Visit


class Finding(models.Model):
    """What monev found wrong, in the five parts of the audit standard, followed up until closed by another person.

    `rule` is the rule that opened it (an instrument's over a visit, a programme's over a recipient, a figure's over an
    allocation), empty when a person did; `basis` what a figure's rule saw: its id, hash, inputs and day.
    In progress it waits for another person's verdict on the action, unless that was `returned`, or until the approval of
    `cannot_reason`. `mended_on`: the figure that opened it is in order again, which proposes to close it.
    `earlier` is the newest finding by the same rule about the same thing before this one, `recurrence` how many there were.
    """

    class State(models.TextChoices):
        NOT_FOLLOWED_UP = "not_followed_up"
        IN_PROGRESS = "in_progress"
        RESOLVED = "resolved"
        CANNOT = "cannot_be_followed_up"
        WITHDRAWN = "withdrawn"

    class Owner(models.TextChoices):
        """The level of the office over the area that owes the answer."""

        REGENCY = "regency"
        PROVINCE = "province"
        NATION = "nation"

    class Severity(models.TextChoices):
        LOW = "low"
        MEDIUM = "medium"
        HIGH = "high"

    number = models.CharField(max_length=20, unique=True)
    area = models.ForeignKey("places.Region", models.PROTECT)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="findings")
    recipient = models.ForeignKey("programmes.Recipient", models.PROTECT, null=True, related_name="findings")
    allocation = models.ForeignKey(
        "programmes.Allocation", models.PROTECT, null=True, related_name="findings"
    )
    facility = models.ForeignKey("places.Facility", models.PROTECT, null=True, related_name="findings")
    rule = models.CharField(max_length=60, blank=True)
    basis = models.JSONField(default=dict)
    earlier = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    recurrence = models.SmallIntegerField(default=0)
    owner_level = models.CharField(max_length=8, choices=Owner, default=Owner.REGENCY)
    title = models.CharField(max_length=200)
    condition = models.TextField()
    criterion = models.TextField(blank=True)
    cause_code = models.CharField(max_length=30, blank=True)
    cause = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    recommendation = models.TextField(blank=True)
    severity = models.CharField(max_length=6, choices=Severity)
    amount_idr = models.BigIntegerField(null=True)
    opened_on = models.DateField()
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=22, choices=State, default=State.NOT_FOLLOWED_UP)
    returned = models.BooleanField(default=False)
    cannot_reason = models.CharField(max_length=20, blank=True)
    mended_on = models.DateField(null=True)
    escalated_to = models.CharField(max_length=8, choices=Owner, blank=True)
    acted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    acted_on = models.DateField(null=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["area", "state"], name="finding_area_state"),
            models.Index(fields=["rule", "opened_on"], name="finding_rule_opened"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "rule"], condition=~models.Q(rule=""), name="rule_once_a_visit"
            ),
            # what was closed may come again; that is another finding, which names the earlier one
            models.UniqueConstraint(
                fields=["recipient", "rule"],
                condition=~models.Q(rule="") & models.Q(state__in=["not_followed_up", "in_progress"]),
                name="rule_open_once_a_recipient",
            ),
            models.UniqueConstraint(
                fields=["allocation", "rule"],
                condition=~models.Q(rule="") & models.Q(state__in=["not_followed_up", "in_progress"]),
                name="rule_open_once_allocation",
            ),
            models.CheckConstraint(
                name="cannot_for_a_reason",
                condition=models.Q(
                    cannot_reason="", state__in=["not_followed_up", "in_progress", "resolved", "withdrawn"]
                )
                | models.Q(state="in_progress", returned=False)
                | (models.Q(state="cannot_be_followed_up") & ~models.Q(cannot_reason="")),
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


class FindingPhoto(models.Model):
    """What the finding looked like when it was opened: a photo freed of hidden data, or a document."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="photos")
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)

    def __str__(self):
        return self.name


class FollowUp(models.Model):
    """One step on a finding: an action with evidence, a return, the closing. Steps of the server itself are by nobody."""

    class Kind(models.TextChoices):
        ACTION = "action"
        RETURNED = "returned"
        CLOSED = "closed"
        CANNOT = "cannot"
        APPROVED = "approved"
        REOPENED = "reopened"
        MENDED = "mended"
        RELAPSED = "relapsed"
        ESCALATED = "escalated"

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    evidence_name = models.CharField(max_length=150, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)

    def __str__(self):
        return f"{self.finding_id} {self.kind} {self.at:%Y-%m-%d}"
