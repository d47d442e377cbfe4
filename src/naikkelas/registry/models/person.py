from django.db import models


class Person(models.Model):
    """Somebody who owns an enterprise or received aid. The NIK is sealed; equal ones are found by blind index."""

    name = models.CharField(max_length=150)
    nik_sealed = models.BinaryField(null=True)
    nik_index = models.CharField(max_length=32, null=True)
    sex = models.CharField(max_length=1, blank=True)
    born_year = models.SmallIntegerField(null=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=120, blank=True)
    tax_id_sealed = models.BinaryField(null=True)
    synthetic = models.BooleanField(default=False)

    def __str__(self):
        return self.name
