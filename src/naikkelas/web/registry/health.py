"""Health of cooperatives: figures of a book year, worksheet, result with its arithmetic, decision, and the list by area."""

from collections import Counter
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.problems import Refused
from naikkelas.places import queries as places
from naikkelas.registry import actions, queries
from naikkelas.rules import cooperative_health
from naikkelas.rules.cooperative_health import BALANCE_FACTS, PREDICATES, YEAR_FACTS, HealthRules
from naikkelas.trail import queries as trail
from naikkelas.web import words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.programmes.forms import RupiahField
from naikkelas.web.registry import health_areas, health_sheet
from naikkelas.web.registry.health_sheet import points

OLDEST_BOOK_YEAR = 2000


class StartForm(forms.Form):
    """Which book year, under which rules, by which letter."""

    book_year = forms.IntegerField(label=gettext_lazy("Book year"), min_value=OLDEST_BOOK_YEAR)
    rule_set = forms.ChoiceField(label=gettext_lazy("Rule set"))
    as_of = forms.DateField(
        label=gettext_lazy("Day of assessment"), widget=forms.DateInput(attrs={"type": "date"})
    )
    assignment_no = forms.CharField(
        label=gettext_lazy("Number of the assignment letter"), max_length=80, required=False
    )
    team = forms.CharField(
        label=gettext_lazy("Assessment team (one person a line)"), required=False, widget=forms.Textarea
    )


def _scope(request: HttpRequest):
    return queries.assessments_visible_to(request.user)


def _cooperative(request: HttpRequest, pk: int):
    rows = queries.cooperatives_visible_to(request.user).select_related("area")
    return get_object_or_404(rows, pk=pk)


def _assessment(request: HttpRequest, pk: int):
    rows = _scope(request).select_related("cooperative__area", "made_by", "decided_by", "corrects")
    return get_object_or_404(rows, pk=pk)


# ── list ──


def _book_years(request: HttpRequest) -> list[tuple[str, str]]:
    """The book years that a list may be narrowed to."""
    return [(str(y), str(y)) for y in range(request.at.year, OLDEST_BOOK_YEAR - 1, -1)]


@page("registry.read")
def health_list(request: HttpRequest) -> HttpResponse:
    columns = [
        Column(_("Cooperative"), lambda a: a.cooperative.name, sort="cooperative__name_key"),
        Column(_("Area"), lambda a: places.place_of(a.cooperative.area_id), sort="cooperative__area_id"),
        Column(_("Book year"), lambda a: a.book_year, sort="book_year", number=True),
        Column(_("Score"), lambda a: points(a.total), sort="total", number=True),
        Column(_("Predicate"), lambda a: words.label("health", a.predicate)),
        Column("KUK", lambda a: words.label("kuk", a.kuk)),
        Column(_("State"), lambda a: words.label("assessment", a.state)),
        Column(_("Rule set"), lambda a: a.rule_set, shown=False),
        Column(_("Not in force: comparison only"), lambda a: _("yes") if a.trial else _("no"), shown=False),
    ]
    filters = [
        Filter("predicate", _("Predicate"), lambda: words.choices("health"), _verified_with),
        Filter("kuk", "KUK", lambda: words.choices("kuk"), lambda rows, v: rows.filter(kuk=v)),
        Filter(
            "tahun", _("Book year"), lambda: _book_years(request), lambda rows, v: rows.filter(book_year=v)
        ),
        Filter(
            "state", _("State"), lambda: _states(),
            lambda rows, v: rows.filter(state=v),
        ),
        Filter(
            "aturan", _("Rule set"), _rule_choices, lambda rows, v: rows.filter(rule_set=v),
        ),
    ]  # fmt: skip
    rows = request.frame.scoped(queries.standing_assessments(_scope(request)), "cooperative__area_id")
    listing = Listing(
        request, rows, columns, "registry/health_list.html", filters=filters,
        search=lambda found, text: found.filter(cooperative__in=queries.search_names(queries.all_cooperatives(), text)),
        order="-book_year", export_name="kesehatan-koperasi", may_export=access.may(request.user, "registry.export"),
        related=("cooperative",),
    )  # fmt: skip
    year = listing.chosen.get("tahun", "")
    counts = queries.predicate_counts(rows.filter(book_year=year) if year else rows)
    total = sum(counts.values())
    figures = [
        {"word": word, "count": counts.get(word, 0), "href": listing.link(predicate=word), "total": total}
        for word in PREDICATES
    ]
    by_area = health_areas.lines(rows.filter(book_year=year) if year else rows)
    if request.GET.get("unduh") == health_areas.WORD:
        return health_areas.exported(by_area, listing.may_export)
    return listing.respond(
        figures=figures, counted=total, year=year, by_area=by_area, predicates=list(PREDICATES)
    )


