"""What keeping a submission is made of: the row, its files, and what the phone is told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from naikkelas import vault
from naikkelas.instruments import xform
from naikkelas.intake.models import Attachment, Delivery
from naikkelas.kit.problems import Kind

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

TAKEN = Kind("submission.taken", "Terima kasih, kunjungan diterima.", "Thank you, the visit was received.")
LATE = Kind(
    "submission.late",
    "Diterima setelah formulir ditutup; disimpan dan ditandai terlambat.",
    "Received after the form was closed; kept and marked late.",
)
AGAIN = Kind(
    "submission.again", "Kunjungan ini sudah diterima sebelumnya.", "This visit was received before."
)
Files = list[tuple[str, str, int]]
"""Name, SHA-256 and size of files that are kept."""


@dataclass(frozen=True)
class Parcel:
    """A submission as it came through a door: the XML and its files by name."""

    xml: bytes
    files: list[tuple[str, bytes]] = field(default_factory=list)
    incomplete: bool = False
    """Further batches of files follow."""

    @cached_property
    def sealed(self) -> bytes:
        return vault.current().seal.close_bytes(self.xml)


@dataclass(frozen=True)
class Receipt:
    """What the phone is told: the HTTP status and a sentence."""

    status: int
    kind: Kind
    params: dict[str, Any] = field(default_factory=dict)


def row(parcel: Parcel, submission: xform.Submission, by: User, at: datetime, **values: Any) -> Delivery:
    return Delivery(
        kind=Delivery.Kind.SUBMISSION,
        instrument=submission.form_id,
        form_version=submission.version,
        sha256=hashlib.sha256(parcel.xml).hexdigest(),
        size=len(parcel.xml),
        body=parcel.sealed,
        area_id=by.area_id,
        received_by=by,
        received_at=at,
        instance_id=submission.instance_id,
        canonical_sha256=submission.canonical_sha256,
        deprecated_id=submission.deprecated_id,
        **values,
    )


def attach(delivery: Delivery, files: Files) -> tuple[list[str], list[str]]:
    """Add files that are new; keep aside other bytes under a known name. Returns (added, clashing) names."""
    held = {(a.name, a.sha256) for a in delivery.attachments.all()}
    names = {a.name for a in delivery.attachments.filter(aside=False)}
    added, clashing = [], []
    for name, sha256, size in files:
        if (name, sha256) in held:
            continue
        aside = name in names
        Attachment.objects.create(delivery=delivery, name=name, sha256=sha256, size=size, aside=aside)
        (clashing if aside else added).append(name)
        held.add((name, sha256))
        names.add(name)
    return added, clashing


def told(kind: Kind, params: dict[str, Any]) -> dict[str, str]:
    return {"id": kind.text("id", **params), "en": kind.text("en", **params)}
