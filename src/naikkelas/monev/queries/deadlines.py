"""What falls due for one person in monev: areas to send, findings to act on, visits to make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count

from naikkelas.accounts import access
from naikkelas.monev.models import Cycle, CycleArea, Finding
from naikkelas.monev.queries import to_be_made

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

BACK = timedelta(days=366)
"""Calendars keep what was due; a year of it is enough."""


@dataclass(frozen=True)
class Deadline:
    """One day by which something is to be done. `name` names no person."""

    kind: str
    pk: int
    due_on: date
    area: str
    name: str
    count: int = 1
    done: bool = False


def deadlines_of(user: User, today: date) -> list[Deadline]:
    """By day; only what the person may see."""
    found: list[Deadline] = []
    if access.may(user, "monev.read"):
        areas = access.visible(
            user, CycleArea.objects.exclude(cycle__state=Cycle.State.DRAFT).filter(due_on__gt=today - BACK)
        )
        done = (CycleArea.State.SENT, CycleArea.State.ACCEPTED)
        found += [
            Deadline("cycle_area", row.pk, row.due_on, row.area_id, row.cycle.name, done=row.state in done)
            for row in areas.select_related("cycle")
        ]
    if access.may(user, "findings.read"):
        findings = access.visible(user, Finding.objects.filter(due_on__gt=today - BACK))
        found += [
            Deadline("finding", row.pk, row.due_on, row.area_id, row.number, done=row.closed_on is not None)
            for row in findings
        ]
    if access.may(user, "monev.visit"):
        grouped = (
            to_be_made()
            .filter(assigned_to=user)
            .values("cycle_area", "cycle_area__area", "cycle_area__cycle__name", "due_on")
            .annotate(n=Count("pk"))
        )
        found += [
            Deadline(
                "visits",
                g["cycle_area"],
                g["due_on"],
                g["cycle_area__area"],
                g["cycle_area__cycle__name"],
                g["n"],
            )
            for g in grouped.order_by("due_on", "cycle_area")
        ]
    return sorted(found, key=lambda d: (d.due_on, d.kind, d.pk))
