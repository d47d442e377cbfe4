"""Money and progress activity by activity, as the forms of PP 39/2006 tell them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from naikkelas.kit.periods import Quarter
from naikkelas.places import queries as places
from naikkelas.programmes.models import (
    Allocation,
    Ceiling,
    Disbursement,
    Milestone,
    PlanMonth,
    Recipient,
    Revision,
)
from naikkelas.programmes.queries import market
from naikkelas.reference.programme_types import all_types


@dataclass
class ActivityLine:
    """One allocation (an activity in an area) at the end of a quarter of its year."""

    allocation: Allocation
    allocated_idr: int = 0
    """First entry and the revisions decided by then."""
    paid_before_idr: int = 0
    paid_quarter_idr: int = 0
    recipients: int = 0
    reached: int = 0
    """Recipients whose output is there: a facility at 100 percent, anybody else who was paid."""
    decreed_idr: int = 0
    progress_idr_hundredths: int = 0
    """The decreed amounts, each times the hundredths of its output that are there."""
    by_weeks: int = 0
    """Recipients whose progress comes from the weekly reports of their works, instead of their stages."""
    stages: list[str] = field(default_factory=list)
    planned_idr: int | None = None
    """What was to be disbursed by then; None without a plan."""
    planned_percent: int | None = None
    """How much of the work was to stand by then, of a hundred; None where the plan tells of money only."""

    @property
    def paid_idr(self) -> int:
        return self.paid_before_idr + self.paid_quarter_idr

    @property
    def physical(self) -> tuple[int, int]:
        """Progress as (part, whole), weighted by the decreed amounts; whole 0 while nobody is named."""
        return self.progress_idr_hundredths, 100 * self.decreed_idr


def activity_lines(code: str, period: Quarter, sources: tuple[str, ...]) -> list[ActivityLine]:
    """Every activity inside a region that these sources pay for in the year of a quarter, as of its last day."""
    given = Allocation.objects.filter(ceiling__year=period.year, ceiling__source__in=sources)
    rows = _as_of(places.within(given, code, "area_id"), period.last_day).select_related(
        "area", "ceiling__programme"
    )
    order = list(all_types())
    lines = {
        row.pk: ActivityLine(row, row.then_idr)
        for row in sorted(
            rows,
            key=lambda a: (
                order.index(a.ceiling.programme.type_id) if a.ceiling.programme.type_id in order else 99,
                a.ceiling.programme_id,
                a.area_id,
                a.pk,
            ),
        )
    }
    _add_money(lines, period)
    _add_plan(lines, period)
    _add_progress(lines, period.last_day)
    return list(lines.values())


def _as_of(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Ceilings, allocations or recipients with what stood of each on a day as `then_idr`."""
    name = rows.model.__name__.lower()
    revised = Revision.objects.filter(**{name: OuterRef("pk")}, decided_on__lte=day).order_by().values(name)
    return rows.annotate(
        then_idr=F("amount_idr") + Coalesce(Subquery(revised.annotate(s=Sum("amount_idr")).values("s")), 0)
    )


def _in_decrees(rows: QuerySet[Recipient], day: date) -> QuerySet[Recipient]:
    """Those whom decrees up to a day give something then: who was withdrawn by then is no recipient."""
    return _as_of(rows.filter(decree_on__lte=day), day).exclude(then_idr=0)


def stood(record: Ceiling | Allocation | Recipient, day: date) -> int:
    """What a record of the ledger amounted to on a day."""
    return _as_of(type(record).objects.filter(pk=record.pk), day).get().then_idr


def _add_money(lines: dict[int, ActivityLine], period: Quarter) -> None:
    paid = Disbursement.objects.filter(
        recipient__allocation_id__in=list(lines), paid_on__lte=period.last_day
    ).values("recipient__allocation_id")
    sums = paid.annotate(
        before_idr=Sum("amount_idr", filter=Q(paid_on__lt=period.first_day), default=0),
        quarter_idr=Sum("amount_idr", filter=Q(paid_on__gte=period.first_day), default=0),
    )
    for row in sums:
        line = lines[row["recipient__allocation_id"]]
        line.paid_before_idr, line.paid_quarter_idr = row["before_idr"], row["quarter_idr"]


def _add_plan(lines: dict[int, ActivityLine], period: Quarter) -> None:
    months = PlanMonth.objects.filter(allocation_id__in=list(lines)).order_by("month")
    for month in months:
        line = lines[month.allocation_id]
        line.planned_idr = line.planned_idr or 0
        if month.physical_percent and line.planned_percent is None:
            line.planned_percent = 0
        if month.month <= 3 * period.number:
            line.planned_idr += month.amount_idr
            if line.planned_percent is not None:
                line.planned_percent = month.physical_percent


