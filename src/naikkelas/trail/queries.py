"""Reading the trail."""

import contextlib
import threading
from collections.abc import Hashable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from naikkelas.engine import versions
from naikkelas.trail.models import Event, Link


def events() -> QuerySet[Event]:
    return Event.objects.order_by("-id")


def of(object_type: str, object_id: object) -> QuerySet[Event]:
    """What happened to one record, newest first."""
    return events().filter(object_type=object_type, object_id=str(object_id))


def narrowed(
    rows: QuerySet[Event],
    *,
    who: str = "",
    action: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Event]:
    """Of some events those by who is called so, of one kind, and from a day to a day, both included."""
    if who:
        rows = rows.filter(actor_name__icontains=who)
    if action:
        rows = rows.filter(action=action)
    if first:
        rows = rows.filter(at__gte=_midnight(first))
    if last:
        rows = rows.filter(at__lt=_midnight(last + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def among(records: dict[str, Iterable[object]]) -> QuerySet[Event]:
    """What happened to any of these records, newest first: {record type: ids}."""
    wanted = Q(pk__in=[])
    for object_type, ids in records.items():
        wanted |= Q(object_type=object_type, object_id__in=[str(each) for each in ids])
    return events().filter(wanted)


_look = threading.local()


@contextlib.contextmanager
def one_look() -> Iterator[None]:
    """Inside, `stamp` is asked once and holds: for a request that only reads, and so may answer as of its beginning."""
    _look.open, _look.stamp = True, None
    try:
        yield
    finally:
        _look.open = False


def stamp() -> Hashable:
    """The version of all data: it differs after every write, since every write leaves an event."""
    if not getattr(_look, "open", False):
        return versions.version(connection, Event._meta.db_table)
    if _look.stamp is None:
        _look.stamp = (versions.version(connection, Event._meta.db_table),)
    return _look.stamp[0]


def newest(*object_types: str) -> int:
    """The number of the last event on records of these types, 0 before the first."""
    marks = ", ".join(["%s"] * len(object_types))
    # asked after every write: Django would spend ten times as long on the SQL
    sql = f"SELECT MAX(id) FROM {Event._meta.db_table} WHERE object_type IN ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, object_types)
        return cursor.fetchone()[0] or 0


def newest_link() -> int:
    """The number of the last link of the chain."""
    return Link.objects.aggregate(newest=Max("number"))["newest"] or 0


def linked_after(number: int, limit: int) -> Iterator[tuple[int, str, Event]]:
    """Events in the one order that the chain gave them, without a gap: (number, an id for ever, event)."""
    links = list(Link.objects.filter(number__gt=number).order_by("number")[:limit])
    events = Event.objects.in_bulk([link.event_id for link in links])
    for link in links:
        if link.event_id in events:
            yield link.number, bytes(link.hash).hex()[:32], events[link.event_id]
