"""An officer edits the answers of a visit in its own form; every version stays readable, with what it changed and why."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from naikkelas.accounts import access
from naikkelas.forms import queries as forms
from naikkelas.intake import actions, queries
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev import queries as monev
from naikkelas.monev.queries.editing import obstacle
from naikkelas.registry.queries import entities
from naikkelas.web import access_log
from naikkelas.web.field.texts import texts
from naikkelas.web.field.views import FORM_CSP, VISITS, stored, visits_csv
from naikkelas.web.gate import page
from naikkelas.web.monev.answers import compared, told
from naikkelas.web.withheld import withheld

XML_PART = "xml_submission_file"
RESTRICTED = Kind(
    "visit.edit_restricted",
    "Data orang ini dibatasi atas permohonannya; isiannya tidak diubah selama dibatasi.",
    "The data of this person are restricted at their request; the answers are not edited meanwhile.",
)
NOT_KEPT = Kind(
    "visit.edit_not_kept",
    "Isian kunjungan ini tidak disimpan lagi sebagai formulir, jadi tidak dapat diubah. Kembalikan agar dibuat lagi.",
    "The form of this visit is no longer kept, so that it cannot be edited. Return the visit, so that it is made again.",
)
NO_FORM = Kind(
    "visit.edit_no_answers",
    "Isian formulir tidak ikut terkirim. Tekan Simpan sekali lagi.",
    "The filled form did not come along. Press Save once more.",
)


def _visit(request: HttpRequest, pk: int):
    """The visit and the version of its submission that counts. Raises Refused where it may not be edited (any more)."""
    visit = get_object_or_404(monev.visits_visible_to(request.user), pk=pk)
    if withheld(visit.planned):
        raise Refused(RESTRICTED, status=409)
    if stands_against := obstacle(visit):
        raise Refused(stands_against, status=409, code=visit.planned.code)
    delivery = queries.submission_of(request.user, visit.instance_id)
    form = delivery and forms.version(delivery.instrument, delivery.form_version)
    if not delivery or delivery.body is None or form is None:
        raise Refused(NOT_KEPT, status=409)
    return visit, delivery, form


@csp_override(FORM_CSP)
@page("monev.verify", post=True)
def visit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a visit filled with its answers. What is posted is first shown as what it would change, then kept."""
    visit, delivery, form = _visit(request, pk)
    if request.method == "POST":
        try:
            return _posted(request, visit, delivery)
        except Refused as refusal:
            return HttpResponse(
                refusal.text(get_language()), status=refusal.status, content_type="text/plain"
            )
    files = queries.attachments_of(delivery).filter(aside=False)
    names = forms.files_of(form)
    context = {
        "visit": visit,
        "planned": visit.planned,
        "texts": texts() | _edit_texts(),
        "config": {
            "form": reverse("monev-edit-form", args=[pk]),
            "media": {name: reverse("monev-edit-media", args=[pk, name]) for name in names},
            "sent": {
                "xml": reverse("monev-edit-sent", args=[pk]),
                "files": {f.name: reverse("monev-edit-file", args=[pk, f.name]) for f in files},
            },
            "save": request.path,
            "done": reverse("monev-visit-detail", args=[pk]),
        },
    }
    return render(request, "monev/visit_edit.html", context)


def _edit_texts() -> dict[str, str]:
    """What the script of the page says besides what all forms say."""
    return {
        "edit_title": _("What you change"),
        "edit_reason": _("Why? The enumerator and everybody who reads the history see this."),
        "edit_reason_short": _("Write at least 10 characters: where the right answer comes from."),
        "edit_save": _("Save the change"),
        "edit_back": _("Back to the form"),
        "edit_failed": _("Nothing was saved: the server did not answer. The form stays open; press the button again."),
        "edit_signed_out": _(
            "Nothing was saved: you are no longer signed in. Sign in in another tab, then press the button here again."
        ),
    }  # fmt: skip


