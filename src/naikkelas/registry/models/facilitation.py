from django.db import models

from naikkelas.registry.models.enterprise import Enterprise


class Facilitation(models.Model):
    """What credentials and branding events have in common: who helped, what it cost, a file, and where it came from.

    Rows are never changed: a correction, or the next step of the same credential, supersedes the former row; `first` is
    the first row of such a line. A line without a standing row was withdrawn. The programme is kept as it was named:
    programmes stand on a higher floor.
    """

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="+", db_index=False)
    facilitated_by = models.CharField(max_length=150, blank=True)
    programme_no = models.IntegerField(null=True)
    programme_name = models.CharField(max_length=160, blank=True)
    cost_idr = models.BigIntegerField(null=True)
    remark = models.TextField(blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    first = models.ForeignKey("self", models.CASCADE, null=True, related_name="+", db_index=False)
    source = models.CharField(max_length=60)
    synthetic = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Credential(Facilitation):
    """A licence, certificate or registration of an enterprise: applied for, issued, refused, ended or taken away."""

    class Kind(models.TextChoices):
        NIB = "nib"
        PIRT = "pirt"
        HALAL = "halal"
        TRADEMARK = "trademark"
        BPOM = "bpom"
        SNI = "sni"
        QRIS = "qris"
        ECATALOGUE = "ecatalogue"
        MARKETPLACE = "marketplace"
        OTHER = "other"

    class Status(models.TextChoices):
        APPLIED = "applied"
        ISSUED = "issued"
        REJECTED = "rejected"
        EXPIRED = "expired"
        REVOKED = "revoked"

    kind = models.CharField(max_length=12, choices=Kind)
    number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    applied_on = models.DateField(null=True)
    issued_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    status = models.CharField(max_length=8, choices=Status)

    class Meta:
        indexes = [
            models.Index(fields=["enterprise", "kind"], name="credential_enterprise"),
            models.Index(
                fields=["expires_on"],
                name="credential_ends",
                condition=models.Q(superseded_at=None, status="issued", expires_on__isnull=False),
            ),
            models.Index(fields=["first"], name="credential_line", condition=models.Q(first__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="credential_money", condition=models.Q(cost_idr=None) | models.Q(cost_idr__gte=0)
            )
        ]

    def __str__(self):
        return f"{self.enterprise_id} {self.kind} {self.number}"


class BrandingEvent(Facilitation):
    """One time that an enterprise was helped to be seen and sold, with its sales of a month before and after."""

    class Kind(models.TextChoices):
        LOGO = "logo"
        PACKAGING = "packaging"
        PHOTO = "photo"
        NUTRITION_LABEL = "nutrition_label"
        CATALOGUE = "catalogue"
        MARKETPLACE = "marketplace"
        EXHIBITION = "exhibition"
        EXPORT = "export"

    kind = models.CharField(max_length=16, choices=Kind)
    held_on = models.DateField()
    sales_before_idr = models.BigIntegerField(null=True)
    sales_after_idr = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["enterprise", "-held_on"], name="branding_enterprise"),
            models.Index(fields=["first"], name="branding_line", condition=models.Q(first__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="branding_money",
                condition=(models.Q(cost_idr=None) | models.Q(cost_idr__gte=0))
                & (models.Q(sales_before_idr=None) | models.Q(sales_before_idr__gte=0))
                & (models.Q(sales_after_idr=None) | models.Q(sales_after_idr__gte=0)),
            )
        ]

    def __str__(self):
        return f"{self.enterprise_id} {self.kind} {self.held_on}"
