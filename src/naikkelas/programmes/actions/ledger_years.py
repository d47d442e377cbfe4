"""Closing the books of a year, opening them again with a reason, and the second officer's word on a payment."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes import queries
from naikkelas.programmes.actions.limits import locked, not_reversed
from naikkelas.programmes.actions.money import reverse
from naikkelas.programmes.models import Confirmation, Disbursement, Programme, YearClosing
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

CLOSED_ALREADY = Kind(
    "year.closed", "Buku tahun {year} sudah ditutup.", "The books of {year} are closed already."
)
OPEN_ALREADY = Kind("year.open", "Buku tahun {year} tidak ditutup.", "The books of {year} are not closed.")
REASON_NEEDED = Kind(
    "year.reason", "Tulis alasannya (paling sedikit 10 huruf).", "Write the reason (at least 10 characters)."
)
RUNNING = Kind(
    "year.running",
    "Tahun {year} belum berakhir. Buku dapat ditutup mulai 1 Januari {next}.",
    "The year {year} has not ended. Its books can be closed from 1 January {next}.",
)
OWN_PAYMENT = Kind(
    "payment.own",
    "Pencairan diperiksa pejabat lain, bukan yang mencatatnya.",
    "A disbursement is checked by another officer than the one who recorded it.",
)
DECIDED = Kind(
    "payment.decided",
    "Pencairan ini sudah diperiksa {who} pada {when}.",
    "This disbursement was checked by {who} on {when} already.",
)
WHY = Kind(
    "payment.why",
    "Tulis di kolom keterangan apa yang tidak sesuai dengan dokumennya, lalu batalkan lagi.",
    "Write in the remark what is not as its document says; then take it back again.",
)
_LEAST_REASON = 10


@transaction.atomic
def close_year(*, area: str, year: int, by: Actor, at: datetime, reason: str = "") -> YearClosing:
    """Close the books of the programmes of an area for a year: they take no more rows. What is unused is written down."""
    _lock_all(area)
    if year >= at.year:
        raise Refused(RUNNING, year=year, next=year + 1)
    if queries.year_closed(area, year):
        raise Refused(CLOSED_ALREADY, status=409, year=year)
    return _written(area, year, True, reason, by, at)


@transaction.atomic
def reopen_year(*, area: str, year: int, reason: str, by: Actor, at: datetime) -> YearClosing:
    """Open closed books again, with the reason. Raises Refused without one."""
    _lock_all(area)
    if len(reason.strip()) < _LEAST_REASON:
        raise Refused(REASON_NEEDED)
    if not queries.year_closed(area, year):
        raise Refused(OPEN_ALREADY, status=409, year=year)
    return _written(area, year, False, reason.strip(), by, at)


def _lock_all(area: str) -> None:
    """Wait for whoever is writing a row of these programmes."""
    list(Programme.objects.select_for_update().filter(area_id=area).order_by("pk"))


def _written(area: str, year: int, closed: bool, reason: str, by: Actor, at: datetime) -> YearClosing:
    totals = queries.year_totals(area, year)
    unused = totals["unallocated_idr"] + totals["undisbursed_idr"]
    row = YearClosing.objects.create(
        area_id=area, year=year, closed=closed, unused_idr=unused, reason=reason, by_name=by.name, at=at
    )
    note(
        by=by, at=at, action="year.closed" if closed else "year.reopened", on=("year", year), area=area, year=year,
        unused_idr=unused, reason=reason,
    )  # fmt: skip
    return row


@transaction.atomic
def check_payment(
    *, disbursement: Disbursement, agrees: bool, by: "User", at: datetime, remark: str = ""
) -> Confirmation:
    """Say of a recorded disbursement that it is as its document says, or that it is not: then it is taken back. By another
    officer than the one who recorded it; the first word stands. Raises Refused."""
    ceiling = disbursement.recipient.allocation.ceiling
    locked(ceiling.programme_id, ceiling.year)
    said = Confirmation.objects.filter(disbursement=disbursement).select_related("by").first()
    if said:
        raise Refused(DECIDED, status=409, who=said.by.name, when=said.at.isoformat(" ", "minutes"))
    if disbursement.recorded_by_id == by.pk:
        raise Refused(OWN_PAYMENT, status=409)
    if not agrees and not remark.strip():
        raise Refused(WHY)
    not_reversed(Disbursement.objects.all(), disbursement)
    row = Confirmation.objects.create(disbursement=disbursement, agrees=agrees, by=by, at=at, remark=remark)
    note(
        by=by, at=at, action="money.confirmed" if agrees else "money.contested",
        on=("recipient", disbursement.recipient_id), area=disbursement.recipient.area_id,
        amount_idr=disbursement.amount_idr, document=disbursement.document_no,
    )  # fmt: skip
    if not agrees:
        reverse(disbursement=disbursement, reason=remark, by=by, at=at)
    return row
