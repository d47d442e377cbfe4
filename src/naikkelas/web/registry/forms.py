"""Forms about persons: what somebody asks, and the right values of a correction."""

from django import forms
from django.utils.translation import gettext_lazy as _

from naikkelas.web import words


class RequestForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is asked"), choices=lambda: words.choices("person_request"))
    channel = forms.ChoiceField(label=_("How it was asked"), choices=lambda: words.choices("channel"))
    received_on = forms.DateField(label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"}))
    identity_check = forms.CharField(
        label=_("How the identity was checked"),
        max_length=200,
        help_text=_(
            "For example: original identity card at the counter. Never write the number itself here."
        ),
    )
    reason = forms.CharField(
        label=_("What exactly is asked, and why"), widget=forms.Textarea, max_length=2_000
    )


class CorrectionForm(forms.Form):
    """Only what is filled in is changed."""

    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    person_nik = forms.CharField(
        label=_("Person's NIK"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    email = forms.CharField(label=_("Email"), max_length=120, required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), choices=lambda: [("", "–"), *words.choices("sex")], required=False
    )
    decision = forms.CharField(
        label=_("What the person is told, and by which evidence"), widget=forms.Textarea
    )