def _add_progress(lines: dict[int, ActivityLine], until: date) -> None:
    recipients = list(
        _in_decrees(Recipient.objects.filter(allocation_id__in=list(lines)), until).order_by("id")
    )
    ids = [r.pk for r in recipients]
    stages: dict[int, list[Milestone]] = defaultdict(list)
    for mark in Milestone.objects.filter(recipient_id__in=ids, reached_on__lte=until).order_by(
        "reached_on", "id"
    ):
        stages[mark.recipient_id].append(mark)
    paid = _paid(ids, until)
    weekly = market.works_until(ids, until)
    for recipient in recipients:
        line = lines[recipient.allocation_id]
        hundredths = _hundredths(recipient, stages[recipient.pk], paid.get(recipient.pk, 0))
        if recipient.pk in weekly:
            hundredths = weekly[recipient.pk] // 100
            line.by_weeks += 1
        line.recipients += 1
        line.reached += hundredths == 100
        line.decreed_idr += recipient.then_idr
        line.progress_idr_hundredths += recipient.then_idr * hundredths
        if recipient.kind == Recipient.Kind.FACILITY and stages[recipient.pk]:
            line.stages.append(stages[recipient.pk][-1].stage)


def _paid(recipients: list[int], until: date) -> dict[int, int]:
    """What was disbursed to each of these recipients up to a day."""
    rows = Disbursement.objects.filter(recipient_id__in=recipients, paid_on__lte=until)
    return dict(rows.values_list("recipient_id").annotate(total=Sum("amount_idr")))


def _hundredths(recipient: Recipient, stages: list[Milestone], paid_idr: int) -> int:
    """How much of what a recipient was to get is there. Of a building, the last physical progress; of a grant, the payment."""
    if recipient.kind == Recipient.Kind.FACILITY:
        return next((m.physical_percent for m in reversed(stages) if m.physical_percent is not None), 0)
    return 100 if paid_idr > 0 else 0


def budget_documents(code: str, period: Quarter, sources: tuple[str, ...]) -> QuerySet[Ceiling]:
    """The budget documents of these sources that give money inside a region, with all that stood of them (`then_idr`)."""
    given = places.within(
        Allocation.objects.filter(ceiling__year=period.year, ceiling__source__in=sources), code, "area_id"
    ).values("ceiling")
    rows = _as_of(Ceiling.objects.filter(pk__in=given), period.last_day)
    return rows.select_related("programme").order_by("document_no", "id")


def areas_with_money(code: str, year: int, sources: tuple[str, ...]) -> set[str]:
    """Codes of the areas inside a region that have allocations of these sources in a year."""
    rows = Allocation.objects.filter(ceiling__year=year, ceiling__source__in=sources)
    return set(places.within(rows, code, "area_id").values_list("area_id", flat=True).distinct())


@dataclass(frozen=True)
class AssetLine:
    """A facility that a programme's money built, at a day."""

    recipient: Recipient
    paid_idr: int
    physical_percent: int | None
    handed_over: Milestone | None
    granted: Milestone | None


def asset_lines(code: str, until: date) -> list[AssetLine]:
    """Every facility inside a region that decrees up to a day give money, by area; none that was withdrawn by then."""
    buildings = places.within(Recipient.objects.filter(kind=Recipient.Kind.FACILITY), code, "area_id")
    reached = Milestone.objects.filter(reached_on__lte=until).order_by("reached_on", "id")
    rows = list(
        _in_decrees(buildings, until)
        .select_related("area", "facility__area", "allocation__ceiling__programme")
        .prefetch_related(Prefetch("milestones", reached))
        .order_by("area_id", "id")
    )
    ids = [row.pk for row in rows]
    paid, weekly = _paid(ids, until), market.works_until(ids, until)
    lines = []
    for row in rows:
        marks = {m.stage: m for m in row.milestones.all()}
        physical = [m.physical_percent for m in marks.values() if m.physical_percent is not None]
        if row.pk in weekly:
            physical = [weekly[row.pk] // 100]
        lines.append(
            AssetLine(
                recipient=row,
                paid_idr=paid.get(row.pk, 0),
                physical_percent=physical[-1] if physical else None,
                handed_over=marks.get("handed_over"),
                granted=marks.get("granted"),
            )
        )
    return lines


def recipients_of(allocation: Allocation, until: date) -> QuerySet[Recipient]:
    """Whom an activity goes to on a day, with what decrees give each then (`then_idr`)."""
    return _in_decrees(allocation.recipients.all(), until).order_by("id")


def payments_of(allocation: Allocation, until: date) -> QuerySet[Disbursement]:
    """What left the treasury for an activity up to a day, reversals with it."""
    rows = Disbursement.objects.filter(recipient__allocation=allocation, paid_on__lte=until)
    return rows.select_related("recipient").order_by("paid_on", "id")


def stages_of(allocation: Allocation, until: date) -> QuerySet[Milestone]:
    """The stages that an activity's recipients reached up to a day."""
    rows = Milestone.objects.filter(recipient__allocation=allocation, reached_on__lte=until)
    return rows.select_related("recipient").order_by("recipient_id", "reached_on", "id")
