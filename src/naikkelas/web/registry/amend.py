"""Setting right what the registry says of one enterprise or cooperative: its name, place and nature.

Facts of a year, licences, meetings, decrees and persons have pages of their own.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naikkelas.accounts import access
from naikkelas.places import queries as places
from naikkelas.reference import kbli
from naikkelas.registry import actions, queries
from naikkelas.registry.queries import entities
from naikkelas.web import access_log, words
from naikkelas.web.fields import PlaceField, day_field
from naikkelas.web.gate import page


class RecordForm(forms.Form):
    """`seen` is the version that the page showed: what somebody else changed meanwhile is not written over."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    area_code = PlaceField()
    reason = forms.CharField(
        label=gettext_lazy("Reason (at least 10 letters)"),
        min_length=10,
        max_length=300,
        help_text=gettext_lazy("Why it was wrong, and who or what says how it is. Kept in the history."),
    )
    seen = forms.CharField(required=False, max_length=20)

    def __init__(self, *args: Any, within: str, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_code"].within = within
        self.today = today

    def _past(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if day and day > self.today:
            raise forms.ValidationError(_("This day has not come yet. Write the day on which it happened."))
        return day

    def shown(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "seen"]


class EnterpriseForm(RecordForm):
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), choices=lambda: words.choices("sector"))
    product = forms.CharField(label=gettext_lazy("Main product"), max_length=150, required=False)
    legal_form = forms.ChoiceField(
        label=gettext_lazy("Legal form"), choices=lambda: words.choices("legal_form"), required=False
    )
    founded_on = day_field(gettext_lazy("Founded"), required=False)
    kbli = forms.CharField(
        label="KBLI",
        max_length=5,
        required=False,
        help_text=gettext_lazy("Five digits, as the NIB has them."),
    )
    field_order = (
        "name", "address", "area_code", "sector", "product", "legal_form", "founded_on", "kbli", "reason",
    )  # fmt: skip

    def clean_founded_on(self) -> Any:
        return self._past("founded_on")

    def clean_kbli(self) -> str:
        code = str(self.cleaned_data["kbli"])
        if kbli.fault(code, kbli.NEWEST_KNOWN) == "digits":
            raise forms.ValidationError(
                _("A KBLI code has five digits. Leave it empty where it is not known.")
            )
        return code


class CooperativeForm(RecordForm):
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=20, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=lambda: words.choices("cooperative_kind"))
    legal_no = forms.CharField(label=gettext_lazy("Legal number"), max_length=60, required=False)
    legal_on = day_field(gettext_lazy("Day of the legal number"), required=False)
    chair = forms.CharField(label=gettext_lazy("Chair"), max_length=150, required=False)
    field_order = (
        "name", "address", "area_code", "phone", "kind", "legal_no", "legal_on", "chair", "reason",
    )  # fmt: skip

    def clean_legal_on(self) -> Any:
        return self._past("legal_on")


_PAGES = {"enterprise": "registry/enterprise_edit.html", "cooperative": "registry/cooperative_edit.html"}


@page("registry.edit", post=True)
def enterprise_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = queries.enterprises_visible_to(request.user).select_related("area", "owner")
    enterprise = get_object_or_404(rows, pk=pk)
    if enterprise.owner.restricted_at:
        messages.error(request, _("The owner's data are restricted: they are neither shown nor changed."))
        return redirect("registry-enterprise-detail", pk)
    access_log.seen(request, enterprise.owner_id, enterprise.area_id)
    return _edit(request, "enterprise", enterprise, EnterpriseForm)


@page("registry.edit", post=True)
def cooperative_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = queries.cooperatives_visible_to(request.user).select_related("area")
    return _edit(request, "cooperative", get_object_or_404(rows, pk=pk), CooperativeForm)


def _edit(request: HttpRequest, kind: str, record: Any, shape: type[RecordForm]) -> HttpResponse:
    held = {"area_code": record.area_id} | {
        name: getattr(record, name) for name in shape.base_fields if hasattr(record, name)
    }
    form = shape(
        request.POST or None,
        initial=held | {"seen": entities.version_of(record)},
        within=request.user.area_id,
        today=timezone.localdate(request.at),
    )
    if request.method == "POST" and form.is_valid() and _written(request, kind, record, held, form):
        return redirect(f"registry-{kind}-detail", record.pk)
    context = {kind: record, "form": form, "path": places.path(record.area_id)}
    return render(request, _PAGES[kind], context, status=422 if form.errors else 200)


@transaction.atomic
def _written(request: HttpRequest, kind: str, record: Any, held: dict[str, Any], form: RecordForm) -> bool:
    """Write what differs from what the page showed; say at the form why it cannot be."""
    entities.hold_record(kind, record.pk)
    now = entities.record(kind, record.pk)
    if now is None or form.cleaned_data["seen"] != str(entities.version_of(now)):
        form.add_error(
            None,
            _(
                "Somebody changed this record meanwhile. Open the page again in another tab, compare, and save there."
            ),
        )
        return False
    changed = {name: form.cleaned_data[name] for name in held if form.cleaned_data[name] != held[name]}
    if not changed:
        form.add_error(None, _("Nothing differs from what the registry has. Change a field, or cancel."))
        return False
    try:
        access.demand(request.user, changed.get("area_code", record.area_id))
    except access.OutOfArea:
        form.add_error("area_code", _("This area lies outside your area of duty."))
        return False
    actions.amend_record(
        kind=kind, record_id=record.pk, values=changed, year=request.at.year, source="hand", by=request.user, at=request.at,
        reason=form.cleaned_data["reason"],
    )  # fmt: skip
    messages.success(request, _("The record was set right. What stood before is kept in its history."))
    return True
