"""Findings: the register, one finding with its five parts and steps, acting on it, deciding on it, opening it again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.analytics.cache import remembered
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev import actions, queries
from naikkelas.monev.queries import follow_up, lines
from naikkelas.places import queries as places
from naikkelas.reports.queries import letters
from naikkelas.rules import finding_age
from naikkelas.rules.follow_up import CLOSED, review_due_on
from naikkelas.web import evidence as evidence_files
from naikkelas.web import words
from naikkelas.web.findings.forms import CompleteForm, FindingForm
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.tried import tried

MOST_PHOTOS = 5
UNKNOWN_NUMBER = Kind(
    "finding.number",
    "Tidak ada temuan bernomor “{number}” di wilayah Anda. Periksa nomornya, atau kosongkan.",
    "No finding in your area has the number “{number}”. Check it, or leave it empty.",
)


def unit_name(finding: Any) -> str:
    """The office that owes the answer, said shortly."""
    return places.name_of(follow_up.owner_code(finding))


def age_label(number: int) -> str:
    first, last = finding_age.bounds(number)
    return (
        _("{first}–{last} days").format(first=first, last=last)
        if last
        else _("over {n} days").format(n=first - 1)
    )


@page("findings.read")
def finding_list(request: HttpRequest) -> HttpResponse:
    today = request.at.date()
    columns = [
        Column(_("Number"), lambda f: f.number, sort="number"),
        Column(_("Finding"), lambda f: f.title, sort="title"),
        Column(_("Area"), lambda f: places.place_of(f.area_id), sort="area_id"),
        Column(_("Must answer"), unit_name, shown=False),
        Column(_("Severity"), lambda f: words.label("severity", f.severity)),
        Column(_("Money at stake (IDR)"), lambda f: f.amount_idr, sort="amount_idr", number=True),
        Column(_("Due"), lambda f: f.due_on, sort="due_on"),
        Column(_("State"), lambda f: words.label("finding", f.state)),
        Column(_("Whose turn"), lambda f: words.label("finding_turn", follow_up.turn(f)), shown=False),
        Column(_("Cause"), lambda f: words.label("finding_cause", f.cause_code), shown=False),
        Column(_("Found before"), lambda f: f.recurrence, sort="recurrence", number=True, shown=False),
    ]
    rows = request.frame.scoped(queries.findings_visible_to(request.user))
    listing = Listing(
        request,
        rows,
        columns,
        "findings/finding_list.html",
        filters=_filters(request, rows, today),
        search=lambda rows, text: rows.filter(title__icontains=text) | rows.filter(number__iexact=text),
        order="due_on",
        lines=lines.findings,
        export_name="temuan",
        related=tuple(f"visit__planned__{way}" for way in queries.TO_PERSONS),
    )
    return listing.respond(
        today=today,
        may_open=access.may(request.user, "findings.open"),
        see=access.may(request.user, "person.see"),
    )


def _filters(request: HttpRequest, rows: Any, today: Any) -> list[Filter]:
    def by_state(rows, value):
        return queries.open_findings(rows) if value == "open" else rows.filter(state=value)

    def again(rows, value):
        return rows.filter(recurrence__gt=0)

    ages = [(str(n), age_label(n)) for n in range(len(finding_age.BANDS) + 1)]
    reader = (request.user.area_id, request.frame.area.code)
    years = remembered(
        ("years of findings", *reader),
        lambda: [(str(y), str(y)) for y in follow_up.years_of(rows)],
        exact=True,
    )
    turns = [(v, words.label("finding_turn", v)) for v in ("unit", "verifier", "approver")]
    causes = [*words.choices("finding_cause"), ("none", words.label("finding_cause", ""))]
    return [
        Filter("state", _("State"), lambda: [("open", _("Open")), *words.choices("finding")], by_state),
        Filter("giliran", _("Whose turn"), lambda: turns, follow_up.of_turn),
        Filter("severity", _("Severity"), lambda: words.choices("severity"), lambda r, v: r.filter(severity=v)),
        Filter(
            "terlambat", _("Overdue"), lambda: [("ya", _("Overdue"))],
            lambda r, v: queries.open_findings(r).filter(due_on__lt=today),
        ),
        Filter("umur", _("Age"), lambda: ages, lambda r, v: follow_up.of_age(r, int(v), today)),
        Filter("berulang", _("Found before"), lambda: [("ya", _("Found before"))], again),
        Filter("tahun", _("Year"), lambda: years, lambda r, v: r.filter(opened_on__year=int(v))),
        Filter(
            "siklus", _("Monev cycle"),
            lambda: remembered(("names of cycles", reader[0]), lambda: queries.cycle_names(request.user), exact=True),
            lambda r, v: r.filter(visit__planned__cycle_area__cycle=int(v)),
        ),
        Filter(
            "sebab", _("Cause"), lambda: causes, lambda r, v: r.filter(cause_code="" if v == "none" else v)
        ),
    ]  # fmt: skip


@page("findings.open", post=True)
def finding_add(request: HttpRequest) -> HttpResponse:
    """Open a finding by hand, in the area of duty."""
    areas = [request.user.area, *places.children(request.user.area_id)]
    form = FindingForm(request.POST or None, areas=[(r.code, r.title) for r in areas])
    made = []

    def opened(data: dict) -> None:
        if data["earlier"]:
            data["earlier"] = _numbered(request, data["earlier"])
        else:
            del data["earlier"]
        photos = evidence_files.photos(request, "photos", MOST_PHOTOS)
        made.append(actions.open_by_hand(**data, photos=photos, by=request.user, at=request.at))

    if request.method == "POST" and tried(form, opened):
        return redirect("findings-finding-detail", made[0].pk)
    context = {"form": form, "most": MOST_PHOTOS}
    return render(request, "findings/finding_add.html", context, status=422 if form.errors else 200)


def _numbered(request: HttpRequest, number: str) -> Any:
    """The finding of a number, in the own area. Raises Refused where there is none."""
    found = queries.findings_visible_to(request.user).filter(number=number.strip().upper()).first()
    if found is None:
        raise Refused(UNKNOWN_NUMBER, number=number)
    return found


@page("findings.read")
def finding_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, pk)


def _finding(request: HttpRequest, pk: int) -> Any:
    return get_object_or_404(queries.findings_visible_to(request.user), pk=pk)


def _show(request: HttpRequest, pk: int, refusal: Refused | None = None) -> HttpResponse:
    finding = _finding(request, pk)  # as it stands, not as a refused step left it
    still_open, turn = finding.state not in CLOSED, follow_up.turn(finding)
    user, today = request.user, request.at.date()
    may_act = still_open and access.may(user, "findings.follow_up")
    waits = turn in ("verifier", "approver")
    context = {
        "finding": finding,
        "turn": turn,
        "visited": lines.visited(finding.visit.planned_id) if finding.visit else None,
        "origin": _origin(finding),
        "unit": unit_name(finding),
        "steps": queries.steps_of(finding),
        "photos": follow_up.photos_of(finding),
        "letters": letters.letters_about(finding),
        "earlier": [f for f in follow_up.chain(finding) if access.covers(user, f.area_id)],
        "path": places.path(finding.area_id),
        "today": today,
        "overdue": still_open and turn == "unit" and finding.due_on < today,
        "review_due": review_due_on(finding.acted_on) if waits and finding.acted_on else None,
        "may_act": may_act and turn != "approver",
        "may_decide": waits and access.may(user, "findings.verify"),
        "may_reopen": finding.state in ("resolved", "cannot_be_followed_up")
        and access.may(user, "findings.verify"),
        "may_complete": still_open and access.may(user, "findings.open"),
        "complete": CompleteForm(initial={n: getattr(finding, n) for n in CompleteForm.base_fields}),
        "reasons": words.choices("cannot_reason"),
        "see": access.may(user, "person.see"),
        "own_action": waits and follow_up.has_acted(finding, user),
        "error": refusal.text(get_language() or "id") if refusal else "",
    }
    return render(request, "findings/finding_detail.html", context, status=refusal.status if refusal else 200)


def _origin(finding: Any) -> str:
    if finding.visit_id:
        return "visit"
    if finding.rule:
        return "figure"
    return "citizen" if finding.citizen_reports.exists() else "hand"


@page("findings.follow_up", post=True)
def finding_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a finding: a page of its own that fits a phone, and the form on the finding's page."""
    finding, refusal = _finding(request, pk), None
    if request.method == "POST":
        try:
            name, content = evidence_files.received(request)
            actions.act(
                finding=finding, text=request.POST.get("text", ""), evidence_name=name, evidence=content, by=request.user,
                at=request.at,
            )  # fmt: skip
            messages.success(request, _("The action was recorded; another person verifies it."))
            return redirect("findings-finding-detail", pk)
        except Refused as caught:
            refusal = caught
    context = {
        "finding": finding,
        "unit": unit_name(finding),
        "back": _last_return(finding),
        "text": request.POST.get("text", ""),
        "closed": finding.state in CLOSED,
        "error": refusal.text(get_language() or "id") if refusal else "",
    }
    return render(request, "findings/finding_act.html", context, status=refusal.status if refusal else 200)


