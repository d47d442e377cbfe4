"""Where visits were made: on a map without tiles, by state and flag, beside where they should have been; and as a list."""

from collections import defaultdict
from statistics import median

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.drawing import points
from naikkelas.monev import queries
from naikkelas.monev.queries import plausibility
from naikkelas.places import queries as places
from naikkelas.rules.plausibility import RULES
from naikkelas.web import words
from naikkelas.web.gate import page
from naikkelas.web.monev import checking
from naikkelas.web.monev.visits import listing_of

MOST = 500
"""More marks than these are a blot: the newest are shown, and the reader is asked to narrow them."""
ENOUGH = 3
"""So many other visits tell where a kecamatan lies."""


@page("monev.read")
def visit_map(request: HttpRequest) -> HttpResponse:
    """The visits of the list, under the same filters, where their phones stood."""
    if not access.may(request.user, "person.see"):
        raise Http404("location")
    visible = queries.of_unrestricted(checking.visits(request))
    listing = listing_of(request, visible, "monev/visit_map.html")
    found = listing.ordered.select_related(*listing.related, "planned__facility")
    rows = list(found[:MOST])
    astray = plausibility.astray([v.pk for v in rows])
    placed = [v for v in rows if v.latitude is not None and v.longitude is not None]
    context = {
        "list": listing,
        "rows": [(v, astray.get(v.pk)) for v in rows],
        "count": listing.ordered.count() if len(rows) == MOST else len(rows),
        "unplaced": len(rows) - len(placed),
        "map": _map(request, placed, astray) if placed else "",
        "marks": [
            (points.mark("received"), words.label("visit", "received")),
            (points.mark("verified"), words.label("visit", "verified")),
            (points.mark("rejected"), words.label("visit", "rejected")),
            (points.mark("received", flagged=True), _("With a flag to look at")),
        ],
        "see": True,
    }
    return render(request, "monev/visit_map.html", context)


def _map(request: HttpRequest, placed: list, astray: dict[int, int]) -> str:
    middles = _middles([v for v in placed if v.pk not in astray])
    marks = [
        points.Point(
            key=f"k{v.pk}",
            at=(v.latitude, v.longitude),
            kind=v.state,
            title=f"{words.planned_name(v.planned, True)} – {words.label('visit', v.state)}",
            href=reverse("monev-visit-detail", args=[v.pk]),
            flagged=any(flag in RULES for flag in v.flags) or bool(v.trouble),
            away=_declared(v, middles) if v.pk in astray else None,
        )
        for v in placed
    ]
    code = request.frame.area.code
    level = {"nation": "province", "province": "regency"}.get(request.frame.area.level, "district")
    size = 2 if level == "province" else 5 if level == "regency" else 8
    named = defaultdict(list)
    for v in placed:
        named[v.area_id[:size]].append((v.latitude, v.longitude))
    names = [(places.name_of(each), _middle(found)) for each, found in sorted(named.items())]
    return points.draw(marks, _("Map of visits"), names, places.boundaries(code, level))


def _middle(found: list[tuple[float, float]]) -> tuple[float, float]:
    return median(p[0] for p in found), median(p[1] for p in found)


def _middles(visits: list) -> dict[str, tuple[float, float]]:
    """Where the visits of a kecamatan lie, of those that nothing is said against."""
    by_district = defaultdict(list)
    for v in visits:
        by_district[v.area_id[:8]].append((v.latitude, v.longitude))
    return {code: _middle(found) for code, found in by_district.items() if len(found) >= ENOUGH}


def _declared(visit, middles: dict[str, tuple[float, float]]) -> tuple[float, float] | None:
    """Where a visit should have been: at its built place, else about where others of its kecamatan were."""
    facility = visit.planned.facility
    if facility is not None and facility.latitude is not None and facility.longitude is not None:
        return facility.latitude, facility.longitude
    return middles.get(visit.area_id[:8])
