"""Forms for programmes and money."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naikkelas.kit.money import NotRupiah, number, parse_rupiah
from naikkelas.reference.programme_types import ProgrammeType, Stage
from naikkelas.web import words
from naikkelas.web.fields import PastDayField, PlaceField


class RupiahField(forms.CharField):
    """A whole amount of rupiah, written as people write it: 12.500.000."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        """An amount that stands, as people write it; what somebody typed stays as it was typed."""
        return number(value) if isinstance(value, int) else value

    def clean(self, value: str) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_rupiah(text)
        except NotRupiah as error:
            raise forms.ValidationError(
                _("Write a whole amount of rupiah, for example 12.500.000.")
            ) from error


class ProgrammeForm(forms.Form):
    type_id = forms.ChoiceField(label=_("Type of programme"))
    name = forms.CharField(label=_("Name"), max_length=150)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)

    def __init__(self, *args, types: Iterable[ProgrammeType], lang: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type_id"].choices = [(t.id, t.name.to(lang)) for t in types]


class CeilingForm(forms.Form):
    source = forms.ChoiceField(label=_("Source of money"), choices=lambda: words.choices("source"))
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    amount_idr = RupiahField(label=_("Ceiling (IDR)"))
    document_no = forms.CharField(label=_("DIPA or DPA number"), max_length=80)
    line_code = forms.RegexField(
        r"^[0-9.]*$", label=_("Code of the budget line"), max_length=40, required=False,
        help_text=_("As in the DPA, for example 2.17.03. Leave empty where the document has one line only."),
    )  # fmt: skip


class AllocationForm(forms.Form):
    ceiling = forms.ChoiceField(label=_("From the ceiling"))
    area = forms.ChoiceField(label=_("Kabupaten/kota"))
    amount_idr = RupiahField(label=_("Allocation (IDR)"))
    activity = forms.CharField(label=_("Activity"), max_length=150, required=False)

    def __init__(self, *args, ceilings, areas, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ceiling"].choices = ceilings
        self.fields["area"].choices = areas


class MilestoneForm(forms.Form):
    stage = forms.ChoiceField(label=_("Stage"))
    reached_on = forms.DateField(label=_("Reached on"), widget=forms.DateInput(attrs={"type": "date"}))
    physical_percent = forms.IntegerField(
        label=_("Physical progress (%)"), min_value=0, max_value=100, required=False,
        help_text=_("Only for a stage that is measured in percent."),
    )  # fmt: skip
    remark = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args, stages: Iterable[Stage], lang: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [(stage.id, stage.name.to(lang)) for stage in stages]


class DisbursementForm(forms.Form):
    amount_idr = RupiahField(label=_("Amount (IDR)"))
    paid_on = PastDayField(label=_("Day of payment"))
    document_no = forms.CharField(label=_("SP2D number"), max_length=80)


class RecipientForm(forms.Form):
    facility = forms.ChoiceField(
        label=_("Building"), required=False,
        help_text=_("It has to stand in the list already: a PLUT or market is entered on its own page."),
    )  # fmt: skip
    name = forms.CharField(label=_("Name in the decree"), max_length=150)
    village = PlaceField()
    amount_idr = RupiahField(label=_("Amount (IDR)"))
    decree_no = forms.CharField(label=_("Number of the decree"), max_length=80)
    decree_on = PastDayField(label=_("Day of the decree"))
    plan = forms.CharField(label=_("Plan of use"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self, *args, facilities: Iterable[tuple[str, str]] | None = None, searchable: bool = False,
        registered: bool = False, **kwargs,
    ) -> None:  # fmt: skip
        """`searchable`: who receives may be chosen from the registry instead; `registered`: was."""
        super().__init__(*args, **kwargs)
        if facilities is None:
            del self.fields["facility"]
        else:
            self.fields["facility"].choices = [("", "–"), *facilities]
        self._needed = () if registered else ("name", "village")
        if searchable:
            for name in ("name", "village"):
                self.fields[name].required = False
                self.fields[name].help_text = _("Only for who is not in the registry.")

    def clean(self) -> dict:
        values = super().clean()
        for name in self._needed:
            if not values.get(name) and name not in self.errors:
                self.add_error(name, _("Choose from the registry, or enter it here."))
        return values
