"""An integrated service centre (PLUT-KUMKM): building, equipment, running budget, consultants, and the service they give.

Clients are records of the registry, found by the services given to them; who is not registered yet stands as a guest
until somebody links the two. Persons stand in the registry or as guests, nowhere else.
"""

from django.db import models
from django.db.models import Q

from naikkelas.programmes.models.money import Source

CONDITIONS = [(word, word) for word in ("good", "light", "medium", "heavy")]
GRANTS = [(word, word) for word in ("not_started", "in_process", "done")]
SUPPLIERS = [(word, word) for word in ("ministry", "province", "regency", "other")]


_REGISTERED = Q(enterprise__isnull=False, cooperative=None) | Q(enterprise=None, cooperative__isnull=False)
"""Exactly one record of the registry."""


class PlutCentre(models.Model):
    """A PLUT as an institution: which area it serves, its house, and when it is open. `open_days`: 1 is Monday."""

    facility = models.OneToOneField("places.Facility", models.PROTECT, related_name="plut")
    area = models.ForeignKey("places.Region", models.PROTECT, related_name="+")
    manager = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    open_days = models.CharField(max_length=7, blank=True)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    building_condition = models.CharField(max_length=6, choices=CONDITIONS, blank=True)
    building_m2 = models.IntegerField(null=True)
    built_year = models.SmallIntegerField(null=True)
    grant_status = models.CharField(max_length=11, choices=GRANTS, default="not_started")
    grant_no = models.CharField(max_length=80, blank=True)
    grant_on = models.DateField(null=True)
    remark = models.TextField(blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plut_hours", condition=Q(opens=None) | Q(closes=None) | Q(closes__gt=models.F("opens"))
            ),
            models.CheckConstraint(
                name="plut_granted", condition=~Q(grant_status="done") | Q(grant_on__isnull=False)
            ),
        ]

    def __str__(self):
        return f"PLUT {self.pk}"


class PlutItem(models.Model):
    """A kind of equipment: how many, in which condition, who supplied it. What is gone keeps its row."""

    centre = models.ForeignKey(PlutCentre, models.PROTECT, related_name="items")
    name = models.CharField(max_length=120)
    quantity = models.IntegerField()
    condition = models.CharField(max_length=6, choices=CONDITIONS)
    supplied_by = models.CharField(max_length=8, choices=SUPPLIERS)
    supplied_year = models.SmallIntegerField(null=True)
    value_idr = models.BigIntegerField(null=True)
    remark = models.CharField(max_length=200, blank=True)
    gone_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plut_item_numbers",
                condition=Q(quantity__gt=0) & (Q(value_idr=None) | Q(value_idr__gte=0)),
            )
        ]

    def __str__(self):
        return self.name


class PlutBudget(models.Model):
    """Running costs of a year from one source: planned, and realised so far. The trail keeps what stood before."""

    centre = models.ForeignKey(PlutCentre, models.PROTECT, related_name="budgets")
    year = models.SmallIntegerField()
    source = models.CharField(max_length=14, choices=Source)
    planned_idr = models.BigIntegerField()
    realised_idr = models.BigIntegerField(default=0)
    document_no = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "source"], name="one_plut_budget_a_source"),
            models.CheckConstraint(
                name="plut_budget_money",
                condition=Q(
                    planned_idr__gte=0, realised_idr__gte=0, realised_idr__lte=models.F("planned_idr")
                ),
            ),
        ]

    def __str__(self):
        return f"{self.centre_id} {self.year} {self.source}"


class PlutConsultant(models.Model):
    """A consultant under one contract, in one field (rules.plut_fields)."""

    centre = models.ForeignKey(PlutCentre, models.PROTECT, related_name="consultants")
    name = models.CharField(max_length=150)
    field = models.CharField(max_length=12)
    contract_no = models.CharField(max_length=80, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="plut_contract_days", condition=Q(ends_on__gte=models.F("starts_on")))
        ]

    def __str__(self):
        return self.name


