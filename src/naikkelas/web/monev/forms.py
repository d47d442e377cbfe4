"""Forms for planning a cycle."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CycleForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    quarter = forms.ChoiceField(label=_("Quarter"), choices=[(n, f"{n}") for n in (1, 2, 3, 4)])
    opens_on = forms.DateField(label=_("Field work from"), widget=forms.DateInput(attrs={"type": "date"}))
    due_workdays = forms.IntegerField(
        label=_("Areas send by this working day after the quarter"),
        min_value=1,
        max_value=60,
        initial=5,
        help_text=_("PP 39/2006 gives kabupaten/kota five working days for co-administered money."),
    )
    monitored = forms.MultipleChoiceField(
        label=_("Programmes to be monitored"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, programmes, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["monitored"].choices = programmes


class DrawForm(forms.Form):
    cooperatives = forms.IntegerField(
        label=_("Cooperatives in each area"), min_value=0, max_value=500, initial=3
    )
    enterprises = forms.IntegerField(
        label=_("Enterprises in each area"), min_value=0, max_value=500, initial=2
    )
    seed = forms.CharField(
        label=_("Seed of the draw"),
        max_length=40,
        help_text=_("The same seed draws the same visits again; it is kept in the trail."),
    )
