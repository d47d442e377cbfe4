"""What a cycle will take: days and rupiah by stated unit costs, before it is opened."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)


@dataclass(frozen=True)
class Costs:
    """Unit costs of field work. A team-day is one team out for a day; each of its people draws the daily allowance."""

    visits_a_day: int
    team_size: int
    teams_an_area: int
    daily_idr: int
    transport_idr: int
    visit_idr: int
    fixed_idr: int


DEFAULT = Costs(**_TABLES["costs"])


@dataclass(frozen=True)
class AreaCost:
    """What one kabupaten/kota takes: team-days of field work, working days with its teams side by side, rupiah."""

    visits: int
    team_days: int
    workdays: int
    cost_idr: int


def area_cost(by_district: Mapping[str, int], costs: Costs) -> AreaCost:
    """Work out one area. A team finishes one kecamatan before it goes to the next, so a begun day counts whole."""
    visits = sum(by_district.values())
    team_days = sum(-(-count // costs.visits_a_day) for count in by_district.values())
    rupiah = team_days * (costs.team_size * costs.daily_idr + costs.transport_idr) + visits * costs.visit_idr
    if visits:
        rupiah += costs.fixed_idr
    return AreaCost(visits, team_days, -(-team_days // costs.teams_an_area), rupiah)


def as_words(costs: Costs) -> dict[str, int]:
    return asdict(costs)
