"""Service centres (PLUT): the list, the one page of each, its equipment, budget, consultants and their targets."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics.cache import remembered
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes import queries as programmes
from naikkelas.programmes.queries import plut, plut_results
from naikkelas.rules import plut_fields
from naikkelas.rules.score_bands import band
from naikkelas.web.gate import page
from naikkelas.web.programmes.plut_forms import (
    ContractForm,
    PlutBudgetForm,
    PlutChangeForm,
    PlutForm,
    PlutItemChangeForm,
    PlutItemForm,
    PlutTargetForm,
)
from naikkelas.web.tried import tried

NO_BUILDING = Kind(
    "plut.no_building",
    "Pilih gedung dari daftar, atau tulis nama dan desa gedung yang baru.",
    "Choose a building from the list, or write the name and village of a new one.",
)
NO_VILLAGE = Kind(
    "plut.no_village",
    "Kode wilayah {code} tidak ada dalam daftar, atau di luar wilayah Anda. Contoh kode desa: 18.01.06.2018.",
    "Area code {code} is not in the list, or outside your area. A village's code looks like 18.01.06.2018.",
)
NO_SUCH = Kind("plut.decision", "Pilih apa yang hendak dicatat.", "Choose what to enter.")


def may_edit(request: HttpRequest, centre: Any) -> bool:
    """Who runs a PLUT: officers whose area of duty holds all that it serves."""
    return access.may(request.user, "plut.edit") and access.covers(request.user, centre.area_id)


def centre_of(request: HttpRequest, pk: int, *, edit: bool = False) -> Any:
    """A PLUT that the asker may see (or run); 404 otherwise."""
    centre = get_object_or_404(plut.centres_visible_to(request.user), pk=pk)
    if edit:
        access.demand(request.user, centre.area_id)
    return centre


@page("programmes.read")
def plut_list(request: HttpRequest) -> HttpResponse:
    frame, year = request.frame, request.frame.period.year
    centres = list(plut.centres_visible_to(request.user).order_by("facility__name", "pk"))
    shown = [
        c
        for c in centres
        if places.covers(frame.area.code, c.area_id) or places.covers(frame.area.code, c.facility.area_id)
    ]
    today = timezone.localdate(request.at)
    rows = [
        {
            "centre": centre,
            "consultants": plut.working(plut.consultants_of(centre), today).count(),
            "sums": plut.sums(_of_year(request, centre, year)),
            "budgets": _total(plut.budgets_of(centre).filter(year=year)),
        }
        for centre in shown
    ]
    return render(request, "programmes/plut_list.html", {"rows": rows, "year": year})


def _of_year(request: HttpRequest, centre: Any, year: int) -> Any:
    rows = plut.services().filter(centre=centre, served_on__year=year)
    return request.frame.scoped(plut.with_area(rows), plut.CLIENT_AREA)


def _total(budgets: Any) -> dict[str, int]:
    rows = list(budgets)
    return {"planned": sum(b.planned_idr for b in rows), "realised": sum(b.realised_idr for b in rows)}


@page("plut.edit", post=True)
def plut_add(request: HttpRequest) -> HttpResponse:
    known = plut.all_centres().values("facility")
    facilities = access.visible(request.user, places.facilities().filter(kind="plut").exclude(pk__in=known))
    own = request.user.area_id
    areas = [
        (own, places.name_of(own)),
        *((r.code, r.title) for r in places.children_of(own) if len(r.code) <= 5),
    ]
    form = PlutForm(
        request.POST or None, areas=areas,
        facilities=[(str(f.pk), f"{f.name}, {places.place_of(f.area_id)}") for f in facilities],
    )  # fmt: skip
    form.fields["village"].within = own
    made: list[Any] = []

    def add(data: dict) -> None:
        chosen = {str(f.pk): f for f in facilities}.get(data["facility"])
        building = None if chosen else _new_building(request, data)
        made.append(
            actions.add_plut(
                facility=chosen, building=building, area=data["area"], by=request.user, at=request.at
            )
        )

    if request.method == "POST" and tried(form, add):
        return redirect("programmes-plut-detail", made[0].pk)
    return render(request, "programmes/plut_add.html", {"form": form}, status=422 if form.errors else 200)


def _new_building(request: HttpRequest, data: dict) -> dict[str, str]:
    name, code = data["name"].strip(), data["village"].strip()
    if not name or not code:
        raise Refused(NO_BUILDING)
    if places.find(code) is None or not access.covers(request.user, code):
        raise Refused(NO_VILLAGE, code=code)
    return {"name": name, "area": code, "address": data["address"]}


@page("programmes.read")
def plut_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, centre_of(request, pk))


def _show(request: HttpRequest, centre: Any, **forms: Any) -> HttpResponse:
    frame, today = request.frame, timezone.localdate(request.at)
    year = frame.period.year
    rows = _of_year(request, centre, year)
    consultants = plut.in_order(plut.consultants_of(centre))
    budgets = list(plut.budgets_of(centre))
    items = list(plut.items_of(centre))
    context = {
        "centre": centre,
        "path": places.path(centre.facility.area_id),
        "year": year,
        "today": today,
        "sums": plut.sums(rows),
        "quarter": plut.sums(rows.filter(served_on__range=(frame.period.first_day, frame.period.last_day))),
        "by_field": _by_field(rows),
        "totals": results(request, centre)[1],
        "consultants": [(c, c.starts_on <= today <= c.ends_on) for c in consultants],
        "without": plut_fields.without({c.field for c in consultants if c.starts_on <= today <= c.ends_on}),
        "budgets": budgets,
        "budget": _total(b for b in budgets if b.year == year),
        "items": items,
        "damaged": sum(i.quantity for i in items if not i.gone_on and i.condition in ("medium", "heavy")),
        "aid": programmes.aid_to(centre.facility),
        "edit": may_edit(request, centre),
        "item_form": PlutItemForm(),
        "budget_form": PlutBudgetForm(initial={"year": year}),
        "consultant_form": ContractForm(),
        **forms,
    }
    return render(request, "programmes/plut_detail.html", context, status=422 if forms else 200)


def _by_field(rows: Any) -> list[tuple[str, Any]]:
    found = plut.sums_by(rows, "field")
    return [(field, found.get(field, plut.Sums())) for field in plut_fields.FIELDS]


def results(request: HttpRequest, centre: Any) -> tuple[Any, Any]:
    """The clients of a PLUT inside the area asked for with what is known of them since, and all together."""
    frame, today = request.frame, timezone.localdate(request.at)
    rows = frame.scoped(plut.with_area(plut.services().filter(centre=centre)), plut.CLIENT_AREA)
    key = ("plut clients", centre.pk, frame.area.code, frame.user.area_id, today)
    found = remembered(key, lambda: plut_results.clients(rows, today), exact=True)
    return found, plut_results.totals_of(found)


@page("plut.edit", post=True)
def plut_change(request: HttpRequest, pk: int) -> HttpResponse:
    centre = centre_of(request, pk, edit=True)
    form = PlutChangeForm(
        request.POST or None, initial={name: getattr(centre, name) for name in PlutChangeForm.base_fields}
    )
    if request.method == "POST" and tried(
        form, lambda data: actions.change_plut(centre=centre, values=data, by=request.user, at=request.at)
    ):
        messages.success(request, _("Saved."))
        return redirect("programmes-plut-detail", pk)
    context = {"form": form, "centre": centre}
    return render(request, "programmes/plut_change.html", context, status=422 if form.errors else 200)


@page("plut.edit", post=True, get=False)
def plut_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter equipment, a year's budget or a consultant."""
    centre = centre_of(request, pk, edit=True)
    common = {"centre": centre, "by": request.user, "at": request.at}
    match request.POST.get("decision", ""):
        case "item":
            form: Any = PlutItemForm(request.POST)
            name, done = "item_form", tried(form, lambda data: actions.add_plut_item(values=data, **common))
        case "budget":
            form = PlutBudgetForm(request.POST)
            name, done = "budget_form", tried(form, lambda data: actions.set_plut_budget(**data, **common))
        case "consultant":
            form = ContractForm(request.POST)
            name, done = (
                "consultant_form",
                tried(form, lambda data: actions.hire_consultant(values=data, **common)),
            )
        case _:
            raise Refused(NO_SUCH)
    if not done:
        return _show(request, centre, **{name: form})
    messages.success(request, _("Saved."))
    return redirect("programmes-plut-detail", pk)


