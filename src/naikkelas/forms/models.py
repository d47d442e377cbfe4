from django.db import models


class FormVersion(models.Model):
    """One version of a form: of the catalogue, or of an office. Older versions stay, since phones still carry them.

    An office's form begins as a draft, which only the phones see that scanned its QR code. `reading` tells how each
    question is read, `problems` what was warned of, `serves` the instrument whose visits it fills.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        CLOSING = "closing"
        CLOSED = "closed"

    form_id = models.CharField(max_length=250)
    version = models.CharField(max_length=30)
    title = models.CharField(max_length=150)
    description = models.CharField(max_length=250, blank=True)
    xform = models.TextField()
    md5 = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    newest = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    area = models.ForeignKey("places.Region", models.PROTECT, null=True)
    """The office whose form it is; without one it belongs to the catalogue and is for everybody."""
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    draft_key = models.ForeignKey("accounts.DeviceToken", models.SET_NULL, null=True, related_name="drafts")
    filename = models.CharField(max_length=150, blank=True, default="")
    original_sha256 = models.CharField(max_length=64, blank=True, default="")
    reading = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    serves = models.CharField(max_length=40, blank=True, default="")
    unasked = models.BooleanField(default=False)
    """Whether changes of the registry that fit and touch nothing sensitive are taken over without asking; the same for all
    versions of a form."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form_id", "version"], name="version_once"),
            models.UniqueConstraint(
                fields=["form_id"], condition=models.Q(newest=True), name="one_newest_version"
            ),
        ]

    def __str__(self):
        return f"{self.form_id} {self.version}"

    @property
    def stem(self) -> str:
        """What files of the form begin with: file systems take 255 bytes, and a form id may be nearly as long."""
        return self.form_id[:150]


class FormMedia(models.Model):
    """A file that a form loads: a picture, a list of choices (CSV), a map (GeoJSON)."""

    form = models.ForeignKey(FormVersion, models.CASCADE, related_name="media")
    name = models.CharField(max_length=130)
    sha256 = models.CharField(max_length=64)
    md5 = models.CharField(max_length=32)
    size = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "name"], name="form_media_once")]

    def __str__(self):
        return self.name
