from django.db import models

from naikkelas.trail.columns import CodeField


class Touched(models.Model):
    """A kecamatan (or what an area code has instead of one) in which something about enterprises changed since its
    tallies were counted. Written by triggers of the database (engine.touched), in the transaction of the change."""

    area_code = CodeField(max_length=8, db_index=True)

    def __str__(self):
        return self.area_code


class Tally(models.Model):
    """What was counted of the enterprises of one kecamatan, under the name of the question.

    `counts` is JSON. The row with an empty area code says that the question was counted everywhere: then a kecamatan
    without a row has nothing to count.
    """

    key = models.CharField(max_length=120)
    area_code = CodeField(max_length=8)
    counts = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "area_code"], name="one_tally")]

    def __str__(self):
        return f"{self.key} {self.area_code}"
