"""Erasure: asked by one, decided by another, carried out in every slice, and looked for afterwards.

What is kept by law is a ground against it; then the data are restricted instead. Carrying out may be interrupted and
run again at every point: what to look for stays sealed in the request until nothing is left to do.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas import vault
from naikkelas.intake import actions as intake
from naikkelas.kit.needles import Needles
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev import actions as monev
from naikkelas.monev import queries as monev_queries
from naikkelas.privacy import queries
from naikkelas.privacy.actions import journal, sweep
from naikkelas.privacy.actions.export import WRONG_KIND
from naikkelas.privacy.actions.requests import demand_reason, persons_of, settle, still_open
from naikkelas.privacy.models import PersonRequest
from naikkelas.programmes import actions as programmes
from naikkelas.programmes import queries as programmes_queries
from naikkelas.programmes.queries import plut
from naikkelas.registry import actions as registry
from naikkelas.registry import queries as registry_queries
from naikkelas.reports import actions as reports
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.registry.models import Person

OWN_REQUEST = Kind(
    "erasure.own",
    "Penghapusan diputuskan orang lain daripada yang mencatat permohonannya.",
    "Another person than the one who took the request in decides on an erasure.",
)
STATISTICS_DIFFER = Kind(
    "erasure.statistics",
    "Penghapusan dihentikan dan tidak disimpan: angka {what} akan berubah. Sampaikan kepada administrator.",
    "The erasure was stopped and nothing kept: the figures of {what} would change. Tell the administrator.",
)


@transaction.atomic
def decide_erasure(*, request: PersonRequest, decision: str, by: Actor, at: datetime) -> PersonRequest:
    """Grant an erasure; where data must be kept by law they are restricted instead. Raises Refused.

    Granted, it is carried out by `carry_out`, in the background.
    """
    locked = still_open(request)
    if locked.kind != PersonRequest.Kind.ERASURE:
        raise Refused(WRONG_KIND, what="erasure")
    if locked.opened_by_id == by.pk:
        raise Refused(OWN_REQUEST, status=403)
    demand_reason(decision)
    persons = persons_of(locked)
    locked.grounds = queries.grounds_for_keeping(persons, timezone.localdate(at))
    if locked.grounds:
        ids = [p.pk for p in persons]
        registry.restrict_persons(person_ids=ids, restricted=True, area=locked.area_id, by=by, at=at)
        settle(locked, PersonRequest.State.RESTRICTED, decision, by, at)
        return locked
    locked.sealed = sealed_whom(persons)
    settle(locked, PersonRequest.State.WORKING, decision, by, at)
    return locked


def carry_out(*, request: PersonRequest, by: Actor, at: datetime) -> PersonRequest:
    """Do what was granted. Safe to run again; raises Refused while an import runs."""
    request.refresh_from_db()
    if request.state != PersonRequest.State.WORKING or not request.sealed:
        return request
    told = json.loads(vault.current().seal.open(request.sealed))
    needles = Needles(**{name: tuple(values) for name, values in told["needles"].items()})
    whom = intake.Whom(needles=needles, **{k: tuple(v) for k, v in told["whom"].items()})
    ids = list(whom.person_ids)

    def release(files: list[str]) -> None:
        """Written before anything is changed, so that an interruption forgets none."""
        known = PersonRequest.objects.get(pk=request.pk).result.get("released", [])
        request.result["released"] = sorted({*known, *files})
        PersonRequest.objects.filter(pk=request.pk).update(result=request.result)

    journal.write_down(request, told.get("marks", []), at)
    counts = request.result.get("counts", {})
    counts |= intake.erase_from_deliveries(whom=whom, release=release, by=by, at=at)
    with transaction.atomic():
        before = _statistics()
        counts |= monev.erase_from_visits(
            person_ids=ids, needles=needles, release=release, area=request.area_id, by=by, at=at
        )
        counts["aid"] = programmes.erase_recipients(person_ids=ids, area=request.area_id, by=by, at=at)
        counts["applications"] = programmes.erase_applications(
            person_ids=ids, release=release, area=request.area_id, by=by, at=at
        )
        counts["services"] = programmes.erase_plut_clients(person_ids=ids, area=request.area_id, by=by, at=at)
        enterprises = registry.erase_persons(
            person_ids=ids, release=release, area=request.area_id, by=by, at=at
        )
        counts["enterprises"] = len(enterprises)
        counts["reports"] = reports.redact_issues(needles=needles, release=release, by=by, at=at)
        counts["letters"] = reports.redact_letters(needles=needles, release=release, by=by, at=at)
        _forget_requests(registry_queries.known_ids(registry_queries.persons(ids)), needles, release)
        counts["texts"] = sweep.strike(needles, area=request.area_id, by=by, at=at)
        after = _statistics()
        for what in before:
            if before[what] != after[what]:
                raise Refused(STATISTICS_DIFFER, status=409, what=what)
    request.refresh_from_db()
    request.result["files"] = sweep.drop_files(request.result.pop("released", []))
    left = sweep.found(needles)
    request.result |= {"counts": counts, "left": left, "shared": bool(needles.shared)}
    request.sealed, request.state, request.done_at = None, PersonRequest.State.DONE, at
    with transaction.atomic():
        request.save()
        note(
            by=by, at=at, action="person.erasure_done", on=("person", request.person_id), area=request.area_id,
            request=request.pk, left=len(left),
        )  # fmt: skip
    sweep.compact()
    return request


def sealed_whom(persons: list[Person]) -> bytes:
    """What an erasure is to look for, sealed until it is done."""
    return vault.current().seal.close(json.dumps(_whom(persons), ensure_ascii=False))


def _whom(persons: list[Person]) -> dict[str, Any]:
    """Whom and what to look for, gathered while it is still there."""
    ids = [p.pk for p in persons]
    enterprises = list(registry_queries.enterprises_of(persons))
    planned = list(monev_queries.planned_of_persons(ids))
    visits = monev_queries.visits_of_persons(ids)
    return {
        "needles": _needles(persons, enterprises, ids),
        "marks": _marks(persons, enterprises),
        "whom": {
            "person_ids": ids,
            "enterprise_ids": [e.pk for e in enterprises],
            "nik_indexes": sorted({p.nik_index for p in persons if p.nik_index}),
            "visit_ids": list(visits.values_list("id", flat=True)),
            "visit_codes": [p.code for p in planned],
        },
    }


def _marks(persons: list[Person], enterprises: list[Any]) -> list[dict[str, Any]]:
    """For the journal; with those who went into these persons: a backup from before the merge has them still."""
    own = [{"id": p.pk, "marks": journal.marks(p)} for p in persons]
    former = journal.marks_of(registry_queries.former_values([e.pk for e in enterprises]))
    every = sorted({*former, *(mark for one in own for mark in one["marks"])})
    absorbed = set(registry_queries.known_ids(persons)) - {p.pk for p in persons}
    return own + [{"id": pk, "marks": every} for pk in sorted(absorbed)]


def _needles(persons: list[Person], enterprises: list[Any], ids: list[int]) -> dict[str, list[str]]:
    seal = vault.current().seal
    numbers = {seal.open(p.nik_sealed) for p in persons if p.nik_sealed}
    numbers |= {_only_digits(seal.open(p.tax_id_sealed)) for p in persons if p.tax_id_sealed}
    numbers |= {p.phone.removeprefix("+62").lstrip("0") for p in persons}
    numbers |= {e.nib for e in enterprises}
    before = registry_queries.former_values([e.pk for e in enterprises])  # as merged records knew them
    numbers |= {_only_digits(n) for c in ("nik_sealed", "tax_id_sealed", "nib") for n in before.get(c, ())}
    numbers |= {phone.removeprefix("+62").lstrip("0") for phone in before.get("phone", ())}
    texts = {p.name for p in persons} | {e.name for e in enterprises} | {e.trademark for e in enterprises}
    texts |= {a.name for a in programmes_queries.aid_of_persons(ids)} | {e.address for e in enterprises}
    proposed = programmes_queries.startup.identity_of_persons(ids)
    numbers |= {_only_digits(n).removeprefix("62").lstrip("0") for n in proposed["phone"]}
    numbers |= {_only_digits(n) for n in proposed["number"]}
    texts |= proposed["text"]
    texts |= {text for column in ("name", "address", "trademark") for text in before.get(column, ())}
    texts = {text.strip() for text in texts if len(text.strip()) >= 3}
    shared = {text for text in texts if registry_queries.borne_by_others(text, ids) or " " not in text}
    words = (texts - shared) | {p.email for p in persons if p.email} | before.get("email", set())
    words |= proposed["email"]
    return {
        "numbers": sorted(n for n in numbers if len(n) >= 7),
        "words": sorted(words),
        "shared": sorted(shared),
    }


def _only_digits(text: str) -> str:
    return "".join(letter for letter in text if letter in "0123456789")


def _statistics() -> dict[str, Any]:
    return registry_queries.statistics() | {
        "ledger": programmes_queries.ledger_total(),
        "recipients": programmes_queries.recipients().count(),
        "services": plut.service_count(),
        "visits": monev_queries.visit_count(),
        "facts": monev_queries.visit_facts().count(),
        "findings": monev_queries.findings().count(),
        "applications": programmes_queries.startup.statistics(),
    }


def _forget_requests(ids: list[int], needles: Needles, release: Any) -> None:
    """The copies made for the person and the corrections hold what is erased."""
    for row in PersonRequest.objects.select_for_update().filter(person_id__in=ids):
        if row.export_sha256:
            release([row.export_sha256])
        changes: dict[str, Any] = {
            name: needles.struck(getattr(row, name), shared=True)[:2_000]
            for name in ("reason", "identity_check", "decision")
        }
        changes["identity_check"] = changes["identity_check"][:200]
        if row.kind == PersonRequest.Kind.CORRECTION:
            changes["sealed"] = None
        PersonRequest.objects.filter(pk=row.pk).update(export_sha256="", **changes)
