"""What is kept of duties to report: that one was fulfilled, and who was reminded of it. The duties themselves are computed."""

from django.db import models

from naikkelas.reports.models.issue import Issue


class Sending(models.Model):
    """A report that went out, by the letter that it went with. A mistake is taken back, never deleted."""

    obligation = models.CharField(max_length=30)
    area = models.ForeignKey("places.Region", models.PROTECT)
    year = models.SmallIntegerField()
    quarter = models.SmallIntegerField()
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, related_name="sendings")
    letter_no = models.CharField(max_length=80)
    sent_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "area", "year", "quarter"],
                condition=models.Q(withdrawn_at=None),
                name="duty_fulfilled_once",
            )
        ]

    def __str__(self):
        return f"{self.obligation} {self.area_id} {self.letter_no}"


class Reminder(models.Model):
    """One stage of one duty of which one person was reminded by e-mail: each once."""

    class Stage(models.TextChoices):
        SOON = "soon"
        NEXT = "next"
        LATE = "late"

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    duty = models.CharField(max_length=60)
    stage = models.CharField(max_length=4, choices=Stage)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "duty", "stage"], name="reminded_once")]

    def __str__(self):
        return f"{self.duty} {self.stage}"
