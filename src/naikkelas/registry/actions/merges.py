"""Making one record of two that a person found to be the same, and taking that back exactly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.engine import text_search
from naikkelas.kit.problems import Kind, Refused
from naikkelas.registry.actions import doubles, images, shown
from naikkelas.registry.actions.warnings import renew_warnings
from naikkelas.registry.choosing import COOPERATIVE_FIELDS, ENTERPRISE_FIELDS, OWNER_FIELDS, proposed_choices
from naikkelas.registry.models import (
    ActivityWarning,
    ClassChange,
    Cooperative,
    CooperativeCandidate,
    Credential,
    Enterprise,
    FormerIdentity,
    LinkCandidate,
    LinkMark,
    Merge,
    Person,
)
from naikkelas.rules import survivorship
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

SOUGHT = (LinkCandidate, LinkMark, CooperativeCandidate, ActivityWarning)
"""What was worked out from records (the search for doubles, early warnings): not moved, it is worked out anew."""

GONE = Kind(
    "merge.gone",
    "Salah satu data ini sudah digabung atau dihapus oleh orang lain. Muat ulang daftar.",
    "One of these records was merged or removed by somebody else. Load the list again.",
)
SAME = Kind("merge.same", "Pilih dua data yang berbeda.", "Choose two different records.")
UNDONE = Kind("merge.undone", "Penggabungan ini sudah dibatalkan.", "This merge has been taken back already.")
NEWER_FIRST = Kind(
    "merge.newer_first",
    "Data ini ikut dalam penggabungan yang lebih baru (nomor {number}). Batalkan dahulu yang lebih baru itu.",
    "This record took part in a newer merge (number {number}). Take that one back first.",
)
ERASED = Kind(
    "merge.erased",
    "Data orang ini sudah dihapus, jadi penggabungan tidak dapat dibatalkan lagi.",
    "The data of this person were erased, so the merge can no longer be taken back.",
)
REASON = Kind(
    "merge.reason",
    "Tulis mengapa penggabungan dibatalkan (paling sedikit 10 huruf).",
    "Write why the merge is taken back (at least 10 characters).",
)


@dataclass
class _Book:
    """What a merge did to rows: [label, id, columns before, after], [label, columns], [label, id]; each in its order."""

    changed: list[list[Any]] = field(default_factory=list)
    deleted: list[list[Any]] = field(default_factory=list)
    created: list[list[Any]] = field(default_factory=list)

    def change(self, row: Model, **columns: Any) -> None:
        before = {name: images.plain(getattr(row, name)) for name in columns}
        after = {name: images.plain(value) for name, value in columns.items()}
        if before != after:
            self.changed.append([row._meta.label_lower, row.pk, before, after])
            type(row)._default_manager.filter(pk=row.pk).update(**columns)

    def delete(self, row: Model) -> None:
        self.deleted.append([row._meta.label_lower, images.image(row)])
        type(row)._default_manager.filter(pk=row.pk).delete()


@transaction.atomic
def merge_records(
    *,
    survivor: Enterprise | Cooperative,
    absorbed: Enterprise | Cooperative,
    choices: Mapping[str, int],
    same_owner: bool = True,
    by: User,
    at: datetime,
) -> Merge:
    """Make one record of two: fields by `choices` (field → survivorship.FIRST or SECOND; left out: as proposed), and
    everything that points to `absorbed` points to `survivor`.

    `same_owner`: an enterprise's two owners are one person too. Raises Refused when one of the records is gone.
    """
    model = type(survivor)
    survivor, absorbed = _locked(model, survivor.pk, absorbed.pk)
    for record in (survivor, absorbed):
        access.demand(by, record.area_id)
    proposed = proposed_choices(survivor, absorbed)
    sides = {name: int(choices.get(name, choice.side)) for name, choice in proposed.items()}
    candidate = _candidate(survivor, absorbed)
    known = {
        "kind": model._meta.model_name, "survivor_id": survivor.pk, "absorbed_id": absorbed.pk,
        "band": candidate.band if candidate else "", "probability": candidate.probability if candidate else None,
    }  # fmt: skip
    identity, owners = _identity(absorbed), _owners(survivor, absorbed)
    book = _Book()
    _sought_aside(model, survivor.pk, absorbed.pk)
    _changes_aside(book, model, survivor.pk, absorbed.pk)
    moved = _children(book, absorbed, survivor, at)
    if model is Enterprise:
        _one_credential_a_number(book, survivor.pk, at)
    fields = COOPERATIVE_FIELDS if model is Cooperative else ENTERPRISE_FIELDS
    book.change(survivor, **_chosen(fields, survivor, absorbed, sides))
    absorbed_id = absorbed.pk
    book.delete(absorbed)
    if owners and same_owner:
        known |= {"survivor_person_id": owners[0].pk, "absorbed_person_id": owners[1].pk}
        moved += _one_owner(book, *owners, sides, at)
    _shown_again(book, model, survivor.pk, by, at)
    _indexed(model, [survivor.pk, absorbed_id])
    merge = Merge.objects.create(
        **known, area_id=survivor.area_id, choices=sides, moved=moved, by=by, at=at,
        image_sealed=_sealed(book),
    )  # fmt: skip
    FormerIdentity.objects.filter(kind=merge.kind, survivor_id=absorbed_id).update(survivor_id=survivor.pk)
    FormerIdentity.objects.create(merge=merge, kind=merge.kind, survivor_id=survivor.pk, **identity)
    note(
        by=by, at=at, action=f"{merge.kind}.merged", on=(merge.kind, survivor.pk), area=survivor.area_id,
        merge=merge.pk, absorbed=absorbed_id, moved=moved,
    )  # fmt: skip
    return merge


@transaction.atomic
def unmerge(*, merge: Merge, reason: str, apart: bool = True, by: User, at: datetime) -> Merge:
    """Take a merge back: both records and all that pointed to them are as they were before it.

    What was written since stays with the survivor; a field that somebody changed since keeps its new value. `apart`: the
    two are not the same, and shall not be proposed again. Raises Refused without a reason, or while a newer merge holds
    one of the records.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    access.demand(by, merge.area_id)
    if merge.undone_at is not None:
        raise Refused(UNDONE, status=409)
    if len(reason.strip()) < 10:
        raise Refused(REASON)
    _newest_only(merge)
    if not merge.image_sealed:
        raise Refused(ERASED, status=409)
    book = _Book(**json.loads(vault.current().seal.open_bytes(merge.image_sealed)))
    for label, pk in reversed(book.created):
        apps.get_model(label)._default_manager.filter(pk=pk).delete()
    model = apps.get_model(f"registry.{merge.kind}")
    if model is Enterprise:
        ClassChange.objects.filter(enterprise_id=merge.survivor_id).delete()
    for label, columns in reversed(book.deleted):
        images.revive(label, columns)
    if _changed_back(book):
        shown.renew(model, merge.survivor_id, by, at)
    merge.identities.all().delete()
    # identities that the absorbed record had taken over from still older ones are its own again
    theirs = FormerIdentity.objects.filter(kind=merge.kind, merge__survivor_id=merge.absorbed_id)
    theirs.update(survivor_id=merge.absorbed_id)
    _sought_aside(model, merge.survivor_id, merge.absorbed_id)
    _indexed(model, [merge.survivor_id, merge.absorbed_id])
    if model is Cooperative:
        renew_warnings([merge.survivor_id, merge.absorbed_id], at.date())
    if apart:
        doubles.hold_apart(
            kind=merge.kind, pair=(merge.survivor_id, merge.absorbed_id), band=merge.band,
            probability=merge.probability, area=merge.area_id, by=by, at=at,
        )  # fmt: skip
    merge.undone_by, merge.undone_at, merge.undone_reason = by, at, reason.strip()[:300]
    merge.image_sealed = b""  # it has done its work, and names persons
    merge.save(update_fields=["undone_by", "undone_at", "undone_reason", "image_sealed"])
    note(
        by=by, at=at, action=f"{merge.kind}.unmerged", on=(merge.kind, merge.survivor_id), area=merge.area_id,
        merge=merge.pk, restored=merge.absorbed_id,
    )  # fmt: skip
    return merge


