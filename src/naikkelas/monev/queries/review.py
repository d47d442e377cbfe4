"""The way of an area's work between levels: steps, remarks, freezes, and who decides in whose place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from naikkelas.accounts import access
from naikkelas.monev.models import CycleArea, Delegation, Freeze, Remark, ReviewStep, Visit

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


def steps_of(cycle_area: CycleArea) -> QuerySet[ReviewStep]:
    rows = cycle_area.steps.select_related("by", "behalf_of").prefetch_related("remarks__visit__planned")
    return rows.order_by("-version")


def open_remarks(visit: Visit) -> QuerySet[Remark]:
    return visit.remarks.filter(settled_at=None).select_related("step__by").order_by("-id")


def delegations_visible_to(user: User) -> QuerySet[Delegation]:
    """Delegations of the own area of duty, the newest first."""
    rows = Delegation.objects.select_related("giver__area", "taker")
    return access.visible(user, rows, "giver__area_id").order_by("-starts_on", "-id")


def standing_for(taker: User, on: date) -> QuerySet[Delegation]:
    """In whose place somebody may decide on a day."""
    rows = Delegation.objects.filter(taker=taker, withdrawn_at=None, starts_on__lte=on, ends_on__gte=on)
    return rows.select_related("giver").order_by("id")


def away(giver: User, on: date) -> Delegation | None:
    rows = Delegation.objects.filter(giver=giver, withdrawn_at=None, starts_on__lte=on, ends_on__gte=on)
    return rows.select_related("taker").order_by("id").first()


def freezes_visible_to(user: User) -> QuerySet[Freeze]:
    rows = Freeze.objects.select_related("cycle_area__cycle", "cycle_area__area", "frozen_by")
    return access.visible(user, rows, "cycle_area__area_id")


def standing_freeze(cycle_area: CycleArea) -> Freeze | None:
    return cycle_area.freezes.filter(set_aside_at=None).first()


def freezes_of(cycle_area: CycleArea) -> QuerySet[Freeze]:
    return cycle_area.freezes.select_related("frozen_by").order_by("-number")


def returned_visits(cycle_area: CycleArea) -> QuerySet[Visit]:
    """Visits of an area that the province asked something about and that nobody settled yet."""
    return Visit.objects.filter(
        Q(remarks__settled_at=None), planned__cycle_area=cycle_area, remarks__isnull=False
    ).distinct()
