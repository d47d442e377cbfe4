"""Changing what stands by further rows: revisions of ceilings, allocations and decrees, and transfers between lines."""

from datetime import date, datetime

from django.db import transaction

from naikkelas.kit.money import LARGEST_IDR
from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes import queries
from naikkelas.programmes.actions.limits import TOO_LARGE, locked, not_reversed, positive, room
from naikkelas.programmes.models import Allocation, Ceiling, Recipient, Revision
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import between

type Record = Ceiling | Allocation | Recipient

NO_CHANGE = Kind(
    "money.no_change",
    "Revisi nol rupiah tidak mengubah apa pun. Isi tambahan (misalnya 5.000.000) atau pengurangan (-5.000.000).",
    "A revision of nought changes nothing. Enter what is added (5,000,000) or taken away (-5,000,000).",
)
BELOW_USE = Kind(
    "money.below_use",
    "Revisi ini menyisakan {left} rupiah, padahal {used} rupiah sudah dipakai di bawahnya. Kurangi yang di bawahnya dahulu.",
    "This revision leaves {left} rupiah, but {used} rupiah are in use below it. Lower what is below first.",
)
OVER_ABOVE = Kind(
    "money.over_above",
    "Tambahan ini melebihi sisa di atasnya: sisa {left} rupiah, diminta {asked} rupiah.",
    "The addition exceeds what is left above: {left} rupiah are left, {asked} were asked.",
)
SAME_LINE = Kind(
    "money.same_line",
    "Pergeseran memerlukan dua baris anggaran yang berbeda dari tahun yang sama.",
    "A transfer needs two different budget lines of the same year.",
)


@transaction.atomic
def revise_ceiling(
    *, ceiling: Ceiling, amount_idr: int, document_no: str, decided_on: date, by: Actor, at: datetime, reason: str = ""
) -> Revision:  # fmt: skip
    """Add to a ceiling, or take from it (a negative amount). Raises Refused below what is allocated."""
    _may_revise(ceiling, amount_idr)
    return _revised(ceiling, amount_idr, document_no, decided_on, reason, by, at)


@transaction.atomic
def revise_allocation(
    *, allocation: Allocation, amount_idr: int, document_no: str, decided_on: date, by: Actor, at: datetime, reason: str = "",
) -> Revision:  # fmt: skip
    """Add to an allocation, or take from it. Raises Refused above the ceiling, and below what is committed or named."""
    _may_revise(allocation, amount_idr)
    return _revised(allocation, amount_idr, document_no, decided_on, reason, by, at)


@transaction.atomic
def revise_recipient(
    *, recipient: Recipient, amount_idr: int, document_no: str, decided_on: date, by: Actor, at: datetime, reason: str = "",
) -> Revision:  # fmt: skip
    """Change what a decree gives a recipient, by an amending decree. Raises Refused above the allocation or the decree's
    sum, and below what was disbursed or contracted."""
    _may_revise(recipient, amount_idr)
    return _revised(recipient, amount_idr, document_no, decided_on, reason, by, at)


@transaction.atomic
def transfer(
    *, giver: Ceiling, taker: Ceiling, amount_idr: int, document_no: str, decided_on: date, by: Actor, at: datetime,
    reason: str = "",
) -> tuple[Revision, Revision]:  # fmt: skip
    """Shift money from one budget line to another (pergeseran): two revisions of one document. Raises Refused when the
    giver has not that much unallocated."""
    positive(amount_idr)
    if giver.pk == taker.pk or giver.year != taker.year:
        raise Refused(SAME_LINE)
    for programme_id in sorted({giver.programme_id, taker.programme_id}):  # always in one order: no deadlock
        locked(programme_id, giver.year)
    _enough(giver, -amount_idr, queries.all_standing(giver.allocations.all()))
    _enough(taker, amount_idr, 0)
    return (
        _revised(giver, -amount_idr, document_no, decided_on, reason, by, at),
        _revised(taker, amount_idr, document_no, decided_on, reason, by, at),
    )


@transaction.atomic
def reverse_revision(*, revision: Revision, reason: str, by: Actor, at: datetime) -> Revision:
    """Take a revision back by a second row, and with one half of a transfer the other. Raises Refused where the money is
    needed, as for any revision."""
    halves = [revision, *queries.other_half(revision)]
    ceilings = {(c.programme_id, c.year) for c in (_ceiling_of(_revises(half)) for half in halves)}
    for programme_id, year in sorted(ceilings):  # always in one order: no deadlock
        locked(programme_id, year)
    rows = []
    for half in halves:
        record = _revises(half)
        not_reversed(Revision.objects.all(), half)
        _may_revise(record, -half.amount_idr)
        rows.append(_revised(record, -half.amount_idr, half.document_no, at.date(), reason, by, at, half))
    return rows[0]


def _revises(revision: Revision) -> Record:
    record = revision.ceiling or revision.allocation or revision.recipient
    assert record is not None  # the database holds that there is one
    return record


def _ceiling_of(record: Record) -> Ceiling:
    if isinstance(record, Ceiling):
        return record
    return record.ceiling if isinstance(record, Allocation) else record.allocation.ceiling


def _may_revise(record: Record, amount_idr: int) -> None:
    """Lock the books; raise Refused unless what is below still fits, and what is above has room."""
    ceiling = _ceiling_of(record)
    locked(ceiling.programme_id, ceiling.year)
    if isinstance(record, Ceiling):
        _enough(record, amount_idr, queries.all_standing(record.allocations.all()))
        return
    allocation = record if isinstance(record, Allocation) else record.allocation
    above: list[tuple[int, int]] = []
    named = queries.all_standing(allocation.recipients.all())
    if isinstance(record, Allocation):
        _enough(record, amount_idr, max(queries.total(allocation.commitments.all()), named))
        above.append((queries.standing(ceiling), queries.all_standing(ceiling.allocations.all())))
    else:
        bound = queries.total(queries.contracts_for(record))
        _enough(record, amount_idr, max(queries.total(record.disbursements.all()), bound))
        above.append((queries.standing(allocation), named))
        if record.commitment:
            in_decree = queries.all_standing(record.commitment.recipients.all())
            above.append((queries.net(record.commitment), in_decree))
    for limit, used in above:
        if amount_idr > 0:
            room(limit, used, amount_idr, OVER_ABOVE)


def _enough(record: Record, amount_idr: int, used: int) -> None:
    if amount_idr == 0:
        raise Refused(NO_CHANGE)
    left = queries.standing(record) + amount_idr
    if left > LARGEST_IDR:
        raise Refused(TOO_LARGE)
    if left < used or left < 0:
        raise Refused(BELOW_USE, status=409, left=left, used=used)


def _revised(
    record: Record, amount_idr: int, document_no: str, day: date, reason: str, by: Actor, at: datetime,
    reverses: Revision | None = None,
) -> Revision:  # fmt: skip
    name, stood = type(record).__name__.lower(), queries.standing(record)
    row = Revision.objects.create(
        amount_idr=amount_idr, document_no=document_no, decided_on=day, reason=reason, recorded_at=at, reverses=reverses,
        **{name: record},
    )  # fmt: skip
    area = record.programme.area_id if isinstance(record, Ceiling) else record.area_id
    note(
        by=by, at=at, action="money.revised", on=(name, record.pk), area=area, amount_idr=amount_idr, document=document_no,
        reason=reason, **between({"standing_idr": stood}, {"standing_idr": stood + amount_idr}),
    )  # fmt: skip
    return row
