"""Which of the changes that wait an officer may accept together, and why the others may not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from naikkelas.accounts import access
from naikkelas.intake.models import EntityChange
from naikkelas.intake.queries.field_changes import Told, told_all

if TYPE_CHECKING:
    from naikkelas.accounts.models import User


@dataclass(frozen=True)
class Looked:
    """Changes looked at, in their order: those that may be accepted together, and the others by why not."""

    clean: list[Told] = field(default_factory=list)
    left: list[tuple[Told, str]] = field(default_factory=list)

    @property
    def fields(self) -> list[tuple[str, int]]:
        """How often each field would be changed, the most often first."""
        return Counter(line.name for told in self.clean for line in told.open_lines).most_common()

    @property
    def kinds(self) -> list[tuple[str, int]]:
        return Counter(told.change.kind for told in self.clean).most_common()

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return Counter(why for _told, why in self.left).most_common()


def looked_at(changes: QuerySet[EntityChange], user: User, most: int) -> Looked:
    """The oldest of some changes that wait. Of two of one record the first may be accepted; the other is to be looked at
    once that is done."""
    found, seen = Looked(), set()
    for told in told_all(list(changes[:most])):
        why = why_not(told, user)
        key = (told.change.kind, told.record.pk) if told.record is not None else None
        if not why and key in seen:
            why = "again"
        if why:
            found.left.append((told, why))
        else:
            seen.add(key)
            found.clean.append(told)
    return found


def why_not(told: Told, user: User) -> str:
    """Why a change has to be decided on by itself; empty where it is clean."""
    if told.withheld:
        return "withheld"
    if told.said is None:
        return "erased"
    if told.gone:
        return "gone"
    if told.before or told.gap:
        return "before"
    if told.record is None:
        return "new"
    if told.conflict:
        return "conflict"
    if any(line.fault is not None for line in told.lines):
        return "faults"
    if not told.open_lines:
        return "same"
    codes = [told.record.area_id] + [line.proposed for line in told.open_lines if line.name == "area_code"]
    if not all(access.covers(user, code) for code in codes):
        return "area"
    return "" if told.clean else "other"
