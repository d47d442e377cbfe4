from django.db import models


class BackCheck(models.Model):
    """A draw of visits to be made again by somebody else, and how their answers are compared.

    `frame` is what was drawn from: [code, enumerator] of each visit, so that anybody can draw again by the seed.
    `tolerances` are by question as they were written ('10%', '2', '-').
    """

    cycle = models.ForeignKey("monev.Cycle", models.PROTECT, related_name="back_checks")
    area = models.ForeignKey("places.Region", models.PROTECT)
    seed = models.CharField(max_length=40)
    least = models.SmallIntegerField()
    size = models.IntegerField()
    frame = models.JSONField()
    due_on = models.DateField()
    tolerance_bp = models.IntegerField()
    tolerances = models.JSONField(default=dict)
    rule_set = models.CharField(max_length=40)
    rule_hash = models.CharField(max_length=16)
    drawn_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "area", "seed"], name="back_check_once_a_seed")
        ]

    def __str__(self):
        return f"{self.cycle_id} {self.area_id} {self.seed}"
