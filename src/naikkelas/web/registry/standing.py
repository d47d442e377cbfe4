"""Official against computed status: the worklist of differences, recording decrees with a preview, their history."""

from collections.abc import Iterable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.problems import Refused
from naikkelas.places import queries as places
from naikkelas.registry import actions, queries
from naikkelas.registry.actions.standing import NOBODY_NAMED
from naikkelas.registry.queries import standing
from naikkelas.web import posted, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.registry.life import difference_of
from naikkelas.web.registry.life_forms import DecreeForm

MOST_AT_ONCE = 6_000


def _by(name: str, label: str, kind: str) -> Filter:
    return Filter(name, label, partial(words.choices, kind), lambda rows, value: rows.filter(**{name: value}))


def _listing(request: HttpRequest) -> Listing:
    rows = standing.differing(request.frame.scoped(queries.all_cooperatives()))
    direction = Filter("arah", _("Difference"), partial(words.choices, "difference"), standing.differing)
    reasons = SimpleLazyObject(lambda: standing.reasons_of(listing.narrowed.order_by().values("pk")))
    columns = [
        Column(_("Cooperative"), lambda c: c.name, sort="name_key"),
        Column(_("Area"), lambda c: places.place_of(c.area_id), sort="area_id"),
        Column(_("Official status"), lambda c: words.label("status", c.official_status), sort="official_status"),
        Column(_("Decree"), lambda c: c.official_decree, shown=False),
        Column(_("Computed status"), lambda c: words.label("activity", c.computed_status), sort="computed_status"),
        Column(_("Because"), lambda c: words.label("activity_reason", reasons.get(c.pk, ""))),
        Column(_("Last meeting (RAT)"), lambda c: c.last_rat_year, sort="last_rat_year", number=True),
        Column(_("What to do"), lambda c: words.label("difference_todo", difference_of(c))),
    ]  # fmt: skip
    listing = Listing(
        request, rows, columns, "registry/difference_list.html",
        filters=[direction, _by("computed_status", _("Computed status"), "activity"),
                 _by("kind", _("Kind"), "cooperative_kind")],
        search=queries.search_names, order="name_key", export_name="selisih-status",
        may_export=access.may(request.user, "registry.export"),
    )  # fmt: skip
    return listing


@page("registry.read")
def difference_list(request: HttpRequest) -> HttpResponse:
    listing = _listing(request)
    shown = listing.page.object_list
    reasons = standing.reasons_of([c.pk for c in shown]) if shown else {}
    for each in shown:
        each.direction, each.reason = difference_of(each), reasons.get(each.pk, "")
    return listing.respond(
        by_regency=standing.by_regency(listing.rows),
        may_edit=access.may(request.user, "registry.edit"),
        query=request.GET.urlencode(),
    )


# ── decrees ──


