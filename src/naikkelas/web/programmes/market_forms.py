"""Forms of markets: proposal, stage, requirement, contract, counts, income."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from naikkelas.programmes.actions.market_use import COUNTS, MONEY
from naikkelas.rules.market_requirements import GRADES
from naikkelas.web import words
from naikkelas.web.fields import PlaceField, day_field
from naikkelas.web.programmes.forms import RupiahField

_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?")


def percent_bp(text: str) -> int | None:
    """'12,35', '12.35 %' or '100' as basis points; None where it is no percentage up to 100."""
    found = _PERCENT.fullmatch(text.strip().removesuffix("%").strip())
    if found is None:
        return None
    value = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
    return value if value <= 10_000 else None


class PercentField(forms.CharField):
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: str) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = percent_bp(text)
        if found is None:
            raise forms.ValidationError(_("Write a percentage from 0 to 100, for example 12,35."))
        return found


class PlanField(forms.CharField):
    """One percentage a line, each the whole that is to stand at the end of that week."""

    widget = forms.Textarea(attrs={"rows": 8})

    def clean(self, value: str) -> list[int]:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        found = [percent_bp(line) for line in lines]
        wrong = next((n for n, bp in enumerate(found, 1) if bp is None), None)
        if wrong:
            raise forms.ValidationError(
                _("Line %(n)s is no percentage from 0 to 100: %(text)s") % {"n": wrong, "text": lines[wrong - 1][:40]}
            )  # fmt: skip
        return [bp for bp in found if bp is not None]


def _text(label: Any, *, required: bool = False, most: int = 500, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": 2}), help_text=help_text
    )  # fmt: skip


class MarketForm(forms.Form):
    programme = forms.ChoiceField(label=_("Programme"))
    name = forms.CharField(label=_("Name of the market"), max_length=120)
    area = PlaceField()
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    proposer = forms.CharField(
        label=_("Proposed by"), max_length=150, help_text=_("The cooperative or office that asks")
    )
    proposed_on = day_field(_("Day of the proposal"))
    document_no = forms.CharField(label=_("Number of the letter"), max_length=80, required=False)
    requested_idr = RupiahField(label=_("Requested (IDR)"), required=False)

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = programmes


class StageForm(forms.Form):
    reached_on = day_field(_("Day"))
    grade = forms.ChoiceField(label=_("Grade of the documents"), choices=[(g, g) for g in GRADES])
    document_no = forms.CharField(label=_("Number of the document"), max_length=80, required=False)
    remark = _text(_("Remark"))
    reason = _text(
        _("Reason, where a mandatory requirement is missing"),
        help_text=_("It stays with the stage and is shown to everybody who sees the market."),
    )

    def __init__(self, *args: Any, graded: bool, lacking: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not graded:
            del self.fields["grade"]
        if not lacking:
            del self.fields["reason"]


class DecreeForm(forms.Form):
    allocation = forms.ChoiceField(label=_("Allocation"))
    amount_idr = RupiahField(label=_("Amount (IDR)"))
    decree_no = forms.CharField(label=_("Number of the decree"), max_length=80)
    decree_on = day_field(_("Day of the decree"))
    plan = _text(_("Plan of use"), most=2_000)
    reason = StageForm.base_fields["reason"]

    def __init__(self, *args: Any, allocations: list[tuple[str, str]], lacking: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["allocation"].choices = allocations
        if not lacking:
            del self.fields["reason"]


class RequirementForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=lambda: words.choices("market_check"))
    document_no = forms.CharField(label=_("Number of the document"), max_length=80, required=False)
    document_on = day_field(_("Day of the document"), required=False)
    remark = _text(_("Remark"), help_text=_("Where it is not needed: why."))


class PackageForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: words.choices("market_package"))
    name = forms.CharField(label=_("Name of the package"), max_length=150)
    contractor = forms.CharField(label=_("Contractor"), max_length=150)
    contract_no = forms.CharField(label=_("Number of the contract"), max_length=80)
    signed_on = day_field(_("Signed on"))
    amount_idr = RupiahField(label=_("Amount (IDR)"))
    starts_on = day_field(_("Works begin"))
    ends_on = day_field(_("Works end by contract"))


class PlanForm(forms.Form):
    planned = PlanField(
        label=_("Planned percentage at the end of each week"),
        help_text=_("One line a week, from the first week, rising to 100. Decimals with a comma."),
    )


class WeekForm(forms.Form):
    number = forms.IntegerField(label=_("Week"), min_value=1, max_value=104)
    actual_bp = PercentField(label=_("Standing at its end (%)"))
    remark = _text(_("Remark"), help_text=_("What hinders, and what is done about it."))


class PointForm(forms.Form):
    name = forms.CharField(label=_("Name of the spot"), max_length=80)
    where = forms.CharField(
        label=_("Where to stand"), max_length=200, required=False, help_text=_("So that the next one finds it.")
    )  # fmt: skip


class PhotoForm(forms.Form):
    taken_on = day_field(_("Taken on"))
    caption = forms.CharField(label=_("Caption"), max_length=200, required=False)


class ManagerForm(forms.Form):
    from_on = day_field(_("From"))
    document_no = forms.CharField(label=_("Number of the decree"), max_length=80, required=False)
    remark = _text(_("Remark"))


COUNT_LABELS = {
    "kiosks_built": _("Kiosks built"), "kiosks_let": _("Kiosks let"), "kiosks_open": _("Kiosks open"),
    "stalls_built": _("Stalls built"), "stalls_let": _("Stalls let"), "stalls_open": _("Stalls open"),
    "pitches_built": _("Pitches built"), "pitches_let": _("Pitches let"), "pitches_open": _("Pitches open"),
    "traders_male": _("Traders, men"), "traders_female": _("Traders, women"),
    "traders_members": _("Traders who are members of the cooperative"),
}  # fmt: skip
MONEY_LABELS = {
    "rent_idr": _("Rent"), "levy_idr": _("Fees"), "parking_idr": _("Parking"), "other_idr": _("Other income"),
    "cost_idr": _("Cost"),
}  # fmt: skip


class CountForm(forms.Form):
    counted_on = day_field(_("Counted on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in COUNTS:
            self.fields[name] = forms.IntegerField(
                label=COUNT_LABELS[name], min_value=0, max_value=100_000, initial=0
            )
        self.fields["remark"] = _text(_("Remark"))


class YearForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in MONEY:
            self.fields[name] = RupiahField(label=MONEY_LABELS[name], initial="0")
        self.fields["remark"] = _text(_("Remark"))
