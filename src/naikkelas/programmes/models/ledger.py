"""What happens to money after it was given: revisions, commitments, confirmation, use, return, the closing of a year.

Rows of the ledger are never changed and never deleted; the database refuses both (guards.py). A mistake is taken
back by a second row with the amount negative (`reverses`).
"""

from django.db import models

from naikkelas.kit.money import LARGEST_IDR

WITHIN_BIGINT = models.Q(amount_idr__range=(-LARGEST_IDR, LARGEST_IDR))
SIGNED = models.Q(reverses=None, amount_idr__gt=0) | models.Q(reverses__isnull=False, amount_idr__lt=0)


class Revision(models.Model):
    """A change of a standing amount: of a ceiling, of an allocation, or of what a decree gives a recipient. What stands is
    the first entry and the sum of its revisions."""

    ceiling = models.ForeignKey("programmes.Ceiling", models.PROTECT, null=True, related_name="revisions")
    allocation = models.ForeignKey(
        "programmes.Allocation", models.PROTECT, null=True, related_name="revisions"
    )
    recipient = models.ForeignKey("programmes.Recipient", models.PROTECT, null=True, related_name="revisions")
    amount_idr = models.BigIntegerField()
    decided_on = models.DateField()
    document_no = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="revision_amount", condition=WITHIN_BIGINT & ~models.Q(amount_idr=0)),
            models.CheckConstraint(
                name="revision_of_one",
                condition=models.Q(ceiling__isnull=False, allocation=None, recipient=None)
                | models.Q(ceiling=None, allocation__isnull=False, recipient=None)
                | models.Q(ceiling=None, allocation=None, recipient__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.document_no}: {self.amount_idr:+d}"


class Commitment(models.Model):
    """Money promised out of an allocation: by a contract with a supplier, or by a decree that names recipients."""

    class Kind(models.TextChoices):
        CONTRACT = "contract"
        DECREE = "decree"

    allocation = models.ForeignKey("programmes.Allocation", models.PROTECT, related_name="commitments")
    kind = models.CharField(max_length=8, choices=Kind)
    counterparty = models.CharField(max_length=150, blank=True)
    document_no = models.CharField(max_length=80)
    signed_on = models.DateField()
    amount_idr = models.BigIntegerField()
    for_recipient = models.ForeignKey(
        "programmes.Recipient", models.PROTECT, null=True, related_name="contracts"
    )
    """The market or building that a contract is for."""
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="amendments")
    """The contract or decree whose sum this addendum changes: by more, or by less."""
    reason = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="commitment_sign",
                condition=WITHIN_BIGINT
                & (
                    (models.Q(amends=None) & SIGNED)
                    | (models.Q(amends__isnull=False) & ~models.Q(amount_idr=0))
                ),
            ),
        ]
        indexes = [models.Index(fields=["document_no"], name="commitment_document")]

    def __str__(self):
        return f"{self.document_no}: {self.amount_idr}"


class Confirmation(models.Model):
    """What a second officer said of a recorded disbursement, with the document before the eyes. The first word stands."""

    disbursement = models.OneToOneField(
        "programmes.Disbursement", models.PROTECT, related_name="confirmation"
    )
    agrees = models.BooleanField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    remark = models.CharField(max_length=200, blank=True)

    def __str__(self):
        return f"{self.disbursement_id} {self.agrees}"


class Use(models.Model):
    """What a recipient spent, by one receipt."""

    recipient = models.ForeignKey("programmes.Recipient", models.PROTECT, related_name="uses")
    category = models.CharField(max_length=20)
    amount_idr = models.BigIntegerField()
    used_on = models.DateField()
    receipt_no = models.CharField(max_length=80)
    remark = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="use_sign", condition=SIGNED & WITHIN_BIGINT)]

    def __str__(self):
        return f"{self.receipt_no}: {self.amount_idr}"


