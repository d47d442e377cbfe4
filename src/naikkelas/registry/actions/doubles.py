"""A person's word that two records are not the same, and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.accounts import access
from naikkelas.accounts import queries as accounts
from naikkelas.notices.actions import notify
from naikkelas.places import queries as places
from naikkelas.registry.models import (
    Apart,
    Cooperative,
    CooperativeCandidate,
    Enterprise,
    LinkCandidate,
    ProvinceAsked,
)
from naikkelas.registry.models.link import Candidate
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

CANDIDATES: dict[str, type[Candidate]] = {"enterprise": LinkCandidate, "cooperative": CooperativeCandidate}


@transaction.atomic
def keep_apart(
    *, first: Enterprise | Cooperative, second: Enterprise | Cooperative, by: User, at: datetime
) -> Apart:
    """Decide that two records are not the same: no search proposes them again."""
    for record in (first, second):
        access.demand(by, record.area_id)
    kind, pair = first._meta.model_name, (first.pk, second.pk)
    candidate = CANDIDATES[kind].objects.filter(first_id=min(pair), second_id=max(pair)).first()
    return hold_apart(
        kind=kind, pair=pair, band=candidate.band if candidate else "",
        probability=candidate.probability if candidate else None, area=first.area_id, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def hold_apart(
    *,
    kind: str,
    pair: tuple[int, int],
    band: str,
    probability: float | None,
    area: str,
    by: User,
    at: datetime,
) -> Apart:
    """Write the decision down, with how likely the search had held them to be the same."""
    first, second = sorted(pair)
    told = {"band": band, "probability": probability, "area_id": area, "by": by, "at": at}
    apart, _new = Apart.objects.update_or_create(kind=kind, first_id=first, second_id=second, defaults=told)
    CANDIDATES[kind].objects.filter(first_id=first, second_id=second).update(band=Candidate.Band.APART)
    note(by=by, at=at, action=f"{kind}.held_apart", on=(kind, first), area=area, other=second)
    return apart


@transaction.atomic
def ask_province(*, candidate: Candidate, by: User, at: datetime) -> ProvinceAsked:
    """Ask who sees both records of a pair to look at it; asked twice it stays asked once."""
    kind = candidate.first._meta.model_name
    own = next(
        (r for r in (candidate.first, candidate.second) if access.covers(by, r.area_id)), candidate.first
    )
    access.demand(by, own.area_id)
    found, new = ProvinceAsked.objects.get_or_create(
        kind=kind, first_id=candidate.first_id, second_id=candidate.second_id,
        defaults={"area_id": by.area_id, "by": by, "at": at},
    )  # fmt: skip
    if new:
        note(by=by, at=at, action=f"{kind}.province_asked", on=(kind, own.pk), area=own.area_id)
        notify(
            kind="double.asked", to=accounts.office_of(by.area_id, "registry.merge", roles=("province",)),
            about=(kind, own.pk), by=by, at=at, name=places.name_of(by.area_id),
        )  # fmt: skip
    return found


@transaction.atomic
def take_back_apart(*, apart: Apart, by: User, at: datetime) -> None:
    """The pair is open again; where a proposal stands it is to be judged by a person."""
    access.demand(by, apart.area_id)
    CANDIDATES[apart.kind].objects.filter(first_id=apart.first_id, second_id=apart.second_id).update(
        band=apart.band or Candidate.Band.PERSON
    )
    note(
        by=by, at=at, action=f"{apart.kind}.apart_taken_back", on=(apart.kind, apart.first_id), area=apart.area_id,
        other=apart.second_id,
    )  # fmt: skip
    apart.delete()
