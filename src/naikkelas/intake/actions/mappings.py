"""Saying what the columns of a list hold, of the registry or of programmes: asked for, decided, saved, renamed, deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.instruments import headings as heads
from naikkelas.instruments import proposal
from naikkelas.instruments.header_words import WORDS
from naikkelas.instruments.record_kinds import GIVEN, REGISTRY
from naikkelas.intake import queries
from naikkelas.intake.actions.looking import MAP_IT
from naikkelas.intake.models import Delivery, SavedMapping
from naikkelas.kit.problems import Kind, Refused
from naikkelas.trail.actions import note
from naikkelas.trail.changing import about_to

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

NOT_MAPPING = Kind(
    "mapping.not_waiting",
    "Kiriman ini tidak sedang menunggu pemetaan. Muat ulang halaman untuk melihat keadaannya.",
    "This delivery is not waiting for a mapping. Load the page again to see where it stands.",
)
INCOMPLETE = Kind(
    "mapping.incomplete",
    "Pemetaan belum lengkap: pilih kolom untuk setiap isian wajib, dan setiap isian hanya sekali.",
    "The mapping is not complete: choose a column for each required field, and each field only once.",
)
NO_NAME = Kind("mapping.no_name", "Beri nama pemetaan ini.", "Give this mapping a name.")
NAME_TAKEN = Kind(
    "mapping.name_taken",
    "Sudah ada pemetaan bernama “{name}”. Pilih nama lain.",
    "There is already a mapping named “{name}”. Choose another name.",
)


@transaction.atomic
def ask_mapping(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Go back from the preview to the columns. Raises Refused unless the delivery waits for a decision."""
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state != Delivery.State.LOOKED:
        raise Refused(NOT_MAPPING, status=409)
    locked.state, locked.instrument = Delivery.State.RECEIVED, MAP_IT
    locked.save(update_fields=["state", "instrument"])
    note(by=by, at=at, action="delivery.mapping_asked", on=("delivery", locked.pk), area=locked.area_id)
    return locked


@transaction.atomic
def use_mapping(
    *,
    delivery: Delivery,
    name: str,
    record: str,
    sheet: str,
    header_rows: int,
    headings: Sequence[str],
    fields: Mapping[int, str],
    given: Mapping[str, str] | None = None,
    by: User,
    at: datetime,
) -> Delivery:
    """Save what the columns hold and let the file be read so. `given`: what is told of the file as a whole, which is not saved
    with the mapping. Raises Refused where something is missing or double."""
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state != Delivery.State.MAPPING:
        raise Refused(NOT_MAPPING, status=409)
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused(NO_NAME)
    told = {k: v for k, v in (given or {}).items() if k in GIVEN and v}
    known = set(WORDS[record]) if record in _records(locked, by) else set()
    chosen = [field for field in fields.values() if field]
    if (
        not known
        or set(chosen) - known
        or proposal.faults(
            chosen, record, place_known=len(locked.area_id) == 5 or bool(told.get("allocation")), given=told
        )
    ):
        raise Refused(INCOMPLETE)
    fingerprint = heads.fingerprint(headings)
    standing = SavedMapping.objects.filter(area=locked.area_id, name=name).first()
    if standing and standing.fingerprint != fingerprint:
        raise Refused(NAME_TAKEN, name=name)
    mapping = standing or SavedMapping(area_id=locked.area_id, name=name, made_by=by, made_at=at)
    mapping.record, mapping.sheet, mapping.header_rows = record, sheet[:31], header_rows
    mapping.fingerprint, mapping.changed_at = fingerprint, at
    mapping.columns = [
        {"at": position, "heading": heading, "field": fields.get(position, "")}
        for position, heading in enumerate(headings)
    ]
    mapping.save()
    locked.state, locked.instrument = Delivery.State.RECEIVED, f"mapping:{mapping.pk}"
    locked.summary["given"] = told
    locked.save(update_fields=["state", "instrument", "summary"])
    note(
        by=by,
        at=at,
        action="mapping.saved",
        on=("mapping", mapping.pk),
        area=locked.area_id,
        name=name,
        record=record,
    )
    note(
        by=by, at=at, action="delivery.mapped", on=("delivery", locked.pk), area=locked.area_id, mapping=name
    )
    return locked


def _records(delivery: Delivery, by: User) -> Sequence[str]:
    """The kinds of records that the list may hold."""
    return queries.lists_open_to(by) if delivery.kind == Delivery.Kind.MONEY else REGISTRY


@transaction.atomic
def rename_mapping(*, mapping: SavedMapping, name: str, by: User, at: datetime) -> SavedMapping:
    """Give a saved mapping another name. Raises Refused where it is empty or taken."""
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused(NO_NAME)
    others = SavedMapping.objects.filter(area=mapping.area_id, name=name).exclude(pk=mapping.pk)
    if others.exists():
        raise Refused(NAME_TAKEN, name=name)
    mapping.name = name
    told = about_to(mapping, "name")
    mapping.save(update_fields=["name"])
    note(
        by=by,
        at=at,
        action="mapping.renamed",
        on=("mapping", mapping.pk),
        area=mapping.area_id,
        **told,
    )
    return mapping


@transaction.atomic
def delete_mapping(*, mapping: SavedMapping, by: User, at: datetime) -> None:
    """Forget a mapping. What came in by it stays; the next file with these headings asks again."""
    note(
        by=by,
        at=at,
        action="mapping.deleted",
        on=("mapping", mapping.pk),
        area=mapping.area_id,
        name=mapping.name,
    )
    mapping.delete()
