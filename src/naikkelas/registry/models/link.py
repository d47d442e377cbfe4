from django.db import models

from naikkelas.registry.models.cooperative import Cooperative
from naikkelas.registry.models.enterprise import Enterprise


class LinkRun(models.Model):
    """One search of the registry for records that may be the same: what it looked at, and by which method.

    `told` says in both languages why a search was refused; such a one compared nothing.
    """

    kind = models.CharField(max_length=12, default="enterprise")
    at = models.DateTimeField()
    method_hash = models.CharField(max_length=16)
    records = models.IntegerField()
    changed = models.IntegerField()
    found = models.IntegerField()
    refused = models.BooleanField(default=False)
    told = models.JSONField(default=dict)

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}: {self.changed} of {self.records}"


class LinkMark(models.Model):
    """What an enterprise looked like when it was last compared: a digest of all that is compared."""

    enterprise = models.OneToOneField(Enterprise, models.CASCADE, primary_key=True)
    digest = models.BigIntegerField()

    def __str__(self):
        return f"{self.enterprise_id}"


class Candidate(models.Model):
    """Two records that may be the same. A proposal: nothing is merged by it.

    `evidence` holds for each comparison its level (highest is best, -1 says nothing) and its bits for or against.
    `band` says who decides: `proposed` to be confirmed, `person` to be judged, `apart` as a person decided.
    """

    class Band(models.TextChoices):
        PROPOSED = "proposed"
        PERSON = "person"
        APART = "apart"

    probability = models.FloatField()
    band = models.CharField(max_length=8, choices=Band, default=Band.PERSON)
    evidence = models.JSONField()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.first_id} = {self.second_id}: {self.probability:.3f}"


class LinkCandidate(Candidate):
    """Two enterprises that may be the same."""

    first = models.ForeignKey(Enterprise, models.CASCADE, related_name="+")
    second = models.ForeignKey(Enterprise, models.CASCADE, related_name="+")
    run = models.ForeignKey(LinkRun, models.PROTECT, related_name="candidates", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_candidate_a_pair"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="candidate_smaller_id_first"
            ),
        ]
        indexes = [
            models.Index(fields=["-probability"], name="candidate_surest"),
            models.Index(fields=["band", "-probability"], name="candidate_band"),
        ]


class CooperativeCandidate(Candidate):
    """Two cooperatives that may be the same."""

    first = models.ForeignKey(Cooperative, models.CASCADE, related_name="+")
    second = models.ForeignKey(Cooperative, models.CASCADE, related_name="+")
    run = models.ForeignKey(LinkRun, models.PROTECT, related_name="cooperative_candidates", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_cooperative_candidate_a_pair"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="cooperative_candidate_smaller_first"
            ),
        ]
        indexes = [models.Index(fields=["band", "-probability"], name="cooperative_candidate_band")]


class Apart(models.Model):
    """A person's word that two records are not the same: it outlives every search, and the records themselves."""

    kind = models.CharField(max_length=12)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    band = models.CharField(max_length=8, blank=True)
    probability = models.FloatField(null=True)
    area = models.ForeignKey("places.Region", models.PROTECT)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "first_id", "second_id"], name="apart_once"),
            models.CheckConstraint(
                condition=models.Q(first_id__lt=models.F("second_id")), name="apart_smaller_id_first"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.first_id} ≠ {self.second_id}"


class ProvinceAsked(models.Model):
    """An officer asks the province to look at a pair of which the officer may see one record alone."""

    kind = models.CharField(max_length=12)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    area = models.ForeignKey("places.Region", models.PROTECT)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "first_id", "second_id"], name="province_asked_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.first_id} ? {self.second_id}"
