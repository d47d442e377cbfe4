"""Types of programme: those of the catalogue and an office's own, written in the browser with the same parts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics import queries as analytics
from naikkelas.instruments.forms import questionnaires
from naikkelas.kit.problems import Refused
from naikkelas.places import queries as places
from naikkelas.programmes import actions, queries
from naikkelas.web import words
from naikkelas.web.gate import page

BLANK_STAGES = 3
"""Empty lines for stages that the form offers below those that are written."""


class StageForm(forms.Form):
    id = forms.CharField(required=False, max_length=40)
    name_id = forms.CharField(required=False, max_length=80)
    name_en = forms.CharField(required=False, max_length=80)
    physical = forms.BooleanField(required=False)


class TypeForm(forms.Form):
    name_id = forms.CharField(label=gettext_lazy("Name in Indonesian"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    about_id = forms.CharField(label=gettext_lazy("What it is, in one sentence"), max_length=500)
    about_en = forms.CharField(
        label=gettext_lazy("The same sentence in English"), max_length=500, required=False
    )
    legal_source = forms.CharField(
        label=gettext_lazy("Decree or guideline it rests on"), max_length=200,
        help_text=gettext_lazy("Number, year and name, as in letters. It stands beside every figure of the type."),
    )  # fmt: skip
    sources = forms.MultipleChoiceField(
        label=gettext_lazy("Sources of money"), choices=lambda: words.choices("source")
    )
    recipient = forms.ChoiceField(
        label=gettext_lazy("Who receives"), choices=lambda: words.choices("recipient_kind")
    )
    facility = forms.ChoiceField(
        label=gettext_lazy("Which kind of facility"), required=False,
        choices=lambda: [("", "–"), *((kind, words.label("facility", kind)) for kind in places.facility_kinds())],
    )  # fmt: skip
    instruments = forms.MultipleChoiceField(label=gettext_lazy("Instruments of the visits"), required=False)
    indicators = forms.MultipleChoiceField(label=gettext_lazy("Indicators"), required=False)
    once_per_person = forms.CharField(
        label=gettext_lazy("Rule by which one person receives it only once"), max_length=300, required=False,
        help_text=gettext_lazy(
            "Leave empty where there is no such rule. Where there is, a second grant to the same person opens a finding."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instruments"].choices = [(q.id, q.title.to(lang)) for q in questionnaires().values()]
        self.fields["indicators"].choices = [(i.id, i.name.to(lang)) for i in analytics.indicators().values()]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("recipient") == "facility" and not data.get("facility"):
            self.add_error("facility", _("Choose which kind of facility receives."))
        if data.get("recipient") != "facility":
            data["facility"] = ""
        return data


@page("programmes.read")
def type_list(request: HttpRequest) -> HttpResponse:
    known, lang = queries.types_for(request.user), get_language()
    instruments, indicators = questionnaires(), analytics.indicators()
    rows = [
        {
            "type": kind,
            "instruments": [instruments[i].title.to(lang) for i in kind.instruments if i in instruments],
            "indicators": [indicators[i] for i in kind.indicators if i in indicators],
            "open": kind.open_on(timezone.localdate(request.at)),
        }
        for kind in known.values()
    ]
    return render(request, "programmes/type_list.html", {"rows": rows})


@page("programmes.edit", post=True)
def type_add(request: HttpRequest) -> HttpResponse:
    def add(given: actions.TypeGiven) -> None:
        actions.add_type(given=given, area=request.user.area_id, by=request.user, at=request.at)

    return _edit(request, None, add)


@page("programmes.edit", post=True)
def type_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.local_types_visible_to(request.user), pk=pk)
    access.demand(request.user, row.area_id)

    def change(given: actions.TypeGiven) -> None:
        actions.change_type(row=row, given=given, by=request.user, at=request.at)

    return _edit(request, row, change)


@page("programmes.edit", post=True, get=False)
def type_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire a type, use it again, or take it back while no programme has it."""
    row = get_object_or_404(queries.local_types_visible_to(request.user), pk=pk)
    access.demand(request.user, row.area_id)
    by = {"by": request.user, "at": request.at}
    if request.POST.get("remove"):
        if actions.remove_unused_type(row=row, **by):
            messages.success(request, _("The type was removed."))
        else:
            messages.error(request, _("Programmes of this type exist: it can be retired, not removed."))
    else:
        again = row.retired_on is not None
        actions.retire_type(row=row, retired_on=None if again else timezone.localdate(request.at), **by)
        messages.success(request, _("The type is in use again.") if again else _("The type was retired."))
    return redirect("programmes-type-list")


def _edit(request: HttpRequest, row: Any, keep: Any) -> HttpResponse:
    held = {name: getattr(row, name) for name in TypeForm.base_fields} if row else {}
    form = TypeForm(request.POST or None, lang=get_language(), initial=held)
    stages = _stages(request, row.stages if row else [])
    if request.method == "POST" and form.is_valid() and stages.is_valid():
        try:
            keep(actions.TypeGiven(**form.cleaned_data, stages=_written(stages)))
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
        else:
            messages.success(request, _("The type was saved."))
            return redirect("programmes-type-list")
    context = {"form": form, "stages": stages, "row": row, "most": actions.MOST_STAGES}
    return render(request, "programmes/type_add.html", context, status=422 if form.errors else 200)


def _stages(request: HttpRequest, held: list[dict]) -> Any:
    blank = BLANK_STAGES if held else BLANK_STAGES * 2
    formset = forms.formset_factory(StageForm, extra=min(blank, actions.MOST_STAGES - len(held)))
    # a line that is as it was would count as empty beside `initial`
    return formset(request.POST or None, initial=None if request.POST else held, prefix="stage")


def _written(stages: Any) -> list[actions.StageGiven]:
    rows = (stage.cleaned_data for stage in stages)
    return [actions.StageGiven(**row) for row in rows if row.get("name_id")]
