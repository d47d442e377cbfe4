"""The facts of one year of an enterprise: entering and correcting them, the file they rest on, and a picture of all."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.drawing import years as drawing
from naikkelas.kit import money
from naikkelas.kit.problems import Refused
from naikkelas.registry import actions, queries
from naikkelas.web import access_log, words
from naikkelas.web.evidence import download, received
from naikkelas.web.gate import page
from naikkelas.web.programmes.forms import RupiahField

BY_HAND = ("document", "statement", "visit")
_FACTS = ("annual_sales_idr", "capital_idr", "net_worth_idr", "workers_male", "workers_female")


class YearForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("Year of the facts"), min_value=1990, max_value=2100)
    annual_sales_idr = RupiahField(
        label=gettext_lazy("Sales of the whole year (IDR)"), required=False,
        help_text=gettext_lazy("Leave empty what is not known; write 0 where there was none."),
    )  # fmt: skip
    capital_idr = RupiahField(
        label=gettext_lazy("Business capital (IDR)"), required=False,
        help_text=gettext_lazy("Own and borrowed capital, without land and buildings."),
    )  # fmt: skip
    net_worth_idr = RupiahField(
        label=gettext_lazy("Net worth (IDR)"), required=False,
        help_text=gettext_lazy("What it owns less what it owes, without land and buildings."),
    )  # fmt: skip
    workers_male = forms.IntegerField(
        label=gettext_lazy("Workers, men"), required=False, min_value=0, max_value=1_000_000
    )
    workers_female = forms.IntegerField(
        label=gettext_lazy("Workers, women"), required=False, min_value=0, max_value=1_000_000
    )
    markets = forms.MultipleChoiceField(
        label=gettext_lazy("Markets reached"), required=False, choices=lambda: words.choices("market"),
        help_text=gettext_lazy("All that apply."),
    )  # fmt: skip
    evidence = forms.ChoiceField(
        label=gettext_lazy("What the facts rest on"),
        choices=lambda: [(v, t) for v, t in words.choices("evidence") if v in BY_HAND],
    )
    remark = forms.CharField(
        label=gettext_lazy("Source in words"), max_length=300, min_length=5,
        help_text=gettext_lazy("Who said it or which document, and for a correction why. Kept with the facts."),
    )  # fmt: skip

    def _amount(self, name: str) -> int | None:
        value = self.cleaned_data.get(name)
        if value is not None and value < 0:
            raise forms.ValidationError(_("An amount cannot be below nought."))
        return value

    def clean_annual_sales_idr(self) -> int | None:
        return self._amount("annual_sales_idr")

    def clean_capital_idr(self) -> int | None:
        return self._amount("capital_idr")


@page("registry.edit", post=True)
def year_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the facts of a year, or correct those that stand: ?tahun=2019 starts from them."""
    enterprise = get_object_or_404(
        queries.enterprises_visible_to(request.user).select_related("owner", "area"), pk=pk
    )
    access_log.seen(request, enterprise.owner_id, enterprise.area_id)
    asked = request.POST.get("year", "") if request.method == "POST" else request.GET.get("tahun", "")
    known = _standing(enterprise, asked)
    error = None
    if request.method == "POST":
        form = YearForm(request.POST)
        if form.is_valid():
            try:
                row = _saved(request, enterprise, dict(form.cleaned_data))
                messages.success(request, _("The facts of %(year)d are recorded.") % {"year": row.year})
                return redirect("registry-enterprise-detail", pk)
            except Refused as refusal:
                form.add_error(None, refusal.text(get_language()))
                error = refusal
    else:
        form = YearForm(initial=_initial(known, request.at.year - 1))
    context = {
        "enterprise": enterprise,
        "see": access.may(request.user, "person.see"),
        "form": form,
        "known": known,
        "standing": request.POST.get("standing", "")
        if request.method == "POST"
        else known.pk
        if known
        else "",
        "markets": [
            (value, label, value in (form["markets"].value() or []))
            for value, label in words.choices("market")
        ],
    }
    status = error.status if error else 422 if form.errors else 200
    return render(request, "registry/year_record.html", context, status=status)


def _standing(enterprise, year: str):
    """The facts that stand for a year as it was typed; None where none do."""
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        return None
    return queries.years_of(enterprise).filter(year=int(year)).first()


def _initial(known, last_year: int) -> dict:
    if known is None:
        return {"year": last_year, "evidence": "statement"}
    kept = {name: getattr(known, name) for name in _FACTS}
    kept |= {
        name: money.number(kept[name], "id")
        for name in _FACTS
        if name.endswith("_idr") and kept[name] is not None
    }
    evidence = known.evidence if known.evidence in BY_HAND else "statement"
    return kept | {"year": known.year, "markets": known.markets.split(","), "evidence": evidence}


def _saved(request: HttpRequest, enterprise, given: dict):
    name, content = received(request, "evidence_file")
    standing = request.POST.get("standing", "")
    return actions.correct_year(
        enterprise=enterprise,
        year=given["year"],
        facts={fact: given[fact] for fact in _FACTS},
        markets=",".join(given["markets"]),
        evidence=given["evidence"],
        file_name=name,
        file=content,
        remark=given["remark"],
        standing=int(standing) if standing.isascii() and standing.isdigit() and len(standing) <= 18 else None,
        by=request.user,
        at=request.at,
    )


@page("person.see")
def year_evidence(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The file that the facts of a year rest on; it may name persons."""
    enterprise = get_object_or_404(queries.enterprises_visible_to(request.user), pk=pk)
    row = get_object_or_404(enterprise.years.all(), pk=year)
    if not row.evidence_sha256:
        raise Http404("evidence")
    access_log.seen(request, enterprise.owner_id, enterprise.area_id)
    return download(row.evidence_sha256, row.evidence_name)


def chart(years) -> str:
    """Sales, class and workers of an enterprise year by year; empty where no year is known."""
    lang = get_language() or "id"
    drawn = [
        drawing.Year(
            y.year,
            y.annual_sales_idr,
            "" if y.annual_sales_idr is None else money.rupiah_short(y.annual_sales_idr, lang),
            (words.label("size_class", y.size_class), _workers(y)),
            strong=n == 0,
        )
        for n, y in enumerate(years)
    ]
    return drawing.columns(drawn, _("Sales, class and workers by year"), _("not known")) if drawn else ""


def _workers(year) -> str:
    counts = [n for n in (year.workers_male, year.workers_female) if n is not None]
    return _("%(n)d workers") % {"n": sum(counts)} if counts else _("workers not known")
