"""Registry spreadsheets: receive, confirm, apply, undo. Two requests on purpose: look (looking.py), then apply."""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import transaction

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.instruments import spreadsheet
from naikkelas.instruments.workbook import MAX_PACKED, TOO_LARGE
from naikkelas.intake import matching, queries, switchboard
from naikkelas.intake.actions.looking import MAP_IT, refuse, source_of
from naikkelas.intake.models import Delivery
from naikkelas.kit.ahead import ahead
from naikkelas.kit.problems import Kind, Refused
from naikkelas.notices.actions import notify
from naikkelas.places import queries as places
from naikkelas.registry.queries import entities
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

CHUNK_ROWS = 10_000
"""Rows a transaction: long enough to be quick, short enough that a phone's visit does not wait behind it."""

NOT_LOOKED = Kind(
    "delivery.not_looked",
    "Kiriman ini tidak sedang menunggu keputusan. Muat ulang halaman untuk melihat keadaannya.",
    "This delivery is not waiting for a decision. Load the page again to see where it stands.",
)
NO_RIGHT = Kind(
    "delivery.no_right",
    "Pengirim tidak lagi berhak mengimpor untuk wilayah ini. Minta petugas lain mengirim ulang.",
    "The sender no longer has the right to import for this area. Ask another officer to send it again.",
)
IN_USE = {
    "aid": Kind(
        "delivery.in_use_aid",
        "Impor ini tidak dapat dibatalkan: {count} catatannya sudah menjadi penerima bantuan.",
        "This import cannot be undone: {count} of its records receive aid already.",
    ),
    "visits": Kind(
        "delivery.in_use_visits",
        "Impor ini tidak dapat dibatalkan: {count} catatannya sudah masuk rencana kunjungan.",
        "This import cannot be undone: {count} of its records are planned to be visited already.",
    ),
    "served": Kind(
        "delivery.in_use_served",
        "Impor ini tidak dapat dibatalkan: {count} catatannya sudah dilayani PLUT.",
        "This import cannot be undone: {count} of its records were served by a PLUT already.",
    ),
    "later": Kind(
        "delivery.changed_since",
        "Impor ini tidak dapat dibatalkan: {count} catatannya sudah diubah oleh impor atau kunjungan sesudahnya. "
        "Batalkan dahulu impor yang lebih baru.",
        "This import cannot be undone: {count} of its records were changed by an import or visit since. "
        "Undo the newer import first.",
    ),
    "merged": Kind(
        "delivery.merged_since",
        "Impor ini tidak dapat dibatalkan: {count} catatannya sudah digabung dengan catatan lain. Batalkan dahulu "
        "penggabungannya (Registri, Data ganda, Riwayat penggabungan).",
        "This import cannot be undone: {count} of its records were merged with others. Take these merges back first "
        "(Registry, Doubles, Merges).",
    ),
}
RETIRED = Kind(
    "delivery.retired",
    "Berkas impor ini sudah dihapus setelah masa simpannya, jadi impornya tidak dapat dibatalkan lagi.",
    "The files of this import were removed after their retention period, so it cannot be undone any more.",
)
UNKNOWN_LAYOUT = Kind(
    "delivery.unknown_layout",
    "Tata letak “{layout}” tidak dikenal. Yang ada: {known}.",
    "Layout “{layout}” is not known. There are: {known}.",
)
NOT_WHOLE = Kind(
    "delivery.not_whole",
    "“Semua atau tidak sama sekali” belum bisa: {count} baris masih bermasalah. Perbaiki lalu kirim ulang, atau pilih "
    "hanya baris yang baik.",
    "“All or nothing” is not possible yet: {count} rows have errors. Mend them and send the file again, or choose the "
    "good rows only.",
)
NOTHING_GOOD = Kind(
    "delivery.nothing_good",
    "Tidak ada baris yang dapat diterapkan. Unduh baris bermasalah, perbaiki, lalu kirim ulang.",
    "No row can be applied. Download the rows with problems, mend them, and send them again.",
)


