"""In which order eligible proposals for start-up capital stand: points by stated weights, our own proposal."""

from dataclasses import dataclass
from datetime import date

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
POINTS: dict[str, int] = _TABLES["points"]
_STEPS: dict[str, list[int]] = _TABLES["steps"]


@dataclass(frozen=True)
class RankingFacts:
    """None where a figure is not known: it then gives no points."""

    production: bool = False
    sales_idr: int | None = None
    cost_idr: int | None = None
    workers: int | None = None
    plan_idr: int = 0
    productive_idr: int = 0
    started_on: date | None = None
    licensed: bool = False
    bookkept: bool = False


def score(facts: RankingFacts, as_of: date) -> dict[str, int]:
    """Points by sign, in the order of the weights."""
    margin = (
        _share((facts.sales_idr or 0) - (facts.cost_idr or 0), facts.sales_idr)
        if facts.cost_idr is not None
        else None
    )
    months = _months(facts.started_on, as_of) if facts.started_on else None
    return {
        "production": POINTS["production"] if facts.production else 0,
        "margin": _stepped("margin", margin),
        "workers": _stepped("workers", facts.workers),
        "productive_plan": _stepped("productive_plan", _share(facts.productive_idr, facts.plan_idr)),
        "business_age": _stepped("business_age", months),
        "licence": POINTS["licence"] if facts.licensed else 0,
        "bookkept": POINTS["bookkept"] if facts.bookkept else 0,
    }


def _stepped(sign: str, value: int | None) -> int:
    full, half = _STEPS[sign]
    if value is None or value < half:
        return 0
    return POINTS[sign] if value >= full else POINTS[sign] // 2


def _share(part_idr: int, whole_idr: int | None) -> int | None:
    """Whole hundredths, rounded down; None where there is nothing to divide by."""
    return part_idr * 100 // whole_idr if whole_idr and whole_idr > 0 else None


def _months(since: date, until: date) -> int:
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
