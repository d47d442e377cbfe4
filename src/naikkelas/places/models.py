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


class DayDecree(models.Model):
    """A day that a decree made a working day or a day off, against what the calendar says. A mistake is taken back."""

    on = models.DateField()
    works = models.BooleanField()
    decree_no = models.CharField(max_length=150)
    reason = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on"], condition=models.Q(withdrawn_at=None), name="one_decree_a_day"
            )
        ]

    def __str__(self):
        return f"{self.on} {self.decree_no}"


class RegionChange(models.Model):
    """A split, merger, new name or new number of areas that took effect on a day, by a law that is named.

    A draft changes nothing. `marks` holds for each kind of record the highest number when it was applied: what is
    higher was entered under the new codes. Actors are in the trail.
    """

    class Kind(models.TextChoices):
        SPLIT = "split"
        MERGE = "merge"
        RENAME = "rename"
        RENUMBER = "renumber"

    class State(models.TextChoices):
        DRAFT = "draft"
        APPLIED = "applied"
        UNDONE = "undone"

    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=150)
    area_code = CodeField(max_length=13)
    effective_on = models.DateField()
    legal_source = models.CharField(max_length=300)
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField()
    applied_by = models.CharField(max_length=150, blank=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    marks = models.JSONField(default=dict)
    synthetic = models.BooleanField(default=False)

    def __str__(self):
        return f"{self.title} ({self.effective_on})"


class RegionCrosswalk(models.Model):
    """One line of a change: an old code, the new one, and which share of the old area it holds.

    The share (by `basis`: villages, population, records) serves only figures that no record attributes. `alone`: the new code had
    no records before and gets those of one old code, so that these lead back by themselves.
    """

    class Basis(models.TextChoices):
        WHOLE = "whole"
        VILLAGES = "villages"
        POPULATION = "population"
        GIVEN = "given"

    change = models.ForeignKey(RegionChange, models.CASCADE, related_name="lines")
    old_code = CodeField(max_length=13)
    new_code = CodeField(max_length=13)
    old_name = models.CharField(max_length=80)
    new_name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=Region.Level)
    kind = models.CharField(max_length=10)
    share_numerator = models.BigIntegerField(default=1)
    share_denominator = models.BigIntegerField(default=1)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.WHOLE)
    whole = models.BooleanField()
    principal = models.BooleanField()
    alone = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "old_code", "new_code"], name="crosswalk_line_once"),
            models.CheckConstraint(
                name="crosswalk_share",
                condition=models.Q(
                    share_numerator__gte=0,
                    share_denominator__gt=0,
                    share_numerator__lte=models.F("share_denominator"),
                ),
            ),
        ]

    def __str__(self):
        return f"{self.old_code} → {self.new_code}"


class RegionMove(models.Model):
    """Records `first`…`last` of a kind that a change took from one code to another, kept where the crosswalk alone
    cannot tell: several areas became one, or a person decided for a record."""

    change = models.ForeignKey(RegionChange, models.CASCADE, related_name="moves")
    table = models.CharField(max_length=20)
    old_code = CodeField(max_length=13)
    new_code = CodeField(max_length=13)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    decided = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["table", "change", "first"], name="region_move_span")]

    def __str__(self):
        return f"{self.table} {self.first}–{self.last}: {self.old_code} → {self.new_code}"
