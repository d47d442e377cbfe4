"""A market's revitalisation, from the proposal to its life afterwards."""

from django.db import models


class MarketProject(models.Model):
    """One market in one programme. It begins with a proposal; `recipient` comes with the decree and carries the money.

    Where it lies, the facility says. The columns below `synthetic` are kept by the actions, for lists: the stage reached
    last, the newest report of the works with its verdict.
    """

    class Grant(models.TextChoices):
        """The grant of the asset (hibah BMN) from the ministry to the region."""

        NONE = "none"
        IN_PROCESS = "in_process"
        DONE = "done"

    programme = models.ForeignKey("programmes.Programme", models.PROTECT, related_name="markets")
    facility = models.ForeignKey("places.Facility", models.PROTECT, related_name="markets")
    recipient = models.OneToOneField(
        "programmes.Recipient", models.PROTECT, null=True, related_name="market_project"
    )
    proposer = models.CharField(max_length=150)
    requested_idr = models.BigIntegerField(null=True)
    grade = models.CharField(max_length=1, blank=True)
    grant = models.CharField(max_length=10, choices=Grant, default=Grant.NONE)
    grant_document_no = models.CharField(max_length=80, blank=True)
    granted_on = models.DateField(null=True)
    requirements = models.CharField(max_length=40)
    """Id of the set of requirements in force on the day of the proposal: a later one does not change a running file."""
    synthetic = models.BooleanField(default=False)
    stage = models.CharField(max_length=40)
    planned_bp = models.IntegerField(null=True)
    actual_bp = models.IntegerField(null=True)
    deviation_bp = models.IntegerField(null=True)
    progress_on = models.DateField(null=True)
    band = models.CharField(max_length=10, default="unknown")
    band_rule = models.CharField(max_length=40, blank=True)
    built_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "facility"], name="market_once_a_programme"),
            models.CheckConstraint(
                name="market_requested",
                condition=models.Q(requested_idr=None) | models.Q(requested_idr__gt=0),
            ),
            models.CheckConstraint(name="market_grade", condition=models.Q(grade__in=["", "A", "B", "C"])),
            models.CheckConstraint(
                name="market_granted_with_day",
                condition=~models.Q(grant="done") | models.Q(granted_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.programme_id} {self.facility_id}"


class MarketStep(models.Model):
    """A stage that a market reached: by which document, and the reason where a mandatory requirement was missing.

    From the decree on, each is a milestone of the recipient too, which the figures of all programmes count.
    """

    project = models.ForeignKey(MarketProject, models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=40)
    reached_on = models.DateField()
    document_no = models.CharField(max_length=80, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    lacking = models.JSONField(default=list)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "stage"], name="market_stage_once"),
            models.CheckConstraint(
                name="market_lacking_with_reason",
                condition=models.Q(lacking=[]) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.project_id} {self.stage}"


class MarketCheck(models.Model):
    """One requirement of the set, as the officer found it: met (with its document), missing, or not needed (why)."""

    class State(models.TextChoices):
        MET = "met"
        MISSING = "missing"
        NOT_NEEDED = "not_needed"

    project = models.ForeignKey(MarketProject, models.PROTECT, related_name="checks")
    requirement = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State)
    document_no = models.CharField(max_length=80, blank=True)
    document_on = models.DateField(null=True)
    remark = models.CharField(max_length=500, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "requirement"], name="market_requirement_once")
        ]

    def __str__(self):
        return f"{self.project_id} {self.requirement}: {self.state}"


class MarketManager(models.Model):
    """The cooperative that manages a market, since when and until when, by which decree."""

    project = models.ForeignKey(MarketProject, models.PROTECT, related_name="managers")
    cooperative = models.ForeignKey("registry.Cooperative", models.PROTECT, related_name="markets")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    document_no = models.CharField(max_length=80, blank=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(to_on=None), name="one_manager_at_a_time"
            ),
            models.CheckConstraint(
                name="manager_days", condition=models.Q(to_on=None) | models.Q(to_on__gte=models.F("from_on"))
            ),
        ]

    def __str__(self):
        return f"{self.project_id} {self.cooperative_id} {self.from_on}"


class MarketCount(models.Model):
    """The market as an officer counted it on a day: places built, let and open, and traders."""

    project = models.ForeignKey(MarketProject, models.PROTECT, related_name="counts")
    counted_on = models.DateField()
    kiosks_built = models.PositiveIntegerField()
    kiosks_let = models.PositiveIntegerField()
    kiosks_open = models.PositiveIntegerField()
    stalls_built = models.PositiveIntegerField()
    stalls_let = models.PositiveIntegerField()
    stalls_open = models.PositiveIntegerField()
    pitches_built = models.PositiveIntegerField()
    pitches_let = models.PositiveIntegerField()
    pitches_open = models.PositiveIntegerField()
    traders_male = models.PositiveIntegerField()
    traders_female = models.PositiveIntegerField()
    traders_members = models.PositiveIntegerField()
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "counted_on"], name="market_counted_once_a_day"),
            models.CheckConstraint(
                name="market_count_possible",
                condition=models.Q(
                    kiosks_let__lte=models.F("kiosks_built"), kiosks_open__lte=models.F("kiosks_built"),
                    stalls_let__lte=models.F("stalls_built"), stalls_open__lte=models.F("stalls_built"),
                    pitches_let__lte=models.F("pitches_built"), pitches_open__lte=models.F("pitches_built"),
                    traders_members__lte=models.F("traders_male") + models.F("traders_female"),
                ),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.project_id} {self.counted_on}"

    @property
    def built(self) -> int:
        return self.kiosks_built + self.stalls_built + self.pitches_built

    @property
    def let(self) -> int:
        return self.kiosks_let + self.stalls_let + self.pitches_let

    @property
    def open(self) -> int:
        return self.kiosks_open + self.stalls_open + self.pitches_open

    @property
    def traders(self) -> int:
        return self.traders_male + self.traders_female


class MarketYear(models.Model):
    """Income and cost of a market in one year, as its manager reported them."""

    project = models.ForeignKey(MarketProject, models.PROTECT, related_name="years")
    year = models.SmallIntegerField()
    rent_idr = models.BigIntegerField()
    levy_idr = models.BigIntegerField()
    parking_idr = models.BigIntegerField()
    other_idr = models.BigIntegerField()
    cost_idr = models.BigIntegerField()
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "year"], name="market_year_once"),
            models.CheckConstraint(
                name="market_year_money",
                condition=models.Q(rent_idr__gte=0, levy_idr__gte=0, parking_idr__gte=0, other_idr__gte=0, cost_idr__gte=0),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.project_id} {self.year}"

    @property
    def income_idr(self) -> int:
        return self.rent_idr + self.levy_idr + self.parking_idr + self.other_idr

    @property
    def surplus_idr(self) -> int:
        return self.income_idr - self.cost_idr
