from django.db import models

from naikkelas.registry.models.person import Person


class Sector(models.TextChoices):
    """The sectors in which the province published its count of 2019."""

    CULINARY = "culinary"
    FASHION = "fashion"
    EDUCATION = "education"
    AUTOMOTIVE = "automotive"
    AGRIBUSINESS = "agribusiness"
    TECHNOLOGY = "technology"
    OTHER = "other"


class Enterprise(models.Model):
    """A micro, small or medium enterprise (UMKM) as the registry knows it today.

    `size_class`, `annual_sales_idr` and `workers` repeat the newest EnterpriseYear so that lists can sort by them.
    `registration_no` is the sender's own number; `match_key` a digest of name, owner and village for rows that
    carry no number; `row_digest` tells a changed row from one that came again unchanged.
    """

    name = models.CharField(max_length=150)
    name_key = models.CharField(max_length=150)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="enterprises")
    area = models.ForeignKey("places.Region", models.PROTECT, db_index=False)
    address = models.CharField(max_length=200, blank=True)
    registration_no = models.CharField(max_length=40, blank=True)
    nib = models.CharField(max_length=13, blank=True)
    kbli = models.CharField(max_length=5, blank=True)
    kbli_version = models.CharField(max_length=4, blank=True, db_default="")
    sector = models.CharField(max_length=12, choices=Sector, default=Sector.OTHER)
    product = models.CharField(max_length=150, blank=True)
    legal_form = models.CharField(max_length=20, blank=True)
    founded_on = models.DateField(null=True)
    market = models.CharField(max_length=16, blank=True)
    home_food_permit = models.CharField(max_length=30, blank=True)
    halal_no = models.CharField(max_length=30, blank=True)
    trademark = models.CharField(max_length=80, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    size_class = models.CharField(max_length=8, default="unknown")
    facts_year = models.SmallIntegerField(null=True)
    annual_sales_idr = models.BigIntegerField(null=True)
    workers = models.IntegerField(null=True)
    search_text = models.TextField()
    match_key = models.BigIntegerField()
    row_digest = models.BigIntegerField(default=0)
    source = models.CharField(max_length=60)
    synthetic = models.BooleanField(default=False)
    updated_at = models.DateTimeField()

    class Meta:
        # each index costs every import: matching reads whole areas and searching has its own index, so there is
        # none on numbers; sector and class serve their rare values, in the order in which rows come
        indexes = [
            models.Index(fields=["area", "name_key"], name="enterprise_area"),
            models.Index(fields=["name_key"], name="enterprise_name"),
            models.Index(fields=["annual_sales_idr"], name="enterprise_sales"),
            models.Index(fields=["sector"], name="enterprise_sector"),
            models.Index(fields=["size_class"], name="enterprise_class"),
        ]

    def __str__(self):
        return self.name


class EnterpriseYear(models.Model):
    """The facts of one year and the size class judged from them: rule set, day and reason stay with the inputs.

    Rows are never changed: a correction supersedes the former row. `evidence` says what the facts rest on, `source` where
    they came from; `markets` holds the markets reached, as words of Enterprise.market joined by commas.
    """

    class Evidence(models.TextChoices):
        VISIT = "visit"
        DOCUMENT = "document"
        STATEMENT = "statement"
        IMPORT = "import"

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="years", db_index=False)
    year = models.SmallIntegerField()
    annual_sales_idr = models.BigIntegerField(null=True)
    capital_idr = models.BigIntegerField(null=True)
    net_worth_idr = models.BigIntegerField(null=True)
    workers_male = models.IntegerField(null=True)
    workers_female = models.IntegerField(null=True)
    size_class = models.CharField(max_length=8)
    class_reason = models.CharField(max_length=20)
    class_flag = models.CharField(max_length=20, blank=True)
    rule_set = models.CharField(max_length=30)
    rule_hash = models.CharField(max_length=16)
    judged_as_of = models.DateField()
    markets = models.CharField(max_length=60, blank=True, default="", db_default="")
    evidence = models.CharField(
        max_length=9, choices=Evidence, default=Evidence.IMPORT, db_default=Evidence.IMPORT
    )
    evidence_name = models.CharField(max_length=150, blank=True, default="", db_default="")
    evidence_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    remark = models.CharField(max_length=300, blank=True, default="", db_default="")
    source = models.CharField(max_length=60)
    recorded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "year"], condition=models.Q(superseded_at=None), name="one_current_year"
            ),
            models.CheckConstraint(
                name="enterprise_year_money",
                condition=(models.Q(annual_sales_idr=None) | models.Q(annual_sales_idr__gte=0))
                & (models.Q(capital_idr=None) | models.Q(capital_idr__gte=0)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["enterprise"], condition=models.Q(superseded_at__isnull=False), name="corrected_year"
            )
        ]

    def __str__(self):
        return f"{self.enterprise_id} {self.year}: {self.size_class}"


class ClassChange(models.Model):
    """An enterprise between two years that follow each other: whether it rose a class, both years judged under the law of
    the later one (`by_rule`: its class moved by the law's change alone), and whether it grew.

    `reason` says why the classes cannot be compared; `growth_signs` which signs of growth were seen, joined by commas.
    """

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="changes")
    from_year = models.SmallIntegerField()
    to_year = models.SmallIntegerField()
    from_class = models.CharField(max_length=8)
    to_class = models.CharField(max_length=8)
    direction = models.CharField(max_length=14)
    reason = models.CharField(max_length=12, blank=True, default="", db_default="")
    by_rule = models.BooleanField(default=False, db_default=False)
    growth = models.CharField(max_length=14, blank=True, default="", db_default="")
    growth_signs = models.CharField(max_length=24, blank=True, default="", db_default="")
    growth_hash = models.CharField(max_length=16, blank=True, default="", db_default="")
    rule_set = models.CharField(max_length=30)
    rule_hash = models.CharField(max_length=16)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "from_year", "to_year"], name="one_change_between_years"
            )
        ]

    def __str__(self):
        return f"{self.enterprise_id} {self.from_year}-{self.to_year}: {self.direction}"
