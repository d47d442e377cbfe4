"""Lists of programmes (money, proposals, services): receive and look. What follows is in money_entering.py; a file is entered
whole or not at all.

Looking tries every line against the ledger by the same actions that applying uses, and takes it all back: what the preview
says is what would happen, and no limit is written twice.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import transaction

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.instruments import cage, finding, money_sheet, spreadsheet
from naikkelas.instruments.problem_kinds import KINDS, params_of
from naikkelas.instruments.record_kinds import GIVEN, LISTS
from naikkelas.instruments.workbook import MAX_PACKED, TOO_LARGE
from naikkelas.intake import awards, queries
from naikkelas.intake.actions.looking import ASKED, MAP_IT, OUR_FAULT, gazetteer, kept, mapped, refuse, to_map
from naikkelas.intake.actions.spreadsheets import UNKNOWN_LAYOUT
from naikkelas.intake.list_books import BOOKS
from naikkelas.intake.models import Delivery
from naikkelas.intake.money_books import Book, Doubtful, Told
from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes import queries as programme_queries
from naikkelas.programmes.queries import plut
from naikkelas.registry import queries as registry
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

_AT = {
    "money.over_ceiling": "amount_idr", "money.over_allocation": "amount_idr", "money.over_commitment": "amount_idr",
    "money.over_decree": "amount_idr", "money.over_contract": "amount_idr", "money.not_positive": "amount_idr",
    "money.too_large": "amount_idr", "money.below_use": "amount_idr", "money.commitment_over_allocation": "amount_idr",
    "money_row.other_amount": "amount_idr", "money_row.named_otherwise": "amount_idr",
    "money_row.paid_otherwise": "amount_idr", "money.spent": "status", "money_row.returned_since": "status",
    "money.document": "document_no", "money_row.taken_back": "document_no", "money_row.nothing_paid": "document_no",
    "money_row.recipient": "name", "money_row.several": "name", "money_row.nearly": "name", "money_row.alike": "name",
    "money_row.decree": "decree_no", "money_row.contract": "contract_no", "money_row.no_contract": "contract_no",
    "money_row.line": "line_code", "money_row.year": "paid_on", "money_row.programme": "programme",
    "money_row.allocation": "regency", "money_row.which_allocation": "line_code", "recipient.area": "village",
    "money_row.other_account": "account", "list_row.call": "call",
    "list_row.no_open_call": "received_on", "list_row.centre": "centre",
    "list_row.consultant": "consultant", "list_row.which_consultant": "consultant", "list_row.duration": "hours",
    "list_row.logged_otherwise": "hours", "list_row.plan_over": "amount_idr", "application.amount": "amount_idr",
    "application.outside": "village", "application.late": "received_on", "application.account_no": "account_no",
    "application.tax_id": "tax_id", "plut.no_contract": "served_on", "plut.service_future": "served_on",
    "plut.minutes": "hours", "plut.topic": "topic", "plut.client_outside": "village", "plut.guest_name": "name",
}  # fmt: skip
"""Which column a refusal of the ledger is about; none where it is about the whole row."""
_MATCHED = ("award", "application", "service")
"""Records whose rows are looked for in the registry."""
NOT_YOURS = Kind(
    "money_import.duty",
    "Anda tidak berwenang mencatat daftar jenis ini. Kirimkan kepada petugas yang berwenang: daftar uang kepada provinsi.",
    "You may not enter lists of this kind. Send it to an officer who may: lists of money go to the province.",
)


@transaction.atomic
def receive_money(
    *, filename: str, content: bytes, by: User, at: datetime, layout: str = "", given: Mapping[str, str] | None = None,
    synthetic: bool = False,
) -> Delivery:  # fmt: skip
    """Keep a list as it was sent. `layout`: a built-in one, "mapping:ID", or "?" where the sender wants to map the columns;
    `given`: what the file does not say itself, by field. Raises Refused."""
    if len(content) > MAX_PACKED:
        raise Refused(TOO_LARGE, status=413, size=len(content) // 1024**2, limit=MAX_PACKED // 1024**2)
    known = finding.layouts(finding.MONEY)
    mapped = [f"mapping:{saved.pk}" for saved in queries.mappings_for(by.area_id, LISTS)]
    if layout and layout not in (*known, *mapped, MAP_IT):
        raise Refused(UNKNOWN_LAYOUT, layout=layout[:60], known=", ".join(known))
    delivery = Delivery.objects.create(
        kind=Delivery.Kind.MONEY,
        instrument=layout,
        sha256=vault.current().blobs.put(content),
        size=len(content),
        filename=filename[-150:],
        area=by.area,
        received_by=by,
        received_at=at,
        summary={"given": {k: v for k, v in (given or {}).items() if k in GIVEN and v}},
        synthetic=synthetic,
    )
    note(
        by=by, at=at, action="delivery.received", on=("delivery", delivery.pk), area=by.area_id, filename=delivery.filename
    )  # fmt: skip
    return delivery


def look_money(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Read a list in a cage and try its lines against what stands. Nothing changes. A file whose columns are not known waits
    as `mapping` for a person to say what they hold."""
    waiting = Delivery.objects.filter(
        pk=delivery.pk, state__in=[Delivery.State.RECEIVED, Delivery.State.LOOKING]
    )
    if not waiting.update(state=Delivery.State.LOOKING):
        return Delivery.objects.get(pk=delivery.pk)  # the task was run again after it had done its work
    content = vault.current().blobs.get(delivery.sha256)
    given = delivery.summary.get("given", {})
    context = spreadsheet.Context(
        duty=delivery.area_id, places=gazetteer(delivery.area_id), today=at.date(), given=given,
        home=_home(by, given),
    )  # fmt: skip
    saved = [mapped(each) for each in queries.mappings_for(delivery.area_id, LISTS)]
    try:
        if delivery.instrument == MAP_IT:
            return to_map(
                delivery, content, context.places, Refused(ASKED), by, at, queries.lists_open_to(by)
            )
        try:
            answer = cage.run(
                money_sheet.read, content, delivery.filename, context, delivery.instrument, saved
            )
        except Refused as refusal:
            if refusal.kind.code not in finding.TO_MAP:
                raise
            return to_map(delivery, content, context.places, refusal, by, at, queries.lists_open_to(by))
        if answer.values["record"] not in queries.lists_open_to(by):
            raise Refused(NOT_YOURS, status=403)
    except Refused as refusal:
        return refuse(delivery, refusal, by, at)
    except cage.ReaderFailed:
        logging.getLogger(__name__).exception("delivery %s could not be read", delivery.pk)
        return refuse(delivery, Refused(OUR_FAULT, number=delivery.pk), by, at)
    values = _secret(answer.tables["values"])
    problems = answer.tables["problems"]
    sound = values.join(problems.filter(pl.col("error")), on="row", how="anti")
    candidates = _candidates(answer.values["record"], sound)
    mapping = next((m for m in saved if m.id == answer.values["mapping"]), None)
    with transaction.atomic():
        locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if locked.state != Delivery.State.LOOKING:
            return locked  # another run of this task was quicker
        locked.instrument, locked.reason = answer.values["layout"], ""
        locked.staged_sha256 = kept(values)
        locked.summary = answer.values | {"given": given, "choices": {}}
        locked.summary["mapping"] = {"id": mapping.id, "name": mapping.name} if mapping else None
        locked.summary["preview"] = {
            "cells": kept(answer.tables["cells"]),
            "problems": kept(problems),
            "candidates": vault.current().blobs.put(
                json.dumps([locked.pk, list(candidates.items())]).encode()
            ),
        }
        locked.state = Delivery.State.LOOKED
        tried(locked, by, at)
        note(
            by=by, at=at, action="delivery.looked", on=("delivery", locked.pk), area=locked.area_id,
            good=locked.total, bad=locked.summary["bad"],
        )  # fmt: skip
    return locked


