from django.db import models


class Subscription(models.Model):
    """Another system that is told of data events. `done_to`: the link of the trail up to which it was told.

    Nothing is put into a queue beside the event: the trail, written in the transaction of what it tells of and linked in one
    order without a gap, is the queue.
    """

    name = models.CharField(max_length=80)
    url = models.URLField(max_length=500)
    area = models.ForeignKey("places.Region", models.PROTECT)
    families = models.JSONField(default=list)
    secret_sealed = models.BinaryField()
    done_to = models.BigIntegerField()
    active = models.BooleanField(default=True)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    failures = models.IntegerField(default=0)
    """How often in a row the same event could not be delivered."""
    next_at = models.DateTimeField(null=True)
    failing_since_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.name} → {self.url}"


class Delivery(models.Model):
    """One attempt to tell one event. Kept for a while, so that it can be seen what arrived and what did not."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    number = models.BigIntegerField()
    """The link of the trail; 0 is a test."""
    action = models.CharField(max_length=60)
    tried_at = models.DateTimeField()
    status = models.SmallIntegerField(null=True)
    took_ms = models.IntegerField()
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subscription", "-id"], name="webhook_newest")]

    def __str__(self):
        return f"{self.subscription_id} {self.number} {self.status}"
