"""What a cycle is for, who is visited, how long it takes and what it costs."""

from django.db import models

from naikkelas.monev.models.cycle import Cycle


class Plan(models.Model):
    """The terms of reference of a cycle.

    `questions` are texts; `steps` the calendar as [step, working days]; `instruments` the form versions that phones carried
    when it was opened; `costs` the unit costs of rules.monev_cost. `frame_count` and `drawn_count` tell what the draw of
    recipients chose from and how many it took.
    """

    class Whom(models.TextChoices):
        ALL = "all"
        ASSETS = "assets"
        SAMPLE = "sample"
        RISK = "risk"

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="plan")
    purpose = models.TextField(blank=True)
    questions = models.JSONField(default=list)
    whom = models.CharField(max_length=6, choices=Whom, default=Whom.ALL)
    confidence = models.SmallIntegerField(default=95)
    margin_bp = models.IntegerField(default=1000)
    risk_count = models.SmallIntegerField(default=5)
    cooperatives = models.SmallIntegerField(default=0)
    enterprises = models.SmallIntegerField(default=0)
    seed = models.CharField(max_length=40, blank=True)
    frame_count = models.IntegerField(null=True)
    drawn_count = models.IntegerField(null=True)
    steps = models.JSONField(default=list)
    instruments = models.JSONField(default=dict)
    costs = models.JSONField(default=dict)
    budget_idr = models.BigIntegerField(null=True)
    funding = models.CharField(max_length=150, blank=True)
    copied_from = models.ForeignKey(Cycle, models.PROTECT, null=True, related_name="copies")
    changed_at = models.DateTimeField()

    def __str__(self):
        return f"plan of {self.cycle_id}"


class CycleRole(models.Model):
    """Who answers for what in a cycle."""

    class Duty(models.TextChoices):
        HEAD = "head"
        COORDINATOR = "coordinator"
        DATA = "data"
        REPORT = "report"

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="roles")
    duty = models.CharField(max_length=12, choices=Duty)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "duty", "user"], name="role_once_a_cycle")]

    def __str__(self):
        return f"{self.cycle_id} {self.duty} {self.user_id}"
