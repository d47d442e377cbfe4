"""Findings: the register, one finding with its five parts and steps, acting on it and closing it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions, queries
from naikkelas.places import queries as places
from naikkelas.rules.follow_up import CLOSED
from naikkelas.web import evidence as evidence_files
from naikkelas.web import words
from naikkelas.web.findings.forms import FindingForm
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing


@page("findings.read")
def finding_list(request: HttpRequest) -> HttpResponse:
    today = request.at.date()
    columns = [
        Column(_("Number"), lambda f: f.number, sort="number"),
        Column(_("Finding"), lambda f: f.title, sort="title"),
        Column(_("Area"), lambda f: places.place_of(f.area_id), sort="area_id"),
        Column(_("Severity"), lambda f: words.label("severity", f.severity)),
        Column(_("Money at stake (IDR)"), lambda f: f.amount_idr, sort="amount_idr", number=True),
        Column(_("Due"), lambda f: f.due_on.isoformat(), sort="due_on"),
        Column(_("State"), lambda f: words.label("finding", f.state)),
    ]
    overdue = Filter(
        "terlambat", _("Overdue"), lambda: [("ya", _("Overdue"))],
        lambda rows, value: queries.open_findings(rows).filter(due_on__lt=today),
    )  # fmt: skip
    state = Filter(
        "state", _("State"), lambda: [("open", _("Open")), *words.choices("finding")],
        lambda rows, v: queries.open_findings(rows) if v == "open" else rows.filter(state=v),
    )  # fmt: skip
    severity = Filter(
        "severity", _("Severity"), lambda: words.choices("severity"), lambda rows, v: rows.filter(severity=v)
    )
    listing = Listing(
        request,
        request.frame.scoped(queries.findings_visible_to(request.user)),
        columns,
        "findings/finding_list.html",
        filters=[state, severity, overdue],
        search=lambda rows, text: rows.filter(title__icontains=text) | rows.filter(number__iexact=text),
        order="due_on",
        export_name="temuan",
        related=("visit__planned",),
    )
    return listing.respond(
        today=today,
        may_open=access.may(request.user, "findings.open"),
        see=access.may(request.user, "person.see"),
    )


@page("findings.open", post=True)
def finding_add(request: HttpRequest) -> HttpResponse:
    """Open a finding by hand, in the area of duty."""
    areas = [request.user.area, *places.children(request.user.area_id)]
    form = FindingForm(request.POST or None, areas=[(r.code, r.title) for r in areas])
    if request.method == "POST" and form.is_valid():
        try:
            finding = actions.open_by_hand(**form.cleaned_data, by=request.user, at=request.at)
            return redirect("findings-finding-detail", finding.pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
    return render(request, "findings/finding_add.html", {"form": form}, status=422 if form.errors else 200)


@page("findings.read")
def finding_detail(request: HttpRequest, pk: int) -> HttpResponse:
    finding = get_object_or_404(queries.findings_visible_to(request.user), pk=pk)
    return _show(request, finding)


def _show(request: HttpRequest, finding, refusal: Refused | None = None) -> HttpResponse:
    still_open = finding.state not in CLOSED
    context = {
        "finding": finding,
        "steps": queries.steps_of(finding),
        "path": places.path(finding.area_id),
        "today": request.at.date(),
        "overdue": still_open and finding.due_on < request.at.date(),
        "may_act": still_open and access.may(request.user, "findings.follow_up"),
        "may_close": finding.state == "in_progress" and access.may(request.user, "findings.verify"),
        "see": access.may(request.user, "person.see"),
        "own_action": finding.acted_by_id == request.user.pk,
        "error": refusal.text(get_language()) if refusal else "",
    }
    return render(request, "findings/finding_detail.html", context, status=refusal.status if refusal else 200)


@page("findings.follow_up", post=True, get=False)
def finding_act(request: HttpRequest, pk: int) -> HttpResponse:
    finding = get_object_or_404(queries.findings_visible_to(request.user), pk=pk)
    try:
        name, content = evidence_files.received(request)
        actions.act(
            finding=finding,
            text=request.POST.get("text", ""),
            evidence_name=name,
            evidence=content,
            by=request.user,
            at=request.at,
        )
    except Refused as refusal:
        return _show(request, finding, refusal)
    messages.success(request, _("The action was recorded; another person verifies it."))
    return redirect("findings-finding-detail", pk)


@page("findings.verify", post=True, get=False)
def finding_decide(request: HttpRequest, pk: int) -> HttpResponse:
    finding = get_object_or_404(queries.findings_visible_to(request.user), pk=pk)
    text = request.POST.get("text", "")
    try:
        if request.POST.get("decision") == "close":
            actions.close(finding=finding, text=text, by=request.user, at=request.at)
            messages.success(request, _("The finding is closed."))
        else:
            actions.send_back(finding=finding, text=text, by=request.user, at=request.at)
            messages.success(request, _("The action was returned."))
    except Refused as refusal:
        return _show(request, finding, refusal)
    return redirect("findings-finding-detail", pk)


@page("findings.read")
def evidence(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """A file of evidence, always as a download that no browser runs."""
    finding = get_object_or_404(queries.findings_visible_to(request.user), pk=pk)
    found = get_object_or_404(queries.steps_of(finding), pk=step)
    if not found.evidence_sha256:
        raise Http404("evidence")
    return evidence_files.download(found.evidence_sha256, found.evidence_name)
