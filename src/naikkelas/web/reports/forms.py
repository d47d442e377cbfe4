"""Forms of the reports: sending a report, reminders, targets."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SendingForm(forms.Form):
    letter_no = forms.CharField(label=_("Number of the letter"), max_length=80)
    sent_on = forms.DateField(label=_("Sent on"), widget=forms.DateInput(attrs={"type": "date"}))


class ReminderForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("Reminders go there. Left empty, none are sent."),
    )
    remind = forms.BooleanField(label=_("Remind me of duties to report"), required=False)


class TargetForm(forms.Form):
    """A target of the own area; one that stood for the same indicator and year is replaced and kept."""

    indicator = forms.ChoiceField(label=_("Indicator"))
    horizon = forms.ChoiceField(
        label=_("For"), choices=[("year", _("Year")), ("plan_end", _("End of the strategic plan"))]
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    value = forms.CharField(
        label=_("Target"), max_length=20, help_text=_("80 or 82,5 for a percentage, 1500 for a count")
    )
    source_document = forms.CharField(
        label=_("Document"),
        max_length=200,
        help_text=_("For example Perjanjian Kinerja 2019 or Renstra 2019–2024"),
    )

    def __init__(self, *args, indicators, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = indicators
