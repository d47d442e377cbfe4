from django.db import models


class AssignmentLetter(models.Model):
    """A duty letter (surat tugas) of a team: numbered in the year of its office, its content frozen when issued. A mistake is
    taken back with a reason; the number is never given again."""

    team = models.ForeignKey("monev.Team", models.PROTECT, related_name="letters")
    area = models.ForeignKey("places.Region", models.PROTECT)
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    number = models.CharField(max_length=60, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    figures = models.JSONField()
    figures_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "year", "serial"], name="letter_serial"),
            models.CheckConstraint(
                name="letter_days", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
        ]

    def __str__(self):
        return self.number
