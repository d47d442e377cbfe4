"""A cycle like the last one."""

from datetime import date, datetime

from django.db import transaction

from naikkelas.kit.periods import Quarter
from naikkelas.monev.actions.cycles import add_cycle
from naikkelas.monev.actions.plans import plan_for
from naikkelas.monev.models import Cycle, CycleRole
from naikkelas.trail.actions import Actor, note


@transaction.atomic
def copy_cycle(
    *, cycle: Cycle, name: str, quarter: Quarter, opens_on: date, by: Actor, at: datetime, due_workdays: int | None = None
) -> Cycle:  # fmt: skip
    """Make the draft of a new cycle with everything of another but its visits: programmes, deadline, terms, calendar, unit
    costs, roles, targets."""
    copy = add_cycle(
        name=name, area=cycle.area_id, quarter=quarter, opens_on=opens_on, due_workdays=due_workdays or cycle.due_workdays,
        monitored=cycle.programmes.all(), by=by, at=at, synthetic=cycle.synthetic,
    )  # fmt: skip
    plan = plan_for(cycle, at)
    plan.pk, plan.cycle, plan.copied_from, plan.changed_at = None, copy, cycle, at
    plan.frame_count = plan.drawn_count = None
    plan.instruments, plan._state.adding = {}, True
    plan.save()
    CycleRole.objects.bulk_create(
        CycleRole(cycle=copy, duty=role.duty, user_id=role.user_id)
        for role in cycle.roles.filter(user__is_active=True)
    )
    for area, count in cycle.areas.filter(target_count__isnull=False).values_list("area_id", "target_count"):
        copy.areas.filter(area_id=area).update(target_count=count)
    note(by=by, at=at, action="cycle.copied", on=("cycle", copy.pk), area=copy.area_id, of=cycle.pk)
    return copy
