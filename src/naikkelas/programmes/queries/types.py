"""Types of programme: those of the catalogue, and those that offices added in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from naikkelas.kit.bilingual import Text
from naikkelas.places import queries as places
from naikkelas.programmes.models import LocalType, Milestone, Programme
from naikkelas.reference.programme_types import ProgrammeType, Stage, all_types

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def types() -> dict[str, ProgrammeType]:
    """Every type by id: those of the catalogue, then those that offices added."""
    return all_types() | {row.code: _type(row) for row in LocalType.objects.order_by("area_id", "name_id")}


def types_for(user: User) -> dict[str, ProgrammeType]:
    """The types that concern an area of duty: the catalogue's, and those of its own area, above or below it."""
    code = user.area_id
    return {
        key: kind
        for key, kind in types().items()
        if not kind.area or places.covers(kind.area, code) or places.covers(code, kind.area)
    }


def type_of(programme: Programme) -> ProgrammeType | None:
    known = all_types().get(programme.type_id)
    if known is None and (row := LocalType.objects.filter(code=programme.type_id).first()):
        return _type(row)
    return known


def local_types_visible_to(user: User) -> QuerySet[LocalType]:
    return LocalType.objects.filter(code__in=[key for key, kind in types_for(user).items() if kind.area])


def stages_in_use(code: str) -> set[str]:
    """The stages that a recipient of this type reached."""
    rows = Milestone.objects.filter(recipient__allocation__ceiling__programme__type_id=code)
    return set(rows.values_list("stage", flat=True).distinct())


def _type(row: LocalType) -> ProgrammeType:
    return ProgrammeType(
        id=row.code,
        name=Text(row.name_id, row.name_en or row.name_id),
        about=Text(row.about_id, row.about_en or row.about_id),
        strategic=False,
        sources=tuple(row.sources),
        recipient=row.recipient,
        facility=row.facility,
        stages=tuple(
            Stage(s["id"], Text(s["name_id"], s["name_en"] or s["name_id"]), s["physical"])
            for s in row.stages
        ),
        instruments=tuple(row.instruments),
        indicators=tuple(row.indicators),
        legal_source=row.legal_source,
        mark="own",
        once_per_person=Text(row.once_per_person, row.once_per_person) if row.once_per_person else None,
        area=row.area_id,
        local_id=row.pk,
        retired_on=row.retired_on,
    )
