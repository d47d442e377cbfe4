"""Types of programme of an office's own: added, changed while nothing contradicts it, retired, never deleted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction

from naikkelas.instruments.forms import questionnaires
from naikkelas.kit.collect import collect
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import queries
from naikkelas.programmes.models import LocalType, Programme, Recipient, Source
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import about_to

RECIPIENTS = ("person", "cooperative", "facility")
_SUBJECTS = {
    "person": ("recipient", "enterprise"),
    "cooperative": ("cooperative",),
    "facility": ("facility",),
}
MOST_STAGES = 20

NO_INSTRUMENT = Kind(
    "type.no_instrument",
    "Pilih paling sedikit satu instrumen: yang pertama dipakai untuk kunjungan monev program ini.",
    "Choose at least one instrument: the first is that of the monev visits of this programme.",
)
NO_STAGE = Kind(
    "type.no_stage",
    "Tulis paling sedikit satu tahap: tanpa tahap, kemajuan penerima tidak dapat dicatat.",
    "Write at least one stage: without one, no progress of a recipient can be recorded.",
)
TOO_MANY_STAGES = Kind("type.stages", "Paling banyak {most} tahap.", "At most {most} stages.")
STAGE_TWICE = Kind(
    "type.stage_twice", "Tahap “{stage}” tertulis dua kali.", "Stage “{stage}” is written twice."
)
STAGE_IN_USE = Kind(
    "type.stage_in_use",
    "Tahap “{stage}” sudah dicapai penerima. Ganti namanya bila perlu, tetapi jangan dihapus.",
    "Recipients have reached stage “{stage}”. Give it another name if need be, but do not remove it.",
)
RECIPIENT_FIXED = Kind(
    "type.recipient_fixed",
    "Program jenis ini sudah mempunyai penerima; macam penerimanya tidak dapat diubah lagi.",
    "Programmes of this type have recipients already; what kind they are cannot change any more.",
)
NOT_FOR_RECIPIENT = Kind(
    "type.instrument",
    "Instrumen “{instrument}” bukan untuk penerima macam ini.",
    "Instrument “{instrument}” is not for this kind of recipient.",
)
UNKNOWN_PART = Kind(
    "type.part",
    "“{value}” tidak dikenal. Pilih dari daftar.",
    "“{value}” is not known. Choose from the list.",
)
NAME_TAKEN = Kind(
    "type.name_taken",
    "Jenis “{name}” sudah ada di wilayah ini. Buka jenis itu, atau pakai nama lain.",
    "A type “{name}” exists in this area. Open it, or use another name.",
)


@dataclass(frozen=True)
class StageGiven:
    """A stage as written down; `id` is empty for a new one."""

    name_id: str
    name_en: str = ""
    physical: bool = False
    id: str = ""


@dataclass(frozen=True)
class TypeGiven:
    """What an office writes of its type: the fields of a catalogue entry."""

    name_id: str
    about_id: str
    sources: Sequence[str]
    recipient: str
    stages: Sequence[StageGiven]
    legal_source: str
    name_en: str = ""
    about_en: str = ""
    facility: str = ""
    instruments: Sequence[str] = field(default_factory=tuple)
    indicators: Sequence[str] = field(default_factory=tuple)
    once_per_person: str = ""


@transaction.atomic
def add_type(*, given: TypeGiven, area: str, by: Actor, at: datetime) -> LocalType:
    """Add a type for an area. Raises Refused."""
    _check(given)
    if LocalType.objects.filter(area_id=area, name_id=given.name_id).exists():
        raise Refused(NAME_TAKEN, status=409, name=given.name_id)
    taken = set(LocalType.objects.filter(area_id=area).values_list("code", flat=True))
    row = LocalType.objects.create(
        code=_free(f"{area}-{_slug(given.name_en or given.name_id)}", taken, 40),
        area_id=area, changed_at=at, **_columns(given, {}),
    )  # fmt: skip
    note(by=by, at=at, action="programme_type.added", on=("programme_type", row.pk), area=area, code=row.code)
    return row


@transaction.atomic
def change_type(*, row: LocalType, given: TypeGiven, by: Actor, at: datetime) -> None:
    """Write a type anew. Raises Refused where what stands would lose its meaning."""
    _check(given)
    locked = LocalType.objects.select_for_update().get(pk=row.pk)
    if LocalType.objects.filter(area_id=locked.area_id, name_id=given.name_id).exclude(pk=row.pk).exists():
        raise Refused(NAME_TAKEN, status=409, name=given.name_id)
    kept = {stage.id for stage in given.stages}
    for stage in locked.stages:
        if stage["id"] not in kept and stage["id"] in queries.stages_in_use(locked.code):
            raise Refused(STAGE_IN_USE, status=409, stage=stage["name_id"])
    named = Recipient.objects.filter(allocation__ceiling__programme__type_id=locked.code)
    if (locked.recipient, locked.facility) != (given.recipient, given.facility) and named.exists():
        raise Refused(RECIPIENT_FIXED, status=409)
    for name, value in _columns(given, {stage["id"]: stage for stage in locked.stages}).items():
        setattr(locked, name, value)
    note(
        by=by, at=at, action="programme_type.changed", on=("programme_type", locked.pk), area=locked.area_id, code=locked.code,
        **about_to(locked),
    )  # fmt: skip
    locked.changed_at = at
    locked.save()


@transaction.atomic
def retire_type(*, row: LocalType, retired_on: date | None, by: Actor, at: datetime) -> None:
    """Let no new programme of the type begin from a day on; None lets it begin again."""
    row.retired_on, row.changed_at = retired_on, at
    told = about_to(row, "retired_on")
    row.save(update_fields=["retired_on", "changed_at"])
    note(
        by=by, at=at, action="programme_type.retired" if retired_on else "programme_type.reopened",
        on=("programme_type", row.pk), area=row.area_id, code=row.code, **told,
    )  # fmt: skip


@transaction.atomic
def remove_unused_type(*, row: LocalType, by: Actor, at: datetime) -> bool:
    """Take back a type that no programme has; returns False where one has it."""
    if Programme.objects.filter(type_id=row.code).exists():
        return False
    note(
        by=by,
        at=at,
        action="programme_type.removed",
        on=("programme_type", row.pk),
        area=row.area_id,
        code=row.code,
    )
    row.delete()
    return True


def _check(given: TypeGiven) -> None:
    if not given.instruments:
        raise Refused(NO_INSTRUMENT)
    if not given.stages:
        raise Refused(NO_STAGE)
    if len(given.stages) > MOST_STAGES:
        raise Refused(TOO_MANY_STAGES, most=MOST_STAGES)
    names = [stage.name_id.casefold() for stage in given.stages]
    for n, name in enumerate(names):
        if name in names[:n]:
            raise Refused(STAGE_TWICE, stage=given.stages[n].name_id)
    known = questionnaires()
    facilities = places.facility_kinds() if given.recipient == "facility" else ("",)
    for value, allowed in (
        *((source, Source.values) for source in given.sources),
        (given.recipient, RECIPIENTS),
        (given.facility, facilities),
        *((instrument, known) for instrument in given.instruments),
        *((indicator, collect("naikkelas.rules.indicators", "INDICATOR")) for indicator in given.indicators),
    ):
        if value not in allowed:
            raise Refused(UNKNOWN_PART, value=value)
    for instrument in given.instruments:
        if known[instrument].subject not in _SUBJECTS[given.recipient]:
            raise Refused(NOT_FOR_RECIPIENT, instrument=known[instrument].title.id)


def _columns(given: TypeGiven, known: dict[str, dict]) -> dict[str, object]:
    """The columns of a type; a stage that is known keeps its id, another gets one from its name."""
    taken = set(known)
    stages = []
    for stage in given.stages:
        identity = stage.id if stage.id in known else _free(_slug(stage.name_en or stage.name_id), taken, 40)
        taken.add(identity)
        stages.append(asdict(stage) | {"id": identity})
    parts = (
        "name_id",
        "name_en",
        "about_id",
        "about_en",
        "recipient",
        "facility",
        "legal_source",
        "once_per_person",
    )
    listed = {name: list(getattr(given, name)) for name in ("sources", "instruments", "indicators")}
    return {name: getattr(given, name) for name in parts} | listed | {"stages": stages}


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_") or "x"


def _free(wanted: str, taken: set[str], longest: int) -> str:
    """`wanted`, or with a number behind it where that is taken."""
    wanted, n = wanted[: longest - 3], 1
    name = wanted
    while name in taken:
        n += 1
        name = f"{wanted}_{n}"
    return name
