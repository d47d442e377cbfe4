"""Naik kelas: the matrix of two years under one law, who is behind each figure, survival, and what the law alone moved."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics import class_matrix, queries, survival
from naikkelas.analytics.class_matrix import CLASSES, NONE, OUTCOMES, TARGETS, Question, Tally
from naikkelas.analytics.scope import Scope
from naikkelas.drawing import flow
from naikkelas.kit import money
from naikkelas.kit.periods import Quarter
from naikkelas.places import queries as places
from naikkelas.rules import class_change, size_class
from naikkelas.rules.size_class import EnterpriseFacts
from naikkelas.web import access_log, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing

LAWS = ("end", "start")
EXAMPLE_IDR = 1_000_000_000
"""Sales of the example that shows how a new law moves an enterprise that did not grow."""


@dataclass(frozen=True)
class Asked:
    """The question of a page as its address asks it, and the addresses that ask it again."""

    question: Question
    years: list[int]
    sector: str
    kept: dict[str, str]

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """Read ?dari=2018&ke=2019&aturan=end&bukti=verified&sector=…; what is no choice is 404. Without years, the newest
        two that are known."""
        years = class_matrix.years()
        after = _year(request, "ke", years, years[0] if years else 0)
        former = [y for y in years if y < after]
        before = _year(request, "dari", years, former[0] if former else after)
        law = request.GET.get("aturan") or "end"
        evidence, sector = request.GET.get("bukti", ""), request.GET.get("sector", "")
        if law not in LAWS or evidence not in ("", "verified"):
            raise Http404("question")
        if sector and sector not in dict(words.choices("sector")):
            raise Http404("sector")
        kept = {name: request.GET[name] for name in ("wilayah", "periode", "batas") if request.GET.get(name)}
        asked = {"dari": before, "ke": after, "aturan": law, "bukti": evidence, "sector": sector}
        kept |= {name: str(value) for name, value in asked.items() if value}
        return cls(Question(before, after, law, bool(evidence)), years, sector, kept)

    def link(self, name: str = "indicators-class-list", **changes: str) -> str:
        return f"{reverse(name)}?{urlencode({k: v for k, v in (self.kept | changes).items() if v})}"


def _year(request: HttpRequest, name: str, years: list[int], default: int) -> int:
    given = request.GET.get(name)
    if not given:
        return default
    if given not in {str(y) for y in years}:
        raise Http404(name)
    return int(given)


@page("indicators.read")
def class_overview(request: HttpRequest) -> HttpResponse:
    """What became of the classes of one year in another."""
    asked = Asked.of(request)
    question = asked.question
    context: dict[str, Any] = {"asked": asked, "question": question, "laws": words.choices("class_law")}
    context["sectors"] = words.choices("sector")
    if len(asked.years) < 2 or question.before >= question.after:
        return render(request, "indicators/class_overview.html", context)
    found = _counts(request, question)
    if asked.sector:
        found = [t for t in found if t.sector == asked.sector]
    lines = class_matrix.matrix(found)
    context |= {
        "lines": [_line(asked, line) for line in lines],
        "targets": [(t, words.label("class_target", t)) for t in TARGETS],
        "whole": class_matrix.balance(found),
        "today_href": asked.link("indicators-class-overview", batas=""),
        "then_href": asked.link("indicators-class-overview", batas="saat-itu"),
        "outcomes": _outcomes(asked, found),
        "flow": _flow(asked, lines),
        "by_area": _parts(asked, found, "area", request),
        "by_sector": _parts(asked, found, "sector", request),
        "moved": class_matrix.moved_by_rule(found),
        "moved_href": asked.link(hasil="by_rule"),
        "newcomers": class_matrix.newcomers(found),
        "newcomers_href": asked.link(asal=NONE),
        "survival": _survival(asked, request),
        "indicator": _indicators(request, question.after, "class_up")[0],
        "others": _indicators(
            request, question.after, "enterprises_formalised", "credentials_undated", "enterprises_grew"
        ),
        "example": _example(),
        "heads": {"scale": class_change.HEAD, "rules": question.rules.head},
    }
    return render(request, "indicators/class_overview.html", context)


def _then(request: HttpRequest, question: Question) -> Scope:
    """By the boundaries at the end of the second year."""
    frame = request.frame
    return Scope(frame.area.code, Quarter(question.after, 4), as_then=True, duty=request.user.area_id)


def _counts(request: HttpRequest, question: Question) -> list[Tally]:
    if request.frame.as_then:
        return class_matrix.counts_then(question, _then(request, question))
    return class_matrix.counts(question, request.frame.area.code)


def _scoped(request: HttpRequest, question: Question) -> QuerySet:
    rows = class_matrix.judged(question)
    if request.frame.as_then:
        return class_matrix.scoped_then(rows, _then(request, question))
    return request.frame.scoped(rows)


def _line(asked: Asked, line: class_matrix.Line) -> dict[str, Any]:
    cells = [
        {
            "cell": cell,
            "label": words.label("class_target", cell.target),
            "kind": _kind(cell.source, cell.target),
            "href": asked.link(asal=cell.source, tujuan=cell.target),
        }
        for cell in line.cells
    ]
    return {
        "label": words.label("class_source", line.source), "whole": line.whole, "cells": cells,
        "href": asked.link(asal=line.source),
    }  # fmt: skip


def _kind(source: str, target: str) -> str:
    """What going from one class to another is called."""
    if target in (NONE, "not_comparable"):
        return target
    if source not in size_class.ORDER:
        return "not_comparable"
    step = size_class.ORDER.index(target) - size_class.ORDER.index(source)
    return "up" if step > 0 else "down" if step < 0 else "same"


def _outcomes(asked: Asked, found: list[Tally]) -> list[dict[str, Any]]:
    whole = class_matrix.balance(found)
    return [
        {
            "word": outcome,
            "number": getattr(whole, outcome),
            "compared": outcome in ("up", "same", "down"),
            "href": asked.link(hasil=outcome),
        }
        for outcome in OUTCOMES
    ]


def _flow(asked: Asked, lines: list[class_matrix.Line]) -> str:
    lang = get_language() or "id"
    shown = [line for line in lines if line.whole]
    totals = {t: sum(c.number for line in shown for c in line.cells if c.target == t) for t in TARGETS}
    left = [
        flow.Node(line.source, words.label("class_source", line.source), money.number(line.whole, lang))
        for line in shown
    ]
    right = [
        flow.Node(t, words.label("class_target", t), money.number(totals[t], lang))
        for t in TARGETS
        if totals[t]
    ]
    streams = [
        flow.Stream(
            cell.source,
            cell.target,
            cell.number,
            _kind(cell.source, cell.target),
            f"{words.label('class_source', cell.source)} → {words.label('class_target', cell.target)}: "
            f"{money.number(cell.number, lang)}",
            asked.link(asal=cell.source, tujuan=cell.target),
        )
        for line in shown
        for cell in line.cells
    ]
    title = _("From the classes of %(before)d to those of %(after)d") % {
        "before": asked.question.before,
        "after": asked.question.after,
    }
    heads = (str(asked.question.before), str(asked.question.after))
    return flow.flow(left, right, streams, title, heads) if shown else ""


def _parts(asked: Asked, found: list[Tally], by: str, request: HttpRequest) -> list[dict[str, Any]]:
    """Balances by kabupaten/kota or by sector, the largest share of risers first."""
    key = (lambda t: t.regency) if by == "area" else (lambda t: t.sector)
    parts = class_matrix.balances(found, key)
    rows = []
    for part in sorted(parts, key=lambda p: (-(p.up / p.compared if p.compared else -1), p.key)):
        narrowed = {"wilayah": part.key} if by == "area" else {"sector": part.key}
        if by == "area" and len(request.frame.area.code) > len(part.key):
            narrowed = {}
        rows.append(
            {
                "name": places.name_of(part.key) if by == "area" else words.label("sector", part.key),
                "part": part,
                "href": asked.link("indicators-class-overview", **narrowed),
                "links": {outcome: asked.link(hasil=outcome, **narrowed) for outcome in OUTCOMES},
            }
        )
    return rows


def _survival(asked: Asked, request: HttpRequest) -> list[dict[str, Any]]:
    code = request.frame.area.code
    if len(code) > len("18.01") or request.frame.as_then:  # counted by the kabupaten/kota of today
        return []

    def kept(area: str, sector: str) -> bool:
        inside = code == places.NATION or area == code or area.startswith(f"{code}.")
        return inside and asked.sector in ("", sector)

    steps = survival.steps(asked.question.before, request.at.year, kept)
    return [
        {
            "step": step,
            "states": [
                (state, getattr(step, state), asked.link(ke="", sampai=str(step.year), keadaan=state))
                for state in survival.STATES
            ],
        }
        for step in steps
    ]


def _indicators(request: HttpRequest, year: int, *names: str) -> list[Any]:
    """Figures of a year beside this page's own: NK2 and NK3, never summed up with it, and NK1 over any two years."""
    period = replace(request.frame.period, year=year, number=4)
    scope = Scope(request.frame.area.code, period)
    known = queries.indicators()
    return [
        {
            "figure": queries.figure(known[name], scope),
            "href": f"{reverse('indicators-indicator-detail', args=[name])}?"
            f"{urlencode({'wilayah': scope.code, 'periode': period.slug})}",
        }
        for name in names
    ]


