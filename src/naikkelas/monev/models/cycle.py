from django.db import models


class Cycle(models.Model):
    """One round of monev over a province: a quarter, its programmes, and the working day by which areas send."""

    class State(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"

    name = models.CharField(max_length=150)
    area = models.ForeignKey("places.Region", models.PROTECT)
    year = models.SmallIntegerField()
    quarter = models.SmallIntegerField()
    opens_on = models.DateField()
    due_workdays = models.SmallIntegerField()
    due_on = models.DateField()
    programmes = models.ManyToManyField("programmes.Programme")
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="cycle_quarter", condition=models.Q(quarter__range=(1, 4))),
            models.UniqueConstraint(fields=["area", "year", "quarter", "name"], name="one_cycle_by_name"),
        ]

    def __str__(self):
        return self.name


class CycleArea(models.Model):
    """One kabupaten/kota in a cycle. `sent` waits for the province; `accepted` is locked; `returned` is open again
    with the reason. `version` rises with each step, so that two deciders cannot both win. `first_sent_at`: when what was
    accepted and then unlocked had first been sent; unlocking makes no work late that had come in time.
    `target_count`: visits that it is to make, None for all that are planned."""

    class State(models.TextChoices):
        OPEN = "open"
        SENT = "sent"
        RETURNED = "returned"
        ACCEPTED = "accepted"

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="areas")
    area = models.ForeignKey("places.Region", models.PROTECT)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    sent_at = models.DateTimeField(null=True)
    first_sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    version = models.IntegerField(default=0)
    target_count = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "area"], name="area_once_a_cycle")]

    def __str__(self):
        return f"{self.cycle_id} {self.area_id}"


class PlannedVisit(models.Model):
    """Somebody or something to be visited in a cycle, by one instrument. `code` stands in the form.

    `replaced`: another is visited instead, so nobody expects it any more. `unmet`: it cannot be made and nobody stands in,
    so it stays expected. `risk` tells why it was chosen by risk: [reason, what was found, points].
    `again_of`: the visit that somebody else is to make once more, drawn by `back_check`. No figure counts such a visit.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        VISITED = "visited"
        VERIFIED = "verified"
        REPLACED = "replaced"
        UNMET = "unmet"

    cycle_area = models.ForeignKey(CycleArea, models.PROTECT, related_name="planned")
    code = models.CharField(max_length=20, unique=True)
    instrument = models.CharField(max_length=40)
    area = models.ForeignKey("places.Region", models.PROTECT, db_index=False)  # planned_area_state serves
    label = models.CharField(max_length=150)
    recipient = models.ForeignKey(
        "programmes.Recipient", models.PROTECT, null=True, related_name="visits_planned"
    )
    cooperative = models.ForeignKey(
        "registry.Cooperative", models.PROTECT, null=True, related_name="visits_planned"
    )
    enterprise = models.ForeignKey(
        "registry.Enterprise", models.PROTECT, null=True, related_name="visits_planned"
    )
    facility = models.ForeignKey("places.Facility", models.PROTECT, null=True, related_name="visits_planned")
    assigned_to = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="visits_assigned"
    )
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    risk = models.JSONField(default=list)
    again_of = models.OneToOneField("monev.Visit", models.PROTECT, null=True, related_name="again")
    back_check = models.ForeignKey("monev.BackCheck", models.PROTECT, null=True, related_name="drawn")

    class Meta:
        indexes = [models.Index(fields=["area", "state"], name="planned_area_state")]

    def __str__(self):
        return f"{self.code} {self.label}"