def _last_return(finding: Any) -> Any:
    """Why the last answer came back, where it did."""
    return queries.steps_of(finding).filter(kind="returned").last() if finding.returned else None


@page("findings.open", post=True, get=False)
def finding_complete(request: HttpRequest, pk: int) -> HttpResponse:
    finding, form = _finding(request, pk), CompleteForm(request.POST)
    if not form.is_valid():
        return _show(request, pk, Refused(actions.UNKNOWN_CAUSE))
    return _tried(
        request, _("Cause and effect were saved."), actions.complete, finding=finding, **form.cleaned_data
    )  # fmt: skip


@page("findings.follow_up", post=True, get=False)
def finding_cannot(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose that a finding cannot be followed up, for a listed reason."""
    finding = _finding(request, pk)
    try:
        name, content = evidence_files.received(request)
    except Refused as refusal:
        return _show(request, pk, refusal)
    return _tried(
        request, _("Proposed; another person decides on it."), actions.propose_cannot, finding=finding,
        reason=request.POST.get("reason", ""), text=request.POST.get("text", ""), evidence_name=name, evidence=content,
    )  # fmt: skip


@page("findings.verify", post=True, get=False)
def finding_decide(request: HttpRequest, pk: int) -> HttpResponse:
    finding = _finding(request, pk)
    step, told = {
        "close": (actions.close, _("The finding is closed.")),
        "cannot": (actions.approve_cannot, _("Agreed: the finding cannot be followed up.")),
    }.get(request.POST.get("decision", ""), (actions.send_back, _("The action was returned.")))
    return _tried(request, told, step, finding=finding, text=request.POST.get("text", ""))


@page("findings.verify", post=True, get=False)
def finding_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    finding = _finding(request, pk)
    text = request.POST.get("text", "")
    return _tried(request, _("The finding is open again."), actions.reopen, finding=finding, text=text)


def _tried(request: HttpRequest, told: str, step: Any, **given: Any) -> HttpResponse:
    """Take a step; back on the finding's page with what was done, or with what was refused."""
    try:
        step(**given, by=request.user, at=request.at)
    except Refused as refusal:
        return _show(request, given["finding"].pk, refusal)
    messages.success(request, told)
    return redirect("findings-finding-detail", given["finding"].pk)


@page("findings.read")
def evidence(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """A file of evidence, always as a download that no browser runs."""
    found = get_object_or_404(queries.steps_of(_finding(request, pk)), pk=step)
    if not found.evidence_sha256:
        raise Http404("evidence")
    return evidence_files.download(found.evidence_sha256, found.evidence_name)


@page("findings.read")
def photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """A photo of the opening, freed of hidden data. It may show persons, so only for who may see them."""
    found = get_object_or_404(follow_up.photos_of(_finding(request, pk)), pk=photo)
    if not access.may(request.user, "person.see"):
        raise Http404("photo")
    return evidence_files.picture(vault.current().blobs.get(found.sha256))