def _example() -> dict[str, Any]:
    """One enterprise with the same sales in 2020 and 2021, as the rules judge it."""
    facts = EnterpriseFacts(annual_sales_idr=EXAMPLE_IDR)
    days = class_matrix.end_of(2020), class_matrix.end_of(2021)
    then, now = (size_class.judge(facts, day) for day in days)
    return {
        "sales": EXAMPLE_IDR,
        "then": then,
        "now": now,
        "verdict": class_change.change(facts, days[0], facts, days[1]).verdict,
    }


# ── the enterprises behind a figure ──


@page("indicators.read")
def class_list(request: HttpRequest) -> HttpResponse:
    """The enterprises of a cell, a row, an outcome or a state of survival, with export."""
    asked = Asked.of(request)
    state, until = request.GET.get("keadaan", ""), request.GET.get("sampai", "")
    question = asked.question
    if state:
        if not (until.isascii() and until.isdigit() and len(until) == 4) or int(until) <= question.before:
            raise Http404("sampai")
        question = replace(question, after=int(until))
    see = access.may(request.user, "person.see")
    rows = _scoped(request, question)
    if not (state or request.GET.get("asal") or request.GET.get("hasil")):
        rows = class_matrix.in_cohort(rows)
    columns = [
        Column(_("Enterprise"), lambda e: words.enterprise_name(e, see), sort="name_key"),
        Column(_("Area"), lambda e: places.place_of(e.area_id), sort="area_id"),
        Column(_("Sector"), lambda e: words.label("sector", e.sector)),
        Column(
            _("Class of %(year)d") % {"year": question.before},
            lambda e: words.label("class_source", e.class_1 or NONE),
        ),
        Column(
            _("Class of %(year)d") % {"year": question.after},
            lambda e: words.label("class_source", e.class_2) if e.class_2 else _("No facts"),
        ),
    ]
    listing = Listing(
        request,
        rows,
        columns,
        "indicators/class_list.html",
        filters=_filters(asked, question, state, until),
        order="name_key",
        export_name="naik-kelas",
        may_export=access.may(request.user, "registry.export"),
        exported=access_log.exported(request) if see else None,
    )
    shown = {e.pk: e for e in class_matrix.judged(question).filter(pk__in=[e.pk for e in listing.page])}
    lines = [shown[e.pk] for e in listing.page if e.pk in shown]
    return listing.respond(
        see=see, lines=lines, question=question, back=asked.link("indicators-class-overview"), state=state
    )


