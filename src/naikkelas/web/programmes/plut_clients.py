"""Clients of a PLUT: who was served, and what is known of each since. Never said: that the PLUT caused it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes.queries import plut
from naikkelas.programmes.queries.plut_results import Client, clients, key_of, workers_of
from naikkelas.rules.class_change import BY_RULE
from naikkelas.rules.plut_results import baseline_year
from naikkelas.web import access_log, posted, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.programmes.plut import centre_of, may_edit, results
from naikkelas.web.programmes.plut_forms import FinancingForm, iso
from naikkelas.web.programmes.plut_services import chosen
from naikkelas.web.tried import tried

NO_RECORD = Kind(
    "plut.no_record",
    "Cari dan pilih UMKM atau koperasi yang dimaksud. Bila belum ada, daftarkan dahulu lewat Impor data.",
    "Search and choose the MSME or cooperative. Where it is not there, register it first by importing a list.",
)
LARGEST_ID = 2**63 - 1
NO_SUCH = Kind("plut.client_decision", "Pilih apa yang hendak dilakukan.", "Choose what to do.")


@page("programmes.read")
def plut_client_list(request: HttpRequest, pk: int) -> HttpResponse:
    centre, see = centre_of(request, pk), access.may(request.user, "person.see")
    found, totals = results(request, centre)
    rows = request.frame.scoped(plut.with_area(plut.services().filter(centre=centre)), plut.CLIENT_AREA)

    def of(row: Any) -> Client:
        return found[key_of(row)]

    columns = [
        Column(_("Client"), lambda s: words.plut_client(s, see)),
        Column(_("Registered"), lambda s: words.label("plut_client", key_of(s)[0]), shown=False),
        Column(_("Area"), lambda s: places.place_of(of(s).record.area_id), sort=plut.CLIENT_AREA),
        Column(_("First service"), lambda s: iso(of(s).first_on)),
        Column(_("Services given"), lambda s: of(s).services, number=True),
        Column(_("Licences since"), lambda s: len(of(s).licences), number=True),
        Column(_("Financing since (IDR)"), lambda s: of(s).financing_idr or None, number=True),
        Column(_("Class since"), lambda s: words.label("since_service", of(s).direction)),
        Column(_("Minutes"), lambda s: of(s).minutes, shown=False),
        Column(_("Last service"), lambda s: iso(of(s).last_on), shown=False),
        Column(_("Change of turnover (IDR)"), lambda s: of(s).sales_change_idr, shown=False),
        Column(_("Change of workers"), lambda s: of(s).workers_change, shown=False),
    ]

    def having(test: Any) -> Any:
        keys = [key for key, client in found.items() if test(client)]
        return lambda r: _with_keys(r, keys)

    filters = [
        Filter("klien", _("Registered"), lambda: words.choices("plut_client"),
               lambda r, v: having(lambda c: c.kind == v)(r)),
        Filter("kelas", _("Class since"), lambda: words.choices("since_service"),
               lambda r, v: having(lambda c: c.direction == v)(r)),
        Filter("hasil", _("Obtained since"), lambda: [("izin", _("A licence")), ("dana", _("Financing"))],
               lambda r, v: having(lambda c: c.licences if v == "izin" else c.financing_idr)(r)),
    ]  # fmt: skip
    listing = Listing(
        request,
        plut.with_area(plut.one_a_client(rows)),
        columns,
        "programmes/plut_client_list.html",
        filters=filters,
        search=plut.search_services if see else plut.search_topics,
        order="-served_on",
        export_name="klien-plut",
        may_export=access.may(request.user, "registry.export"),
        related=("enterprise__owner", "cooperative", "guest"),
        exported=access_log.exported(request) if see else None,
    )
    lines = [(row, words.plut_client(row, see), of(row)) for row in listing.page]
    return listing.respond(centre=centre, totals=totals, lines=lines, see=see, edit=may_edit(request, centre))


def _with_keys(rows: Any, keys: list[tuple[str, int]]) -> Any:
    ids: dict[str, list[int]] = {kind: [pk for k, pk in keys if k == kind] for kind in plut.KINDS}
    alone = rows.filter(enterprise=None, cooperative=None, guest_id__in=ids["guest"])
    return (
        rows.filter(enterprise_id__in=ids["enterprise"])
        | rows.filter(cooperative_id__in=ids["cooperative"])
        | alone
    )


def _client(request: HttpRequest, centre: Any, kind: str, pk: int) -> Client:
    if kind not in plut.KINDS or pk > LARGEST_ID:
        raise Http404("client")
    rows = request.frame.scoped(plut.with_area(plut.services().filter(centre=centre)), plut.CLIENT_AREA)
    client = clients(plut.to_client(rows, kind, pk), timezone.localdate(request.at)).get((kind, pk))
    if client is None:
        raise Http404("client")
    return client


@page("programmes.read")
def plut_client_detail(request: HttpRequest, pk: int, kind: str, client: int) -> HttpResponse:
    centre = centre_of(request, pk)
    return _show(request, centre, _client(request, centre, kind, client))


def _show(request: HttpRequest, centre: Any, client: Client, **forms: Any) -> HttpResponse:
    see = access.may(request.user, "person.see")
    record = client.record
    if client.kind == "enterprise":
        access_log.seen(request, record.owner_id, record.area_id)
    services = plut.to_client(plut.services().filter(centre=centre), client.kind, client.pk)
    context = {
        "centre": centre,
        "client": client,
        "name": _name(client, see),
        "see": see,
        "path": places.path(record.area_id),
        "services": services.select_related("consultant").order_by("-served_on", "-id"),
        "financing": plut.financing_of(centre, client.kind, client.pk),
        "guests": plut.guests_visible_to(request.user).filter(
            centre=centre, **{f"{client.kind}_id": client.pk}
        )
        if client.kind != "guest"
        else [],
        "sales": [y.annual_sales_idr if y else None for y in (client.before, client.after)],
        "workers": [workers_of(y) if y else None for y in (client.before, client.after)],
        "classes": client.change.reason.split(">") if client.change else [],
        "by_rule": bool(client.change and BY_RULE in client.change.flags),
        "baseline": baseline_year(client.first_on),
        "edit": may_edit(request, centre),
        "financing_form": FinancingForm(),
        **forms,
    }
    return render(request, "programmes/plut_client_detail.html", context, status=422 if forms else 200)


def _name(client: Client, see: bool) -> str:
    if client.kind == "enterprise":
        return words.enterprise_name(client.record, see)
    return words.plut_guest(client.record, see) if client.kind == "guest" else client.record.name


@page("plut.edit", post=True, get=False)
def plut_client_act(request: HttpRequest, pk: int, kind: str, client: int) -> HttpResponse:
    """Financing entered or withdrawn; a guest linked to the registry, unlinked, or forgotten."""
    centre = centre_of(request, pk, edit=True)
    held = _client(request, centre, kind, client)
    common = {"by": request.user, "at": request.at}
    decision = request.POST.get("decision", "")
    if decision == "financing" and kind != "guest":
        form = FinancingForm(request.POST)
        if not tried(
            form,
            lambda data: actions.record_financing(centre=centre, client=held.record, values=data, **common),
        ):
            return _show(request, centre, held, financing_form=form)
        messages.success(request, _("The financing was recorded."))
        return redirect("programmes-plut-client-detail", pk, kind, client)
    try:
        kind, client = _act(request, centre, held, decision, common)
    except Refused as refusal:
        return _show(request, centre, held, error=refusal.text(get_language()))
    return redirect("programmes-plut-client-detail", pk, kind, client)


def _act(request: HttpRequest, centre: Any, held: Client, decision: str, common: dict) -> tuple[str, int]:
    """Do it, and say whose page comes next."""
    match decision:
        case "withdraw":
            rows = plut.financing_of(centre, held.kind, held.pk)
            row = get_object_or_404(rows, pk=posted.one(request, "financing"))
            actions.withdraw_financing(financing=row, **common)
            messages.success(request, _("The financing was withdrawn."))
        case "link" if held.kind == "guest":
            record = chosen(request, centre, request.POST.get("client", ""))
            if record is None or record._meta.model_name not in ("enterprise", "cooperative"):
                raise Refused(NO_RECORD)
            actions.link_guest(guest=held.record, record=record, **common)
            messages.success(request, _("Linked. All services now stand with the registered client."))
            return str(record._meta.model_name), record.pk
        case "unlink" if held.kind != "guest":
            guests = plut.guests_visible_to(request.user).filter(
                centre=centre, **{f"{held.kind}_id": held.pk}
            )
            guest = get_object_or_404(guests, pk=posted.one(request, "guest"))
            actions.unlink_guest(guest=guest, **common)
            messages.success(request, _("The link was taken away."))
            return "guest", guest.pk
        case "forget" if held.kind == "guest":
            actions.forget_guest(guest=held.record, **common)
            messages.success(request, _("The name was struck out; the services stay counted."))
        case _:
            raise Refused(NO_SUCH)
    return held.kind, held.pk
