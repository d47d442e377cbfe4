"""The lists that a form chooses from and that the server writes for each person: ODK entity lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from naikkelas.monev import queries as monev
from naikkelas.registry.queries import entities

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.forms.models import FormVersion


@dataclass(frozen=True)
class EntityList:
    """The entries by name, and the file."""

    names: frozenset[str]
    content: bytes


def _visits(person: User, form: FormVersion) -> EntityList:
    """The visits that this person is to make with this form: each phone gets its own. A visit that was made, moved or
    given to somebody else is gone from the list, and the phone asks for that."""
    visits = list(monev.planned_for(person).filter(instrument=form.serves or form.form_id))
    rows = [
        (v.code, f"{v.label} – {v.area.title}", v.cycle_area.version + 1, v.due_on.isoformat(), v.area_id)
        for v in visits
    ]
    return EntityList(frozenset(v.code for v in visits), entities.as_csv(["due_on", "area_code"], rows))


def _districts(person: User) -> set[str]:
    """The kecamatan that a person works in: the own area where it is as small, else those of the visits to make."""
    if person.area_id.count(".") >= 2:
        return {person.area_id}
    return {v.area_id[:8] for v in monev.planned_for(person) if v.area_id.count(".") >= 2}


def _enterprises(person: User, _form: FormVersion) -> EntityList:
    rows = entities.enterprise_rows(_districts(person))
    return EntityList(frozenset(row[0] for row in rows), entities.as_csv(entities.ENTERPRISE_COLUMNS, rows))


def _cooperatives(person: User, _form: FormVersion) -> EntityList:
    rows = entities.cooperative_rows(_districts(person))
    return EntityList(frozenset(row[0] for row in rows), entities.as_csv(entities.COOPERATIVE_COLUMNS, rows))


LISTS: dict[str, Callable[[User, FormVersion], EntityList]] = {
    "visits.csv": _visits,
    "enterprises.csv": _enterprises,
    "cooperatives.csv": _cooperatives,
}
