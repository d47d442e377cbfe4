"""Forms of accounts and days."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from naikkelas.web import words


class DayDecreeForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    works = forms.ChoiceField(
        label=_("Becomes"), choices=[("off", _("a day off")), ("work", _("a working day"))]
    )
    decree_no = forms.CharField(
        label=_("Decree"),
        max_length=150,
        help_text=_("For example SKB 3 Menteri number and day, or a governor's decree"),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Full name"), max_length=150)
    position = forms.CharField(label=_("Job title"), max_length=150, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=lambda: words.choices("role"))
    area = forms.CharField(
        label=_("Code of the area of duty"),
        max_length=13,
        help_text=_("For example 18 (Lampung) or 18.01 (Lampung Selatan)"),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)


class UserForm(PersonForm):
    username = forms.RegexField(
        r"^[a-z0-9._-]{3,60}$",
        label=_("User name"),
        help_text=_("For signing in, for example sari.dewi"),
        error_messages={"invalid": _("Lower-case letters, digits, dots and hyphens, at least three.")},
    )
    field_order = ("username", "name")
    password = forms.CharField(
        label=_("First password"),
        widget=forms.PasswordInput,
        validators=[validate_password],
        help_text=_("At least 12 letters, digits or signs. The person changes it after signing in."),
    )
