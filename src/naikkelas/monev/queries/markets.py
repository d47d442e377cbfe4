"""Markets as officers recorded them beside what visits found, and the verdict on the asset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from naikkelas.monev.models import Visit
from naikkelas.programmes.queries import market as markets
from naikkelas.rules import market_idle
from naikkelas.rules.decision import Decision

if TYPE_CHECKING:
    from naikkelas.programmes.models import MarketProject


def newest_visit(project: MarketProject, as_of: date) -> Visit | None:
    """The newest standing visit with the instrument for markets."""
    rows = Visit.objects.filter(
        planned__facility=project.facility_id, instrument="market", visited_on__lte=as_of
    ).exclude(state__in=Visit.UNCOUNTED)
    return rows.select_related("enumerator").order_by("-visited_on", "-id").first()


@dataclass(frozen=True)
class Asset:
    """The verdict on an asset and the visit whose facts it rests on, where it rests on one."""

    decision: Decision
    visit: Visit | None


def asset_of(project: MarketProject, as_of: date) -> Asset:
    """Judge the asset by the officer's figures, and by the newest visit where that is younger or says more."""
    facts, counted_on = markets.asset_facts(project, as_of)
    visit = newest_visit(project, as_of)
    if visit is not None:
        seen = {f.name: f.word if f.number is None else f.number for f in visit.facts.all()}
        facts = replace(facts, function=str(seen.get("function") or ""))
        if seen.get("places_built") is not None and (counted_on is None or visit.visited_on >= counted_on):
            facts = replace(facts, stalls=seen["places_built"], used=seen.get("places_filled"))
    return Asset(market_idle.judge(facts, as_of), visit)
