"""From proposals to a decree: every proposal judged by the rules, the eligible ones ranked, the chosen ones named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas.kit import money
from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes.actions.ledger import commit
from naikkelas.programmes.actions.money import name_recipient
from naikkelas.programmes.actions.programmes import reach
from naikkelas.programmes.models import (
    Allocation,
    Application,
    ApplicationVerdict,
    Call,
    Commitment,
    Recipient,
)
from naikkelas.programmes.queries import startup as queries
from naikkelas.programmes.queries.ledger import withdrawn
from naikkelas.reference.uses import categories
from naikkelas.rules import startup_eligibility, startup_ranking
from naikkelas.trail.actions import note
from naikkelas.trail.changing import about_to, between

if TYPE_CHECKING:
    from naikkelas.trail.actions import Actor

NONE_CHOSEN = Kind("decision.none", "Pilih paling sedikit satu usulan.", "Choose at least one proposal.")
NOT_ELIGIBLE = Kind(
    "decision.not_eligible",
    "Usulan ini belum memenuhi semua syarat atau belum dinilai: {numbers}. Keluarkan, atau lengkapi lalu nilai lagi.",
    "These proposals do not pass every check, or were not judged: {numbers}. Leave them out, or complete and judge them again.",
)
TOO_MANY = Kind(
    "decision.places",
    "Dipilih {chosen} usulan, sedangkan sisa tempat pada panggilan ini {left}.",
    "{chosen} proposals are chosen, but {left} places of this call are left.",
)
NO_ALLOCATION = Kind(
    "decision.allocation",
    "Belum ada alokasi program untuk wilayah {area}. Masukkan alokasinya dahulu di halaman program.",
    "The programme has no allocation for {area} yet. Enter it on the programme's page first.",
)
AMOUNT = Kind(
    "decision.amount",
    "Nilai untuk {number} harus antara {least} dan {most} rupiah.",
    "The amount for {number} must lie between {least} and {most} rupiah.",
)
NOT_CLOSED = Kind(
    "decision.open",
    "Panggilan masih terbuka sampai {closes}. Penetapan dilakukan sesudah penutupan.",
    "The call is open until {closes}. The decision follows the closing.",
)
WAITING = Kind(
    "decision.waiting",
    "Masih ada {count} usulan yang belum dinilai. Nilai dahulu.",
    "{count} proposals were not judged yet. Judge them first.",
)


@transaction.atomic
def judge_applications(*, call: Call, applications: Iterable[Application], by: Actor, at: datetime) -> int:
    """Judge proposals by the call's rules as of its closing day, give points, and rank the whole call anew.

    Returns how many were judged. Drafts and decided ones are passed over.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    rules = startup_eligibility.rule_sets()[call.rule_set]
    count = 0
    for row in applications:
        if row.call_id != call.pk or row.state != Application.State.SUBMITTED:
            continue
        facts = queries.candidate(row, call.closes_on)
        decision = rules.judge(facts, call.closes_on)
        ApplicationVerdict.objects.create(
            application=row,
            verdict=decision.verdict,
            reason=decision.reason,
            rule_set=decision.rule_set,
            rule_hash=decision.rule_hash,
            judged_as_of=decision.as_of,
            inputs={k: v.isoformat() if isinstance(v, date) else v for k, v in decision.inputs.items()},
            results=[asdict(result) for result in rules.results(facts, call.closes_on)],
            judged_at=at,
            judged_by=by.name,
        )
        row.verdict = decision.verdict
        row.points_by = startup_ranking.score(queries.ranking_facts(row), call.closes_on)
        row.points = sum(row.points_by.values())
        changed = about_to(row, "verdict", "points")
        row.save(update_fields=["verdict", "points", "points_by"])
        note(
            by=by, at=at, action="application.judged", on=("application", row.pk), area=row.area_id, number=row.number,
            rule_set=decision.rule_set, **changed,
        )  # fmt: skip
        count += 1
    _rank(call)
    return count


def _rank(call: Call) -> None:
    call.applications.filter(rank__isnull=False).update(rank=None)
    for rank, row in enumerate(queries.ranked(call.applications.all()), 1):
        Application.objects.filter(pk=row.pk).update(rank=rank)


