"""Letters that ask a unit to follow up, and the minutes of hearings, as numbered PDF."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.monev import queries
from naikkelas.monev.queries import follow_up
from naikkelas.places import queries as places
from naikkelas.reports import actions
from naikkelas.reports.queries import letters
from naikkelas.web import posted
from naikkelas.web.findings.forms import HearingForm, LetterForm
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.tried import tried


@page("findings.read")
def letter_list(request: HttpRequest) -> HttpResponse:
    from naikkelas.web import words

    columns = [
        Column(_("Number"), lambda x: x.number, sort="number"),
        Column(_("Kind"), lambda x: words.label("letter", x.kind)),
        Column(_("Unit"), lambda x: x.figures["unit"]),
        Column(_("Findings"), lambda x: x.count, number=True),
        Column(_("Day"), lambda x: x.dated_on, sort="dated_on"),
    ]
    listing = Listing(
        request,
        letters.letters_visible_to(request.user),
        columns,
        "findings/letter_list.html",
        filters=[Filter("jenis", _("Kind"), lambda: words.choices("letter"), lambda r, v: r.filter(kind=v))],
        search=lambda rows, text: rows.filter(number__icontains=text),
        order="-dated_on",
        export_name="surat-temuan",
    )
    return listing.respond(may_write=access.may(request.user, "findings.verify"))


@page("findings.verify", post=True)
def letter_add(request: HttpRequest) -> HttpResponse:
    """Choose a unit and its open findings, and issue the letter."""

    def issued(data: dict, unit: str, chosen: list) -> Any:
        return actions.issue_letter(
            area=request.user.area_id, unit=unit, findings=chosen, **data, by=request.user, at=request.at
        )

    return _write(request, "findings/letter_add.html", LetterForm, issued, _("The letter was issued."))


@page("findings.verify", post=True)
def hearing_add(request: HttpRequest) -> HttpResponse:
    """Keep the minutes of a hearing with a unit."""

    def kept(data: dict, unit: str, chosen: list) -> Any:
        data = data | {"present": data["present"].splitlines()}
        return actions.record_hearing(
            area=request.user.area_id, unit=unit, findings=chosen, **data, by=request.user, at=request.at
        )

    return _write(
        request,
        "findings/hearing_add.html",
        HearingForm,
        kept,
        _("The minutes were kept; open them from the list."),
    )


def _write(request: HttpRequest, template: str, form_class: type, write: Any, done: str) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    open_rows = queries.open_findings(request.frame.scoped(queries.findings_visible_to(request.user)))
    units = {line.code: line for line in follow_up.standing(open_rows, request.at.date()).units}
    unit = given.get("unit", "")
    of_unit = list(
        follow_up.with_owner(open_rows).filter(owner=unit).order_by("due_on", "id")[:200]
    ) if unit in units else []  # fmt: skip
    chosen = posted.ids(request, "finding")
    form = form_class(request.POST or None, initial={"held_on": request.at.date()})
    if request.method == "POST":
        picked = [f for f in of_unit if f.pk in chosen]
        if tried(form, lambda data: write(data, unit, picked)):
            messages.success(request, done)
            return redirect("findings-letter-list")
    context = {
        "form": form,
        "units": [(code, places.name_of(code), line.open) for code, line in sorted(units.items())],
        "unit": unit,
        "findings": of_unit,
        "chosen": chosen or [f.pk for f in of_unit if request.method == "GET"],
    }
    return render(request, template, context, status=422 if form.errors else 200)


@page("findings.read")
def letter_file(request: HttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(letters.letters_visible_to(request.user), pk=pk)
    response = HttpResponse(vault.current().blobs.get(letter.pdf_sha256), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{letter.number.replace("/", "-")}.pdf"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
