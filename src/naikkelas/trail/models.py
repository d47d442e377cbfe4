from django.db import models

from naikkelas.trail.columns import CodeField


class Event(models.Model):
    """One thing that somebody did to one record, written in the same transaction."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    role = models.CharField(max_length=20)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=250)
    area_code = CodeField(max_length=13)
    details = models.JSONField(default=dict)
    mark = models.BinaryField(max_length=32, default=b"")
    """Made where the event is written (trail.chain); empty for what is older, and for what an erasure took."""

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="trail_object"),
            models.Index(fields=["area_code", "id"], name="trail_area"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action} {self.object_type} {self.object_id}"


class Link(models.Model):
    """One link of the chain: it holds one event to the one before (trail.chain)."""

    number = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    content = models.BinaryField(max_length=32)
    parts = models.BinaryField(max_length=27)
    hash = models.BinaryField(max_length=32)

    def __str__(self):
        return f"{self.number} → {self.event_id}"