@transaction.atomic
def decide_call(
    *, call: Call, chosen: Mapping[int, int | None], decree_no: str, decree_on: date, by: Actor, at: datetime, final: bool = True
) -> list[Application]:  # fmt: skip
    """Name the chosen proposals in one decree: {id: rupiah, or None for what was asked}. All or nothing. Raises Refused.

    Each becomes a recipient of the allocation that its place lies in. `final`: the call is done, and whoever was not
    chosen is told why.
    """
    call = Call.objects.select_for_update().select_related("programme").get(pk=call.pk)
    if not chosen:
        raise Refused(NONE_CHOSEN)
    if decree_on <= call.closes_on:
        raise Refused(NOT_CLOSED, status=409, closes=call.closes_on.isoformat())
    waiting = call.applications.filter(state=Application.State.SUBMITTED, verdict="").count()
    if waiting:
        raise Refused(WAITING, status=409, count=waiting)
    rows = list(
        call.applications.select_for_update(of=("self",))
        .filter(pk__in=list(chosen))
        .select_related("person")
        .order_by("rank", "id")
    )
    unfit = [r.number for r in rows if r.verdict != "eligible" or r.state != Application.State.SUBMITTED]
    if unfit:
        raise Refused(NOT_ELIGIBLE, status=409, numbers=", ".join(unfit))
    standing = call.applications.exclude(recipient__in=withdrawn().values("pk"))
    before = standing.filter(state=Application.State.CHOSEN).count()
    left = call.places - before
    if len(rows) > left:
        raise Refused(TOO_MANY, status=409, chosen=len(rows), left=left)
    for allocation, named in _by_allocation(call, rows, chosen).items():
        total = sum(amount for _row, amount in named)
        commitment = commit(
            allocation=allocation,
            kind="decree",
            counterparty="",
            document_no=decree_no,
            signed_on=decree_on,
            amount_idr=total,
            by=by,
            at=at,
        )
        for row, amount in named:
            _name(row, amount, commitment, by, at)
    if final:
        _close(call, by, at)
    note(
        by=by, at=at, action="call.decided", on=("call", call.pk), area=call.area_id, decree=decree_no, chosen=len(rows),
        amount_idr=sum(row.recipient.amount_idr for row in rows),
        **between({"chosen_count": before}, {"chosen_count": before + len(rows)}),
    )  # fmt: skip
    return rows


def _by_allocation(
    call: Call, rows: list[Application], chosen: Mapping[int, int | None]
) -> dict[Allocation, list[tuple[Application, int]]]:
    """The chosen with their amounts, by the allocation that each place lies in."""
    found: dict[Allocation, list[tuple[Application, int]]] = {}
    for row in rows:
        row.call = call
        given = chosen[row.pk]
        amount = given if given is not None else row.asked_idr or 0
        if not call.min_idr <= amount <= call.max_idr:
            raise Refused(AMOUNT, number=row.number, least=call.min_idr, most=call.max_idr)
        allocation = queries.allocation_for(row)
        if allocation is None:
            raise Refused(NO_ALLOCATION, status=409, area=row.area_id)
        found.setdefault(allocation, []).append((row, amount))
    return found


def _name(row: Application, amount_idr: int, commitment: Commitment, by: Actor, at: datetime) -> None:
    """One recipient of the decree, with the stages that the proposal has gone through."""
    _named(
        row, commitment.allocation, by, at, amount_idr=amount_idr, decree_no=commitment.document_no,
        decree_on=commitment.signed_on, commitment=commitment,
    )  # fmt: skip


def _named(
    row: Application, allocation: Allocation, by: Actor, at: datetime, *, decree_on: date, **place: Any
) -> Recipient:
    row.recipient = name_recipient(
        allocation=allocation, kind="person", name=row.name, area=row.area_id, decree_on=decree_on, person=row.person,
        enterprise=row.enterprise, plan=_plan_text(row), by=by, at=at, synthetic=row.synthetic, **place,
    )  # fmt: skip
    row.state, row.decision_note = Application.State.CHOSEN, ""
    changed = about_to(row, "state")
    row.save(update_fields=["state", "decision_note", "recipient"])
    note(
        by=by, at=at, action="application.chosen", on=("application", row.pk), area=row.area_id, number=row.number,
        decree=row.recipient.decree_no, amount_idr=row.recipient.amount_idr, **changed,
    )  # fmt: skip
    judged = row.verdicts.order_by("-id").values_list("judged_at", flat=True).first()
    for stage, day in (
        ("proposed", row.received_on),
        ("checked", timezone.localdate(judged) if judged else row.call.closes_on),
        ("decided", decree_on),
    ):
        reach(recipient=row.recipient, stage=stage, reached_on=day, by=by, at=at)
    return row.recipient


@transaction.atomic
def name_from_reserve(
    *, application: Application, allocation: Allocation, by: Actor, at: datetime, **place: Any
) -> Recipient:
    """Name an eligible proposal that the decree had passed over, in the place of somebody who was withdrawn. `place`: the
    amending decree with its number and day, the amount, and whom it replaces. Raises Refused."""
    row = Application.objects.select_for_update(of=("self",)).select_related("call", "person", "enterprise").get(
        pk=application.pk
    )  # fmt: skip
    if row.state != Application.State.NOT_CHOSEN or row.verdict != "eligible":
        raise Refused(NOT_ELIGIBLE, numbers=row.number)
    return _named(row, allocation, by, at, **place)


def _plan_text(row: Application) -> str:
    """The plan in words that name nobody: what the decree's page and the visits show."""
    amounts = queries.planned_by_category(row)
    return "; ".join(f"{categories()[k].id} {money.rupiah(v)}" for k, v in amounts.items())


def _close(call: Call, by: Actor, at: datetime) -> None:
    """Whoever was handed in and is not in the decree was not chosen, and why."""
    for row in call.applications.filter(state=Application.State.SUBMITTED):
        row.state = Application.State.NOT_CHOSEN
        row.decision_note = "ranked_below" if row.verdict == "eligible" else row.verdict
        changed = about_to(row, "state")
        row.save(update_fields=["state", "decision_note"])
        note(
            by=by, at=at, action="application.not_chosen", on=("application", row.pk), area=row.area_id, number=row.number,
            why=row.decision_note, **changed,
        )  # fmt: skip
    call.decided_at = at
    call.save(update_fields=["decided_at"])