@transaction.atomic
def receive_spreadsheet(
    *, filename: str, content: bytes, by: User, at: datetime, layout: str = "", synthetic: bool = False
) -> Delivery:
    """Keep what was sent, once, before anybody looks into it. Raises Refused when it is larger than we take.

    `layout`: a built-in one, "mapping:ID" for a saved mapping, or "?" where the sender wants to map the columns.
    """
    if len(content) > MAX_PACKED:
        raise Refused(TOO_LARGE, status=413, size=len(content) // 1024**2, limit=MAX_PACKED // 1024**2)
    known = spreadsheet.layouts()
    mapped = [f"mapping:{mapping.pk}" for mapping in queries.mappings_for(by.area_id)]
    if layout and layout not in (*known, *mapped, MAP_IT):
        raise Refused(UNKNOWN_LAYOUT, layout=layout[:60], known=", ".join(known))
    delivery = Delivery.objects.create(
        kind=Delivery.Kind.SPREADSHEET,
        instrument=layout,
        sha256=vault.current().blobs.put(content),
        size=len(content),
        filename=filename[-150:],
        area=by.area,
        received_by=by,
        received_at=at,
        synthetic=synthetic,
    )
    note(
        by=by,
        at=at,
        action="delivery.received",
        on=("delivery", delivery.pk),
        area=by.area_id,
        filename=delivery.filename,
    )
    return delivery


@transaction.atomic
def confirm(*, delivery: Delivery, by: User, at: datetime, whole: bool = False) -> Delivery:
    """Decide to apply the good rows. Raises Refused unless the delivery waits for that decision.

    `whole`: all or nothing. Then no row may have an error, and all are applied in one transaction.
    """
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state != Delivery.State.LOOKED:
        raise Refused(NOT_LOOKED, status=409)
    if locked.total == 0:
        raise Refused(NOTHING_GOOD)
    if whole and locked.summary.get("bad"):
        raise Refused(NOT_WHOLE, status=409, count=locked.summary["bad"])
    locked.state = Delivery.State.APPLYING
    locked.summary["whole"] = whole
    locked.save(update_fields=["state", "summary"])
    note(
        by=by,
        at=at,
        action="delivery.confirmed",
        on=("delivery", locked.pk),
        area=locked.area_id,
        whole=whole,
    )
    return locked


def apply(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Apply the staged rows chunk by chunk; run again after an interruption it goes on where it stopped.

    Where all or nothing was decided, everything is one transaction: an interruption leaves nothing behind.
    """
    if delivery.state != Delivery.State.APPLYING:
        return delivery  # the task was run again after it had done its work
    # what was begun is finished: half a list would be worse than a whole one by somebody who has left since
    if not delivery.done and not (access.may(by, "intake.import") and access.covers(by, delivery.area_id)):
        return refuse(delivery, Refused(NO_RIGHT), by, at)
    if not delivery.summary.get("whole"):
        return _apply(delivery, by, at)
    with transaction.atomic():
        return _apply(delivery, by, at)


def _apply(delivery: Delivery, by: User, at: datetime) -> Delivery:
    staged = pl.read_ipc(io.BytesIO(vault.current().blobs.get(delivery.staged_sha256)))
    # areas may have changed between looking and applying
    staged = staged.with_columns(pl.col("area_code").replace(places.successions()))
    record, source = delivery.summary["record"], source_of(delivery)
    matched_at = entities.entered(record, _regencies(staged))
    rest = matching.match(record, staged.slice(delivery.done), delivery.area_id, source)

    def ready(chunk: pl.DataFrame) -> pl.DataFrame:
        return switchboard.READY[record](rows=chunk, source=source, synthetic=delivery.synthetic, at=at)

    chunks = (switchboard.HELD[record](rows=rows, at=at) for rows in rest.iter_slices(CHUNK_ROWS))
    for chunk in ahead(ready, chunks):
        with transaction.atomic(savepoint=False):  # engine.bulk says why
            standing = Delivery.objects.select_for_update().get(pk=delivery.pk)
            if (standing.state, standing.done) != (Delivery.State.APPLYING, delivery.done):
                return standing  # another run of this task is ahead of us
            here = _regencies(chunk)
            # an officer who accepts a new record of the field there waits, as for another officer
            for code in here:
                places.hold(code)
            if entities.entered(record, here) != {code: matched_at[code] for code in here}:
                rows = staged.slice(delivery.done, chunk.height)
                again = matching.match(record, rows, delivery.area_id, source)
                chunk = ready(switchboard.HELD[record](rows=again, at=at))
            counts, undone_by = switchboard.REGISTRY[record](
                rows=chunk, source=source, by=by, at=at, area=delivery.area_id
            )
            applied = delivery.summary.setdefault("applied", {"new": 0, "changed": 0, "same": 0})
            delivery.summary["applied"] = {k: applied[k] + counts[k] for k in applied}
            delivery.summary.setdefault("undo", []).append(_keep_undo(undone_by | {"at": at.isoformat()}))
            delivery.done += chunk.height
            delivery.save(update_fields=["summary", "done"])
            matched_at |= entities.entered(record, here)
    with transaction.atomic():
        standing = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if standing.state != Delivery.State.APPLYING:
            return standing
        delivery.state, delivery.finished_at = Delivery.State.APPLIED, at
        delivery.save(update_fields=["state", "finished_at"])
        note(
            by=by, at=at, action="delivery.applied", on=("delivery", delivery.pk), area=delivery.area_id,
            **delivery.summary.get("applied", {}),
        )  # fmt: skip
        written = delivery.summary.get("applied", {})
        notify(  # who confirmed it, and went on with other work meanwhile
            kind="import.done", to=by, about=("delivery", delivery.pk), at=at,
            count=written.get("new", 0) + written.get("changed", 0),
        )  # fmt: skip
    return delivery


def _regencies(rows: pl.DataFrame) -> list[str]:
    """The kabupaten/kota that rows lie in, always in the same order: who holds several never waits in a circle."""
    found: list[str] = rows["area_code"].drop_nulls().str.slice(0, len("18.01")).unique().sort().to_list()
    return found


def _keep_undo(undone_by: dict[str, Any]) -> dict[str, Any] | str:
    """What undoing a step needs: ids in the row itself; images of former rows hold persons, so they are sealed."""
    if not undone_by["before"]:
        return undone_by
    return vault.current().blobs.put(json.dumps(undone_by).encode())


def depends_on(*, delivery: Delivery) -> matching.Dependents:
    """What stands against taking an import back. Reads only."""
    return matching.dependents(delivery.summary["record"], steps_of(delivery), source_of(delivery))


def steps_of(delivery: Delivery) -> list[dict[str, Any]]:
    """What each step of applying a delivery created and changed."""
    return [_kept_undo(kept) for kept in delivery.summary.get("undo", [])]


def _kept_undo(kept: dict[str, Any] | str) -> dict[str, Any]:
    return kept if isinstance(kept, dict) else json.loads(vault.current().blobs.get(kept))


@transaction.atomic
def undo(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Take a whole import back. Raises Refused while anything depends on what it made."""
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state != Delivery.State.APPLIED:
        raise Refused(NOT_LOOKED, status=409)
    if locked.summary.get("retired"):
        raise Refused(RETIRED, status=409)
    steps = steps_of(locked)
    record = locked.summary["record"]
    for what, count in matching.uses(record, steps, source_of(locked)).items():
        raise Refused(IN_USE[what], status=409, count=count)
    for step in reversed(steps):
        switchboard.RESTORE[record](undo=step, delivery=str(locked.pk), area=locked.area_id, by=by, at=at)
    locked.state = Delivery.State.UNDONE
    locked.save(update_fields=["state"])
    note(by=by, at=at, action="delivery.undone", on=("delivery", locked.pk), area=locked.area_id)
    return locked


@transaction.atomic
def discard(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Decide not to apply a delivery that was looked at, or not to map its columns."""
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state not in (Delivery.State.LOOKED, Delivery.State.MAPPING):
        raise Refused(NOT_LOOKED, status=409)
    locked.state, locked.finished_at = Delivery.State.UNDONE, at
    locked.save(update_fields=["state", "finished_at"])
    note(by=by, at=at, action="delivery.discarded", on=("delivery", locked.pk), area=locked.area_id)
    return locked
