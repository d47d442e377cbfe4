"""Looking at a registry spreadsheet: read it in a cage, match it with what is known, stage what a person decides about."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import transaction

from naikkelas import vault
from naikkelas.instruments import cage, spreadsheet, survey
from naikkelas.instruments.finding import TO_MAP, Mapped
from naikkelas.instruments.gazetteer import Place
from naikkelas.instruments.problem_kinds import params_of
from naikkelas.instruments.record_kinds import REGISTRY
from naikkelas.intake import comparing, matching, queries, switchboard
from naikkelas.intake.alike import alike
from naikkelas.intake.models import Delivery, RejectedRow, SavedMapping
from naikkelas.kit.problems import Kind, Refused
from naikkelas.notices.actions import notify
from naikkelas.places import queries as places
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

MAP_IT = "?"
"""In the place of a layout: a person wants to say himself what the columns mean."""
OUR_FAULT = Kind(
    "delivery.our_fault",
    "Berkas ini tidak terbaca karena kesalahan pada sistem, bukan kesalahan Anda. Sampaikan nomor kiriman {number} "
    "kepada administrator; berkasnya tersimpan.",
    "This file could not be read because of a fault of the system, not yours. Tell the administrator delivery "
    "number {number}; the file is kept.",
)
ASKED = Kind(
    "delivery.mapping_asked",
    "Tentukan isi setiap kolom berkas ini.",
    "Say what each column of this file holds.",
)


def look(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Read a spreadsheet in a cage, match it with what is known, and stage the rows that can be applied.

    Nothing of the registry changes. A file whose columns are not known waits as `mapping` for a person to say what
    they hold; one that cannot be used at all ends as `refused` with the reason.
    """
    waiting = Delivery.objects.filter(
        pk=delivery.pk, state__in=[Delivery.State.RECEIVED, Delivery.State.LOOKING]
    )
    if not waiting.update(state=Delivery.State.LOOKING):
        return Delivery.objects.get(pk=delivery.pk)  # the task was run again after it had done its work
    known = gazetteer(delivery.area_id)
    content = vault.current().blobs.get(delivery.sha256)
    try:
        if delivery.instrument == MAP_IT:
            return to_map(delivery, content, known, Refused(ASKED), by, at)
        return _looked(delivery, content, known, by, at)
    except Refused as refusal:
        if refusal.kind.code not in TO_MAP:
            return refuse(delivery, refusal, by, at)
        told = refusal
    except cage.ReaderFailed:
        logging.getLogger(__name__).exception("delivery %s could not be read", delivery.pk)
        return refuse(delivery, Refused(OUR_FAULT, number=delivery.pk), by, at)
    try:
        return to_map(delivery, content, known, told, by, at)
    except Refused as refusal:
        return refuse(delivery, refusal, by, at)
    except cage.ReaderFailed:
        logging.getLogger(__name__).exception("delivery %s could not be surveyed", delivery.pk)
        return refuse(delivery, Refused(OUR_FAULT, number=delivery.pk), by, at)


def _looked(
    delivery: Delivery, content: bytes, known_places: list[Place], by: User, at: datetime
) -> Delivery:
    context = spreadsheet.Context(duty=delivery.area_id, places=known_places, today=at.date())
    known = [mapped(mapping) for mapping in queries.mappings_for(delivery.area_id)]
    answer = cage.run(spreadsheet.read, content, delivery.filename, context, delivery.instrument, known)
    # rows of one place side by side on the disk: quicker to insert, and quicker to list afterwards
    good = _sealed(answer.tables["good"].sort("area_code", "name"))
    record, layout = answer.values["record"], answer.values["layout"]
    matched = matching.match(record, good, delivery.area_id, source_of(delivery))
    index = _index(record, answer, matched, at)
    since = comparing.with_the_last(delivery, record, layout, good, _names(answer))
    mapping = next((m for m in known if m.id == answer.values["mapping"]), None)
    with transaction.atomic():
        if Delivery.objects.select_for_update().get(pk=delivery.pk).state != Delivery.State.LOOKING:
            return Delivery.objects.get(pk=delivery.pk)  # another run of this task was quicker
        RejectedRow.objects.filter(delivery=delivery).delete()
        _keep_rejected(delivery, answer)
        delivery.instrument, delivery.reason = layout, ""
        delivery.staged_sha256 = kept(good)
        delivery.total, delivery.done = good.height, 0
        delivery.summary = answer.values | _summary(answer, index, matched, delivery.area_id)
        delivery.summary["covers"] = comparing.districts(good)
        delivery.summary["mapping"] = {"id": mapping.id, "name": mapping.name} if mapping else None
        delivery.summary["preview"] = {"index": kept(index), "problems": kept(answer.tables["problems"])}
        if since is not None:
            delivery.summary["since"] = since
        delivery.state = Delivery.State.LOOKED
        delivery.save()
        note(
            by=by, at=at, action="delivery.looked", on=("delivery", delivery.pk), area=delivery.area_id,
            good=good.height, bad=answer.tables["bad"].height,
        )  # fmt: skip
    return delivery


