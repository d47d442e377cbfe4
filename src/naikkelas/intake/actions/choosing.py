"""Which of two submissions for one visit counts: an officer reads both side by side and chooses one, with a reason.

What is chosen becomes the newest version, word for word and as its own sender's; both stay kept as they came. To change
it back, the other one is chosen in the same way.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from naikkelas.instruments import xform
from naikkelas.intake import queries, switchboard
from naikkelas.intake.actions.content import pictures, record_of
from naikkelas.intake.actions.dismissing import ERASED
from naikkelas.intake.actions.editing import carried, replace
from naikkelas.intake.actions.keeping import Files, Parcel, attach, row
from naikkelas.intake.actions.reading import finish, read_submission
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions import Doubtful
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

REASON_NEEDED = Kind(
    "submission.choice_reason",
    "Tulis mengapa kiriman ini yang dihitung (paling sedikit 10 huruf); kedua petugas lapangan membacanya.",
    "Write why this submission counts (at least 10 characters); both enumerators read it.",
)
NO_OTHER = Kind(
    "submission.no_other",
    "Kiriman ini tidak mempunyai tandingan: tidak ada yang perlu dipilih.",
    "There is no other submission beside this one: nothing is to be chosen.",
)
NOT_READ_YET = Kind(
    "submission.choice_too_early",
    "Kiriman yang satu lagi belum selesai dibaca. Tunggu sebentar, muat ulang halaman ini, lalu pilih.",
    "The other submission was not read yet. Wait a moment, load this page again, then choose.",
)
DECIDED = Kind(
    "submission.choice_decided",
    "Sejak halaman ini dibuka, {who} sudah memutuskan ({when}). Baca lagi keduanya, lalu putuskan.",
    "Since you opened this page {who} has decided ({when}). Read both again, then decide.",
)
AS_IT_IS = Kind(
    "submission.choice_as_it_is",
    "Kiriman ini ditulis dengan cara yang tidak dapat dijadikan versi baru. Salin jawabannya lewat Ubah isian.",
    "This submission is written in a way that no version can be made of. Copy its answers by Edit answers.",
)


def choose(*, delivery: Delivery, seen: str, reason: str, by: User, at: datetime) -> Delivery:
    """Let a submission count in the place of the one that counts now; return the version made of it. Raises Refused.

    `seen`: how both stood when the officer read them (queries.stance). Where somebody decided since, this is refused.
    """
    former = queries.standing_beside(delivery)
    if former is None:
        raise Refused(NO_OTHER, status=409)
    _still(delivery, former, seen)
    if former.summary.get("office", {}).get("of") == delivery.pk:
        raise Refused(NO_OTHER, status=409)
    why = reason.strip()[:500]
    if len(why) < 10:
        raise Refused(REASON_NEEDED)
    if former.state in (Delivery.State.RECEIVED, Delivery.State.PARTIAL):
        raise Refused(NOT_READ_YET, status=409)
    try:
        version, files = _version(delivery, former)
        version.summary = {"office": {"reason": why, "of": delivery.pk, "by": by.name, "at": _moment(at)}}
        return _put(version, files, delivery, former, seen, why, by, at)
    except Doubtful as doubt:
        raise Refused(doubt.kind, **doubt.params) from doubt


def _version(delivery: Delivery, former: Delivery) -> tuple[Delivery, Files]:
    """What was sent, as the version after the former one; with its files, and those of the same name that came before."""
    if delivery.body is None:
        raise Refused(ERASED, status=409)
    xml = xform.renumbered(queries.sent_xml(delivery), f"uuid:{uuid.uuid4()}", former.instance_id)
    submission = xform.read(xml)
    if submission.deprecated_id != former.instance_id:
        raise Refused(AS_IT_IS)
    version = row(
        Parcel(xml), submission, delivery.received_by, delivery.received_at, synthetic=delivery.synthetic,
        late=delivery.late,
    )  # fmt: skip
    version.area_id = delivery.area_id
    own = carried(delivery, [], submission.mentioned)
    return version, [*own, *carried(former, own, submission.mentioned)]


def _put(
    version: Delivery, files: Files, delivery: Delivery, former: Delivery, seen: str, why: str, by: User, at: datetime
) -> Delivery:  # fmt: skip
    visit, office = former.summary.get("visit"), version.summary
    record = record_of(version) if visit else None
    photos = pictures(files, record)[0] if record else []  # they take long, so before anything is locked
    with transaction.atomic():
        chosen, former = queries.both(delivery, former)
        _still(chosen, former, seen)
        replace(former, version, by, at)
        version.summary |= office
        version.save(update_fields=["summary"])
        attach(version, files)
        if chosen.state in (Delivery.State.HELD, Delivery.State.REFUSED):
            chosen.state = Delivery.State.EDITED
        chosen.finished_at = at
        chosen.summary = {k: v for k, v in chosen.summary.items() if k != "refused"} | {"chosen": version.pk}
        chosen.save(update_fields=["state", "finished_at", "summary"])
        note(
            by=by, at=at, action="submission.chosen", on=("delivery", chosen.pk), area=chosen.area_id, reason=why,
            version=version.pk, instead_of=former.pk,
        )  # fmt: skip
        if visit and record:
            switchboard.CHOOSE(
                visit_id=visit, record=record, photos=photos, enumerator=version.received_by,
                received_at=version.received_at, reason=why, by=by, at=at, synthetic=version.synthetic,
            )  # fmt: skip
            finish(version, at, visit)
    # the other one had made no visit yet, or makes none: read as whatever comes
    return version if visit and record else read_submission(delivery_id=version.pk, at=at)


def _still(delivery: Delivery, former: Delivery, seen: str) -> None:
    if queries.stance(delivery, former) == seen:
        return
    newest = queries.versions_of(former)[-1]
    said = newest.summary.get("office", {})
    raise Refused(
        DECIDED, status=409, who=said.get("by") or newest.received_by.name,
        when=said.get("at") or _moment(delivery.finished_at or newest.received_at),
    )  # fmt: skip


def _moment(at: datetime) -> str:
    return f"{at.astimezone(timezone.get_current_timezone()):%d-%m-%Y %H.%M}"
