"""Changes that fit are taken over without asking, where who publishes forms said so of their form."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from naikkelas.accounts import access
from naikkelas.intake.actions.field_changes import hold, write
from naikkelas.intake.models import Delivery, EntityChange
from naikkelas.intake.queries import field_changes
from naikkelas.intake.queries.field_changes import Told
from naikkelas.kit.problems import Refused
from naikkelas.places import queries as places
from naikkelas.trail.actions import SYSTEM

log = logging.getLogger("naikkelas.intake")


def take_over(delivery: Delivery, changes: Iterable[EntityChange], at: datetime) -> int:
    """Write of a submission's proposals those that may be taken over without asking; returns how many. The rest waits as
    ever, and so does whatever goes wrong here: the submission itself counts."""
    form = field_changes.form_of(delivery)
    if form is None or form.area_id is None or not form.unasked:
        return 0
    taken = 0
    for change in changes:
        try:
            with transaction.atomic():
                held, told = hold(change)
                if _may(told, form.area_id, delivery):
                    chosen = {line.name: line.proposed for line in told.open_lines}
                    write(held, told, chosen, SYSTEM, at, unasked=True)
                    taken += 1
        except Refused:
            continue  # an officer sees it as it is
        except Exception:
            log.exception("change %s could not be taken over; it waits", change.pk)
    return taken


def _may(told: Told, office: str, delivery: Delivery) -> bool:
    """Clean, of nothing sensitive, and about a record both of the office whose form it is and of the sender's area."""
    return (
        told.unasked
        and places.covers(office, told.record.area_id)
        and access.covers(delivery.received_by, told.record.area_id)
    )