def _locked(model: type[Model], survivor: int, absorbed: int) -> tuple[Any, Any]:
    if survivor == absorbed:
        raise Refused(SAME)
    rows = model._default_manager.select_for_update().filter(pk__in=(survivor, absorbed)).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise Refused(GONE, status=409)
    return found[survivor], found[absorbed]


def _candidate(survivor: Model, absorbed: Model) -> LinkCandidate | CooperativeCandidate | None:
    model = CooperativeCandidate if isinstance(survivor, Cooperative) else LinkCandidate
    first, second = sorted((survivor.pk, absorbed.pk))
    return model.objects.filter(first_id=first, second_id=second).first()


def _identity(absorbed: Enterprise | Cooperative) -> dict[str, Any]:
    common = {
        "area_code": absorbed.area_id, "name_key": absorbed.name_key, "match_key": absorbed.match_key,
        "row_digest": absorbed.row_digest,
    }  # fmt: skip
    if isinstance(absorbed, Cooperative):
        return common | {"cooperative_nik": absorbed.cooperative_nik, "legal_no": absorbed.legal_no}
    return common | {
        "registration_no": absorbed.registration_no, "nib": absorbed.nib, "nik_index": absorbed.owner.nik_index
    }  # fmt: skip


def _owners(survivor: Model, absorbed: Model) -> tuple[Person, Person] | None:
    """The two owners, where there are two."""
    if isinstance(survivor, Cooperative) or survivor.owner_id == absorbed.owner_id:
        return None
    return survivor.owner, absorbed.owner


def _sought_aside(model: type[Model], *ids: int) -> None:
    """Forget the proposals and marks of these records: the next search compares them anew."""
    for each, foreign in images.children(model):
        if each in SOUGHT:
            each._default_manager.filter(**{f"{foreign.attname}__in": ids}).delete()


