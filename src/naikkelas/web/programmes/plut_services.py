"""Services of a PLUT: the list, the quick form with search as you type, one service with its corrections."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes.queries import plut
from naikkelas.programmes.queries.plut_results import key_of
from naikkelas.registry import queries as registry
from naikkelas.web import access_log, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.programmes.plut import centre_of, may_edit
from naikkelas.web.programmes.plut_forms import GuestForm, ServiceForm, hours_minutes, iso
from naikkelas.web.tried import tried

MOST_FOUND = 8
NO_CLIENT = Kind(
    "plut.no_client",
    "Pilih klien dari hasil pencarian, atau tulis namanya bila belum terdaftar.",
    "Choose the client among what was found, or write a name where it is not registered yet.",
)


def records_of(request: HttpRequest, centre: Any) -> dict[str, Any]:
    """What may be chosen as a client: records of the area served inside the area of duty, and own guests not yet linked."""
    user = request.user
    return {
        "enterprise": places.within(registry.enterprises_visible_to(user), centre.area_id, "area_id"),
        "cooperative": places.within(registry.cooperatives_visible_to(user), centre.area_id, "area_id"),
        "guest": plut.guests_visible_to(user).filter(centre=centre, linked_at=None, erased_at=None),
    }


def chosen(request: HttpRequest, centre: Any, asked: str) -> Any:
    """The record that 'enterprise-12' names; None where it names nothing that may be chosen."""
    kind, _dash, number = asked.partition("-")
    rows = records_of(request, centre).get(kind)
    if rows is None or not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    return rows.filter(pk=int(number)).first()


def found_clients(
    request: HttpRequest, centre: Any, text: str, kinds: tuple[str, ...] = plut.KINDS
) -> list[dict]:
    """At most a few records that begin with the words typed, each as a choice."""
    if len(text.strip()) < 2:
        return []
    rows = records_of(request, centre)
    searched = {
        "enterprise": registry.search(rows["enterprise"], text).select_related("owner").order_by("name_key"),
        "cooperative": registry.search_names(rows["cooperative"], text).order_by("name_key"),
        "guest": rows["guest"].filter(guest_name__icontains=text.strip()).order_by("guest_name"),
    }
    return [as_choice(kind, each) for kind in kinds for each in searched[kind][:MOST_FOUND]]


def as_choice(kind: str, record: Any) -> dict:
    name = record.guest_name if kind == "guest" else record.name
    more = {"enterprise": lambda: words.owner_name(record.owner, True), "guest": lambda: record.business}
    return {
        "value": f"{kind}-{record.pk}",
        "kind": kind,
        "name": name,
        "more": more.get(kind, lambda: "")(),
        "place": places.place_of(record.area_id),
    }


@page("plut.edit")
def plut_client_search(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of a form that changes while somebody types a client's name."""
    centre = centre_of(request, pk, edit=True)
    text = request.GET.get("q", "")[:100]
    kinds = plut.KINDS[:2] if request.GET.get("terdaftar") else plut.KINDS
    context = {"found": found_clients(request, centre, text, kinds), "typed": text.strip()}
    return render(request, "programmes/_plut_found.html", context)


# ── the list ──


