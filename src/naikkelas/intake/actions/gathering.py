"""Submissions that came at the same moment, kept by a handful of statements for all of them.

Nearly everything phones send is new, replaces nothing and is awaited by nothing: that goes here. Everything else is kept
one by one (submissions.py), where each case has its answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from naikkelas.forms import queries as forms
from naikkelas.instruments import xform
from naikkelas.intake import queries
from naikkelas.intake.actions import editing
from naikkelas.intake.actions.keeping import LATE, TAKEN, Files, Parcel, Receipt, row
from naikkelas.intake.models import Attachment, Delivery
from naikkelas.intake.writer import ALONE
from naikkelas.trail.actions import Note, note_all
from naikkelas.trail.rows import insert_all

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.forms.models import FormVersion


@dataclass(frozen=True)
class Order:
    """A submission that was read, its files on disk: what is to be kept."""

    parcel: Parcel
    submission: xform.Submission
    form: FormVersion
    files: Files
    by: User
    at: datetime
    synthetic: bool

    def __post_init__(self) -> None:
        _ = self.parcel.sealed  # here, by who brings it: the writer has other things to do

    @property
    def trial(self) -> bool:
        return self.form.state == "draft"

    def new_row(self) -> Delivery:
        """What is kept of a submission that nothing stands for yet."""
        late = forms.is_closed(self.form)
        delivery = row(self.parcel, self.submission, self.by, self.at, late=late, synthetic=self.synthetic)
        if self.trial:
            delivery.state, delivery.finished_at = Delivery.State.TRIAL, self.at
        elif self.parcel.incomplete:
            delivery.state = Delivery.State.PARTIAL
        return delivery


def received(delivery: Delivery, by: User) -> Note:
    on = ("delivery", delivery.pk)
    return Note(by, "submission.received", on, by.area_id, {"form": delivery.instrument})


def taken(delivery: Delivery) -> Receipt:
    return Receipt(202, LATE) if delivery.late else Receipt(201, TAKEN)


def keep_together(orders: Sequence[Order]) -> list[Receipt | object]:
    """Keep what is ordinary; return what to answer, or ALONE. In the order of their numbers, so that two processes that
    get the same submissions wait for each other and not in a ring."""
    ordinary = sorted(_ordinary(orders), key=lambda order: order.submission.instance_id)
    kept = [(order, order.new_row()) for order in ordinary]
    insert_all([delivery for _, delivery in kept])
    insert_all(
        [
            Attachment(delivery=delivery, name=name, sha256=sha256, size=size)
            for order, delivery in kept
            for name, sha256, size in order.files
        ]
    )
    notes = [received(delivery, order.by) for order, delivery in kept]
    note_all(notes=notes, at=max(order.at for order in orders))
    receipts = {id(order): taken(delivery) for order, delivery in kept}
    return [receipts.get(id(order), ALONE) for order in orders]


def _ordinary(orders: Sequence[Order]) -> list[Order]:
    """Those that nothing stands for, that replace nothing, that no edit waits for, and whose files have names of their own."""
    times = Counter(order.submission.instance_id for order in orders)
    known = queries.known_numbers(times)
    return [
        order
        for order in orders
        if times[order.submission.instance_id] == 1
        and order.submission.instance_id not in known
        and (order.trial or not editing.is_edit(order.submission))
        and len({name for name, _, _ in order.files}) == len(order.files)
    ]
