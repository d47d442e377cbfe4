"""Teams, attempts to meet somebody, and who is visited instead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions.choosing import drawn
from naikkelas.monev.actions.cycles import NO_VISIT, NOT_AN_ENUMERATOR, unlocked
from naikkelas.monev.actions.telling import tell_assigned
from naikkelas.monev.models import (
    ContactAttempt,
    CycleArea,
    Outcome,
    PlannedVisit,
    Replacement,
    Team,
    TeamVisit,
)
from naikkelas.places import queries as places
from naikkelas.registry import queries as registry
from naikkelas.trail.actions import note
from naikkelas.trail.changing import about_to, between, entered

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

NO_NAME = Kind("team.no_name", "Beri nama timnya.", "Give the team a name.")
NAME_TAKEN = Kind(
    "team.name",
    "Tim “{name}” sudah ada di wilayah ini. Pakai nama lain.",
    "A team “{name}” exists in this area. Use another name.",
)
HAS_VISITS = Kind(
    "team.has_visits",
    "Tim “{name}” memegang kunjungan. Berikan kunjungan itu ke tim lain dahulu; tim yang sudah berkunjung tetap tercatat.",
    "Team “{name}” has visits. Give them to another team first; a team that has made visits stays on record.",
)
HAS_LETTER = Kind(
    "team.has_letter",
    "Tim “{name}” mempunyai surat tugas, walau sudah dicabut, sehingga tetap tercatat. Biarkan tim itu tanpa kunjungan.",
    "Team “{name}” has a duty letter, even if it was taken back, and so stays on record. Leave it without visits.",
)
OTHER_AREA = Kind(
    "team.other_area", "Kunjungan {code} milik wilayah lain.", "Visit {code} belongs to another area."
)
NOT_TO_BE_MADE = Kind(
    "visit.not_to_be_made",
    "Kunjungan ini sudah dilakukan, diganti, atau dinyatakan tidak dapat dilakukan.",
    "This visit was made, replaced, or told to be impossible already.",
)
ATTEMPT_NEEDED = Kind(
    "replacement.attempt",
    "Catat dahulu paling sedikit satu upaya menemui: tanggal, cara, dan hasilnya.",
    "Record at least one attempt to meet first: the day, how, and what came of it.",
)
NO_SUBSTITUTE = Kind(
    "replacement.none_left",
    "Tidak ada lagi cadangan di wilayah ini. Nyatakan tidak dapat dikunjungi tanpa pengganti.",
    "There is no reserve left in this area. Say that it cannot be visited, without a substitute.",
)
NOT_DRAWN = Kind(
    "replacement.not_drawn",
    "Penerima program tidak dapat diganti orang lain: nyatakan tidak dapat dikunjungi tanpa pengganti.",
    "A recipient of a programme cannot be replaced by another: say that it cannot be visited, without a substitute.",
)
AGAIN_IS_AGAIN = Kind(
    "replacement.again",
    "Kunjungan ulang tidak dapat diganti dengan yang lain. Nyatakan tidak dapat dikunjungi tanpa pengganti.",
    "No other can take the place of a re-visit. Say that it cannot be visited, without a substitute.",
)
FUTURE = Kind(
    "attempt.future", "Upaya tidak mungkin terjadi di masa depan.", "An attempt cannot lie in the future."
)


@transaction.atomic
def add_team(
    *, cycle_area: CycleArea, name: str, leader: User, members: Iterable[User], by: User, at: datetime
) -> Team:
    """Make a team of enumerators of an area. The leader is one of its people."""
    people = {leader.pk: leader} | {m.pk: m for m in members}
    unlocked(CycleArea.objects.select_for_update().get(pk=cycle_area.pk))
    for person in people.values():
        near = access.covers(person, cycle_area.area_id) or places.covers(cycle_area.area_id, person.area_id)
        if person.role != "enumerator" or not near:
            raise Refused(NOT_AN_ENUMERATOR, name=person.name, area=cycle_area.area.title)
    title = name.strip()[:60]
    if not title:
        raise Refused(NO_NAME)
    if Team.objects.filter(cycle_area=cycle_area, name=title).exists():
        raise Refused(NAME_TAKEN, status=409, name=title)
    team = Team.objects.create(cycle_area=cycle_area, name=title, leader=leader)
    team.members.set(people.values())
    note(
        by=by, at=at, action="team.added", on=("team", team.pk), area=cycle_area.area_id, members=len(people),
        **entered(name=title, leader_id=leader.pk),
    )  # fmt: skip
    return team


@transaction.atomic
def remove_team(*, team: Team, by: User, at: datetime) -> None:
    """Take away a team that was made in vain: it never had a visit or a duty letter, or gave its visits away. Raises Refused."""
    unlocked(CycleArea.objects.select_for_update().get(pk=team.cycle_area_id))
    if team.tasks.exists():
        raise Refused(HAS_VISITS, status=409, name=team.name)
    pk, area = team.pk, team.cycle_area.area_id
    note(
        by=by, at=at, action="team.removed", on=("team", pk), area=area,
        **between({"name": team.name, "leader_id": team.leader_id}, {"name": "", "leader_id": None}),
    )  # fmt: skip
    try:
        with transaction.atomic():
            team.delete()
    except ProtectedError as error:  # letters stand on a floor above
        raise Refused(HAS_LETTER, status=409, name=team.name) from error


@transaction.atomic
def give_to_team(*, team: Team, visits: Iterable[PlannedVisit], by: User, at: datetime) -> int:
    """Give visits to a team and so to the phones of its people: kecamatan by kecamatan in turn, to who may go there."""
    chosen = sorted(visits, key=lambda v: (v.area_id, v.pk))
    if not chosen:
        raise Refused(NO_VISIT)
    unlocked(CycleArea.objects.select_for_update().get(pk=team.cycle_area_id))
    members = list(team.members.order_by("id"))
    districts = sorted({v.area_id[:8] for v in chosen})
    held = dict(TeamVisit.objects.filter(planned__in=chosen).values_list("planned_id", "team__name"))
    given: dict[int, list[PlannedVisit]] = {}
    for visit in chosen:
        if visit.cycle_area_id != team.cycle_area_id:
            raise Refused(OTHER_AREA, code=visit.code)
        able = [m for m in members if access.covers(m, visit.area_id)]
        if not able:
            raise Refused(NOT_AN_ENUMERATOR, name=team.name, area=visit.area.title)
        to = able[districts.index(visit.area_id[:8]) % len(able)]
        was = {"team_name": held.get(visit.pk, ""), "assigned_to_id": visit.assigned_to_id}
        TeamVisit.objects.update_or_create(planned=visit, defaults={"team": team})
        note(
            by=by, at=at, action="visit.assigned", on=("planned_visit", visit.pk), area=visit.area_id, team=team.pk,
            **between(was, {"team_name": team.name, "assigned_to_id": to.pk}),
        )  # fmt: skip
        PlannedVisit.objects.filter(pk=visit.pk).update(assigned_to=to)
        given.setdefault(to.pk, []).append(visit)
    for member in members:
        tell_assigned(given.get(member.pk, []), member, by, at)
    return len(chosen)


@transaction.atomic
def record_attempt(
    *, planned: PlannedVisit, tried_on: date, channel: str, outcome: str, remark: str, by: User, at: datetime,
    client_id: str | None = None,
) -> ContactAttempt:  # fmt: skip
    """Record one try to meet whom a visit is about; once, however often the device of `client_id` sends it."""
    if client_id:
        known = ContactAttempt.objects.filter(client_id=client_id, by=by).first()
        if known:
            return known
    if tried_on > timezone.localdate(at):
        raise Refused(FUTURE)
    if channel not in ContactAttempt.Channel.values or outcome not in Outcome.values:
        raise Refused(ATTEMPT_NEEDED)
    _open_visit(planned)
    attempt = ContactAttempt.objects.create(
        planned=planned,
        tried_on=tried_on,
        channel=channel,
        outcome=outcome,
        remark=remark.strip()[:300],
        by=by,
        at=at,
        client_id=client_id,
    )
    note(
        by=by, at=at, action="visit.tried", on=("planned_visit", planned.pk), area=planned.area_id, outcome=outcome
    )  # fmt: skip
    return attempt


@transaction.atomic
def replace_visit(
    *, planned: PlannedVisit, reason: str, remark: str, substitute: bool, by: User, at: datetime
) -> Replacement:
    """Say that a visit cannot be made, after at least one attempt. With `substitute` the next record of the same draw in the
    area is visited instead; recipients of programmes have none, and stay expected."""
    if planned.again_of_id is None:
        unlocked(CycleArea.objects.select_for_update().get(pk=planned.cycle_area_id))
    locked = _open_visit(planned)
    if reason not in Outcome.values or reason == Outcome.APPOINTMENT or not locked.attempts.exists():
        raise Refused(ATTEMPT_NEEDED)
    other = _substitute(locked) if substitute else None
    locked.state = PlannedVisit.State.REPLACED if other else PlannedVisit.State.UNMET
    changed = about_to(locked, "state")
    locked.save(update_fields=["state"])
    row = Replacement.objects.create(
        planned=locked, substitute=other, reason=reason, remark=remark.strip()[:300], by=by, at=at
    )
    note(
        by=by, at=at, action="visit.replaced" if other else "visit.unmet", on=("planned_visit", locked.pk),
        area=locked.area_id, reason=reason, substitute=other.code if other else "", **changed,
    )  # fmt: skip
    return row


def _open_visit(planned: PlannedVisit) -> PlannedVisit:
    locked = PlannedVisit.objects.select_for_update(of=("self",)).get(pk=planned.pk)
    if locked.state != PlannedVisit.State.PLANNED:
        raise Refused(NOT_TO_BE_MADE, status=409)
    return locked


def _substitute(planned: PlannedVisit) -> PlannedVisit:
    """The next record of the same draw that is not on the list yet, given to whom the first was given."""
    kind = planned.instrument
    if planned.again_of_id:
        raise Refused(AGAIN_IS_AGAIN)
    if planned.recipient_id or kind not in ("cooperative", "enterprise"):
        raise Refused(NOT_DRAWN)
    cycle = planned.cycle_area.cycle
    listed = PlannedVisit.objects.filter(cycle_area__cycle=cycle).exclude(**{f"{kind}_id": None})
    plan = getattr(cycle, "plan", None)
    everyone = registry.all_cooperatives() if kind == "cooperative" else registry.all_enterprises()
    found = drawn(
        planned.cycle_area, kind, everyone, 1, plan.seed if plan else "",
        without=listed.values_list(f"{kind}_id", flat=True),
    )  # fmt: skip
    if not found:
        raise Refused(NO_SUBSTITUTE, status=409)
    other = found[0]
    other.code, other.due_on = f"{planned.code}P", planned.due_on
    if planned.assigned_to and access.covers(planned.assigned_to, other.area_id):
        other.assigned_to = planned.assigned_to
    other.save()
    task = TeamVisit.objects.filter(planned=planned).first()
    if task:
        TeamVisit.objects.create(team_id=task.team_id, planned=other)
    return other
