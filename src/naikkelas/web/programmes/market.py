"""Markets: the list of an area, a proposal, and the one page that tells everything about a market."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.drawing.s_curve import Point, s_curve
from naikkelas.kit import days, money
from naikkelas.monev import actions as actions_of_monev
from naikkelas.monev import queries as monev
from naikkelas.monev.queries import markets as assets
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes import queries as ledger
from naikkelas.programmes.actions.market_use import COUNTS, MONEY
from naikkelas.programmes.queries import market as queries
from naikkelas.web import words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.programmes.market_forms import MONEY_LABELS, MarketForm
from naikkelas.web.templatetags import nk
from naikkelas.web.tried import tried

MOST_YEARS = 3
"""The newest years on the page of a market."""


def market_of(request: HttpRequest, pk: int):
    return get_object_or_404(queries.markets_visible_to(request.user), pk=pk)


@page("programmes.read")
def market_list(request: HttpRequest) -> HttpResponse:
    columns = [
        Column(_("Name of the market"), lambda m: m.facility.name, sort="facility__name"),
        Column(_("Area"), lambda m: places.place_of(m.facility.area_id), sort="facility__area_id"),
        Column(_("Year"), lambda m: m.programme.year, sort="programme__year", number=True),
        Column(_("Stage"), lambda m: nk.market_stage(m.stage)),
        Column(_("Grade"), lambda m: m.grade, sort="grade", shown=False),
        Column(
            _("By decree (IDR)"), lambda m: queries.decreed_idr(m) if m.recipient else None,
            sort="recipient__amount_idr", number=True,
        ),
        Column(_("Disbursed (IDR)"), queries.disbursed_idr, number=True, shown=False),
        Column(_("Physical"), lambda m: nk.bp(m.actual_bp),
               sort="actual_bp", number=True),
        Column(_("Planned"), lambda m: nk.bp(m.planned_bp),
               number=True, shown=False),
        Column(_("Deviation"), lambda m: nk.bp_signed(m.deviation_bp), sort="deviation_bp", number=True),
        Column(_("Report of"), lambda m: m.progress_on, shown=False),
        Column(_("Grant of the asset"), lambda m: words.label("market_grant", m.grant)),
    ]  # fmt: skip
    waits = [
        ("handover", _("Not handed over (PHO)")),
        ("grant", _("Not granted")),
        ("manager", _("No managing cooperative")),
    ]
    listing = Listing(
        request,
        request.frame.scoped(queries.markets(), "facility__area_id"),
        columns,
        "programmes/market_list.html",
        filters=[
            Filter(
                "tahap", _("Stage"), lambda: [(s.id, s.name.to(get_language())) for s in queries.stages()],
                lambda rows, value: rows.filter(stage=value),
            ),
            Filter(
                "deviasi", _("Deviation"), partial(words.choices, "market_band"),
                lambda rows, value: rows.filter(band=value),
            ),
            Filter("menunggu", _("Built, and"), lambda: waits, queries.unfinished_business),
            Filter(
                "tahun", _("Year"),
                lambda: [(str(y), str(y)) for y in range(request.at.year, request.at.year - 10, -1)],
                lambda rows, value: rows.filter(programme__year=int(value)),
            ),
        ],
        search=queries.search_markets,
        order="-programme__year",
        export_name="pasar-rakyat",
        may_export=access.may(request.user, "registry.export"),
        related=("facility", "programme", "recipient"),
    )  # fmt: skip
    shown = [] if "unduh" in request.GET else _with_given(listing)
    return listing.respond(shown=shown, unfiled=queries.unfiled_recipients(request.user))


def _with_given(listing: Listing) -> list[tuple]:
    """The markets of this page, each with what decrees give it now."""
    given = ledger.given(m.recipient_id for m in listing.page if m.recipient_id)
    return [(m, given.get(m.recipient_id)) for m in listing.page]


@page("programmes.record", post=True)
def market_add(request: HttpRequest) -> HttpResponse:
    known = {str(p.pk): p for p in queries.market_programmes(request.user)}
    form = MarketForm(
        request.POST or None,
        programmes=[(pk, f"{p.name} {p.year}") for pk, p in known.items()],
        initial={"proposed_on": request.at.date(), "programme": request.GET.get("program")},
    )
    form.fields["area"].within = request.user.area_id
    made = []

    def propose(data: dict) -> None:
        access.demand(request.user, data["area"])
        programme = known[data.pop("programme")]
        made.append(actions.propose_market(programme=programme, **data, by=request.user, at=request.at))

    if request.method == "POST" and tried(form, propose):
        messages.success(request, _("The proposal was entered. Next: check its documents."))
        return redirect("programmes-market-detail", made[0].pk)
    context = {"form": form, "programmes": known}
    return render(request, "programmes/market_add.html", context, status=422 if form.errors else 200)


@page("programmes.record", post=True, get=False)
def market_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the file of a market that a decree named without one."""
    recipient = get_object_or_404(queries.unfiled_recipients(request.user), pk=pk)
    project = actions.open_market_file(recipient=recipient, by=request.user, at=request.at)
    messages.success(request, _("The file was opened with the stages known so far."))
    return redirect("programmes-market-detail", project.pk)


