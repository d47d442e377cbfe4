"""Reading the trail."""

from django.db.models import Max, QuerySet

from naikkelas.trail.models import Event


def events() -> QuerySet[Event]:
    return Event.objects.order_by("-id")


def of(object_type: str, object_id: object) -> QuerySet[Event]:
    """What happened to one record, newest first."""
    return events().filter(object_type=object_type, object_id=str(object_id))


def stamp() -> int:
    """A number that rises with every write, since every write leaves an event: the version of all data."""
    return Event.objects.aggregate(last=Max("id"))["last"] or 0
