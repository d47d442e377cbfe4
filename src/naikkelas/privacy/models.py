from django.db import models


class PersonRequest(models.Model):
    """Something that a person asked of the office about the data held on them, and what became of it.

    `sealed` holds what must not stand in plain: before and after of a correction, and what an erasure is to look for
    until it is done. `person_id` is no foreign key: the person may go with the import that entered them.
    """

    class Kind(models.TextChoices):
        ACCESS = "access"
        CORRECTION = "correction"
        ERASURE = "erasure"
        OBJECTION = "objection"

    class Channel(models.TextChoices):
        COUNTER = "counter"
        LETTER = "letter"
        EMAIL = "email"
        PHONE = "phone"
        FIELD = "field"

    class State(models.TextChoices):
        OPEN = "open"
        WORKING = "working"
        DONE = "done"
        RESTRICTED = "restricted"
        REFUSED = "refused"

    person_id = models.BigIntegerField(db_index=True)
    area = models.ForeignKey("places.Region", models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind)
    channel = models.CharField(max_length=8, choices=Channel)
    identity_check = models.CharField(max_length=200)
    received_on = models.DateField()
    due_at = models.DateTimeField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    grounds = models.JSONField(default=list)
    sealed = models.BinaryField(null=True)
    export_sha256 = models.CharField(max_length=64, blank=True)
    exported_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    synthetic = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["area", "state"], name="person_request_area")]
        constraints = [
            models.CheckConstraint(
                name="erasure_takes_two",
                condition=~models.Q(kind="erasure")
                | models.Q(decided_by=None)
                | ~models.Q(decided_by=models.F("opened_by")),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.pk} ({self.state})"


class RetentionRun(models.Model):
    """One round of retention: what was due and went, by kind of data. `dry_run`: only counted."""

    at = models.DateTimeField()
    dry_run = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    files = models.IntegerField(default=0)

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.counts}"
