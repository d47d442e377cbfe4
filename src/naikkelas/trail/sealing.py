"""Linking what was written into the chain, and signing its head.

Not by who writes: whoever chained their own event would have to hold the end of the chain until they commit, and an import
would keep everybody waiting (on PostgreSQL two who hold each other's rows would wait for ever). Instead the worker links
what is committed, every second or two. Until then an event is guarded by its mark.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, QuerySet

from naikkelas import vault
from naikkelas.engine import bulk
from naikkelas.trail import chain
from naikkelas.trail.models import Event, Link

HEADS = "trail-heads.jsonl"
"""In the data folder: one signed head a line."""
AT_ONCE, KEPT_TOGETHER = 5_000, 1_000
"""As many are forged at once, and kept by one transaction: on SQLite nobody else writes as long as it takes."""
LATE = 20_000
"""A number is given before its transaction commits: this far back one may still come in (linking whole looks at all)."""
_LOCK = 0x6E6B7472  # "nktr"
log = logging.getLogger("naikkelas.trail")


def unlinked(*, whole: bool) -> QuerySet[Event]:
    """Events without a link, oldest first."""
    floor = 0 if whole else max((Link.objects.aggregate(newest=Max("event_id"))["newest"] or 0) - LATE, 0)
    known = Link.objects.filter(event_id__gt=floor).values("event_id")
    return Event.objects.filter(pk__gt=floor).exclude(pk__in=known).order_by("pk")


def link_waiting(*, whole: bool = False) -> int:
    """Link what is committed and bears our mark; return how many events. What bears none stays out, and is told."""
    count = 0
    while links := _forged(whole):
        for part in batched(links, KEPT_TOGETHER):
            with transaction.atomic(savepoint=False):
                added = _appended(part)
            count += added
            if not added:  # somebody else has linked since: forge them anew
                break
        else:
            if len(links) < AT_ONCE:
                break
    return count


def _newest() -> tuple[int, bytes]:
    """Number and hash of the last link."""
    last = Link.objects.order_by("-number").values_list("number", "hash").first()
    return (last[0], bytes(last[1])) if last else (0, chain.BEGINNING)


def _forged(whole: bool) -> list[Link]:
    """The next links, not kept yet. Made before anything is locked: on SQLite nobody else could write meanwhile."""
    key, (number, before) = vault.current().trail_key, _newest()
    links: list[Link] = []
    for event in _in_turn(unlinked(whole=whole)):
        if (found := chain.ours(event, key)) is None:
            continue
        number, (digest, parts) = number + 1, found
        before = chain.linked(before, number, event.pk, digest)
        links.append(Link(number=number, event_id=event.pk, content=digest, parts=parts, hash=before))
        if len(links) == AT_ONCE:
            break
    return links


def _in_turn(rows: QuerySet[Event]) -> Iterator[Event]:
    """Rows by their number, some thousands at once."""
    page = list(rows[:AT_ONCE])
    while page:
        yield from page
        page = list(rows.filter(pk__gt=page[-1].pk)[:AT_ONCE]) if len(page) == AT_ONCE else []


def _appended(links: Sequence[Link]) -> int:
    """Keep them where they still fit; none where somebody else has linked since."""
    first = links[0]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # SQLite lets one write at a time anyway
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        number, before = _newest()
        if chain.linked(before, number + 1, first.event_id, first.content) != first.hash:
            return 0
        columns = [field.column for field in Link._meta.concrete_fields]
        rows = [[getattr(link, column) for column in columns] for link in links]
        bulk.insert(cursor, connection.vendor, Link._meta.db_table, columns, rows)
    return len(links)


# ── heads ──


def signed_head(at: datetime) -> dict[str, Any] | None:
    """The head of the chain with the signature of this installation; None before the first link."""
    last = Link.objects.order_by("-number").first()
    if last is None:
        return None
    signer = vault.current().signer
    digest, moment = bytes(last.hash).hex(), at.astimezone(UTC).replace(microsecond=0)
    return {
        "number": last.number, "hash": digest, "at": moment.isoformat(timespec="seconds"), "key": signer.public,
        "signature": signer.sign(chain.head_bytes(last.number, digest, moment)),
    }  # fmt: skip


def export_head(at: datetime) -> dict[str, Any] | None:
    """Write the head down where it grew since the last one: in the data folder, and where NAIKKELAS_TRAIL_HEADS says."""
    head = signed_head(at)
    if head is None:
        return None
    file = settings.NAIKKELAS_DATA / HEADS
    known = heads_in(file)
    if not known or known[-1].get("hash") != head["hash"]:
        _append(file, head)
    if (target := settings.NAIKKELAS_TRAIL_HEADS) and (
        not (old := heads_in(target)) or old[-1].get("hash") != head["hash"]
    ):
        try:
            _append(target, head)
        except OSError:  # a share that is away for an hour must not stop the worker
            log.exception("the head of the trail could not be written to %s", target)
    return head


def heads_in(file: Path) -> list[dict[str, Any]]:
    """The heads of a file, in its order; a line that is none is told as one without a signature."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [_read(line) for line in lines if line.strip()]


def _read(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _append(file: Path, head: dict[str, Any]) -> None:
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(head) + "\n")
        out.flush()
        os.fsync(out.fileno())
