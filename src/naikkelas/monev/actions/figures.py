"""Findings that figures open: the same round every night opens each once, and proposes to close what is mended.

A figure never closes a finding: it lets it wait for a person's verdict. What was closed opens again as another finding
where the figure was in order in between, or, for assets, where it is still so in a later year.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from naikkelas.kit.money import percent, rupiah
from naikkelas.monev.actions.doubles import DOUBLE_AID, one_at_a_time, open_double_aid
from naikkelas.monev.actions.finding_steps import step
from naikkelas.monev.actions.findings import open_about_budget
from naikkelas.monev.actions.markets import RULE as MARKET_IDLE
from naikkelas.monev.actions.markets import open_idle_markets
from naikkelas.monev.actions.telling import tell_finding
from naikkelas.monev.models import Finding, FollowUp
from naikkelas.monev.queries import follow_up as queries
from naikkelas.monev.queries import markets
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.programmes.queries import ledger_watch
from naikkelas.programmes.queries import market as market_files
from naikkelas.rules import figure_rules, finding_age
from naikkelas.rules.figure_rules import HEAD, BudgetFigures, FigureRule
from naikkelas.rules.follow_up import CLOSED
from naikkelas.trail.actions import SYSTEM, Actor

if TYPE_CHECKING:
    from naikkelas.programmes.models import Allocation

_LEVELS = {"regency": "kepala dinas kabupaten/kota", "province": "dinas provinsi", "nation": "kementerian"}


def watch_findings(*, area: str, by: Actor, at: datetime) -> Counter[str]:
    """The nightly round below a region: open what figures show, let mended ones wait for a verdict, and send late ones up.

    The figures are read without holding anybody up; what follows from one is written in a transaction of its own, which
    looks again at what stands. What was done stands should the round be cut off; the next one finds the rest.
    """
    done = Counter[str]()
    if places.find(area) is None:  # nothing is loaded yet
        return done
    done["opened"] += open_idle_markets(area=area, by=by, at=at)
    done["opened"] += open_double_aid(area=area, by=by, at=at)
    done += watch_budgets(area=area, by=by, at=at)
    done += _watch_markets(area, at)
    done += _watch_double_aid(area, at)
    while some := _escalate(area, at):
        done += some
    return done


def watch_budgets(*, area: str, by: Actor, at: datetime) -> Counter[str]:
    """The part of the round that looks at budgets: every allocation of this year and the last."""
    done, today = Counter[str](), timezone.localdate(at)
    for allocation, figures in list(ledger_watch.budget_figures(area, today)):
        for rule in figure_rules.RULES:
            verdict = figure_rules.verdict(rule, figures)
            newest = _newest(allocation, rule) if verdict != "between" else None
            if verdict != "between" and _tells_something(verdict, newest):
                done += _judged(allocation, rule, verdict, figures, today, by, at)
            elif newest is not None:
                done["same"] += 1
    return done


def _newest(allocation: Allocation, rule: FigureRule) -> Finding | None:
    found: Finding | None = allocation.findings.filter(rule=rule.id).order_by("-id").first()
    return found


def _tells_something(verdict: str, newest: Finding | None) -> bool:
    """Whether a verdict changes anything of what stands: mostly it does not, and nobody is held up."""
    if verdict == "opens" and queries.may_open_again(newest):
        return True
    return newest is not None and (verdict == "mended") != (newest.mended_on is not None)


@transaction.atomic
def _judged(
    allocation: Allocation,
    rule: FigureRule,
    verdict: str,
    figures: BudgetFigures,
    today: date,
    by: Actor,
    at: datetime,
) -> Counter[str]:
    """What follows from a verdict, looked at again alone: another round may just have written it."""
    one_at_a_time(allocation.area_id)
    done, newest = Counter[str](), _newest(allocation, rule)
    if verdict == "opens" and queries.may_open_again(newest):
        _open_budget(allocation, rule, figures, today, by, at)
        done["opened"] += 1
    if newest is not None:
        done[_noted(newest, verdict == "mended", at)] += 1
    return done


def _open_budget(
    allocation: Allocation, rule: FigureRule, figures: BudgetFigures, today: date, by: Actor, at: datetime
) -> Finding:
    ceiling = allocation.ceiling
    paid = f"{rupiah(figures.real_idr)} ({percent(figures.real_idr, figures.whole_idr)}) dari alokasi {rupiah(figures.whole_idr)}"
    planned = (
        f", sedangkan rencananya {rupiah(figures.planned_idr)}" if figures.planned_idr is not None else ""
    )
    behind = (figures.planned_idr if rule.measure == "deviation" else figures.whole_idr) or 0
    return open_about_budget(
        allocation=allocation, rule=rule.id, title=f"{rule.title}: {ceiling.programme.name} {ceiling.year}"[:200],
        condition=f"Sampai akhir bulan ke-{figures.month} tahun {ceiling.year} dicairkan {paid}{planned}.",
        criterion=rule.criterion, recommendation=rule.recommendation, severity=rule.severity,
        amount_idr=max(0, behind - figures.real_idr),
        basis={"rule_set": HEAD.id, "hash": HEAD.hash, "as_of": today.isoformat(), "inputs": asdict(figures)}, by=by, at=at,
    )  # fmt: skip


def _watch_markets(area: str, at: datetime) -> Counter[str]:
    done, today = Counter[str](), timezone.localdate(at)
    for finding in _by_figures(area).filter(rule__startswith=f"{MARKET_IDLE}."):
        project = market_files.markets().filter(recipient=finding.recipient_id).first()
        if project is not None:
            idle = (
                finding.rule.removeprefix(f"{MARKET_IDLE}.")
                in markets.asset_of(project, today).decision.flags
            )
            done[_noted_alone(finding, not idle, at)] += 1
    return done


def _watch_double_aid(area: str, at: datetime) -> Counter[str]:
    """Aid is no longer double where it turns out to be another person's, or the money came back."""
    done = Counter[str]()
    findings = list(_by_figures(area).filter(rule=DOUBLE_AID).select_related("recipient"))
    doubled = (
        {row.pk for named in programmes.doubled_aid(places.NATION) for row in named[1:]}
        if findings
        else set()
    )
    for finding in findings:
        balance = programmes.balance_of(finding.recipient)
        returned = balance.disbursed_idr > 0 and balance.returned_idr >= balance.disbursed_idr
        done[_noted_alone(finding, returned or finding.recipient_id not in doubled, at)] += 1
    return done


