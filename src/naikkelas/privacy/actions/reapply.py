"""After a restore: doing again the erasures that are newer than the backup."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas.accounts import queries as accounts
from naikkelas.privacy.actions import journal
from naikkelas.privacy.actions.erasure import carry_out, sealed_whom
from naikkelas.privacy.models import PersonRequest
from naikkelas.registry import queries as registry_queries
from naikkelas.rules import person_requests
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.registry.models import Person

AGAIN = "Diulang dari catatan penghapusan sesudah cadangan dipulihkan."


def reapply(*, area: str, by: Actor, at: datetime) -> int:
    """Erase again whom the pending lines mean, as far as they are there; return how many requests were carried out.

    First all are taken in as granted, then each is carried out: whatever interrupts this, the worker goes on with.
    Raises Refused while an import runs.
    """
    pending = journal.lines(journal.PENDING)
    if pending:
        with transaction.atomic():
            made = [request for line in pending if (request := _taken_in(line, at))]
            note(by=by, at=at, action="person.erasures_repeated", on=("restore", 0), area=area, lines=len(pending),
                 requests=len(made))  # fmt: skip
        journal.path(journal.PENDING).unlink()
    open_now = PersonRequest.objects.filter(kind="erasure", state="working").order_by("id")
    for request in open_now:
        carry_out(request=request, by=by, at=at)
    return len(open_now)


def _taken_in(line: dict[str, Any], at: datetime) -> PersonRequest | None:
    """The granted request of a line's persons; None where none of them is there, or all are erased."""
    persons = _meant(line)
    if not persons:
        return None
    ids = [p.pk for p in persons]
    waiting = PersonRequest.objects.filter(person_id__in=ids, kind="erasure", state__in=["open", "working"])
    request = waiting.order_by("-state", "id").first()
    if request is None:
        received = date.fromisoformat(line["received_on"])
        zone = timezone.get_default_timezone()
        request = PersonRequest(
            person_id=ids[0], area_id=line["area"], kind="erasure", channel="letter", identity_check=AGAIN, reason=AGAIN,
            received_on=received, due_at=person_requests.due_at(received, zone), opened_at=at,
            opened_by_id=_user(line["opened_by"]) or accounts.first_user().pk,
        )  # fmt: skip
    request.state, request.decision, request.decided_at = PersonRequest.State.WORKING, AGAIN, at
    decided_by = _user(line["decided_by"])
    request.decided_by_id = decided_by if decided_by != request.opened_by_id else None
    request.sealed = request.sealed or sealed_whom(persons)
    request.save()
    return request


def _meant(line: dict[str, Any]) -> list[Person]:
    """Persons that bear a line's number and one of its marks, and the other entries of each."""
    known = {one["id"]: set(one["marks"]) for one in line["persons"]}
    there = [p for p in registry_queries.persons(list(known)) if known[p.pk] & set(journal.marks(p))]
    return list(
        {one.pk: one for p in there for one in registry_queries.same_person(p) if not one.erased_at}.values()
    )


def _user(pk: int | None) -> int | None:
    return pk if pk is not None and accounts.user_exists(pk) else None
