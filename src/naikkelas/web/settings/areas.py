"""Areas that split, merge, take another name or number: entered as a draft, looked at, applied, completed, undone."""

import csv
import io

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.accounts import actions as accounts
from naikkelas.accounts import queries as people
from naikkelas.kit.cells import defused
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.monev import queries as monev_queries
from naikkelas.places import actions as places
from naikkelas.places import queries as regions
from naikkelas.rules.area_changes import Wanted, free_below
from naikkelas.trail import queries as trail
from naikkelas.web import posted, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing

MOST = 100


class WhichForm(forms.Form):
    """What kind of change, of which areas."""

    jenis = forms.ChoiceField(
        label=gettext_lazy("Kind of change"), choices=lambda: words.choices("area_change")
    )
    kode = forms.CharField(
        label=gettext_lazy("Codes of the areas as they are now"),
        max_length=200,
        help_text=gettext_lazy("One code, for example 18.01; for a merger several, separated by commas"),
    )


class ChangeForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What this change is called"), max_length=150)
    on = forms.DateField(label=gettext_lazy("In force from"), widget=forms.DateInput(attrs={"type": "date"}))
    legal_source = forms.CharField(
        label=gettext_lazy("Legal source"),
        max_length=300,
        help_text=gettext_lazy("Number, year and title of the law or decree"),
    )
    new_code = forms.CharField(label=gettext_lazy("Code of the new area"), max_length=13, required=False)
    new_name = forms.CharField(
        label=gettext_lazy("Name of the new area"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Without “Kab.”, “Kec.” or “Desa”; left empty, the name stays"),
    )


@page("settings.edit")
def area_change_list(request: HttpRequest) -> HttpResponse:
    rows = access.visible(request.user, regions.changes(), "area_code")
    listing = Listing(
        request=request,
        rows=rows,
        template="settings/area_change_list.html",
        columns=[
            Column(_("Change"), lambda c: c.title, sort="title"),
            Column(_("Kind"), lambda c: words.label("area_change", c.kind)),
            Column(_("In force from"), lambda c: c.effective_on, sort="effective_on"),
            Column(_("Legal source"), lambda c: c.legal_source),
            Column(_("State"), lambda c: words.label("area_change_state", c.state)),
        ],
        filters=[
            Filter(
                "keadaan",
                _("State"),
                lambda: words.choices("area_change_state"),
                lambda r, v: r.filter(state=v),
            ),
            Filter("jenis", _("Kind"), lambda: words.choices("area_change"), lambda r, v: r.filter(kind=v)),
        ],
        order="-effective_on",
        export_name="perubahan-wilayah",
    )
    return listing.respond()


@page("settings.edit", post=True)
def area_change_add(request: HttpRequest) -> HttpResponse:
    """First which areas, then what becomes of them; what is saved is a draft that is looked at before it is applied."""
    which = WhichForm(request.GET if "kode" in request.GET else None)
    if not which.is_bound or not which.is_valid():
        status = 422 if which.is_bound else 200
        return render(request, "settings/area_change_add.html", {"form": which, "first": True}, status=status)
    kind = which.cleaned_data["jenis"]
    codes = [c.strip() for c in which.cleaned_data["kode"].split(",") if c.strip()]
    found = [regions.known(code) for code in codes]
    for code, region in zip(codes, found, strict=True):
        if region is None or region.valid_to is not None or not access.covers(request.user, code):
            which.add_error(
                "kode", _("%(code)s is not among the areas that stand in your area of duty.") % {"code": code}
            )
    if len(codes) < 2 and kind == "merge":
        which.add_error("kode", _("A merger needs at least two codes."))
    if which.errors:
        return render(request, "settings/area_change_add.html", {"form": which, "first": True}, status=422)
    parts = _parts(codes[0]) if kind == "split" else []
    form = ChangeForm(request.POST or None, initial={"new_code": _proposed(kind, codes)})
    if kind == "rename":
        del form.fields["new_code"]
    if request.method == "POST" and form.is_valid():
        try:
            change = _drafted(request, kind, codes, form.cleaned_data)
            return redirect("settings-area-change-detail", change.pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
        except access.OutOfArea:
            form.add_error(None, _("This area lies outside your area of duty."))
    chosen = set(request.POST.getlist("part"))
    context = {
        "form": form,
        "kind": kind,
        "found": found,
        "parts": [
            {"region": r, "to": request.POST.get(f"to-{r.code}", to), "chosen": r.code in chosen}
            for r, to in parts
        ],
    }
    return render(request, "settings/area_change_add.html", context, status=422 if form.errors else 200)


def _proposed(kind: str, codes: list[str]) -> str:
    if kind in ("merge", "rename"):
        return codes[0]
    above = codes[0].rpartition(".")[0]
    return free_below(above, codes[0], set(regions.ever_below(above))) if above else ""


def _parts(code: str) -> list[tuple]:
    """What lies directly below an area, with the number that it would have in the new one."""
    new = _proposed("split", [code])
    return [(r, f"{new}.{n:02d}" if len(code) < 8 else "") for n, r in enumerate(regions.children(code), 1)]


def _drafted(request: HttpRequest, kind: str, codes: list[str], data: dict):
    new, name = data.get("new_code") or codes[0], data["new_name"].strip()
    wanted = [Wanted(code, new, name) for code in codes]
    if kind == "split":
        wanted += [
            Wanted(code, request.POST.get(f"to-{code}", "").strip()) for code in request.POST.getlist("part")
        ]
    for want in wanted:
        for code in (want.old, want.new):
            access.demand(request.user, code)
    return places.draft_change(
        kind=kind, title=data["title"], on=data["on"], legal_source=data["legal_source"], wanted=wanted, by=request.user,
        at=request.at,
    )  # fmt: skip


def _change(request: HttpRequest, pk: int):
    return get_object_or_404(access.visible(request.user, regions.changes(), "area_code"), pk=pk)


@page("settings.edit", post=True)
def area_change_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with what it would do, or a change with what is left to decide and the way back."""
    change = _change(request, pk)
    if request.method == "POST":
        return _decided(request, change)
    draft = change.state == "draft"
    tables = monev_queries.movable(change)
    events = list(trail.of("regions", f"change-{change.pk}")[:100])
    counts = (
        {table: regions.following(rows, change).count() for table, rows in tables.items()}
        if draft
        else _moved(events)
    )
    left = {table: _left(rows, change, table) for table, rows in tables.items()}
    options = regions.unsettled(change)
    lines = regions.lines_of(change)
    context = {
        "change": change,
        "counts": list(counts.items()),
        "left": [(t, n) for t, n in left.items() if n],
        "follow": people.following_duty(change)[:MOST] if draft else [],
        "wider": people.seeing_more(change)[:MOST] if draft else [],
        "unsettled": [(u, _choices(options.get(u.area_id, []))) for u in people.unsettled_duty(change)[:MOST]]
        if change.state != "undone"
        else [],
        "lines": lines.exclude(level="village")[:MOST],
        "line_count": lines.count(),
        "events": [e for e in events if e.details.get("count") != 0],
        "today": request.at.date(),
    }
    return render(request, "settings/area_change_detail.html", context)


def _moved(events: list) -> dict[str, int]:
    """How many records of each kind the trail says that a change took along."""
    told = {e.details["table"]: e.details["count"] for e in events if e.action == "areas.moved"}
    return dict(reversed(told.items()))


def _left(rows: QuerySet, change, table: str) -> int:
    """How many records of a kind are known by a divided area alone."""
    if change.state == "draft":
        return rows.filter(area_id__in=list(regions.divided(change))).count()
    return regions.undecided(rows, change, table).count() if change.state == "applied" else 0


def _choices(codes: list[str]) -> list[tuple[str, str]]:
    return [(code, regions.name_of(code)) for code in codes]


def _decided(request: HttpRequest, change) -> HttpResponse:
    decision, common = request.POST.get("decision"), {"by": request.user, "at": request.at}
    if decision == "apply":
        agreed = request.POST.get("wider") == "yes"
        monev.apply_change(change=change, wider_agreed=agreed, **common)
        messages.success(request, _("The change is in force. Records and areas of duty have followed."))
    elif decision == "discard":
        places.discard_change(change=change, **common)
        messages.success(request, _("The draft is gone."))
        return redirect("settings-area-change-list")
    elif decision == "undo":
        monev.undo_change(change=change, **common)
        messages.success(request, _("The change is undone; everything has its former code."))
    elif decision == "person":
        user = get_object_or_404(people.unsettled_duty(change), pk=posted.one(request, "user"))
        access.demand(request.user, user.area_id)
        code = request.POST.get("code", "")
        access.demand(request.user, code)
        accounts.place_in_area(change=change, user=user, code=code, **common)
        messages.success(request, _("The area of duty is decided."))
    return redirect("settings-area-change-detail", change.pk)


@page("settings.edit")
def area_change_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The crosswalk, down to the last village, for other systems."""
    change = _change(request, pk)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(
        [
            "old_code",
            "old_name",
            "new_code",
            "new_name",
            "level",
            "share_numerator",
            "share_denominator",
            "basis",
            "effective_on",
        ]
    )
    for line in regions.lines_of(change):
        values = [
            line.old_code, line.old_name, line.new_code, line.new_name, line.level, line.share_numerator,
            line.share_denominator, line.basis, change.effective_on.isoformat(),
        ]  # fmt: skip
        writer.writerow([defused(value) for value in values])
    response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="perubahan-wilayah-{change.pk}.csv"'
    return response


@page("registry.edit", post=True)
def area_worklist(request: HttpRequest) -> HttpResponse:
    """Records that are known by a divided area alone: a person says where each lies now."""
    if request.method == "POST":
        change = regions.changes().filter(state="applied", pk=posted.one(request, "change")).first()
        if change is None:  # taken back meanwhile: nothing waits here any more
            return redirect("settings-area-worklist")
        table = request.POST.get("table", "")
        rows = monev_queries.movable(change).get(table)
        if rows is not None:
            seen = access.visible(request.user, regions.undecided(rows, change, table))
            ids = list(seen.filter(pk__in=posted.ids(request, "id")).values_list("pk", flat=True))
            count = monev.place_in_area(
                change=change,
                table=table,
                ids=ids,
                code=request.POST.get("code", ""),
                by=request.user,
                at=request.at,
            )
            messages.success(request, _("Decided for %(n)s records.") % {"n": count})
        return redirect("settings-area-worklist")
    groups = []
    for change in regions.changes().filter(state="applied", lines__whole=False).distinct()[:20]:
        options = regions.unsettled(change)
        for table, rows in monev_queries.movable(change).items():
            waiting = access.visible(request.user, regions.undecided(rows, change, table))
            for old in regions.divided(change):
                here = waiting.filter(area_id=old).order_by("pk")
                count = here.count()
                if count:
                    groups.append(
                        {
                            "change": change, "table": table, "old": old, "count": count, "rows": here[:MOST],
                            "choices": _choices(options[old]),
                            "below": [(r.code, r.title) for code in options[old] for r in regions.children_of(code)],
                        }
                    )  # fmt: skip
    return render(request, "settings/area_worklist.html", {"groups": groups})
