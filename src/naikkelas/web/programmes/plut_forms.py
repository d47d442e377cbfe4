"""Forms of a PLUT: its house, equipment, budget, consultants, targets, services and what clients obtained."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from naikkelas.kit.durations import minutes_of
from naikkelas.web import words
from naikkelas.web.fields import PlaceField, day_field
from naikkelas.web.programmes.forms import RupiahField


def _choice(label, kind: str, *, empty: bool = False, required: bool = True) -> forms.ChoiceField:
    def choices() -> list[tuple[str, str]]:
        return [*([("", "–")] if empty else []), *words.choices(kind)]

    return forms.ChoiceField(label=label, choices=choices, required=required)


class DurationField(forms.CharField):
    """How long it took, as people write it; minutes in the end."""

    def clean(self, value: str) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        minutes = minutes_of(text)
        if minutes is None:
            raise forms.ValidationError(_("Write how long it took: 90, 1:30 or 1,5 jam."))
        return minutes


class PlutForm(forms.Form):
    facility = forms.ChoiceField(label=_("Building"), required=False)
    name = forms.CharField(
        label=_("Name of a new building"), max_length=120, required=False,
        help_text=_("Only where the building does not stand in the list above."),
    )  # fmt: skip
    village = PlaceField(required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    area = forms.ChoiceField(label=_("Area served"))

    def __init__(self, *args, facilities, areas, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facility"].choices = [("", "–"), *facilities]
        self.fields["area"].choices = areas


class PlutChangeForm(forms.Form):
    manager = forms.CharField(label=_("Head of the PLUT"), max_length=150, required=False)
    phone = forms.CharField(label=_("Telephone of the office"), max_length=20, required=False)
    open_days = forms.CharField(
        label=_("Open on"), max_length=20, required=False,
        help_text=_("Numbers of the days: 1 is Monday, 7 is Sunday. Monday to Friday: 12345."),
    )  # fmt: skip
    opens = forms.TimeField(
        label=_("Opens at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    closes = forms.TimeField(
        label=_("Closes at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    building_condition = _choice(_("Condition of the building"), "condition", empty=True, required=False)
    building_m2 = forms.IntegerField(
        label=_("Floor area (m²)"), min_value=1, max_value=100_000, required=False
    )
    built_year = forms.IntegerField(label=_("Built in"), min_value=1950, max_value=2100, required=False)
    grant_status = _choice(_("Grant of the building to the region"), "grant")
    grant_no = forms.CharField(label=_("Number of the deed (BAST)"), max_length=80, required=False)
    grant_on = day_field(_("Day of the deed"), required=False)
    remark = forms.CharField(label=_("Remark"), required=False, max_length=2_000, widget=forms.Textarea)

    def clean_open_days(self) -> str:
        days = "".join(sorted(set(self.cleaned_data["open_days"].replace(" ", "").replace(",", ""))))
        if days.strip("1234567"):
            raise forms.ValidationError(_("Write the numbers 1 to 7 only, for example 12345."))
        return days


class PlutItemForm(forms.Form):
    name = forms.CharField(label=_("Equipment"), max_length=120)
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=100_000, initial=1)
    condition = _choice(_("Condition"), "condition")
    supplied_by = _choice(_("Supplied by"), "supplier")
    supplied_year = forms.IntegerField(label=_("Supplied in"), min_value=1950, max_value=2100, required=False)
    value_idr = RupiahField(label=_("Value (IDR)"), required=False)
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)


class PlutItemChangeForm(PlutItemForm):
    gone_on = day_field(_("Gone since"), required=False)


class PlutBudgetForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    source = _choice(_("Source of money"), "source")
    planned_idr = RupiahField(label=_("Budget (IDR)"))
    realised_idr = RupiahField(label=_("Realised so far (IDR)"), required=False)
    document_no = forms.CharField(label=_("DIPA or DPA number"), max_length=80, required=False)

    def clean_realised_idr(self) -> int:
        return self.cleaned_data["realised_idr"] or 0


class ContractForm(forms.Form):
    name = forms.CharField(label=_("Name of the consultant"), max_length=150)
    field = _choice(_("Field of service"), "plut_field")
    contract_no = forms.CharField(label=_("Number of the contract"), max_length=80, required=False)
    starts_on = day_field(_("Contract from"))
    ends_on = day_field(_("Contract until"))


class PlutTargetForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    clients = forms.IntegerField(label=_("Clients"), min_value=0, max_value=100_000)
    services = forms.IntegerField(label=_("Services given"), min_value=0, max_value=100_000)
    hours = forms.IntegerField(label=_("Hours of service"), min_value=0, max_value=100_000)


class ServiceForm(forms.Form):
    """The quick form; who the client is stands beside it. Without a field the consultant's own is meant."""

    consultant = forms.ChoiceField(label=_("Consultant"))
    field = _choice(_("Field of service"), "plut_field", empty=True, required=False)
    served_on = day_field(_("Day"))
    minutes = DurationField(
        label=_("How long"), max_length=12, help_text=_("Minutes or hours: 90, 1:30 or 1,5 jam.")
    )
    topic = forms.CharField(label=_("What it was about"), max_length=200)
    result = forms.CharField(label=_("Result"), required=False, max_length=2_000, widget=forms.Textarea)
    follow_up = forms.CharField(label=_("Follow-up"), required=False, max_length=500)
    follow_up_on = day_field(_("Follow-up by"), required=False)

    def __init__(self, *args, consultants, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._consultants = {str(c.pk): c for c in consultants}
        label = {
            pk: f"{c.name} – {words.label('plut_field', c.field)}" for pk, c in self._consultants.items()
        }
        self.fields["consultant"].choices = [("", "–"), *label.items()]

    def clean(self) -> dict:
        values = super().clean()
        consultant = self._consultants.get(values.get("consultant", ""))
        if consultant:
            values["consultant"] = consultant
            values["field"] = values.get("field") or consultant.field
        return values


class GuestForm(forms.Form):
    """Somebody who is not in the registry; asked only where no client was chosen."""

    guest_name = forms.CharField(label=_("Name"), max_length=150, required=False)
    business = forms.CharField(label=_("Business"), max_length=150, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    guest_area = forms.ChoiceField(label=_("Kabupaten/kota"), required=False)

    def __init__(self, *args, areas, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guest_area"].choices = areas


class FinancingForm(forms.Form):
    kind = _choice(_("Kind"), "lending")
    lender = forms.CharField(label=_("Lender"), max_length=120, required=False)
    amount_idr = RupiahField(label=_("Amount (IDR)"))
    obtained_on = day_field(_("Obtained on"))


def hours_minutes(minutes: int) -> str:
    """90 → '1:30'."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""
