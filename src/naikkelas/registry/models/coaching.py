from django.db import models

from naikkelas.registry.models.cooperative import Cooperative


class CoachingPlan(models.Model):
    """The coaching (pembinaan) of one cooperative: why, by whom, in which steps, and what came of it."""

    class State(models.TextChoices):
        PLANNED = "planned"
        RUNNING = "running"
        FINISHED = "finished"
        CANCELLED = "cancelled"

    class Outcome(models.TextChoices):
        NONE = ""
        RECOVERED = "recovered"
        IMPROVED = "improved"
        UNCHANGED = "unchanged"
        WORSE = "worse"

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="coaching")
    goal = models.TextField()
    officer = models.CharField(max_length=150)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    starts_on = models.DateField()
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    outcome_text = models.TextField(blank=True)
    status_before = models.CharField(max_length=20)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="coaching_ended_when_over",
                condition=models.Q(state__in=["finished", "cancelled"], ended_on__isnull=False)
                | models.Q(state__in=["planned", "running"], ended_on=None),
            )
        ]

    def __str__(self):
        return f"{self.cooperative_id}: {self.state}"


class CoachingStep(models.Model):
    """One planned step with its day; ticked off when done."""

    plan = models.ForeignKey(CoachingPlan, models.CASCADE, related_name="steps")
    text = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    def __str__(self):
        return f"{self.plan_id} {self.due_on}"


class CoachingVisit(models.Model):
    """One day of coaching: what was done, what came of it, what is next, and a photo or file where there is one."""

    plan = models.ForeignKey(CoachingPlan, models.CASCADE, related_name="visits")
    visited_on = models.DateField()
    actions = models.TextField()
    result = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self):
        return f"{self.plan_id} {self.visited_on}"
