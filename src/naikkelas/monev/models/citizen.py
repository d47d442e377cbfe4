from django.db import models


class CitizenReport(models.Model):
    """What somebody without an account told about a market or a grant, until an officer answers it, opens a finding, or
    closes it with a reason.

    `nonce` makes the code by which the sender follows it; `contact_sealed` is how to reach them, where they said so;
    `photos` are {name, sha256} of files freed of hidden data. `sender` tells senders of one day apart and nothing more.
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        ANSWERED = "answered"
        FINDING = "finding"
        CLOSED = "closed"

    number = models.CharField(max_length=20, unique=True)
    nonce = models.CharField(max_length=32)
    area = models.ForeignKey("places.Region", models.PROTECT)
    facility = models.ForeignKey("places.Facility", models.PROTECT, null=True, related_name="citizen_reports")
    recipient = models.ForeignKey(
        "programmes.Recipient", models.PROTECT, null=True, related_name="citizen_reports"
    )
    topic = models.CharField(max_length=20)
    text = models.TextField()
    contact_sealed = models.BinaryField(null=True)
    photos = models.JSONField(default=list)
    sender = models.CharField(max_length=32, blank=True)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    reply = models.TextField(blank=True)
    closed_reason = models.CharField(max_length=20, blank=True)
    finding = models.ForeignKey("monev.Finding", models.PROTECT, null=True, related_name="citizen_reports")
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["area", "state"], name="citizen_area_state"),
            models.Index(fields=["received_at"], name="citizen_received"),
        ]
        constraints = [
            models.CheckConstraint(
                name="about_one_thing",
                condition=models.Q(facility__isnull=False, recipient=None)
                | models.Q(facility=None, recipient__isnull=False),
            ),
            models.CheckConstraint(
                name="decided_when_decided",
                condition=models.Q(state="received", decided_at=None, finding=None)
                | models.Q(state="finding", decided_at__isnull=False, finding__isnull=False)
                | models.Q(state__in=["answered", "closed"], decided_at__isnull=False, finding=None),
            ),
        ]

    def __str__(self):
        return self.number
