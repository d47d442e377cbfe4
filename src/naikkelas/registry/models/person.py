from django.db import models

from naikkelas.trail.columns import CodeField


class Person(models.Model):
    """Somebody who owns an enterprise or received aid. The NIK is sealed; equal ones are found by blind index.

    `restricted_at`: the person objected, or erasure was refused: the data are kept and no longer shown.
    `erased_at`: a stub without identity, kept for what counts and pays.
    """

    name = models.CharField(max_length=150)
    nik_sealed = models.BinaryField(null=True)
    nik_index = models.CharField(max_length=32, null=True)
    sex = models.CharField(max_length=1, blank=True)
    born_year = models.SmallIntegerField(null=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=120, blank=True)
    tax_id_sealed = models.BinaryField(null=True)
    synthetic = models.BooleanField(default=False)
    restricted_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["nik_index"], name="person_nik", condition=models.Q(nik_index__isnull=False)
            ),
            models.Index(
                fields=["id"], name="person_restricted", condition=models.Q(restricted_at__isnull=False)
            ),
        ]

    def __str__(self):
        return self.name


class PersonAccess(models.Model):
    """One time that somebody saw, found, revealed, exported or corrected data of a person.

    Rows are never changed, but that an export's number of rows is added at its end; only retention removes them. No foreign
    keys: like the trail, the log outlives what it
    tells of. A list export is one row without a person; it covers everybody in its area.
    """

    class Kind(models.TextChoices):
        SEEN = "seen"
        FOUND = "found"
        REVEALED = "revealed"
        EXPORTED = "exported"
        CORRECTED = "corrected"

    person_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=9, choices=Kind)
    at = models.DateTimeField()
    day = models.DateField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    role = models.CharField(max_length=20)
    area_code = CodeField(max_length=13)
    place = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True)
    filters = models.CharField(max_length=300, blank=True)
    rows = models.IntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-at"], name="access_person"),
            models.Index(
                fields=["area_code", "-at"], name="access_export", condition=models.Q(person_id=None)
            ),
        ]
        constraints = [
            # looking again on the same day says nothing new; everything else is a row each time.
            models.UniqueConstraint(
                fields=["person_id", "actor_id", "day"],
                name="seen_once_a_day",
                condition=models.Q(kind="seen"),
            )
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.kind} {self.person_id}"
