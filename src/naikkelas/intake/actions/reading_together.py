"""What phones sent in one evening, read by a handful of statements for many at once.

What is beyond doubt becomes visits here. All else (edits, corrections, photos that came late, whatever a person must look
at) goes one by one (reading.py), and so does everything of a batch in which anything went wrong.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from naikkelas.engine import bulk
from naikkelas.instruments.records import VisitRecord
from naikkelas.intake import queries, switchboard
from naikkelas.intake.actions.content import photos_of, record_of
from naikkelas.intake.models import Delivery
from naikkelas.intake.queries import field_changes
from naikkelas.monev.actions import Arrived
from naikkelas.trail.actions import Note, note_all

log = logging.getLogger("naikkelas.intake")


@dataclass
class _Read:
    delivery: Delivery
    record: VisitRecord | None
    photos: list[dict[str, str]]
    files: frozenset[str]


def read_together(ids: Sequence[int], at: datetime) -> list[int]:
    """Read what is ordinary; return the ids of the rest, in their order."""
    try:
        done = _read([read for delivery in queries.deliveries(ids) if (read := _opened(delivery))], at)
    except Exception:
        log.exception("a batch of submissions could not be read together; reading them one by one")
        return list(ids)
    return [each for each in ids if each not in done]


def _opened(delivery: Delivery) -> _Read | None:
    """What a delivery says; None where it is not to be read here."""
    if delivery.state != Delivery.State.RECEIVED or delivery.summary:
        return None
    try:
        if field_changes.speaks_of_entries(delivery):
            return None
        record = record_of(delivery)
        photos, files = photos_of(delivery, record) if record else ([], _files(delivery.attachments.all()))
    except Exception:  # told and kept where it is read by itself
        return None
    return _Read(delivery, record, photos, frozenset(files))


def _files(attachments) -> set[str]:
    return {a.name for a in attachments if not a.aside}


@transaction.atomic
def _read(found: list[_Read], at: datetime) -> set[int]:
    locked = queries.unread_files([read.delivery.pk for read in found])
    found = [read for read in found if locked.get(read.delivery.pk) == read.files]
    visits = iter(
        switchboard.VISITS(
            arrived=[
                Arrived(
                    read.record, read.photos, read.delivery.received_by, read.delivery.received_at, read.delivery.synthetic
                )
                for read in found
                if read.record
            ],
            at=at,
        )
    )  # fmt: skip
    outcomes = [(read.delivery, next(visits) if read.record else 0) for read in found]
    settled = [(delivery, visit) for delivery, visit in outcomes if visit is not None]
    finished_at = connection.ops.adapt_datetimefield_value(at)
    rows = [
        (
            Delivery.State.APPLIED.value,
            finished_at,
            json.dumps({"visit": visit} if visit else {}),
            delivery.pk,
        )
        for delivery, visit in settled
    ]
    with connection.cursor() as cursor:
        columns = ("state", "finished_at", "summary")
        bulk.update(cursor, connection.vendor, Delivery._meta.db_table, columns, rows)
    note_all(notes=[_applied(delivery, visit) for delivery, visit in settled], at=at)
    return {delivery.pk for delivery, _ in settled}


def _applied(delivery: Delivery, visit: int) -> Note:
    on = ("delivery", delivery.pk)
    return Note(delivery.received_by, "submission.applied", on, delivery.area_id, {"visit": visit or None})
