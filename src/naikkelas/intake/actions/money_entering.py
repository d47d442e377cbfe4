"""What follows once a list of programmes was looked at: deciding about its lines, entering it, taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from naikkelas.accounts import access
from naikkelas.intake import queries
from naikkelas.intake.actions.looking import refuse
from naikkelas.intake.actions.money import book_of, choices_of, taken_back, tried
from naikkelas.intake.actions.spreadsheets import NO_RIGHT, NOT_LOOKED
from naikkelas.intake.models import Delivery
from naikkelas.intake.money_books import Doubtful
from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import folded
from naikkelas.programmes import actions as programmes
from naikkelas.trail.actions import note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.programmes.actions import Entered

NOT_WHOLE = Kind(
    "money_import.not_whole",
    "Daftar uang dicatat seluruhnya atau tidak sama sekali: {bad} baris masih salah dan {doubtful} menunggu keputusan. "
    "Perbaiki berkasnya lalu kirim ulang, dan putuskan yang meragukan.",
    "A list of money is entered whole or not at all: {bad} rows are wrong and {doubtful} wait for a decision. Mend the file and "
    "send it again, and decide about the doubtful ones.",
)
NO_SUCH_CHOICE = Kind(
    "money_import.choice",
    "Pilihan itu tidak ada untuk baris ini. Muat ulang halaman.",
    "There is no such choice for this row. Load the page again.",
)
HELD = Kind(
    "money_import.held",
    "Impor ini belum dapat ditarik kembali: {count} catatannya sudah dipakai. Lihat daftarnya di halaman pembatalan.",
    "This import cannot be taken back yet: {count} of its entries are in use. See which on the page of taking back.",
)
CHANGED = Kind(
    "money_import.changed",
    "Buku besar berubah sejak berkas ini diperiksa. Periksa hasilnya sekali lagi.",
    "The ledger changed since this file was looked at. Look at it once more.",
)
_LISTED = ("application", "service")
"""What is no money: taken back as its pages do."""
_ORDER = (*_LISTED, "returned", "disbursement", "revision", "recipient", "commitment", "ceiling")
"""In which order entries are taken back: what stands on others first."""


@transaction.atomic
def choose_for_line(*, delivery: Delivery, row: int, choice: str, by: User, at: datetime) -> Delivery:
    """Say what a line means: one of its candidates, or "new" for none of them. Raises Refused."""
    locked = _waiting(delivery)
    line = next((line for line in queries.money_lines(locked) if line["row"] == row), None)
    held = [f"{one['of']}:{one['id']}" for one in line["candidates"]] if line else []
    if choice not in held and not (choice == "new" and held and not held[0].startswith("recipient")):
        raise Refused(NO_SUCH_CHOICE, status=409)
    locked.summary["choices"] |= dict.fromkeys(map(str, _of_one_client(locked, line)), choice)
    tried(locked, by, at)
    note(
        by=by, at=at, action="delivery.line_decided", on=("delivery", locked.pk), area=locked.area_id, row=row, choice=choice
    )  # fmt: skip
    return locked


def _of_one_client(delivery: Delivery, line: dict[str, Any]) -> list[int]:
    """The rows that a decision about one is for: in a service log all rows of the same client."""
    if delivery.summary["record"] != "service":
        return [line["row"]]
    who = {
        row["row"]: [folded(row[n] or "") for n in ("name", "business_name", "area_code", "nik_index", "nib")]
        for row in queries.staged(delivery).iter_rows(named=True)
    }
    open_ones = [each["row"] for each in queries.money_lines(delivery) if each["state"] == "doubtful"]
    return [line["row"], *(row for row in open_ones if who[row] == who[line["row"]])]


@transaction.atomic
def confirm_money(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Decide to enter a list. Raises Refused while a row is wrong or doubtful."""
    locked = _waiting(delivery)
    if locked.summary["bad"] or locked.summary["doubtful"]:
        raise Refused(NOT_WHOLE, status=409, bad=locked.summary["bad"], doubtful=locked.summary["doubtful"])
    locked.state = Delivery.State.APPLYING
    locked.save(update_fields=["state"])
    note(
        by=by, at=at, action="delivery.confirmed", on=("delivery", locked.pk), area=locked.area_id, whole=True
    )
    return locked


