"""Forms of training by cohort."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from naikkelas.web import words
from naikkelas.web.fields import day_field
from naikkelas.web.programmes.forms import RupiahField


class CohortForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the cohort"), max_length=80, help_text=_("For example Angkatan 3")
    )
    area = forms.ChoiceField(label=_("For the area"))
    venue = forms.CharField(label=_("Venue"), max_length=120, required=False)
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=5_000)
    graduation_percent = forms.IntegerField(
        label=_("Attendance that graduates (%)"), min_value=0, max_value=100, initial=80,
        help_text=_("Your office decides it for each cohort; who was there less often graduates with a reason only."),
    )  # fmt: skip

    def __init__(self, *args, areas: Iterable[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas


class SessionForm(forms.Form):
    held_on = day_field(_("Day"))
    topic = forms.CharField(label=_("Topic"), max_length=150)
    trainer = forms.CharField(label=_("Trainer"), max_length=120, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=1_440)


class PersonForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    person_nik = forms.CharField(label="NIK", max_length=16, required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), choices=lambda: [("", "–"), *words.choices("sex")], required=False
    )
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)


class StateForm(forms.Form):
    on = day_field(_("Day"))
    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False,
        help_text=_("Needed where the participant leaves, or graduates with too little attendance."),
    )  # fmt: skip


class MentoringForm(forms.Form):
    held_on = day_field(_("Day"))
    mentor = forms.CharField(label=_("Mentor"), max_length=120)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=1_440)
    topic = forms.CharField(label=_("Topic"), max_length=150)
    result = forms.CharField(label=_("Result"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class AlumnusForm(forms.Form):
    checked_on = day_field(_("Day"))
    business = forms.ChoiceField(label=_("Business"), choices=lambda: words.choices("alumni_business"))
    workers = forms.IntegerField(label=_("Workers"), min_value=0, max_value=100_000, required=False)
    monthly_sales_idr = RupiahField(label=_("Sales a month (IDR)"), required=False)
    remark = forms.CharField(label=_("Note"), max_length=300, required=False)


class FoundedForm(forms.Form):
    number = forms.IntegerField(
        label=_("Number of the enterprise"), min_value=1, max_value=2**62,
        help_text=_("Enter it in the registry first; its number stands in the address of its page."),
    )  # fmt: skip
    founded_on = day_field(_("Founded on"))
