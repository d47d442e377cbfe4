from django.db import models

from naikkelas.registry.models.cooperative import Cooperative


class RatMeeting(models.Model):
    """The annual members' meeting (RAT) on one book year, with its minutes. A correction supersedes the former row."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="meetings", db_index=False)
    book_year = models.SmallIntegerField()
    held_on = models.DateField()
    members_total = models.IntegerField()
    members_present = models.IntegerField()
    quorum_required = models.IntegerField()
    quorum_met = models.BooleanField()
    agenda = models.TextField(blank=True)
    report_accepted = models.BooleanField(null=True)
    surplus_idr = models.BigIntegerField(null=True)
    minutes_name = models.CharField(max_length=150, blank=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True)
    attendance_name = models.CharField(max_length=150, blank=True)
    attendance_sha256 = models.CharField(max_length=64, blank=True)
    reported_to_office_on = models.DateField(null=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "book_year"],
                condition=models.Q(superseded_at=None),
                name="one_current_meeting",
            ),
            models.CheckConstraint(
                name="meeting_present_of_all",
                condition=models.Q(members_present__gte=0)
                & models.Q(members_present__lte=models.F("members_total")),
            ),
        ]
        indexes = [models.Index(fields=["cooperative", "-book_year"], name="meeting_newest")]

    def __str__(self):
        return f"RAT {self.book_year} {self.cooperative_id}"


class Certificate(models.Model):
    """A certificate of the cooperative's number (NIK Koperasi): each one issued, the newest counts."""

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="certificates")
    cooperative_nik = models.CharField(max_length=13)
    grade = models.CharField(max_length=2, blank=True)
    issued_on = models.DateField()
    expires_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="certificate_valid_period", condition=models.Q(expires_on__gt=models.F("issued_on"))
            )
        ]

    def __str__(self):
        return f"{self.cooperative_nik} – {self.expires_on}"


class Official(models.Model):
    """Somebody on the board or among the supervisors of a cooperative, from a day until another."""

    class Body(models.TextChoices):
        BOARD = "board"
        SUPERVISORS = "supervisors"

    class Position(models.TextChoices):
        CHAIR = "chair"
        VICE_CHAIR = "vice_chair"
        SECRETARY = "secretary"
        TREASURER = "treasurer"
        MEMBER = "member"

    cooperative = models.ForeignKey(Cooperative, models.PROTECT, related_name="officials")
    body = models.CharField(max_length=11, choices=Body)
    position = models.CharField(max_length=10, choices=Position)
    name = models.CharField(max_length=150)
    sex = models.CharField(max_length=1, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="official_period",
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
            )
        ]

    def __str__(self):
        return f"{self.position} {self.cooperative_id}"