def _verified_with(rows, predicate: str):
    """What the figures of a predicate count: verified, and under rules in force."""
    return rows.filter(predicate=predicate, state="verified", trial=False)


def _states() -> list[tuple[str, str]]:
    return [choice for choice in words.choices("assessment") if choice[0] != "withdrawn"]


def _rule_choices() -> list[tuple[str, str]]:
    return [(r.id, _title(r)) for r in cooperative_health.rule_sets().values()]


def _title(rules: HealthRules) -> str:
    return rules.head.title_en if get_language() == "en" else rules.head.title_id


# ── starting, filling in, handing in ──


@page("registry.assess", post=True)
def health_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose book year and rule set; the one in force on the day comes first."""
    cooperative = _cooperative(request, pk)
    today = timezone.localdate(request.at)
    form = StartForm(
        request.POST or None,
        initial={"book_year": today.year - 1, "as_of": today, "rule_set": _in_force(cooperative, today)},
    )
    form.fields["rule_set"].choices = _offered(cooperative, today)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_assessment(
                cooperative=cooperative, **form.cleaned_data, by=request.user, at=request.at
            )
            return redirect("registry-health-worksheet", made.pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
    context = {"form": form, "cooperative": cooperative, "path": places.path(cooperative.area_id)}
    return render(request, "registry/health_add.html", context, status=422 if form.errors else 200)


@page("registry.assess", post=True, get=False)
def scheme_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether a cooperative is conventional or sharia, then choose among its rules."""
    cooperative = _cooperative(request, pk)
    actions.set_scheme(
        cooperative=cooperative, sharia=request.POST.get("sharia") == "yes", by=request.user, at=request.at
    )
    return redirect("registry-health-add", pk)


def _in_force(cooperative, day: date) -> str:
    rules = cooperative_health.choose(day, sharia=cooperative.sharia)
    return rules.id if rules else ""


def _offered(cooperative, day: date) -> list[tuple[str, str]]:
    now = _in_force(cooperative, day)
    suited = cooperative_health.suited(sharia=cooperative.sharia)
    return [
        (r.id, _title(r) if r.id == now else f"{_title(r)}: {_('not in force today, comparison only')}")
        for r in sorted(suited, key=lambda r: r.id != now)
    ]


