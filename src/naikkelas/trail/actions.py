"""Writing the trail."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db import connection, transaction

from naikkelas import vault
from naikkelas.engine import bulk
from naikkelas.trail import chain, sealing, verifying
from naikkelas.trail.models import Event


class Actor(Protocol):
    """Who acts: a user, or `SYSTEM` for what nobody in particular did."""

    pk: int | None
    name: str
    role: str


class System:
    """The server itself: set-up, retention, demonstration."""

    pk = None
    name = "naikkelas"
    role = "system"


SYSTEM = System()


def note(*, by: Actor, at: datetime, action: str, on: tuple[str, Any], area: str, **details: Any) -> Event:
    """Write one event. `on` is (record type, its id); `details` must hold no personal numbers."""
    event = _event(at, Note(by, action, on, area, details))
    event.save(force_insert=True)
    return event


@dataclass(frozen=True)
class Note:
    """One of many events, as `note` takes them."""

    by: Actor
    action: str
    on: tuple[str, Any]
    area: str
    details: dict[str, Any]


class _Line(NamedTuple):
    """What an event holds besides its mark (chain.FIELDS). Of hundreds, objects of the model would cost more than the rest."""

    at: datetime
    actor_id: int | None
    actor_name: str
    role: str
    action: str
    object_type: str
    object_id: str
    area_code: str
    details: dict[str, Any]

    @classmethod
    def of(cls, at: datetime, told: Note) -> _Line:
        by, (kind, pk) = told.by, told.on
        return cls(
            at, by.pk, by.name, by.role, told.action, kind, str(pk), told.area, chain.plain(told.details)
        )


def note_all(*, notes: Iterable[Note], at: datetime) -> None:
    """Write many events of one moment by one statement."""
    moment, key = connection.ops.adapt_datetimefield_value(at), vault.current().trail_key
    lines = [_Line.of(at, told) for told in notes]
    rows = [(moment, *line[1:-1], json.dumps(line.details), chain.made_mark(line, key)) for line in lines]
    if rows:
        with (
            transaction.atomic(savepoint=False),
            connection.wrap_database_errors,
            connection.cursor() as cursor,
        ):
            bulk.insert(cursor, connection.vendor, Event._meta.db_table, (*chain.FIELDS, "mark"), rows)


def _event(at: datetime, told: Note) -> Event:
    line = _Line.of(at, told)
    return Event(**line._asdict(), mark=chain.made_mark(line, vault.current().trail_key))


@transaction.atomic
def forget(*, events: Collection[int], by: Actor, at: datetime, area: str) -> int:
    """Take the details out of events that tell what is to be erased; return how many. The digest of the details stays in
    their place, and an event of its own names them: that chain still fits (trail.chain)."""
    if not events:
        return 0
    sealing.link_waiting(whole=True)  # the mark goes too, and without it nothing is linked
    rows = Event.objects.select_for_update().filter(pk__in=events)
    gone = [event for event in rows.order_by("pk") if not chain.forgotten(event.details)]
    if not gone:
        return 0
    for event in gone:
        digest = chain.details_digest(event.details, bytes(event.mark)[:16])
        Event.objects.filter(pk=event.pk).update(details={chain.FORGOTTEN: digest}, mark=b"")
    note(
        by=by, at=at, action=verifying.FORGET_ACTION, on=("trail", min(events)), area=area, events=[event.pk for event in gone]
    )  # fmt: skip
    return len(gone)
