"""Who goes where: teams, attempts to meet somebody, and who is visited in whose place."""

from django.db import models

from naikkelas.monev.models.cycle import CycleArea, PlannedVisit


class Team(models.Model):
    """Enumerators of one area who go out together; one of them leads."""

    cycle_area = models.ForeignKey(CycleArea, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=60)
    leader = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    members = models.ManyToManyField("accounts.User", related_name="teams")
    visits = models.ManyToManyField(PlannedVisit, through="TeamVisit", related_name="teams")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle_area", "name"], name="team_once_an_area")]

    def __str__(self):
        return f"{self.name} {self.cycle_area_id}"


class TeamVisit(models.Model):
    """A visit that is a team's: never two teams'."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="tasks")
    planned = models.OneToOneField(PlannedVisit, models.CASCADE, related_name="task")

    def __str__(self):
        return f"{self.team_id} {self.planned_id}"


class Outcome(models.TextChoices):
    """What came of trying to meet somebody. The first is no reason for a replacement."""

    APPOINTMENT = "appointment"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    MOVED = "moved"
    CLOSED = "closed"


class ContactAttempt(models.Model):
    """One try to meet whom a visit is about. `client_id`: the number that an enumerator's device gave it, so that what is
    sent twice counts once."""

    class Channel(models.TextChoices):
        VISIT = "visit"
        PHONE = "phone"
        NEIGHBOUR = "neighbour"
        VILLAGE = "village"

    planned = models.ForeignKey(PlannedVisit, models.CASCADE, related_name="attempts")
    tried_on = models.DateField()
    channel = models.CharField(max_length=9, choices=Channel)
    outcome = models.CharField(max_length=11, choices=Outcome)
    remark = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    client_id = models.CharField(max_length=60, null=True, unique=True)

    def __str__(self):
        return f"{self.planned_id} {self.tried_on} {self.outcome}"


class Replacement(models.Model):
    """Why a planned visit cannot be made; `substitute` is visited in its place, where the visit was one of a draw."""

    planned = models.OneToOneField(PlannedVisit, models.CASCADE, related_name="replacement")
    substitute = models.OneToOneField(PlannedVisit, models.PROTECT, null=True, related_name="replaces")
    reason = models.CharField(max_length=11, choices=Outcome)
    remark = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.planned_id} {self.reason}"
