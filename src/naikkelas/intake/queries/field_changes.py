"""What phones proposed to change in the registry, beside what it holds: read anew each time, for both may have changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from naikkelas.accounts import access
from naikkelas.forms import queries as forms
from naikkelas.instruments import entities, form_facts, xform
from naikkelas.instruments.entities import Said, Values
from naikkelas.instruments.forms import questionnaires
from naikkelas.instruments.registry_fields import PERSONAL
from naikkelas.intake import queries
from naikkelas.intake.models import Delivery, EntityChange
from naikkelas.kit.problems import Kind
from naikkelas.registry.queries import entities as registry
from naikkelas.trail import queries as trail
from naikkelas.vault.seal import Unsealable

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

PENDING, ACCEPTED = EntityChange.State.PENDING, EntityChange.State.ACCEPTED


@dataclass(frozen=True)
class Line:
    """One field: what the phone proposes, what the registry holds, and what it held when the phone fetched the entry
    (`was`, where the trail tells it). `differs`: accepting writes something; `moved`: the registry changed it since."""

    name: str
    now: Any
    proposed: Any
    was: Any = None
    moved: bool = False
    differs: bool = True
    fault: tuple[Kind, dict[str, Any]] | None = None


@dataclass(frozen=True)
class Told:
    """A proposal with everything that an officer needs to decide. `record`: whom it would change, None where it makes one
    new; `gone`: it was to change one that is no longer there. `conflict`: the registry changed since the phone fetched it;
    `before`: changes of the same row made without a network that are to be decided first; `gap`: one of these never came.
    """

    change: EntityChange
    said: Said | None
    values: Values | None
    record: Any
    lines: list[Line]
    year: int
    conflict: bool = False
    gone: bool = False
    gap: bool = False
    before: tuple[EntityChange, ...] = ()

    @property
    def label(self) -> str:
        return self.record.name if self.record is not None else self.said.label if self.said else ""

    @property
    def person(self) -> Any:
        return getattr(self.record, "owner", None)

    @property
    def withheld(self) -> bool:
        """Whether the owner asked that the data be used no more."""
        return self.person is not None and self.person.restricted_at is not None

    @property
    def open_lines(self) -> list[Line]:
        return [line for line in self.lines if line.differs and line.fault is None]

    @property
    def seen(self) -> str:
        """Stands for what is shown: a decision about anything else is refused."""
        shown = [(line.name, str(line.now), str(line.proposed)) for line in self.lines]
        about = (self.record.pk if self.record is not None else None, self.conflict, shown)
        return hashlib.sha256(json.dumps(about).encode()).hexdigest()[:16]

    @property
    def clean(self) -> bool:
        """Whether it fits as it came: an update of what is there, of the version that stands, whole."""
        return (
            self.record is not None
            and not self.withheld
            and not (self.conflict or self.gap or self.before)
            and bool(self.open_lines)
            and all(line.fault is None for line in self.lines)
        )


def visible_to(user: User) -> QuerySet[EntityChange]:
    """What came from phones of the area of duty; the oldest first, as it is to be decided in that order."""
    rows = access.visible(user, EntityChange.objects.all(), "delivery__area_id")
    return rows.select_related("delivery__received_by", "delivery__area", "decided_by").order_by("id")


def pending(rows: QuerySet[EntityChange]) -> QuerySet[EntityChange]:
    return rows.filter(state=PENDING)


def decided(rows: QuerySet[EntityChange]) -> QuerySet[EntityChange]:
    return rows.exclude(state=PENDING).order_by("-decided_at", "-id")


def of_delivery(delivery: Delivery) -> QuerySet[EntityChange]:
    return delivery.entity_changes.order_by("number")


def speaks_of_entries(delivery: Delivery) -> bool:
    """Whether the form of a submission changes lists of the registry; those of the catalogue never do."""
    if delivery.instrument in questionnaires():
        return False
    form = forms.version(delivery.instrument, delivery.form_version)
    return form is not None and bool(form_facts.lists_named(form.xform) & set(entities.LISTS))


def entries_of(delivery: Delivery) -> list[Said]:
    """The entries of the registry that a submission speaks of; none where its form speaks of none."""
    if not speaks_of_entries(delivery):
        return []
    form = forms.version(delivery.instrument, delivery.form_version)
    raw = xform.with_answers(queries.raw_xml(delivery), delivery.summary.get("corrections", {}))
    found = entities.said(raw, form_facts.save_to_of(form.reading))
    return [each for each in found if each.kind and each.entity and (each.creates or each.updates)]


def record_id(kind: str, entity: str, among: Iterable[int] = ()) -> int | None:
    """The record that an entry is: by its name on phones, or by the proposal that made it."""
    known = registry.number_of(kind, entity)
    if known is None:
        made = EntityChange.objects.filter(kind=kind, entity=entity, state=ACCEPTED).order_by("-id").first()
        known = registry.standing_id(kind, made.record_id) if made and made.record_id else None
    return known


def told(change: EntityChange, entries: list[Said] | None = None) -> Told:
    """A proposal beside the registry as it stands; by `entries`, where those of its submission were read already."""
    year = change.delivery.received_at.year - 1
    try:
        entries = entries_of(change.delivery) if entries is None else entries
        said = next((each for each in entries if each.number == change.number), None)
    except Unsealable:
        said = None
    pk = record_id(change.kind, change.entity)
    if pk is None and change.record_id:
        pk = registry.standing_id(change.kind, change.record_id)
    record = registry.record(change.kind, pk) if pk else None
    before = _before(change)
    waits = tuple(each for each in before if each.state == PENDING)
    gone = record is None and not waits and change.action == EntityChange.Action.UPDATE
    if said is None:
        return Told(change, None, None, record, [], year, gone=gone)
    values = entities.values(said, change.delivery.received_at.date())
    year = values.held.get("year", year)
    expected, gap = _expected(change, before)
    conflict = (
        record is not None
        and change.state == PENDING
        and expected is not None
        and registry.version_of(record) != expected
    )
    since = expected if conflict else None
    return Told(
        change, said, values, record, _lines(change.kind, record, values, year, since), year, conflict, gone, gap, waits,
    )  # fmt: skip


def _before(change: EntityChange) -> list[EntityChange]:
    """What came of the same entry and is to be decided before: that which makes it, then the earlier changes of the same
    row, in their order, whatever became of them."""
    rows = EntityChange.objects.filter(kind=change.kind, entity=change.entity)
    rows = rows.exclude(state=EntityChange.State.REPLACED).exclude(pk=change.pk)
    made = rows.filter(base_version=None, pk__lt=change.pk).exclude(action=EntityChange.Action.UPDATE)
    row = (
        rows.filter(branch=change.branch, base_version__lt=change.base_version or 0) if change.branch else []
    )
    return [*made.order_by("pk"), *(row.order_by("base_version", "pk") if change.branch else [])]


def _expected(change: EntityChange, before: list[EntityChange]) -> tuple[int | None, bool]:
    """The version that the record should have for this change to fit, and whether a change before it is missing.

    A row made without a network counts on from the version that the phone had; here it goes on from what became of the
    change before: the version that accepting it made, or where it was refused, the one that it had itself begun from.
    """
    if not change.branch:
        return change.base_version, False
    accepted = [each.applied_version for each in before if each.state == ACCEPTED and each.applied_version]
    steps = (change.base_version or 0) - (change.trunk_version or 1)
    gap = steps > sum(1 for each in before if each.branch == change.branch)
    return (accepted[-1] if accepted else change.trunk_version), gap


def _lines(kind: str, record: Any, values: Values, year: int, since: int | None) -> list[Line]:
    names = [n for n in entities.FIELDS[kind] if n in values.held or n in values.faults]
    now = registry.held_values(record, names, year) if record is not None else {}
    was = _values_at(kind, record, since) if since is not None else {}
    lines = []
    for name in names:
        held, given = now.get(name), values.held.get(name)
        lines.append(
            Line(
                name,
                held,
                given,
                was.get(name),
                name in was and was[name] != _plain(held),
                differs=name != "year" and given is not None and given != held,
                fault=values.faults.get(name),
            )  # fmt: skip
        )
    return lines


def _values_at(kind: str, record: Any, version: int) -> dict[str, Any]:
    """What fields held in an earlier version, as far as the trail tells it: the first change after it says from what."""
    found: dict[str, Any] = {}
    after = trail.of(kind, record.pk).filter(
        at__gt=datetime.fromtimestamp(version + 1, tz=record.updated_at.tzinfo)
    )
    for event in after.order_by("id"):
        for name, pair in (event.details or {}).get("changes", {}).items():
            if pair and name not in PERSONAL:
                found.setdefault({"area_id": "area_code"}.get(name, name), pair[0])
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
