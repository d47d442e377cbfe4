"""Monev: cycles, the board of areas, one area's work, visits."""

from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.accounts import queries as accounts
from naikkelas.analytics import pictures
from naikkelas.analytics import queries as analytics
from naikkelas.analytics.scope import Scope
from naikkelas.kit.periods import Quarter
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions, queries
from naikkelas.monev.queries import lines, review
from naikkelas.monev.queries import plan as plans
from naikkelas.monev.queries import teams as team_queries
from naikkelas.programmes import queries as programmes
from naikkelas.web import posted, words
from naikkelas.web.gate import page
from naikkelas.web.monev import taken
from naikkelas.web.monev.forms import AttemptForm, CycleForm, DrawForm
from naikkelas.web.withheld import withheld


@page("monev.read")
def cycle_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.cycles_visible_to(request.user), 12).get_page(request.GET.get("hal"))
    lines = queries.cycle_lines(list(page), request.frame.area.code, request.at.date())
    rows = [(cycle, lines[cycle.pk]) for cycle in page]
    return render(request, "monev/cycle_list.html", {"rows": rows, "page": page})


@page("monev.plan", post=True)
def cycle_add(request: HttpRequest) -> HttpResponse:
    quarter = request.frame.period.next
    known = {str(p.pk): p for p in _monitorable(request)}
    choices = [(pk, f"{p.name} {p.year}") for pk, p in known.items()]
    initial = {
        "name": _("Monev %(quarter)s") % {"quarter": quarter.label(get_language())},
        "year": quarter.year,
        "quarter": quarter.number,
        "opens_on": quarter.first_day,
    }
    form = CycleForm(request.POST or None, programmes=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            cycle = actions.add_cycle(
                name=data["name"],
                area=request.user.area_id,
                quarter=Quarter(data["year"], int(data["quarter"])),
                opens_on=data["opens_on"],
                due_workdays=data["due_workdays"],
                monitored=[known[pk] for pk in data["monitored"]],
                by=request.user,
                at=request.at,
            )
            return redirect("monev-cycle-detail", cycle.pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
    return render(request, "monev/cycle_add.html", {"form": form}, status=422 if form.errors else 200)


def _monitorable(request: HttpRequest):
    """The programmes that a cycle of this province may monitor, newest first."""
    return programmes.programmes_visible_to(request.user).order_by("-year", "name")


@page("monev.plan", post=True)
def cycle_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft: draw who is visited, see the count, open it."""
    cycle = get_object_or_404(queries.cycles_visible_to(request.user), pk=pk)
    if cycle.state != "draft":
        return redirect("monev-board", pk)
    plan = plans.plan_of(cycle)
    form = DrawForm(request.POST or None, initial=_drawing(cycle, plan))
    if request.method == "POST":
        try:
            if request.POST.get("decision") == "publish":
                actions.publish(cycle=cycle, by=request.user, at=request.at)
                messages.success(request, _("The cycle is open: the areas see their visits."))
                return redirect("monev-board", pk)
            if request.POST.get("decision") == "discard":
                actions.discard_cycle(cycle=cycle, by=request.user, at=request.at)
                messages.success(request, _("The draft “%(name)s” was discarded.") % {"name": cycle.name})
                return redirect("monev-cycle-list")
            if form.is_valid():
                count = _draw(request, cycle, dict(form.cleaned_data))
                messages.success(
                    request,
                    ngettext("%(n)s visit is planned.", "%(n)s visits are planned.", count) % {"n": count},
                )
                return redirect("monev-cycle-detail", pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
    lines = queries.board(cycle, cycle.area_id, request.at.date())
    context = {
        "cycle": cycle,
        "form": form,
        "lines": lines,
        "planned": sum(line.planned for line in lines),
        "plan": plan,
        "precision": plans.precision_bp(plan) if plan else None,
    }
    return render(request, "monev/cycle_detail.html", context, status=422 if form.errors else 200)


def _drawing(cycle, plan) -> dict:
    """What the form of the draw begins with: what the plan of the cycle says."""
    if plan is None:
        return {"seed": f"{cycle.year}-{cycle.quarter}"}
    return {
        "whom": plan.whom, "margin": Decimal(plan.margin_bp) / 100, "confidence": plan.confidence, "risk_count": plan.risk_count,
        "cooperatives": plan.cooperatives, "enterprises": plan.enterprises,
        "seed": plan.seed or f"{cycle.year}-{cycle.quarter}",
    }  # fmt: skip


def _draw(request: HttpRequest, cycle, data: dict) -> int:
    with transaction.atomic():
        actions.choose_whom(
            cycle=cycle, whom=data.pop("whom"), margin_bp=int(data.pop("margin") * 100), confidence=data.pop("confidence"),
            risk_count=data.pop("risk_count"), by=request.user, at=request.at,
        )  # fmt: skip
        return actions.draw(cycle=cycle, **data, by=request.user, at=request.at)


def _waiting(request: HttpRequest, lines: list[queries.AreaLine]) -> list[queries.AreaLine]:
    """The areas about which the reader has to decide: sent to who accepts, returned to who sends."""
    state = "sent" if access.may(request.user, "monev.accept") else "returned"
    concerned = state == "sent" or access.may(request.user, "monev.send")
    return [line for line in lines if concerned and line.cycle_area.state == state]


@page("monev.read")
def board(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The areas of a cycle on the map and in a table: planned, visited, verified, sent, late."""
    cycle = get_object_or_404(queries.cycles_visible_to(request.user), pk=pk)
    lines = queries.board(cycle, request.frame.area.code, request.at.date())
    if kind := request.GET.get("unduh"):
        return taken.board(kind, lines)
    scope = Scope(request.frame.area.code, Quarter(cycle.year, cycle.quarter))
    by_code = {line.cycle_area.area_id: line for line in lines}

    def href(code: str) -> str:
        line = by_code.get(code)
        return reverse("monev-area-detail", args=[line.cycle_area.pk]) if line else ""

    context = {
        "cycle": cycle,
        "lines": lines,
        "total": {
            name: sum(getattr(line, name) for line in lines)
            for name in ("planned", "visited", "verified", "findings_open", "findings_overdue")
        },
        "late": sum(line.late for line in lines),
        "waiting": _waiting(request, lines),
        "may_close": access.may(request.user, "monev.plan"),
        "done": cycle.state == "open" and not cycle.areas.exclude(state="accepted").exists(),
        # of this cycle alone: the indicator is of all cycles of the quarter
        "map": pictures.area_map(
            analytics.indicators()["visits_done"], scope, get_language(), href,
            {line.cycle_area.area_id: (line.visited, line.planned) for line in lines},
        ),
    }  # fmt: skip
    return render(request, "monev/board.html", context)


@page("monev.read")
def area_detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One area's work in a cycle: who is visited by whom, and the step to the next level."""
    cycle_area = get_object_or_404(queries.areas_visible_to(request.user), pk=pk)
    planned = (
        queries.planned_visible_to(request.user)
        .filter(cycle_area=cycle_area, again_of=None)
        .order_by("instrument", "area_id", "id")
        .values_list("pk", flat=True)
    )
    state = request.GET.get("state", "")
    if state in ("planned", "visited", "verified", "replaced", "unmet"):
        planned = planned.filter(state=state)
    if state == "unassigned":
        planned = planned.filter(assigned_to=None).exclude(state="replaced")
    see, may_export = access.may(request.user, "person.see"), access.may(request.user, "registry.export")
    if kind := request.GET.get("unduh"):
        if not may_export:
            raise Http404("export")
        return taken.visits(request, kind, planned, area=cycle_area.area_id, told=_filtered(state), see=see)
    can = {duty: access.may(request.user, f"monev.{duty}") for duty in ("assign", "send", "accept")}
    can["assign"] &= cycle_area.state != "accepted"  # locked
    today = request.at.date()
    page = Paginator(planned, 100).get_page(request.GET.get("hal"))
    shown = lines.planned(page.object_list)
    page.object_list = [shown[pk] for pk in page.object_list]
    context = {
        "cycle_area": cycle_area,
        "cycle": cycle_area.cycle,
        "line": queries.area_line(cycle_area, request.at.date()),
        "page": page,
        "state": state,
        "enumerators": accounts.enumerators_in(cycle_area.area_id),
        "to_verify": queries.visits_visible_to(request.user)
        .filter(planned__cycle_area=cycle_area, state="received")
        .count(),
        "can": can,
        "steps": review.steps_of(cycle_area),
        "freeze": review.standing_freeze(cycle_area),
        "teams": team_queries.teams_of(cycle_area).count(),
        "principals": [d.giver for d in review.standing_for(request.user, today)],
        "away": review.away(request.user, today),
        "see": see,
        "may_export": may_export,
    }
    return render(request, "monev/area_detail.html", context)


def _filtered(state: str) -> str:
    """The filter of the visits in words, for the access log."""
    return _("Not assigned") if state == "unassigned" else words.label("planned", state) if state else ""


@page("monev.assign", post=True, get=False)
def area_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the ticked visits to an enumerator."""
    cycle_area = get_object_or_404(queries.areas_visible_to(request.user), pk=pk)
    to = get_object_or_404(accounts.enumerators_in(cycle_area.area_id), pk=posted.one(request, "to"))
    visits = queries.planned_visible_to(request.user).filter(
        cycle_area=cycle_area, pk__in=posted.ids(request, "visit")
    )
    count = actions.assign(visits=visits, to=to, by=request.user, at=request.at)
    messages.success(
        request,
        ngettext("%(n)s visit was given to %(name)s.", "%(n)s visits were given to %(name)s.", count)
        % {"n": count, "name": to.name},
    )
    return redirect("monev-area-detail", pk)


@page("monev.read")
def planned_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A planned visit: leads to its standing visit, or shows that it is still to be made."""
    planned = get_object_or_404(queries.planned_visible_to(request.user), pk=pk)
    visit = queries.visits_visible_to(request.user).filter(planned=planned).exclude(state="rejected").first()
    if visit:
        return redirect("monev-visit-detail", visit.pk)
    return render(
        request,
        "monev/planned_detail.html",
        {
            "planned": planned,
            "see": access.may(request.user, "person.see") and not withheld(planned),
            "attempts": team_queries.attempts_of(planned),
            "replacement": team_queries.replacement_of(planned),
            "replaces": team_queries.replaced_by(planned),
            "form": AttemptForm(initial={"tried_on": request.at.date()}),
            "may_try": access.may(request.user, "monev.assign") and planned.state == "planned",
            "reasons": [pair for pair in words.choices("outcome") if pair[0] != "appointment"],
        },
    )
