"""Plan against realisation: the S-curve of a programme, its alarms, and setting the plan of an allocation."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.drawing.scurve import Curve, curves
from naikkelas.kit.days import MONTHS
from naikkelas.kit.problems import Refused
from naikkelas.places import queries as places
from naikkelas.programmes import actions, queries
from naikkelas.rules import budget_deviation
from naikkelas.web import words
from naikkelas.web.gate import page
from naikkelas.web.listing import table_file
from naikkelas.web.programmes.forms import RupiahField


def plan_context(programme, request: HttpRequest) -> dict:
    """The courses of a programme's allocations on a page's area, and their curve together."""
    rows = places.within(queries.allocations(), request.frame.area.code, "area_id")
    courses = queries.courses(rows.filter(ceiling__programme=programme), request.at.date())
    return {"courses": courses, "curve": _curve(courses), "rule": budget_deviation.HEAD}


def _curve(courses: list) -> str:
    whole = sum(c.whole_idr for c in courses)
    if not whole:
        return ""

    def together(values: list[list[int]]) -> list[int]:
        """Thousandths of the whole, month by month, as far as every course goes."""
        return [1000 * sum(column) // whole for column in zip(*values, strict=False)]

    physical = [[c.whole_idr * p // 100 for p in c.physical] for c in courses]
    lines = [
        Curve(_("Planned"), together([c.planned for c in courses]), real=False),
        Curve(_("Disbursed"), together([c.real for c in courses]), real=True),
    ]
    if any(any(c.physical_planned) for c in courses):
        planned = [[c.whole_idr * p // 100 for p in c.physical_planned] for c in courses]
        lines += [
            Curve(_("Physical, planned"), together(planned), real=False, dashed=True),
            Curve(_("Physical, reached"), together(physical), real=True, dashed=True),
        ]
    lang = "en" if (get_language() or "id").startswith("en") else "id"
    return curves(lines, [name[:3] for name in MONTHS[lang]], _("Plan and realisation by month"))


class PlanForm(forms.Form):
    """Twelve months: rupiah to be disbursed in the month, and physical percent at its end."""

    def __init__(self, *args, lang: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.lang = lang
        for n, name in enumerate(MONTHS[lang], 1):
            self.fields[f"amount_{n}"] = RupiahField(
                label=_("%(month)s: to be disbursed (IDR)") % {"month": name}, required=False
            )
            self.fields[f"percent_{n}"] = forms.IntegerField(
                label=_("%(month)s: physical, cumulative (%%)") % {"month": name}, min_value=0, max_value=100, required=False
            )  # fmt: skip

    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Month by month: its name and both fields."""
        names = enumerate(MONTHS[self.lang], 1)
        return [(name, [self[f"amount_{n}"], self[f"percent_{n}"]]) for n, name in names]

    def months(self) -> list[tuple[int, int]]:
        """What was filled in; an empty percent stays where the month before stood."""
        found, percent = [], 0
        for n in range(1, 13):
            given = self.cleaned_data[f"percent_{n}"]
            percent = percent if given is None else given
            found.append((self.cleaned_data[f"amount_{n}"] or 0, percent))
        return found


@page("programmes.edit", post=True)
def plan_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the plan of an allocation by months."""
    allocation = get_object_or_404(access.visible(request.user, queries.allocations()), pk=pk)
    lang = "en" if (get_language() or "id").startswith("en") else "id"
    standing: dict[str, int] = {}
    for month in queries.plan_of(allocation):
        standing[f"amount_{month.month}"] = month.amount_idr
        standing[f"percent_{month.month}"] = month.physical_percent
    form = PlanForm(request.POST or None, lang=lang, initial=standing)
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_allocation(
                allocation=allocation, months=form.months(), by=request.user, at=request.at
            )
            messages.success(request, _("The plan was set."))
            return redirect("programmes-money-detail", allocation.ceiling.programme_id)
        except Refused as refusal:
            form.add_error(None, refusal.text(lang))
    whole = queries.standing(allocation)
    planned = sum(amount for name, amount in standing.items() if name.startswith("amount_"))
    context = {
        "form": form, "allocation": allocation, "standing": whole, "planned": planned, "left": whole - planned
    }  # fmt: skip
    return render(request, "programmes/plan_set.html", context, status=422 if form.errors else 200)


@page("programmes.read")
def alarm_list(request: HttpRequest) -> HttpResponseBase:
    """Every allocation of the page's area whose realisation lies behind its plan, the furthest first."""
    rows = request.frame.scoped(queries.allocations()).filter(ceiling__year=request.frame.period.year)
    courses = queries.courses(rows, request.at.date())
    if kind := request.GET.get("unduh", ""):
        return _taken(courses, kind)
    context = {
        "late": [c for c in courses if c.band in ("watch", "critical")],
        "courses": courses,
        "curve": _curve(courses),
        "rule": budget_deviation.HEAD,
    }
    return render(request, "programmes/alarm_list.html", context)


def _taken(courses: list, kind: str) -> HttpResponseBase:
    """The table of the page as a file; the page has no names of persons, so nothing is asked beyond reading it."""
    header = [
        _("Area"), _("Code"), _("Programme"), _("Year"), _("Budget activity"), _("State"), _("Allocated (IDR)"),
        _("Planned to date (IDR)"), _("Disbursed (IDR)"), _("Behind plan (IDR)"), _("Forecast at the end of the year (IDR)"),
    ]  # fmt: skip
    lines = [
        [
            c.allocation.area.title, c.allocation.area_id, c.allocation.ceiling.programme.name, c.allocation.ceiling.year,
            c.allocation.activity, words.label("deviation", c.band), c.whole_idr, c.planned_to_date_idr, c.real_idr,
            max(c.behind_idr, 0), c.forecast_idr,
        ]
        for c in courses
    ]  # fmt: skip
    return table_file("rencana-dan-realisasi", kind, header, lines)
