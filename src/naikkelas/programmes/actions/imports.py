"""Entering the lines of an imported list: each by the ledger's own action, so that every limit of the ledger holds.

A line that stands already changes nothing; the same file sent twice therefore changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import folded
from naikkelas.programmes import queries
from naikkelas.programmes.actions.ledger import commit, reverse_commitment
from naikkelas.programmes.actions.ledger_changes import (
    reverse_revision,
    revise_ceiling,
    revise_recipient,
)
from naikkelas.programmes.actions.money import TAKEN_BACK, disburse, name_recipient, reverse, set_ceiling
from naikkelas.programmes.models import (
    Allocation,
    Ceiling,
    Commitment,
    Disbursement,
    Programme,
    Recipient,
    Revision,
)
from naikkelas.programmes.queries.imports import standing_payment

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

OTHER_AMOUNT = Kind(
    "money_row.other_amount",
    "SP2D {document} untuk penerima ini sudah tercatat {stands} rupiah, di berkas {asked} rupiah. Periksa mana yang benar.",
    "SP2D {document} of this recipient is recorded with {stands} rupiah, in the file {asked}. See which is right.",
)
NAMED_OTHERWISE = Kind(
    "money_row.named_otherwise",
    "Sudah tercatat dalam SK {decree} dengan {stands} rupiah, di berkas {asked} rupiah. Ubah dengan revisi, atau perbaiki "
    "berkasnya.",
    "Named in decree {decree} already with {stands} rupiah, in the file {asked}. Change it by a revision, or mend the file.",
)
NOTHING_PAID = Kind(
    "money_row.nothing_paid",
    "Belum ada SP2D yang tercatat untuk transfer ini. Impor daftar SP2D dahulu, atau isi nomor SP2D dan tanggal transfernya.",
    "No SP2D is recorded for this transfer. Import the list of SP2D first, or fill in its number and the day of the transfer.",
)
PAID_OTHERWISE = Kind(
    "money_row.paid_otherwise",
    "SP2D {document} tercatat {stands} rupiah, bank mentransfer {asked} rupiah (selisih {off}). Tanyakan kepada bank.",
    "SP2D {document} is recorded with {stands} rupiah, the bank transferred {asked} (difference {off}). Ask the bank.",
)
RETURNED_SINCE = Kind(
    "money_row.returned_since",
    "Pembayaran ini tercatat sudah diretur atau dibatalkan, tetapi bank menyatakan berhasil. Catat SP2D penggantinya.",
    "This payment is recorded as returned or taken back, but the bank says it was done. Record the SP2D that replaces it.",
)
NO_CONTRACT = Kind(
    "money_row.no_contract",
    "Kontrak {document} sudah dibatalkan. Periksa nomornya.",
    "Contract {document} was taken back. Check its number.",
)


@dataclass(frozen=True)
class Entered:
    """What came of a line: `state` is new, changed or same; `wrote` the rows written, by kind and number."""

    state: str
    wrote: tuple[tuple[str, int], ...] = ()
    remark: tuple[Kind, dict[str, Any]] | None = None
    """What a person should know of it, though nothing is wrong."""
    moves_idr: int | None = None
    """By how much the ledger moves, where that is not the line's own amount."""


@transaction.atomic
def enter_payment(*, recipient: Recipient, row: Mapping[str, Any], by: User, at: datetime) -> Entered:
    """Record one line of a list of SP2D. Raises Refused."""
    number, amount = row["document_no"], row["amount_idr"]
    standing = recipient.disbursements.filter(document_no=number, reverses=None).first()
    if standing:
        gone = Disbursement.objects.filter(reverses=standing).exists()
        if standing.amount_idr != amount:
            if gone:
                raise Refused(TAKEN_BACK, document=number)
            raise Refused(OTHER_AMOUNT, document=number, stands=standing.amount_idr, asked=amount)
        return Entered("same", remark=(TAKEN_BACK, {"document": number}) if gone else None)
    contract = None
    if row.get("contract_no"):
        contract = _contract(recipient, row["contract_no"])
    paid = disburse(
        recipient=recipient, amount_idr=amount, paid_on=row["paid_on"], document_no=number, commitment=contract, by=by, at=at
    )  # fmt: skip
    return Entered("new", (("disbursement", paid.pk),))


