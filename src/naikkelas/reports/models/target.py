from django.db import models


class Target(models.Model):
    """What an office set out to reach of an indicator: in a year, or at the end of its strategic plan. A count has no
    `whole`. A target that was changed is superseded by another, never written over."""

    class Horizon(models.TextChoices):
        YEAR = "year"
        PLAN_END = "plan_end"

    indicator = models.CharField(max_length=40)
    area = models.ForeignKey("places.Region", models.PROTECT)
    horizon = models.CharField(max_length=8, choices=Horizon)
    year = models.SmallIntegerField()
    part = models.BigIntegerField()
    whole = models.BigIntegerField(null=True)
    source_document = models.CharField(max_length=200)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "horizon", "year"],
                condition=models.Q(superseded_at=None),
                name="one_standing_target",
            ),
            models.CheckConstraint(
                name="target_value",
                condition=models.Q(part__gte=0) & (models.Q(whole=None) | models.Q(whole__gt=0)),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.area_id} {self.year}"
