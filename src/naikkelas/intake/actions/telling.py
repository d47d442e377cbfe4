"""Telling enumerators what became of the changes that they proposed, and offices what was taken over without asking."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from naikkelas.accounts import queries as accounts
from naikkelas.forms import queries as forms
from naikkelas.intake.models import EntityChange
from naikkelas.intake.queries import field_changes
from naikkelas.notices.actions import Telling, notify_all
from naikkelas.trail.actions import SYSTEM, Actor, note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

TOLD_LATE = 7
"""Days after which nobody is told any more what was taken over on a day: the server was away for longer."""


def tell_sender(kind: str, changes: Iterable[EntityChange], by: Actor, at: datetime) -> None:
    """One notice for each enumerator, however many changes were decided. Names and reasons stand on the page that it leads
    to: a notice is shown on locked screens."""
    of: defaultdict[User, list[EntityChange]] = defaultdict(list)
    for change in changes:
        of[change.delivery.received_by].append(change)
    tellings = [
        Telling(kind, [sender], ("field_change", own[0].pk), by, told={"count": len(own)})
        for sender, own in of.items()
    ]
    notify_all(tellings=tellings, at=at)


def tell_taken_over(*, by: Actor, at: datetime) -> int:
    """Tell of what was taken over without asking on the days before: each enumerator, and who answers for the places, once
    a form and day with how many it was. Counted by the database once a day, so that taking over itself waits for nobody;
    and counted before anything is written, so that nobody waits for the counting."""
    today = timezone.localdate(at)
    days = [_of_day(today - timedelta(days=back)) for back in range(TOLD_LATE, 0, -1)]
    with transaction.atomic():
        told = sum(notify_all(tellings=tellings, at=ends) for tellings, ends in days)
        if told:
            note(by=by, at=at, action="field_changes.told", on=("field_changes", today), area="0", count=told)
    return told


def _of_day(day: date) -> tuple[list[Telling], datetime]:
    """What is to be told of a day, and its end, at which the notices stand."""
    midnight = time()
    begins, ends = (timezone.make_aware(datetime.combine(day + timedelta(days=n), midnight)) for n in (0, 1))
    rows = EntityChange.objects.filter(
        unasked=True, state__in=field_changes.WRITTEN, decided_at__gte=begins, decided_at__lt=ends
    )
    groups = list(
        rows.order_by()
        .values_list("delivery__instrument", "delivery__received_by", "delivery__area")
        .annotate(Count("pk"), Min("pk"))
    )
    return list(_tellings(groups, day)) if groups else [], ends - timedelta(seconds=1)


def _tellings(groups: list[tuple[str, int, str, int, int]], day: date) -> Iterator[Telling]:
    """To each sender, and to the offices of the places and of who let the form do so."""
    senders = accounts.users_by_id({sender for _form, sender, *_ in groups})
    known = {form: forms.newest(form) for form, *_ in groups}
    above = {form: found.area_id for form, found in known.items() if found and found.area_id}
    codes = {area for _form, _sender, area, *_ in groups} | set(above.values())
    offices = accounts.offices_of(codes, "registry.edit")
    counted: defaultdict[tuple[str, User, str], list[tuple[int, int]]] = defaultdict(list)
    for form, sender, area, count, first in groups:
        counted["change.taken", senders[sender], form].append((count, first))
        for officer in {*offices[area], *(offices[above[form]] if form in above else ())}:
            counted["change.taken_here", officer, form].append((count, first))
    for (kind, user, form), parts in counted.items():
        about = ("taken_change", min(first for _count, first in parts))
        once = f"{day}/{hashlib.md5(form.encode(), usedforsecurity=False).hexdigest()}"
        title = found.title if (found := known[form]) else form
        told = {"count": sum(count for count, _first in parts), "name": title}
        yield Telling(kind, [user], about, SYSTEM, once=once, told=told)
