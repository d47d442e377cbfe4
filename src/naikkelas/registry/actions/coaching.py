"""Coaching of cooperatives: planned, begun, visited, ended with a result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.registry.actions.meetings import File
from naikkelas.registry.models import CoachingPlan, CoachingStep, CoachingVisit, Cooperative
from naikkelas.trail.actions import note
from naikkelas.trail.changing import about_to, between, together

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

GOAL_NEEDED = Kind(
    "coaching.goal",
    "Tulis tujuan pembinaan (paling sedikit 10 huruf), misalnya “RAT tahun buku 2019 terlaksana sebelum Juni”.",
    "Write the goal of the coaching (at least 10 characters), for example “meeting for 2019 held before June”.",
)
STEP_NEEDED = Kind(
    "coaching.step",
    "Tulis isi langkah (paling sedikit 5 huruf) beserta tanggalnya.",
    "Write what the step is (at least 5 characters) and its day.",
)
OFFICER_NEEDED = Kind(
    "coaching.officer",
    "Tulis nama petugas yang bertanggung jawab.",
    "Write the name of the officer who is responsible.",
)
IS_RUNNING = Kind(
    "coaching.one_open",
    "Koperasi ini masih dibina. Selesaikan atau batalkan pembinaan yang berjalan sebelum merencanakan yang baru.",
    "This cooperative is being coached already. Finish or cancel that coaching before planning another.",
)
IS_OVER = Kind(
    "coaching.over",
    "Pembinaan ini sudah selesai atau dibatalkan. Buka kembali bila masih perlu diubah.",
    "This coaching is finished or cancelled. Open it again where it must still be changed.",
)
NOT_OVER = Kind("coaching.not_over", "Pembinaan ini masih berjalan.", "This coaching is still running.")
VISIT_TEXT = Kind(
    "coaching.visit",
    "Tulis apa yang dilakukan (paling sedikit 10 huruf).",
    "Write what was done (at least 10 characters).",
)
FUTURE_VISIT = Kind(
    "coaching.future",
    "Kunjungan yang belum terjadi dicatat sebagai langkah rencana, bukan sebagai kunjungan.",
    "A visit that has not happened yet is a planned step, not a visit.",
)
OUTCOME_NEEDED = Kind(
    "coaching.outcome",
    "Pilih hasil dan tulis keterangannya (paling sedikit 10 huruf).",
    "Choose the result and describe it (at least 10 characters).",
)
WHY_CANCELLED = Kind(
    "coaching.why",
    "Tulis alasannya (paling sedikit 10 huruf).",
    "Write the reason (at least 10 characters).",
)
_OVER = (CoachingPlan.State.FINISHED, CoachingPlan.State.CANCELLED)


@transaction.atomic
def plan_coaching(
    *, cooperative: Cooperative, goal: str, officer: str, starts_on: date, steps: Sequence[tuple[date, str]] = (), by: User,
    at: datetime,
) -> CoachingPlan:  # fmt: skip
    """Plan the coaching of a cooperative. One cooperative has one open plan at a time."""
    if len(goal.strip()) < 10:
        raise Refused(GOAL_NEEDED)
    if len(officer.strip()) < 3:
        raise Refused(OFFICER_NEEDED)
    if any(len(text.strip()) < 5 for _day, text in steps):
        raise Refused(STEP_NEEDED)
    held = Cooperative.objects.select_for_update().get(pk=cooperative.pk)
    if held.coaching.exclude(state__in=_OVER).exists():
        raise Refused(IS_RUNNING, status=409)
    plan = CoachingPlan.objects.create(
        cooperative=held, goal=goal.strip(), officer=officer.strip()[:150], starts_on=starts_on,
        status_before=held.computed_status, made_by_id=by.pk, made_at=at, synthetic=held.synthetic,
    )  # fmt: skip
    CoachingStep.objects.bulk_create(
        CoachingStep(plan=plan, text=text.strip()[:200], due_on=day) for day, text in steps
    )
    _note(plan, "coaching.planned", by, at, **between({"state": ""}, {"state": plan.state}))
    return plan


def _note(plan: CoachingPlan, action: str, by: User, at: datetime, **details: object) -> None:
    note(
        by=by, at=at, action=action, on=("cooperative", plan.cooperative_id), area=plan.cooperative.area_id,
        plan=plan.pk, **details,
    )  # fmt: skip


def _open(plan: CoachingPlan) -> CoachingPlan:
    locked = CoachingPlan.objects.select_for_update().get(pk=plan.pk)
    if locked.state in _OVER:
        raise Refused(IS_OVER, status=409)
    return locked


def _begin(plan: CoachingPlan, day: date) -> dict[str, Any]:
    """The first thing that happens begins a plan. Returns what changed by that, for the trail."""
    if plan.state != CoachingPlan.State.PLANNED:
        return {}
    plan.state, plan.started_on = CoachingPlan.State.RUNNING, day
    plan.status_before = plan.cooperative.computed_status
    changed = about_to(plan, "state", "started_on")
    plan.save(update_fields=["state", "started_on", "status_before"])
    return changed


@transaction.atomic
def start_coaching(*, plan: CoachingPlan, by: User, at: datetime) -> CoachingPlan:
    """Begin a planned coaching today."""
    locked = _open(plan)
    _note(locked, "coaching.started", by, at, **_begin(locked, timezone.localdate(at)))
    return locked


@transaction.atomic
def add_coaching_step(*, plan: CoachingPlan, text: str, due_on: date, by: User, at: datetime) -> CoachingStep:
    locked = _open(plan)
    if len(text.strip()) < 5:
        raise Refused(STEP_NEEDED)
    step = CoachingStep.objects.create(plan=locked, text=text.strip()[:200], due_on=due_on)
    _note(locked, "coaching.step_added", by, at, step=step.text, due_on=due_on.isoformat())
    return step


@transaction.atomic
def tick_coaching_step(*, step: CoachingStep, done: bool, by: User, at: datetime) -> CoachingStep:
    """Say that a step is done, or that it is not after all."""
    locked = _open(step.plan)
    step.done_on = timezone.localdate(at) if done else None
    changed = about_to(step, "done_on")
    step.save(update_fields=["done_on"])
    begun = _begin(locked, timezone.localdate(at)) if done else {}
    _note(
        locked, "coaching.step_done" if done else "coaching.step_reopened", by, at, step=step.text,
        **together(changed, begun),
    )  # fmt: skip
    return step


@transaction.atomic
def record_coaching_visit(
    *, plan: CoachingPlan, visited_on: date, actions: str, result: str = "", next_step: str = "", file: File | None = None,
    by: User, at: datetime,
) -> CoachingVisit:  # fmt: skip
    """Record one day of coaching; the first one begins the plan."""
    locked = _open(plan)
    if len(actions.strip()) < 10:
        raise Refused(VISIT_TEXT)
    if visited_on > timezone.localdate(at):
        raise Refused(FUTURE_VISIT)
    visit = CoachingVisit.objects.create(
        plan=locked, visited_on=visited_on, actions=actions.strip(), result=result.strip(), next_step=next_step.strip(),
        file_name=file.name[-150:] if file else "", file_sha256=vault.current().blobs.put(file.content) if file else "",
        recorded_by_id=by.pk, recorded_at=at,
    )  # fmt: skip
    _note(locked, "coaching.visited", by, at, visited_on=visited_on.isoformat(), **_begin(locked, visited_on))
    return visit


@transaction.atomic
def finish_coaching(*, plan: CoachingPlan, outcome: str, text: str, by: User, at: datetime) -> CoachingPlan:
    """End a coaching with its result, in a word and in a text."""
    locked = _open(plan)
    if outcome not in CoachingPlan.Outcome.values or not outcome or len(text.strip()) < 10:
        raise Refused(OUTCOME_NEEDED)
    begun = _begin(locked, timezone.localdate(at))
    return _end(locked, "finished", outcome, text, begun, by, at)


@transaction.atomic
def cancel_coaching(*, plan: CoachingPlan, text: str, by: User, at: datetime) -> CoachingPlan:
    """Give a coaching up, with the reason."""
    locked = _open(plan)
    if len(text.strip()) < 10:
        raise Refused(WHY_CANCELLED)
    return _end(locked, "cancelled", "", text, {}, by, at)


def _end(
    plan: CoachingPlan, state: str, outcome: str, text: str, begun: dict[str, Any], by: User, at: datetime
) -> CoachingPlan:
    plan.state, plan.outcome, plan.outcome_text = state, outcome, text.strip()
    plan.ended_on = timezone.localdate(at)
    ended = about_to(plan, "state", "outcome", "ended_on")
    if begun:  # begun and ended in one step
        ended["changes"]["state"][0] = CoachingPlan.State.PLANNED.value
    _note(plan, f"coaching.{state}", by, at, **together(begun, ended))
    plan.save(update_fields=["state", "outcome", "outcome_text", "ended_on"])
    return plan


@transaction.atomic
def reopen_coaching(*, plan: CoachingPlan, text: str, by: User, at: datetime) -> CoachingPlan:
    """Open a finished or cancelled coaching again, with the reason; its result goes into the trail."""
    Cooperative.objects.select_for_update().get(pk=plan.cooperative_id)
    locked = CoachingPlan.objects.select_for_update().get(pk=plan.pk)
    if locked.state not in _OVER:
        raise Refused(NOT_OVER, status=409)
    if len(text.strip()) < 10:
        raise Refused(WHY_CANCELLED)
    if locked.cooperative.coaching.exclude(state__in=_OVER).exists():
        raise Refused(IS_RUNNING, status=409)
    locked.state = CoachingPlan.State.RUNNING if locked.started_on else CoachingPlan.State.PLANNED
    locked.outcome, locked.outcome_text, locked.ended_on = "", "", None
    _note(
        locked, "coaching.reopened", by, at, reason=text.strip()[:300],
        **about_to(locked, "state", "outcome", "ended_on"),
    )  # fmt: skip
    locked.save(update_fields=["state", "outcome", "outcome_text", "ended_on"])
    return locked
