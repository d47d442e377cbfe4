"""What an office means to do with an allocation, month by month."""

from django.db import models

from naikkelas.programmes.models.ledger import WITHIN_BIGINT


class PlanMonth(models.Model):
    """The plan of an allocation for one month: what is to be disbursed in it, and how much of the work is to stand at its end."""

    allocation = models.ForeignKey("programmes.Allocation", models.PROTECT, related_name="plan")
    month = models.SmallIntegerField()
    amount_idr = models.BigIntegerField()
    physical_percent = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["allocation", "month"], name="one_plan_a_month"),
            models.CheckConstraint(
                name="plan_month",
                condition=models.Q(month__range=(1, 12), physical_percent__range=(0, 100), amount_idr__gte=0)
                & WITHIN_BIGINT,
            ),
        ]

    def __str__(self):
        return f"{self.allocation_id} {self.month}"
