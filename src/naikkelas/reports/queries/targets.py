"""Targets that offices set for indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from naikkelas.accounts import access
from naikkelas.reports.models import Target

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def targets_visible_to(user: User) -> QuerySet[Target]:
    rows = Target.objects.filter(superseded_at=None).select_related("area", "recorded_by")
    return access.visible(user, rows).order_by("-year", "indicator", "area_id")


def target_of(indicator: str, area: str, year: int) -> Target | None:
    """The target of a year, of exactly this area."""
    return _standing(indicator, area, Target.Horizon.YEAR).filter(year=year).first()


def plan_end_of(indicator: str, area: str, year: int) -> Target | None:
    """The target at the end of the strategic plan that a year belongs to: the next end that is entered."""
    return _standing(indicator, area, Target.Horizon.PLAN_END).filter(year__gte=year).order_by("year").first()


def _standing(indicator: str, area: str, horizon: str) -> QuerySet[Target]:
    return Target.objects.filter(indicator=indicator, area_id=area, horizon=horizon, superseded_at=None)
