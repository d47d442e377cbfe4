"""Coaching of cooperatives: the list, one plan with steps and visits, and coached beside not coached."""

from datetime import date, timedelta
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics.cache import remembered
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.registry import actions, queries
from naikkelas.registry.queries import coaching
from naikkelas.rules import cooperative_warning
from naikkelas.web import evidence, posted, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.registry.life import found
from naikkelas.web.registry.life_forms import CoachingForm, CoachingVisitForm

BAD_STEP = Kind(
    "coaching.step_line",
    "Baris langkah “{value}”: mulai dengan tanggal (2020-04-06), lalu isi langkahnya.",
    "Line of a step “{value}”: begin with the day (2020-04-06), then what is done.",
)
NO_DAY = Kind("coaching.step_day", "Tulis tanggal langkah itu.", "Write the day of that step.")
MONTHS = (6, 12, 24)
NO_SUCH = Kind("coaching.decision", "Pilih apa yang hendak dilakukan.", "Choose what to do.")
NOT_FILLED = Kind(
    "coaching.visit_fields",
    "Lengkapi tanggal dan apa yang dilakukan.",
    "Fill in the day and what was done.",
)


@page("registry.read")
def coaching_list(request: HttpRequest) -> HttpResponse:
    today = request.at.date()
    columns = [
        Column(_("Cooperative"), lambda p: p.cooperative.name, sort="cooperative__name_key"),
        Column(_("Area"), lambda p: places.place_of(p.cooperative.area_id), sort="cooperative__area_id"),
        Column(_("Goal"), lambda p: p.goal),
        Column(_("Responsible officer"), lambda p: p.officer, sort="officer"),
        Column(_("Begins"), lambda p: p.started_on or p.starts_on, sort="starts_on"),
        Column(_("State"), lambda p: words.label("coaching", p.state)),
        Column(_("Result"), lambda p: words.label("coaching_outcome", p.outcome)),
        Column(_("Description of the result"), lambda p: p.outcome_text, shown=False),
    ]
    late = Filter(
        "terlambat", _("Overdue"), lambda: [("ya", _("A step is overdue"))],
        lambda rows, value: coaching.overdue(rows, today),
    )  # fmt: skip
    listing = Listing(
        request,
        request.frame.scoped(coaching.all_plans(), "cooperative__area_id"),
        columns,
        "registry/coaching_list.html",
        filters=[
            Filter("state", _("State"), partial(words.choices, "coaching"), lambda r, v: r.filter(state=v)),
            Filter("hasil", _("Result"), partial(words.choices, "coaching_outcome"), lambda r, v: r.filter(outcome=v)),
            late,
        ],
        search=lambda rows, text: rows.filter(cooperative__name__icontains=text) | rows.filter(officer__icontains=text),
        order="-starts_on",
        export_name="pembinaan-koperasi",
        may_export=access.may(request.user, "registry.export"),
        related=("cooperative",),
    )  # fmt: skip
    return listing.respond(may_edit=access.may(request.user, "registry.edit"))


@page("registry.edit", post=True)
def coaching_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan coaching; what the early warning says to do stands in the form already."""
    cooperative = found(request, pk)
    today = request.at.date()
    begin = today + timedelta(days=7)
    form = CoachingForm(
        request.POST or None,
        initial={"officer": request.user.name, "starts_on": begin, "steps": _proposed(cooperative, begin)},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            plan = actions.plan_coaching(
                cooperative=cooperative, **values | {"steps": _steps(values["steps"])}, by=request.user, at=request.at
            )  # fmt: skip
            return redirect("registry-coaching-detail", plan.pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
    context = {"cooperative": cooperative, "form": form, "path": places.path(cooperative.area_id)}
    return render(request, "registry/coaching_add.html", context, status=422 if form.errors else 200)


def _proposed(cooperative, begin: date) -> str:
    """One line for each thing that the early warning says to do, a week apart."""
    warning = getattr(cooperative, "warning", None)
    rules = cooperative_warning.in_force(begin)
    wanted = dict.fromkeys(
        rules.todo[s] for s in (warning.reasons.split() if warning else []) if s in rules.todo
    )
    texts = [words.label("warning_todo", todo) for todo in wanted if todo != "plan_coaching"]
    return "\n".join(f"{begin + timedelta(days=7 * n)} {text}" for n, text in enumerate(texts))


def _steps(text: str) -> list[tuple[date, str]]:
    found_steps = []
    for line in filter(None, map(str.strip, text.splitlines())):
        day, _space, what = line.partition(" ")
        try:
            found_steps.append((date.fromisoformat(day), what.strip()))
        except ValueError as error:
            raise Refused(BAD_STEP, value=line[:60]) from error
    return found_steps


@page("registry.read")
def coaching_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, get_object_or_404(coaching.plans_visible_to(request.user), pk=pk))


def _show(request: HttpRequest, plan, refusal: Refused | None = None) -> HttpResponse:
    is_open = plan.state in coaching.OPEN
    may_edit = access.may(request.user, "registry.edit")
    context = {
        "plan": plan,
        "cooperative": plan.cooperative,
        "steps": coaching.steps_of(plan),
        "visits": coaching.visits_of(plan),
        "path": places.path(plan.cooperative.area_id),
        "today": request.at.date(),
        "may_act": is_open and may_edit,
        "may_reopen": not is_open and may_edit,
        "outcomes": words.choices("coaching_outcome"),
        "sent": request.POST if refusal else {},
        "error": refusal.text(get_language()) if refusal else "",
    }
    return render(
        request, "registry/coaching_detail.html", context, status=refusal.status if refusal else 200
    )


@page("registry.edit", post=True, get=False)
def coaching_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is done to a plan: begun, stepped, visited, ended, opened again."""
    plan = get_object_or_404(coaching.plans_visible_to(request.user), pk=pk)
    try:
        message = _act(request, plan)
    except Refused as refusal:
        return _show(request, plan, refusal)
    messages.success(request, message)
    return redirect("registry-coaching-detail", pk)


