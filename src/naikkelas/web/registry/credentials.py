"""Credentials of enterprises: the list of an area, what expires when, and one credential with its steps."""

from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics.cache import remembered
from naikkelas.places import queries as places
from naikkelas.registry.queries import facilitations as queries
from naikkelas.rules import credential_formats
from naikkelas.web import access_log, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.registry import facilitation

SHOWN_SOON = 100


def _scoped(request: HttpRequest) -> Any:
    return request.frame.scoped(queries.credentials(), "enterprise__area_id")


def _ends() -> list[tuple[str, str]]:
    within = [(str(n), _("Within %(days)s days") % {"days": n}) for n in queries.SOON_DAYS]
    return [("past", _("Already past")), *within]


@page("registry.read")
def credential_list(request: HttpRequest) -> HttpResponse:
    see, today, rows = (
        access.may(request.user, "person.see"),
        timezone.localdate(request.at),
        _scoped(request),
    )
    columns = [
        Column(_("Kind"), lambda c: words.label("credential", c.kind), sort="kind"),
        Column(_("Number"), lambda c: words.credential_number(c, see), sort="number"),
        Column(
            _("Enterprise"), lambda c: words.enterprise_name(c.enterprise, see), sort="enterprise__name_key"
        ),
        Column(
            _("Area"), lambda c: places.place_of(c.enterprise.area_id), sort="enterprise__area_id"
        ),
        Column(_("Status"), lambda c: words.label("credential_status", c.status)),
        Column(_("Valid until"), lambda c: c.expires_on, sort="expires_on"),
        Column(_("Who helped"), lambda c: c.facilitated_by),
        Column(_("Programme"), lambda c: c.programme_name, shown=False),
        Column(_("Issued by"), lambda c: c.issuer, shown=False),
        Column(_("Issued on"), lambda c: c.issued_on, shown=False),
        Column(_("Applied for on"), lambda c: c.applied_on, shown=False),
        Column(_("Cost (IDR)"), lambda c: c.cost_idr, shown=False),
    ]  # fmt: skip
    status = Filter(
        "status", _("Status"), partial(words.choices, "credential_status"), lambda r, v: r.filter(status=v)
    )
    ends = Filter("berakhir", _("Valid until"), _ends, lambda r, v: queries.ending(r, today, v))
    listing = Listing(
        request,
        rows,
        columns,
        "registry/credential_list.html",
        filters=[
            facilitation.kind_filter("credential"),
            status,
            ends,
            facilitation.helped_filter(request, rows),
            facilitation.programme_filter(request, rows),
        ],
        search=queries.search_with_names if see else queries.search_credentials,
        order="-recorded_at",
        export_name="legalitas",
        may_export=access.may(request.user, "registry.export"),
        related=("enterprise__owner",),
        exported=access_log.exported(request) if see else None,
    )  # fmt: skip
    return listing.respond(see=see, today=today)


def _due(rows: Any, today: date) -> dict[str, Any]:
    soon = queries.ending(rows, today, "past") | queries.ending(rows, today, str(queries.SOON_DAYS[-1]))
    return {
        "counts": queries.ending_counts(rows, today),
        "kinds": queries.counts_by(soon, "kind"),
        "all": queries.counts_by(rows, "kind", "status"),
        "soonest": list(soon.order_by("expires_on", "pk").values_list("pk", flat=True)[:SHOWN_SOON]),
    }


@page("registry.read")
def credential_due(request: HttpRequest) -> HttpResponse:
    """A worklist: what is past its day or ends soon, what to do about it, and how many of each kind there are."""
    rows, today = _scoped(request), timezone.localdate(request.at)
    found = remembered(
        ("credentials due", request.user.area_id, request.frame.area.code, today), lambda: _due(rows, today)
    )
    shown = queries.credentials().select_related("enterprise__owner").in_bulk(found["soonest"])
    context = {
        "cards": [
            {
                "value": value,
                "label": label,
                "n": found["counts"]["past" if value == "past" else f"in_{value}"],
            }
            for value, label in _ends()
        ],
        "kinds": found["kinds"],
        "rows": [
            (shown[pk], credential_formats.format_of(shown[pk].kind, today))
            for pk in found["soonest"]
            if pk in shown
        ],
        "most": SHOWN_SOON,
        "today": today,
        "all": found["all"],
        "see": access.may(request.user, "person.see"),
    }
    return render(request, "registry/credential_due.html", context)


@page("registry.edit", post=True)
def credential_add(request: HttpRequest, pk: int) -> HttpResponse:
    return facilitation.add(request, "credential", pk, "registry/credential_add.html")


@page("registry.read")
def credential_detail(request: HttpRequest, pk: int) -> HttpResponse:
    record, today = facilitation.record_of(request, "credential", pk), timezone.localdate(request.at)
    shape = credential_formats.format_of(record.kind, today)
    return facilitation.detail(
        request,
        record,
        "registry/credential_detail.html",
        today=today,
        shape=shape,
        odd=bool(credential_formats.fault(record.kind, record.number, today)),
    )


@page("registry.edit", post=True)
def credential_change(request: HttpRequest, pk: int) -> HttpResponse:
    return facilitation.change(request, "credential", pk, "registry/credential_change.html")


@page("registry.edit", post=True, get=False)
def credential_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return facilitation.withdraw(request, "credential", pk)


@page("registry.edit", post=True, get=False)
def credential_restore(request: HttpRequest, pk: int) -> HttpResponse:
    return facilitation.restore(request, "credential", pk)


@page("person.see")
def credential_file(request: HttpRequest, pk: int) -> HttpResponse:
    return facilitation.file(request, "credential", pk)
