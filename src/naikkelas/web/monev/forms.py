"""Forms for planning a cycle."""

from django import forms
from django.utils.translation import gettext_lazy as _

from naikkelas.kit.periods import Quarter
from naikkelas.rules import monev_calendar, monev_cost, monev_sample
from naikkelas.rules.back_check import LEAST_EACH
from naikkelas.web import words
from naikkelas.web.fields import day_field
from naikkelas.web.programmes.forms import RupiahField


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
    whom = forms.ChoiceField(label=_("Recipients of the programmes"), choices=lambda: words.choices("whom"))
    margin = forms.DecimalField(
        label=_("Sample: precision, ± percent"),
        min_value=0.5,
        max_value=30,
        max_digits=4,
        decimal_places=2,
        initial=10,
    )
    confidence = forms.TypedChoiceField(
        label=_("Sample: confidence"), choices=[(n, f"{n}%") for n in monev_sample.Z], coerce=int, initial=95
    )
    risk_count = forms.IntegerField(
        label=_("By risk: recipients in each area"), min_value=1, max_value=500, initial=5
    )
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


class PlanForm(forms.Form):
    """Terms of reference: purpose, questions, calendar in working days, money."""

    purpose = forms.CharField(label=_("Purpose"), max_length=4000, required=False, widget=forms.Textarea)
    questions = forms.CharField(
        label=_("Questions to be answered"),
        max_length=8000,
        widget=forms.Textarea,
        help_text=_("One question in each line."),
    )
    budget_idr = RupiahField(label=_("Budget of the monev itself (Rp)"), required=False)
    funding = forms.CharField(label=_("Source of this budget"), max_length=150, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for step, label in words.choices("cycle_step"):
            self.fields[f"days_{step}"] = forms.IntegerField(
                label=_("%(step)s: working days") % {"step": label}, min_value=0, max_value=200,
                initial=monev_calendar.DEFAULT[step],
            )  # fmt: skip

    def steps(self) -> dict[str, int]:
        return {step: self.cleaned_data[f"days_{step}"] for step in monev_calendar.STEPS}


class CostForm(forms.Form):
    """Unit costs of rules.monev_cost."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, label in words.choices("cost"):
            money = name.endswith("_idr")
            field = (
                RupiahField(label=label)
                if money
                else forms.IntegerField(label=label, min_value=1, max_value=100)
            )
            self.fields[name] = field

    def costs(self) -> monev_cost.Costs:
        return monev_cost.Costs(**self.cleaned_data)


class CopyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    quarter = forms.ChoiceField(label=_("Quarter"), choices=[(n, f"{n}") for n in (1, 2, 3, 4)])
    opens_on = day_field(_("Field work from"))

    @property
    def period(self) -> Quarter:
        return Quarter(self.cleaned_data["year"], int(self.cleaned_data["quarter"]))


class AttemptForm(forms.Form):
    tried_on = day_field(_("Day"))
    channel = forms.ChoiceField(label=_("How"), choices=lambda: words.choices("contact"))
    outcome = forms.ChoiceField(label=_("What came of it"), choices=lambda: words.choices("outcome"))
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)


class LetterForm(forms.Form):
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    basis = forms.CharField(label=_("Grounds"), max_length=600, required=False, widget=forms.Textarea)
    signer_name = forms.CharField(label=_("Signed by"), max_length=150)
    signer_position = forms.CharField(label=_("Position of who signs"), max_length=150)
    signer_nip = forms.CharField(label=_("NIP"), max_length=30, required=False)


class DelegationForm(forms.Form):
    to = forms.ChoiceField(label=_("Colleague who decides"))
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, peers, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(p.pk), p.name) for p in peers]


class RevisitForm(forms.Form):
    """How many visits are drawn to be made again."""

    seed = forms.CharField(
        label=_("Seed of the draw"),
        max_length=40,
        help_text=_("The same seed draws the same visits again; it is kept in the trail."),
    )
    by = forms.ChoiceField(
        label=_("How many"), choices=[("share", _("A share, in percent")), ("count", _("A number of visits"))]
    )
    amount = forms.IntegerField(
        label=_("Percent, or number of visits"), min_value=1, max_value=5000, initial=10
    )
    least = forms.IntegerField(
        label=_("At least so many of each enumerator"), min_value=0, max_value=50, initial=LEAST_EACH,
        help_text=_("All, of an enumerator who made fewer. The draw grows where this asks for more."),
    )  # fmt: skip
    among = forms.ChoiceField(
        label=_("Drawn from"),
        choices=[("verified", _("Verified visits")), ("received", _("Verified visits and those to verify"))],
    )
    due_on = day_field(_("To be made again by"))

    def clean(self) -> dict:
        data = super().clean()
        if data.get("by") == "share" and (data.get("amount") or 0) > 100:
            self.add_error("amount", _("A share is at most 100 percent."))
        return data

    def draw(self) -> dict:
        """As the action takes it."""
        data = self.cleaned_data
        share = data["by"] == "share"
        return {
            "seed": data["seed"], "least": data["least"], "size": None if share else data["amount"],
            "share_percent": data["amount"] if share else 0, "received": data["among"] == "received",
            "due_on": data["due_on"],
        }  # fmt: skip
