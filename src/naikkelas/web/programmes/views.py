"""Programmes and money: the list, one programme by area, one recipient from decree to visit."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics import queries as analytics
from naikkelas.analytics.pictures import programme_bars
from naikkelas.analytics.scope import Scope
from naikkelas.monev import queries as monev
from naikkelas.places import queries as places
from naikkelas.programmes import actions, queries
from naikkelas.programmes.queries import market as markets
from naikkelas.programmes.queries import startup
from naikkelas.web import access_log
from naikkelas.web.gate import page
from naikkelas.web.listing import PAGE_SIZE
from naikkelas.web.order import Order
from naikkelas.web.programmes.forms import (
    AllocationForm,
    CeilingForm,
    DisbursementForm,
    MilestoneForm,
    ProgrammeForm,
)
from naikkelas.web.programmes.ledger import allocations_of
from naikkelas.web.startup.reports import context_of as startup_context
from naikkelas.web.tried import tried
from naikkelas.web.withheld import withheld

_PARTS = (
    (
        "programmes-market-list",
        gettext_lazy("Markets"),
        gettext_lazy("stages, works by weeks, stalls, income and idle assets"),
    ),
    (
        "programmes-plut-list",
        gettext_lazy("Service centres (PLUT)"),
        gettext_lazy("consultants, services, clients and what they obtained"),
    ),
    (
        "startup-call-list",
        gettext_lazy("Start-up capital"),
        gettext_lazy("calls, proposals, recipients' reports, visits after 3, 6 and 12 months"),
    ),
    (
        "programmes-cohort-list",
        gettext_lazy("Training by cohort"),
        gettext_lazy("curriculum, attendance, mentoring, graduates and alumni"),
    ),
    (
        "registry-branding-list",
        gettext_lazy("Branding"),
        gettext_lazy("logos, packaging, certificates, exhibitions, before and after"),
    ),
    (
        "programmes-type-list",
        gettext_lazy("Types of programme"),
        gettext_lazy("who receives, by which stages, with which visits and indicators"),
    ),
)
"""Where the work of each programme stands: page, name, what it holds."""


@page("programmes.read")
def programme_list(request: HttpRequest) -> HttpResponse:
    frame, lang = request.frame, get_language()
    totals = analytics.programme_totals(Scope(frame.area.code, frame.period))
    known, types = {row["programme"].pk for row in totals}, queries.types()
    others = [
        p for p in queries.programmes_visible_to(request.user).order_by("-year", "name") if p.pk not in known
    ]
    budgets = queries.ceilings_by_programme([p.pk for p in others])
    context = {
        "totals": [row | {"type": types.get(row["programme"].type_id)} for row in totals],
        "allocated": sum(row["allocated_idr"] for row in totals),
        "disbursed": sum(row["disbursed_idr"] for row in totals),
        "ceiling": queries.ceiling_total(frame.area.code, frame.period.year),
        "bars": programme_bars(Scope(frame.area.code, frame.period), lang),
        "others": [(p, budgets.get(p.pk, [])) for p in others],
        "parts": _PARTS,
    }
    return render(request, "programmes/programme_list.html", context)


@page("programmes.edit", post=True)
def programme_add(request: HttpRequest) -> HttpResponse:
    form = ProgrammeForm(
        request.POST or None,
        types=_open_types(request),
        lang=get_language(),
        initial={"type_id": request.GET.get("jenis"), "year": request.frame.period.year},
    )
    made = []
    if request.method == "POST" and tried(
        form,
        lambda data: made.append(
            actions.add_programme(**data, area=request.user.area_id, by=request.user, at=request.at)
        ),
    ):
        return redirect("programmes-programme-detail", made[0].pk)
    return render(
        request, "programmes/programme_add.html", {"form": form}, status=422 if form.errors else 200
    )


def _open_types(request: HttpRequest) -> list:
    """The types that a new programme of this office may have."""
    today, area = timezone.localdate(request.at), request.user.area_id
    return [
        kind
        for kind in queries.types_for(request.user).values()
        if kind.open_on(today) and (not kind.area or places.covers(kind.area, area))
    ]


@page("programmes.read")
def programme_detail(request: HttpRequest, pk: int) -> HttpResponse:
    programme = get_object_or_404(queries.programmes_visible_to(request.user), pk=pk)
    return _programme(request, programme)


_COHORTS = ("programmes-cohort-list", "", gettext_lazy("Training by cohort"))
_GROUPS = "registry-group-list"
_RECORDS = {
    "market_revitalisation": (
        "programmes-market-list",
        "",
        gettext_lazy("Markets: stages, works, stalls and income"),
    ),
    "plut": ("programmes-plut-list", "", gettext_lazy("Service centres (PLUT) and their clients")),
    "startup_capital": (
        "startup-call-list",
        "",
        gettext_lazy("Start-up capital: calls, proposals and reports"),
    ),
    "village_cooperatives": (
        _GROUPS,
        "kelompok=village_based",
        gettext_lazy("Village-based cooperatives and their units"),
    ),
    "pesantren_cooperatives": (_GROUPS, "kelompok=kopontren", gettext_lazy("Pesantren cooperatives by area")),
    "tourism_village_cooperatives": (
        _GROUPS,
        "kelompok=tourism_village",
        gettext_lazy("Tourism-village cooperatives by area"),
    ),
    "msme_branding": ("registry-branding-list", "", gettext_lazy("Branding events, before and after")),
}
"""Where the records of a type stand that are not recipients of money: page, what to ask of it, name."""


_ABSORPTION = "budget_absorption"
"""Of all programmes together: beside that of this one, on its own page, two figures of one name would stand."""


def _programme(request: HttpRequest, programme, **forms) -> HttpResponse:
    frame = request.frame
    allocations = allocations_of(request, programme)
    ceilings = list(queries.with_standing(queries.ceilings_of(programme)))
    edit = access.may(request.user, "programmes.edit") and access.covers(request.user, programme.area_id)
    kind = queries.type_of(programme)
    scope, known = Scope(frame.area.code, frame.period), analytics.indicators()
    recipients = Order.of_ids(queries.recipients_in_order(programme, frame.area.code))
    listed = Paginator(recipients, PAGE_SIZE).get_page(request.GET.get("hal"))
    listed.object_list = queries.recipients_listed(listed.object_list)
    context = {
        "programme": programme,
        "type": kind,
        "figures": [
            analytics.figure(known[i], scope)
            for i in (kind.indicators if kind else ())
            if i in known and i != _ABSORPTION
        ],
        "records": _RECORDS.get(programme.type_id)
        or (_COHORTS if kind and kind.recipient == "person" and not kind.strategic else None),
        "ceilings": ceilings,
        "allocations": allocations,
        "allocated": sum(a.now_idr for a in allocations),
        "disbursed": sum(a.disbursed_idr for a in allocations),
        "page": listed,
        "edit": edit,
        "ceiling_form": CeilingForm(initial={"year": programme.year}),
        "allocation_form": _allocation_form(programme, ceilings, None),
        **forms,
    }
    return render(request, "programmes/programme_detail.html", context, status=422 if forms else 200)


def _allocation_form(programme, ceilings, data):
    return AllocationForm(
        data,
        ceilings=[(c.pk, f"{c.year} {c.document_no}") for c in ceilings],
        areas=[(r.code, r.title) for r in places.below(programme.area_id, "regency")],
    )


def _own_programme(request: HttpRequest, pk: int):
    programme = get_object_or_404(queries.programmes_visible_to(request.user), pk=pk)
    access.demand(request.user, programme.area_id)
    return programme


@page("programmes.edit", post=True, get=False)
def ceiling_add(request: HttpRequest, pk: int) -> HttpResponse:
    programme = _own_programme(request, pk)
    form = CeilingForm(request.POST)
    if tried(
        form, lambda data: actions.set_ceiling(programme=programme, **data, by=request.user, at=request.at)
    ):
        messages.success(request, _("The ceiling was entered."))
        return redirect("programmes-programme-detail", pk)
    return _programme(request, programme, ceiling_form=form)


@page("programmes.edit", post=True, get=False)
def allocation_add(request: HttpRequest, pk: int) -> HttpResponse:
    programme = _own_programme(request, pk)
    ceilings = {str(c.pk): c for c in queries.ceilings_of(programme)}
    form = _allocation_form(programme, ceilings.values(), request.POST)

    def allocate(data: dict) -> None:
        ceiling = ceilings[data.pop("ceiling")]
        actions.allocate(ceiling=ceiling, **data, by=request.user, at=request.at)

    if tried(form, allocate):
        messages.success(request, _("The allocation was entered."))
        return redirect("programmes-programme-detail", pk)
    return _programme(request, programme, allocation_form=form)


def _recipients(request: HttpRequest):
    """The recipients of the area of duty, with what was paid and what stands after revisions."""
    return queries.with_standing(queries.with_disbursed(queries.recipients_visible_to(request.user)))


@page("programmes.read")
def recipient_detail(request: HttpRequest, pk: int) -> HttpResponse:
    recipient = get_object_or_404(_recipients(request), pk=pk)
    return _recipient(request, recipient, DisbursementForm())


def _milestone_form(recipient, data=None) -> MilestoneForm:
    kind = queries.type_of(recipient.allocation.ceiling.programme)
    return MilestoneForm(data, stages=kind.stages if kind else (), lang=get_language())


@page("programmes.edit", post=True, get=False)
def milestone_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a recipient reached a stage; the same stage again corrects its day, percent and note."""
    recipient = get_object_or_404(_recipients(request), pk=pk)
    form = _milestone_form(recipient, request.POST)
    if tried(form, lambda data: actions.reach(recipient=recipient, **data, by=request.user, at=request.at)):
        messages.success(request, _("The stage was recorded."))
        return redirect("programmes-recipient-detail", pk)
    return _recipient(request, recipient, DisbursementForm(), form)


