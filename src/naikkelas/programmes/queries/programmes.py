"""Programmes and the stages of their recipients."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from naikkelas.accounts import access
from naikkelas.places import queries as places
from naikkelas.programmes.models import Allocation, Milestone, Programme, Recipient
from naikkelas.programmes.queries.types import type_of

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def programmes_visible_to(user: User) -> QuerySet[Programme]:
    """Programmes of the area of duty, and those of an area above it that give money inside it."""
    own = access.visible(user, Programme.objects.all())
    if user.area.level in ("nation", "province"):
        return own
    given = access.visible(user, Allocation.objects.all()).values("ceiling__programme")
    return Programme.objects.filter(pk__in=given) | own


def milestones_of(recipient: Recipient) -> QuerySet[Milestone]:
    return recipient.milestones.order_by("reached_on", "id")


def programmes_of_year(code: str, year: int) -> QuerySet[Programme]:
    """Programmes of a province that have a ceiling in a year."""
    rows = places.within(Programme.objects.filter(ceilings__year=year), code, "area_id")
    return rows.distinct().order_by("id")


def programmes_of_type(type_id: str) -> QuerySet[Programme]:
    return Programme.objects.filter(type_id=type_id).order_by("year", "id")


def stage_counts(programme: Programme, code: str, until: date) -> list[dict[str, object]]:
    """How many recipients inside a region reached each stage of the programme's type by a day."""
    kind = type_of(programme)
    rows = places.within(
        Milestone.objects.filter(recipient__allocation__ceiling__programme=programme, reached_on__lte=until),
        code,
        "recipient__area_id",
    )
    reached = dict(rows.values_list("stage").annotate(n=Count("id")))
    return [{"name": s.name.id, "count": reached.get(s.id, 0)} for s in (kind.stages if kind else ())]
