"""Proposals for start-up capital: the list, one proposal with its checks, entering and changing it, its papers."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes.queries import startup as queries
from naikkelas.rules import person_nik
from naikkelas.web import access_log, evidence, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.startup.forms import ApplicationForm, StartForm

NO_FILE = Kind("application.no_file", "Pilih berkasnya dahulu.", "Choose a file first.")
NO_SUCH = Kind("application.step", "Pilih apa yang hendak dilakukan.", "Choose what to do.")


@page("programmes.read")
def application_list(request: HttpRequest) -> HttpResponse:
    """Every proposal of the area, over all calls."""
    see = access.may(request.user, "person.see")
    names = [Column(_("Name"), lambda a: words.written_name(a, True), sort="name")] if see else []
    columns = [
        Column(_("Number"), lambda a: a.number, sort="number"),
        *names,
        Column(_("Call"), lambda a: a.call.title, shown=False),
        Column(_("Area"), lambda a: places.place_of(a.area_id), sort="area_id"),
        Column(_("Came in"), lambda a: a.received_on, sort="received_on"),
        Column(_("Asked for (IDR)"), lambda a: a.asked_idr, sort="asked_idr", number=True),
        Column(_("Requirements"), lambda a: words.label("eligibility", a.verdict), sort="verdict"),
        Column(_("Points"), lambda a: a.points, sort="points", number=True),
        Column(_("State"), lambda a: words.label("application", a.state), sort="state"),
        Column(_("What fails"), _failing, shown=False),
    ]
    calls = [
        (str(c.pk), c.title) for c in queries.calls_visible_to(request.user).order_by("-closes_on")[:200]
    ]
    listing = Listing(
        request, request.frame.scoped(queries.applications_visible_to(request.user)), columns, "startup/application_list.html",
        filters=[
            Filter("panggilan", _("Call"), lambda: calls, lambda r, v: r.filter(call_id=v)),
            Filter("syarat", _("Requirements"), partial(words.choices, "eligibility"), lambda r, v: r.filter(verdict=v)),
            Filter("keadaan", _("State"), partial(words.choices, "application"), lambda r, v: r.filter(state=v)),
        ],
        search=partial(search_proposals, see=see),
        order="-received_on",
        export_name="usulan-wirausaha-pemula",
        may_export=access.may(request.user, "registry.export"),
        related=("call", "person", "area"),
        exported=access_log.exported(request) if see else None,
    )  # fmt: skip
    return listing.respond(see=see)


def search_proposals(rows, text: str, *, see: bool):
    """By number, and by name for who may see persons."""
    found = rows.filter(number__icontains=text)
    return found | rows.filter(name__icontains=text, person__restricted_at=None) if see else found


def _failing(row) -> str:
    verdict = queries.verdict_of(row)
    lang = get_language() or "id"
    told = queries.told(verdict) if verdict else []
    return " ".join(t["reason"].to(lang) for t in told if t["outcome"] != "pass" and t["reason"])


@page("applications.edit", post=True)
def application_add(request: HttpRequest, pk: int) -> HttpResponse:
    call = get_object_or_404(queries.calls_visible_to(request.user), pk=pk)
    form = StartForm(request.POST or None, initial={"received_on": min(request.at.date(), call.closes_on)})
    form.fields["area"].within = request.user.area_id
    if request.method == "POST" and form.is_valid():
        try:
            access.demand(request.user, form.cleaned_data["area"])
            row = actions.enter_application(call=call, **form.cleaned_data, by=request.user, at=request.at)
            return redirect("startup-application-edit", row.pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
        except access.OutOfArea:
            form.add_error("area", _("This area lies outside your area of duty."))
    context = {"form": form, "call": call}
    return render(request, "startup/application_add.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, pk: int):
    return get_object_or_404(queries.applications_visible_to(request.user), pk=pk)


@page("programmes.read")
def application_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _found(request, pk))


def _show(request: HttpRequest, row, refusal: Refused | None = None) -> HttpResponse:
    see = access.may(request.user, "person.see") and not row.person.restricted_at
    if see:
        access_log.seen(request, row.person_id, row.area_id)
    verdict = queries.verdict_of(row)
    sealed = row.person.nik_sealed
    context = {
        "row": row,
        "name": words.written_name(row, see),
        "see": see,
        "nik_masked": person_nik.masked(vault.current().seal.open(sealed)) if see and sealed else "",
        "profit": None
        if None in (row.sales_month_idr, row.cost_month_idr)
        else row.sales_month_idr - row.cost_month_idr,
        "plan": row.plan.order_by("id"),
        "planned": sum(queries.planned_by_category(row).values()),
        "files": queries.files_of(row),
        "verdict": verdict,
        "told": queries.told(verdict) if verdict else [],
        "former": row.verdicts.count() - 1,
        "points": [(sign, points) for sign, points in row.points_by.items()],
        "lacking": queries.lacking(row) if row.state == "draft" else (),
        "edit": access.may(request.user, "applications.edit") and row.state in ("draft", "submitted"),
        "kinds": words.choices("application_file"),
        "path": places.path(row.area_id),
        "error": refusal.text(get_language()) if refusal else "",
    }
    return render(
        request, "startup/application_detail.html", context, status=refusal.status if refusal else 200
    )


@page("applications.edit", post=True)
def application_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What the proposal says; saved as it is, whole or not."""
    row = _found(request, pk)
    if row.person.restricted_at:
        raise Http404("restricted")
    access_log.seen(request, row.person_id, row.area_id)
    form = ApplicationForm(
        request.POST or None, initial=ApplicationForm.initial_of(row, list(row.plan.order_by("id")))
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.change_application(
                application=row, values=form.values(), plan=form.plan(), account_no=given["account_no"], tax_id=given["tax_id"],
                by=request.user, at=request.at,
            )  # fmt: skip
            messages.success(request, _("The proposal was saved."))
            return redirect("startup-application-detail", pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
    context = {"form": form, "sections": form.sections(), "row": row, "path": places.path(row.area_id)}
    return render(request, "startup/application_edit.html", context, status=422 if form.errors else 200)


@page("applications.edit", post=True, get=False)
def application_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand it in, judge it, or withdraw it."""
    row, step = _found(request, pk), request.POST.get("langkah", "")
    try:
        if step == "ajukan":
            row = actions.hand_in(application=row, by=request.user, at=request.at)
        if step in ("ajukan", "nilai"):
            actions.judge_applications(call=row.call, applications=[row], by=request.user, at=request.at)
        elif step == "tarik":
            actions.withdraw_application(
                application=row, reason=request.POST.get("alasan", ""), by=request.user, at=request.at
            )
        else:
            raise Refused(NO_SUCH)
    except Refused as refusal:
        return _show(request, _found(request, pk), refusal)
    return redirect("startup-application-detail", pk)


@page("applications.edit", post=True, get=False)
def application_attach(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found(request, pk)
    kind = request.POST.get("jenis", "")
    if kind not in dict(words.choices("application_file")):
        raise Http404("kind")
    try:
        name, content = evidence.received(request, "berkas")
        if content is None:
            raise Refused(NO_FILE)
        actions.attach_file(
            application=row, kind=kind, name=name, content=content, by=request.user, at=request.at
        )
    except Refused as refusal:
        return _show(request, row, refusal)
    messages.success(request, _("The file was kept."))
    return redirect("startup-application-detail", pk)


@page("person.see")
def application_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    row = _found(request, pk)
    if row.person.restricted_at:
        raise Http404("restricted")
    kept = get_object_or_404(queries.files_of(row), pk=file)
    access_log.seen(request, row.person_id, row.area_id)
    return evidence.download(kept.file_sha256, kept.file_name)