class Return(models.Model):
    """Unused money that a recipient paid back to the treasury."""

    recipient = models.ForeignKey("programmes.Recipient", models.PROTECT, related_name="returns")
    amount_idr = models.BigIntegerField()
    returned_on = models.DateField()
    document_no = models.CharField(max_length=80)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="return_sign", condition=SIGNED & WITHIN_BIGINT),
            models.UniqueConstraint(
                fields=["recipient", "document_no"],
                condition=models.Q(reverses=None),
                name="one_return_a_document",
            ),
        ]

    def __str__(self):
        return f"{self.document_no}: {self.amount_idr}"


class YearClosing(models.Model):
    """The books of an area's programmes for a year, closed or opened again. The newest row says which."""

    area = models.ForeignKey("places.Region", models.PROTECT)
    year = models.SmallIntegerField()
    closed = models.BooleanField()
    unused_idr = models.BigIntegerField()
    """What was allocated and not disbursed when this row was written."""
    reason = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="closing_amount", condition=models.Q(unused_idr__range=(-LARGEST_IDR, LARGEST_IDR))
            )
        ]
        indexes = [models.Index(fields=["area", "year", "id"], name="year_closing")]

    def __str__(self):
        return f"{self.area_id} {self.year} {self.closed}"


class LedgerLine(models.Model):
    """One line of the ledger, whatever it is of: what the list, the sums and the trace read. Written by the database itself
    with every row of the tables of money (guards.py), so that no way in can leave it out."""

    class Kind(models.TextChoices):
        CEILING = "ceiling"
        REVISION = "revision"
        ALLOCATION = "allocation"
        COMMITMENT = "commitment"
        RECIPIENT = "recipient"
        DISBURSEMENT = "disbursement"
        USE = "use"
        RETURN = "return"

    READ_IN_ORDER = True  # places.queries.within
    kind = models.CharField(max_length=12, choices=Kind)
    record_id = models.BigIntegerField()
    year = models.SmallIntegerField()
    """The year of the budget."""
    area = models.ForeignKey("places.Region", models.PROTECT, db_index=False)
    amount_idr = models.BigIntegerField()
    dated_on = models.DateField(null=True)
    document_no = models.CharField(max_length=80, blank=True)
    programme = models.ForeignKey("programmes.Programme", models.PROTECT, db_index=False)
    ceiling = models.ForeignKey("programmes.Ceiling", models.PROTECT)
    allocation = models.ForeignKey("programmes.Allocation", models.PROTECT, null=True, db_index=False)
    recipient = models.ForeignKey("programmes.Recipient", models.PROTECT, null=True, db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="one_line_a_row")]
        indexes = [
            models.Index(fields=["kind", "year", "area", "amount_idr"], name="line_sums"),
            models.Index(fields=["programme", "kind", "area", "amount_idr"], name="line_programme"),
            models.Index(fields=["recipient", "kind", "amount_idr"], name="line_recipient"),
            models.Index(fields=["dated_on", "id"], name="line_day"),
            models.Index(fields=["amount_idr", "id"], name="line_amount"),
            models.Index(fields=["area", "id"], name="line_area"),
            models.Index(fields=["document_no"], name="line_document"),
        ]

    def __str__(self):
        return f"{self.kind} {self.record_id}: {self.amount_idr}"


class LedgerSum(models.Model):
    """What the lines of one kind add up to and how many they are, by programme, year and area. Kept by the database itself with
    every line (guards.py), so that no page has to read a million lines to show four figures."""

    programme = models.ForeignKey("programmes.Programme", models.PROTECT)
    year = models.SmallIntegerField()
    area = models.ForeignKey("places.Region", models.PROTECT)
    kind = models.CharField(max_length=12, choices=LedgerLine.Kind)
    revises = models.CharField(max_length=12, blank=True)
    """Of revisions: what they change, a ceiling, an allocation or what a recipient is given."""
    lines = models.BigIntegerField()
    amount_idr = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year", "area", "kind", "revises"], name="one_sum_of_a_kind"
            ),
            models.CheckConstraint(name="ledger_sum_amount", condition=WITHIN_BIGINT),
        ]

    def __str__(self):
        return f"{self.kind} {self.year} {self.area_id}: {self.amount_idr}"
