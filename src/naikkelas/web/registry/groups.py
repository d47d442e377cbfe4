"""Groups of cooperatives: figures by group and area, and which groups one belongs to."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from naikkelas.kit.problems import Refused
from naikkelas.places import queries as places
from naikkelas.registry import actions, queries
from naikkelas.registry.queries import standing
from naikkelas.web import words
from naikkelas.web.fields import day_field
from naikkelas.web.gate import page
from naikkelas.web.registry.life import found


@page("registry.read")
def group_list(request: HttpRequest) -> HttpResponse:
    rows = request.frame.scoped(queries.all_cooperatives())
    lines = standing.group_lines(rows)
    chosen = request.GET.get("kelompok", "")
    chosen = chosen if chosen in standing.TAGS else ""
    context = {
        "lines": [line for line in lines if line.tag not in standing.UNITS],
        "units": [line for line in lines if line.tag in standing.UNITS],
        "states": standing.unit_states(rows),
        "without": standing.in_no_group(rows).count(),
        "all": rows.count(),
        "chosen": chosen,
        "areas": standing.group_by_regency(standing.in_group(rows, chosen)) if chosen else [],
    }
    return render(request, "registry/group_list.html", context)


@page("registry.edit", post=True)
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which groups a cooperative belongs to, the main one first."""
    cooperative = found(request, pk)
    if request.method == "POST":
        main = request.POST.get("main", "")
        if main in ("", *standing.GROUPS):
            actions.set_groups(
                cooperative=cooperative, main=main, tags=request.POST.getlist("tags"), by=request.user, at=request.at
            )  # fmt: skip
            messages.success(request, _("The groups were saved."))
            return redirect("registry-cooperative-detail", pk)
    held = standing.tags_of(cooperative)
    labels = dict(words.choices("cooperative_group"))
    context = {
        "cooperative": cooperative,
        "path": places.path(cooperative.area_id),
        "mains": [(tag, labels[tag]) for tag in standing.GROUPS],
        "tags": [(tag, labels[tag], tag in held) for tag in standing.TAGS if tag not in standing.UNITS],
    }
    return render(
        request, "registry/group_edit.html", context, status=422 if request.method == "POST" else 200
    )


class UnitForm(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    opened_on = day_field(gettext_lazy("Opened, or to open, on"), required=False)
    closed_on = day_field(gettext_lazy("Closed on"), required=False)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", "–"), *words.choices("unit_state")]


@page("registry.edit", post=True)
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say of each of the seven units of a cooperative whether it is planned, open or closed."""
    cooperative = found(request, pk)
    asked = [
        (line.kind, UnitForm(request.POST or None, prefix=line.kind, initial=_initial(line.unit)))
        for line in standing.units_of(cooperative)
    ]
    error = ""
    if request.method == "POST" and all([form.is_valid() for _kind, form in asked]):
        units = {kind: actions.UnitGiven(**f.cleaned_data) for kind, f in asked if f.cleaned_data["state"]}
        try:
            actions.set_units(cooperative=cooperative, units=units, by=request.user, at=request.at)
            messages.success(request, _("The units were saved."))
            return redirect("registry-cooperative-detail", pk)
        except Refused as refusal:
            error = refusal.text(get_language())
    context = {
        "cooperative": cooperative, "path": places.path(cooperative.area_id), "asked": asked, "error": error,
    }  # fmt: skip
    return render(
        request, "registry/unit_edit.html", context, status=422 if request.method == "POST" else 200
    )


def _initial(unit: Any) -> dict[str, Any]:
    return {name: getattr(unit, name) for name in UnitForm.base_fields} if unit else {}
