"""A programme of one year, and the stages that its recipients reach."""

from django.db import models


class Programme(models.Model):
    """One programme of one year, of a type from the catalogue (reference/programme_types)."""

    type_id = models.CharField(max_length=40)
    name = models.CharField(max_length=150)
    year = models.SmallIntegerField()
    area = models.ForeignKey("places.Region", models.PROTECT)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["type_id", "year", "area", "name"], name="one_programme_by_name")
        ]

    def __str__(self):
        return f"{self.name} {self.year}"


class Milestone(models.Model):
    """A stage of its programme type that a recipient reached, with physical progress where the stage has it."""

    recipient = models.ForeignKey("programmes.Recipient", models.PROTECT, related_name="milestones")
    stage = models.CharField(max_length=40)
    reached_on = models.DateField()
    physical_percent = models.SmallIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="milestone_percent",
                condition=models.Q(physical_percent=None) | models.Q(physical_percent__range=(0, 100)),
            ),
            models.UniqueConstraint(fields=["recipient", "stage"], name="stage_reached_once"),
        ]

    def __str__(self):
        return f"{self.recipient_id} {self.stage}"
