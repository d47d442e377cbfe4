"""Indicators: all of an area and quarter, one by kabupaten/kota with definition and source, and its records."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from naikkelas.accounts import access
from naikkelas.analytics import pictures, queries
from naikkelas.analytics.facts import FACTS
from naikkelas.analytics.scope import Scope
from naikkelas.monev import queries as monev
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry import queries as registry
from naikkelas.rules.measure import Measure
from naikkelas.web.gate import page
from naikkelas.web.indicators import taken
from naikkelas.web.order import Order

PAGE_SIZE = 100
_RESTRICTED = {
    "registry-enterprise-detail": registry.restricted_enterprises,
    "programmes-recipient-detail": programmes.restricted_recipients,
    "monev-planned-detail": monev.restricted_planned,
}
"""Of which of some records the name is not shown, by the page that shows them."""
# fact tables whose labels name persons or their businesses
_PERSONAL = frozenset({"visits", "class_changes", "enterprises", "formalisation", "plut"})


def _indicator(name: str):
    found = queries.indicators().get(name)
    if found is None:
        raise Http404(name)
    return found


def _scope(request: HttpRequest) -> Scope:
    frame = request.frame
    duty = request.user.area_id if frame.as_then else places.NATION
    return Scope(frame.area.code, frame.period, frame.as_then, duty)


def _series(request: HttpRequest, indicator: Measure) -> dict:
    """The last quarters side by side, each kabupaten/kota a line, all by the boundaries chosen; empty for one quarter."""
    periods = request.frame.periods[:4][::-1]
    if len(periods) < 2:
        return {}
    scope = _scope(request)
    columns = [queries.by_regency(indicator, replace(scope, period=period)) for period in periods]
    codes = sorted({code for column in columns for code in column})
    lines = [(places.name_of(code), [column.get(code) for column in columns]) for code in codes]
    whole = [queries.figure(indicator, replace(scope, period=period)) for period in periods]
    return {"periods": periods, "lines": lines, "whole": whole}


@page("indicators.read")
def indicator_list(request: HttpRequest) -> HttpResponseBase:
    figures = queries.figures(_scope(request)).values()
    if kind := request.GET.get("unduh"):
        return taken.indicators(kind, figures)
    return render(request, "indicators/indicator_list.html", {"figures": figures})


@page("indicators.read")
def indicator_detail(request: HttpRequest, name: str) -> HttpResponseBase:
    indicator = _indicator(name)
    frame = request.frame
    scope = _scope(request)
    by_area = queries.by_regency(indicator, scope)
    lines = [(places.name_of(code), code, figure) for code, figure in sorted(by_area.items())]
    if kind := request.GET.get("unduh"):
        return taken.by_area(kind, name, lines)
    # outlines are today's
    drawn = indicator.unit == "percent" and frame.area.level in ("nation", "province") and not frame.as_then
    context = {
        "series": _series(request, indicator),
        "indicator": indicator,
        "figure": queries.figure(indicator, scope),
        "lines": lines,
        "map": pictures.area_map(
            indicator, scope, get_language(), lambda c: f"?wilayah={c}&periode={frame.period.slug}"
        )
        if drawn
        else "",
    }
    return render(request, "indicators/indicator_detail.html", context)


@page("indicators.read")
def indicator_records(request: HttpRequest, name: str, part: str) -> HttpResponse:
    """The records that a figure was counted from."""
    indicator = _indicator(name)
    if part not in ("part", "whole"):
        raise Http404(part)
    facts = FACTS[indicator.facts]
    scope = _scope(request)
    rows = queries.records(indicator, scope, part).order_by("regency", "record")
    shown = Paginator(Order(rows, PAGE_SIZE, tuple), PAGE_SIZE).get_page(request.GET.get("hal"))
    see = access.may(request.user, "person.see") or indicator.facts not in _PERSONAL
    term = indicator.numerator if part == "part" else indicator.denominator
    column = term.column if term else None
    held_back = _RESTRICTED[facts.page]([row["record"] for row in shown]) if facts.page in _RESTRICTED else ()
    records = [
        {
            "label": row["label"] if see and row["record"] not in held_back else row["record"],
            "href": reverse(facts.page, args=[row["record"]]),
            "area": places.name_of(row["regency"]),
            "value": row[column] if column else None,
        }
        for row in shown
    ]
    context = {"indicator": indicator, "part": part, "page": shown, "records": records, "column": column}
    return render(request, "indicators/indicator_records.html", context)
