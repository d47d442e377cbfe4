"""Forms for calls, proposals, decrees, and the recipient's own report."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from naikkelas.programmes.queries.startup import USES
from naikkelas.web import words
from naikkelas.web.fields import PlaceField, day_field
from naikkelas.web.programmes.forms import RupiahField

YES_NO = [("", _("Not known")), ("yes", _("yes")), ("no", _("no"))]
_BOOLEANS = ("has_tax_id", "trained", "bookkept")


def _text(label: str, length: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, **more)


def _count(label: str, most: int = 10_000) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False)


@dataclass(frozen=True)
class Section:
    """Some fields of a form under a heading, as _components/fields.html draws them."""

    title: str
    bound: list[BoundField]
    non_field_errors: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[BoundField]:
        return iter(self.bound)


class CallForm(forms.Form):
    programme = forms.ChoiceField(label=_("Programme"))
    title = forms.CharField(label=_("Title of the call"), max_length=150)
    opens_on = day_field(_("Opens on"))
    closes_on = day_field(_("Closes on"))
    min_idr = RupiahField(label=_("Lowest amount a person (IDR)"))
    max_idr = RupiahField(label=_("Highest amount a person (IDR)"))
    places_count = forms.IntegerField(label=_("Places"), min_value=1, max_value=100_000)

    def __init__(self, *args: Any, programmes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = programmes


class StartForm(forms.Form):
    """Who proposes: enough to begin a draft."""

    person_nik = forms.CharField(
        label=_("NIK (16 digits)"),
        max_length=16,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("It is kept sealed; pages show it masked."),
    )
    name = forms.CharField(label=_("Name as on the identity card"), max_length=150)
    sex = forms.ChoiceField(
        label=_("Sex"), choices=[("", "–"), ("m", _("Man")), ("f", _("Woman"))], required=False
    )
    phone = _text(_("Telephone"), 20)
    area = PlaceField()
    received_on = day_field(_("Day the proposal came in"))


class ApplicationForm(forms.Form):
    """What a proposal says. Left empty: not known yet."""

    name = forms.CharField(label=_("Name as on the identity card"), max_length=150)
    phone = _text(_("Telephone"), 20)
    education = forms.ChoiceField(label=_("Schooling"), required=False)
    occupation = forms.ChoiceField(label=_("Occupation"), required=False)
    id_card = forms.ChoiceField(label=_("Identity card (KTP)"), required=False)
    has_tax_id = forms.ChoiceField(label=_("Has a tax number (NPWP)"), choices=YES_NO, required=False)
    tax_id = _text(_("Tax number (NPWP)"), 25, help_text=_("Kept sealed. Left empty: as it was."))
    trained = forms.ChoiceField(
        label=_("Has a certificate of entrepreneurship training"), choices=YES_NO, required=False
    )
    trained_on = day_field(_("Day of the certificate"), required=False)
    training_by = _text(_("Who gave the training"), 120)

    business_name = _text(_("Name of the business"), 150)
    business_kind = forms.ChoiceField(label=_("Kind of business"), required=False)
    product = _text(_("Kind of product"), 150)
    business_address = _text(_("Address of the business"), 250)
    started_on = day_field(_("Day the business began"), required=False)
    licence = forms.ChoiceField(label=_("Licence"), required=False)
    licence_no = _text(_("Number of the licence"), 80)
    workers = _count(_("Workers, owner included"))

    sales_month_idr = RupiahField(label=_("Sales of a month (IDR)"), required=False)
    cost_month_idr = RupiahField(label=_("Cost of a month (IDR)"), required=False)
    bookkept = forms.ChoiceField(label=_("Keeps books"), choices=YES_NO, required=False)

    asked_idr = RupiahField(label=_("Amount asked for (IDR)"), required=False)
    account = forms.ChoiceField(label=_("Bank account"), required=False)
    bank = _text(_("Bank"), 80)
    account_no = _text(_("Number of the account"), 30, help_text=_("Kept sealed. Left empty: as it was."))

    _SECTIONS = (
        (
            _("Identity"),
            (
                "name",
                "phone",
                "education",
                "occupation",
                "id_card",
                "has_tax_id",
                "tax_id",
                "trained",
                "trained_on",
                "training_by",
            ),
        ),
        (
            _("Business"),
            (
                "business_name",
                "business_kind",
                "product",
                "business_address",
                "started_on",
                "licence",
                "licence_no",
                "workers",
            ),
        ),
        (_("Profit and loss"), ("sales_month_idr", "cost_month_idr", "bookkept")),
        (_("Money and account"), ("asked_idr", "account", "bank", "account_no")),
    )
    _CHOICES = {
        "education": "education",
        "occupation": "occupation",
        "id_card": "id_card",
        "business_kind": "business_kind",
        "licence": "startup_licence",
        "account": "account_state",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in self._CHOICES.items():
            self.fields[name].choices = [("", _("Not known")), *words.choices(kind)]
        for name in USES:
            label = words.label("use_kind", name)
            self.fields[f"plan_{name}"] = RupiahField(label=f"{label} (Rp)", required=False)
            self.fields[f"what_{name}"] = _text(f"{label}: {_('what for')}", 150)

    @classmethod
    def initial_of(cls, application: Any, plan: list[Any]) -> dict[str, Any]:
        """What a proposal holds, as the form shows it; sealed numbers never come back."""
        names = [n for _title, fields in cls._SECTIONS for n in fields if n not in ("tax_id", "account_no")]
        held = {name: getattr(application, name) for name in names}
        held |= {name: {True: "yes", False: "no"}.get(held[name], "") for name in _BOOLEANS}
        for line in plan:
            held[f"plan_{line.category}"] = held.get(f"plan_{line.category}", 0) + line.amount_idr
            held[f"what_{line.category}"] = line.what
        return held

    def sections(self) -> list[Section]:
        found = [Section(str(title), [self[name] for name in names]) for title, names in self._SECTIONS]
        plan = [self[f"{part}_{name}"] for name in USES for part in ("plan", "what")]
        return [*found[:3], Section(str(_("Plan of use")), plan), found[3]]

    def values(self) -> dict[str, Any]:
        """What the action takes, sealed numbers and plan apart."""
        names = [n for _title, fields in self._SECTIONS for n in fields if n not in ("tax_id", "account_no")]
        values = {name: self.cleaned_data[name] for name in names}
        return values | {name: {"yes": True, "no": False}.get(values[name]) for name in _BOOLEANS}

    def plan(self) -> list[tuple[str, str, int]]:
        given = self.cleaned_data
        return [(n, given[f"what_{n}"], given[f"plan_{n}"]) for n in USES if given.get(f"plan_{n}")]


class DecreeForm(forms.Form):
    decree_no = forms.CharField(label=_("Number of the decree"), max_length=80)
    decree_on = day_field(_("Day of the decree"))


class ReportForm(forms.Form):
    """Blocks I, II, IV and V of the recipient's own report; nothing is required for a draft."""

    name = _text(_("Name as on the identity card"), 150)
    business_address = _text(_("Address of the business"), 250)
    phone = _text(_("Telephone"), 20)
    email = forms.EmailField(label=_("Email"), required=False, max_length=120)
    business_name = _text(_("Name of the business"), 150)
    business_field = _text(_("Field of business"), 80)
    product = _text(_("Kind of product"), 150)
    business_months = _count(_("Age of the business (months)"), 1_200)
    received_idr = RupiahField(label=_("Amount received (IDR)"), required=False)
    received_on = day_field(_("Day it was received"), required=False)
    bank = _text(_("Bank"), 80)
    working_capital_idr = RupiahField(label=_("For working capital (IDR)"), required=False)
    investment_idr = RupiahField(label=_("For investment or equipment (IDR)"), required=False)
    use_told = _text(_("What the money was used for"), 2_000, widget=forms.Textarea)
    workers_before = _count(_("Workers before"))
    workers_after = _count(_("Workers now"))
    sales_before_idr = RupiahField(label=_("Sales of a month before the aid (IDR)"), required=False)
    sales_after_idr = RupiahField(label=_("Sales of a month now (IDR)"), required=False)
    profit_before_idr = RupiahField(label=_("Profit of a month before (IDR)"), required=False)
    profit_after_idr = RupiahField(label=_("Profit of a month now (IDR)"), required=False)
    marketing = _text(_("How the products are sold"), 2_000, widget=forms.Textarea)

    _BLOCKS = {
        "identity": (
            "name",
            "business_address",
            "phone",
            "email",
            "business_name",
            "business_field",
            "product",
            "business_months",
        ),
        "money": ("received_idr", "received_on", "bank", "working_capital_idr", "investment_idr", "use_told"),
        "growth": (
            "workers_before",
            "workers_after",
            "sales_before_idr",
            "sales_after_idr",
            "profit_before_idr",
            "profit_after_idr",
        ),
        "marketing": ("marketing",),
    }

    def blocks(self) -> dict[str, Section]:
        return {key: Section("", [self[name] for name in names]) for key, names in self._BLOCKS.items()}


class LineForm(forms.Form):
    """One purchase of block III."""

    used_on = day_field(_("Day"))
    category = forms.ChoiceField(label=_("For"), choices=lambda: words.choices_among("use_kind", USES))
    amount_idr = RupiahField(label=_("Amount (IDR)"))
    remark = _text(_("Note"), 150)
    keep = forms.IntegerField(required=False, widget=forms.HiddenInput)