@page("registry.assess", post=True)
def health_worksheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill a draft in. Whatever can be read is saved, also where something else cannot."""
    assessment = _assessment(request, pk)
    if assessment.state != "draft" or assessment.superseded_at:
        return redirect("registry-health-detail", pk)
    if request.method != "POST":
        return _worksheet(request, assessment)
    return _post_worksheet(request, assessment)


def _post_worksheet(request: HttpRequest, assessment) -> HttpResponse:
    posted = health_sheet.read(request.POST, assessment)
    wish = request.POST.get("do", "save")
    try:
        if wish == "withdraw":
            actions.withdraw_assessment(
                assessment=assessment, version=posted.version, by=request.user, at=request.at
            )
            messages.success(request, _("The draft was set aside."))
            return redirect("registry-cooperative-detail", assessment.cooperative_id)
        assessment = actions.save_worksheet(
            assessment=assessment, checks=posted.checks, facts=posted.facts, assignment_no=posted.assignment_no, team=posted.team,
            conclusion=posted.conclusion, version=posted.version, by=request.user, at=request.at,
        )  # fmt: skip
        if not posted.errors and wish == "submit":
            actions.submit_assessment(
                assessment=assessment, version=assessment.version, by=request.user, at=request.at
            )
            messages.success(request, _("The assessment was handed in; somebody else decides on it."))
            return redirect("registry-health-detail", assessment.pk)
    except Refused as refusal:
        return _worksheet(request, assessment, posted, refusal)
    if posted.errors:
        return _worksheet(request, assessment, posted)
    messages.success(request, _("The draft is saved."))
    return redirect("registry-health-worksheet", assessment.pk)


def _worksheet(request: HttpRequest, assessment, posted=None, refusal: Refused | None = None) -> HttpResponse:
    rules = _rules_of(assessment)
    if rules is None:
        return redirect("registry-health-detail", assessment.pk)
    sheet = health_sheet.sheet_of(assessment, rules, posted)
    known = queries.facts_known(assessment.cooperative, assessment.book_year)
    context = {
        "assessment": assessment,
        "cooperative": assessment.cooperative,
        "path": places.path(assessment.cooperative.area_id),
        "rules": rules,
        "facts": health_sheet.fact_rows(assessment, rules, known, posted),
        "aspects": health_sheet.aspect_rows(sheet, posted.checks if posted else assessment.inputs["checks"]),
        "sheet": sheet,
        "posted": posted,
        "texts": posted or assessment,
        # who was overtaken keeps the version that was overtaken, so that pressing again does not overwrite the other
        "version": posted.version
        if posted and refusal and refusal.kind is actions.CHANGED
        else assessment.version,
        "missing": len(sheet.missing),
        "missing_ids": set(sheet.missing),
        "show_missing": refusal is not None and refusal.kind is actions.INCOMPLETE,
        "error": refusal.text(get_language()) if refusal else "",
    }
    status = refusal.status if refusal else 422 if posted and posted.errors else 200
    return render(request, "registry/health_worksheet.html", context, status=status)


def _rules_of(assessment) -> HealthRules | None:
    rules = cooperative_health.rule_sets().get(assessment.rule_set)
    return rules if rules and assessment.scheme in rules.schemes else None


# ── result and decision ──


@page("registry.read")
def health_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _assessment(request, pk))


def _show(request: HttpRequest, assessment, refusal: Refused | None = None) -> HttpResponse:
    rules = _rules_of(assessment)
    same = rules is not None and rules.head.hash == assessment.rule_hash
    sheet = health_sheet.sheet_of(assessment, rules) if same else None
    waiting = assessment.state == "submitted" and assessment.superseded_at is None
    decided = assessment.state in ("verified", "rejected") and assessment.superseded_at is None
    marks = Counter(s.component.mark for _a, scored, _n in sheet.aspects for s in scored) if sheet else {}
    context = {
        "assessment": assessment,
        "cooperative": assessment.cooperative,
        "path": places.path(assessment.cooperative.area_id),
        "rules": rules,
        "same_rules": same,
        "aspects": health_sheet.aspect_rows(sheet, assessment.inputs["checks"]) if sheet else [],
        "stored": health_sheet.stored_rows(assessment, rules),
        "cut_offs": rules.predicates if rules else (),
        "marks": marks,
        "kuk": health_sheet.kuk_rows(assessment),
        "kuk_head": health_sheet.KUK,
        "own": assessment.made_by_id == request.user.pk,
        "may_decide": waiting and access.may(request.user, "registry.verify"),
        "may_correct": decided and access.may(request.user, "registry.assess"),
        "newer": assessment.corrections.exclude(state="withdrawn").order_by("-id").first(),
        "history": trail.of("healthassessment", assessment.pk)[:20],
        "years": queries.standing_assessments(queries.assessments_of(assessment.cooperative))[:12],
        "error": refusal.text(get_language()) if refusal else "",
    }
    return render(request, "registry/health_detail.html", context, status=refusal.status if refusal else 200)


@page("registry.verify", post=True, get=False)
def health_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Verify or reject what somebody else handed in."""
    assessment = _assessment(request, pk)
    text = request.POST.get("reason", "")
    try:
        if request.POST.get("decision") == "verify":
            actions.verify_assessment(assessment=assessment, remark=text, by=request.user, at=request.at)
            messages.success(request, _("The assessment is verified."))
        else:
            actions.reject_assessment(assessment=assessment, reason=text, by=request.user, at=request.at)
            messages.success(request, _("The assessment was rejected with your reason."))
    except Refused as refusal:
        return _show(request, assessment, refusal)
    return redirect("registry-health-detail", pk)


