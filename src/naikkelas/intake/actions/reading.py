"""Reading what phones sent: a kept submission becomes a visit, or is held for a person, who mends it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from itertools import batched
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, transaction

from naikkelas.intake import queries, switchboard
from naikkelas.intake.actions.content import photos_of, record_of
from naikkelas.intake.actions.proposing import propose
from naikkelas.intake.actions.reading_together import read_together
from naikkelas.intake.models import Delivery
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions import Doubtful
from naikkelas.monev.queries import planned_by_code
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

log = logging.getLogger("naikkelas.intake")

UNREADABLE = Kind(
    "submission.unreadable",
    "Isian tidak dapat dibaca otomatis; galatnya dicatat di log server.",
    "The submission could not be read by itself; the error is in the server's log.",
)
NOT_HELD = Kind(
    "submission.not_held",
    "Kiriman ini tidak lagi menunggu keputusan.",
    "This delivery no longer waits for a decision.",
)
NO_SUCH_VISIT = Kind(
    "submission.no_such_visit",
    "Kode kunjungan “{code}” tidak ada di wilayah tugas Anda. Periksa pada daftar kunjungan.",
    "Visit code “{code}” is not in your area of duty. Look it up in the list of visits.",
)
UNREAD = (Delivery.State.RECEIVED, Delivery.State.HELD)
TOGETHER = {"sqlite": 25, "postgresql": 200}
"""As many are read at once. On SQLite, phones wait with their next ones as long as it takes to write these down; on
PostgreSQL nobody does, and each question costs little more for eight times as many."""


def read_waiting(*, at: datetime, limit: int = 200) -> int:
    """Read what waits, oldest first; return how many. Whatever stopped a worker before, nothing is forgotten: the
    deliveries themselves are the queue. A set of batches whose last one never came is read after a day.

    Raises OperationalError or OSError, once all were tried, where database or disk failed: those wait, and are read
    when it works again.
    """
    stale = queries.stale_partial(at - timedelta(days=1))
    if stale:  # an update that changes nothing would still take SQLite's write lock
        Delivery.objects.filter(pk__in=stale).update(state=Delivery.State.RECEIVED)
    ids = queries.waiting(limit)
    trouble: Exception | None = None
    alone = [each for part in batched(ids, TOGETHER[connection.vendor]) for each in read_together(part, at)]
    for delivery_id in alone:
        try:
            read_submission(delivery_id=delivery_id, at=at)
        except (OperationalError, OSError) as error:
            log.exception("submission %s could not be read now; it waits", delivery_id)
            trouble = error
    if trouble:
        raise trouble
    return len(ids)


def read_submission(*, delivery_id: int, at: datetime) -> Delivery:
    """Turn a kept submission into a visit; hold it with the reason where a person must decide.

    Safe to run twice, also at the same time: who gets the row's lock second finds it read.
    """
    delivery = queries.delivery(delivery_id)
    by = delivery.received_by
    try:
        record = record_of(delivery)
        if record is None:
            return _keep_answers(delivery, at)
        photos, files = photos_of(delivery, record)  # pictures take long, so before anything is locked
        with transaction.atomic():
            delivery = queries.delivery(delivery_id, lock=True)
            if delivery.state not in UNREAD:
                return delivery
            if {a.name for a in delivery.attachments.filter(aside=False)} != files:
                return delivery  # another batch came while its pictures were read: it still waits, for the next run
            known, revised = delivery.summary.get("visit"), delivery.summary.get("revises")
            if known:
                switchboard.PHOTOS(visit_id=known, photos=photos, by=by, at=at)
            elif revised:
                known = switchboard.REVISE(
                    visit_id=revised, record=record, photos=photos, by=by, at=at, synthetic=delivery.synthetic,
                    insist="released" in delivery.summary,
                ).pk  # fmt: skip
            else:
                known = switchboard.VISIT(
                    record=record, photos=photos, by=by, at=at, synthetic=delivery.synthetic,
                    received_at=delivery.received_at,
                ).pk  # fmt: skip
            finish(delivery, at, known)
    except (Doubtful, Refused) as doubt:
        delivery = _hold(delivery, doubt.kind, doubt.params, by, at)
    except (
        OperationalError,
        OSError,
    ):  # the fault of database or disk, not of the submission: no case for a person
        raise
    except Exception:  # whatever it is, the phone's work is kept and a person is told; the log has the error
        log.exception("submission %s could not be read", delivery.pk)
        delivery = _hold(delivery, UNREADABLE, {}, by, at)
    return delivery


@transaction.atomic
def _keep_answers(delivery: Delivery, at: datetime) -> Delivery:
    """The answers of an office's own form count as they are: its page, filters and exports read them."""
    locked = queries.delivery(delivery.pk, lock=True)
    if locked.state in UNREAD:
        finish(locked, at, None)
    return locked


@transaction.atomic
def finish(delivery: Delivery, at: datetime, visit: int | None) -> None:
    """A submission that was read counts: as a visit, or by its answers alone."""
    delivery.state, delivery.reason, delivery.finished_at = Delivery.State.APPLIED, "", at
    delivery.summary = {k: v for k, v in delivery.summary.items() if k in ("corrections", "office")}
    if visit is not None:
        delivery.summary |= {"visit": visit}
    delivery.save(update_fields=["state", "reason", "finished_at", "summary"])
    note(
        by=delivery.received_by, at=at, action="submission.applied", on=("delivery", delivery.pk), area=delivery.area_id,
        visit=visit,
    )  # fmt: skip
    propose(delivery, at)


@transaction.atomic
def _hold(delivery: Delivery, kind: Kind, params: dict[str, Any], by: User, at: datetime) -> Delivery:
    locked = queries.delivery(delivery.pk, lock=True)
    if locked.state not in UNREAD:
        return locked
    locked.state, locked.reason = Delivery.State.HELD, kind.code
    locked.summary = locked.summary | {lang: kind.text(lang, **params) for lang in ("id", "en")}
    locked.save(update_fields=["state", "reason", "summary"])
    note(
        by=by, at=at, action="submission.held", on=("delivery", locked.pk), area=locked.area_id, reason=kind.code
    )  # fmt: skip
    return locked


@transaction.atomic
def release(*, delivery: Delivery, corrections: dict[str, str], by: User, at: datetime) -> Delivery:
    """Read a held submission again, with the answers that a person corrected. Raises Refused."""
    _still_held(delivery)
    code = corrections.get("visit_code", "")
    if code:
        planned = planned_by_code(code)
        if planned is None or not planned.area_id.startswith(by.area_id if by.area_id != "0" else ""):
            raise Refused(NO_SUCH_VISIT, code=code[:40])
    delivery.summary = delivery.summary | {
        "corrections": delivery.summary.get("corrections", {}) | corrections,
        "released": True,
    }
    delivery.save(update_fields=["summary"])
    note(
        by=by, at=at, action="submission.released", on=("delivery", delivery.pk), area=delivery.area_id,
        corrected=sorted(corrections),
    )  # fmt: skip
    return read_submission(delivery_id=delivery.pk, at=at)


def _still_held(delivery: Delivery) -> None:
    if queries.delivery(delivery.pk, lock=True).state != Delivery.State.HELD:
        raise Refused(NOT_HELD, status=409)
