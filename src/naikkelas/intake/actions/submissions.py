"""Filled forms: keep the bytes, answer the phone, understand them afterwards; hold what is doubtful for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from naikkelas import vault
from naikkelas.forms import queries as forms
from naikkelas.instruments import xform
from naikkelas.intake import queries
from naikkelas.intake.actions import editing, gathering
from naikkelas.intake.actions.gathering import Order
from naikkelas.intake.actions.keeping import AGAIN, TAKEN, Files, Parcel, Receipt, attach, row, told
from naikkelas.intake.models import Attachment, Delivery
from naikkelas.intake.writer import Writer
from naikkelas.kit import aside
from naikkelas.kit.problems import Kind, Refused
from naikkelas.trail.actions import note, note_all

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.forms.models import FormVersion

MAX_ATTACHMENT_BYTES = 10_000_000
MAX_ATTACHMENTS = 200
"""In one request. A phone makes batches by their size alone: of small photos a hundred and more come at once."""

UNKNOWN_FORM = Kind(
    "submission.unknown_form",
    "Formulir {form_id} versi {version} tidak dikenal di server ini. Perbarui formulir di ponsel.",
    "Form {form_id} version {version} is not known on this server. Update the forms on the phone.",
)
CONFLICT = Kind(
    "submission.conflict",
    "Kunjungan dengan nomor ini sudah diterima dengan isi lain. Yang pertama dipakai; yang ini disimpan untuk diperiksa.",
    "A visit with this number was received with other content. The first stands; this one is kept for a person.",
)
ATTACHMENT_CONFLICT = Kind(
    "submission.attachment_conflict",
    "Berkas {name} sudah diterima dengan isi lain. Yang pertama dipakai; yang ini disimpan untuk diperiksa.",
    "The file {name} was received with other content. The first stands; this one is kept for a person.",
)
ATTACHMENT_TOO_LARGE = Kind(
    "submission.attachment_too_large",
    "Berkas {name} lebih besar dari {limit} MB. Perkecil foto lalu kirim lagi.",
    "The file {name} is larger than {limit} MB. Make the photo smaller and send it again.",
)
TOO_MANY_ATTACHMENTS = Kind(
    "submission.too_many_attachments",
    "Lebih dari {limit} berkas dalam satu kiriman. Kirim dalam beberapa bagian.",
    "More than {limit} files in one delivery. Send them in several parts.",
)


def _together(jobs: Sequence[_Job]) -> Sequence[Receipt | object]:
    return gathering.keep_together([job.order for job in jobs])


@dataclass(frozen=True)
class _Job:
    """An order as the writer runs it."""

    order: Order

    def __call__(self) -> Receipt:
        return _keep(self.order)


WRITER = Writer(_together)


def accept(
    *, parcel: Parcel, by: User, at: datetime, synthetic: bool = False, draft: FormVersion | None = None
) -> Receipt:
    """Make a submission safe on disk and say what to answer. Never judges its answers. What tests a draft is kept apart
    and becomes nothing.

    Raises Refused only for what is no submission of a form of ours, or too large: nothing is kept then.
    """
    submission = xform.read(parcel.xml)
    named = (submission.form_id, submission.version)
    form = draft or forms.usable(*named, by.area_id)
    if form is None or (form.form_id, form.version) != named:
        raise Refused(UNKNOWN_FORM, status=404, form_id=submission.form_id[:60], version=submission.version)
    files = kept_files(parcel, submission)
    job = _Job(Order(parcel, submission, form, files, by, at, synthetic))
    try:
        return WRITER.run(job)
    except (
        IntegrityError
    ):  # the same instanceID was taken in this very moment: now there is one to compare with
        return WRITER.run(job)


def kept_files(parcel: Parcel, submission: xform.Submission) -> Files:
    """Put the files that the form names on disk; return (name, sha256, size). Others are ignored."""
    if len(parcel.files) > MAX_ATTACHMENTS:
        raise Refused(TOO_MANY_ATTACHMENTS, status=413, limit=MAX_ATTACHMENTS)
    for name, content in parcel.files:
        if len(content) > MAX_ATTACHMENT_BYTES:
            raise Refused(
                ATTACHMENT_TOO_LARGE, status=413, name=name[:80], limit=MAX_ATTACHMENT_BYTES // 1_000_000
            )
    blobs = vault.current().blobs
    named = [(name, content) for name, content in parcel.files if name in submission.mentioned]
    if not named:
        return []
    with aside.waiting():
        return [(name[-250:], blobs.put(content), len(content)) for name, content in named]


def _keep(order: Order) -> Receipt:
    parcel, submission, files, by, at = order.parcel, order.submission, order.files, order.by, order.at
    standing = (  # locked: the worker may be reading it, and must not finish without the files that come now
        queries.numbered(submission.instance_id).select_for_update(of=("self",)).first()
    )
    if standing is None and editing.is_edit(submission) and not order.trial:
        late = forms.is_closed(order.form)
        return editing.keep_edit(parcel, submission, files, by, at, late=late, synthetic=order.synthetic)
    if standing is None:
        return _first(order)
    if standing.body is None:
        return Receipt(201, AGAIN)  # erased since: it was taken once, and does not come back
    if standing.canonical_sha256 != submission.canonical_sha256:
        _aside(parcel, submission, standing, files, by, at)
        return Receipt(409, CONFLICT)
    return _more_files(parcel, standing, files, by, at)


def _first(order: Order) -> Receipt:
    delivery = order.new_row()
    delivery.save()
    attach(delivery, order.files)
    note_all(notes=[gathering.received(delivery, order.by)], at=order.at)
    editing.adopt(delivery, order.by, order.at)
    return gathering.taken(delivery)


def _aside(
    parcel: Parcel,
    submission: xform.Submission,
    standing: Delivery,
    files: Files,
    by: User,
    at: datetime,
) -> None:
    """Keep what differs from the submission already taken, once."""
    twin = Delivery.objects.filter(first=standing, canonical_sha256=submission.canonical_sha256).first()
    if twin is None:
        twin = row(
            parcel, submission, by, at, state=Delivery.State.ASIDE, first=standing, reason=CONFLICT.code
        )
        twin.summary = told(CONFLICT, {})
        twin.save()
        note(
            by=by,
            at=at,
            action="submission.conflict",
            on=("delivery", twin.pk),
            area=by.area_id,
            first=standing.pk,
        )
    attach(twin, files)
    editing.hand_down(twin)


def _more_files(parcel: Parcel, standing: Delivery, files: Files, by: User, at: datetime) -> Receipt:
    """The same XML again: unite its files, and read it once the last batch is here."""
    added, clashing = attach(standing, files)
    if clashing:
        note(
            by=by, at=at, action="submission.file_conflict", on=("delivery", standing.pk), area=by.area_id, count=len(clashing)
        )  # fmt: skip
    if added:
        note(
            by=by,
            at=at,
            action="submission.files_added",
            on=("delivery", standing.pk),
            area=by.area_id,
            count=len(added),
        )
    complete = standing.state == Delivery.State.PARTIAL and not parcel.incomplete
    if complete or (added and standing.state == Delivery.State.APPLIED):
        standing.state = Delivery.State.RECEIVED  # to be read, or to be read again for its photos
        standing.save(update_fields=["state"])
        editing.adopt(standing, by, at)
    elif added and standing.state == Delivery.State.EDITED:
        editing.hand_down(standing)
    if clashing:
        return Receipt(409, ATTACHMENT_CONFLICT, {"name": clashing[0][:80]})
    return Receipt(201, TAKEN if added else AGAIN)


def forget_trials(*, form_id: str, version: str, by: User, at: datetime) -> int:
    """Take away what was sent to test a draft, once it is published."""
    rows = Delivery.objects.filter(instrument=form_id, form_version=version, state=Delivery.State.TRIAL)
    count = rows.count()
    if count:
        with transaction.atomic():
            Attachment.objects.filter(delivery__in=rows).delete()
            Delivery.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
            note(
                by=by, at=at, action="form.trials_removed", on=("form", form_id), area=by.area_id, count=count
            )
    return count
