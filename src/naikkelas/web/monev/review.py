"""Review by levels: send, look through, accept or return, unlock; delegation; what was frozen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.accounts import queries as accounts
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev import actions, queries
from naikkelas.monev.queries import freezes
from naikkelas.monev.queries import review as reviews
from naikkelas.reports import actions as reports
from naikkelas.reports.queries import frozen
from naikkelas.web import posted
from naikkelas.web.gate import page
from naikkelas.web.monev.forms import DelegationForm
from naikkelas.web.tried import tried

STILL_ASKS = Kind(
    "area.still_asks",
    "Masih tertulis apa yang harus diperbaiki. Kembalikan wilayahnya, atau kosongkan catatannya lalu terima.",
    "What is to be mended still stands written. Return the area, or clear the remarks and accept.",
)


def _area(request: HttpRequest, pk: int):
    """The area as the decider saw it: at the version that stood on the page."""
    cycle_area = get_object_or_404(queries.areas_visible_to(request.user), pk=pk)
    if "version" in request.POST:
        cycle_area.version = posted.one(request, "version")
    return cycle_area


def _step(request: HttpRequest) -> dict:
    """Who decides, when, and in whose place."""
    behalf = posted.one(request, "behalf")
    return {
        "by": request.user,
        "at": request.at,
        "behalf_of": accounts.user_by_id(behalf) if behalf else None,
    }


@page("monev.send", post=True, get=False)
def area_send(request: HttpRequest, pk: int) -> HttpResponse:
    actions.send_area(cycle_area=_area(request, pk), reason=request.POST.get("reason", ""), **_step(request))
    messages.success(request, _("Sent to the province."))
    return redirect("monev-area-detail", pk)


@page("monev.accept", post=True, get=False)
def area_decide(request: HttpRequest, pk: int) -> HttpResponse:
    cycle_area = _area(request, pk)
    remarks = {
        int(name.removeprefix("remark-")): text
        for name, text in request.POST.items()
        if name.startswith("remark-") and name.removeprefix("remark-").isdigit() and len(name) < 25
    }
    reason = request.POST.get("reason", "")
    if request.POST.get("decision") == "accept":
        if reason.strip() or any(text.strip() for text in remarks.values()):
            raise Refused(STILL_ASKS)  # what was written to be mended would be lost without a word
        reports.accept_area(cycle_area=cycle_area, **_step(request))
        messages.success(request, _("Accepted, locked and frozen."))
        return redirect("monev-area-detail", pk)
    actions.return_area(cycle_area=cycle_area, reason=reason, remarks=remarks, **_step(request))
    messages.success(request, _("Returned with the reason."))
    return redirect("monev-area-detail", pk)


@page("monev.accept", post=True, get=False)
def area_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    actions.unlock_area(
        cycle_area=_area(request, pk), reason=request.POST.get("reason", ""), **_step(request)
    )
    messages.success(request, _("Unlocked. The frozen data stay readable; accepting again freezes anew."))
    return redirect("monev-area-detail", pk)


@page("monev.plan", post=True, get=False)
def cycle_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a cycle, or open a closed one again."""
    cycle = get_object_or_404(queries.cycles_visible_to(request.user), pk=pk)
    if request.POST.get("decision") == "reopen":
        reason = request.POST.get("reason", "")
        actions.reopen_cycle(cycle=cycle, reason=reason, by=request.user, at=request.at)
        messages.success(request, _("The cycle runs again: its areas can be unlocked."))
    else:
        actions.close_cycle(cycle=cycle, by=request.user, at=request.at)
        messages.success(request, _("The cycle is closed. Its findings are followed up as before."))
    return redirect("monev-board", pk)


@page("monev.accept")
def area_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Look through the verified visits of an area that was sent; write beside each what is to be mended."""
    cycle_area = _area(request, pk)
    visits = (
        queries.visits_visible_to(request.user)
        .filter(planned__cycle_area=cycle_area, state="verified")
        .select_related(*(f"planned__{way}" for way in queries.TO_PERSONS))
        .order_by("instrument", "area_id", "id")
    )
    context = {
        "cycle_area": cycle_area,
        "cycle": cycle_area.cycle,
        "visits": visits,
        "line": queries.area_line(cycle_area, request.at.date()),
        "see": access.may(request.user, "person.see"),
        "principals": [d.giver for d in reviews.standing_for(request.user, request.at.date())],
    }
    return render(request, "monev/area_review.html", context)


@page("monev.verify", post=True)
def delegation_list(request: HttpRequest) -> HttpResponse:
    """Who decides in whose place, and delegating for some days."""
    user = request.user
    peers = accounts.officers_of(user.area_id, user.role).exclude(pk=user.pk)
    form = DelegationForm(request.POST or None, peers=peers, initial={"starts_on": request.at.date()})

    def delegate(data: dict) -> None:
        to = peers.get(pk=data.pop("to"))
        actions.delegate(to=to, **data, by=user, at=request.at)

    if request.method == "POST" and tried(form, delegate):
        messages.success(request, _("Delegated. The trail says in whose place your colleague decides."))
        return redirect("monev-delegation-list")
    context = {
        "form": form,
        "peers": peers,
        "rows": reviews.delegations_visible_to(user)[:100],
        "today": request.at.date(),
    }
    return render(request, "monev/delegation_list.html", context, status=422 if form.errors else 200)


@page("monev.verify", post=True, get=False)
def delegation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    mine = reviews.delegations_visible_to(request.user).filter(giver=request.user)
    row = get_object_or_404(mine, pk=pk)
    actions.take_back_delegation(delegation=row, by=request.user, at=request.at)
    messages.success(request, _("The delegation was taken back: you decide yourself again."))
    return redirect("monev-delegation-list")


@page("monev.read")
def freeze_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What was frozen when an area was accepted, with its digests."""
    freeze = get_object_or_404(reviews.freezes_visible_to(request.user), pk=pk)
    kept = freezes.contents(freeze.sha256)
    context = {
        "freeze": freeze,
        "cycle_area": freeze.cycle_area,
        "cycle": freeze.cycle_area.cycle,
        "kept": kept,
        "figures": [line for line in kept["indicators"] if line["part"] is not None],
        "others": reviews.freezes_of(freeze.cycle_area),
    }
    return render(request, "monev/freeze_detail.html", context)


@page("monev.read")
def freeze_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of the area, drawn from the freeze alone."""
    freeze = get_object_or_404(reviews.freezes_visible_to(request.user), pk=pk)
    response = HttpResponse(frozen.frozen_report(freeze), content_type="application/pdf")
    response["Content-Disposition"] = (
        f'attachment; filename="monev-{freeze.cycle_area.area_id}-B{freeze.number:02d}.pdf"'
    )
    return response
