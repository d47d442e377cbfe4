from django.db import models


class Cooperative(models.Model):
    """A cooperative. Official status (a decree says so) and computed status stand side by side.

    `cooperative_nik` is the Nomor Induk Koperasi, not a person's NIK.
    """

    class Status(models.TextChoices):
        ACTIVE = "active"
        INACTIVE = "inactive"
        UNKNOWN = "unknown"

    class Kind(models.TextChoices):
        CONSUMER = "consumer"
        PRODUCER = "producer"
        SERVICE = "service"
        MARKETING = "marketing"
        SAVINGS_LOAN = "savings_loan"
        MULTI_PURPOSE = "multi_purpose"

    class Group(models.TextChoices):
        NONE = ""
        KUD = "kud"
        CIVIL_SERVANTS = "kpri"
        EMPLOYEES = "employees"
        MARKET = "market"
        FISHERS = "fishers"
        PESANTREN = "kopontren"
        WOMEN = "women"
        TOURISM_VILLAGE = "tourism_village"
        VILLAGE = "village_based"
        STUDENTS = "students"
        MERAH_PUTIH = "merah_putih"

    name = models.CharField(max_length=150)
    name_key = models.CharField(max_length=150)
    area = models.ForeignKey("places.Region", models.PROTECT, db_index=False)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    legal_no = models.CharField(max_length=60, blank=True)
    legal_on = models.DateField(null=True)
    cooperative_nik = models.CharField(max_length=13, blank=True)
    certificate_until = models.DateField(null=True)
    certificate_grade = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.MULTI_PURPOSE)
    group = models.CharField(max_length=16, choices=Group, blank=True)
    sharia = models.BooleanField(default=False)
    secondary = models.BooleanField(default=False)
    chair = models.CharField(max_length=150, blank=True)
    official_status = models.CharField(max_length=8, choices=Status, default=Status.UNKNOWN)
    official_decree = models.CharField(max_length=80, blank=True)
    official_on = models.DateField(null=True)
    computed_status = models.CharField(max_length=20, default="unknown")
    members = models.IntegerField(null=True)
    last_rat_year = models.SmallIntegerField(null=True)
    search_text = models.TextField()
    match_key = models.BigIntegerField()
    row_digest = models.BigIntegerField(default=0)
    source = models.CharField(max_length=60)
    synthetic = models.BooleanField(default=False)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["area", "name_key"], name="cooperative_area"),
            models.Index(fields=["name_key"], name="cooperative_name"),
        ]

    def __str__(self):
        return self.name


class CooperativeYear(models.Model):
    """What a cooperative reported for one book year. A correction supersedes the former row."""

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, related_name="years")
    book_year = models.SmallIntegerField()
    members_male = models.IntegerField(null=True)
    members_female = models.IntegerField(null=True)
    assets_idr = models.BigIntegerField(null=True)
    equity_idr = models.BigIntegerField(null=True)
    external_capital_idr = models.BigIntegerField(null=True)
    volume_idr = models.BigIntegerField(null=True)
    surplus_idr = models.BigIntegerField(null=True)
    rat_held_on = models.DateField(null=True)
    source = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "book_year"],
                condition=models.Q(superseded_at=None),
                name="one_current_book_year",
            )
        ]

    def __str__(self):
        return f"{self.cooperative_id} {self.book_year}"


class ActivityVerdict(models.Model):
    """A computed activity status with rule set, inputs, reason and day; kept, never overwritten."""

    cooperative = models.ForeignKey(Cooperative, models.CASCADE, related_name="verdicts")
    as_of = models.DateField()
    status = models.CharField(max_length=20)
    reason = models.CharField(max_length=20)
    rule_set = models.CharField(max_length=30)
    rule_hash = models.CharField(max_length=16)
    inputs = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["cooperative", "-as_of"], name="verdict_newest")]

    def __str__(self):
        return f"{self.cooperative_id} {self.as_of}: {self.status}"
