"""May this person do that, and which rows may this person see: one answer for pages, exports, maps and counts.

Default deny: an unknown duty raises, a role without the duty may not, and what lies outside the area of duty does
not exist for the asker (404, not 403).
"""

from django.db.models import QuerySet

from naikkelas.accounts.roles import DUTIES, ROLES
from naikkelas.places import queries as places


class OutOfArea(Exception):
    """The region or record lies outside the asker's area of duty; doors answer 404."""


def may(user, duty: str) -> bool:
    if duty not in DUTIES:
        raise ValueError(f"unknown duty {duty!r}")
    return user.is_authenticated and user.is_active and duty in ROLES[user.role].duties


def visible(user, queryset: QuerySet, field: str = "area_id") -> QuerySet:
    """Keep what lies in the area of duty. `field` is the column that holds the row's region code."""
    return places.within(queryset, user.area_id, field)


def covers(user, code: str) -> bool:
    return places.covers(user.area_id, code)


def demand(user, code: str) -> None:
    """Raise OutOfArea unless the region lies in the area of duty."""
    if not covers(user, code):
        raise OutOfArea(code)