@page("findings.open", post=True, get=False)
def market_idle(request: HttpRequest) -> HttpResponse:
    """Look for idle markets of the own area now; the nightly round does the same."""
    count = actions_of_monev.open_idle_markets(area=request.user.area_id, by=request.user, at=request.at)
    if count:
        messages.success(
            request,
            ngettext(
                "%(n)s finding was opened; it stands on the page Findings.",
                "%(n)s findings were opened; they stand on the page Findings.",
                count,
            )
            % {"n": count},
        )
    else:
        messages.success(request, _("No market lies idle that has no finding yet."))
    return redirect("programmes-market-list")


@page("programmes.read")
def market_detail(request: HttpRequest, pk: int) -> HttpResponse:
    project, today = market_of(request, pk), request.at.date()
    steps = {step.stage: step for step in queries.steps_of(project)}
    asset = assets.asset_of(project, today)
    counts, points = queries.counts_of(project), queries.curve_of(project)
    years = list(queries.years_of(project)[:MOST_YEARS])
    decreed = queries.decreed_idr(project)
    disbursed, contracted = queries.disbursed_idr(project), queries.contracted_idr(project)
    context = {
        "project": project,
        "facility": project.facility,
        "path": places.path(project.facility.area_id),
        "stages": [(stage, steps.get(stage.id)) for stage in queries.stages()],
        "next": queries.open_stages(project),
        "rules": queries.rules_of(project),
        "lines": queries.requirement_lines(project),
        "decreed": decreed,
        "disbursed": disbursed,
        "contracted": contracted,
        "left": decreed - disbursed,
        "curve": curve_picture(points) if points else "",
        "packages": [(each, ledger.net(each.commitment)) for each in queries.packages_of(project)],
        "asset": asset.decision,
        "visit": asset.visit,
        "seen": _seen(asset.visit),
        "count": _counted(counts.first()),
        "counts": counts,
        "years": years,
        "money": _money(years),
        "managers": queries.managers_of(project),
        "series": [(point, photos[-3:], len(photos)) for point, photos in queries.points_of(project)],
        "visits": monev.visits_to(project.facility),
        "findings": monev.findings_about(project.facility),
        "record": access.may(request.user, "programmes.record"),
        "built": queries.is_built(project),
        "edit": access.may(request.user, "programmes.edit"),
        "see": access.may(request.user, "person.see"),
    }
    return render(request, "programmes/market_detail.html", context)


_SEEN = (
    "kiosks_filled", "kiosks_built", "stalls_filled", "stalls_built", "places_filled", "places_built", "traders_male",
    "traders_female", "traders_members", "condition", "function", "manager", "grant_status", "trader_sales_before_idr",
    "trader_sales_after_idr",
)  # fmt: skip


def _seen(visit) -> dict:
    """What the page shows of a visit; None where it says nothing."""
    facts = monev.facts_of(visit) if visit else {}
    return {name: facts.get(name) for name in _SEEN}


def _money(years: list) -> list[tuple]:
    """Lines of income and cost: label, the amount of each year, whether the line is a sum."""
    lines = [(MONEY_LABELS[name], [getattr(y, name) for y in years], False) for name in MONEY]
    *income, cost = lines
    return [
        *income, (_("Income"), [y.income_idr for y in years], True), cost, (_("Surplus"), [y.surplus_idr for y in years], True),
    ]  # fmt: skip


def _counted(count) -> dict:
    names = ("counted_on", *COUNTS, "built", "let", "open")
    return {name: getattr(count, name) if count else None for name in names}


def curve_picture(points) -> str:
    lang = get_language()

    def short(day: date) -> str:
        return f"{day.day} {days.MONTHS[lang][day.month - 1][:3]} {day.year}"

    return s_curve(
        [Point(p.ends_on, p.planned_bp, p.actual_bp) for p in points],
        _("S-curve: planned and actual physical progress"),
        _("Planned"),
        _("Actual"),
        short,
        lambda share: money.percent(share, 10_000, lang, 2),
    )