def _posted(request: HttpRequest, visit, delivery) -> HttpResponse:
    xml = request.FILES.get(XML_PART)
    if xml is None:
        raise Refused(NO_FORM)
    others = [file for name in request.FILES for file in request.FILES.getlist(name) if name != XML_PART]
    parcel = actions.Parcel(xml=xml.read(), files=[(f.name, f.read()) for f in others if f.name])
    if "preview" in request.POST:
        changes = actions.foresee_edit(visit=visit, parcel=parcel, by=request.user)
        lines = _in_words(changes, delivery)
        return HttpResponse(render_to_string("monev/_edit_changes.html", {"lines": lines}, request))
    actions.edit_visit(
        visit=visit, parcel=parcel, reason=request.POST.get("reason", ""), by=request.user, at=request.at
    )
    messages.success(
        request, _("The answers were changed; the version before is kept. Now verify the visit.")
    )
    return HttpResponse(status=201)


def _in_words(changes: list[queries.Change], delivery) -> list[dict[str, object]]:
    wording = forms.wording_of(delivery.instrument, delivery.form_version)
    now, before = {c.path: c.now for c in changes}, {c.path: c.before for c in changes}
    return compared(now, before, wording, get_language())


@page("monev.verify")
def edit_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The version of the form that the visit was filled with."""
    return HttpResponse(_visit(request, pk)[2].xform, content_type="text/xml; charset=utf-8")


@page("monev.verify")
def edit_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers as they stand now."""
    visit, delivery, _form = _visit(request, pk)
    access_log.seen(request, monev.person_of(visit.planned), visit.area_id)
    return HttpResponse(queries.sent_xml(delivery), content_type="text/xml; charset=utf-8")


@page("monev.verify")
def edit_file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A photo as it was sent, for the form that is edited."""
    _visit_, delivery, _form = _visit(request, pk)
    file = get_object_or_404(queries.attachments_of(delivery), name=name, aside=False)
    return stored(file.sha256, name)


@page("monev.verify")
def edit_media(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A file that the form loads: this visit alone, entries of its kecamatan, or what was uploaded with the form."""
    visit, _delivery, form = _visit(request, pk)
    if name not in forms.files_of(form):
        raise Http404(name)
    near = [visit.area_id[:8]]
    if name == VISITS:
        return visits_csv(visit.planned)
    if name == "enterprises.csv":
        content = entities.as_csv(entities.ENTERPRISE_COLUMNS, entities.enterprise_rows(near))
        return HttpResponse(content, content_type="text/csv; charset=utf-8")
    if name == "cooperatives.csv":
        content = entities.as_csv(entities.COOPERATIVE_COLUMNS, entities.cooperative_rows(near))
        return HttpResponse(content, content_type="text/csv; charset=utf-8")
    return stored(get_object_or_404(forms.media_of(form), name=name).sha256, name)


@page("monev.read")
def visit_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version of what a visit says, the newest first: whose, when and why, what it changed, and all of it."""
    visit = get_object_or_404(monev.visits_visible_to(request.user), pk=pk)
    see = access.may(request.user, "person.see") and not withheld(visit.planned)
    access_log.seen(request, monev.person_of(visit.planned), visit.area_id)
    delivery = queries.submission_of(request.user, visit.instance_id)
    chain = queries.versions_of(delivery) if delivery else []
    context = {
        "visit": visit,
        "planned": visit.planned,
        "versions": list(reversed([version_told(v, see) for v in chain])),
        "see": see,
    }
    return render(request, "monev/visit_versions.html", context)


def version_told(version, see: bool) -> dict[str, object]:
    """One version in words: what it changed of the one before, and all its answers for who may see them."""
    wording, lang = forms.wording_of(version.instrument, version.form_version), get_language()
    answers = queries.answers_of(version) if see else []
    former = queries.answers_of(version.edits) if see and version.edits_id else []
    found = queries.changes(former, answers) if former and answers else []
    return {
        "delivery": version,
        "office": version.summary.get("office"),
        "changes": _in_words([c for c in found if not wording.works_out(c.path)], version),
        "answers": told(answers, wording, lang),
    }
