from django.db import models


class Delivery(models.Model):
    """Something that somebody sent: a spreadsheet of the registry, a list of programmes (`money`), or one filled form.

    A spreadsheet's bytes are a blob of the vault (`sha256`); a submission's XML is sealed in `body`, so that one
    commit makes it safe. `reason` is a stable code of why it is held or failed; `summary` holds counts and texts.
    What is kept aside stays so for good: a person who dismisses it sets `finished_at`, and it waits no longer.
    """

    class Kind(models.TextChoices):
        SPREADSHEET = "spreadsheet"
        SUBMISSION = "submission"
        MONEY = "money"

    class State(models.TextChoices):
        PARTIAL = "partial"
        RECEIVED = "received"
        LOOKING = "looking"
        MAPPING = "mapping"
        LOOKED = "looked"
        APPLYING = "applying"
        APPLIED = "applied"
        HELD = "held"
        ASIDE = "aside"
        REFUSED = "refused"
        UNDONE = "undone"
        EDITED = "edited"
        TRIAL = "trial"

    kind = models.CharField(max_length=11, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    instrument = models.CharField(max_length=250, blank=True)
    form_version = models.CharField(max_length=30, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    filename = models.CharField(max_length=150, blank=True)
    body = models.BinaryField(null=True)
    area = models.ForeignKey("places.Region", models.PROTECT, db_index=False)  # delivery_area serves
    received_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="deliveries")
    received_at = models.DateTimeField()
    instance_id = models.CharField(max_length=250, blank=True)
    canonical_sha256 = models.CharField(max_length=64, blank=True)
    late = models.BooleanField(default=False)
    first = models.ForeignKey("self", models.PROTECT, null=True, related_name="others")
    deprecated_id = models.CharField(max_length=250, blank=True, default="")
    """The instanceID that this submission says it replaces."""
    edits = models.ForeignKey("self", models.PROTECT, null=True, related_name="edited_by")
    """The version before this one, which it replaced."""
    reason = models.CharField(max_length=40, blank=True)
    summary = models.JSONField(default=dict)
    staged_sha256 = models.CharField(max_length=64, blank=True)
    before_sha256 = models.CharField(max_length=64, blank=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "state"], name="delivery_kind_state"),
            models.Index(fields=["area", "-id"], name="delivery_area"),
            # whole: SQLite cannot tell that a question with a parameter fits a partial index
            models.Index(fields=["deprecated_id"], name="delivery_replaces"),
            models.Index(fields=["instance_id"], name="delivery_instance"),
        ]
        constraints = [
            # the first of an instanceID stands; what differs from it is kept aside and points to it
            models.UniqueConstraint(
                fields=["instance_id"],
                condition=models.Q(kind="submission") & ~models.Q(state="aside"),
                name="one_delivery_an_instance",
            ),
            # two phones that edit the same version: the first wins, the other is kept aside
            models.UniqueConstraint(
                fields=["edits"], condition=~models.Q(state="aside"), name="one_edit_a_version"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk} ({self.state})"

    @property
    def waits(self) -> bool:
        """Whether a person has to decide about it."""
        return self.state == self.State.HELD or (self.state == self.State.ASIDE and self.finished_at is None)

    @property
    def dismissed(self) -> bool:
        """Whether a person decided that it does not count."""
        over = self.state in (self.State.REFUSED, self.State.ASIDE) and self.finished_at is not None
        return over and "chosen" not in self.summary


class Attachment(models.Model):
    """A file that came with a submission. `aside` marks other bytes under a name already taken."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=250)
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    aside = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "name"], condition=models.Q(aside=False), name="attachment_name_once"
            )
        ]

    def __str__(self):
        return self.name


class RejectedRow(models.Model):
    """A row of a spreadsheet that could not be read, with what is wrong; given back in the sender's layout."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="rejected")
    row = models.IntegerField()
    problems = models.JSONField()
    values_sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["delivery", "row"], name="rejected_delivery_row")]

    def __str__(self):
        return f"{self.delivery_id} row {self.row}"


class SavedMapping(models.Model):
    """What an office said of the columns of its own list, to be used again when a file has the same headings.

    `columns` is a list of {at, heading, field}; a column that is passed over has the field "".
    """

    name = models.CharField(max_length=80)
    record = models.CharField(max_length=11)
    fingerprint = models.CharField(max_length=32)
    header_rows = models.SmallIntegerField(default=1)
    sheet = models.CharField(max_length=31, blank=True)
    columns = models.JSONField()
    area = models.ForeignKey("places.Region", models.PROTECT)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="mapping_name_once")]

    def __str__(self):
        return self.name


class ChangeBatch(models.Model):
    """Clean changes that an officer accepted together, done one by one in the background.

    `items`: [number of the change, what the officer was shown of it] in their order; `done` of them were tried, and
    `problems` tells of those that were left: {change, id, en}.
    """

    area = models.ForeignKey("places.Region", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    items = models.JSONField()
    done = models.IntegerField(default=0)
    problems = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.done} of {len(self.items)} changes"

    @property
    def percent(self) -> int:
        return 100 * self.done // len(self.items)

    @property
    def accepted(self) -> int:
        return self.done - len(self.problems)


class EntityChange(models.Model):
    """What a form proposed to change in the registry (ODK Entities): an entry made new, or one that is there.

    Nothing is written until an officer accepts it, or it fits and its form is one whose changes are taken over without
    asking (`unasked`). What is proposed stands in the submission alone: `number` is the entry's
    place there. `base_version` is the version that the phone changed; with `branch`, changes made one after another without
    a network, from the version `trunk_version`. `applied_version` is that which the record had once this was accepted,
    `fields` what was written of it, and `former` what stood there before and what stood there afterwards, sealed: by it the
    change can be undone.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        REPLACED = "replaced"
        SAME = "same"
        UNDONE = "undone"

    class Action(models.TextChoices):
        CREATE = "create"
        UPDATE = "update"
        UPSERT = "upsert"

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="entity_changes")
    number = models.SmallIntegerField()
    kind = models.CharField(max_length=11)
    entity = models.CharField(max_length=250)
    action = models.CharField(max_length=6, choices=Action)
    record_id = models.BigIntegerField(null=True)
    base_version = models.BigIntegerField(null=True)
    trunk_version = models.BigIntegerField(null=True)
    branch = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    applied_version = models.BigIntegerField(null=True)
    fields = models.JSONField(default=list)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    unasked = models.BooleanField(default=False)
    batch = models.ForeignKey(ChangeBatch, models.PROTECT, null=True, related_name="changes")
    former = models.BinaryField(null=True)
    undone_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="entity_change_once")]
        indexes = [
            models.Index(fields=["state", "id"], name="entity_change_state"),
            models.Index(fields=["entity"], name="entity_change_entity"),
            models.Index(fields=["kind", "record_id"], name="entity_change_record"),
            models.Index(
                fields=["decided_at"], condition=models.Q(unasked=True), name="entity_change_unasked"
            ),  # what was taken over on a day
        ]

    def __str__(self):
        return f"{self.action} {self.kind} {self.entity} ({self.state})"
