"""The plan of a cycle: its terms, what it will take, and what a copy takes over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from naikkelas.monev.models import Cycle, CycleRole, Plan, PlannedVisit
from naikkelas.monev.queries.board import expected
from naikkelas.rules import monev_calendar, monev_cost, monev_sample
from naikkelas.rules.monev_calendar import Stage
from naikkelas.rules.monev_cost import AreaCost, Costs

if TYPE_CHECKING:
    from naikkelas.monev.models import CycleArea


def plan_of(cycle: Cycle) -> Plan | None:
    return Plan.objects.filter(cycle=cycle).select_related("copied_from").first()


def calendar_of(cycle: Cycle, plan: Plan | None) -> list[Stage]:
    lengths = [(step, days) for step, days in plan.steps] if plan else list(monev_calendar.DEFAULT.items())
    return monev_calendar.stages(cycle.opens_on, lengths)


def costs_of(plan: Plan | None) -> Costs:
    return Costs(**(monev_cost.as_words(monev_cost.DEFAULT) | (plan.costs if plan else {})))


def roles_of(cycle: Cycle) -> QuerySet[CycleRole]:
    return cycle.roles.select_related("user__area").order_by("id")


def precision_bp(plan: Plan) -> int | None:
    """The margin that the draw of recipients gives, in hundredths of a percent."""
    if plan.frame_count is None or plan.drawn_count is None:
        return None
    return monev_sample.margin(plan.frame_count, plan.drawn_count, plan.confidence)


@dataclass(frozen=True)
class SimulatedArea:
    """One area of the simulation: how many kecamatan and visits, and what they take."""

    cycle_area: CycleArea
    districts: int
    cost: AreaCost


@dataclass(frozen=True)
class Simulation:
    """What the drawn list of visits takes by unit costs."""

    costs: Costs
    areas: list[SimulatedArea]

    @property
    def visits(self) -> int:
        return sum(a.cost.visits for a in self.areas)

    @property
    def team_days(self) -> int:
        return sum(a.cost.team_days for a in self.areas)

    @property
    def workdays(self) -> int:
        """Areas work side by side: the slowest one says how long it takes."""
        return max((a.cost.workdays for a in self.areas), default=0)

    @property
    def cost_idr(self) -> int:
        return sum(a.cost.cost_idr for a in self.areas)


def simulate(cycle: Cycle, costs: Costs) -> Simulation:
    """Add up days and rupiah of the visits on the list, kecamatan by kecamatan."""
    counts: dict[int, Counter[str]] = {}
    rows = expected(PlannedVisit.objects.filter(cycle_area__cycle=cycle)).order_by()
    for area, code, visits in rows.values_list("cycle_area_id", "area_id").annotate(Count("id")):
        counts.setdefault(area, Counter())[code[:8]] += visits
    areas = [
        SimulatedArea(
            area, len(counts.get(area.pk, ())), monev_cost.area_cost(counts.get(area.pk, Counter()), costs)
        )
        for area in cycle.areas.select_related("area").order_by("area_id")
    ]
    return Simulation(costs, areas)
