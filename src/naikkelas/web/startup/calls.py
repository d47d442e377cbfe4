"""Calls for start-up capital: the list, one call with its proposals, judging, and the decree."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.money import NotRupiah, parse_rupiah
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes.queries import startup as queries
from naikkelas.rules import startup_eligibility, startup_ranking
from naikkelas.web import access_log, posted, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.startup.applications import search_proposals
from naikkelas.web.startup.forms import CallForm, DecreeForm

BAD_AMOUNT = Kind(
    "decision.amount_text",
    "Nilai “{value}” bukan jumlah rupiah. Tulis misalnya 12.000.000.",
    "“{value}” is no amount of rupiah. Write for example 12.000.000.",
)


@page("programmes.read")
def call_list(request: HttpRequest) -> HttpResponse:
    """Calls, with how many proposals each brought from the area."""
    rows = queries.calls_visible_to(request.user).order_by("-closes_on", "-id")
    calls = [
        {
            "call": call,
            "counts": queries.counts(request.frame.scoped(queries.applications_of(call, request.user))),
        }
        for call in rows[:200]
    ]
    context = {
        "calls": calls,
        "today": request.at.date(),
        "edit": access.may(request.user, "programmes.edit"),
    }
    return render(request, "startup/call_list.html", context)


@page("programmes.edit", post=True)
def call_add(request: HttpRequest) -> HttpResponse:
    programmes = {str(p.pk): p for p in queries.programmes_for_calls(request.user)}
    form = CallForm(
        request.POST or None, programmes=[(pk, f"{p.name} {p.year}") for pk, p in programmes.items()]
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        programme = programmes[values.pop("programme")]
        try:
            call = actions.open_call(
                programme=programme, area=programme.area_id, **values, by=request.user, at=request.at
            )
            messages.success(request, _("The call was opened."))
            return redirect("startup-call-detail", call.pk)
        except (Refused, LookupError) as refusal:
            text = (
                refusal.text(get_language())
                if isinstance(refusal, Refused)
                else _("No rules are known for that day.")
            )
            form.add_error(None, text)
    context = {"form": form, "any": bool(programmes)}
    return render(request, "startup/call_add.html", context, status=422 if form.errors else 200)


def _call(request: HttpRequest, pk: int):
    return get_object_or_404(queries.calls_visible_to(request.user), pk=pk)


@page("programmes.read")
def call_detail(request: HttpRequest, pk: int) -> HttpResponse:
    call = _call(request, pk)
    rows = request.frame.scoped(queries.applications_of(call, request.user))
    rules = startup_eligibility.rule_sets().get(call.rule_set)
    refused = list(queries.refused(rows)[:500])
    see = access.may(request.user, "person.see")
    context = {
        "call": call,
        "today": request.at.date(),
        "counts": queries.counts(rows),
        "asked": queries.asked_sum(rows),
        "refused": [{"row": row, "told": _failed(row)} for row in refused],
        "waiting": queries.unjudged(rows).count(),
        "rules": rules,
        "checks": rules.checks.values() if rules else (),
        "ranking": startup_ranking,
        "see": see,
        "enter": access.may(request.user, "applications.edit") and not call.decided_at,
        "decide": _may_decide(request, call),
    }
    return _ranking(request, rows, see=see).respond(**context)


def _ranking(request: HttpRequest, rows, *, see: bool) -> Listing:
    """The eligible proposals of a call: on its page, and as a file."""
    names = [Column(_("Name"), lambda a: words.written_name(a, True), sort="name")] if see else []
    columns = [
        Column(_("Rank"), lambda a: a.rank, sort="rank", number=True),
        *names,
        Column(_("Number"), lambda a: a.number, sort="number", shown=not see),
        Column(_("Area"), lambda a: places.place_of(a.area_id), sort="area_id"),
        Column(_("Points"), lambda a: a.points, sort="points", number=True),
        Column(_("Asked for (IDR)"), lambda a: a.asked_idr, sort="asked_idr", number=True),
        Column(_("State"), lambda a: words.label("application", a.state), sort="state"),
        Column(_("Why not chosen"), _passed_over, shown=False),
    ]
    return Listing(
        request, queries.ranked(rows), columns, "startup/call_detail.html",
        filters=[
            Filter("keadaan", _("State"), partial(words.choices, "application"), lambda r, v: r.filter(state=v))
        ],
        search=partial(search_proposals, see=see),
        order="rank",
        export_name="peringkat-wirausaha-pemula",
        may_export=access.may(request.user, "registry.export"),
        related=("call", "person", "area"),
        exported=access_log.exported(request) if see else None,
    )  # fmt: skip


def _passed_over(row) -> str:
    return words.label("not_chosen_why", row.decision_note) if row.decision_note else ""


def _failed(row) -> list[dict]:
    verdict = queries.verdict_of(row)
    return [t for t in queries.told(verdict) if t["outcome"] != "pass"] if verdict else []


def _may_decide(request: HttpRequest, call) -> bool:
    may = access.may(request.user, "programmes.edit") and access.covers(request.user, call.area_id)
    return may and not call.decided_at


@page("applications.edit", post=True, get=False)
def call_judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge every proposal of the area that was handed in; what was judged before is judged anew."""
    call = _call(request, pk)
    rows = queries.applications_of(call, request.user).filter(state="submitted").order_by("id")
    count = actions.judge_applications(call=call, applications=rows, by=request.user, at=request.at)
    messages.success(
        request,
        ngettext("%(count)s proposal was judged.", "%(count)s proposals were judged.", count)
        % {"count": count},
    )
    return redirect("startup-call-detail", pk)


@page("programmes.edit", post=True)
def call_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision list: the eligible in their order, those within the places ticked; the decree names the ticked."""
    call = _call(request, pk)
    access.demand(request.user, call.area_id)
    rows = list(queries.ranked(queries.applications_of(call, request.user).filter(state="submitted")))
    form = DecreeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = _chosen(request)
            named = actions.decide_call(
                call=call, chosen=chosen, **form.cleaned_data, by=request.user, at=request.at
            )
            messages.success(request, _("The decree names %(count)s recipients.") % {"count": len(named)})
            return redirect("startup-call-detail", pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
    sent = set(posted.ids(request, "usulan")) if request.method == "POST" else None
    lines = [
        {
            "row": row,
            "allocation": queries.allocation_for(row),
            "ticked": row.pk in sent if sent is not None else n < call.places,
            "amount": request.POST.get(f"nilai-{row.pk}", row.asked_idr),
        }
        for n, row in enumerate(rows)
    ]
    context = {
        "call": call, "lines": lines, "form": form, "waiting": queries.unjudged(call.applications.all()).count(),
        "open": request.at.date() <= call.closes_on,
    }  # fmt: skip
    return render(request, "startup/call_decide.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for pk in posted.ids(request, "usulan"):
        text = request.POST.get(f"nilai-{pk}", "").strip()
        try:
            found[pk] = parse_rupiah(text) if text else None
        except NotRupiah as error:
            raise Refused(BAD_AMOUNT, value=text[:40]) from error
    return found
