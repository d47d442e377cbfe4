"""Maps and bars of figures: one drawing for the page, for print and for the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from naikkelas.analytics import queries
from naikkelas.analytics.scope import Scope
from naikkelas.drawing import bars, maps
from naikkelas.kit import money
from naikkelas.kit.bilingual import Text
from naikkelas.places import queries as places
from naikkelas.reference import tiles
from naikkelas.rules.measure import Measure

if TYPE_CHECKING:
    from naikkelas.places.models import Region

BARS_TITLE = Text("Alokasi dan pencairan per program", "Allocated and disbursed by programme")
ALLOCATED, DISBURSED = Text("Alokasi", "Allocated"), Text("Cair", "Disbursed")


def area_map(
    indicator: Measure, scope: Scope, lang: str, href: Callable[[str], str] | None = None,
    counted: Mapping[str, tuple[int, int]] | None = None,
) -> str:  # fmt: skip
    """The areas directly below the scope (kabupaten/kota, or provinces of the nation), shaded by an indicator; by
    `counted`, part and whole of each kabupaten/kota, where a page counts less than all of the quarter."""
    level = "province" if scope.code == places.NATION else "regency"
    regions = list(places.below(scope.code, level))
    sums: dict[str, tuple[int, int]] = {}
    if counted is None:
        figures = queries.by_regency(indicator, scope)
        counted = {code: (figure.part, figure.whole or 0) for code, figure in figures.items()}
    for code, (more, of) in counted.items():
        key = code[:2] if level == "province" else code
        part, whole = sums.get(key, (0, 0))
        sums[key] = (part + more, whole + of)
    areas = []
    for region in regions:
        part, whole = sums.get(region.code, (0, 0))
        text = money.percent(part, whole, lang, 0)
        counts = f"{money.number(part, lang)}/{money.number(whole, lang)}"
        areas.append(
            maps.Area(
                code=region.code,
                name=f"Kota {region.name}" if region.kind == "kota" else region.name,
                figure=text,
                shade=maps.shade(part, whole),
                title=f"{region.title}: {indicator.name.to(lang)} {text} ({counts})",
                href=href(region.code) if href else "",
            )
        )
    drawn = tiles.positions(scope.code)
    positions = tiles.with_room(drawn, _origins(regions)) if drawn else tiles.grid([r.code for r in regions])
    return maps.draw(areas, indicator.name.to(lang), positions, places.boundaries(scope.code, level))


def _origins(regions: list[Region]) -> dict[str, str]:
    """Code of today → the code that the area had, or lay in, before any change."""
    found = places.lineage()
    return {r.code: found.at(r.code, date.min) for r in regions}


def programme_bars(scope: Scope, lang: str) -> str:
    """Allocated against disbursed, one pair a programme; empty where there is no money."""
    drawn = [
        bars.Bar(
            label=row["programme"].name,
            plan=row["allocated_idr"],
            real=row["disbursed_idr"],
            plan_text=money.rupiah_short(row["allocated_idr"], lang),
            real_text=money.percent(row["disbursed_idr"], row["allocated_idr"], lang, 0),
        )
        for row in queries.programme_totals(scope)
    ]
    if not drawn:
        return ""
    return bars.paired(drawn, BARS_TITLE.to(lang), ALLOCATED.to(lang), DISBURSED.to(lang))
