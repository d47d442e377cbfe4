"""An officer edits what a visit says: a new version of its submission, beside the former one, read at once.

Unlike what a phone sends, this is refused where it cannot count: the officer sits before the form and can mend it. The
version before is never touched.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.accounts import access
from naikkelas.forms import queries as forms
from naikkelas.instruments import xform
from naikkelas.intake import queries, switchboard
from naikkelas.intake.actions.content import pictures, record_of
from naikkelas.intake.actions.editing import carried, replace
from naikkelas.intake.actions.keeping import Parcel, attach, row
from naikkelas.intake.actions.reading import finish
from naikkelas.intake.actions.submissions import kept_files
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions import Doubtful
from naikkelas.monev.queries.editing import obstacle

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.monev.models import Visit

REASON_NEEDED = Kind(
    "submission.edit_reason",
    "Tulis alasan perubahan (paling sedikit 10 huruf); petugas lapangan membacanya.",
    "Write why the answers are changed (at least 10 characters); the enumerator reads it.",
)
NOTHING_CHANGED = Kind(
    "submission.edit_same",
    "Tidak ada jawaban yang berubah. Ubah jawabannya dahulu, atau kembali tanpa menyimpan.",
    "No answer was changed. Change an answer first, or go back without saving.",
)
CHANGED_SINCE = Kind(
    "submission.edit_changed_since",
    "Isian kunjungan ini sudah diubah sejak formulir Anda dibuka. Buka lagi dari halaman kunjungan.",
    "The answers of this visit were changed since you opened the form. Open it again from the page of the visit.",
)
NEWER_WAITS = Kind(
    "submission.edit_newer_waits",
    "Petugas lapangan sudah mengirim perbaikan yang belum dibaca. Bila tertahan, putuskan dahulu di Kiriman tertahan.",
    "The enumerator has sent an edit that was not read yet. If it is held, decide on it first.",
)
GONE = Kind(
    "submission.edit_gone",
    "Isian aslinya tidak disimpan lagi (masa simpan lewat, atau dihapus). Kembalikan kunjungan agar dibuat lagi.",
    "The form as it was sent is no longer kept. Return the visit, so that it is made again.",
)
OTHER_FORM = Kind(
    "submission.edit_form_differs",
    "Perubahan harus memakai formulir dan versi yang sama dengan isian aslinya.",
    "An edit has to use the form and version of the original.",
)


def foresee_edit(*, visit: Visit, parcel: Parcel, by: User) -> list[queries.Change]:
    """What an edit would change, before it is kept. Raises Refused."""
    return _checked(visit, parcel, by)[2]


def edit_visit(*, visit: Visit, parcel: Parcel, reason: str, by: User, at: datetime) -> Delivery:
    """Keep an officer's edit as the newest version of a visit's submission, and let the visit say it. Raises Refused.

    The same edit again (its answer was lost on the way) changes nothing.
    """
    if (done := queries.version_of(visit.pk, xform.read(parcel.xml).instance_id)) is not None:
        return done
    former, submission, changes = _checked(visit, parcel, by)
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    sent = kept_files(parcel, submission)
    files = [*sent, *carried(former, sent, submission.mentioned)]
    delivery = row(parcel, submission, by, at, synthetic=former.synthetic, state=Delivery.State.RECEIVED)
    delivery.area_id = former.area_id  # it belongs where the original does: its sender finds it too
    told = {"reason": reason.strip()[:500], "changed": len(changes)}
    try:
        record = record_of(delivery)
        if record is None:
            raise Refused(OTHER_FORM)
        # pictures take long, so before anything is locked
        photos, _names = pictures(files, record)
        with transaction.atomic():
            _still_newest(former)
            replace(former, delivery, by, at)
            attach(delivery, files)
            switchboard.EDIT(
                visit_id=visit.pk, record=record, photos=photos, reason=told["reason"], changed=len(changes), by=by, at=at,
                synthetic=delivery.synthetic,
            )  # fmt: skip
            delivery.summary = {"office": told}
            finish(delivery, at, visit.pk)
    except Doubtful as doubt:
        raise Refused(doubt.kind, **doubt.params) from doubt
    return delivery


def _checked(
    visit: Visit, parcel: Parcel, by: User
) -> tuple[Delivery, xform.Submission, list[queries.Change]]:
    """The version that is edited, the edit, and what differs of what was asked."""
    access.demand(by, visit.area_id)
    if stands_against := obstacle(visit):
        raise Refused(stands_against, status=409, code=visit.planned.code)
    former = queries.standing(visit.instance_id)
    if former is None or former.body is None:
        raise Refused(GONE, status=409)
    if former.state == Delivery.State.EDITED:
        raise Refused(NEWER_WAITS, status=409)
    submission = xform.read(parcel.xml)
    if submission.deprecated_id != former.instance_id:
        raise Refused(CHANGED_SINCE, status=409)
    if (submission.form_id, submission.version) != (former.instrument, former.form_version):
        raise Refused(OTHER_FORM)
    now = [{"path": a.path, "text": a.text} for a in submission.answers]
    wording = forms.wording_of(former.instrument, former.form_version)
    found = [c for c in queries.changes(queries.answers_of(former), now) if not wording.works_out(c.path)]
    if not found:
        raise Refused(NOTHING_CHANGED)
    return former, submission, found


def _still_newest(former: Delivery) -> None:
    if queries.delivery(former.pk, lock=True).state != former.state:
        raise Refused(CHANGED_SINCE, status=409)
