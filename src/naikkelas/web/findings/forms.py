"""The form of a finding opened by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from naikkelas.web import words
from naikkelas.web.programmes.forms import RupiahField


class FindingForm(forms.Form):
    area = forms.ChoiceField(label=_("Area"))
    title = forms.CharField(label=_("Title"), max_length=200, min_length=5)
    condition = forms.CharField(label=_("Condition: what was seen"), widget=forms.Textarea, min_length=10)
    criterion = forms.CharField(label=_("Criterion: what should be"), widget=forms.Textarea, required=False)
    recommendation = forms.CharField(label=_("Recommendation"), widget=forms.Textarea, required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=lambda: words.choices("severity"))
    amount_idr = RupiahField(label=_("Money at stake (IDR)"), required=False)

    def __init__(self, *args, areas, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas
