from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """Where a person's notices are mailed to; left empty, nothing is mailed."""

    email = forms.EmailField(
        required=False,
        max_length=254,
        label=_("E-mail address"),
        help_text=_("Left empty, nothing comes by e-mail; the bell shows everything."),
    )
