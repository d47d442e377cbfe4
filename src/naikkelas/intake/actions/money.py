"""Lists of money: receive and look. What follows is in money_entering.py; a file is entered whole or not at all.

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
from naikkelas.instruments.workbook import MAX_PACKED, TOO_LARGE
from naikkelas.intake import awards, queries
from naikkelas.intake.actions.looking import OUR_FAULT, gazetteer, kept, refuse
from naikkelas.intake.actions.spreadsheets import UNKNOWN_LAYOUT
from naikkelas.intake.models import Delivery
from naikkelas.intake.money_books import BOOKS, Book, Doubtful, Told
from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes import queries as programme_queries
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

GIVEN = frozenset(
    {"document_no", "decree_no", "dated_on", "paid_on", "source", "year", "allocation", "programme"}
)
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
    "money_row.other_account": "account",
}  # fmt: skip
"""Which column a refusal of the ledger is about; none where it is about the whole row."""


@transaction.atomic
def receive_money(
    *, filename: str, content: bytes, by: User, at: datetime, layout: str = "", given: Mapping[str, str] | None = None,
    synthetic: bool = False,
) -> Delivery:  # fmt: skip
    """Keep a list of money as it was sent. `given`: what the file does not say itself, by field. Raises Refused."""
    if len(content) > MAX_PACKED:
        raise Refused(TOO_LARGE, status=413, size=len(content) // 1024**2, limit=MAX_PACKED // 1024**2)
    known = finding.layouts(finding.MONEY)
    if layout and layout not in known:
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
    """Read a list of money in a cage and try its lines against the ledger. Nothing of the ledger changes."""
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
    try:
        answer = cage.run(money_sheet.read, content, delivery.filename, context, delivery.instrument)
    except Refused as refusal:
        return refuse(delivery, refusal, by, at)
    except cage.ReaderFailed:
        logging.getLogger(__name__).exception("delivery %s could not be read", delivery.pk)
        return refuse(delivery, Refused(OUR_FAULT, number=delivery.pk), by, at)
    values = _secret(answer.tables["values"])
    problems = answer.tables["problems"]
    candidates = {}
    if answer.values["record"] == "award":
        sound = values.join(problems.filter(pl.col("error")), on="row", how="anti")
        candidates = awards.candidates(sound)
    with transaction.atomic():
        locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if locked.state != Delivery.State.LOOKING:
            return locked  # another run of this task was quicker
        locked.instrument, locked.reason = answer.values["layout"], ""
        locked.staged_sha256 = kept(values)
        locked.summary = answer.values | {"given": given, "choices": {}}
        locked.summary["preview"] = {
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
    """Where the recipients of the chosen allocation live, where the list does not say it."""
    allocation = programme_queries.allocations().filter(pk=int(given.get("allocation") or 0)).first()
    return allocation.area_id if allocation and access.covers(by, allocation.area_id) else ""


def _secret(values: pl.DataFrame) -> pl.DataFrame:
    """Numbers of persons sealed before anything is stored; of an account the last four digits stay."""
    seal = vault.current().seal
    if "person_nik" in values.columns:
        values = values.with_columns(
            pl.Series("nik_sealed", seal.close_many(values["person_nik"]), dtype=pl.Binary),
            pl.Series("nik_index", seal.index_many(values["person_nik"]), dtype=pl.String),
        ).drop("person_nik")
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
    amount_idr: int


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
    book, choices = book_of(delivery, by), choices_of(delivery)
    wrong = {row for row, told in read.items() if any(p["error"] for p in told)}
    rows = [row for row in values.iter_rows(named=True) if row["row"] not in wrong]
    lines = [Line(row, "bad", read[row], [], 0) for row in wrong]
    with taken_back():
        book.begin(rows, choices, by, at)
        lines += [
            _one(book, row, choices.get(row["row"], ""), list(read.get(row["row"], [])), delivery, by, at)
            for row in rows
        ]
    lines.sort(key=lambda line: line.row)
    _keep(delivery, lines)


def _one(
    book: Book, row: dict[str, Any], choice: str, told: list[dict[str, Any]], delivery: Delivery, by: User, at: datetime
) -> Line:  # fmt: skip
    amount = row["amount_idr"] or 0
    held = _told_candidates(delivery, row["row"])
    try:
        with transaction.atomic():
            came = book.enter(row, choice, by, at)
        if came.remark:
            told.append(_problem(*came.remark, delivery) | {"error": False})
        return Line(row["row"], came.state, told, held, amount)
    except Refused as refusal:
        told.append(_problem(refusal.kind, refusal.params, delivery))
        return Line(row["row"], "bad", told, held, amount)
    except Doubtful as doubt:
        told.append(_problem(doubt.kind, doubt.params, delivery))
        return Line(row["row"], "doubtful", told, doubt.candidates, amount)


def _told_candidates(delivery: Delivery, row: int) -> list[dict[str, Any]]:
    return _told(delivery).candidates.get(row, []) if delivery.summary["record"] == "award" else []


def _problem(kind: Kind, params: Mapping[str, Any], delivery: Delivery) -> dict[str, Any]:
    """As the preview tells it: the sentence of the ledger, at the column that it is about."""
    field = _AT.get(kind.code, "")
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
    delivery.summary["amount_idr"] = sum(
        line.amount_idr for line in lines if line.state in ("new", "changed")
    )
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
        programme=int(given.get("programme") or 0) or None,
        allocation=int(given.get("allocation") or 0) or None,
        candidates={row: held for row, held in candidates},
        synthetic=delivery.synthetic,
    )


def choices_of(delivery: Delivery) -> dict[int, str]:
    return {int(row): choice for row, choice in delivery.summary.get("choices", {}).items()}
