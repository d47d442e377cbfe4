"""Writing the trail."""

from datetime import datetime
from typing import Any, Protocol

from naikkelas.trail.models import Event


class Actor(Protocol):
    """Who acts: a user, or `SYSTEM` for what nobody in particular did."""

    pk: int | None
    name: str
    role: str


class System:
    """The server itself: set-up, retention, demonstration."""

    pk = None
    name = "naikkelas"
    role = "system"


SYSTEM = System()


def note(*, by: Actor, at: datetime, action: str, on: tuple[str, Any], area: str, **details: Any) -> Event:
    """Write one event. `on` is (record type, its id); `details` must hold no personal numbers."""
    return Event.objects.create(
        at=at,
        actor_id=by.pk,
        actor_name=by.name,
        role=by.role,
        action=action,
        object_type=on[0],
        object_id=str(on[1]),
        area_code=area,
        details=details,
    )
