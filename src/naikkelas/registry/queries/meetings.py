"""Reading the annual meetings, certificates and officials of cooperatives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from naikkelas.accounts import access
from naikkelas.registry.models import Certificate, Cooperative, CooperativeYear, Official, RatMeeting
from naikkelas.rules import cooperative_activity

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

YEARS_SHOWN = 6


@dataclass(frozen=True)
class BookYear:
    """One book year on the line of meetings. `held_on` may be known from an import or a visit alone, without a record."""

    year: int
    due_on: date
    time: str
    held_on: date | None
    meeting: RatMeeting | None


def meetings_of(cooperative: Cooperative) -> QuerySet[RatMeeting]:
    return cooperative.meetings.filter(superseded_at=None).order_by("-book_year")


def meetings_visible_to(user: User) -> QuerySet[RatMeeting]:
    return access.visible(user, RatMeeting.objects.select_related("cooperative"), "cooperative__area_id")


def meeting_line(cooperative: Cooperative, years: list[CooperativeYear], as_of: date) -> list[BookYear]:
    """The last book years, newest first: which had their meeting, on time or late, and which had none.

    `years`: the book years that stand, as `book_years_of` gives them.
    """
    rules = cooperative_activity.in_force(as_of)
    records = {m.book_year: m for m in meetings_of(cooperative)}
    held = {y.book_year: y.rat_held_on for y in years if y.rat_held_on}
    held |= {year: meeting.held_on for year, meeting in records.items()}
    newest = max([as_of.year - 1, *held])
    founded = cooperative.legal_on.year if cooperative.legal_on else newest - YEARS_SHOWN + 1
    oldest = max(newest - YEARS_SHOWN + 1, min([founded, *held]))
    return [
        BookYear(
            year, rules.rat_due_on(year), rules.meeting_time(year, held.get(year), as_of), held.get(year), records.get(year)
        )
        for year in range(newest, oldest - 1, -1)
    ]  # fmt: skip


def certificates_of(cooperative: Cooperative) -> QuerySet[Certificate]:
    return cooperative.certificates.order_by("-expires_on", "-id")


def officials_of(cooperative: Cooperative, as_of: date) -> list[Official]:
    """Who is in office on the day, chairs first; the board before the supervisors."""
    serving = cooperative.officials.filter(from_on__lte=as_of).exclude(until_on__lt=as_of)
    order = list(Official.Position.values)
    return sorted(serving, key=lambda o: (o.body, order.index(o.position), o.from_on))


def officials_visible_to(user: User) -> QuerySet[Official]:
    return access.visible(user, Official.objects.select_related("cooperative"), "cooperative__area_id")
