"""The lists that a form chooses from and that the server writes for each person: ODK entity lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from naikkelas.intake.queries.sent import being_read
from naikkelas.monev import queries as monev
from naikkelas.registry.queries import entities

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.forms.models import FormVersion
    from naikkelas.monev.models import PlannedVisit


@dataclass(frozen=True)
class EntityList:
    """The entries by name, and the file."""

    names: frozenset[str]
    content: bytes


def _visits(person: User, form: FormVersion) -> EntityList:
    """The visits of this person with this form: each phone gets its own. Those to make come first; what was sent stays, marked
    so, since Collect may edit what it sent. A visit that was moved or given to somebody else is gone from the list, and the
    phone asks for that."""
    visits = list(monev.planned_for(person).filter(instrument=form.serves or form.form_id))
    coming = being_read(person)
    sent = {v.code for v in visits if v.state != "planned" or v.code in coming}
    rows = [
        (v.code, _label(v, sent), v.cycle_area.version + 1, v.due_on.isoformat(), v.area_id)
        for v in sorted(visits, key=lambda v: v.code in sent)
    ]
    return EntityList(frozenset(v.code for v in visits), entities.as_csv(["due_on", "area_code"], rows))


def _label(visit: PlannedVisit, sent: set[str]) -> str:
    """What Collect shows of a visit; lists on phones are in Indonesian."""
    return f"{'✓ terkirim: ' if visit.code in sent else ''}{visit.label} – {visit.area.title}"


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
