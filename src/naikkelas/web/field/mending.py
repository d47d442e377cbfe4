"""An enumerator mends an own visit that was sent and that nobody verified yet, or that was given back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from naikkelas.forms import queries as forms
from naikkelas.intake import queries as intake
from naikkelas.monev import queries
from naikkelas.web import access_log
from naikkelas.web.field.texts import texts
from naikkelas.web.field.views import FORM_CSP, form_config, stored
from naikkelas.web.gate import page
from naikkelas.web.monev.editing import version_told


def _sent(request: HttpRequest, code: str):
    """The visit and the submission that it was read from; both gone where it may not be mended any more."""
    visit = queries.mendable_by(request.user).filter(planned__code=code).first()
    delivery = visit and intake.submission_of(request.user, visit.instance_id)
    if not delivery or delivery.body is None:
        raise Http404(code)
    return visit, delivery


def _form(delivery):
    """The version that the visit was filled with."""
    found = forms.usable(delivery.instrument, delivery.form_version, delivery.area_id)
    if found is None or forms.is_closed(found):
        raise Http404(delivery.instrument)
    return found


@csp_override(FORM_CSP)
@page("monev.visit")
def visit_mend(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a sent visit with its answers, to be sent again as an edit of it."""
    visit, delivery = _sent(request, code)
    try:
        form = _form(delivery)
    except Http404:
        messages.error(
            request,
            _("The form of this visit is closed. Ask your officer to open it again, then mend the visit."),
        )
        return redirect("field-visit-list")
    files = intake.attachments_of(delivery).filter(aside=False)
    context = {
        "planned": visit.planned,
        "visit": visit,
        "office": version_told(delivery, see=True) if "office" in delivery.summary else None,
        "texts": texts(),
        "config": form_config(request, visit.planned, form)
        | {
            "form": reverse("field-mend-form", args=[code]),
            "sent": {
                "xml": reverse("field-mend-sent", args=[code]),
                "files": {f.name: reverse("field-mend-file", args=[code, f.name]) for f in files},
            },
        },
    }
    return render(request, "field/visit_fill.html", context)


@page("monev.visit")
def mend_form(request: HttpRequest, code: str) -> HttpResponse:
    _visit, delivery = _sent(request, code)
    return HttpResponse(_form(delivery).xform, content_type="text/xml; charset=utf-8")


@page("monev.visit")
def mend_sent(request: HttpRequest, code: str) -> HttpResponse:
    """The answers as they were sent."""
    visit, delivery = _sent(request, code)
    access_log.seen(request, queries.person_of(visit.planned), visit.area_id)
    return HttpResponse(intake.sent_xml(delivery), content_type="text/xml; charset=utf-8")


@page("monev.visit")
def mend_file(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A photo as it was sent, back to who sent it."""
    _visit, delivery = _sent(request, code)
    file = get_object_or_404(intake.attachments_of(delivery), name=name, aside=False)
    return stored(file.sha256, name)