@page("programmes.read")
def plut_service_list(request: HttpRequest) -> HttpResponse:
    see, today = access.may(request.user, "person.see"), timezone.localdate(request.at)
    frame = request.frame
    rows = frame.scoped(plut.with_area(plut.services()), plut.CLIENT_AREA)
    centres = {str(c.pk): c for c in plut.centres_visible_to(request.user).order_by("facility__name")}
    columns = [
        Column(_("Day"), lambda s: s.served_on, sort="served_on"),
        Column(_("Client"), lambda s: words.plut_client(s, see)),
        Column(_("Registered"), lambda s: words.label("plut_client", key_of(s)[0]), shown=False),
        Column(_("Field of service"), lambda s: words.label("plut_field", s.field), sort="field"),
        Column(_("What it was about"), lambda s: s.topic if see else ""),
        Column(_("Consultant"), lambda s: s.consultant.name, sort="consultant__name"),
        Column(_("Hours"), lambda s: hours_minutes(s.minutes), sort="minutes", number=True),
        Column(_("Follow-up by"), lambda s: iso(s.follow_up_on), sort="follow_up_on"),
        Column(_("Minutes"), lambda s: s.minutes, shown=False),
        Column(_("Result"), lambda s: s.result if see else "", shown=False),
        Column(_("Follow-up"), lambda s: s.follow_up if see else "", shown=False),
        Column(_("PLUT"), lambda s: s.centre.facility.name, shown=False),
    ]
    filters = [
        Filter("plut", "PLUT", lambda: [(pk, c.facility.name) for pk, c in centres.items()],
               lambda r, v: r.filter(centre=v)),
        Filter("bidang", _("Field of service"), partial(words.choices, "plut_field"), lambda r, v: r.filter(field=v)),
        Filter("konsultan", _("Consultant"), lambda: _consultants(centres), lambda r, v: r.filter(consultant=v)),
        Filter("klien", _("Registered"), partial(words.choices, "plut_client"), _of_kind),
        Filter("masa", _("Time"), lambda: [("triwulan", _("This quarter")), ("tahun", _("This year"))],
               lambda r, v: _in_time(r, v, frame.period)),
        Filter("lanjut", _("Follow-up"), lambda: [("ya", _("Due and not served since"))],
               lambda r, _v: plut.open_follow_ups(r, today)),
    ]  # fmt: skip
    listing = Listing(
        request,
        rows,
        columns,
        "programmes/plut_service_list.html",
        filters=filters,
        search=plut.search_services if see else plut.search_topics,
        order="-served_on",
        export_name="layanan-plut",
        may_export=access.may(request.user, "registry.export"),
        related=("enterprise__owner", "cooperative", "guest", "consultant", "centre__facility"),
        exported=access_log.exported(request) if see else None,
    )
    running = [c for c in centres.values() if may_edit(request, c)]
    return listing.respond(see=see, running=running, today=today)


def _consultants(centres: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(c.pk), c.name) for centre in centres.values() for c in plut.consultants_of(centre)]


def _of_kind(rows: Any, kind: str) -> Any:
    if kind == "guest":
        return rows.filter(enterprise=None, cooperative=None)
    return rows.filter(**{f"{kind}__isnull": False})


def _in_time(rows: Any, asked: str, period: Any) -> Any:
    if asked == "tahun":
        return rows.filter(served_on__year=period.year)
    return rows.filter(served_on__range=(period.first_day, period.last_day))


# ── entering ──