@page("registry.edit", post=True)
def decree_add(request: HttpRequest) -> HttpResponse:
    """Choose cooperatives, say what the decree says, look at what changes, record it."""
    chosen, unknown = _chosen(request)
    step = request.POST.get("langkah", "")
    form = DecreeForm(request.POST if step else None, initial={"status": request.POST.get("status", "")})
    context = {
        "form": form, "chosen": chosen, "unknown": unknown, "numbers": request.POST.get("numbers", "")[:50_000],
        "area": request.frame.area, "preview": False,
    }  # fmt: skip
    if step and form.is_valid():
        context |= {"preview": bool(chosen), "changes": _changes(chosen, form.cleaned_data)}
        if not chosen:
            form.add_error(None, NOBODY_NAMED.text(get_language()))
        elif step == "catat" and not unknown:
            try:
                decree = actions.record_decree(
                    area=request.frame.area.code, cooperatives=chosen, by=request.user, at=request.at,
                    **form.cleaned_data,
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(None, refusal.text(get_language()))
                context["preview"] = False
            else:
                messages.success(
                    request, _("The decree was recorded for %(count)s cooperatives.") % {"count": len(chosen)}
                )
                return redirect("registry-decree-detail", decree.pk)
    return render(request, "registry/decree_add.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest) -> tuple[list, list[str]]:
    """The cooperatives that a list or a text of numbers names, in the area of the page; and numbers of none."""
    rows = request.frame.scoped(queries.all_cooperatives())
    if request.POST.get("semua") == "ya":
        ids = list(_listing(request).narrowed.order_by().values_list("pk", flat=True)[:MOST_AT_ONCE])
    else:
        ids = [*posted.ids(request, "koperasi"), *_asked(request.GET.getlist("koperasi"))][:MOST_AT_ONCE]
    numbers = list(
        dict.fromkeys(line.strip() for line in request.POST.get("numbers", "")[:50_000].splitlines() if line.strip())
    )[:MOST_AT_ONCE]  # fmt: skip
    by_number, unknown = standing.named_by_number(rows, numbers) if numbers else ([], [])
    found = {c.pk: c for c in [*rows.in_bulk(ids).values(), *by_number]}
    return sorted(found.values(), key=lambda c: (c.name_key, c.pk)), unknown


def _asked(values: Iterable[str]) -> list[int]:
    return [int(v) for v in values if v.isascii() and v.isdigit() and len(v) <= 18]


def _changes(chosen: list, decree: dict) -> dict[str, int]:
    """What recording would do: how many change, stay, or have a newer decree already."""
    newer = [c for c in chosen if c.official_on and c.official_on > decree["decided_on"]]
    same = [c for c in chosen if c not in newer and c.official_status == decree["status"]]
    for each in chosen:
        each.becomes = each.official_status if each in newer else decree["status"]
    return {"newer": len(newer), "same": len(same), "change": len(chosen) - len(newer) - len(same)}


@page("registry.read")
def decree_list(request: HttpRequest) -> HttpResponse:
    rows = request.frame.scoped(standing.decrees_visible_to(request.user))
    state = Filter(
        "keadaan", _("State"), lambda: [("berlaku", _("Standing")), ("dicabut", _("Taken back"))],
        lambda found, value: found.filter(withdrawn_at=None) if value == "berlaku" else found.filter(withdrawn_at__isnull=False),
    )  # fmt: skip
    columns = [
        Column(_("Number"), lambda d: d.number, sort="number"),
        Column(_("Day"), lambda d: d.decided_on, sort="decided_on"),
        Column(_("Area"), lambda d: places.place_of(d.area_id), sort="area_id"),
        Column(_("Cooperatives"), lambda d: d.lines.count(), number=True),
        Column(_("State"), lambda d: _("Taken back") if d.withdrawn_at else _("Standing")),
    ]
    listing = Listing(
        request, rows, columns, "registry/decree_list.html", filters=[state], order="-decided_on",
        search=lambda found, text: found.filter(number__icontains=text), export_name="sk-koperasi",
        may_export=access.may(request.user, "registry.export"), related=("area",),
    )  # fmt: skip
    counts = standing.line_counts([d.pk for d in listing.page.object_list])
    for each in listing.page.object_list:
        each.count = counts.get(each.pk, 0)
    return listing.respond(may_edit=access.may(request.user, "registry.edit"))


@page("registry.read")
def decree_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _decree(request, pk)


def _decree(request: HttpRequest, pk: int, refusal: Refused | None = None) -> HttpResponse:
    decree = get_object_or_404(standing.decrees_visible_to(request.user), pk=pk)
    context = {
        "decree": decree,
        "lines": standing.lines_of(decree)[:1_000],
        "count": decree.lines.count(),
        "path": places.path(decree.area_id),
        "may_withdraw": decree.withdrawn_at is None and access.may(request.user, "registry.edit"),
        "error": refusal.text(get_language()) if refusal else "",
    }
    return render(request, "registry/decree_detail.html", context, status=refusal.status if refusal else 200)


@page("registry.edit", post=True, get=False)
def decree_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    decree = get_object_or_404(standing.decrees_visible_to(request.user), pk=pk)
    try:
        actions.withdraw_decree(
            decree=decree, reason=request.POST.get("reason", ""), by=request.user, at=request.at
        )
    except Refused as refusal:
        return _decree(request, pk, refusal)
    messages.success(request, _("The decree was taken back; statuses are as they were before it."))
    return redirect("registry-decree-detail", pk)
