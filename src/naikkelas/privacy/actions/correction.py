"""Correcting what is held on a person, on request; before and after are kept sealed."""

import json
from datetime import datetime

from django.db import transaction

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.privacy.actions.export import WRONG_KIND
from naikkelas.privacy.actions.requests import demand_reason, persons_of, settle, still_open
from naikkelas.privacy.models import PersonRequest
from naikkelas.registry import actions as registry
from naikkelas.trail.actions import Actor

NOTHING = Kind(
    "person_request.nothing",
    "Tidak ada isian yang berubah. Tulis nilai yang benar, atau tolak permohonan ini.",
    "Nothing was changed. Write the right value, or refuse this request.",
)


@transaction.atomic
def correct(
    *, request: PersonRequest, changes: dict[str, str], decision: str, by: Actor, at: datetime
) -> PersonRequest:
    """Write right values over wrong ones in every entry of the person. `changes`: the fields given, by name."""
    locked = still_open(request)
    if locked.kind != PersonRequest.Kind.CORRECTION:
        raise Refused(WRONG_KIND, what="correction")
    demand_reason(decision)
    changed = registry.correct_persons(
        person_ids=[p.pk for p in persons_of(locked)],
        changes=changes,
        area=locked.area_id,
        by=by,
        at=at,
        reason=decision,
    )
    if not changed:
        raise Refused(NOTHING)
    locked.sealed = vault.current().seal.close(json.dumps(changed, ensure_ascii=False))
    locked.result = {"fields": sorted(changed)}
    settle(locked, PersonRequest.State.DONE, decision, by, at)
    return locked
