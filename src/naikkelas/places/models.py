from django.db import models

from naikkelas.trail.columns import CodeField

NATION = "0"
"""Code of Indonesia itself, above all provinces."""


class Region(models.Model):
    """An area of government. The key is Kemendagri's code; BPS numbers the same areas otherwise.

    Validity dates are empty where the list in use does not say since when (or until when) a code stands.
    """

    class Level(models.TextChoices):
        NATION = "nation"
        PROVINCE = "province"
        REGENCY = "regency"
        DISTRICT = "district"
        VILLAGE = "village"

    code = CodeField(max_length=13, primary_key=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    bps_code = models.CharField(max_length=10, blank=True)
    bps_valid_from = models.DateField(null=True)
    bps_valid_to = models.DateField(null=True)
    bps_confirmed = models.BooleanField(default=False)
    list_id = models.CharField(max_length=20)

    class Meta:
        indexes = [
            models.Index(fields=["level", "code"], name="region_level"),
            models.Index(fields=["bps_code"], name="region_bps"),
        ]
        constraints = [
            models.CheckConstraint(
                name="region_valid_period",
                condition=models.Q(valid_to=None)
                | models.Q(valid_from=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.code})"

    @property
    def title(self) -> str:
        """The name with its kind where people say it so: 'Kab. Pesawaran', 'Kota Metro', 'Kec. Kalianda'."""
        return f"{_SPOKEN.get(self.kind, '')}{self.name}"


_SPOKEN = {"kabupaten": "Kab. ", "kota": "Kota ", "kecamatan": "Kec. ", "kelurahan": "Kel. ", "desa": "Desa "}


class Boundary(models.Model):
    """The outline of one region that an office brought, simplified for drawing; indicative, not legal."""

    region = models.OneToOneField(Region, models.CASCADE, primary_key=True)
    geometry = models.JSONField()
    source = models.CharField(max_length=200)
    imported_at = models.DateTimeField()

    def __str__(self):
        return f"Boundary of {self.region_id}"


class Facility(models.Model):
    """A built place that a programme paid for and visits return to: a traditional market, a PLUT."""

    class Kind(models.TextChoices):
        MARKET = "market"
        PLUT = "plut"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    area = models.ForeignKey(Region, models.PROTECT)
    address = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    synthetic = models.BooleanField(default=False)

    def __str__(self):
        return f"{self.name} ({self.area_id})"
