"""The plan of a cycle: terms of reference, roles, targets, what it will take, and a copy for the next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.accounts import queries as accounts
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions, queries
from naikkelas.monev.queries import plan as plans
from naikkelas.rules import monev_cost
from naikkelas.web import posted, words
from naikkelas.web.gate import page
from naikkelas.web.monev.forms import CopyForm, CostForm, PlanForm
from naikkelas.web.tried import tried


def _cycle(request: HttpRequest, pk: int):
    return get_object_or_404(queries.cycles_visible_to(request.user), pk=pk)


@page("monev.read")
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What the cycle is for, when, by whom, how much: the terms of reference as one page that prints."""
    return _plan_page(request, _cycle(request, pk))


def _plan_page(request: HttpRequest, cycle, refused: CopyForm | None = None) -> HttpResponse:
    """`refused`: the form of a copy that was not made, with what was typed."""
    plan = plans.plan_of(cycle)
    may_plan = access.may(request.user, "monev.plan")
    quarter = Quarter(cycle.year, cycle.quarter)
    period = quarter.next
    context = {
        "cycle": cycle,
        "plan": plan,
        "period": quarter,
        "programmes": cycle.programmes.order_by("name"),
        "stages": plans.calendar_of(cycle, plan),
        "precision": plans.precision_bp(plan) if plan else None,
        "roles": plans.roles_of(cycle),
        "instruments": sorted((plan.instruments if plan else {}).items()),
        "simulation": plans.simulate(cycle, plans.costs_of(plan)),
        "lines": queries.board(cycle, cycle.area_id if may_plan else request.frame.area.code, request.at.date()),
        "may_plan": may_plan,
        "duties": words.choices("cycle_duty"),
        "people": accounts.users_visible_to(request.user).filter(is_active=True, role__in=("province", "regency")),
        "refused": refused is not None,
        "copy": refused
        or CopyForm(
            initial={
                "name": _("Monev %(quarter)s") % {"quarter": period.label(get_language())}, "year": period.year,
                "quarter": period.number,
                "opens_on": period.last_day + (cycle.opens_on - quarter.last_day),  # as long after it as this one
            }
        ),
    }  # fmt: skip
    return render(request, "monev/plan_detail.html", context, status=422 if refused else 200)


@page("monev.plan", post=True)
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = _cycle(request, pk)
    plan = plans.plan_of(cycle)
    initial = {}
    if plan:
        initial = {f"days_{step}": days for step, days in plan.steps} | {
            "purpose": plan.purpose, "questions": "\n".join(plan.questions), "budget_idr": plan.budget_idr,
            "funding": plan.funding,
        }  # fmt: skip
    form = PlanForm(request.POST or None, initial=initial)

    def write(data: dict) -> None:
        actions.write_plan(
            cycle=cycle, purpose=data["purpose"], questions=data["questions"].splitlines(), steps=form.steps(),
            budget_idr=data["budget_idr"], funding=data["funding"], by=request.user, at=request.at,
        )  # fmt: skip

    if request.method == "POST" and tried(form, write):
        messages.success(request, _("The terms of reference were saved."))
        return redirect("monev-plan-detail", pk)
    context = {"cycle": cycle, "form": form}
    return render(request, "monev/plan_edit.html", context, status=422 if form.errors else 200)


@page("monev.plan", post=True, get=False)
def plan_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role in the cycle, or take one back."""
    cycle = _cycle(request, pk)
    if "take" in request.POST:
        role = get_object_or_404(plans.roles_of(cycle), pk=posted.one(request, "take"))
        actions.take_role(role=role, by=request.user, at=request.at)
    else:
        to = get_object_or_404(accounts.users_visible_to(request.user), pk=posted.one(request, "to"))
        actions.give_role(
            cycle=cycle, duty=request.POST.get("duty", ""), to=to, by=request.user, at=request.at
        )
    return redirect("monev-plan-detail", pk)


@page("monev.plan", post=True, get=False)
def plan_target(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the targets of the areas; an empty one means all that are planned."""
    cycle = _cycle(request, pk)
    targets = {}
    for area in cycle.areas.all():
        text = request.POST.get(f"target-{area.pk}", "").strip()
        if f"target-{area.pk}" in request.POST:
            targets[area.pk] = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
    count = actions.set_targets(cycle=cycle, targets=targets, by=request.user, at=request.at)
    messages.success(
        request, ngettext("%(n)s target was changed.", "%(n)s targets were changed.", count) % {"n": count}
    )
    return redirect("monev-plan-detail", pk)


@page("monev.plan", post=True)
def plan_simulate(request: HttpRequest, pk: int) -> HttpResponse:
    """Visits, days and rupiah of the drawn list, by unit costs that can be changed here."""
    cycle = _cycle(request, pk)
    plan = plans.plan_of(cycle)
    costs = plans.costs_of(plan)
    form = CostForm(request.POST or None, initial=monev_cost.as_words(costs))

    def keep(_data: dict) -> None:
        actions.set_costs(cycle=cycle, costs=form.costs(), by=request.user, at=request.at)

    if request.method == "POST" and tried(form, keep):
        messages.success(request, _("The unit costs were saved; the figures are reckoned by them."))
        return redirect("monev-plan-simulate", pk)
    context = {
        "cycle": cycle,
        "plan": plan,
        "form": form,
        "simulation": plans.simulate(cycle, costs),
        "head": monev_cost.HEAD,
    }
    return render(request, "monev/plan_simulate.html", context, status=422 if form.errors else 200)


@page("monev.plan", post=True, get=False)
def cycle_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next cycle as a draft with the plan of this one."""
    cycle = _cycle(request, pk)
    form = CopyForm(request.POST)
    made = []

    def copy(data: dict) -> None:
        made.append(
            actions.copy_cycle(
                cycle=cycle, name=data["name"], quarter=form.period, opens_on=data["opens_on"], by=request.user, at=request.at
            )
        )  # fmt: skip

    if tried(form, copy):
        messages.success(request, _("A draft with the same plan was made. Draw its visits next."))
        return redirect("monev-cycle-detail", made[0].pk)
    return _plan_page(request, cycle, form)