def _contract(recipient: Recipient, number: str) -> Commitment:
    key = folded(number)
    rows = recipient.contracts.filter(reverses=None, reversed_by=None)
    for row in rows:
        if folded(row.document_no) == key:
            return row
    raise Refused(NO_CONTRACT, document=number)


@transaction.atomic
def enter_ceiling(*, programme: Programme, row: Mapping[str, Any], by: User, at: datetime) -> Entered:
    """Record one line of a budget document: a new ceiling, or a revision of one by the difference. Raises Refused."""
    amount, number = row["amount_idr"], row["document_no"]
    line = {"source": row["source"], "year": row["year"], "line_code": row["line_code"]}
    standing = programme.ceilings.filter(**line).first()
    if standing is None:
        made = set_ceiling(programme=programme, amount_idr=amount, document_no=number, by=by, at=at, **line)
        return Entered("new", (("ceiling", made.pk),))
    difference = amount - queries.standing(standing)
    if not difference:
        return Entered("same")
    revision = revise_ceiling(
        ceiling=standing, amount_idr=difference, document_no=number, decided_on=row["dated_on"], by=by, at=at
    )
    return Entered("changed", (("revision", revision.pk),), moves_idr=difference)


@transaction.atomic
def open_decree(
    *, allocation: Allocation, decree_no: str, decree_on: date, amount_idr: int, by: User, at: datetime
) -> Entered:
    """Promise what a list names in a decree, as one commitment; nothing where the decree is a commitment already. Raises
    Refused when the allocation has no room."""
    rows = allocation.commitments.filter(document_no=decree_no, reverses=None, reversed_by=None)
    if rows.exists():
        return Entered("same")
    made = commit(
        allocation=allocation, kind=Commitment.Kind.DECREE, counterparty="", document_no=decree_no, signed_on=decree_on,
        amount_idr=amount_idr, by=by, at=at,
    )  # fmt: skip
    return Entered("new", (("commitment", made.pk),))


@transaction.atomic
def enter_award(
    *, allocation: Allocation, row: Mapping[str, Any], kind: str, records: Mapping[str, int], by: User, at: datetime,
    synthetic: bool = False,
) -> Entered:  # fmt: skip
    """Name somebody whom a decree's list names. `records`: ids of the registry's person, enterprise or cooperative. Raises
    Refused."""
    amount = row["amount_idr"]
    standing = _named_already(allocation, row, records)
    if standing is not None:
        stands = queries.standing(standing)
        if stands == amount:
            return Entered("same")
        if stands:  # nought: an import of it was taken back
            raise Refused(NAMED_OTHERWISE, decree=row["decree_no"], stands=stands, asked=amount)
        revision = revise_recipient(
            recipient=standing, amount_idr=amount, document_no=row["decree_no"], decided_on=row["dated_on"], by=by, at=at
        )  # fmt: skip
        return Entered("changed", (("revision", revision.pk),))
    made = name_recipient(
        allocation=allocation, kind=kind, name=row["name"], area=row["area_code"], amount_idr=amount,
        decree_no=row["decree_no"], decree_on=row["dated_on"], plan=row.get("plan") or "", synthetic=synthetic, by=by, at=at,
        **{f"{name}_id": pk for name, pk in records.items()},
    )  # fmt: skip
    wrote: tuple[tuple[str, int], ...] = (("recipient", made.pk),)
    if made.commitment and made.commitment.recorded_at == at:  # promised for the list, or for this line alone
        wrote += (("commitment", made.commitment.pk),)
    return Entered("new", wrote)


