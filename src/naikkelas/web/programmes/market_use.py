"""A market after it was built: manager, grant of the asset, counts of stalls and traders, income and cost."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.kit import money
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes.actions.market_use import COUNTS, MONEY
from naikkelas.programmes.queries import market as queries
from naikkelas.registry import queries as registry
from naikkelas.web import posted
from naikkelas.web.gate import page
from naikkelas.web.programmes.market import market_of
from naikkelas.web.programmes.market_forms import CountForm, ManagerForm, YearForm
from naikkelas.web.tried import tried

MOST_FOUND = 20
CHOOSE = Kind(
    "market.choose_cooperative",
    "Pilih koperasi dari daftar. Cari dahulu dengan nama atau nomor badan hukumnya.",
    "Choose a cooperative from the list. Search for it first by its name or legal number.",
)


@page("programmes.record", post=True)
def market_manager(request: HttpRequest, pk: int) -> HttpResponse:
    """Appoint the managing cooperative, found in the registry."""
    project = market_of(request, pk)
    text = request.GET.get("q", "").strip()[:100]
    visible = registry.cooperatives_visible_to(request.user)
    nearby = places.within(visible, project.facility.area_id[:5], "area_id")
    found = list(registry.search_names(visible if text else nearby, text).order_by("name_key")[:MOST_FOUND])
    form = ManagerForm(request.POST or None, initial={"from_on": request.at.date()})

    def appoint(data: dict) -> None:
        chosen = visible.filter(pk=posted.one(request, "cooperative")).first()
        if chosen is None:
            raise Refused(CHOOSE)
        actions.appoint_market_manager(
            project=project, cooperative=chosen, **data, by=request.user, at=request.at
        )

    if request.method == "POST" and tried(form, appoint):
        messages.success(request, _("The managing cooperative was appointed."))
        return redirect("programmes-market-detail", pk)
    context = {
        "project": project, "form": form, "found": found, "text": text, "most": MOST_FOUND,
        "chosen": posted.one(request, "cooperative"), "path": places.path(project.facility.area_id),
    }  # fmt: skip
    return render(request, "programmes/market_manager.html", context, status=422 if form.errors else 200)


@page("programmes.record", post=True, get=False)
def market_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the grant of the asset has come, before it is done."""
    project = market_of(request, pk)
    actions.set_market_grant(
        project=project, state=request.POST.get("state", ""), document_no=request.POST.get("document_no", "")[:80],
        by=request.user, at=request.at,
    )  # fmt: skip
    messages.success(request, _("Saved."))
    return redirect("programmes-market-detail", pk)


@page("programmes.record", post=True)
def market_count(request: HttpRequest, pk: int) -> HttpResponse:
    """Count stalls and traders on a day; the last count stands in the form."""
    project = market_of(request, pk)
    last = queries.counts_of(project).first()
    known = {name: getattr(last, name) for name in COUNTS} if last else {}
    form = CountForm(request.POST or None, initial={"counted_on": request.at.date(), **known})

    def count(data: dict) -> None:
        remark, day = data.pop("remark"), data.pop("counted_on")
        actions.count_market(
            project=project, counted_on=day, values=data, remark=remark, by=request.user, at=request.at
        )

    if request.method == "POST" and tried(form, count):
        messages.success(request, _("The count was recorded."))
        return redirect("programmes-market-detail", pk)
    context = {"project": project, "form": form, "path": places.path(project.facility.area_id)}
    return render(request, "programmes/market_count.html", context, status=422 if form.errors else 200)


@page("programmes.record", post=True)
def market_year(request: HttpRequest, pk: int) -> HttpResponse:
    """Income and cost of a year; `?tahun=` opens one that was recorded, to correct it."""
    project = market_of(request, pk)
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else request.at.year - 1
    row = queries.years_of(project).filter(year=year).first()
    known = {name: money.number(getattr(row, name), get_language()) for name in MONEY} if row else {}
    form = YearForm(
        request.POST or None,
        initial={"year": year, "remark": row.remark if row else "", **known},
    )

    def record(data: dict) -> None:
        remark, number = data.pop("remark"), data.pop("year")
        actions.record_market_year(
            project=project, year=number, values={k: v or 0 for k, v in data.items()}, remark=remark, by=request.user,
            at=request.at,
        )  # fmt: skip

    if request.method == "POST" and tried(form, record):
        messages.success(request, _("Income and cost were recorded."))
        return redirect("programmes-market-detail", pk)
    context = {"project": project, "form": form, "path": places.path(project.facility.area_id)}
    return render(request, "programmes/market_year.html", context, status=422 if form.errors else 200)
