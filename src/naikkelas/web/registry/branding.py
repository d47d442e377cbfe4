"""Branding events of enterprises: the list of an area, a summary before and after by kind, and one event."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.places import queries as places
from naikkelas.registry.queries import facilitations as queries
from naikkelas.web import access_log, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.registry import facilitation


def _compared(rows, value):
    if value == "naik":
        rows = rows.filter(sales_after_idr__gt=F("sales_before_idr"))
    known = {"sales_before_idr__isnull": False, "sales_after_idr__isnull": False}
    return rows.exclude(**known) if value == "tidak" else rows.filter(**known)


@page("registry.read")
def branding_list(request: HttpRequest) -> HttpResponse:
    see = access.may(request.user, "person.see")
    rows = request.frame.scoped(queries.branding(), "enterprise__area_id")
    columns = [
        Column(_("Kind"), lambda b: words.label("branding", b.kind), sort="kind"),
        Column(_("Day"), lambda b: b.held_on, sort="held_on"),
        Column(
            _("Enterprise"), lambda b: words.enterprise_name(b.enterprise, see), sort="enterprise__name_key"
        ),
        Column(_("Area"), lambda b: places.place_of(b.enterprise.area_id), sort="enterprise__area_id"),
        Column(_("Who helped"), lambda b: b.facilitated_by),
        Column(_("Cost (IDR)"), lambda b: b.cost_idr, sort="cost_idr", number=True),
        Column(_("Sales before (IDR/month)"), lambda b: b.sales_before_idr, number=True),
        Column(_("Sales after (IDR/month)"), lambda b: b.sales_after_idr, number=True),
        Column(_("Programme"), lambda b: b.programme_name, shown=False),
    ]
    compared = Filter(
        "dibandingkan", _("Before and after"),
        lambda: [("ya", _("Both known")), ("naik", _("Sales rose")), ("tidak", _("Not both known"))], _compared,
    )  # fmt: skip
    year = Filter(
        "tahun", _("Year"),
        lambda: [(str(y), str(y)) for y in range(request.at.year, request.at.year - 10, -1)],
        lambda r, v: r.filter(held_on__year=int(v)),
    )  # fmt: skip
    listing = Listing(
        request,
        rows,
        columns,
        "registry/branding_list.html",
        filters=[
            facilitation.kind_filter("branding"), year, compared, facilitation.helped_filter(request, rows),
            facilitation.programme_filter(request, rows),
        ],
        search=queries.search_with_names if see else queries.search_branding,
        order="-held_on",
        export_name="promosi-usaha",
        may_export=access.may(request.user, "registry.export"),
        related=("enterprise__owner",),
        exported=access_log.exported(request) if see else None,
    )  # fmt: skip
    return listing.respond(see=see)


@page("registry.read")
def branding_summary(request: HttpRequest) -> HttpResponse:
    """By kind: how often, for how many, at what cost, and sales before and after where both are known."""
    rows = request.frame.scoped(queries.branding(), "enterprise__area_id")
    return render(request, "registry/branding_summary.html", {"rows": queries.branding_summary(rows)})


@page("registry.edit", post=True)
def branding_add(request: HttpRequest, pk: int) -> HttpResponse:
    return facilitation.add(request, "branding", pk, "registry/branding_add.html")


@page("registry.read")
def branding_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return facilitation.detail(
        request, facilitation.record_of(request, "branding", pk), "registry/branding_detail.html"
    )


@page("registry.edit", post=True)
def branding_change(request: HttpRequest, pk: int) -> HttpResponse:
    return facilitation.change(request, "branding", pk, "registry/branding_change.html")


@page("registry.edit", post=True, get=False)
def branding_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return facilitation.withdraw(request, "branding", pk)


@page("registry.edit", post=True, get=False)
def branding_restore(request: HttpRequest, pk: int) -> HttpResponse:
    return facilitation.restore(request, "branding", pk)


@page("person.see")
def branding_file(request: HttpRequest, pk: int) -> HttpResponse:
    return facilitation.file(request, "branding", pk)