def _noted_alone(finding: Finding, in_order: bool, at: datetime) -> str:
    """`_noted` in a transaction of its own, of the finding as it stands by then; none where there is nothing to note."""
    if in_order == (finding.mended_on is not None):
        return "same"
    with transaction.atomic():
        one_at_a_time(finding.area_id)
        return _noted(Finding.objects.get(pk=finding.pk), in_order, at)


def _by_figures(area: str) -> QuerySet[Finding]:
    """Findings about aid that are open, or were settled while the figure was still out of order."""
    rows = places.within(Finding.objects.filter(recipient__isnull=False), area, "area_id")
    return rows.exclude(state__in=(Finding.State.CANNOT, Finding.State.WITHDRAWN)).order_by("id")


def _noted(finding: Finding, in_order: bool, at: datetime) -> str:
    """Write down that a figure is in order again, or no longer; say which, or nothing where nothing changed."""
    if in_order == (finding.mended_on is not None):
        return "same"
    locked = Finding.objects.select_for_update().get(pk=finding.pk)
    locked.mended_on = timezone.localdate(at) if in_order else None
    if locked.state in CLOSED:  # it may open again from now on
        if in_order and locked.state == Finding.State.RESOLVED:
            locked.save(update_fields=["mended_on"])
        return "same"
    waits = locked.state == Finding.State.IN_PROGRESS and not locked.returned
    if in_order:
        locked.state, locked.returned = Finding.State.IN_PROGRESS, False
        step(locked, FollowUp.Kind.MENDED, "Angkanya sudah pulih; usul ditutup menunggu putusan.", SYSTEM, at)
    else:
        if not waits or locked.acted_by_id is None:
            locked.state = Finding.State.IN_PROGRESS if locked.acted_by_id else Finding.State.NOT_FOLLOWED_UP
            locked.returned = bool(locked.acted_by_id)
        step(
            locked,
            FollowUp.Kind.RELAPSED,
            "Angkanya kembali melewati batas; usul penutupan dicabut.",
            SYSTEM,
            at,
        )
    locked.save(update_fields=["state", "returned", "mended_on"])
    if in_order:
        tell_finding("finding.answered", locked, SYSTEM, at)
    return "mended" if in_order else "relapsed"


ESCALATED_TOGETHER = 100


def _escalate(area: str, at: datetime) -> Counter[str]:
    """Send up some of the late findings that have not gone as far as they should; nothing where none is left."""
    today = timezone.localdate(at)
    rows = queries.to_escalate(places.within(Finding.objects.all(), area, "area_id"), today)
    due = [
        pk
        for pk, due_on, owner, told in rows.values_list("pk", "due_on", "owner_level", "escalated_to")
        if (level := finding_age.escalated_to(due_on, today, owner)) and level != told
    ]
    return _sent_up(rows.filter(pk__in=due[:ESCALATED_TOGETHER]), today, at) if due else Counter()


@transaction.atomic
def _sent_up(rows: QuerySet[Finding], today: date, at: datetime) -> Counter[str]:
    done = Counter[str]()
    for finding in rows.select_for_update(of=("self",)):
        level = finding_age.escalated_to(finding.due_on, today, finding.owner_level)
        if not level or level == finding.escalated_to:  # another round has just sent it up
            continue
        finding.escalated_to = level
        step(
            finding,
            FollowUp.Kind.ESCALATED,
            f"Jawaban terlambat; disampaikan kepada {_LEVELS[level]}.",
            SYSTEM,
            at,
        )
        finding.save(update_fields=["escalated_to"])
        done["escalated"] += 1
    return done
