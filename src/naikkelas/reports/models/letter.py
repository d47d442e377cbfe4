from django.db import models


class Letter(models.Model):
    """A numbered letter about findings, as issued: what it says frozen, and the PDF drawn from that.

    A letter asks a unit to follow findings up; minutes (berita acara) tell what was agreed on them in a hearing.
    """

    class Kind(models.TextChoices):
        FOLLOW_UP = "follow_up"
        HEARING = "hearing"

    kind = models.CharField(max_length=9, choices=Kind)
    area = models.ForeignKey("places.Region", models.PROTECT)
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    number = models.CharField(max_length=60, unique=True)
    dated_on = models.DateField()
    findings = models.ManyToManyField("monev.Finding", related_name="letters")
    figures = models.JSONField()
    figures_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "area", "year", "serial"], name="letter_serial_once")
        ]

    def __str__(self):
        return self.number
