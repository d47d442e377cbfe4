"""What the trail's hashes are made of. Pure: an auditor may read this page and compute the same.

Every event bears a **mark**, made where it is written: 16 random bytes, then 16 bytes that only this installation's key can
make of the content. Rows that others put into the table have none.

Some seconds later the events that are committed are **linked** (trail.sealing), one after another, with no gap:
hash = SHA-256(hash before ‖ number of the link ‖ id of the event ‖ digest of its content).
What was linked cannot be changed, taken out, put in or swapped without the hashes no longer fitting; who computes them all
anew is found by the signed head that was taken out of the house before.

The details count by a digest of their own, salted by the random bytes: where an erasure takes them away, the digest stays in
their place and the chain still fits, while nobody can guess from it what stood there.
"""

import hashlib
import json
import os
from datetime import UTC, datetime
from typing import Any

FORGOTTEN = "forgotten"
"""The one key of details that were erased; its value is their digest."""
BEGINNING = bytes(32)
"""The hash before the first."""
FIELDS = (
    "at",
    "actor_id",
    "actor_name",
    "role",
    "action",
    "object_type",
    "object_id",
    "area_code",
    "details",
)
_NONCE, _PART = 16, 3


def made_mark(event: Any, key: bytes) -> bytes:
    """The mark of an event that is about to be written."""
    nonce = os.urandom(_NONCE)
    return nonce + _keyed(_digest(_values(event, nonce)), key)


def marked_by(event: Any, key: bytes) -> bool:
    """Whether the mark of an event is ours and fits its content."""
    mark = bytes(event.mark)
    return len(mark) == 32 and mark[_NONCE:] == _keyed(content(event), key)


def ours(event: Any, key: bytes) -> tuple[bytes, bytes] | None:
    """`content` and `parts` of an event whose mark is ours, computed once; None of any other."""
    mark = bytes(event.mark)
    if len(mark) != 32:
        return None
    nonce = mark[:_NONCE]
    values = _values(event, nonce)
    digest = _digest(values)
    return (digest, _parts(values, nonce)) if mark[_NONCE:] == _keyed(digest, key) else None


def content(event: Any) -> bytes:
    """The digest of the content of an event as it stands in the table."""
    return _digest(_values(event, bytes(event.mark)[:_NONCE]))


def parts(event: Any) -> bytes:
    """Three bytes of a digest of each field: not what the chain rests on, only what tells later which field differs."""
    nonce = bytes(event.mark)[:_NONCE]
    return _parts(_values(event, nonce), nonce)


def _parts(values: list[Any], nonce: bytes) -> bytes:
    return b"".join(hashlib.sha256(nonce + _json(value)).digest()[:_PART] for value in values)


def differing(event: Any, known: bytes) -> list[str]:
    """The fields that are not as they were when `known` was made."""
    now = parts(event)
    return [
        name
        for n, name in enumerate(FIELDS)
        if now[n * _PART : (n + 1) * _PART] != known[n * _PART : (n + 1) * _PART]
    ]


def details_digest(details: dict[str, Any], nonce: bytes) -> str:
    """The digest of the details, or the one that stands in their place."""
    if forgotten(details):
        return str(details[FORGOTTEN])
    return hashlib.sha256(nonce + _json(plain(details))).hexdigest()


def forgotten(details: Any) -> bool:
    return isinstance(details, dict) and set(details) == {FORGOTTEN}


def linked(before: bytes, number: int, event_id: int, digest: bytes) -> bytes:
    """The hash of one link."""
    return hashlib.sha256(before + number.to_bytes(8, "big") + event_id.to_bytes(8, "big") + digest).digest()


def head_bytes(number: int, digest: str, at: datetime) -> bytes:
    """What is signed of a head."""
    return _json(["naikkelas trail head", number, digest, at.astimezone(UTC).isoformat(timespec="seconds")])


def plain(value: Any) -> Any:
    """A value as it comes back from the database: each has its own way with 1.0, tuples and keys that are numbers."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _values(event: Any, nonce: bytes) -> list[Any]:
    """The fields in their order."""
    return [
        event.at.astimezone(UTC).isoformat(timespec="microseconds"), event.actor_id, event.actor_name, event.role, event.action,
        event.object_type, event.object_id, event.area_code, details_digest(event.details, nonce),
    ]  # fmt: skip


def _digest(values: list[Any]) -> bytes:
    return hashlib.sha256(_json(values)).digest()


def _keyed(digest: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(digest, key=key, digest_size=16, person=b"trail mark").digest()


_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _json(value: Any) -> bytes:
    return _encoded(value).encode()
