"""The ledger line by line, and the trace of every rupiah from its budget line to the visit that saw it."""

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics import ledger_trace
from naikkelas.analytics import queries as analytics
from naikkelas.analytics.cache import remembered
from naikkelas.analytics.scope import Scope
from naikkelas.kit.periods import Quarter
from naikkelas.monev.queries import money as monev
from naikkelas.places import queries as places
from naikkelas.programmes import queries
from naikkelas.reference.uses import categories
from naikkelas.reports import queries as reports
from naikkelas.reports.pp39 import SOURCES
from naikkelas.web import access_log, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.programmes.ledger_forms import ReasonForm, ReturnForm, UseForm


def _name(see: bool, recipient) -> str:
    """Who a recipient is, for whom names are not hidden from; else the number."""
    if recipient is None:
        return ""
    return words.recipient_name(recipient, see) or _("Recipient %(n)s") % {"n": recipient.pk}


def allocations_of(request: HttpRequest, programme) -> list:
    """The allocations of a programme in the area of the page: what each stands at, what was disbursed, to how many."""
    code = request.frame.area.code
    found: list = remembered(
        ("allocations", programme.pk, code),
        lambda: list(queries.with_standing(queries.allocations_of(programme, code))),
        exact=True,
    )
    return found


def _years(request: HttpRequest) -> list[tuple[str, str]]:
    years = queries.budget_years()
    return [(str(year), str(year)) for year in years]


