"""Recording that a report went out, so that the duty is fulfilled."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.reports.models import Sending
from naikkelas.reports.queries.duties import Duty
from naikkelas.trail.actions import Actor, note

SENT_ALREADY = Kind(
    "duty.sent",
    "Laporan ini sudah dicatat terkirim dengan surat {letter}. Batalkan dahulu bila keliru.",
    "This report is recorded as sent with letter {letter} already. Take that back first if it is a mistake.",
)
BEFORE_END = Kind(
    "duty.before_end",
    "Tanggal kirim {day} mendahului akhir periode laporan. Periksa tanggalnya.",
    "The day of sending {day} lies before the end of the period. Check the day.",
)
AHEAD = Kind(
    "duty.ahead",
    "Tanggal kirim {day} belum tiba. Isi tanggal surat yang sebenarnya.",
    "The day of sending {day} has not come yet. Enter the letter's real day.",
)
NO_LETTER = Kind("duty.letter", "Isi nomor surat pengantar.", "Enter the number of the letter.")
WITHDRAWN = Kind("duty.withdrawn", "Catatan ini sudah dibatalkan.", "This record was taken back already.")


@transaction.atomic
def record_sending(*, duty: Duty, letter_no: str, sent_on: date, by: Actor, at: datetime) -> Sending:
    """Record that a report went out with a letter on a day; the last issue of it goes with the record. Raises Refused."""
    if not letter_no.strip():
        raise Refused(NO_LETTER)
    if sent_on <= duty.period.last_day:
        raise Refused(BEFORE_END, day=sent_on.isoformat())
    if sent_on > timezone.localdate(at):
        raise Refused(AHEAD, day=sent_on.isoformat())
    places.hold(duty.area.code)
    place = {
        "obligation": duty.obligation.id,
        "area_id": duty.area.code,
        "year": duty.period.year,
        "quarter": duty.period.number,
    }
    standing = Sending.objects.filter(**place, withdrawn_at=None).first()
    if standing:
        raise Refused(SENT_ALREADY, status=409, letter=standing.letter_no)
    row = Sending.objects.create(
        **place,
        issue_id=duty.issue.pk if duty.issue else None,
        letter_no=letter_no.strip(),
        sent_on=sent_on,
        recorded_by_id=by.pk,
        recorded_at=at,
    )
    note(
        by=by, at=at, action="duty.sent", on=("sending", row.pk), area=duty.area.code, duty=duty.key,
        letter=row.letter_no, sent_on=sent_on.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_sending(*, sending: Sending, by: Actor, at: datetime) -> None:
    """Take back that a report was sent. Raises Refused."""
    if not Sending.objects.filter(pk=sending.pk, withdrawn_at=None).update(withdrawn_at=at):
        raise Refused(WITHDRAWN, status=409)
    note(
        by=by, at=at, action="duty.sending_withdrawn", on=("sending", sending.pk), area=sending.area_id,
        letter=sending.letter_no,
    )  # fmt: skip