def _changes_aside(book: _Book, model: type[Model], *ids: int) -> None:
    if model is Enterprise:
        for row in ClassChange.objects.filter(enterprise_id__in=ids):
            book.delete(row)


def _children(book: _Book, old: Model, new: Model, at: datetime) -> int:
    """Point everything to `new` that pointed to `old`; returns how many rows moved.

    Of two rows that exclude each other the one recorded later stands and supersedes the other; where rows have no
    such history (a tag that both had, a seat in the same training) one of them goes into the image, what pointed to it
    points to the other, and that takes over what its model says (`takes_over`).
    """
    moved = 0
    for model, foreign in images.children(type(old)):
        for row in model._default_manager.filter(**{foreign.attname: old.pk}).order_by("pk"):
            other = images.rival(row, foreign, new.pk)
            if other is None:
                book.change(row, **{foreign.attname: new.pk})
            elif hasattr(row, "superseded_at"):
                later = row.recorded_at > other.recorded_at
                book.change(other if later else row, superseded_at=at)
                book.change(row, **{foreign.attname: new.pk})
            else:
                moved += _children(book, row, other, at)
                if hasattr(other, "takes_over"):
                    book.change(other, **other.takes_over(row))
                book.delete(row)
            moved += 1
    return moved


_SAID = (
    "issuer", "applied_on", "issued_on", "expires_on", "facilitated_by", "programme_name", "cost_idr", "remark", "file_sha256",
)  # fmt: skip


def _one_credential_a_number(book: _Book, enterprise: int, at: datetime) -> None:
    """Of credentials of one kind and number one stands: where their state differs the one recorded last, else the one
    that says most."""
    standing: dict[tuple[str, str], list[Credential]] = {}
    rows = Credential.objects.filter(enterprise_id=enterprise, superseded_at=None).exclude(number="")
    for row in rows.order_by("recorded_at", "pk"):
        standing.setdefault((row.kind, row.number), []).append(row)
    for same in standing.values():
        stays = same[-1]
        if len({row.status for row in same}) == 1:
            stays = max(reversed(same), key=lambda row: sum(bool(getattr(row, name)) for name in _SAID))
        for row in same:
            if row.pk != stays.pk:
                book.change(row, superseded_at=at)


def _chosen(
    fields: Mapping[str, tuple[str, ...]], survivor: Model, absorbed: Model, sides: Mapping[str, int]
) -> dict[str, Any]:
    return {
        column: getattr(absorbed if sides[name] == survivorship.SECOND else survivor, column)
        for name, columns in fields.items()
        for column in columns
    }


def _one_owner(
    book: _Book, survivor: Person, absorbed: Person, sides: Mapping[str, int], at: datetime
) -> int:
    """Make one person of two owners. What else the absorbed one owns or received follows."""
    book.change(survivor, **_chosen(OWNER_FIELDS, survivor, absorbed, sides))
    moved = _children(book, absorbed, survivor, at)
    book.delete(absorbed)
    return moved


def _shown_again(book: _Book, model: type[Model], pk: int, by: User, at: datetime) -> None:
    """Bring what lists show in step with what the record now holds, and note that in the book too."""
    before = model._default_manager.get(pk=pk)
    created = shown.renew(model, pk, by, at)
    after = model._default_manager.get(pk=pk)
    old, new = images.image(before), images.image(after)
    differing = [name for name in old if old[name] != new[name]]
    if differing:
        book.changed.append(
            [model._meta.label_lower, pk, {n: old[n] for n in differing}, {n: new[n] for n in differing}]
        )
    book.created += [[row._meta.label_lower, row.pk] for row in created]


def _sealed(book: _Book) -> bytes:
    return vault.current().seal.close_bytes(json.dumps(vars(book)).encode())


def _newest_only(merge: Merge) -> None:
    pair = (merge.survivor_id, merge.absorbed_id)
    later = Merge.objects.filter(kind=merge.kind, pk__gt=merge.pk, undone_at=None)
    newer = (later.filter(survivor_id__in=pair) | later.filter(absorbed_id__in=pair)).order_by("-pk").first()
    if newer is not None:
        raise Refused(NEWER_FIRST, status=409, number=newer.pk)


def _changed_back(book: _Book) -> bool:
    """Write back what the merge changed, newest first, but not over what somebody changed since: whether there was any."""
    since = False
    for label, pk, before, after in reversed(book.changed):
        row = apps.get_model(label)._default_manager.filter(pk=pk).first()
        if row is None:  # removed since, with the import that brought it
            since = True
            continue
        now = images.image(row)
        own = {name: value for name, value in before.items() if now[name] == after[name]}
        since = since or len(own) < len(before)
        images.write(label, pk, own)
    return since


def _indexed(model: type[Model], ids: list[int]) -> None:
    with connection.cursor() as cursor:
        text_search.renew(cursor, connection.vendor, model._meta.db_table, "search_text", ids)
