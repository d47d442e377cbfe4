from django.db import models


class Issue(models.Model):
    """A report as issued: its figures frozen, the documents drawn from them, and the digest of both."""

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
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()

    def __str__(self):
        return self.number
