"""What phones proposed to change in the registry, beside what it holds: read anew each time, for both may have changed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet

from naikkelas.accounts import access
from naikkelas.forms import queries as forms
from naikkelas.instruments import entities, form_facts, xform
from naikkelas.instruments.entities import Said, Values
from naikkelas.instruments.forms import questionnaires
from naikkelas.instruments.registry_fields import PERSONAL, SENSITIVE
from naikkelas.intake import queries
from naikkelas.intake.models import ChangeBatch, Delivery, EntityChange
from naikkelas.kit.problems import Kind
from naikkelas.registry.queries import entities as registry
from naikkelas.trail import queries as trail
from naikkelas.vault.seal import Unsealable

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.forms.models import FormVersion

PENDING, ACCEPTED = EntityChange.State.PENDING, EntityChange.State.ACCEPTED
WRITTEN = (ACCEPTED, EntityChange.State.UNDONE)
"""What was written into the registry once: the record that it made is there, whatever was put back."""


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

    @property
    def unasked(self) -> bool:
        """Whether it may be taken over without asking, where the form's setting says so: clean, and of nothing that says who
        or where somebody is."""
        return (
            self.clean
            and self.change.action == EntityChange.Action.UPDATE
            and not any(line.name in SENSITIVE for line in self.open_lines)
        )


def may_go_unasked(kind: str) -> list[str]:
    """The fields of a kind of record whose changes may be taken over without asking, where the form's setting says so."""
    return [name for name in entities.FIELDS[kind] if name not in SENSITIVE and name != "year"]


def visible_to(user: User) -> QuerySet[EntityChange]:
    """What came from phones of the area of duty; the oldest first, as it is to be decided in that order."""
    rows = access.visible(user, EntityChange.objects.all(), "delivery__area_id")
    return rows.select_related("delivery__received_by", "delivery__area", "decided_by").order_by("id")


def own(user: User) -> QuerySet[EntityChange]:
    """What somebody proposed, the newest first."""
    rows = EntityChange.objects.filter(delivery__received_by=user)
    return rows.select_related("delivery__received_by", "delivery__area").order_by("-id")


def counts_of(user: User) -> list[tuple[str, int]]:
    """How many of somebody's proposals wait, were accepted, refused or undone."""
    shown = (PENDING, ACCEPTED, EntityChange.State.REFUSED, EntityChange.State.UNDONE)
    rows = EntityChange.objects.filter(delivery__received_by=user, state__in=shown)
    counts = dict(rows.values_list("state").annotate(n=Count("pk")))
    return [(state.value, counts[state]) for state in shown if state in counts]


def pending(rows: QuerySet[EntityChange]) -> QuerySet[EntityChange]:
    return rows.filter(state=PENDING)


def decided(rows: QuerySet[EntityChange]) -> QuerySet[EntityChange]:
    return rows.exclude(state=PENDING).order_by("-decided_at", "-id")


def forms_of(rows: QuerySet[EntityChange]) -> list[str]:
    """The ids of the forms that some changes came with."""
    return sorted(set(rows.order_by().values_list("delivery__instrument", flat=True).distinct()))


def senders_of(rows: QuerySet[EntityChange]) -> list[tuple[int, str]]:
    """Who sent some changes, by name."""
    found = rows.order_by().values_list("delivery__received_by", "delivery__received_by__name").distinct()
    return sorted(found, key=lambda each: each[1])


def batches_visible_to(user: User) -> QuerySet[ChangeBatch]:
    """What officers of the area of duty accepted together, newest first."""
    return access.visible(user, ChangeBatch.objects.select_related("made_by")).order_by("-id")


def batch(pk: int) -> ChangeBatch:
    return ChangeBatch.objects.select_related("made_by").get(pk=pk)


def unfinished_batches() -> QuerySet[ChangeBatch]:
    return ChangeBatch.objects.filter(finished_at=None).order_by("id")


def of_delivery(delivery: Delivery) -> QuerySet[EntityChange]:
    return delivery.entity_changes.order_by("number")


def speaks_of_entries(delivery: Delivery) -> bool:
    """Whether the form of a submission changes lists of the registry; those of the catalogue never do."""
    return bool(form_of(delivery))


def form_of(delivery: Delivery) -> FormVersion | None:
    """The form of a submission, where it changes lists of the registry."""
    if delivery.instrument in questionnaires():
        return None
    form = forms.version(delivery.instrument, delivery.form_version)
    fills = form is not None and form_facts.lists_named(form.xform) & set(entities.LISTS)
    return form if fills else None


def entries_of(delivery: Delivery) -> list[Said]:
    """The entries of the registry that a submission speaks of; none where its form speaks of none."""
    return _entries(delivery, form_of(delivery))


def _entries(delivery: Delivery, form: FormVersion | None) -> list[Said]:
    if form is None:
        return []
    raw = xform.with_answers(queries.raw_xml(delivery), delivery.summary.get("corrections", {}))
    found = entities.said(raw, form_facts.save_to_of(form.reading))
    return [each for each in found if each.kind and each.entity and (each.creates or each.updates)]


