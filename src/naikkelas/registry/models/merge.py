from django.db import models

from naikkelas.trail.columns import CodeField


class Merge(models.Model):
    """Two records made one by a person: `absorbed_id` went into `survivor_id`. Ids, not foreign keys: it outlives both.

    `image_sealed` holds every row and value that the merge touched, as it was before: what taking it back needs. It names
    persons, so it is sealed; it is empty once the merge was taken back or the person erased. `choices` says for each field
    from which of the two its value came. The persons stand where two owners became one: what is kept under the number of
    the one that went in (who looked, what was asked) is the other's too.
    """

    kind = models.CharField(max_length=12)
    survivor_id = models.BigIntegerField()
    absorbed_id = models.BigIntegerField()
    survivor_person_id = models.BigIntegerField(null=True, db_index=True)
    absorbed_person_id = models.BigIntegerField(null=True, db_index=True)
    area = models.ForeignKey("places.Region", models.PROTECT)
    band = models.CharField(max_length=8, blank=True)
    probability = models.FloatField(null=True)
    choices = models.JSONField(default=dict)
    moved = models.IntegerField(default=0)
    image_sealed = models.BinaryField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "absorbed_id"], condition=models.Q(undone_at=None), name="absorbed_once"
            )
        ]
        indexes = [models.Index(fields=["kind", "survivor_id"], name="merge_survivor")]

    def __str__(self):
        return f"{self.kind} {self.absorbed_id} → {self.survivor_id}"


class FormerIdentity(models.Model):
    """By what an absorbed record was known, so that a list that still carries it finds the record it went into."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=12)
    survivor_id = models.BigIntegerField()
    area_code = CodeField(max_length=13)
    registration_no = models.CharField(max_length=40, blank=True)
    nib = models.CharField(max_length=13, blank=True)
    nik_index = models.CharField(max_length=32, null=True)
    name_key = models.CharField(max_length=150)
    cooperative_nik = models.CharField(max_length=13, blank=True)
    legal_no = models.CharField(max_length=60, blank=True)
    match_key = models.BigIntegerField()
    row_digest = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "survivor_id"], name="former_survivor")]

    def __str__(self):
        return f"{self.kind} {self.survivor_id}: {self.registration_no or self.legal_no}"