def to_map(
    delivery: Delivery, content: bytes, known_places: list[Place], why: Refused, by: User, at: datetime,
    among: Sequence[str] = REGISTRY,
) -> Delivery:  # fmt: skip
    """Keep what a person needs to say what the columns hold, of a list of some kinds of records. Raises `why` where there is
    no table to speak of."""
    found = cage.run(survey.survey, content, delivery.filename, known_places, among)
    if not any(sheet["rows"] > 1 and len(sheet["columns"]) > 1 for sheet in found.values["sheets"]):
        raise why
    with transaction.atomic():
        if Delivery.objects.select_for_update().get(pk=delivery.pk).state != Delivery.State.LOOKING:
            return Delivery.objects.get(pk=delivery.pk)
        RejectedRow.objects.filter(delivery=delivery).delete()
        delivery.state, delivery.reason = Delivery.State.MAPPING, why.kind.code
        delivery.instrument, delivery.staged_sha256 = "", ""
        delivery.total = delivery.done = 0
        told = {k: delivery.summary[k] for k in ("given",) if k in delivery.summary}
        delivery.summary = told | {
            "id": why.text("id"),
            "en": why.text("en"),
            "survey": vault.current().blobs.put(json.dumps(found.values).encode()),
        }
        delivery.save()
        note(
            by=by, at=at, action="delivery.to_map", on=("delivery", delivery.pk), area=delivery.area_id,
            reason=why.kind.code,
        )  # fmt: skip
    return delivery


def refuse(delivery: Delivery, refusal: Refused, by: User, at: datetime) -> Delivery:
    """End a delivery with the reason why it cannot be used."""
    with transaction.atomic():
        delivery.state, delivery.reason, delivery.finished_at = Delivery.State.REFUSED, refusal.kind.code, at
        delivery.summary = {"id": refusal.text("id"), "en": refusal.text("en")}
        delivery.save()
        note(
            by=by, at=at, action="delivery.refused", on=("delivery", delivery.pk), area=delivery.area_id,
            reason=refusal.kind.code,
        )  # fmt: skip
        notify(kind="import.failed", to=by, about=("delivery", delivery.pk), at=at)
    return delivery


def source_of(delivery: Delivery) -> str:
    """How rows say that they came with this delivery; the sender's row number follows."""
    return f"d{delivery.pk}/"


def mapped(saved: SavedMapping) -> Mapped:
    """A saved mapping as reading takes it."""
    fields = {c["at"]: c["field"] for c in saved.columns if c["field"]}
    return Mapped(
        saved.pk, saved.name, saved.record, saved.fingerprint, saved.header_rows, fields, saved.sheet
    )


def gazetteer(code: str) -> list[Place]:
    """All places that a file of this area may name: the whole province, so that foreign rows are named as such."""
    province = code if code == "0" else code[:2]
    standing = [
        Place(*row)
        for level in ("regency", "district", "village")
        for row in places.below(province, level).values_list("code", "name", "level", "bps_code")
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


def kept(table: pl.DataFrame) -> str:
    """Keep a table sealed; its address."""
    buffer = io.BytesIO()
    table.write_ipc(buffer, compression="lz4")
    return vault.current().blobs.put(buffer.getvalue())


def _index(record: str, answer: cage.Answer, matched: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """One line a row of the file, in its order: what applying would do with it, and where it stands in the staged table."""
    problems = answer.tables["problems"]
    noted = problems.filter(~pl.col("error"))["row"].unique().to_list()
    good = pl.DataFrame(
        {
            "row": matched["row"].cast(pl.UInt32),
            "state": switchboard.FORESEE[record](rows=matched, at=at),
            "doubtful": matching.doubtful(record, matched),
            "noted": matched["row"].is_in(noted),
            "at": pl.int_range(matched.height, dtype=pl.UInt32, eager=True),
        }
    )
    bad = answer.tables["bad"].select(
        pl.col("row").cast(pl.UInt32),
        pl.lit("bad").alias("state"),
        pl.lit(False).alias("doubtful"),
        pl.lit(True).alias("noted"),
        pl.lit(None, pl.UInt32).alias("at"),
    )
    return pl.concat([good, bad]).sort("row")


def _names(answer: cage.Answer) -> pl.Series:
    """The names in the rows that are given back."""
    at = next((at for at, field in answer.values["columns"] if field == "name"), None)
    bad = answer.tables["bad"]
    return bad[f"c{at}"] if at is not None and bad.height else pl.Series(dtype=pl.String)


def _keep_rejected(delivery: Delivery, answer: cage.Answer) -> None:
    problems: dict[int, list[dict[str, Any]]] = {}
    wrong = answer.tables["problems"].join(
        answer.tables["bad"].select(pl.col("row").cast(pl.UInt32)), on="row", how="semi"
    )
    for p in wrong.iter_rows(named=True):
        told = {
            "code": p["code"],
            "column": p["header"],
            "value": p["value"] or "",
            "params": params_of(p["params"]),
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


def _summary(answer: cage.Answer, index: pl.DataFrame, matched: pl.DataFrame, area: str) -> dict[str, Any]:
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
    states = dict(index["state"].value_counts().iter_rows())
    known = matched["existing_id"].is_not_null().sum()
    return {
        "good": matched.height,
        "bad": bad,
        "new": matched.height - known,
        "known": known,
        "foreseen": {
            **{state: states.get(state, 0) for state in ("new", "changed", "same")},
            "doubtful": int(index["doubtful"].sum()),
            "noted": int(index["noted"].sum()),
        },
        "doubles": matching.likely_doubles(answer.values["record"], matched),
        "alike": alike(answer.values["record"], matched, area),
        "warnings": warnings.to_dicts(),
        "errors": errors.head(50).to_dicts(),
    }
