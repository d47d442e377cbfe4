"""Days that a decree made a day off, or a day of work: data that an administrator enters, taken up by every process."""

from datetime import date, datetime

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries
from naikkelas.places.models import NATION, DayDecree
from naikkelas.trail.actions import Actor, note

NO_DECREE = Kind(
    "workday.decree",
    "Isi nomor keputusan yang mengubah hari ini.",
    "Enter the number of the decree that changes this day.",
)
DECREED_ALREADY = Kind(
    "workday.exists",
    "Hari {day} sudah diubah oleh {decree}. Batalkan catatan itu dahulu.",
    "The day {day} is changed by {decree} already. Take that record back first.",
)
NOTHING_CHANGED = Kind(
    "workday.same",
    "Hari {day} memang sudah demikian menurut kalender. Tidak ada yang diubah.",
    "The day {day} is so by the calendar already. Nothing would change.",
)
WITHDRAWN = Kind("workday.withdrawn", "Catatan ini sudah dibatalkan.", "This record was taken back already.")


@transaction.atomic
def decree_day(*, day: date, works: bool, decree_no: str, reason: str, by: Actor, at: datetime) -> DayDecree:
    """Record that a decree makes a day a working day or a day off: deadlines counted from now on follow. Raises Refused."""
    if not decree_no.strip():
        raise Refused(NO_DECREE)
    standing = DayDecree.objects.filter(on=day, withdrawn_at=None).first()
    if standing:
        raise Refused(DECREED_ALREADY, status=409, day=day.isoformat(), decree=standing.decree_no)
    if queries.works(day) == works:
        raise Refused(NOTHING_CHANGED, status=409, day=day.isoformat())
    row = DayDecree.objects.create(
        on=day, works=works, decree_no=decree_no.strip(), reason=reason.strip(), entered_at=at
    )
    note(
        by=by, at=at, action="workday.decreed", on=("workdays", row.pk), area=NATION, day=day.isoformat(), works=works,
        decree=row.decree_no,
    )  # fmt: skip
    queries.refresh()
    return row


@transaction.atomic
def withdraw_day(*, row: DayDecree, by: Actor, at: datetime) -> None:
    """Take back a record of a decreed day; the calendar of the library counts again. Raises Refused."""
    if not DayDecree.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=at):
        raise Refused(WITHDRAWN, status=409)
    note(
        by=by, at=at, action="workday.withdrawn", on=("workdays", row.pk), area=NATION, day=row.on.isoformat(),
        decree=row.decree_no,
    )  # fmt: skip
    queries.refresh()
