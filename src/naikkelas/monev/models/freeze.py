from django.db import models

from naikkelas.monev.models.cycle import CycleArea


class Freeze(models.Model):
    """What an area knew on the moment its work was accepted, kept in the vault under the digest of its content.

    `sha256` is the manifest (visits, rules, definitions of indicators, figures), which names `registry_sha256`, the facts of
    the registry. Unlocking sets a freeze aside; accepting again makes the next.
    """

    cycle_area = models.ForeignKey(CycleArea, models.PROTECT, related_name="freezes")
    number = models.SmallIntegerField()
    sha256 = models.CharField(max_length=64)
    registry_sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle_area", "number"], name="freeze_number"),
            models.UniqueConstraint(
                fields=["cycle_area"], condition=models.Q(set_aside_at=None), name="one_standing_freeze"
            ),
        ]

    def __str__(self):
        return f"{self.cycle_area_id} #{self.number}"