def _act(request: HttpRequest, plan) -> str:
    common = {"by": request.user, "at": request.at}
    text = request.POST.get("text", "")
    match request.POST.get("decision", ""):
        case "start":
            actions.start_coaching(plan=plan, **common)
            return _("The coaching has begun.")
        case "step":
            actions.add_coaching_step(plan=plan, text=text, due_on=_day(request, "due_on"), **common)
            return _("The step was added.")
        case "done" | "undone" as decision:
            step = get_object_or_404(coaching.steps_of(plan), pk=posted.one(request, "step"))
            actions.tick_coaching_step(step=step, done=decision == "done", **common)
            return _("Saved.")
        case "visit":
            form = CoachingVisitForm(request.POST)
            if not form.is_valid():
                raise Refused(NOT_FILLED)
            name, content = evidence.received(request, "file")
            file = actions.File(name, content) if content is not None else None
            actions.record_coaching_visit(plan=plan, file=file, **form.cleaned_data, **common)
            return _("The visit was recorded.")
        case "finish":
            actions.finish_coaching(plan=plan, outcome=request.POST.get("outcome", ""), text=text, **common)
            return _("The coaching is finished.")
        case "cancel":
            actions.cancel_coaching(plan=plan, text=text, **common)
            return _("The coaching was cancelled.")
        case "reopen":
            actions.reopen_coaching(plan=plan, text=text, **common)
            return _("The coaching is open again.")
    raise Refused(NO_SUCH)


def _day(request: HttpRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError as error:
        raise Refused(NO_DAY) from error


@page("registry.read")
def coaching_file(request: HttpRequest, pk: int, visit: int) -> HttpResponse:
    plan = get_object_or_404(coaching.plans_visible_to(request.user), pk=pk)
    record = get_object_or_404(coaching.visits_of(plan), pk=visit)
    if not record.file_sha256:
        raise Http404("file")
    return evidence.download(record.file_sha256, record.file_name)


@page("registry.read")
def coaching_compared(request: HttpRequest) -> HttpResponse:
    """Coached beside not coached, before and after: a description, not a proof."""
    months, begin, end = _window(request)
    rows = request.frame.scoped(queries.all_cooperatives())
    whole, lines = remembered(
        ("coaching-compared", request.frame.area.code, request.user.area_id, begin, end),
        lambda: coaching.compared(rows, begin, end),
    )
    context = {
        "whole": whole, "lines": lines, "begin": begin, "end": end, "months": months,
        "choices": MONTHS, "base": f"bulan={months}",
    }  # fmt: skip
    return render(request, "registry/coaching_compared.html", context)


@page("registry.read")
def coaching_records(request: HttpRequest) -> HttpResponse:
    """The cooperatives behind a figure of the comparison."""
    _months, begin, end = _window(request)
    columns = [
        Column(_("Cooperative"), lambda c: c.name, sort="name_key"),
        Column(_("Area"), lambda c: places.place_of(c.area_id), sort="area_id"),
        Column(_("Official status"), lambda c: words.label("status", c.official_status)),
        Column(_("Computed status"), lambda c: words.label("activity", c.computed_status)),
        Column(_("Last meeting (RAT)"), lambda c: c.last_rat_year, sort="last_rat_year", number=True),
    ]
    filters = [
        Filter(
            "bulan", _("Look back"), lambda: [(str(n), _("%(n)s months") % {"n": n}) for n in MONTHS],
            lambda rows, value: rows,
        ),
        Filter(
            "siapa", _("Coaching"), lambda: [("coached", _("Coached")), ("others", _("Not coached"))],
            lambda rows, value: coaching.coached(rows, begin, end, yes=value == "coached"),
        ),
        Filter(
            "saat", _("Computed active"), lambda: [("before", _("before")), ("after", _("after"))],
            lambda rows, value: rows.filter(pk__in=coaching.active_on(begin if value == "before" else end)),
        ),
    ]  # fmt: skip
    rows = coaching.there_on(request.frame.scoped(queries.all_cooperatives()), begin)
    listing = Listing(
        request, rows, columns, "registry/coaching_records.html", filters=filters, search=queries.search_names,
        order="name_key", export_name="perbandingan-pembinaan", may_export=access.may(request.user, "registry.export"),
    )  # fmt: skip
    return listing.respond(begin=begin, end=end)


def _window(request: HttpRequest) -> tuple[int, date, date]:
    """How many months are looked back, and the first and last day."""
    asked, end = request.GET.get("bulan", ""), request.at.date()
    months = next((n for n in MONTHS if str(n) == asked), 12)
    return months, _months_before(end, months), end


def _months_before(day: date, months: int) -> date:
    """The last day of the month so many months before the month of `day`."""
    number = day.year * 12 + day.month - 1 - months
    first = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return first - timedelta(days=1)