def _recipient(request: HttpRequest, recipient, form, milestone_form=None) -> HttpResponse:
    access_log.seen(request, recipient.person_id, recipient.area_id)
    programme = recipient.allocation.ceiling.programme
    kind = queries.type_of(programme)
    reached = {m.stage: m for m in queries.milestones_of(recipient)}
    context = {
        "recipient": recipient,
        "programme": programme,
        "stages": [(stage, reached.get(stage.id)) for stage in (kind.stages if kind else ())],
        "disbursements": queries.disbursements_of(recipient),
        "amendments": queries.amendments_of(recipient),
        "replaced_by": queries.replacement_of(recipient),
        "visits": monev.visits_to(recipient),
        "findings": monev.findings_about(recipient),
        "edit": access.may(request.user, "programmes.edit"),
        "see": (access.may(request.user, "person.see") or recipient.kind != "person")
        and not withheld(recipient),
        "form": form,
        "milestone_form": milestone_form or _milestone_form(recipient),
        "path": places.path(recipient.area_id),
        "market": markets.file_of(recipient),
    }
    if programme.type_id == startup.TYPE:
        context |= {"startup": True} | startup_context(request, recipient)
    refused = form.errors or milestone_form is not None
    return render(request, "programmes/recipient_detail.html", context, status=422 if refused else 200)


@page("programmes.edit", post=True, get=False)
def disbursement_add(request: HttpRequest, pk: int) -> HttpResponse:
    recipient = get_object_or_404(_recipients(request), pk=pk)
    form = DisbursementForm(request.POST)
    if tried(
        form, lambda data: actions.disburse(recipient=recipient, **data, by=request.user, at=request.at)
    ):
        messages.success(request, _("The disbursement was recorded."))
        return redirect("programmes-recipient-detail", pk)
    return _recipient(request, recipient, form)
