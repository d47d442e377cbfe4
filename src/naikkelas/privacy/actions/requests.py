"""Taking in what a person asks, refusing it, and restricting what is shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from naikkelas.kit.problems import Kind, Refused
from naikkelas.privacy.models import PersonRequest
from naikkelas.registry import actions as registry
from naikkelas.registry import queries as registry_queries
from naikkelas.rules import person_nik, person_requests
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import about_to

if TYPE_CHECKING:
    from naikkelas.registry.models import Person

REASON_NEEDED = Kind(
    "person_request.reason",
    "Tulis alasannya (paling sedikit 10 huruf).",
    "Write the reason (at least 10 characters).",
)
IDENTITY_NEEDED = Kind(
    "person_request.identity",
    "Tulis bagaimana identitas pemohon diperiksa, misalnya “KTP asli di loket” (paling sedikit 5 huruf).",
    "Write how the identity of the asker was checked, for example “original identity card at the counter”.",
)
IN_FUTURE = Kind(
    "person_request.future",
    "Tanggal diterima tidak boleh di masa depan.",
    "The day of receipt cannot lie in the future.",
)
ERASED = Kind(
    "person_request.erased",
    "Data orang ini sudah dihapus; tidak ada lagi yang dapat diminta.",
    "The data of this person were erased already; there is nothing left to ask for.",
)
RUNNING = Kind(
    "person_request.running",
    "Permohonan yang sama ({what}) dari orang ini masih terbuka. Selesaikan dahulu yang itu.",
    "The same request ({what}) of this person is still open. Settle that one first.",
)
NOT_OPEN = Kind(
    "person_request.not_open",
    "Permohonan ini sudah diputuskan. Muat ulang halaman.",
    "This request was decided already. Load the page again.",
)


@transaction.atomic
def open_request(
    *, person_id: int, kind: str, channel: str, identity_check: str, received_on: date, reason: str, area: str, by: Actor,
    at: datetime, synthetic: bool = False,
) -> PersonRequest:  # fmt: skip
    """Write down what a person asks. Raises Refused."""
    demand_reason(reason)
    if len(identity_check.strip()) < 5:
        raise Refused(IDENTITY_NEEDED)
    if person_nik.written_in(identity_check):
        raise Refused(person_nik.WRITTEN_OUT)
    if received_on > timezone.localdate(at):
        raise Refused(IN_FUTURE)
    person = registry_queries.person(person_id)
    if person is None or person.erased_at:
        raise Refused(ERASED)
    open_now = PersonRequest.objects.filter(
        person_id=person_id, kind=kind, state__in=[PersonRequest.State.OPEN, PersonRequest.State.WORKING]
    )
    if open_now.exists():
        raise Refused(RUNNING, status=409, what=kind)
    request = PersonRequest.objects.create(
        person_id=person_id, area_id=area, kind=kind, channel=channel, identity_check=identity_check.strip()[:200],
        received_on=received_on, due_at=person_requests.due_at(received_on, timezone.get_default_timezone()),
        reason=reason.strip()[:2_000], opened_by_id=by.pk, opened_at=at, synthetic=synthetic,
    )  # fmt: skip
    note(
        by=by,
        at=at,
        action="person.asked",
        on=("person", person_id),
        area=area,
        kind=kind,
        request=request.pk,
    )
    return request


@transaction.atomic
def refuse_request(*, request: PersonRequest, decision: str, by: Actor, at: datetime) -> PersonRequest:
    """Do not do what was asked, with the reason that the person is told."""
    locked = still_open(request)
    demand_reason(decision)
    settle(locked, PersonRequest.State.REFUSED, decision, by, at)
    return locked


@transaction.atomic
def restrict(*, request: PersonRequest, decision: str, by: Actor, at: datetime) -> PersonRequest:
    """Grant an objection: the data are kept and no longer shown."""
    locked = still_open(request)
    demand_reason(decision)
    registry.restrict_persons(
        person_ids=[p.pk for p in persons_of(locked)], restricted=True, area=locked.area_id, by=by, at=at
    )
    settle(locked, PersonRequest.State.RESTRICTED, decision, by, at)
    return locked


@transaction.atomic
def lift_restriction(*, request: PersonRequest, decision: str, by: Actor, at: datetime) -> PersonRequest:
    """Show the data of a person again, whose request restricted them."""
    locked = PersonRequest.objects.select_for_update().get(pk=request.pk)
    if locked.state != PersonRequest.State.RESTRICTED:
        raise Refused(NOT_OPEN, status=409)
    demand_reason(decision)
    registry.restrict_persons(
        person_ids=[p.pk for p in persons_of(locked)], restricted=False, area=locked.area_id, by=by, at=at
    )
    settle(locked, PersonRequest.State.DONE, decision, by, at)
    return locked


def still_open(request: PersonRequest) -> PersonRequest:
    locked = PersonRequest.objects.select_for_update().get(pk=request.pk)
    if locked.state != PersonRequest.State.OPEN:
        raise Refused(NOT_OPEN, status=409)
    return locked


def demand_reason(text: str) -> None:
    if len(text.strip()) < 10:
        raise Refused(REASON_NEEDED)
    if person_nik.written_in(text):
        raise Refused(person_nik.WRITTEN_OUT)


def persons_of(request: PersonRequest) -> list[Person]:
    person = registry_queries.person(request.person_id)
    return registry_queries.same_person(person) if person else []


def settle(request: PersonRequest, state: str, decision: str, by: Actor, at: datetime) -> None:
    request.state, request.decision = state, decision.strip()[:2_000]
    request.decided_by_id, request.decided_at = by.pk, at
    if state != PersonRequest.State.WORKING:
        request.done_at = at
    told = about_to(request, "state")
    request.save()
    note(
        by=by, at=at, action="person.answered", on=("person", request.person_id), area=request.area_id, kind=request.kind,
        request=request.pk, **told,
    )  # fmt: skip