def _filters(asked: Asked, question: Question, state: str, until: str) -> list[Filter]:
    years = [(str(y), str(y)) for y in asked.years]
    keep = lambda rows, _value: rows  # noqa: E731 - the question itself, read before
    asking = [
        Filter("dari", _("First year"), lambda: years, keep),
        Filter("aturan", _("Law"), partial(words.choices, "class_law"), keep),
        Filter("bukti", _("Evidence"), lambda: [("verified", _("Only visits and documents"))], keep),
        Filter(
            "sector", _("Sector"), partial(words.choices, "sector"), lambda rows, v: rows.filter(sector=v)
        ),
    ]
    if state:
        return [
            *asking,
            Filter("sampai", _("Year looked at"), lambda: [(until, until)], keep),
            Filter(
                "keadaan", _("Survival"), partial(words.choices, "survival"),
                lambda rows, v: survival.with_state(rows, v, question.before, question.after),
            ),
        ]  # fmt: skip
    return [
        Filter("ke", _("Second year"), lambda: years, keep),
        *asking,
        Filter(
            "asal", _("Class of the first year"),
            lambda: [(v, words.label("class_source", v)) for v in (*CLASSES, NONE)], class_matrix.with_source,
        ),
        Filter(
            "tujuan", _("Class of the second year"), partial(words.choices, "class_target"),
            lambda rows, v: class_matrix.with_target(rows, v, question),
        ),
        Filter(
            "hasil", _("Outcome"), partial(words.choices, "class_outcome"),
            lambda rows, v: class_matrix.with_outcome(class_matrix.in_cohort(rows), v, question),
        ),
    ]  # fmt: skip