def _named_already(
    allocation: Allocation, row: Mapping[str, Any], records: Mapping[str, int]
) -> Recipient | None:
    """Whom the decree names already: the same record of the registry, else the same name in the same place."""
    key = folded(row["name"])
    linked = {name: pk for name, pk in records.items() if name != "person"}
    for standing in allocation.recipients.filter(decree_no=row["decree_no"]).order_by("id"):
        if any(getattr(standing, f"{name}_id") == pk for name, pk in linked.items()):
            return standing
        other = any(getattr(standing, f"{name}_id") not in (None, pk) for name, pk in linked.items())
        if not other and folded(standing.name) == key and standing.area_id == row["area_code"]:
            return standing
    return None


@transaction.atomic
def enter_transfer(*, recipient: Recipient, row: Mapping[str, Any], by: User, at: datetime) -> Entered:
    """Record what the bank says of one transfer: done, and the payment stands or is recorded; returned, and it is taken
    back. Raises Refused."""
    number, amount = row.get("document_no") or "", row["amount_idr"]
    payment = standing_payment(recipient, number, amount)
    done = row["status"] == "done"
    if payment is None:
        if not done:
            return Entered("same")
        if not (number and row.get("paid_on")):
            raise Refused(NOTHING_PAID)
        paid = disburse(
            recipient=recipient, amount_idr=amount, paid_on=row["paid_on"], document_no=number, by=by, at=at
        )
        return Entered("new", (("disbursement", paid.pk),))
    if payment.amount_idr != amount:
        raise Refused(
            PAID_OTHERWISE,
            document=payment.document_no,
            stands=payment.amount_idr,
            asked=amount,
            off=amount - payment.amount_idr,
        )
    taken_back = Disbursement.objects.filter(reverses=payment).exists()
    if taken_back:
        if done:
            raise Refused(RETURNED_SINCE, status=409)
        return Entered("same")
    if done:
        return Entered("same")
    reason = " ".join(part for part in ("Retur bank:", row.get("reference"), row.get("remark")) if part)
    back = reverse(disbursement=payment, reason=reason[:200], by=by, at=at)
    return Entered("changed", (("returned", back.pk),), moves_idr=-amount)


UNDOABLE = Kind(
    "money_import.returned",
    "Pencairan {document} dibatalkan karena retur bank. Itu tidak dapat ditarik kembali; catat SP2D penggantinya.",
    "Payment {document} was taken back because the bank returned it. That cannot be undone; record the SP2D that replaces it.",
)


@transaction.atomic
def take_back_entry(*, kind: str, record_id: int, reason: str, by: User, at: datetime) -> None:
    """Take back what an import wrote, by the ledger's own second row. What was taken back since stays so. Raises Refused
    where something depends on it."""
    said: dict[str, Any] = {"by": by, "at": at}
    match kind:
        case "disbursement":
            row = Disbursement.objects.get(pk=record_id)
            if not Disbursement.objects.filter(reverses=row).exists():
                reverse(disbursement=row, reason=reason, **said)
        case "revision":
            revision = Revision.objects.get(pk=record_id)
            if not Revision.objects.filter(reverses=revision).exists():
                reverse_revision(revision=revision, reason=reason, **said)
        case "commitment":
            commitment = Commitment.objects.get(pk=record_id)
            if not Commitment.objects.filter(reverses=commitment).exists():
                reverse_commitment(commitment=commitment, reason=reason, **said)
        case "ceiling":
            _to_nought(Ceiling.objects.get(pk=record_id), reason, said)
        case "recipient":
            _to_nought(Recipient.objects.get(pk=record_id), reason, said)
        case "returned":
            back = Disbursement.objects.get(pk=record_id)
            raise Refused(UNDOABLE, status=409, document=back.document_no)


def _to_nought(record: Ceiling | Recipient, reason: str, said: Mapping[str, Any]) -> None:
    """A ceiling and a recipient are not taken back but revised: to nothing."""
    left = queries.standing(record)
    if not left:
        return
    day = said["at"].date()
    if isinstance(record, Ceiling):
        revise_ceiling(
            ceiling=record,
            amount_idr=-left,
            document_no=record.document_no,
            decided_on=day,
            reason=reason,
            **said,
        )
    else:
        revise_recipient(
            recipient=record,
            amount_idr=-left,
            document_no=record.decree_no,
            decided_on=day,
            reason=reason,
            **said,
        )
