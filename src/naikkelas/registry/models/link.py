from django.db import models

from naikkelas.registry.models.enterprise import Enterprise


class LinkRun(models.Model):
    """One search of the registry for records that may be the same: what it looked at, and by which method."""

    at = models.DateTimeField()
    method_hash = models.CharField(max_length=16)
    records = models.IntegerField()
    changed = models.IntegerField()
    found = models.IntegerField()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}: {self.changed} of {self.records}"


class LinkMark(models.Model):
    """What an enterprise looked like when it was last compared: a digest of all that is compared."""

    enterprise = models.OneToOneField(Enterprise, models.CASCADE, primary_key=True)
    digest = models.BigIntegerField()

    def __str__(self):
        return f"{self.enterprise_id}"


class LinkCandidate(models.Model):
    """Two enterprises that may be the same. A proposal: nothing is merged by it.

    `evidence` holds for each comparison its level (highest is best, -1 says nothing) and its bits for or against.
    """

    first = models.ForeignKey(Enterprise, models.CASCADE, related_name="+")
    second = models.ForeignKey(Enterprise, models.CASCADE, related_name="+")
    probability = models.FloatField()
    evidence = models.JSONField()
    run = models.ForeignKey(LinkRun, models.PROTECT, related_name="candidates", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_candidate_a_pair"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="candidate_smaller_id_first"
            ),
        ]
        indexes = [models.Index(fields=["-probability"], name="candidate_surest")]

    def __str__(self):
        return f"{self.first_id} = {self.second_id}: {self.probability:.3f}"
