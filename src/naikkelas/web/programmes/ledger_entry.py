"""Entering into the ledger: use, return, commitments, revisions, transfers; taking back; the second officer's check."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.problems import Refused
from naikkelas.programmes import actions, queries
from naikkelas.web import words
from naikkelas.web.gate import page
from naikkelas.web.programmes import ledger
from naikkelas.web.programmes.ledger_forms import (
    CommitmentAmendmentForm,
    CommitmentForm,
    ReasonForm,
    ReturnForm,
    RevisionForm,
    TransferForm,
    UseForm,
)
from naikkelas.web.programmes.ledger_plan import plan_context
from naikkelas.web.tried import tried


@page("programmes.use", post=True, get=False)
def use_add(request: HttpRequest, pk: int) -> HttpResponse:
    recipient, form = ledger.recipient_of(request, pk), UseForm(request.POST)
    if tried(
        form, lambda data: actions.record_use(recipient=recipient, **data, by=request.user, at=request.at)
    ):
        messages.success(request, _("The use was recorded."))
        return redirect("programmes-trace-detail", pk)
    return ledger.show_chain(request, recipient, use_form=form)


@page("programmes.use", post=True, get=False)
def return_add(request: HttpRequest, pk: int) -> HttpResponse:
    recipient, form = ledger.recipient_of(request, pk), ReturnForm(request.POST)
    if tried(
        form, lambda data: actions.record_return(recipient=recipient, **data, by=request.user, at=request.at)
    ):
        messages.success(request, _("The return was recorded."))
        return redirect("programmes-trace-detail", pk)
    return ledger.show_chain(request, recipient, return_form=form)


@page("programmes.edit", post=True, get=False)
def entry_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the row of a line back by a second row."""
    line = get_object_or_404(queries.lines_visible_to(request.user), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the reason why this is taken back."))
    else:
        try:
            actions.take_back(line=line, reason=form.cleaned_data["reason"], by=request.user, at=request.at)
            messages.success(request, _("The entry was taken back by a second row."))
        except Refused as refusal:
            messages.error(request, refusal.text(get_language()))
    if line.recipient_id:
        return redirect("programmes-trace-detail", line.recipient_id)
    return redirect("programmes-money-detail", line.programme_id)


@page("programmes.edit", post=True, get=False)
def payment_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The second officer's word on a payment."""
    payment = get_object_or_404(queries.payments_visible_to(request.user), pk=pk)
    agrees = request.POST.get("agrees") == "ya"
    try:
        actions.check_payment(
            disbursement=payment, agrees=agrees, remark=request.POST.get("remark", "")[:200], by=request.user, at=request.at
        )  # fmt: skip
        messages.success(
            request, _("The payment was confirmed.") if agrees else _("The payment was taken back.")
        )
    except Refused as refusal:
        messages.error(request, refusal.text(get_language()))
    return redirect("programmes-trace-detail", payment.recipient_id)


@page("programmes.read")
def money_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The money of one programme: budget lines, allocations, commitments, plan against realisation."""
    return show_money(request, get_object_or_404(queries.programmes_visible_to(request.user), pk=pk))


def show_money(request: HttpRequest, programme, **forms) -> HttpResponse:
    ceilings, allocations = _standing(programme, request)
    edit = access.may(request.user, "programmes.edit") and access.covers(request.user, programme.area_id)
    commitments = list(queries.commitments_in(programme, request.frame.area.code))
    given = queries.allocated_from(programme)
    for ceiling in ceilings:
        ceiling.allocated_idr = given.get(ceiling.pk, 0)
        ceiling.left_idr = ceiling.now_idr - ceiling.allocated_idr
    context = {
        "programme": programme,
        "ceilings": ceilings,
        "shown": _with_bound(ledger.allocations_of(request, programme), commitments),
        "names": {c.line_code: queries.line_name(c.line_code) for c in ceilings},
        "allocations": allocations,
        "revisions": queries.revisions_of(programme, request.frame.area.code),
        "commitments": commitments,
        "edit": edit,
        "entries": queries.standing_entries(programme, request.frame.area.code) if edit else [],
        "closed": {c.year for c in ceilings if queries.year_closed(programme.area_id, c.year)},
        "reason_form": ReasonForm(),
        **plan_context(programme, request),
        **_forms(programme, request, ceilings, allocations, None),
        **forms,
    }
    return render(request, "programmes/money_detail.html", context, status=422 if forms else 200)


def _with_bound(allocations: list, commitments: list) -> list[tuple]:
    """Each allocation with what contracts and decrees bind of it, and what is not disbursed."""
    bound: Counter[int] = Counter()
    for commitment in commitments:
        bound[commitment.allocation_id] += commitment.amount_idr
    return [(a, bound[a.pk], a.now_idr - a.disbursed_idr) for a in allocations]


def _standing(programme, request: HttpRequest):
    ceilings = list(queries.with_standing(queries.ceilings_of(programme)))
    return ceilings, list(queries.allocations_standing(programme, request.frame.area.code))


def _forms(programme, request: HttpRequest, ceilings, allocations, data) -> dict:
    lines = [(f"c{c.pk}", f"{words.label('source', c.source)} {c.year} {c.line_code}") for c in ceilings]
    parts = [(f"a{a.pk}", f"{a.area.title} {a.activity}") for a in allocations]
    others = [
        (f"c{c.pk}", f"{c.programme.name} · {words.label('source', c.source)} {c.year} {c.line_code}")
        for c in queries.ceilings_beside(programme)
    ]
    amendable = [
        (f"k{c.pk}", f"{c.document_no} {c.counterparty}".strip())
        for c in queries.amendable(programme, request.frame.area.code)
    ]
    return {
        "amendment_form": CommitmentAmendmentForm(data, of=amendable),
        "commitment_form": CommitmentForm(data, allocations=parts),
        "revision_form": RevisionForm(data, of=[*lines, *parts]),
        "transfer_form": TransferForm(data, givers=lines, takers=others),
    }


def _own(request: HttpRequest, pk: int):
    programme = get_object_or_404(queries.programmes_visible_to(request.user), pk=pk)
    access.demand(request.user, programme.area_id)
    ceilings, allocations = _standing(programme, request)
    found = {f"c{c.pk}": c for c in [*queries.ceilings_beside(programme), *ceilings]}
    found |= {f"a{a.pk}": a for a in allocations}
    found |= {f"k{c.pk}": c for c in queries.amendable(programme, request.frame.area.code)}
    return programme, found, _forms(programme, request, ceilings, allocations, request.POST)


@page("programmes.edit", post=True, get=False)
def commitment_add(request: HttpRequest, pk: int) -> HttpResponse:
    programme, found, forms = _own(request, pk)

    def commit(data: dict) -> None:
        actions.commit(allocation=found[data.pop("allocation")], **data, by=request.user, at=request.at)

    if tried(forms["commitment_form"], commit):
        messages.success(request, _("The contract or decree was entered."))
        return redirect("programmes-money-detail", pk)
    return show_money(request, programme, commitment_form=forms["commitment_form"])


@page("programmes.edit", post=True, get=False)
def commitment_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a contract or decree promises, by an addendum."""
    programme, found, forms = _own(request, pk)

    def amend(data: dict) -> None:
        actions.amend_commitment(commitment=found[data.pop("of")], **data, by=request.user, at=request.at)

    if tried(forms["amendment_form"], amend):
        messages.success(request, _("The addendum was recorded."))
        return redirect("programmes-money-detail", pk)
    return show_money(request, programme, amendment_form=forms["amendment_form"])


@page("programmes.edit", post=True, get=False)
def revision_add(request: HttpRequest, pk: int) -> HttpResponse:
    programme, found, forms = _own(request, pk)

    def revise(data: dict) -> None:
        key = data.pop("of")
        say = {"by": request.user, "at": request.at}
        if key.startswith("c"):
            actions.revise_ceiling(ceiling=found[key], **data, **say)
        else:
            actions.revise_allocation(allocation=found[key], **data, **say)

    if tried(forms["revision_form"], revise):
        messages.success(request, _("The revision was entered."))
        return redirect("programmes-money-detail", pk)
    return show_money(request, programme, revision_form=forms["revision_form"])


@page("programmes.edit", post=True, get=False)
def transfer_add(request: HttpRequest, pk: int) -> HttpResponse:
    programme, found, forms = _own(request, pk)

    def shift(data: dict) -> None:
        giver, taker = found[data.pop("giver")], found[data.pop("taker")]
        access.demand(request.user, taker.programme.area_id)
        actions.transfer(giver=giver, taker=taker, **data, by=request.user, at=request.at)

    if tried(forms["transfer_form"], shift):
        messages.success(request, _("The transfer was entered as two revisions."))
        return redirect("programmes-money-detail", pk)
    return show_money(request, programme, transfer_form=forms["transfer_form"])


@page("programmes.edit", post=True)
def year_close(request: HttpRequest) -> HttpResponse:
    """Closing the books of a year, and opening them again with the reason."""
    area, error = request.user.area_id, ""
    years = queries.budget_years_of(area)
    asked = request.POST.get("year", "")
    if request.method == "POST":
        year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else 0
        say = {
            "area": area,
            "year": year,
            "reason": request.POST.get("reason", "")[:200],
            "by": request.user,
            "at": request.at,
        }
        try:
            if not year:
                error = _("Choose a year of the list.")
            elif request.POST.get("what") == "buka":
                actions.reopen_year(**say)
            else:
                actions.close_year(**say)
        except Refused as refusal:
            error = refusal.text(get_language())
        if not error:
            messages.success(request, _("The books of %(year)s were written down.") % {"year": year})
            return redirect("programmes-year-close")
    rows = [
        {"year": year, "closed": queries.year_closed(area, year), **queries.year_totals(area, year)}
        for year in years
    ]
    context = {
        "rows": rows,
        "closings": queries.closings_of(area),
        "error": error,
        "asked": asked,
        "reason": request.POST.get("reason", "")[:200],
        "this_year": request.at.year,
    }
    return render(request, "programmes/year_close.html", context, status=422 if error else 200)
