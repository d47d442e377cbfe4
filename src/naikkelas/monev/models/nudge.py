from django.db import models

from naikkelas.monev.models.cycle import CycleArea


class Nudge(models.Model):
    """A word to one person about an area that is late: from a colleague, or by itself when it climbs a level.

    `late_workdays` is how late the area was then; an escalation happens once for each level, person and deadline.
    """

    class Level(models.TextChoices):
        HAND = "hand"
        REGENCY = "regency"
        PROVINCE = "province"
        MINISTRY = "ministry"

    cycle_area = models.ForeignKey(CycleArea, models.CASCADE, related_name="nudges")
    to = models.ForeignKey("accounts.User", models.CASCADE, related_name="nudges")
    level = models.CharField(max_length=8, choices=Level)
    due_on = models.DateField()
    late_workdays = models.IntegerField()
    text = models.CharField(max_length=500)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle_area", "to", "level", "due_on"],
                condition=~models.Q(level="hand"),
                name="escalated_once",
            )
        ]

    def __str__(self):
        return f"{self.cycle_area_id} {self.level} {self.to_id}"
