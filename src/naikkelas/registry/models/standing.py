from typing import Any

from django.db import models

from naikkelas.registry.models.cooperative import Cooperative


class StatusDecree(models.Model):
    """A decree (SK) of the head of an office that says which cooperatives are active. Withdrawn, never deleted."""

    area = models.ForeignKey("places.Region", models.PROTECT)
    number = models.CharField(max_length=80)
    decided_on = models.DateField()
    reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "number", "decided_on"],
                condition=models.Q(withdrawn_at=None),
                name="one_standing_decree",
            )
        ]

    def __str__(self):
        return f"{self.number} ({self.decided_on})"


class DecreedStatus(models.Model):
    """What a decree says of one cooperative, and what stood before. `applied`: it was the newest on the day of entry."""

    decree = models.ForeignKey(StatusDecree, models.CASCADE, related_name="lines")
    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="decreed")
    status = models.CharField(max_length=8, choices=Cooperative.Status)
    applied = models.BooleanField()
    before_status = models.CharField(max_length=8, choices=Cooperative.Status)
    before_decree = models.CharField(max_length=80, blank=True)
    before_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decree", "cooperative"], name="one_line_a_cooperative")
        ]

    def __str__(self):
        return f"{self.decree_id} {self.cooperative_id}: {self.status}"


class ActivityWarning(models.Model):
    """The danger that an active cooperative falls inactive next: points and reasons as they stand today.

    A worklist, no verdict: it is computed anew whenever its facts change and once a day. `reasons` are words between
    blanks, so that one can be looked for.
    """

    cooperative = models.OneToOneField(Cooperative, models.CASCADE, primary_key=True, related_name="warning")
    points = models.SmallIntegerField()
    level = models.CharField(max_length=6)
    reasons = models.CharField(max_length=200)
    as_of = models.DateField()
    rule_set = models.CharField(max_length=30)
    rule_hash = models.CharField(max_length=16)

    def __str__(self):
        return f"{self.cooperative_id}: {self.points}"


class CooperativeTag(models.Model):
    """A further group that a cooperative belongs to beside its main `group`."""

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, related_name="tags", db_index=False)
    tag = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cooperative", "tag"], name="one_tag_once")]
        indexes = [models.Index(fields=["tag"], name="cooperative_tag")]

    def __str__(self):
        return f"{self.cooperative_id}: {self.tag}"


class CooperativeUnit(models.Model):
    """A unit that a cooperative runs, means to open, or has closed; of a Merah Putih cooperative seven are mandatory."""

    class State(models.TextChoices):
        PLANNED = "planned"
        OPEN = "open"
        CLOSED = "closed"

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, related_name="units", db_index=False)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=7, choices=State)
    opened_on = models.DateField(null=True)
    """The day it opened; of a planned one, the day it is to open."""
    closed_on = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "kind"], name="one_unit_of_a_kind"),
            models.CheckConstraint(
                name="unit_closed",
                condition=models.Q(state="closed") | models.Q(closed_on=None),
            ),
        ]
        indexes = [models.Index(fields=["kind", "state"], name="cooperative_unit")]

    def __str__(self):
        return f"{self.cooperative_id}: {self.kind} {self.state}"

    def takes_over(self, other: "CooperativeUnit") -> dict[str, Any]:
        """When two records become one: an open unit counts before a closed one, that before a planned one."""
        order = [self.State.PLANNED, self.State.CLOSED, self.State.OPEN]
        if order.index(other.state) <= order.index(self.state):
            return {}
        return {
            name: getattr(other, name)
            for name in ("state", "opened_on", "closed_on", "source", "recorded_at")
        }
