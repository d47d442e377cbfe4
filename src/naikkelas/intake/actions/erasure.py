"""Taking one person out of what arrived: files of many persons are written anew without the rows about this one."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.db import transaction

from naikkelas import vault
from naikkelas.instruments import cage, redaction
from naikkelas.intake import queries
from naikkelas.intake.models import Attachment, Delivery, EntityChange, RejectedRow
from naikkelas.kit.needles import Needles
from naikkelas.kit.problems import Kind, Refused
from naikkelas.trail.actions import Actor, note

IMPORT_RUNNING = Kind(
    "erasure.import_running",
    "Impor {number} sedang dibaca atau diterapkan. Tunggu sampai selesai; penghapusan dilanjutkan sendiri.",
    "Import {number} is being read or applied. Wait until it is done; the erasure goes on by itself.",
)
GONE = Kind(
    "submission.erased",
    "Isi kiriman ini dihapus atas permohonan orangnya.",
    "The content of this delivery was erased at the person's request.",
)


@dataclass(frozen=True)
class Whom:
    """Whom to take out: entries of the registry, blind indexes, visits and their codes, and what to look for."""

    person_ids: tuple[int, ...]
    enterprise_ids: tuple[int, ...]
    nik_indexes: tuple[str, ...]
    visit_ids: tuple[int, ...]
    visit_codes: tuple[str, ...]
    needles: Needles


def erase_from_deliveries(
    *, whom: Whom, release: Callable[[list[str]], None], by: Actor, at: datetime
) -> dict[str, int]:
    """Take a person out of every file, staged row, undo image, rejected row and submission.

    One transaction a delivery, so that phones need not wait for a long file; to be run again after an interruption.
    `release` is told the files that nobody will point to any more, before they are let go. Raises Refused while an
    import runs.
    """
    running = queries.interrupted().first()
    if running is not None:
        raise Refused(IMPORT_RUNNING, status=409, number=running.pk)
    counts: Counter[str] = Counter()
    for pk in Delivery.objects.filter(kind__in=queries.FILES).order_by("id").values_list("id", flat=True):
        counts += _spreadsheet(pk, whom, release, by, at)
    rows = Delivery.objects.filter(kind=Delivery.Kind.SUBMISSION).filter(body__isnull=False).order_by("id")
    for pk in list(rows.values_list("id", flat=True)):
        counts += _submission(pk, whom, release, by, at)
    _former_values(whom)
    return dict(counts)


def _former_values(whom: Whom) -> None:
    """What changes from phones are undone by, where it is about the person."""
    for change in EntityChange.objects.filter(former__isnull=False).iterator(chunk_size=1_000):
        own = change.kind == "enterprise" and change.record_id in whom.enterprise_ids
        if own or whom.needles.about(vault.current().seal.open(change.former)):
            EntityChange.objects.filter(pk=change.pk).update(former=None)


# ── spreadsheets ──


def _spreadsheet(pk: int, whom: Whom, release: Callable, by: Actor, at: datetime) -> Counter[str]:
    delivery = Delivery.objects.get(pk=pk)
    raw, rows = _raw(delivery, whom.needles)
    staged, dropped = _staged(delivery, whom)
    undo = _undo(delivery, whom)
    told = _told(delivery, whom.needles)
    old = [
        sha
        for sha, new in ((delivery.sha256, raw), (delivery.staged_sha256, staged), *undo.items())
        if new != sha
    ]
    again = list(delivery.summary.get("preview", {}).values()) if old else []
    old += [*again, *told]
    if old:
        release(old)
    with transaction.atomic():
        locked = Delivery.objects.select_for_update().get(pk=pk)
        rejected = _rejected(locked, whom.needles)
        locked.sha256, locked.staged_sha256 = raw, staged
        if locked.state == Delivery.State.LOOKED and dropped:
            locked.total -= dropped
        locked.summary = whom.needles.struck_in(locked.summary)
        if again:  # its places in the staged rows no longer hold
            locked.summary.pop("preview")
        for part, key in (("survey", None), ("since", "told")):
            holder = locked.summary if key is None else locked.summary.get(part, {})
            name = key or part
            if holder.get(name) in told:
                holder[name] = told[holder[name]]
        if "undo" in locked.summary:
            kept = locked.summary["undo"]
            locked.summary["undo"] = [
                undo.get(step, step) if isinstance(step, str) else step for step in kept
            ]
        locked.filename = whom.needles.struck(locked.filename)[:150]
        found = Counter(files=1 if old else 0, rows=rows, rejected_rows=rejected)
        if old or rejected:
            locked.save(update_fields=["sha256", "staged_sha256", "total", "summary", "filename"])
            note(
                by=by,
                at=at,
                action="delivery.redacted",
                on=("delivery", pk),
                area=locked.area_id,
                rows=rows + rejected,
            )
    return found


def _raw(delivery: Delivery, needles: Needles) -> tuple[str, int]:
    """The file without the rows about the person; its SHA-256 and how many rows."""
    blobs = vault.current().blobs
    try:
        content = blobs.get(delivery.sha256)
    except vault.BlobMissing:
        return delivery.sha256, 0  # retention removed it before
    answer = cage.run(redaction.without_rows, content, delivery.filename, needles)
    if "file" not in answer.tables:
        return delivery.sha256, 0
    return blobs.put(answer.tables["file"]["content"][0]), answer.values["rows"]


def _staged(delivery: Delivery, whom: Whom) -> tuple[str, int]:
    """The rows that wait or were applied, without those of the person."""
    if not delivery.staged_sha256:
        return "", 0
    blobs = vault.current().blobs
    try:
        rows = pl.read_ipc(io.BytesIO(blobs.get(delivery.staged_sha256)))
    except vault.BlobMissing:
        return delivery.staged_sha256, 0
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    lines = rows.select(pl.concat_str(pl.col(texts).fill_null(""), separator="\x1f")).to_series()
    about = pl.Series([whom.needles.about(line) for line in lines], dtype=pl.Boolean)
    if "nik_index" in rows.columns:
        about = about | rows["nik_index"].is_in(list(whom.nik_indexes)).fill_null(False)
    if not about.any():
        return delivery.staged_sha256, 0
    if delivery.summary.get("record") == "cooperative":  # the chair goes, the cooperative stays
        struck = [
            pl.Series(n, [v and whom.needles.struck(v) for v in rows[n]], dtype=pl.String) for n in texts
        ]
        kept = rows.with_columns(struck)
    else:
        kept = rows.filter(~about)
    buffer = io.BytesIO()
    kept.write_ipc(buffer, compression="lz4")
    return blobs.put(buffer.getvalue()), rows.height - kept.height


def _told(delivery: Delivery, needles: Needles) -> dict[str, str]:
    """Old → new SHA-256 of what a mapping is proposed from and what is told of changes, the person struck out."""
    blobs, found = vault.current().blobs, {}
    for sha in (delivery.summary.get("survey"), delivery.summary.get("since", {}).get("told")):
        if not sha:
            continue
        try:
            kept = json.loads(blobs.get(sha))
        except vault.BlobMissing:
            continue
        struck = needles.struck_in(_without_entries(kept, needles))
        if struck != kept:
            found[sha] = blobs.put(json.dumps(struck).encode())
    return found


def _without_entries(kept: Any, needles: Needles) -> Any:
    """Without the entries about the person: what changed tells former values too, which nobody looks for."""
    if not isinstance(kept, dict):
        return kept
    return {
        name: [e for e in value if not needles.about(json.dumps(e, ensure_ascii=False))]
        if isinstance(value, list) and name in ("changed", "missing", "new")
        else value
        for name, value in kept.items()
    }


def _undo(delivery: Delivery, whom: Whom) -> dict[str, str]:
    """Old → new SHA-256 of the images that undoing needs, without those of the person: a stub is not restored."""
    blobs, found = vault.current().blobs, {}
    for sha in delivery.summary.get("undo", []):
        if not isinstance(sha, str):
            continue
        try:
            step = json.loads(blobs.get(sha))
        except vault.BlobMissing:
            continue
        kept = [image for image in step["before"] if not _is_image_of(image, whom)]
        if len(kept) != len(step["before"]):
            found[sha] = blobs.put(json.dumps(step | {"before": kept}).encode())
    return found


def _is_image_of(image: dict[str, Any], whom: Whom) -> bool:
    if image.get("owner_id") in whom.person_ids:
        return True
    return whom.needles.about(json.dumps(image, ensure_ascii=False))


def _rejected(delivery: Delivery, needles: Needles) -> int:
    """Empty the rows that were given back and are about the person; that there was one stays."""
    seal, found = vault.current().seal, 0
    for row in RejectedRow.objects.filter(delivery=delivery).iterator(chunk_size=1_000):
        cells = json.loads(seal.open(row.values_sealed))
        if needles.about("\x1f".join(str(cell or "") for cell in cells)):
            row.values_sealed = seal.close(json.dumps([""] * len(cells)))
            row.problems = [p | {"value": "", "params": {}} for p in row.problems]
            row.save(update_fields=["values_sealed", "problems"])
            found += 1
    return found


# ── submissions ──


def _submission(pk: int, whom: Whom, release: Callable, by: Actor, at: datetime) -> Counter[str]:
    seal = vault.current().seal
    delivery = Delivery.objects.get(pk=pk)
    try:
        xml = seal.open_bytes(delivery.body).decode("utf-8", errors="replace")
    except vault.Unsealable:
        return Counter()
    own = delivery.summary.get("visit") in whom.visit_ids or any(f">{c}<" in xml for c in whom.visit_codes)
    struck = whom.needles.struck(xml)
    if not own and struck == xml:
        return Counter()
    files = list(delivery.attachments.values_list("sha256", flat=True)) if own else []
    if files:
        release(files)
    with transaction.atomic():
        locked = Delivery.objects.select_for_update(of=("self",)).get(pk=pk)
        if own:
            Attachment.objects.filter(delivery=locked).delete()
            if locked.state == Delivery.State.ASIDE:
                note(by=by, at=at, action="delivery.redacted", on=("delivery", pk), area=locked.area_id)
                locked.delete()
                return Counter(submissions=1, photos=len(files))
            locked.body = None
            locked.summary = {k: v for k, v in locked.summary.items() if k == "visit"}
            if locked.state in queries.UNSETTLED:
                locked.state, locked.reason, locked.finished_at = Delivery.State.REFUSED, GONE.code, at
                locked.summary |= {"id": GONE.id, "en": GONE.en}
        else:
            locked.body = seal.close_bytes(struck.encode())
            locked.summary = whom.needles.struck_in(locked.summary)
        locked.save(update_fields=["body", "summary", "state", "reason", "finished_at"])
        note(by=by, at=at, action="delivery.redacted", on=("delivery", pk), area=locked.area_id)
    return Counter(submissions=1, photos=len(files))