def _home(by: User, given: Mapping[str, str]) -> str:
    """Where those live whom the list names, where it does not say it: where the chosen allocation, call or PLUT belongs."""
    of = {
        "allocation": programme_queries.allocations, "call": programme_queries.startup.all_calls, "centre": plut.all_centres
    }  # fmt: skip
    for name, rows in of.items():
        chosen = rows().filter(pk=int(given.get(name) or 0)).first()
        if chosen and access.covers(by, chosen.area_id):
            return chosen.area_id
    return ""


def _candidates(record: str, sound: pl.DataFrame) -> awards.Candidates:
    """Whom the rows may mean of the registry; a candidate whose NIK is known there is found by it."""
    if record not in _MATCHED:
        return {}
    if record == "application":
        known = registry.known_numbers(sound["nik_index"].drop_nulls().to_list())
        sound = sound.filter(~pl.col("nik_index").is_in(list(known)).fill_null(False))
        sound = sound.with_columns(
            pl.lit("person").alias("kind"), pl.col("business_address").alias("address")
        )
    return awards.candidates(sound)


def _secret(values: pl.DataFrame) -> pl.DataFrame:
    """Numbers of persons sealed before anything is stored; of an account the last four digits stay."""
    seal = vault.current().seal
    if "person_nik" in values.columns:
        values = values.with_columns(
            pl.Series("nik_sealed", seal.close_many(values["person_nik"]), dtype=pl.Binary),
            pl.Series("nik_index", seal.index_many(values["person_nik"]), dtype=pl.String),
        ).drop("person_nik")
    for name in ("tax_id", "account_no"):
        if name in values.columns:
            sealed = pl.Series(f"{name}_sealed", seal.close_many(values[name]), dtype=pl.Binary)
            end = pl.col(name).str.replace_all(r"[^0-9]", "").str.tail(4).alias(f"{name}_end")
            values = values.with_columns(sealed, end).drop(name)
    if "account" in values.columns:
        digits = pl.col("account").str.replace_all(r"[^0-9]", "")
        values = values.with_columns(digits.str.tail(4).alias("account_end")).drop("account")
    return values


