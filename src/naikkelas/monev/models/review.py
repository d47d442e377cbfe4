"""The way of an area's work from level to level, and who decides in whose place."""

from django.db import models

from naikkelas.monev.models.cycle import CycleArea
from naikkelas.monev.models.visit import Visit


class ReviewStep(models.Model):
    """One step of an area: sent, accepted, returned, unlocked. `behalf_of`: who would have decided, were they here."""

    class Kind(models.TextChoices):
        SENT = "sent"
        ACCEPTED = "accepted"
        RETURNED = "returned"
        UNLOCKED = "unlocked"

    cycle_area = models.ForeignKey(CycleArea, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    version = models.IntegerField()
    late_workdays = models.IntegerField(default=0)
    reason = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    behalf_of = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle_area", "version"], name="one_step_a_version"),
        ]

    def __str__(self):
        return f"{self.cycle_area_id} {self.kind}"


class Remark(models.Model):
    """What the province asks of one visit when it returns an area. Settled when the visit is verified anew or sent back."""

    step = models.ForeignKey(ReviewStep, models.CASCADE, related_name="remarks")
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="remarks")
    text = models.CharField(max_length=500)
    settled_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.visit_id} {self.text[:30]}"


class Delegation(models.Model):
    """For some days another of the same office decides in somebody's place. Taken back, never deleted."""

    giver = models.ForeignKey("accounts.User", models.PROTECT, related_name="delegations_given")
    taker = models.ForeignKey("accounts.User", models.PROTECT, related_name="delegations_taken")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delegation_days", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
            models.CheckConstraint(
                name="delegation_to_another", condition=~models.Q(giver=models.F("taker"))
            ),
        ]

    def __str__(self):
        return f"{self.giver_id} to {self.taker_id}"
