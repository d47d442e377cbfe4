"""What persons ask about their data: the list by due date, one request, and answering it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.kit.problems import Refused
from naikkelas.places import queries as places
from naikkelas.privacy import actions, queries, tasks
from naikkelas.registry import queries as registry
from naikkelas.rules import person_requests, retention
from naikkelas.web import words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.registry.forms import CorrectionForm, RequestForm
from naikkelas.web.registry.persons import person_or_404


def _by(name: str, label: str, kind: str, extra: list[tuple[str, str]]) -> Filter:
    def narrow(rows, value):
        return queries.waiting(rows) if value == "waiting" else rows.filter(**{name: value})

    return Filter(name, label, lambda: [*extra, *words.choices(kind)], narrow)


@page("person.answer")
def request_list(request: HttpRequest) -> HttpResponse:
    columns = [
        Column(_("Asked"), lambda r: words.label("person_request", r.kind)),
        Column(_("Area"), lambda r: places.place_of(r.area_id), sort="area_id"),
        Column(_("Received on"), lambda r: r.received_on, sort="received_on"),
        Column(_("Due"), lambda r: timezone.localtime(r.due_at).isoformat(), sort="due_at"),
        Column(_("State"), lambda r: words.label("person_request_state", r.state)),
    ]
    listing = Listing(
        request,
        request.frame.scoped(queries.requests_visible_to(request.user)),
        columns,
        "registry/request_list.html",
        filters=[
            _by("state", _("State"), "person_request_state", [("waiting", _("Not answered yet"))]),
            _by("kind", _("Asked"), "person_request", []),
        ],
        order="due_at",
        export_name="permohonan-data-pribadi",
        related=("opened_by",),
    )
    return listing.respond(now=request.at, head=person_requests.HEAD)


@page("person.answer", post=True)
def request_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in what a person asks; `pk` is the person's."""
    person, _persons, area = person_or_404(request, pk)
    form = RequestForm(request.POST or None, initial={"received_on": timezone.localdate(request.at)})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_request(
                person_id=person.pk, area=area, by=request.user, at=request.at, **form.cleaned_data
            )
            return redirect("registry-request-detail", made.pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
    context = {"form": form, "person": person, "head": person_requests.HEAD}
    return render(request, "registry/request_add.html", context, status=422 if form.errors else 200)


@page("person.answer", post=True)
def request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(queries.requests_visible_to(request.user), pk=pk)
    form, error = CorrectionForm(None), ""
    if request.method == "POST":
        try:
            form = CorrectionForm(request.POST if asked.kind == "correction" else None)
            _decide(request, asked, form)
            return redirect("registry-request-detail", pk)
        except Refused as refusal:
            error = refusal.text(get_language())
    person = registry.person(asked.person_id)
    persons = registry.same_person(person) if person else []
    context = {
        "asked": asked,
        "person": person,
        "form": form,
        "error": error,
        "overdue": asked.done_at is None and asked.due_at < request.at,
        "late": asked.done_at is not None and asked.due_at < asked.done_at,
        "changed": queries.change_of(asked) if asked.state == "done" else {},
        "grounds": queries.grounds_for_keeping(persons, timezone.localdate(request.at))
        if asked.kind == "erasure" and asked.state == "open"
        else asked.grounds,
        "own": asked.opened_by_id == request.user.pk,
        "head": person_requests.HEAD,
        "backups_until": retention.kept_until("backups", timezone.localdate(asked.done_at or request.at)),
        "backups_mark": retention.HEAD.mark,
    }
    return render(request, "registry/request_detail.html", context, status=422 if error else 200)


def _decide(request: HttpRequest, asked, form: CorrectionForm) -> None:
    decision, told = request.POST.get("act", ""), request.POST.get("decision", "")
    common = {"request": asked, "decision": told, "by": request.user, "at": request.at}
    if decision == "refuse":
        actions.refuse_request(**common)
    elif decision == "export" and asked.kind == "access":
        actions.make_export(**common)
        messages.success(request, _("The copy is ready: download it and hand it over."))
    elif decision == "correct" and asked.kind == "correction":
        form.is_valid()
        given = {k: v for k, v in form.cleaned_data.items() if v and k != "decision"}
        actions.correct(changes=given, **common)
        messages.success(request, _("Corrected. Before and after are kept sealed with this request."))
    elif decision == "restrict" and asked.kind == "objection":
        actions.restrict(**common)
    elif decision == "erase" and asked.kind == "erasure":
        if actions.decide_erasure(**common).state == "working":
            tasks.erase.enqueue(asked.pk)
    elif decision == "lift":
        actions.lift_restriction(**common)
    else:
        raise Http404("decision")


@page("person.answer")
def request_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy that was made for the person: a ZIP with JSON, PDF and photos."""
    asked = get_object_or_404(queries.requests_visible_to(request.user).exclude(export_sha256=""), pk=pk)
    response = HttpResponse(actions.exported_file(asked), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="data-pribadi-{asked.pk}.zip"'
    return response
