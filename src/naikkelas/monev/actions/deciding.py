"""What becomes of a visit: verified, so that it teaches the registry, or given back to the enumerator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas.instruments.questionnaire import Facts
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions.findings import withdraw
from naikkelas.monev.models import Cycle, CycleArea, PlannedVisit, Visit, VisitComment
from naikkelas.notices.actions import notify
from naikkelas.registry import actions as registry
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

REASON_NEEDED = Kind(
    "visit.reason",
    "Tulis apa yang harus diperbaiki petugas (paling sedikit 10 huruf).",
    "Write what the enumerator must mend (at least 10 characters).",
)
NOT_WAITING = Kind(
    "visit.not_waiting",
    "Kunjungan ini tidak lagi menunggu keputusan.",
    "This visit no longer waits for a decision.",
)

CHECK_OVER = Kind(
    "visit.check_over",
    "Siklus kunjungan ulang {code} sudah ditutup, sehingga petugas tidak dapat memperbaikinya lagi.",
    "The cycle of the re-visit {code} is closed, so that its enumerator can no longer mend it.",
)
AREA_ACCEPTED = Kind(
    "visit.decided_area_accepted",
    "Hasil wilayah kunjungan {code} sudah diterima dan terkunci. Minta provinsi membuka kuncinya, lalu putuskan kunjungannya.",
    "The work of the area of visit {code} was accepted and is locked. Ask the province to unlock it, then decide on the visit.",
)


@transaction.atomic
def verify_visits(*, visits: list[Visit], by: User, at: datetime) -> int:
    """Accept visits as true. What they learned of a cooperative or enterprise goes into the registry."""
    _unlocked(visits)
    for visit in visits:
        taken = Visit.objects.filter(pk=visit.pk, state=Visit.State.RECEIVED).update(
            state=Visit.State.VERIFIED, decided_at=at, decided_by=by
        )
        if not taken:
            raise Refused(NOT_WAITING, status=409)
        visit.planned.state = PlannedVisit.State.VERIFIED
        visit.planned.save(update_fields=["state"])
        _teach_registry(visit, by, at)
        visit.remarks.filter(settled_at=None).update(settled_at=at)
        settled(visit.pk, at)
        note(
            by=by, at=at, action="visit.verified", on=("visit", visit.pk), area=visit.area_id,
            changes={"state": [Visit.State.RECEIVED.value, Visit.State.VERIFIED.value]},
        )  # fmt: skip
    return len(visits)


def _unlocked(visits: Sequence[Visit]) -> None:
    """Raises Refused where the work of an area was accepted: what was frozen then stays as it is. Areas are held meanwhile,
    so that none is accepted between the look and the decision."""
    ids = {visit.planned.cycle_area_id for visit in visits}
    areas = {row.pk: row for row in CycleArea.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    for visit in visits:
        if areas[visit.planned.cycle_area_id].state == CycleArea.State.ACCEPTED:
            raise Refused(AREA_ACCEPTED, status=409, code=visit.planned.code)


def settled(visit_id: int, at: datetime) -> None:
    """What officers asked of a visit is answered, by an edit or by the decision."""
    VisitComment.objects.filter(visit=visit_id, asks=True, settled_at=None).update(settled_at=at)
    Visit.objects.filter(pk=visit_id).exclude(trouble="").update(trouble="")


def _teach_registry(visit: Visit, by: User, at: datetime) -> None:
    facts: Facts = {f.name: f.word if f.number is None else f.number for f in visit.facts.all()}
    source = f"v{visit.pk}"
    if visit.instrument == "enterprise" and visit.planned.enterprise and facts.get("facts_year"):
        registry.record_year(
            enterprise=visit.planned.enterprise,
            year=int(facts["facts_year"]),
            facts={name: facts[name] for name in _YEAR_FACTS if name in facts},
            source=source,
            by=by,
            at=at,
        )
    if visit.instrument == "cooperative" and visit.planned.cooperative:
        _teach_cooperative(visit, facts, source, by, at)


_YEAR_FACTS = ("annual_sales_idr", "capital_idr", "net_worth_idr", "workers_male", "workers_female")
_BOOK_FACTS = (
    "members_male",
    "members_female",
    "assets_idr",
    "equity_idr",
    "external_capital_idr",
    "volume_idr",
    "surplus_idr",
)


def _teach_cooperative(visit: Visit, facts: Facts, source: str, by: User, at: datetime) -> None:
    cooperative = visit.planned.cooperative
    if facts.get("book_year"):
        values: dict[str, Any] = {name: facts[name] for name in _BOOK_FACTS if name in facts}
        held = next((a["text"] for a in visit.answers if a["path"].endswith("rat_held_on")), "")
        if held and facts.get("rat_year") == facts["book_year"]:
            values["rat_held_on"] = date.fromisoformat(held[:10])
        registry.record_book_year(
            cooperative=cooperative,
            book_year=int(facts["book_year"]),
            facts=values,
            source=source,
            by=by,
            at=at,
        )
    found = facts.get("found") == "found"
    at_work = found and facts.get("board_active") == "yes"
    registry.judge_activity(
        cooperative=cooperative,
        evidence_on=visit.visited_on if at_work else None,
        not_found=not found,
        as_of=timezone.localdate(
            at
        ),  # the day of judgement: an import since the visit must not stay the newest verdict
        by=by,
        at=at,
    )


@transaction.atomic
def reject_visit(*, visit: Visit, reason: str, by: User, at: datetime) -> Visit:
    """Give a visit back to the enumerator with the reason; its findings are withdrawn and it is to be made again. A
    re-visit goes back to who made it again, and is compared no more until it is mended."""
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    planned = visit.planned
    was = Visit.State.AGAIN if planned.again_of_id else Visit.State.RECEIVED
    if planned.again_of_id and planned.cycle_area.cycle.state != Cycle.State.OPEN:
        raise Refused(CHECK_OVER, status=409, code=planned.code)
    if not planned.again_of_id:
        _unlocked([visit])
    taken = Visit.objects.filter(pk=visit.pk, state=was).update(
        state=Visit.State.REJECTED, decided_at=at, decided_by=by, note=reason.strip()
    )
    if not taken:
        raise Refused(NOT_WAITING, status=409)
    PlannedVisit.objects.filter(pk=planned.pk).update(state=PlannedVisit.State.PLANNED)
    visit.remarks.filter(settled_at=None).update(settled_at=at)
    settled(visit.pk, at)
    withdraw(visit=visit, by=by, at=at)
    note(
        by=by,
        at=at,
        action="visit.rejected",
        changes={"state": [was.value, Visit.State.REJECTED.value]},
        on=("visit", visit.pk),
        area=visit.area_id,
        reason=reason.strip()[:300],
    )
    notify(
        kind="visit.returned", to=visit.enumerator, about=("visit", visit.pk), by=by, at=at, name=planned.code
    )  # fmt: skip
    visit.refresh_from_db()
    return visit
