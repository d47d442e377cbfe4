from django.db import models


class PushDevice(models.Model):
    """A browser in which one person asked to be told. Where its messages go and by which keys it reads them is sealed."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    """JSON: endpoint, p256dh, auth as the browser gave them, and the site that it asked."""
    endpoint_index = models.CharField(max_length=32, unique=True)
    token_index = models.CharField(max_length=32, unique=True)
    """Of the cookie by which the browser is known again when somebody signs in or out there."""
    name = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)
    failures = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    failing_since_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.user_id} {self.name}"


class PushMessage(models.Model):
    """What one device is still to be told; gone once its push service took it, or when it is no news any more."""

    device = models.ForeignKey(PushDevice, models.CASCADE, related_name="messages")
    told = models.JSONField()
    """What the service worker shows: title, body, url, tag, lang."""
    urgency = models.CharField(max_length=6)
    made_at = models.DateTimeField()

    def __str__(self):
        return f"{self.device_id} {self.made_at}"