# ── trying the lines ──


@dataclass
class Line:
    """One row of a list and what came of it."""

    row: int
    state: str
    problems: list[dict[str, Any]]
    candidates: list[dict[str, Any]]
    amount_idr: int = 0
    minutes: int = 0
    moves_idr: int = 0
    """By how much the ledger moves with it."""


class _BackAgain(Exception):
    """Raised at the end of trying: everything is taken back."""


@contextmanager
def taken_back() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _BackAgain
    except _BackAgain:
        return


def tried(delivery: Delivery, by: User, at: datetime) -> None:
    """Try every line, keep what came of it for the preview, count, and save the delivery."""
    values = queries.staged(delivery)
    read = _read_problems(queries.preview(delivery, "problems"))
    told, choices = _told(delivery), choices_of(delivery)
    book = BOOKS[delivery.summary["record"]](by, told)
    held = told.candidates if delivery.summary["record"] in _MATCHED else {}
    wrong = {row for row, told in read.items() if any(p["error"] for p in told)}
    rows = [row for row in values.iter_rows(named=True) if row["row"] not in wrong]
    lines = [
        Line(row["row"], "bad", read[row["row"]], [], *_size(row))
        for row in values.iter_rows(named=True)
        if row["row"] in wrong
    ]
    lines += [Line(row, "bad", read[row], []) for row in wrong - {line.row for line in lines}]  # rows of sums
    with taken_back():
        book.begin(rows, choices, by, at)
        for row in rows:
            number = row["row"]
            line = Line(number, "", list(read.get(number, [])), held.get(number, []), *_size(row))
            lines.append(_one(book, row, choices.get(number, ""), line, delivery, by, at))
    lines.sort(key=lambda line: line.row)
    _keep(delivery, lines)