def record_id(change: EntityChange) -> int | None:
    """The record that a proposal is about: by its entry's name on phones, by the proposal that made it, or as it was found
    when it came."""
    return _record_ids([change])[change.pk]


def _record_ids(changes: Sequence[EntityChange]) -> dict[int, int | None]:
    named = {each.pk: registry.number_in(each.kind, each.entity) for each in changes}
    unnamed = {each.entity for each in changes if named[each.pk] is None}
    made = {
        (each.kind, each.entity): each.record_id
        for each in EntityChange.objects.filter(entity__in=unnamed, state__in=WRITTEN).order_by("id")
        if each.record_id
    }
    wanted = {each.pk: named[each.pk] or made.get((each.kind, each.entity)) for each in changes}
    there = {
        kind: set(registry.records(kind, pks))
        for kind in {each.kind for each in changes}
        if (pks := [pk for each in changes if each.kind == kind and (pk := wanted[each.pk])])
    }
    found = {}
    for each in changes:
        pk = wanted[each.pk]
        if pk is not None and pk not in there[each.kind]:
            pk = registry.standing_id(each.kind, pk)  # merged, or gone
        if pk is None and each.record_id:
            pk = registry.standing_id(each.kind, each.record_id)
        found[each.pk] = pk
    return found


def told(change: EntityChange, entries: list[Said] | None = None) -> Told:
    """A proposal beside the registry as it stands; by `entries`, where those of its submission were read already."""
    return told_all([change], None if entries is None else {change.delivery_id: entries})[0]


def told_all(changes: Sequence[EntityChange], entries: dict[int, list[Said]] | None = None) -> list[Told]:
    """The same of many: each form, submission and record is read once."""
    said = _said_of(changes, entries)
    values = _values_of([(each, what) for each in changes if (what := said[each.pk])])
    ids = _record_ids(changes)
    records = {
        kind: registry.records(kind, {pk for each in changes if each.kind == kind and (pk := ids[each.pk])})
        for kind in {each.kind for each in changes}
    }
    others: defaultdict[tuple[str, str], list[EntityChange]] = defaultdict(list)
    rows = EntityChange.objects.filter(entity__in={each.entity for each in changes})
    for row in rows.exclude(state=EntityChange.State.REPLACED).order_by("pk"):
        others[row.kind, row.entity].append(row)
    return [
        _told(
            each, said[each.pk], values.get(each.pk), records[each.kind].get(ids[each.pk]),
            _before(each, others[each.kind, each.entity]),
        )
        for each in changes
    ]  # fmt: skip


def _said_of(
    changes: Sequence[EntityChange], entries: dict[int, list[Said]] | None
) -> dict[int, Said | None]:
    known: dict[int, list[Said]] = dict(entries or {})
    read: dict[tuple[str, str], FormVersion | None] = {}
    found: dict[int, Said | None] = {}
    for change in changes:
        delivery = change.delivery
        key = (delivery.instrument, delivery.form_version)
        if delivery.pk not in known:
            if key not in read:
                read[key] = form_of(delivery)
            try:
                known[delivery.pk] = _entries(delivery, read[key])
            except Unsealable:
                known[delivery.pk] = []
        found[change.pk] = next((each for each in known[delivery.pk] if each.number == change.number), None)
    return found


def _values_of(many: Sequence[tuple[EntityChange, Said]]) -> dict[int, Values]:
    groups: defaultdict[tuple[str, date], list[tuple[int, Said]]] = defaultdict(list)
    for change, said in many:
        groups[said.kind, change.delivery.received_at.date()].append((change.pk, said))
    found: dict[int, Values] = {}
    for (_kind, day), group in groups.items():
        read = entities.values([said for _pk, said in group], day)
        found |= {pk: each for (pk, _said), each in zip(group, read, strict=True)}
    return found


def _told(
    change: EntityChange, said: Said | None, values: Values | None, record: Any, before: list[EntityChange]
) -> Told:
    year = change.delivery.received_at.year - 1
    waits = tuple(each for each in before if each.state == PENDING)
    gone = record is None and not waits and change.action == EntityChange.Action.UPDATE
    if said is None or values is None:
        return Told(change, None, None, record, [], year, gone=gone)
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


def _before(change: EntityChange, others: list[EntityChange]) -> list[EntityChange]:
    """What came of the same entry and is to be decided before: that which makes it, then the earlier changes of the same
    row, in their order, whatever became of them."""
    made = [
        each
        for each in others
        if each.base_version is None and each.pk < change.pk and each.action != EntityChange.Action.UPDATE
    ]
    row = [
        each
        for each in others
        if change.branch
        and each.branch == change.branch
        and each.base_version is not None
        and each.base_version < (change.base_version or 0)
    ]
    return [*made, *sorted(row, key=lambda each: (each.base_version, each.pk))]


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
