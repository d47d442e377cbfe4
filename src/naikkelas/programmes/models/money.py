"""Money of programmes, from the ceiling to the payment."""

from django.db import models

from naikkelas.programmes.models.ledger import SIGNED, WITHIN_BIGINT


class Source(models.TextChoices):
    """Whose money it is. PHLN (foreign loans and grants) is APBN too; the forms of PP 39/2006 tell it apart."""

    APBN_TP = "apbn_tp"
    APBN_DEKON = "apbn_dekon"
    PHLN_TP = "phln_tp"
    PHLN_DEKON = "phln_dekon"
    DAK = "dak"
    APBD_PROVINCE = "apbd_province"
    APBD_REGENCY = "apbd_regency"


class Ceiling(models.Model):
    """Pagu: the most that one line of a budget document (DIPA, DPA) gives a programme in a year, as first entered;
    later documents change it by `Revision`s."""

    programme = models.ForeignKey("programmes.Programme", models.PROTECT, related_name="ceilings")
    source = models.CharField(max_length=14, choices=Source)
    year = models.SmallIntegerField()
    document_no = models.CharField(max_length=80)
    line_code = models.CharField(max_length=40, blank=True)
    """The line of the document: a code of the budget nomenclature, '2.17.07.1.01.01'."""
    amount_idr = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ceiling_positive", condition=WITHIN_BIGINT & models.Q(amount_idr__gt=0)
            ),
            models.UniqueConstraint(
                fields=["programme", "source", "year", "line_code"], name="one_ceiling_a_line"
            ),
        ]
        indexes = [models.Index(fields=["line_code"], name="ceiling_line")]

    def __str__(self):
        return f"{self.programme_id} {self.source} {self.year}"


class Allocation(models.Model):
    """The part of a ceiling that goes to one kabupaten/kota. Allocations never exceed the ceiling."""

    ceiling = models.ForeignKey(Ceiling, models.PROTECT, related_name="allocations")
    area = models.ForeignKey("places.Region", models.PROTECT)
    activity = models.CharField(max_length=150, blank=True)
    amount_idr = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="allocation_positive", condition=WITHIN_BIGINT & models.Q(amount_idr__gt=0)
            )
        ]

    def __str__(self):
        return f"{self.ceiling_id} {self.area_id}"


class Recipient(models.Model):
    """Who or what a decree names: a person (with an enterprise), a cooperative, or a facility."""

    class Kind(models.TextChoices):
        PERSON = "person"
        COOPERATIVE = "cooperative"
        FACILITY = "facility"

    READ_IN_ORDER = True  # places.queries.within
    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="recipients")
    commitment = models.ForeignKey(
        "programmes.Commitment", models.PROTECT, null=True, related_name="recipients"
    )
    """The decree that promises the money. None for a market or building: there the contracts promise it."""
    area = models.ForeignKey("places.Region", models.PROTECT)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=150)
    person = models.ForeignKey("registry.Person", models.PROTECT, null=True, related_name="aid")
    enterprise = models.ForeignKey("registry.Enterprise", models.PROTECT, null=True, related_name="aid")
    cooperative = models.ForeignKey("registry.Cooperative", models.PROTECT, null=True, related_name="aid")
    facility = models.ForeignKey("places.Facility", models.PROTECT, null=True, related_name="aid")
    amount_idr = models.BigIntegerField()
    decree_no = models.CharField(max_length=80)
    decree_on = models.DateField()
    plan = models.TextField(blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    """Who stood in this place before an amending decree."""
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="recipient_positive", condition=WITHIN_BIGINT & models.Q(amount_idr__gt=0)
            )
        ]
        indexes = [models.Index(fields=["amount_idr", "id"], name="recipient_amount")]

    def __str__(self):
        return self.name


class Disbursement(models.Model):
    """Money that left the treasury for a recipient, by one payment order (SP2D). Never changed: a mistake is
    taken back by a second row with the amount negative (`reverses`)."""

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="disbursements")
    commitment = models.ForeignKey(
        "programmes.Commitment", models.PROTECT, null=True, related_name="disbursements"
    )
    """The contract that this pays, where a contractor is paid."""
    amount_idr = models.BigIntegerField()
    paid_on = models.DateField()
    document_no = models.CharField(max_length=80)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="disbursement_sign", condition=SIGNED & WITHIN_BIGINT),
            models.UniqueConstraint(
                fields=["recipient", "document_no"],
                condition=models.Q(reverses=None),
                name="one_payment_a_document",
            ),
        ]
        indexes = [
            models.Index(fields=["document_no"], name="disbursement_document"),
            models.Index(fields=["paid_on", "id"], name="disbursement_day"),
        ]

    def __str__(self):
        return f"{self.document_no}: {self.amount_idr}"
