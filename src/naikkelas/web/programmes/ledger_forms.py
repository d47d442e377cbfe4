"""Forms of the ledger."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naikkelas.kit.money import NotRupiah, parse_rupiah
from naikkelas.reference.uses import categories
from naikkelas.web import words
from naikkelas.web.fields import PastDayField, PlaceField
from naikkelas.web.programmes.forms import RupiahField

_DAY = {"type": "date"}


class SignedRupiahField(RupiahField):
    """An amount that may take away: 5.000.000 or -5.000.000."""

    def clean(self, value: str) -> int | None:
        text = forms.CharField.clean(self, value).strip().replace("−", "-")
        try:
            return parse_rupiah(text)
        except NotRupiah as error:
            raise forms.ValidationError(
                _("Write a whole amount of rupiah, for example 12.500.000 or -12.500.000.")
            ) from error


class UseForm(forms.Form):
    prefix = "use"
    category = forms.ChoiceField(
        label=_("Spent on"),
        choices=lambda: [(key, name.to(get_language() or "id")) for key, name in categories().items()],
    )
    amount_idr = RupiahField(label=_("Amount (IDR)"))
    used_on = PastDayField(label=_("Day of the receipt"))
    receipt_no = forms.CharField(label=_("Number of the receipt"), max_length=80)
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)


class ReturnForm(forms.Form):
    prefix = "return"
    amount_idr = RupiahField(label=_("Amount (IDR)"))
    returned_on = PastDayField(label=_("Day of the payment"))
    document_no = forms.CharField(label=_("Proof of payment to the treasury (STS, SSBP)"), max_length=80)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class CommitmentForm(forms.Form):
    prefix = "commitment"
    allocation = forms.ChoiceField(label=_("Out of the allocation"))
    kind = forms.ChoiceField(label=_("Document"), choices=lambda: words.choices("commitment"))
    document_no = forms.CharField(label=_("Number"), max_length=80)
    counterparty = forms.CharField(
        label=_("Contractor"), max_length=150, required=False, help_text=_("Leave empty for a decree.")
    )
    signed_on = PastDayField(label=_("Day"))
    amount_idr = RupiahField(label=_("Amount (IDR)"))

    def __init__(self, *args, allocations, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["allocation"].choices = allocations


class RevisionForm(forms.Form):
    prefix = "revision"
    of = forms.ChoiceField(label=_("What is revised"))
    amount_idr = SignedRupiahField(
        label=_("Added or taken away (IDR)"), help_text=_("A minus takes away: -5.000.000")
    )
    document_no = forms.CharField(label=_("Number of the revision"), max_length=80)
    decided_on = PastDayField(label=_("Day"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args, of, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = of


class TransferForm(forms.Form):
    prefix = "transfer"
    giver = forms.ChoiceField(label=_("From the budget line"))
    taker = forms.ChoiceField(label=_("To the budget line"))
    amount_idr = RupiahField(label=_("Amount (IDR)"))
    document_no = forms.CharField(label=_("Number of the revision"), max_length=80)
    decided_on = PastDayField(label=_("Day"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args, givers, takers, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].choices, self.fields["taker"].choices = givers, takers


class AmendmentForm(forms.Form):
    """What an amending decree changes of one recipient; which fields count depends on `what`."""

    what = forms.ChoiceField(
        label=_("What the amending decree does"), choices=lambda: words.choices("amendment")
    )
    amount_idr = RupiahField(
        label=_("New amount (IDR)"), required=False, help_text=_("What the recipient is given in all, not the difference.")
    )  # fmt: skip
    reserve = forms.ChoiceField(
        label=_("Who takes the place: from the reserve"), required=False,
        help_text=_("Eligible proposals of the same call that were passed over, the best first."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Who takes the place: name in the decree"), max_length=150, required=False,
        help_text=_("Only where nobody is chosen above."),
    )  # fmt: skip
    village = PlaceField(required=False)
    document_no = forms.CharField(label=_("Number of the amending decree"), max_length=80)
    decided_on = PastDayField(label=_("Day of the amending decree"))
    reason = forms.CharField(label=_("Reason (at least 10 characters)"), max_length=200)

    def __init__(self, *args, reserve, facility: bool, paid: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reserve"].choices = [("", "–"), *reserve]
        if not reserve:
            del self.fields["reserve"]
        if facility or paid:  # a building is not replaced by another, and who was paid not by anybody
            left = ("amount",) if paid else ("amount", "withdraw")
            self.fields["what"].choices = words.choices_among("amendment", left)
            for name in ("reserve", "name", "village"):
                self.fields.pop(name, None)

    def clean(self) -> dict:
        data = super().clean()
        if (
            data.get("what") == "amount"
            and data.get("amount_idr") is None
            and "amount_idr" not in self.errors
        ):
            self.add_error("amount_idr", _("Write the new amount."))
        if (
            data.get("what") == "replace"
            and not data.get("reserve")
            and not (data.get("name") and data.get("village"))
        ):
            self.add_error("name", _("Choose somebody of the reserve, or write name and village."))
        return data


class AddendumForm(forms.Form):
    """An addendum to a contract: its last day and value from now on."""

    number = forms.CharField(label=_("Number of the addendum"), max_length=80)
    signed_on = PastDayField(label=_("Signed on"))
    ends_on = forms.DateField(label=_("Works end on"), widget=forms.DateInput(attrs=_DAY))
    amount_idr = RupiahField(label=_("Value of the contract from now on (IDR)"))
    reason = forms.CharField(label=_("Reason (at least 10 characters)"), max_length=200)


class CommitmentAmendmentForm(forms.Form):
    prefix = "amendment"
    of = forms.ChoiceField(label=_("Which contract or decree"))
    amount_idr = SignedRupiahField(
        label=_("Added or taken away (IDR)"), help_text=_("A minus takes away: -5.000.000")
    )
    document_no = forms.CharField(label=_("Number of the addendum"), max_length=80)
    signed_on = PastDayField(label=_("Signed on"))
    reason = forms.CharField(label=_("Reason (at least 10 characters)"), max_length=200)

    def __init__(self, *args, of, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = of