@page("registry.assess", post=True, get=False)
def health_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft with the same content; what was decided stands until the new one is verified."""
    assessment = _assessment(request, pk)
    try:
        made = actions.correct_assessment(assessment=assessment, by=request.user, at=request.at)
    except Refused as refusal:
        return _show(request, assessment, refusal)
    return redirect("registry-health-worksheet", made.pk)


# ── figures of a book year ──


def _balance_form() -> type[forms.Form]:
    lang = get_language() or "id"
    fields: dict[str, forms.Field] = {
        name: RupiahField(label=text.to(lang), required=False) for name, text in BALANCE_FACTS.items()
    }
    return type("BalanceForm", (forms.Form,), fields)


def _any_given(form: forms.Form) -> bool:
    return any(value is not None for value in form.cleaned_data.values())


@page("registry.assess", post=True)
def balance_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter or correct the figures of one book year; ?tahun= says which."""
    cooperative = _cooperative(request, pk)
    today = timezone.localdate(request.at)
    years = list(range(today.year - 1, today.year - 11, -1))
    asked = request.POST.get("tahun") or request.GET.get("tahun") or str(years[0])
    year = int(asked) if asked in {str(y) for y in years} else years[0]
    known = queries.facts_known(cooperative, year)
    form = _balance_form()(
        request.POST or None, initial={n: health_sheet.amount(v) for n, v in known.items()}
    )
    if request.method == "POST" and form.is_valid() and not known and not _any_given(form):
        form.add_error(None, _("Nothing was entered. Write at least one figure; 0 is one too."))
    if request.method == "POST" and form.is_valid():
        actions.record_balance(
            cooperative=cooperative, book_year=year, facts=form.cleaned_data, by=request.user, at=request.at
        )
        messages.success(request, _("The figures of book year %(year)s are recorded.") % {"year": year})
        return redirect("registry-cooperative-detail", pk)
    context = {
        "form": form, "cooperative": cooperative, "path": places.path(cooperative.area_id), "year": year, "years": years,
        "known": [(text.to(get_language()), known.get(name)) for name, text in YEAR_FACTS.items()],
    }  # fmt: skip
    return render(request, "registry/balance_edit.html", context, status=422 if form.errors else 200)


def card(request: HttpRequest, cooperative) -> dict:
    """What the cooperative's own page shows of health and figures."""
    balances = list(queries.balances_of(cooperative)[:6])
    lang = get_language() or "id"
    return {
        "assessments": list(queries.standing_assessments(queries.assessments_of(cooperative))[:8]),
        "balances": balances,
        "savings_line": _savings(balances),
        "balance_rows": [
            (text.to(lang), [getattr(row, name) for row in balances]) for name, text in BALANCE_FACTS.items()
            if any(getattr(row, name) is not None for row in balances)
        ],
        "may_assess": access.may(request.user, "registry.assess"),
    }  # fmt: skip


def _savings(balances: list) -> list[dict]:
    """Members' savings of the book years, each kind that is known, with their sum for a bar."""
    found = []
    for row in balances:
        parts = {
            kind: getattr(row, f"{kind}_savings_idr") for kind in ("principal", "mandatory", "voluntary")
        }
        if any(amount is not None for amount in parts.values()):
            found.append({"year": row.book_year, **parts, "sum": sum(n or 0 for n in parts.values())})
    most = max((line["sum"] for line in found), default=0) or 1
    return [line | {"most": most} for line in found]
