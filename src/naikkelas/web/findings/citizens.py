"""What citizens told, for officers: the list, one report and the decision on it; and the sign to print for a place."""

from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions
from naikkelas.monev.queries import citizens as queries
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.programmes.queries import market as markets
from naikkelas.web import evidence, words
from naikkelas.web.citizen.views import subject_name
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing


class DecideForm(forms.Form):
    """The officer's own words for a finding that a report becomes."""

    title = forms.CharField(label=gettext_lazy("Title of the finding"), max_length=200, required=False)
    condition = forms.CharField(
        label=gettext_lazy("Condition: what was seen"),
        widget=forms.Textarea,
        required=False,
        max_length=4_000,
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"), choices=lambda: words.choices("severity"), required=False
    )


@page("findings.open")
def citizen_list(request: HttpRequest) -> HttpResponse:
    columns = [
        Column(_("Number"), lambda r: r.number, sort="number"),
        Column(_("About"), subject_name),
        Column(_("Area"), lambda r: places.place_of(r.area_id), sort="area_id"),
        Column(_("Topic of the report"), lambda r: words.label("citizen_topic", r.topic)),
        Column(_("Received"), lambda r: timezone.localdate(r.received_at), sort="received_at"),
        Column(_("State"), lambda r: words.label("citizen", r.state)),
    ]
    listing = Listing(
        request,
        request.frame.scoped(queries.reports_visible_to(request.user)),
        columns,
        "findings/citizen_list.html",
        filters=[
            Filter("keadaan", _("State"), lambda: words.choices("citizen"), lambda r, v: r.filter(state=v)),
            Filter("pokok", _("Topic of the report"), lambda: words.choices("citizen_topic"), lambda r, v: r.filter(topic=v)),
        ],
        search=lambda rows, text: rows.filter(number__iexact=text) | rows.filter(facility__name__icontains=text),
        order="-received_at",
        export_name="laporan-warga",
        related=("facility", "recipient__allocation__ceiling__programme"),
    )  # fmt: skip
    return listing.respond()


@page("findings.open", post=True)
def citizen_detail(request: HttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(queries.reports_visible_to(request.user), pk=pk)
    form, error, status = DecideForm(request.POST or None, initial=_proposed(report)), "", 200
    if request.method == "POST":
        try:
            return _decided(request, report, form)
        except Refused as refusal:
            error, status = refusal.text(get_language() or "id"), refusal.status
    see = access.may(request.user, "person.see")
    context = {
        "report": report,
        "subject": subject_name(report),
        "path": places.path(report.area_id),
        "contact": queries.contact_of(report) if see else "",
        "see": see,
        "form": form,
        "reply": request.POST.get("reply", ""),
        "reasons": words.choices("citizen_closed"),
        "photos": list(range(len(report.photos))),
        "error": error,
    }
    return render(request, "findings/citizen_detail.html", context, status=status)


def _proposed(report: Any) -> dict[str, str]:
    topic = words.label("citizen_topic", report.topic)
    return {"title": f"{topic}: {subject_name(report)}"[:200], "condition": report.text, "severity": "medium"}


def _decided(request: HttpRequest, report: Any, form: DecideForm) -> HttpResponse:
    given: dict[str, Any] = {
        "report": report,
        "reply": request.POST.get("reply", ""),
        "by": request.user,
        "at": request.at,
    }
    what = request.POST.get("decision", "")
    if what == "finding" and form.is_valid():
        words_of = {**form.cleaned_data, "severity": form.cleaned_data["severity"] or "medium"}
        finding = actions.open_finding_of_report(**given, **words_of)
        messages.success(request, _("The report became a finding."))
        return redirect("findings-finding-detail", finding.pk)
    if what == "close":
        actions.close_report(**given, reason=request.POST.get("reason", ""))
        messages.success(request, _("The report was closed."))
    else:
        actions.answer_report(**given)
        messages.success(request, _("The report was answered."))
    return redirect("findings-citizen-detail", report.pk)


@page("findings.open")
def citizen_photo(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    report = get_object_or_404(queries.reports_visible_to(request.user), pk=pk)
    if not access.may(request.user, "person.see") or not 0 <= number < len(report.photos):
        raise Http404("photo")
    return evidence.picture(vault.current().blobs.get(report.photos[number]["sha256"]))


@page("findings.open")
def market_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The sign of a market to print: what was built of which money, and where to tell what one sees."""
    project = get_object_or_404(markets.markets_visible_to(request.user), pk=pk)
    facility = project.facility
    return _sign(
        request, "findings/market_sign.html", queries.sign_of("facility", facility.pk), facility=facility, project=project,
        path=places.path(facility.area_id), amount=markets.decreed_idr(project) or None,
    )  # fmt: skip


@page("findings.open")
def grant_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """A note with the address for reports about one grant; it names no person."""
    recipient = get_object_or_404(programmes.recipients_visible_to(request.user), pk=pk)
    programme = recipient.allocation.ceiling.programme
    return _sign(
        request, "findings/grant_sign.html", queries.sign_of("recipient", recipient.pk), recipient=recipient,
        programme=programme, path=places.path(recipient.area_id),
    )  # fmt: skip


def _sign(request: HttpRequest, template: str, sign: str, **context: Any) -> HttpResponse:
    base = settings.NAIKKELAS_URL or f"{request.scheme}://{request.get_host()}"
    url = base + reverse("citizen-report-add", args=[sign])
    qr = segno.make(url, error="m").svg_inline(scale=6, dark="#0b3d2e", omitsize=True)
    return render(request, template, {"url": url, "qr": qr, **context})
