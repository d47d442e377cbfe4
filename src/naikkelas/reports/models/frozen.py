from django.db import models


class FrozenFigures(models.Model):
    """What a report says of an area and quarter, gathered on the moment its monev was accepted and kept in the vault.

    It stands as long as every freeze that it rests on does: one for a kabupaten/kota, those of all areas for a province.
    """

    report = models.CharField(max_length=40)
    case = models.CharField(max_length=10, blank=True, default="")
    area = models.ForeignKey("places.Region", models.PROTECT)
    year = models.SmallIntegerField()
    quarter = models.SmallIntegerField()
    number = models.CharField(max_length=40, unique=True)
    freezes = models.ManyToManyField("monev.Freeze", related_name="+")
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["report", "area", "year", "quarter"], name="frozen_figures_of")]

    def __str__(self):
        return self.number
