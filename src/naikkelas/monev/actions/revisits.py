"""Drawing visits to be made again by somebody else, and saying how far two answers may lie apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.accounts import queries as accounts
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions import telling
from naikkelas.monev.models import BackCheck, Cycle, PlannedVisit, Visit
from naikkelas.monev.queries import revisits as queries
from naikkelas.rules import back_check as rules
from naikkelas.trail.actions import Note, note, note_all

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

NOT_OPEN = Kind(
    "revisit.not_open",
    "Kunjungan ulang hanya dapat diundi selama siklusnya berjalan.",
    "Re-visits can be drawn only while their cycle is running.",
)
NOTHING = Kind(
    "revisit.nothing",
    "Belum ada kunjungan yang dapat diundi. Verifikasi kunjungan dahulu, atau ikutkan yang belum diverifikasi.",
    "There is no visit to draw from yet. Verify visits first, or let those not verified yet take part.",
)
SEED_USED = Kind(
    "revisit.seed_used",
    "Benih “{seed}” sudah dipakai untuk wilayah dan siklus ini. Pakai benih lain.",
    "The seed “{seed}” was used for this area and cycle already. Use another.",
)
DAY_PAST = Kind(
    "revisit.day_past",
    "Batas kunjungan ulang tidak boleh sebelum hari ini.",
    "Re-visits cannot be due before today.",
)
BAD_TOLERANCE = Kind(
    "revisit.bad_tolerance",
    "“{text}” bukan toleransi. Tulis 10% (dari angka yang lebih besar), 2 (selisih), atau - (tidak dihitung).",
    "“{text}” is no tolerance. Write 10% (of the larger number), 2 (apart), or - (not counted).",
)


@transaction.atomic
def draw_again(
    *, cycle: Cycle, area: str, seed: str, least: int, size: int | None = None, share_percent: int = 0, received: bool = False,
    due_on: date, by: User, at: datetime, synthetic: bool = False,
) -> BackCheck:  # fmt: skip
    """Draw visits of a cycle below an area, `size` of them or a share, at least so many of each enumerator; and give each to
    another enumerator, who has it on the phone at once."""
    if Cycle.objects.select_for_update().get(pk=cycle.pk).state != Cycle.State.OPEN:
        raise Refused(NOT_OPEN, status=409)
    seed = seed.strip()[:40]
    if BackCheck.objects.filter(cycle=cycle, area=area, seed=seed).exists():
        raise Refused(SEED_USED, status=409, seed=seed)
    if due_on < timezone.localdate(at):
        raise Refused(DAY_PAST)
    rows = queries.frame(cycle, area, received=received).select_related("planned").order_by("planned__code")
    visits = {visit.planned.code: visit for visit in rows.prefetch_related("planned__teams__members")}
    if not visits:
        raise Refused(NOTHING)
    frame = [(code, visit.enumerator_id) for code, visit in visits.items()]
    size = rules.size_of(len(frame), share_percent) if size is None else size
    codes = rules.draw(frame, size=size, least=least, seed=seed)
    check = BackCheck.objects.create(
        cycle=cycle, area_id=area, seed=seed, least=least, size=size, frame=frame, due_on=due_on,
        tolerance_bp=rules.TOLERANCE_BP, rule_set=rules.HEAD.id, rule_hash=rules.HEAD.hash, drawn_by=by, drawn_at=at,
        synthetic=synthetic,
    )  # fmt: skip
    note(
        by=by, at=at, action="visits.drawn_again", on=("back_check", check.pk), area=area, cycle=cycle.pk, seed=seed,
        least=least, size=size, frame=len(frame), visits=len(codes),
    )  # fmt: skip
    _give(check, [visits[code] for code in codes], by, at)
    return check


def _give(check: BackCheck, firsts: list[Visit], by: User, at: datetime) -> None:
    given: Counter[int] = Counter()
    people = cache(lambda area: list(accounts.enumerators_in(area)))
    rows = []
    for number, first in enumerate(firsts, 1):
        to = _another(first, people(first.area_id[:5]), given)
        if to is not None:
            given[to.pk] += 1
        rows.append(_again(check, first, f"KU{check.pk}-{number:04d}", to))
    PlannedVisit.objects.bulk_create(rows)
    assigned: dict[User, list[PlannedVisit]] = {}
    for row in rows:
        if row.assigned_to:
            assigned.setdefault(row.assigned_to, []).append(row)
    note_all(
        notes=[
            Note(
                by, "visit.assigned", ("planned_visit", row.pk), row.area_id,
                {"changes": {"assigned_to_id": [None, to.pk]}},
            )
            for to, some in assigned.items()
            for row in some
        ],
        at=at,
    )  # fmt: skip
    for to, some in assigned.items():
        telling.tell_assigned(some, to, by, at)


def _another(first: Visit, people: list[User], given: Counter[int]) -> User | None:
    """Somebody else who works there: of another team where there is one, with the fewest re-visits so far."""
    mates = {member.pk for team in first.planned.teams.all() for member in team.members.all()}
    others = [
        user for user in people if user.pk != first.enumerator_id and access.covers(user, first.area_id)
    ]
    return min(others, key=lambda user: (user.pk in mates, given[user.pk], user.pk), default=None)


def _again(check: BackCheck, first: Visit, code: str, to: User | None) -> PlannedVisit:
    was = first.planned
    return PlannedVisit(
        cycle_area_id=was.cycle_area_id, code=code, instrument=was.instrument, area_id=was.area_id, label=was.label,
        recipient_id=was.recipient_id, cooperative_id=was.cooperative_id, enterprise_id=was.enterprise_id,
        facility_id=was.facility_id, assigned_to=to, due_on=check.due_on, again_of=first, back_check=check,
    )  # fmt: skip


@transaction.atomic
def set_tolerances(
    *, check: BackCheck, usual: str, own: Mapping[str, str], by: User, at: datetime
) -> BackCheck:
    """Say how far numbers may lie apart: usually a share, and by question whatever differs from that. The comparison
    follows at once."""
    written = {question: text.strip() for question, text in own.items() if text.strip()}
    for text in written.values():
        if rules.tolerance(text) is None:
            raise Refused(BAD_TOLERANCE, text=text[:20])
    share = rules.tolerance(usual)
    if share is None or share.share_bp is None:
        raise Refused(BAD_TOLERANCE, text=usual[:20])
    row = BackCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    changes = {}
    for name, value in (("tolerance_bp", share.share_bp), ("tolerances", written)):
        if getattr(row, name) != value:
            changes[name] = [getattr(row, name), value]
            setattr(row, name, value)
    if changes:
        row.save(update_fields=list(changes))
        note(
            by=by, at=at, action="visits.tolerances_set", on=("back_check", row.pk), area=row.area_id, changes=changes
        )  # fmt: skip
    return row
