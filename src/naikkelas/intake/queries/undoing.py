"""What undoing an accepted change would put back, and who changed it since."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from naikkelas import vault
from naikkelas.intake.models import EntityChange
from naikkelas.registry.queries import entities as registry
from naikkelas.trail import queries as trail
from naikkelas.vault.seal import Unsealable

if TYPE_CHECKING:
    from naikkelas.trail.models import Event

_COLUMN = {"area_code": "area_id", "owner_name": "name"}
"""What the trail calls some fields."""
_OF_OWNER = ("owner_name", "person_nik", "sex", "phone", "email")


@dataclass(frozen=True)
class Former:
    """What a record held in the fields of a change: `before` it, and `after`, once it was written; `source`: what the record
    rested on before."""

    before: dict[str, Any]
    after: dict[str, Any]
    year: int
    source: str


@dataclass(frozen=True)
class Back:
    """One field: what undoing puts back, what the change wrote and what stands now. `since`: the event of the trail by which
    it was changed since, where it was and the trail tells."""

    name: str
    before: Any
    wrote: Any
    now: Any
    since: Event | None = None

    @property
    def moved(self) -> bool:
        return self.now != self.wrote


def sealed(before: Mapping[str, Any], after: Mapping[str, Any], year: int, source: str) -> bytes:
    """What is kept for undoing: it may name a person."""
    kept = {"before": _plain(before), "after": _plain(after), "year": year, "source": source}
    return vault.current().seal.close(json.dumps(kept))


def former_of(change: EntityChange) -> Former | None:
    """None where nothing was there before, or where it is no longer kept."""
    kept = _kept(change)
    if "before" not in kept:
        return None
    return Former(_read(kept["before"]), _read(kept["after"]), kept["year"], kept["source"])


def sealed_image(image: Sequence[tuple[str, dict[str, Any]]]) -> bytes:
    """What is kept of a record that was withdrawn: it names a person."""
    return vault.current().seal.close(json.dumps({"image": image}))


def image_of(change: EntityChange) -> list[tuple[str, dict[str, Any]]] | None:
    """The record that a change entered and that was withdrawn, row by row; None where none was, or it is no longer kept."""
    return _kept(change).get("image") if change.state == EntityChange.State.UNDONE else None


def entered(change: EntityChange) -> bool:
    """Whether a change entered a new record, which may be there still."""
    return (
        change.state == EntityChange.State.ACCEPTED
        and change.action != EntityChange.Action.UPDATE
        and change.former is None
    )


def _kept(change: EntityChange) -> dict[str, Any]:
    if change.former is None:
        return {}
    try:
        return json.loads(vault.current().seal.open(change.former))
    except Unsealable:
        return {}


def backs(change: EntityChange, record: Any, former: Former) -> list[Back]:
    """What undoing a change would put back, field by field."""
    now = registry.held_values(record, former.after, former.year)
    found = [Back(name, former.before[name], wrote, now[name]) for name, wrote in former.after.items()]
    if not any(back.moved for back in found):
        return found
    events = _since(change, record)
    return [
        Back(b.name, b.before, b.wrote, b.now, _changed(events, change.kind, b.name, former.year))
        if b.moved
        else b
        for b in found
    ]


def _since(change: EntityChange, record: Any) -> list[Event]:
    """What happened to a record and its owner after a change was written, newest first."""
    own = trail.of("field_change", change.pk).filter(action="field_change.accepted").first()
    about: dict[str, list[object]] = {change.kind: [record.pk]}
    if change.kind == "enterprise":
        about["person"] = [record.owner_id]
    return list(trail.among(about).filter(pk__gt=own.pk if own else 0)[:200])


def _changed(events: list[Event], kind: str, name: str, year: int) -> Event | None:
    of = "person" if kind == "enterprise" and name in _OF_OWNER else kind
    for event in events:
        told = event.details or {}
        if (
            event.object_type == of
            and _COLUMN.get(name, name) in told.get("changes", {})
            and told.get("year", year) == year
        ):
            return event
    return None


def change_of(source: str) -> EntityChange | None:
    """The change that a record or an event names as its source ('e12/0')."""
    delivery, _, number = source.removeprefix("e").partition("/")
    if not (source.startswith("e") and delivery.isdigit() and number.isdigit()):
        return None
    return EntityChange.objects.filter(delivery=int(delivery), number=int(number)).first()


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: datetime.fromisoformat(value).date() if value and name.endswith("_on") else value
        for name, value in values.items()
    }
