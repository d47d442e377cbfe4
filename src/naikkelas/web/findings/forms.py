"""Forms of findings, letters and hearings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naikkelas.web import words
from naikkelas.web.fields import day_field
from naikkelas.web.programmes.forms import RupiahField


def _long(label: Any, *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea, required=required, max_length=4_000, **more)


def _causes() -> list[tuple[str, str]]:
    return [("", "–"), *words.choices("finding_cause")]


class FindingForm(forms.Form):
    """A finding opened by hand; photos come beside the fields."""

    area = forms.ChoiceField(label=_("Area"))
    owner_level = forms.ChoiceField(
        label=_("Who must answer"), choices=lambda: [("", _("By the area")), *words.choices("finding_owner")],
        required=False,
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), max_length=200, min_length=5)
    condition = _long(_("Condition: what was seen"), required=True, min_length=10)
    criterion = _long(_("Criterion: what should be"))
    cause_code = forms.ChoiceField(label=_("Cause, from the list"), choices=_causes, required=False)
    cause = _long(_("Cause: why it happened"))
    effect = _long(_("Effect: what came of it"))
    recommendation = _long(_("Recommendation"))
    severity = forms.ChoiceField(label=_("Severity"), choices=lambda: words.choices("severity"))
    amount_idr = RupiahField(label=_("Money at stake (IDR)"), required=False)
    earlier = forms.CharField(
        label=_("The same was found before: number of that finding"), max_length=20, required=False
    )

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas


class CompleteForm(forms.Form):
    """What neither a rule nor a visit knows: why it happened, and what came of it."""

    cause_code = forms.ChoiceField(label=_("Cause, from the list"), choices=_causes)
    cause = _long(_("Cause: why it happened"))
    effect = _long(_("Effect: what came of it"))
    severity = forms.ChoiceField(label=_("Severity"), choices=lambda: words.choices("severity"))


class _Signed(forms.Form):
    signer = forms.CharField(label=_("Signed by (name)"), max_length=150, required=False)
    signer_nip = forms.CharField(label=_("NIP of the signer"), max_length=30, required=False)


class LetterForm(_Signed):
    remark = _long(_("Added to the letter"))
    field_order = ("remark", "signer", "signer_nip")


class HearingForm(_Signed):
    held_on = day_field(_("Day of the hearing"))
    held_at = forms.CharField(label=_("Place"), max_length=150)
    present = _long(
        _("Who was there"), required=True, help_text=_("Name and office, one person a line, at least two.")
    )
    outcome = _long(_("What was agreed"), required=True, min_length=10)
    field_order = ("held_on", "held_at", "present", "outcome", "signer", "signer_nip")
