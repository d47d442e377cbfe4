"""Registry spreadsheets: receive, look, confirm, apply, undo. Two requests on purpose: look, then apply."""

from __future__ import annotations

import io
import json
import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import transaction

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.instruments import cage, spreadsheet
from naikkelas.instruments.gazetteer import Place
from naikkelas.instruments.workbook import MAX_PACKED, TOO_LARGE
from naikkelas.intake import matching, switchboard
from naikkelas.intake.models import Delivery, RejectedRow
from naikkelas.kit.ahead import ahead
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
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
OUR_FAULT = Kind(
    "delivery.our_fault",
    "Berkas ini tidak terbaca karena kesalahan pada sistem, bukan kesalahan Anda. Sampaikan nomor kiriman {number} "
    "kepada administrator; berkasnya tersimpan.",
    "This file could not be read because of a fault of the system, not yours. Tell the administrator delivery "
    "number {number}; the file is kept.",
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
    """Keep what was sent, once, before anybody looks into it. Raises Refused when it is larger than we take."""
    if len(content) > MAX_PACKED:
        raise Refused(TOO_LARGE, status=413, size=len(content) // 1024**2, limit=MAX_PACKED // 1024**2)
    known = spreadsheet.layouts()
    if layout and layout not in known:
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


def look(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Read a spreadsheet in a cage, match it with what is known, and stage the rows that can be applied.

    Nothing of the registry changes. A file that cannot be used at all ends as `refused` with the reason.
    """
    waiting = Delivery.objects.filter(
        pk=delivery.pk, state__in=[Delivery.State.RECEIVED, Delivery.State.LOOKING]
    )
    if not waiting.update(state=Delivery.State.LOOKING):
        return Delivery.objects.get(pk=delivery.pk)  # the task was run again after it had done its work
    context = spreadsheet.Context(duty=delivery.area_id, places=_gazetteer(delivery.area_id), today=at.date())
    content = vault.current().blobs.get(delivery.sha256)
    try:
        answer = cage.run(spreadsheet.read, content, delivery.filename, context, delivery.instrument)
    except Refused as refusal:
        return _refuse(delivery, refusal, by, at)
    except cage.ReaderFailed:
        logging.getLogger(__name__).exception("delivery %s could not be read", delivery.pk)
        return _refuse(delivery, Refused(OUR_FAULT, number=delivery.pk), by, at)
    # rows of one place side by side on the disk: quicker to insert, and quicker to list afterwards
    good = _sealed(answer.tables["good"].sort("area_code", "name"))
    matched = matching.match(answer.values["record"], good, delivery.area_id, _source(delivery))
    with transaction.atomic():
        if Delivery.objects.select_for_update().get(pk=delivery.pk).state != Delivery.State.LOOKING:
            return Delivery.objects.get(pk=delivery.pk)  # another run of this task was quicker
        RejectedRow.objects.filter(delivery=delivery).delete()
        _keep_rejected(delivery, answer)
        delivery.instrument = answer.values["layout"]
        delivery.staged_sha256 = _stage(good)
        delivery.total, delivery.done = good.height, 0
        delivery.summary = answer.values | _summary(answer, good, matched)
        delivery.state = Delivery.State.LOOKED
        delivery.save()
        note(
            by=by, at=at, action="delivery.looked", on=("delivery", delivery.pk), area=delivery.area_id,
            good=good.height, bad=answer.tables["bad"].height,
        )  # fmt: skip
    return delivery


def _refuse(delivery: Delivery, refusal: Refused, by: User, at: datetime) -> Delivery:
    with transaction.atomic():
        delivery.state, delivery.reason, delivery.finished_at = Delivery.State.REFUSED, refusal.kind.code, at
        delivery.summary = {"id": refusal.text("id"), "en": refusal.text("en")}
        delivery.save()
        note(
            by=by, at=at, action="delivery.refused", on=("delivery", delivery.pk), area=delivery.area_id,
            reason=refusal.kind.code,
        )  # fmt: skip
    return delivery


def _gazetteer(code: str) -> list[Place]:
    """All places that a file of this area may name: the whole province, so that foreign rows are named as such."""
    province = code if code == "0" else code[:2]
    standing = [
        Place(r.code, r.name, r.level, r.bps_code)
        for level in ("regency", "district", "village")
        for r in places.below(province, level)
    ]
    return standing + [
        Place(old, name, level, "", now) for old, name, level, now in places.formerly(province)
    ]


def _sealed(good: pl.DataFrame) -> pl.DataFrame:
    """Replace personal numbers by their sealed form and blind index, before anything is stored."""
    if "person_nik" not in good.columns:
        return good
    seal = vault.current().seal
    return good.with_columns(
        pl.Series("nik_sealed", seal.close_many(good["person_nik"]), dtype=pl.Binary),
        pl.Series("nik_index", seal.index_many(good["person_nik"]), dtype=pl.String),
        pl.Series("tax_id_sealed", seal.close_many(good["tax_id"]), dtype=pl.Binary),
    ).drop("person_nik", "tax_id")


def _stage(good: pl.DataFrame) -> str:
    buffer = io.BytesIO()
    good.write_ipc(buffer, compression="lz4")
    return vault.current().blobs.put(buffer.getvalue())


def _keep_rejected(delivery: Delivery, answer: cage.Answer) -> None:
    problems: dict[int, list[dict[str, Any]]] = {}
    for p in answer.tables["problems"].iter_rows(named=True):
        params = dict(pair.split("=", 1) for pair in p["params"].split("&") if "=" in pair)
        told = {
            "code": p["code"],
            "column": p["header"],
            "value": p["value"] or "",
            "params": params,
            "error": p["error"],
        }
        problems.setdefault(p["row"], []).append(told)
    seal = vault.current().seal
    rows = (
        RejectedRow(
            delivery=delivery,
            row=row,
            problems=problems[row],
            values_sealed=seal.close(json.dumps(cells, ensure_ascii=False)),
        )
        for row, *cells in answer.tables["bad"].iter_rows()
    )
    RejectedRow.objects.bulk_create(rows, batch_size=1_000)


def _summary(answer: cage.Answer, good: pl.DataFrame, matched: pl.DataFrame) -> dict[str, Any]:
    """What the page says before anybody decides: counts, warnings by column, likely duplicates."""
    bad = answer.tables["bad"].height
    warnings = (
        answer.tables["problems"]
        .filter(~pl.col("error"))
        .group_by("header", "code")
        .agg(pl.len().alias("count"), pl.col("row").sort().head(5).alias("rows"), pl.col("value").first())
        .sort("count", descending=True)
        .head(50)
    )
    errors = (
        answer.tables["problems"]
        .filter(pl.col("error"))
        .group_by("header", "code")
        .agg(pl.len().alias("count"))
    ).sort("count", descending=True)
    known = matched["existing_id"].is_not_null().sum()
    return {
        "good": good.height,
        "bad": bad,
        "new": good.height - known,
        "known": known,
        "doubles": matching.likely_doubles(answer.values["record"], matched),
        "warnings": warnings.to_dicts(),
        "errors": errors.head(50).to_dicts(),
    }


@transaction.atomic
def confirm(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Decide to apply the good rows. Raises Refused unless the delivery waits for that decision."""
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state != Delivery.State.LOOKED:
        raise Refused(NOT_LOOKED, status=409)
    if locked.total == 0:
        raise Refused(NOTHING_GOOD)
    locked.state = Delivery.State.APPLYING
    locked.save(update_fields=["state"])
    note(by=by, at=at, action="delivery.confirmed", on=("delivery", locked.pk), area=locked.area_id)
    return locked


def apply(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Apply the staged rows chunk by chunk; run again after an interruption it goes on where it stopped."""
    if delivery.state != Delivery.State.APPLYING:
        return delivery  # the task was run again after it had done its work
    # what was begun is finished: half a list would be worse than a whole one by somebody who has left since
    if not delivery.done and not (access.may(by, "intake.import") and access.covers(by, delivery.area_id)):
        return _refuse(delivery, Refused(NO_RIGHT), by, at)
    staged = pl.read_ipc(io.BytesIO(vault.current().blobs.get(delivery.staged_sha256)))
    # areas may have changed between looking and applying
    staged = staged.with_columns(pl.col("area_code").replace(places.successions()))
    record, source = delivery.summary["record"], _source(delivery)
    rest = matching.match(record, staged.slice(delivery.done), delivery.area_id, source)

    def ready(chunk: pl.DataFrame) -> pl.DataFrame:
        return switchboard.READY[record](rows=chunk, source=source, synthetic=delivery.synthetic, at=at)

    chunks = (switchboard.HELD[record](rows=rows, at=at) for rows in rest.iter_slices(CHUNK_ROWS))
    for chunk in ahead(ready, chunks):
        with transaction.atomic():
            standing = Delivery.objects.select_for_update().get(pk=delivery.pk)
            if (standing.state, standing.done) != (Delivery.State.APPLYING, delivery.done):
                return standing  # another run of this task is ahead of us
            counts, undone_by = switchboard.REGISTRY[record](
                rows=chunk, source=source, by=by, at=at, area=delivery.area_id
            )
            applied = delivery.summary.setdefault("applied", {"new": 0, "changed": 0, "same": 0})
            delivery.summary["applied"] = {k: applied[k] + counts[k] for k in applied}
            delivery.summary.setdefault("undo", []).append(_keep_undo(undone_by | {"at": at.isoformat()}))
            delivery.done += chunk.height
            delivery.save(update_fields=["summary", "done"])
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
    return delivery


def _source(delivery: Delivery) -> str:
    """How rows say that they came with this delivery; the sender's row number follows."""
    return f"d{delivery.pk}/"


def _keep_undo(undone_by: dict[str, Any]) -> dict[str, Any] | str:
    """What undoing a step needs: ids in the row itself; images of former rows hold persons, so they are sealed."""
    if not undone_by["before"]:
        return undone_by
    return vault.current().blobs.put(json.dumps(undone_by).encode())


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
    steps = [_kept_undo(kept) for kept in locked.summary.get("undo", [])]
    record = locked.summary["record"]
    for what, count in matching.uses(record, steps, _source(locked)).items():
        raise Refused(IN_USE[what], status=409, count=count)
    for step in reversed(steps):
        switchboard.RESTORE[record](undo=step, delivery=str(locked.pk), area=locked.area_id, by=by, at=at)
    locked.state = Delivery.State.UNDONE
    locked.save(update_fields=["state"])
    note(by=by, at=at, action="delivery.undone", on=("delivery", locked.pk), area=locked.area_id)
    return locked


@transaction.atomic
def discard(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Decide not to apply a delivery that was looked at."""
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state != Delivery.State.LOOKED:
        raise Refused(NOT_LOOKED, status=409)
    locked.state, locked.finished_at = Delivery.State.UNDONE, at
    locked.save(update_fields=["state", "finished_at"])
    note(by=by, at=at, action="delivery.discarded", on=("delivery", locked.pk), area=locked.area_id)
    return locked