def _waiting(delivery: Delivery) -> Delivery:
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state != Delivery.State.LOOKED or not locked.summary.get("preview"):
        raise Refused(NOT_LOOKED, status=409)
    return locked


def apply_money(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Enter a list whole, in one transaction. Where the ledger changed since and a line no longer fits, nothing is entered and
    the list waits for a decision again."""
    if delivery.state != Delivery.State.APPLYING:
        return delivery  # the task was run again after it had done its work
    duty = queries.LIST_DUTIES[delivery.summary["record"]]
    if not (access.may(by, duty) and access.covers(by, delivery.area_id)):
        return refuse(delivery, Refused(NO_RIGHT), by, at)
    try:
        with transaction.atomic():
            return _applied(delivery, by, at)
    except (Refused, Doubtful):
        with transaction.atomic():
            locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
            locked.state, locked.reason = Delivery.State.LOOKED, CHANGED.code
            tried(locked, by, at)
        return locked


def _applied(delivery: Delivery, by: User, at: datetime) -> Delivery:
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state != Delivery.State.APPLYING:
        return locked
    book, choices = book_of(locked, by), choices_of(locked)
    rows = list(queries.staged(locked).iter_rows(named=True))
    wrote: dict[tuple[str, int], None] = {}
    counts = {"new": 0, "changed": 0, "same": 0}
    entered: list[Entered] = book.begin(rows, choices, by, at)
    for each in entered:
        wrote |= dict.fromkeys(each.wrote)
    for row in rows:
        came = book.enter(row, choices.get(row["row"], ""), by, at)
        counts[came.state] += 1
        wrote |= dict.fromkeys(came.wrote)
    locked.summary |= {"applied": counts, "wrote": [list(each) for each in wrote]}
    locked.state, locked.reason, locked.finished_at, locked.done = Delivery.State.APPLIED, "", at, len(rows)
    locked.save()
    note(by=by, at=at, action="delivery.applied", on=("delivery", locked.pk), area=locked.area_id, **counts)
    return locked


# ── taking back ──


@transaction.atomic
def undo_money(*, delivery: Delivery, reason: str, by: User, at: datetime) -> Delivery:
    """Take back what a list entered, each entry by the ledger's own second row; all or nothing. Raises Refused while
    anything depends on it."""
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if locked.state != Delivery.State.APPLIED:
        raise Refused(NOT_LOOKED, status=409)
    held = _undone(locked, reason, by, at)
    if held:
        raise Refused(HELD, status=409, count=len(held))
    locked.state = Delivery.State.UNDONE
    locked.save(update_fields=["state"])
    note(
        by=by, at=at, action="delivery.undone", on=("delivery", locked.pk), area=locked.area_id, reason=reason
    )
    return locked


def money_depends_on(*, delivery: Delivery, by: User, at: datetime) -> list[dict[str, Any]]:
    """Which entries of a list cannot be taken back, and why: tried, and taken back again. Changes nothing."""
    held: list[dict[str, Any]] = []
    with taken_back():
        held = _undone(delivery, "–", by, at)
    return held


def _undone(delivery: Delivery, reason: str, by: User, at: datetime) -> list[dict[str, Any]]:
    held = []
    wrote = [tuple(each) for each in delivery.summary.get("wrote", [])]
    for kind, pk in sorted(wrote, key=lambda each: (_ORDER.index(each[0]), -each[1])):
        try:
            with transaction.atomic():
                take_back = programmes.take_back_listed if kind in _LISTED else programmes.take_back_entry
                take_back(kind=kind, record_id=pk, reason=reason[:200], by=by, at=at)
        except Refused as refusal:
            held.append(
                {"kind": kind, "id": pk, "id_text": refusal.text("id"), "en_text": refusal.text("en")}
            )
    return held