class PlutTarget(models.Model):
    """What a consultant shall reach in a year."""

    consultant = models.ForeignKey(PlutConsultant, models.PROTECT, related_name="targets")
    year = models.SmallIntegerField()
    clients = models.IntegerField()
    services = models.IntegerField()
    minutes = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultant", "year"], name="one_plut_target_a_year"),
            models.CheckConstraint(
                name="plut_target_numbers", condition=Q(clients__gte=0, services__gte=0, minutes__gte=0)
            ),
        ]

    def __str__(self):
        return f"{self.consultant_id} {self.year}"


class PlutGuest(models.Model):
    """Somebody served who is not in the registry yet: a name to find again by. Linked, the registry's record is shown."""

    centre = models.ForeignKey(PlutCentre, models.PROTECT, related_name="guests")
    guest_name = models.CharField(max_length=150)
    business = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    area = models.ForeignKey("places.Region", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(
        "registry.Enterprise", models.PROTECT, null=True, related_name="plut_guests"
    )
    cooperative = models.ForeignKey(
        "registry.Cooperative", models.PROTECT, null=True, related_name="plut_guests"
    )
    linked_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plut_guest_linked_once", condition=Q(enterprise=None) | Q(cooperative=None)
            )
        ]

    def __str__(self):
        return f"guest {self.pk}"


class PlutService(models.Model):
    """One service given: to whom, by whom, in which field, how long, about what, with what result.

    Rows are never changed: a correction supersedes the former row (`first`: the first of such a line), a line without a
    standing row was withdrawn. `guest` stays beside the record that the guest was linked to.
    """

    centre = models.ForeignKey(PlutCentre, models.PROTECT, related_name="services")
    consultant = models.ForeignKey(PlutConsultant, models.PROTECT, related_name="services")
    field = models.CharField(max_length=12)
    enterprise = models.ForeignKey(
        "registry.Enterprise", models.PROTECT, null=True, related_name="plut_services"
    )
    cooperative = models.ForeignKey(
        "registry.Cooperative", models.PROTECT, null=True, related_name="plut_services"
    )
    guest = models.ForeignKey(PlutGuest, models.PROTECT, null=True, related_name="services")
    served_on = models.DateField()
    minutes = models.IntegerField()
    topic = models.CharField(max_length=200)
    result = models.TextField(blank=True)
    follow_up = models.TextField(blank=True)
    follow_up_on = models.DateField(null=True)
    first = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=60)
    synthetic = models.BooleanField(default=False)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["centre", "-served_on"], name="plut_service_day")]
        constraints = [
            models.CheckConstraint(
                name="plut_service_client",
                condition=_REGISTERED | Q(enterprise=None, cooperative=None, guest__isnull=False),
            ),
            models.CheckConstraint(name="plut_service_minutes", condition=Q(minutes__gt=0)),
        ]

    def __str__(self):
        return f"{self.centre_id} {self.served_on}"


class PlutFinancing(models.Model):
    """Money that a client obtained from a lender. Withdrawn, not deleted."""

    class Kind(models.TextChoices):
        KUR = "kur"
        LPDB = "lpdb"
        BANK = "bank"
        COOPERATIVE = "cooperative"
        OTHER = "other"

    centre = models.ForeignKey(PlutCentre, models.PROTECT, related_name="financing")
    enterprise = models.ForeignKey(
        "registry.Enterprise", models.PROTECT, null=True, related_name="plut_financing"
    )
    cooperative = models.ForeignKey(
        "registry.Cooperative", models.PROTECT, null=True, related_name="plut_financing"
    )
    kind = models.CharField(max_length=11, choices=Kind)
    lender = models.CharField(max_length=120, blank=True)
    amount_idr = models.BigIntegerField()
    obtained_on = models.DateField()
    synthetic = models.BooleanField(default=False)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="plut_financing_client", condition=_REGISTERED),
            models.CheckConstraint(name="plut_financing_positive", condition=Q(amount_idr__gt=0)),
        ]

    def __str__(self):
        return f"{self.kind} {self.amount_idr}"
