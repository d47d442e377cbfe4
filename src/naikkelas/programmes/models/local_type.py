from django.db import models


class LocalType(models.Model):
    """A type of programme that an office added: the same parts as an entry of reference/programme_types.

    `code` begins with the region's code, so that no two offices and no later entry of the catalogue meet.
    """

    code = models.CharField(max_length=40, unique=True)
    area = models.ForeignKey("places.Region", models.PROTECT)
    name_id = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    about_id = models.TextField()
    about_en = models.TextField(blank=True)
    sources = models.JSONField()
    recipient = models.CharField(max_length=12)
    facility = models.CharField(max_length=10, blank=True)
    stages = models.JSONField()
    """[{"id", "name_id", "name_en", "physical"}, …] in their order."""
    instruments = models.JSONField()
    indicators = models.JSONField()
    legal_source = models.CharField(max_length=200)
    once_per_person = models.CharField(max_length=300, blank=True)
    retired_on = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="local_type_recipient",
                condition=models.Q(recipient__in=("person", "cooperative", "facility")),
            ),
            models.UniqueConstraint(fields=["area", "name_id"], name="one_local_type_by_name"),
        ]

    def __str__(self):
        return self.name_id
