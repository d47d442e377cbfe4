"""Earlier years of some enterprises of every office, so that naik kelas says something everywhere. Invented."""

import random

from naikkelas.places import queries as places
from naikkelas.registry import actions
from naikkelas.registry import queries as registry
from naikkelas.trail.actions import SYSTEM

PER_OFFICE = 24
_EVIDENCE = ("document", "document", "statement", "visit", "import")
# sales of the year before in percent of those after: most grew a little, some leapt, some fell
_BEFORE = (30, 45, 60, 75, 82, 88, 92, 95, 98, 100, 105, 120, 160, 400)


def live(areas: list[str], clock, seed: int) -> int:
    """Enter 2018, and of some 2017, for a few enterprises of each kabupaten/kota. Returns how many years."""
    dice = random.Random(seed + 5)  # noqa: S311 - invented data, not secrets
    made = 0
    for area in areas:
        rows = places.within(registry.all_enterprises(), area, "area_id").filter(facts_year=2019)
        known = rows.filter(annual_sales_idr__isnull=False).order_by("-annual_sales_idr", "pk")
        for enterprise in _spread(list(known.values_list("pk", flat=True)), dice):
            made += _years(registry.all_enterprises().get(pk=enterprise), clock, dice)
    return made


def _spread(ids: list[int], dice: random.Random) -> list[int]:
    """Half of those with the highest sales, where classes change, and half of all others."""
    top = ids[: max(4, len(ids) // 20)]
    chosen = {
        *dice.sample(top, min(len(top), PER_OFFICE // 2)),
        *dice.sample(ids, min(len(ids), PER_OFFICE // 2)),
    }
    return sorted(chosen)


def _years(enterprise, clock, dice: random.Random) -> int:
    known = set(registry.years_of(enterprise).values_list("year", flat=True))
    sales, made = enterprise.annual_sales_idr, 0
    for year, chance in ((2018, 0.85), (2017, 0.5)):
        sales = sales * dice.choice(_BEFORE) // 100 // 100_000 * 100_000
        founded = enterprise.founded_on
        if year in known or dice.random() > chance or (founded and founded.year > year):
            continue
        workers = max(1, (enterprise.workers or 1) - dice.choice((0, 0, 0, 1, 2)))
        actions.record_year(
            enterprise=enterprise, year=year, facts={"annual_sales_idr": sales, "workers_male": workers}, source="demo",
            evidence=dice.choice(_EVIDENCE), remark="Data sintetis", by=SYSTEM, at=clock,
        )  # fmt: skip
        made += 1
    return made
