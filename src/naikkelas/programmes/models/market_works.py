"""The works of a market: packages with their contractor, weeks, and photos from the same spots."""

from django.db import models

from naikkelas.programmes.models.market import MarketProject


class MarketPackage(models.Model):
    """One package of a market. Its contract stands in the ledger, where it binds money. Works have weekly progress;
    consultants' packages (planning, supervision) have none."""

    class Kind(models.TextChoices):
        WORKS = "works"
        PLANNING = "planning"
        SUPERVISION = "supervision"

    project = models.ForeignKey(MarketProject, models.PROTECT, related_name="packages")
    commitment = models.OneToOneField("programmes.Commitment", models.PROTECT, related_name="market_package")
    kind = models.CharField(max_length=11, choices=Kind)
    name = models.CharField(max_length=150)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="market_contract_days", condition=models.Q(ends_on__gt=models.F("starts_on"))
            ),
        ]

    def __str__(self):
        return self.name


class MarketAddendum(models.Model):
    """A change of a package's contract: its last day, its value, or both. What stood before is kept, so that it can be taken
    back. The change of value stands in the ledger (`commitment`)."""

    package = models.ForeignKey(MarketPackage, models.PROTECT, related_name="addenda")
    number = models.CharField(max_length=80)
    signed_on = models.DateField()
    reason = models.CharField(max_length=200)
    former_ends_on = models.DateField()
    ends_on = models.DateField()
    former_plan = models.JSONField(default=list)
    """The planned share at the end of each week before it, in basis points."""
    commitment = models.OneToOneField(
        "programmes.Commitment", models.PROTECT, null=True, related_name="market_addendum"
    )
    taken_back_at = models.DateTimeField(null=True)
    taken_back_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["package", "number"],
                condition=models.Q(taken_back_at=None),
                name="one_addendum_by_number",
            )
        ]

    def __str__(self):
        return self.number


class MarketWeek(models.Model):
    """Week `number` of a package: what was planned to stand at its end and what stands, in basis points of the whole."""

    package = models.ForeignKey(MarketPackage, models.PROTECT, related_name="weeks")
    number = models.SmallIntegerField()
    ends_on = models.DateField()
    planned_bp = models.IntegerField()
    actual_bp = models.IntegerField(null=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "number"], name="market_week_once"),
            models.CheckConstraint(
                name="market_week_share",
                condition=models.Q(planned_bp__range=(0, 10_000))
                & (models.Q(actual_bp=None) | models.Q(actual_bp__range=(0, 10_000))),
            ),
        ]

    def __str__(self):
        return f"{self.package_id} {self.number}"

    @property
    def deviation_bp(self) -> int | None:
        return None if self.actual_bp is None else self.actual_bp - self.planned_bp


class MarketPoint(models.Model):
    """A named spot from which the same photo is taken again and again."""

    project = models.ForeignKey(MarketProject, models.PROTECT, related_name="points")
    name = models.CharField(max_length=80)
    where = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="market_point_once")]

    def __str__(self):
        return self.name


class MarketPhoto(models.Model):
    """One photo of a series: `original_sha256` as it came, `shown_sha256` the copy without hidden data."""

    point = models.ForeignKey(MarketPoint, models.PROTECT, related_name="photos")
    taken_on = models.DateField()
    caption = models.CharField(max_length=200, blank=True)
    original_sha256 = models.CharField(max_length=64)
    shown_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "original_sha256"], name="market_photo_once")]

    def __str__(self):
        return f"{self.point_id} {self.taken_on}"
