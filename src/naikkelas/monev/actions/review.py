"""The way of an area's work: sent by the kabupaten/kota, accepted or returned by the province, unlocked with a reason.

Every step raises the version of the area, and counts only against the version that its decider saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions.freezing import freeze_area, set_freeze_aside
from naikkelas.monev.actions.telling import tell_area
from naikkelas.monev.models import Cycle, CycleArea, PlannedVisit, Remark, ReviewStep, Visit
from naikkelas.monev.queries.board import late_workdays
from naikkelas.monev.queries.review import standing_for
from naikkelas.places import queries as places
from naikkelas.trail.actions import note
from naikkelas.trail.changing import between

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

UNVERIFIED = Kind(
    "area.unverified",
    "Masih ada {count} kunjungan yang belum diverifikasi. Verifikasi atau kembalikan dahulu.",
    "{count} visits are not verified yet. Verify or return them first.",
)
STILL_DRAFT = Kind(
    "area.draft",
    "Siklus ini masih rancangan. Hasil wilayah dikirim setelah provinsi membuka siklusnya.",
    "This cycle is still a draft. The work of an area is sent once the province has opened the cycle.",
)
CYCLE_CLOSED = Kind(
    "area.cycle_closed",
    "Siklus ini sudah ditutup. Buka kembali siklusnya di papan wilayah, lalu buka kunci wilayah ini.",
    "This cycle is closed. Open the cycle again on its board of areas, then unlock this area.",
)
REASON_NEEDED = Kind(
    "area.reason",
    "Tulis alasannya (paling sedikit 10 huruf) agar wilayah tahu apa yang harus diperbaiki.",
    "Write the reason (at least 10 characters), so that the area knows what to mend.",
)
GAP_REASON = Kind(
    "area.gap_reason",
    "{count} kunjungan belum dilakukan. Tulis alasannya sebelum mengirim.",
    "{count} visits were not made. Write why before sending.",
)
DECIDED = Kind(
    "area.decided",
    "Wilayah ini sudah diputus atau berubah sejak halaman dimuat. Muat ulang untuk melihat keadaannya.",
    "This area was decided, or has changed, since the page was loaded. Load it again to see where it stands.",
)
NO_DELEGATION = Kind(
    "review.no_delegation",
    "Tidak ada pelimpahan dari orang itu kepada Anda untuk hari ini.",
    "That person has not delegated to you for today.",
)
NOT_OF_THE_AREA = Kind(
    "review.other_visit",
    "Kunjungan yang diberi catatan bukan kunjungan terverifikasi dari wilayah ini.",
    "A visit with a remark is no verified visit of this area.",
)


@transaction.atomic
def send_area(
    *, cycle_area: CycleArea, reason: str, by: User, at: datetime, behalf_of: User | None = None
) -> CycleArea:
    """Send an area's work to the province. What was not visited needs a reason; what came in must be verified."""
    _may_stand_in(by, behalf_of, at)
    if cycle_area.cycle.state == Cycle.State.DRAFT:
        raise Refused(STILL_DRAFT, status=409)
    _verified(cycle_area)
    done = (PlannedVisit.State.VERIFIED, PlannedVisit.State.REPLACED, PlannedVisit.State.UNMET)
    missing = cycle_area.planned.filter(again_of=None).exclude(state__in=done).count()
    if missing and len(reason.strip()) < 10:
        raise Refused(GAP_REASON, count=missing)
    allowed = [CycleArea.State.OPEN, CycleArea.State.RETURNED]
    _step(cycle_area, allowed, state=CycleArea.State.SENT, sent_at=at, sent_by=by, reason=reason.strip())
    late = late_workdays(cycle_area, timezone.localdate(at))
    _told(cycle_area, ReviewStep.Kind.SENT, reason, by, behalf_of, at, late=late, missing=missing)
    tell_area("area.sent", cycle_area, by, at)
    return cycle_area


def _verified(cycle_area: CycleArea) -> None:
    """Raises Refused while what came in from an area waits to be verified."""
    waiting = Visit.objects.filter(planned__cycle_area=cycle_area, state=Visit.State.RECEIVED).count()
    if waiting:
        raise Refused(UNVERIFIED, status=409, count=waiting)


@transaction.atomic
def accept_area(*, cycle_area: CycleArea, by: User, at: datetime, behalf_of: User | None = None) -> CycleArea:
    """Accept and lock an area's work, and freeze what it rests on. What came after it was sent must be verified too: in
    locked work nobody could."""
    _may_stand_in(by, behalf_of, at)
    _step(cycle_area, [CycleArea.State.SENT], state=CycleArea.State.ACCEPTED, decided_at=at, decided_by=by)
    _verified(cycle_area)
    _told(cycle_area, ReviewStep.Kind.ACCEPTED, "", by, behalf_of, at)
    freeze_area(cycle_area=cycle_area, by=by, at=at)
    tell_area("area.accepted", cycle_area, by, at)
    return cycle_area


