"""Edits: a submission that names the one it replaces (deprecatedID), so that versions form a chain.

The newest version counts, all are kept. Two that replace the same version cannot both stand: the second is kept aside.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.instruments import xform
from naikkelas.intake import queries
from naikkelas.intake.actions.keeping import AGAIN, LATE, Files, Parcel, Receipt, attach, row, told
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Kind
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

EDITED = Kind("submission.edited", "Perbaikan diterima.", "The edit was received.")
EARLY = Kind(
    queries.EARLY,
    "Isian yang diperbaiki ({deprecated}) belum ada di server. Perbaikan ini disimpan; kirim juga isian aslinya.",
    "The submission that this edits ({deprecated}) is not on the server yet. This edit is kept; send the original too.",
)
STALE = Kind(
    "submission.edit_stale",
    "Isian ini sudah diperbaiki dari ponsel lain atau oleh dinas. Yang pertama dipakai; yang ini disimpan untuk diperiksa.",
    "This submission was edited from another phone or by the office. The first edit stands; this one is kept for a person.",
)
OTHER_FORM = Kind(
    "submission.edit_other_form",
    "Perbaikan ini memakai formulir lain daripada isian aslinya. Disimpan untuk diperiksa petugas dinas.",
    "This edit uses another form than the original. It is kept for an officer to look at.",
)
OF_REFUSED = Kind(
    "submission.edit_of_refused",
    "Isian yang diperbaiki ini sudah diputuskan tidak dihitung. Perbaikannya disimpan dan menunggu keputusan petugas dinas.",
    "The submission that this edits was decided not to count. The edit is kept and waits for an officer to decide.",
)


def is_edit(submission: xform.Submission) -> bool:
    return bool(submission.deprecated_id) and submission.deprecated_id != submission.instance_id


def keep_edit(
    parcel: Parcel, submission: xform.Submission, files: Files, by: User, at: datetime, *, late: bool, synthetic: bool
) -> Receipt:  # fmt: skip
    """Keep a submission that replaces another one, and say what to answer. `late`: its form is closed by now."""
    former = queries.numbered(submission.deprecated_id).select_for_update(of=("self",)).first()
    if former is None or not _may_edit(by, former) or _parked(former):
        return _park(parcel, submission, files, by, at, late=late, synthetic=synthetic)
    if former.body is None:
        return Receipt(201, AGAIN)  # erased since: it does not come back by an edit
    if former.state == Delivery.State.EDITED:
        return _aside(parcel, submission, files, former, STALE, by, at)
    if former.instrument != submission.form_id:
        return _aside(parcel, submission, files, former, OTHER_FORM, by, at)
    delivery = row(parcel, submission, by, at, late=late, synthetic=synthetic)
    delivery.state = Delivery.State.PARTIAL if parcel.incomplete else Delivery.State.RECEIVED
    taken = Receipt(202, LATE) if late else Receipt(201, EDITED)
    if former.state == Delivery.State.REFUSED:  # what a person decided is not undone by a phone
        delivery.state, delivery.reason, taken = (
            Delivery.State.HELD,
            OF_REFUSED.code,
            Receipt(202, OF_REFUSED),
        )
    replace(former, delivery, by, at)
    if delivery.reason:
        delivery.summary = told(OF_REFUSED, {})
        delivery.save(update_fields=["summary"])
    attach(delivery, files)
    attach(delivery, carried(former, files, submission.mentioned))
    adopt(delivery, by, at)
    return taken


def _parked(delivery: Delivery) -> bool:
    """Whether it is an edit that waits for its original: so does what edits it, that the versions stand in their order."""
    return delivery.state == Delivery.State.HELD and delivery.reason == EARLY.code


def adopt(original: Delivery, by: User, at: datetime) -> None:
    """A submission that came after its edit: the edit, which waited, now follows it with its files, and so do edits of that."""
    if original.state != Delivery.State.RECEIVED:
        return  # its last files are to come, or a person decides first; who may, can release the edit
    waiting = (
        queries.early_edits([original.instance_id])
        .select_for_update(of=("self",))
        .filter(body__isnull=False)
        .order_by("id")
        .first()
    )
    if (
        waiting is None
        or not _may_edit(waiting.received_by, original)
        or waiting.instrument != original.instrument
    ):
        return
    waiting.state, waiting.reason, waiting.summary = Delivery.State.RECEIVED, "", {}
    replace(original, waiting, by, at)
    hand_down(original)
    adopt(waiting, by, at)


def _may_edit(by: User, former: Delivery) -> bool:
    """Whose area of duty covers where the former was sent from; for others it does not exist."""
    return former.received_by_id == by.pk or access.covers(by, former.area_id)


def replace(former: Delivery, delivery: Delivery, by: User, at: datetime) -> None:
    """Let a delivery follow a former one as its newest version."""
    visit = former.summary.get("visit") or former.summary.get("revises")
    delivery.edits = former
    if visit:
        delivery.summary = {"revises": visit}
    former.state, former.finished_at = Delivery.State.EDITED, former.finished_at or at
    former.save(update_fields=["state", "finished_at"])
    delivery.save()
    note(
        by=by, at=at, action="submission.edited", on=("delivery", delivery.pk), area=delivery.area_id, former=former.pk
    )  # fmt: skip


def hand_down(former: Delivery) -> None:
    """Files of a former version, or of what was chosen, that came late go to the versions after it that still name them."""
    newer = (
        former.edited_by.exclude(state=Delivery.State.ASIDE).first()
        or Delivery.objects.filter(pk=former.summary.get("chosen")).first()
    )
    if newer is None or newer.body is None:
        return
    there = [(a.name, a.sha256, a.size) for a in newer.attachments.all()]
    attach(newer, carried(former, there, xform.read(vault.current().seal.open_bytes(newer.body)).mentioned))
    if newer.state == Delivery.State.APPLIED:
        Delivery.objects.filter(pk=newer.pk).update(state=Delivery.State.RECEIVED)
    hand_down(newer)


def carried(former: Delivery, files: Files, mentioned: frozenset[str]) -> Files:
    """Files of the former version that the new one still names and did not send again."""
    names = {name for name, _, _ in files}
    return [
        (a.name, a.sha256, a.size)
        for a in former.attachments.filter(aside=False).order_by("pk")
        if a.name in mentioned and a.name not in names
    ]


def _park(
    parcel: Parcel, submission: xform.Submission, files: Files, by: User, at: datetime, *, late: bool, synthetic: bool
) -> Receipt:  # fmt: skip
    told_as = {"deprecated": submission.deprecated_id[:80]}
    delivery = row(
        parcel, submission, by, at, late=late, synthetic=synthetic, state=Delivery.State.HELD, reason=EARLY.code,
        summary=told(EARLY, told_as),
    )  # fmt: skip
    delivery.save()
    attach(delivery, files)
    note(by=by, at=at, action="submission.edit_early", on=("delivery", delivery.pk), area=by.area_id)
    return Receipt(404, EARLY, told_as)


def _aside(
    parcel: Parcel, submission: xform.Submission, files: Files, former: Delivery, kind: Kind, by: User, at: datetime
) -> Receipt:  # fmt: skip
    twin = Delivery.objects.filter(first=former, canonical_sha256=submission.canonical_sha256).first()
    if twin is None:
        twin = row(
            parcel, submission, by, at, state=Delivery.State.ASIDE, first=former, reason=kind.code, summary=told(kind, {})
        )  # fmt: skip
        twin.save()
        note(
            by=by, at=at, action="submission.conflict", on=("delivery", twin.pk), area=by.area_id, first=former.pk
        )  # fmt: skip
    attach(twin, files)
    hand_down(twin)
    return Receipt(409, kind)
