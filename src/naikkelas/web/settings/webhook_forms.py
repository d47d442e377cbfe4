from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naikkelas.notices.families import FAMILIES


class WebhookForm(forms.Form):
    """To whom, and of what."""

    name = forms.CharField(min_length=3, max_length=80, label=_("Name of the receiver"))
    url = forms.CharField(
        max_length=500,
        label=_("Address"),
        help_text=_(
            "Begins with https://. Addresses inside the own network need the server’s consent (NAIKKELAS_WEBHOOK_HOSTS)."
        ),
    )
    families = forms.MultipleChoiceField(
        label=_("Kinds of events"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(f.id, f.name.to(get_language())) for f in FAMILIES.values()],
    )