def _size(row: Mapping[str, Any]) -> tuple[int, int]:
    """The money and the minutes of a row."""
    return row.get("amount_idr") or 0, row.get("minutes") or row.get("hours") or 0


def _one(
    book: Book, row: dict[str, Any], choice: str, line: Line, delivery: Delivery, by: User, at: datetime
) -> Line:
    """What came of a line when it was tried."""
    try:
        with transaction.atomic():
            came = book.enter(row, choice, by, at)
        line.state = came.state
        if came.state != "same":
            line.moves_idr = line.amount_idr if came.moves_idr is None else came.moves_idr
        if came.remark:
            line.problems.append(_problem(*came.remark, delivery) | {"error": False})
    except Refused as refusal:
        line.state = "bad"
        line.problems.append(_problem(refusal.kind, refusal.params, delivery))
    except Doubtful as doubt:
        line.state, line.candidates = "doubtful", doubt.candidates
        line.problems.append(_problem(doubt.kind, doubt.params, delivery))
    return line


def _problem(kind: Kind, params: Mapping[str, Any], delivery: Delivery) -> dict[str, Any]:
    """As the preview tells it: the sentence of the ledger, at the column that it is about."""
    field = str(params.get("at") or _AT.get(kind.code, ""))
    return {
        "field": field,
        "column": delivery.summary["heads"].get(field, ""),
        "code": kind.code,
        "id": kind.id,
        "en": kind.en,
        "params": {k: v if isinstance(v, int) else str(v) for k, v in params.items()},
        "error": True,
    }


def _read_problems(problems: pl.DataFrame) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for p in problems.iter_rows(named=True):
        kind = KINDS[p["code"]]
        told = {
            "field": p["field"], "column": p["header"], "code": p["code"], "id": kind.id, "en": kind.en,
            "params": {"value": p["value"] or "", **params_of(p["params"])}, "error": p["error"],
        }  # fmt: skip
        found.setdefault(p["row"], []).append(told)
    return found


def _keep(delivery: Delivery, lines: list[Line]) -> None:
    blobs, former = vault.current().blobs, delivery.summary["preview"].get("lines")
    told = json.dumps([delivery.pk, [vars(line) for line in lines]], ensure_ascii=False).encode()
    delivery.summary["preview"]["lines"] = blobs.put(told)
    states = [line.state for line in lines]
    delivery.summary |= {
        state: states.count(state) for state in ("new", "changed", "same", "bad", "doubtful")
    }
    delivery.summary["noted"] = sum(bool(line.problems) for line in lines)
    delivery.summary["amount_idr"] = sum(line.moves_idr for line in lines)
    delivery.summary["minutes"] = sum(line.minutes for line in lines if line.state in ("new", "changed"))
    delivery.summary["file_idr"] = sum(line.amount_idr for line in lines)
    delivery.summary["file_minutes"] = sum(line.minutes for line in lines)
    delivery.total = len(lines) - states.count("bad")
    delivery.save()
    if former and former != delivery.summary["preview"]["lines"]:
        transaction.on_commit(lambda: blobs.remove(former))


def book_of(delivery: Delivery, by: User) -> Book:
    return BOOKS[delivery.summary["record"]](by, _told(delivery))


def _told(delivery: Delivery) -> Told:
    given = delivery.summary.get("given", {})
    _pk, candidates = json.loads(vault.current().blobs.get(delivery.summary["preview"]["candidates"]))
    return Told(
        **{n: int(given.get(n) or 0) or None for n in ("programme", "allocation", "call", "centre")},
        candidates={row: held for row, held in candidates},
        synthetic=delivery.synthetic,
    )


def choices_of(delivery: Delivery) -> dict[int, str]:
    return {int(row): choice for row, choice in delivery.summary.get("choices", {}).items()}