@page("plut.edit", post=True)
def plut_item_change(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    centre = centre_of(request, pk, edit=True)
    row = get_object_or_404(plut.items_of(centre), pk=item)
    form = PlutItemChangeForm(
        request.POST or None, initial={name: getattr(row, name) for name in PlutItemChangeForm.base_fields}
    )
    if request.method == "POST" and tried(
        form, lambda data: actions.change_plut_item(item=row, values=data, by=request.user, at=request.at)
    ):
        messages.success(request, _("Saved."))
        return redirect("programmes-plut-detail", pk)
    context = {"form": form, "centre": centre, "item": row}
    return render(request, "programmes/plut_item_change.html", context, status=422 if form.errors else 200)


@page("programmes.read")
def plut_consultant_detail(request: HttpRequest, pk: int, consultant: int) -> HttpResponse:
    centre = centre_of(request, pk)
    return _consultant(request, centre, get_object_or_404(plut.consultants_of(centre), pk=consultant))


def _consultant(request: HttpRequest, centre: Any, consultant: Any, **forms: Any) -> HttpResponse:
    year, today = request.frame.period.year, timezone.localdate(request.at)
    found = [a for a in plut.achievements(centre, year, today) if a.consultant.pk == consultant.pk]
    context = {
        "centre": centre,
        "consultant": consultant,
        "targets": plut.targets_of(consultant),
        "year": year,
        "achievement": found[0] if found else None,
        "measures": _measures(found[0]) if found else [],
        "by_field": plut.sums_by(plut.services().filter(consultant=consultant), "field"),
        "edit": may_edit(request, centre),
        "contract_form": ContractForm(initial={n: getattr(consultant, n) for n in ContractForm.base_fields}),
        "target_form": PlutTargetForm(initial={"year": year}),
        **forms,
    }
    return render(request, "programmes/plut_consultant_detail.html", context, status=422 if forms else 200)


@page("plut.edit", post=True, get=False)
def plut_consultant_act(request: HttpRequest, pk: int, consultant: int) -> HttpResponse:
    """Change the contract, or set the target of a year."""
    centre = centre_of(request, pk, edit=True)
    row = get_object_or_404(plut.consultants_of(centre), pk=consultant)
    common = {"consultant": row, "by": request.user, "at": request.at}

    def set_target(data: dict) -> None:
        minutes = data.pop("hours") * 60
        actions.set_plut_target(**data, minutes=minutes, **common)

    match request.POST.get("decision", ""):
        case "contract":
            form: Any = ContractForm(request.POST)
            name, done = (
                "contract_form",
                tried(form, lambda data: actions.change_contract(values=data, **common)),
            )
        case "target":
            form = PlutTargetForm(request.POST)
            name, done = "target_form", tried(form, set_target)
        case _:
            raise Refused(NO_SUCH)
    if not done:
        return _consultant(request, centre, row, **{name: form})
    messages.success(request, _("Saved."))
    return redirect("programmes-plut-consultant-detail", pk, consultant)


@page("programmes.read")
def plut_target_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Targets against realisation of every consultant, by quarter."""
    centre, year = centre_of(request, pk), request.frame.period.year
    today = timezone.localdate(request.at)
    found = plut.achievements(centre, year, today)
    context = {
        "centre": centre,
        "year": year,
        "today": min(today, request.frame.period.last_day.replace(month=12, day=31)),
        "rows": [(a, _measures(a)) for a in found],
        "edit": may_edit(request, centre),
    }
    return render(request, "programmes/plut_target_list.html", context)


def _measures(found: Any) -> list[dict[str, Any]]:
    """Clients, services and minutes of an achievement: by quarter, in the year, target, and the band of what is due."""
    return [
        {
            "name": name,
            "label": label,
            "quarters": [getattr(q, name) for q in found.quarters],
            "done": getattr(found.year, name),
            "target": getattr(found.target, name) if found.target else None,
            "due": getattr(found.due, name),
            "band": band(getattr(found.year, name), getattr(found.due, name)),
        }
        for name, label in (
            ("clients", _("Clients")),
            ("services", _("Services given")),
            ("minutes", _("Hours")),
        )
    ]
