from django.db import models


class Issue(models.Model):
    """A report as issued: its figures frozen, the documents drawn from them, and the digest of both.

    `frozen`: the kept figures of an accepted cycle that it was drawn from; None where it was gathered on the day of issue.
    """

    report = models.CharField(max_length=40)
    case = models.CharField(max_length=10, blank=True, default="")
    area = models.ForeignKey("places.Region", models.PROTECT)
    year = models.SmallIntegerField()
    quarter = models.SmallIntegerField()
    number = models.CharField(max_length=40, unique=True)
    figures = models.JSONField()
    figures_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    xlsx_sha256 = models.CharField(max_length=64, blank=True)
    frozen = models.OneToOneField("FrozenFigures", models.PROTECT, null=True, related_name="issue")
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()

    @property
    def drawn_at(self):
        """The moment that stands in its documents: of a freeze, so that the same freeze gives the same bytes."""
        return self.frozen.frozen_at if self.frozen else self.issued_at

    def __str__(self):
        return self.number