def _year(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(year=int(value))


def _traced(rows: QuerySet, value: str, field: str) -> QuerySet:
    visited = {f"{field}__in": monev.visited_recipients()}
    return rows.filter(**visited) if value == "ya" else rows.exclude(**visited)


def _traced_choices() -> list[tuple[str, str]]:
    return [("ya", _("Seen by a visit")), ("belum", _("Not seen by a visit yet"))]


@page("programmes.read")
def ledger_list(request: HttpRequest) -> HttpResponse:
    """Every line of the ledger: ceilings, revisions, allocations, commitments, payments, uses, returns."""
    see = access.may(request.user, "person.see")
    columns = [
        Column(_("Day"), lambda line: line.dated_on, sort="dated_on"),
        Column(_("Line"), lambda line: words.label("ledger", line.kind)),
        Column(_("Document"), lambda line: line.document_no, sort="document_no"),
        Column(_("Programme"), lambda line: f"{line.programme.name} {line.programme.year}"),
        Column(_("Recipient"), lambda line: _name(see, line.recipient)),
        Column(_("Area"), lambda line: places.place_of(line.area_id), sort="area_id"),
        Column(_("Amount (IDR)"), lambda line: line.amount_idr, sort="amount_idr", number=True),
        Column(_("Budget line"), lambda line: line.ceiling.line_code, shown=False),
        Column(_("Budget document"), lambda line: line.ceiling.document_no, shown=False),
        Column(_("Year"), lambda line: line.year, shown=False),
    ]
    programmes = [(str(p.pk), f"{p.name} {p.year}") for p in queries.programmes_visible_to(request.user)]

    def kept(listing: Listing) -> tuple[queries.Sums, int] | None:
        """The sums of the lines shown and how many they are; None where filters or words leave lines of which none are kept."""
        chosen = listing.chosen
        if listing.text or "kunjungan" in chosen:
            return None
        rows = request.frame.scoped(queries.kept())
        for each in listing.filters:
            if each.name in chosen:
                rows = each.narrow(rows, chosen[each.name])
        key = ("ledger kept", request.frame.area.code, *chosen.items())
        found: tuple[queries.Sums, int] = remembered(key, lambda: queries.sums_kept(rows), exact=True)
        return found

    listing = Listing(
        request,
        request.frame.scoped(queries.lines()),
        columns,
        "programmes/ledger_list.html",
        filters=[
            Filter(
                "jenis", _("Line"), lambda: words.choices("ledger"), lambda rows, v: rows.filter(kind=v)
            ),
            Filter("tahun", _("Year"), lambda: _years(request), _year),
            Filter(
                "program", _("Programme"), lambda: programmes, lambda rows, v: rows.filter(programme_id=v)
            ),
            Filter(
                "kunjungan", _("Payments"), _traced_choices,
                lambda rows, v: _traced(rows.filter(kind="disbursement"), v, "recipient"),
            ),
        ],
        search=queries.by_document,
        order="-dated_on",
        export_name="buku-anggaran",
        related=("programme", "recipient__person", "recipient__enterprise__owner", "ceiling", "area"),
        shown=_shown_lines,
        counted=lambda listing: found[1] if (found := kept(listing)) else None,
        exported=access_log.exported(request),
    )  # fmt: skip
    year = listing.chosen.get("tahun", "")
    if known := kept(listing):
        return listing.respond(see=see, year=year, sums=known[0])
    rows = listing.narrowed
    key = ("ledger sums", str(rows.order_by().query))
    return listing.respond(see=see, year=year, sums=remembered(key, lambda: queries.sums(rows)))


@page("programmes.read")
def trace_list(request: HttpRequest) -> HttpResponse:
    """What of the money a visit has seen and what not, to the rupiah; then recipient by recipient."""
    see = access.may(request.user, "person.see")
    code = request.frame.area.code
    recipients = request.frame.scoped(queries.recipients_visible_to(request.user))
    chosen = request.GET.get("tahun", "")
    year = int(chosen) if chosen in dict(_years(request)) else None
    exporting = "unduh" in request.GET
    listing = Listing(
        request,
        _with_money(recipients) if exporting else recipients,
        _trace_columns(see),
        "programmes/trace_list.html",
        filters=[
            Filter("tahun", _("Year"), lambda: _years(request), queries.recipients_of_year),
            Filter("kunjungan", _("Visit"), _traced_choices, lambda rows, v: _traced(rows, v, "pk")),
            Filter(
                "baris", _("Budget line"), lambda: [(c, c) for c in queries.line_codes()],
                queries.recipients_by_line,
            ),
        ],
        search=queries.recipients_by_document,
        order="-amount_idr",
        export_name="lacak-anggaran",
        related=("area", "allocation__ceiling__programme", "commitment", "person", "enterprise__owner"),
        shown=_shown_recipients,
        exported=access_log.exported(request),
    )  # fmt: skip
    totals, by_programme = remembered(
        ("trace", code, year),
        lambda: (ledger_trace.totals(code, year), ledger_trace.by_programme(code, year)),
    )
    return listing.respond(
        see=see,
        totals=totals,
        by_programme=by_programme,
        year=year,
        ways=[] if exporting else ledger_trace.ways(listing.page.object_list),
    )


_NAMED = (
    "name",
    "kind",
    "person",
    "person__restricted_at",
    "enterprise",
    "enterprise__owner",
    "enterprise__owner__restricted_at",
)
"""What a page reads of a recipient to name it."""


def _shown_lines(rows: QuerySet) -> QuerySet:
    names = [f"recipient__{name}" for name in _NAMED]
    return rows.select_related("programme", "recipient__person", "recipient__enterprise__owner").only(
        "dated_on", "kind", "document_no", "area_id", "amount_idr", "programme__name", "programme__year", "programme__synthetic",
        "recipient", *names,
    )  # fmt: skip


def _shown_recipients(rows: QuerySet) -> QuerySet:
    return rows.select_related("allocation__ceiling__programme", "person", "enterprise__owner").only(
        "area_id", "decree_no", "synthetic", "allocation__ceiling__line_code", "allocation__ceiling__programme__name", *_NAMED
    )  # fmt: skip


def _with_money(rows: QuerySet) -> QuerySet:
    """Recipients with their money and visits as columns: for the export."""

    def money(kind: str) -> Coalesce:
        lines = queries.lines().filter(recipient=OuterRef("pk"), kind=kind).order_by().values("recipient")
        return Coalesce(
            Subquery(lines.annotate(s=Sum("amount_idr")).values("s"), output_field=IntegerField()), 0
        )

    visits = monev.visited_recipients().filter(planned__recipient=OuterRef("pk"))
    return queries.with_standing(rows).annotate(
        paid_idr=money("disbursement"),
        spent_idr=money("use"),
        back_idr=money("return"),
        visit_count=Coalesce(Subquery(visits.annotate(n=Count("pk")).values("n")), 0),
    )


def _trace_columns(see: bool) -> list[Column]:
    return [
        Column(_("Recipient"), lambda r: _name(see, r)),
        Column(_("Area"), lambda r: places.place_of(r.area_id), sort="area_id"),
        Column(_("Budget line"), lambda r: r.allocation.ceiling.line_code, shown=False),
        Column(_("Decree"), lambda r: r.decree_no),
        Column(_("By decree (IDR)"), lambda r: r.now_idr, sort="amount_idr", number=True),
        Column(_("Disbursed (IDR)"), lambda r: r.paid_idr, number=True),
        Column(_("Used (IDR)"), lambda r: r.spent_idr, number=True),
        Column(_("Returned (IDR)"), lambda r: r.back_idr, number=True, shown=False),
        Column(_("Visits"), lambda r: r.visit_count, number=True),
        Column(_("Programme"), lambda r: str(r.allocation.ceiling.programme), shown=False),
        Column(_("Budget document"), lambda r: r.allocation.ceiling.document_no, shown=False),
        Column(
            _("Source of money"), lambda r: words.label("source", r.allocation.ceiling.source), shown=False
        ),
        Column(_("Year"), lambda r: r.allocation.ceiling.year, shown=False),
        Column(_("Number"), lambda r: r.pk, shown=False),
    ]


@page("programmes.read")
def trace_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The money of one recipient, from the budget line to the report."""
    return show_chain(request, recipient_of(request, pk))


def _issues(request: HttpRequest, recipient, quarters: set[tuple[int, int]]) -> list:
    """The reports of the visits' quarters that tell of money of this source."""
    source = recipient.allocation.ceiling.source
    issues = access.visible(request.user, reports.issues_about(recipient.area_id, quarters))
    return [issue for issue in issues if not issue.case or source in SOURCES.get(issue.case, (source,))]


def _figures(recipient, quarters: set[tuple[int, int]]) -> dict:
    """The indicators of the type of programme that the newest visit went into: of its quarter, in the kabupaten/kota."""
    kind, known = queries.type_of(recipient.allocation.ceiling.programme), analytics.indicators()
    if not quarters or kind is None:
        return {}
    scope = Scope(recipient.area_id[: len("18.01")], Quarter(*max(quarters)))
    figures = [analytics.figure(known[name], scope) for name in kind.indicators if name in known]
    return {"figures": figures, "scope": scope}


def recipient_of(request: HttpRequest, pk: int):
    rows = queries.recipients_visible_to(request.user).select_related(
        "area", "commitment", "person", "enterprise__owner"
    )
    return get_object_or_404(rows, pk=pk)


def show_chain(request: HttpRequest, recipient, **forms) -> HttpResponse:
    access_log.seen(request, recipient.person_id, recipient.area_id)
    chain = ledger_trace.chains([recipient])[0]
    quarters = {(v.planned.cycle_area.cycle.year, v.planned.cycle_area.cycle.quarter) for v in chain.visits}
    ceiling = recipient.allocation.ceiling
    see = access.may(request.user, "person.see") or recipient.kind != "person"
    rows = {
        "disbursement": queries.payments_with_checks(recipient),
        "use": queries.uses_of(recipient),
        "return": queries.returns_of(recipient),
    }
    back = {(kind, row.reverses_id) for kind, found in rows.items() for row in found}
    context = {
        "recipient": recipient,
        "name": _name(see, recipient),
        "see": see,
        "chain": chain,
        "balance": queries.balance_of(recipient),
        "ceiling": ceiling,
        "proposal": queries.proposal_of(recipient),
        **_figures(recipient, quarters),
        "line": queries.line_name(ceiling.line_code),
        "ceiling_now": queries.standing(ceiling),
        "allocation_now": queries.standing(recipient.allocation),
        "payments": rows["disbursement"],
        "uses": rows["use"],
        "returns": rows["return"],
        "standing": [n for n in chain.lines if n.amount_idr > 0 and (n.kind, n.record_id) not in back],
        "categories": categories(),
        "issues": _issues(request, recipient, quarters),
        "path": places.path(recipient.area_id),
        "may_use": access.may(request.user, "programmes.use"),
        "may_edit": access.may(request.user, "programmes.edit"),
        "use_form": UseForm(),
        "return_form": ReturnForm(),
        "reason_form": ReasonForm(),
        **forms,
    }
    return render(request, "programmes/trace_detail.html", context, status=422 if forms else 200)
