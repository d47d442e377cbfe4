"""The end of a cycle: closed once the work of every area was accepted, opened again with a reason."""

from datetime import datetime

from django.db import transaction

from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions.review import REASON_NEEDED
from naikkelas.monev.models import Cycle, CycleArea
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import about_to

NOT_RUNNING = Kind(
    "cycle.not_running",
    "Siklus ini tidak sedang berjalan. Muat ulang halaman untuk melihat keadaannya.",
    "This cycle is not running. Load the page again to see how it stands.",
)
NOT_CLOSED = Kind(
    "cycle.not_closed",
    "Siklus ini tidak ditutup. Muat ulang halaman untuk melihat keadaannya.",
    "This cycle is not closed. Load the page again to see how it stands.",
)
NOT_ALL_ACCEPTED = Kind(
    "cycle.not_all_accepted",
    "Siklus ditutup setelah hasil semua wilayah diterima; {count} belum. Terima atau ingatkan wilayah itu dahulu.",
    "A cycle is closed once the work of all areas was accepted; {count} are missing. Accept or remind those areas first.",
)


@transaction.atomic
def close_cycle(*, cycle: Cycle, by: Actor, at: datetime) -> Cycle:
    """Close a running cycle. Raises Refused while the work of an area is not accepted."""
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if held.state != Cycle.State.OPEN:
        raise Refused(NOT_RUNNING, status=409)
    missing = held.areas.exclude(state=CycleArea.State.ACCEPTED).count()
    if missing:
        raise Refused(NOT_ALL_ACCEPTED, status=409, count=missing)
    return _now(held, Cycle.State.CLOSED, "cycle.closed", "", by, at)


@transaction.atomic
def reopen_cycle(*, cycle: Cycle, reason: str, by: Actor, at: datetime) -> Cycle:
    """Let a closed cycle run again, so that the work of an area can be unlocked."""
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if held.state != Cycle.State.CLOSED:
        raise Refused(NOT_CLOSED, status=409)
    return _now(held, Cycle.State.OPEN, "cycle.reopened", reason.strip(), by, at)


def _now(cycle: Cycle, state: Cycle.State, action: str, reason: str, by: Actor, at: datetime) -> Cycle:
    cycle.state = state
    told = about_to(cycle, "state")
    cycle.save(update_fields=["state"])
    note(
        by=by, at=at, action=action, on=("cycle", cycle.pk), area=cycle.area_id, **({"reason": reason} if reason else {}), **told
    )  # fmt: skip
    return cycle
