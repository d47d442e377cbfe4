"""Reading the trail."""

from collections.abc import Hashable

from django.db import connection
from django.db.models import QuerySet

from naikkelas.engine import versions
from naikkelas.trail.models import Event


def events() -> QuerySet[Event]:
    return Event.objects.order_by("-id")


def of(object_type: str, object_id: object) -> QuerySet[Event]:
    """What happened to one record, newest first."""
    return events().filter(object_type=object_type, object_id=str(object_id))


def stamp() -> Hashable:
    """The version of all data: it differs after every write, since every write leaves an event."""
    with connection.cursor() as cursor:
        cursor.execute(versions.version_sql(connection.vendor, Event._meta.db_table))
        return cursor.fetchone()[0]
