"""The terms of reference of a cycle, its unit costs and targets, and who answers for what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from naikkelas.accounts import access
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.models import Cycle, CycleArea, CycleRole, Plan
from naikkelas.rules import monev_calendar, monev_cost, monev_sample
from naikkelas.rules.monev_cost import Costs
from naikkelas.trail.actions import Actor, note
from naikkelas.trail.changing import about_to, between

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

RUNNING = Kind(
    "plan.running",
    "Siklus ini sudah berjalan: pilihan siapa yang dikunjungi tidak dapat diubah lagi.",
    "This cycle is running: who is visited cannot be changed any more.",
)
QUESTIONS_NEEDED = Kind(
    "plan.questions",
    "Tulis paling sedikit satu pertanyaan yang harus dijawab siklus ini.",
    "Write at least one question that this cycle is to answer.",
)
NOT_OF_THE_CYCLE = Kind(
    "plan.not_of_the_cycle",
    "{name} bertugas di luar wilayah siklus ini.",
    "{name} is on duty outside the area of this cycle.",
)
IMPOSSIBLE = Kind(
    "plan.impossible",
    "Angka rencana tidak mungkin: ketelitian 0,5–30%, paling sedikit satu kunjungan, orang, dan tim per hari.",
    "These numbers cannot be: precision 0.5–30%, at least one visit, person and team a day.",
)


def plan_for(cycle: Cycle, at: datetime) -> Plan:
    """The plan of a cycle; an empty one where none was written yet."""
    steps = [[step, days] for step, days in monev_calendar.DEFAULT.items()]
    return Plan.objects.get_or_create(
        cycle=cycle,
        defaults={"steps": steps, "costs": monev_cost.as_words(monev_cost.DEFAULT), "changed_at": at},
    )[0]


@transaction.atomic
def write_plan(
    *, cycle: Cycle, purpose: str, questions: Sequence[str], steps: Mapping[str, int], budget_idr: int | None,
    funding: str, by: Actor, at: datetime,
) -> Plan:  # fmt: skip
    """Write what a cycle is for, its calendar and its money. Raises Refused without a question."""
    asked = [text.strip() for text in questions if text.strip()]
    if not asked:
        raise Refused(QUESTIONS_NEEDED)
    plan = plan_for(cycle, at)
    plan.purpose, plan.questions = purpose.strip(), asked
    plan.steps = [[step, max(0, steps.get(step, 0))] for step in monev_calendar.STEPS]
    plan.budget_idr, plan.funding = budget_idr, funding.strip()
    told = about_to(plan, "purpose", "questions", "steps", "budget_idr", "funding")
    plan.changed_at = at
    plan.save()
    note(by=by, at=at, action="plan.written", on=("cycle", cycle.pk), area=cycle.area_id, **told)
    return plan


@transaction.atomic
def choose_whom(
    *, cycle: Cycle, whom: str, margin_bp: int, confidence: int, risk_count: int, by: Actor, at: datetime
) -> Plan:
    """Say which recipients a draft visits: all, all assets, a drawn sample of a stated precision, or the riskiest."""
    if cycle.state != Cycle.State.DRAFT:
        raise Refused(RUNNING, status=409)
    if (
        whom not in Plan.Whom.values
        or not 50 <= margin_bp <= 3000
        or confidence not in monev_sample.Z
        or risk_count < 1
    ):
        raise Refused(IMPOSSIBLE)
    plan = plan_for(cycle, at)
    plan.whom, plan.margin_bp, plan.confidence, plan.risk_count = whom, margin_bp, confidence, risk_count
    told = about_to(plan, "whom", "margin_bp", "confidence", "risk_count")
    plan.changed_at = at
    plan.save()
    note(by=by, at=at, action="plan.whom_chosen", on=("cycle", cycle.pk), area=cycle.area_id, **told)
    return plan


@transaction.atomic
def set_costs(*, cycle: Cycle, costs: Costs, by: Actor, at: datetime) -> Plan:
    """Keep the unit costs that a cycle is reckoned with."""
    if (
        min(costs.visits_a_day, costs.team_size, costs.teams_an_area) < 1
        or min(monev_cost.as_words(costs).values()) < 0
    ):
        raise Refused(IMPOSSIBLE)
    plan = plan_for(cycle, at)
    changed = between(plan.costs, plan.costs | monev_cost.as_words(costs))
    plan.costs, plan.changed_at = monev_cost.as_words(costs), at
    plan.save(update_fields=["costs", "changed_at"])
    note(by=by, at=at, action="plan.costs_set", on=("cycle", cycle.pk), area=cycle.area_id, **changed)
    return plan


@transaction.atomic
def set_targets(*, cycle: Cycle, targets: Mapping[int, int | None], by: Actor, at: datetime) -> int:
    """Say how many visits each area is to make; None for all that are planned. Returns how many areas changed."""
    changed = 0
    for area in cycle.areas.filter(pk__in=list(targets)):
        count = targets[area.pk]
        if count is not None and count < 0:
            raise Refused(IMPOSSIBLE)
        if area.target_count != count:
            CycleArea.objects.filter(pk=area.pk).update(target_count=count)
            changed += 1
            note(
                by=by, at=at, action="area.target_set", on=("cycle_area", area.pk), area=area.area_id,
                changes={"target_count": [area.target_count, count]},
            )  # fmt: skip
    return changed


@transaction.atomic
def give_role(*, cycle: Cycle, duty: str, to: User, by: Actor, at: datetime) -> CycleRole:
    """Name who answers for something in a cycle."""
    if duty not in CycleRole.Duty.values or not (
        access.covers(to, cycle.area_id) or to.area_id.startswith(cycle.area_id)
    ):
        raise Refused(NOT_OF_THE_CYCLE, name=to.name)
    role, new = CycleRole.objects.get_or_create(cycle=cycle, duty=duty, user=to)
    if new:
        note(
            by=by, at=at, action="plan.role_given", on=("cycle", cycle.pk), area=cycle.area_id, duty=duty, to=to.pk
        )  # fmt: skip
    return role


@transaction.atomic
def take_role(*, role: CycleRole, by: Actor, at: datetime) -> None:
    """Take a role back."""
    cycle = role.cycle
    note(
        by=by, at=at, action="plan.role_taken", on=("cycle", cycle.pk), area=cycle.area_id, duty=role.duty, to=role.user_id
    )  # fmt: skip
    role.delete()