@page("plut.edit", post=True)
def plut_service_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Log a service; afterwards the form is open again with the same consultant and day."""
    centre = centre_of(request, pk, edit=True)
    today = timezone.localdate(request.at)
    initial = {"served_on": request.GET.get("hari") or today, "consultant": request.GET.get("konsultan", "")}
    form = ServiceForm(request.POST or None, initial=initial, consultants=plut.consultants_of(centre))
    guest = GuestForm(request.POST or None, areas=_areas(centre))
    made: list[Any] = []

    def log(data: dict) -> None:
        client = chosen(request, centre, request.POST.get("client", ""))
        new_guest = None if client else _new_guest(guest)
        made.append(
            actions.record_service(
                centre=centre, client=client, new_guest=new_guest, values=data, by=request.user, at=request.at
            )
        )

    if request.method == "POST" and tried(form, log):
        service = made[0]
        messages.success(
            request,
            _("Logged: %(topic)s, %(hours)s.")
            % {"topic": service.topic, "hours": hours_minutes(service.minutes)},
        )
        again = f"?konsultan={service.consultant_id}&hari={service.served_on.isoformat()}"
        return redirect(reverse("programmes-plut-service-add", args=[pk]) + again)
    return _form(request, centre, form, guest, "programmes/plut_service_add.html")


def _areas(centre: Any) -> list[tuple[str, str]]:
    below = [(r.code, r.title) for r in places.children_of(centre.area_id)]
    return below or [(centre.area_id, places.name_of(centre.area_id))]


def _new_guest(form: GuestForm) -> dict[str, str]:
    """Somebody not registered yet, from the fields beside the search."""
    if not form.is_valid() or not form.cleaned_data["guest_name"].strip():
        raise Refused(NO_CLIENT)
    given = form.cleaned_data
    names = ("guest_name", "business", "phone")
    return {name: given[name] for name in names} | {"area": given["guest_area"]}


def _form(
    request: HttpRequest, centre: Any, form: Any, guest: Any, template: str, **more: Any
) -> HttpResponse:
    asked = request.POST.get("client") or request.GET.get("klien", "")
    client = chosen(request, centre, asked) if asked else None
    text = request.POST.get("q", "")[:100]
    context = {
        "centre": centre,
        "form": form,
        "guest_form": guest,
        "chosen": as_choice(asked.partition("-")[0], client) if client else None,
        "found": found_clients(request, centre, text) if text and not client else [],
        "typed": text,
        **more,
    }
    return render(request, template, context, status=422 if form.errors else 200)


# ── one service ──


def _service(request: HttpRequest, pk: int) -> Any:
    rows = plut.services_visible_to(request.user).select_related(
        "centre__facility", "consultant", "enterprise__owner", "cooperative", "guest", "recorded_by"
    )
    return get_object_or_404(rows, pk=pk)


@page("programmes.read")
def plut_service_detail(request: HttpRequest, pk: int) -> HttpResponse:
    service = _service(request, pk)
    see = access.may(request.user, "person.see")
    if service.enterprise_id:
        access_log.seen(request, service.enterprise.owner_id, service.enterprise.area_id)
    line = plut.line_of_service(service)
    context = {
        "service": service,
        "centre": service.centre,
        "client": words.plut_client(service, see),
        "key": key_of(service),
        "area": service.client_area,
        "see": see,
        "line": line if len(line) > 1 else [],
        "withdrawn": all(row.superseded_at for row in line),
        "edit": may_edit(request, service.centre),
        "newest": line[0],
    }
    return render(request, "programmes/plut_service_detail.html", context)


def _own(request: HttpRequest, pk: int) -> Any:
    service = _service(request, pk)
    access.demand(request.user, service.centre.area_id)
    return service


@page("plut.edit", post=True)
def plut_service_change(request: HttpRequest, pk: int) -> HttpResponse:
    service = _own(request, pk)
    if service.superseded_at is not None:
        raise Http404("superseded")
    names = ("consultant", "field", "served_on", "topic", "result", "follow_up", "follow_up_on")
    initial = {name: getattr(service, name) for name in names} | {
        "consultant": service.consultant_id, "minutes": hours_minutes(service.minutes)
    }  # fmt: skip
    form = ServiceForm(request.POST or None, initial=initial, consultants=plut.consultants_of(service.centre))
    made: list[Any] = []

    def correct(data: dict) -> None:
        client = chosen(request, service.centre, request.POST.get("client", ""))
        made.append(
            actions.correct_service(
                service=service, values=data, client=client, by=request.user, at=request.at
            )
        )

    if request.method == "POST" and tried(form, correct):
        messages.success(request, _("Corrected. The former entry is kept."))
        return redirect("programmes-plut-service-detail", made[0].pk)
    more = {"service": service, "client": words.plut_client(service, True)}
    return _form(request, service.centre, form, None, "programmes/plut_service_change.html", **more)


@page("plut.edit", post=True, get=False)
def plut_service_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    actions.withdraw_service(service=_own(request, pk), by=request.user, at=request.at)
    messages.success(request, _("Withdrawn. It can be put back on this page."))
    return redirect("programmes-plut-service-detail", pk)


@page("plut.edit", post=True, get=False)
def plut_service_restore(request: HttpRequest, pk: int) -> HttpResponse:
    actions.restore_service(service=_own(request, pk), by=request.user, at=request.at)
    messages.success(request, _("Put back."))
    return redirect("programmes-plut-service-detail", pk)
