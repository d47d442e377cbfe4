from django.db import models


class FormVersion(models.Model):
    """One published version of an instrument's form. Older versions stay, since phones still carry them."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSING = "closing"
        CLOSED = "closed"

    form_id = models.CharField(max_length=60)
    version = models.CharField(max_length=30)
    title = models.CharField(max_length=150)
    description = models.CharField(max_length=250, blank=True)
    xform = models.TextField()
    md5 = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    newest = models.BooleanField(default=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form_id", "version"], name="version_once"),
            models.UniqueConstraint(
                fields=["form_id"], condition=models.Q(newest=True), name="one_newest_version"
            ),
        ]

    def __str__(self):
        return f"{self.form_id} {self.version}"
