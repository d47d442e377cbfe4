"""Whether the trail stands as it was written: every link, every event, every signed head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Count, Min

from naikkelas import vault
from naikkelas.kit.problems import Kind, Problem
from naikkelas.trail import chain, sealing
from naikkelas.trail.models import Event, Link
from naikkelas.vault.sign import signed_by

FORGET_ACTION = "trail.forgotten"
MOST = 20
CHANGED = Kind(
    "trail.changed",
    "Peristiwa {event} diubah sesudah ditulis: {what}.",
    "Event {event} was changed after it was written: {what}.",
)
GONE = Kind(
    "trail.gone",
    "Peristiwa {event} dihapus (mata rantai {number} masih menyebutnya).",
    "Event {event} was deleted (link {number} still names it).",
)
LINK_GONE = Kind(
    "trail.link_gone",
    "Mata rantai {number} hilang (sebelum peristiwa {event}).",
    "Link {number} is missing (before event {event}).",
)
BROKEN = Kind(
    "trail.broken",
    "Mata rantai {number} (peristiwa {event}) tidak menyambung pada yang sebelumnya.",
    "Link {number} (event {event}) does not fit the one before it.",
)
FOREIGN = Kind(
    "trail.foreign",
    "Peristiwa {event} tidak ditulis oleh naikkelas: tandanya tidak cocok.",
    "Event {event} was not written by naikkelas: its mark does not fit.",
)
HIDDEN = Kind(
    "trail.hidden",
    "Rincian peristiwa {event} dihilangkan tanpa penghapusan yang tercatat.",
    "The details of event {event} were taken away without a recorded erasure.",
)
CUT = Kind(
    "trail.cut",
    "Ekor rantai dipotong: berakhir pada mata rantai {number}, padahal kepala bertanggal {at} adalah {head}.",
    "The tail of the chain was cut: it ends at link {number}, while the head of {at} is {head}.",
)
REWRITTEN = Kind(
    "trail.rewritten",
    "Mata rantai {head} bukan yang ditandatangani pada {at}: rantai ditulis ulang sesudah mata rantai {number}.",
    "Link {head} is not the one signed at {at}: the chain was rewritten after link {number}.",
)
BAD_HEAD = Kind(
    "trail.head",
    "Baris {line} berkas kepala tidak ditandatangani dengan kunci ini, atau diubah.",
    "Line {line} of the file of heads is not signed with this key, or was altered.",
)


@dataclass
class Report:
    """What verifying found. `waiting`: good events that the worker has not linked yet."""

    links: int = 0
    forgotten: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None
    heads: int = 0
    faults: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults


def verify(*, heads: Iterable[dict[str, Any]] = (), key: str = "") -> Report:
    """Walk the whole trail; the first fault that is found is the first in the trail. At most `MOST` are told.

    `key` is the public half of the key of the heads, as it was noted when the installation was taken into use; left out,
    this installation's own.
    """
    report, wanted = Report(), [*heads]
    hashes = {head["number"]: b"" for head in wanted if isinstance(head.get("number"), int)}
    for problem in _walk(
        report, hashes
    ):  # to its end, however much is wrong: heads are held against its later links
        if len(report.faults) < MOST:
            report.faults.append(problem)
    report.faults += _unlinked(report)
    report.faults += _copies()
    report.faults += _heads(report, wanted, hashes, key or vault.current().signer.public)
    return report


def _walk(report: Report, hashes: dict[Any, bytes]) -> Iterator[Problem]:
    erased = set(_named_erased())
    before, expected = chain.BEGINNING, 1
    for links in batched(Link.objects.order_by("number").iterator(2_000), 2_000, strict=False):
        events = Event.objects.in_bulk([link.event_id for link in links])
        for link in links:
            event = events.get(link.event_id)
            if link.number != expected:
                yield Problem(LINK_GONE, params={"number": expected, "event": link.event_id})
            elif chain.linked(before, link.number, link.event_id, bytes(link.content)) != bytes(link.hash):
                yield Problem(BROKEN, params={"number": link.number, "event": link.event_id})
            if event is None:
                yield Problem(GONE, params={"event": link.event_id, "number": link.number})
            else:
                yield from _event(report, event, link, erased)
            before, expected = bytes(link.hash), link.number + 1
            report.links += 1
            if link.number in hashes:
                hashes[link.number] = before


def _event(report: Report, event: Event, link: Link, erased: set[int]) -> Iterator[Problem]:
    if chain.content(event) != bytes(link.content):
        what = ", ".join(chain.differing(event, bytes(link.parts))) or "mark"
        yield Problem(CHANGED, params={"event": event.pk, "what": what})
    elif chain.forgotten(event.details):
        report.forgotten += 1
        if event.pk not in erased:
            yield Problem(HIDDEN, params={"event": event.pk})


def _named_erased() -> Iterator[int]:
    """The events whose details a recorded erasure took away. Only what is linked counts: it bears our mark."""
    rows = Event.objects.filter(action=FORGET_ACTION, pk__in=Link.objects.values("event_id"))
    for details in rows.values_list("details", flat=True):
        yield from details.get("events", [])


def _unlinked(report: Report) -> list[Problem]:
    found, trail_key = [], vault.current().trail_key
    for event in sealing.unlinked(whole=True).iterator(2_000):
        if not chain.marked_by(event, trail_key):
            found.append(Problem(FOREIGN, params={"event": event.pk}))
            if len(found) >= MOST:
                break
        else:
            report.waiting += 1
            report.waiting_since = report.waiting_since or event.at
    return found


def _copies() -> list[Problem]:
    """A row copied as it is bears a true mark; but no two events are written with the same one, so the later is foreign."""
    trail_key, found = vault.current().trail_key, []
    marked = Event.objects.exclude(mark=b"").values("mark")
    for row in (
        marked.annotate(first=Min("pk"), count=Count("pk")).filter(count__gt=1).order_by("first")[:MOST]
    ):
        later = Event.objects.filter(mark=row["mark"], pk__gt=row["first"]).order_by("pk")[:MOST]
        found += [
            Problem(FOREIGN, params={"event": event.pk})
            for event in later
            if chain.marked_by(event, trail_key)  # otherwise it is told already
        ]
    return found[:MOST]


def _heads(report: Report, heads: list[dict[str, Any]], hashes: dict[Any, bytes], key: str) -> list[Problem]:
    found, good = [], 0
    last = Link.objects.order_by("-number").values_list("number", flat=True).first() or 0
    for line, head in enumerate(heads, 1):
        number, digest, at = head.get("number"), head.get("hash"), _moment(head.get("at"))
        if (
            not isinstance(number, int)
            or not isinstance(digest, str)
            or at is None
            or not signed_by(key, chain.head_bytes(number, digest, at), str(head.get("signature")))
        ):
            found.append(Problem(BAD_HEAD, row=line, params={"line": line}))
            continue
        report.heads += 1
        told = {"head": number, "at": head["at"]}
        if number > last:
            found.append(Problem(CUT, params=told | {"number": last}))
        elif hashes[number].hex() != digest:
            found.append(Problem(REWRITTEN, params=told | {"number": good}))
        else:
            good = max(good, number)
            continue
        break
    return found


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None