@transaction.atomic
def return_area(
    *, cycle_area: CycleArea, reason: str, by: User, at: datetime, behalf_of: User | None = None,
    remarks: Mapping[int, str] | None = None,
) -> CycleArea:  # fmt: skip
    """Give an area's work back with the reason. `remarks`: what is to be mended, by visit; those visits are to be verified
    anew."""
    _may_stand_in(by, behalf_of, at)
    asked = {pk: text.strip()[:500] for pk, text in (remarks or {}).items() if text.strip()}
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    _step(
        cycle_area, [CycleArea.State.SENT], state=CycleArea.State.RETURNED, decided_at=at, decided_by=by, reason=reason.strip()
    )  # fmt: skip
    step = _told(cycle_area, ReviewStep.Kind.RETURNED, reason, by, behalf_of, at, remarks=len(asked))
    for pk, text in asked.items():
        _ask(step, pk, text, by, at)
    tell_area("area.returned", cycle_area, by, at)
    return cycle_area


def _ask(step: ReviewStep, visit_id: int, text: str, by: User, at: datetime) -> None:
    """Put a question to one visit: it waits for the kabupaten/kota to verify it again or give it back."""
    taken = Visit.objects.filter(
        pk=visit_id, planned__cycle_area_id=step.cycle_area_id, state=Visit.State.VERIFIED
    ).update(state=Visit.State.RECEIVED, decided_at=at, decided_by=by)
    if not taken:
        raise Refused(NOT_OF_THE_AREA)
    PlannedVisit.objects.filter(visits=visit_id).update(state=PlannedVisit.State.VISITED)
    Remark.objects.create(step=step, visit_id=visit_id, text=text)
    note(
        by=by, at=at, action="visit.asked", on=("visit", visit_id), area=step.cycle_area.area_id, text=text[:300]
    )  # fmt: skip


@transaction.atomic
def unlock_area(
    *, cycle_area: CycleArea, reason: str, by: User, at: datetime, behalf_of: User | None = None
) -> CycleArea:
    """Open accepted work again, with the reason. Its freeze stays readable and is set aside."""
    _may_stand_in(by, behalf_of, at)
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    if Cycle.objects.select_for_update().get(pk=cycle_area.cycle_id).state == Cycle.State.CLOSED:
        raise Refused(CYCLE_CLOSED, status=409)
    _step(
        cycle_area, [CycleArea.State.ACCEPTED], state=CycleArea.State.RETURNED, decided_at=at, decided_by=by,
        reason=reason.strip(), first_sent_at=Coalesce("first_sent_at", "sent_at"),
    )  # fmt: skip
    _told(cycle_area, ReviewStep.Kind.UNLOCKED, reason, by, behalf_of, at)
    set_freeze_aside(cycle_area=cycle_area, by=by, at=at)
    tell_area("area.returned", cycle_area, by, at)
    return cycle_area


def _may_stand_in(by: User, behalf_of: User | None, at: datetime) -> None:
    if behalf_of is None:
        return
    today = at.astimezone(places.zone_of(by.area_id)).date()
    if not standing_for(by, today).filter(giver=behalf_of).exists():
        raise Refused(NO_DELEGATION, status=403)


def _step(cycle_area: CycleArea, allowed: list[str], **changes: Any) -> None:
    """Change an area if it still stands as the decider saw it; of two who decide at once, one is refused.
    The state that it had goes to the trail with `_told`."""
    was = cycle_area.state
    seen = CycleArea.objects.filter(pk=cycle_area.pk, version=cycle_area.version, state__in=allowed)
    if not seen.update(version=F("version") + 1, **changes):
        raise Refused(DECIDED, status=409)
    cycle_area.refresh_from_db()
    cycle_area.state_before = was


def _told(
    cycle_area: CycleArea, kind: str, reason: str, by: User, behalf_of: User | None, at: datetime, *, late: int = 0,
    **details: Any,
) -> ReviewStep:  # fmt: skip
    """Keep the step for the page of the area, and the trail. Who decides in another's place says in whose."""
    if behalf_of is not None:
        details |= {"behalf_of": behalf_of.pk, "behalf_of_name": behalf_of.name}
    if reason.strip():
        details["reason"] = reason.strip()
    details |= between({"state": cycle_area.state_before}, {"state": cycle_area.state})
    note(
        by=by, at=at, action=f"area.{kind}", on=("cycle_area", cycle_area.pk), area=cycle_area.area_id, **details
    )  # fmt: skip
    return ReviewStep.objects.create(
        cycle_area=cycle_area, kind=kind, version=cycle_area.version, late_workdays=late, reason=reason.strip(), by=by,
        behalf_of=behalf_of, at=at,
    )  # fmt: skip
