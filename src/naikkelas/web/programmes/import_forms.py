"""What a list of programmes does not say itself."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from naikkelas.accounts import access
from naikkelas.intake.queries import lists_open_to
from naikkelas.programmes import queries
from naikkelas.programmes.queries import import_lists, startup
from naikkelas.web import words

_DAY = {"type": "date"}


class GivenForm(forms.Form):
    """All optional: needed only where the file has no column for it."""

    decree_no = forms.CharField(label=_("Number of the decree"), max_length=80, required=False)
    document_no = forms.CharField(label=_("Number of the SP2D, DPA or DIPA"), max_length=80, required=False)
    dated_on = forms.DateField(
        label=_("Day of the document"), widget=forms.DateInput(attrs=_DAY), required=False
    )
    source = forms.ChoiceField(label=_("Source of money"), required=False)
    year = forms.IntegerField(label=_("Budget year"), min_value=2000, max_value=2100, required=False)
    programme = forms.ChoiceField(
        label=_("Programme"), required=False, help_text=_("For ceilings: whose budget the lines are.")
    )
    allocation = forms.ChoiceField(
        label=_("Allocation"),
        required=False,
        help_text=_("For decrees: out of which the recipients get their money."),
    )

    call = forms.ChoiceField(
        label=_("Call"), required=False, help_text=_("For proposals: which call they answer.")
    )
    received_on = forms.DateField(
        label=_("Day the proposals came in"), widget=forms.DateInput(attrs=_DAY), required=False
    )
    centre = forms.ChoiceField(label="PLUT", required=False, help_text=_("For a service log: whose it is."))

    def __init__(self, *args, user, only: str = "", **kwargs) -> None:
        """`only`: the kind of list that is meant, where that is known already."""
        super().__init__(*args, **kwargs)
        nothing = ("", _("as the file says"))
        programmes = queries.programmes_visible_to(user).order_by("-year", "name")
        allocations = access.visible(user, queries.allocations()).select_related("ceiling__programme", "area")
        self.fields["source"].choices = [nothing, *words.choices("source")]
        self.fields["programme"].choices = [
            nothing, *((str(p.pk), f"{p.name} {p.year}") for p in programmes if access.covers(user, p.area_id))
        ]  # fmt: skip
        self.fields["allocation"].choices = [nothing] + [
            (
                str(a.pk),
                f"{a.ceiling.programme.name} {a.ceiling.year} · {a.area.title} {a.ceiling.line_code}".strip(),
            )
            for a in allocations.order_by("-ceiling__year", "ceiling__programme__name", "area_id")
        ]

        self.fields["call"].choices = [nothing] + [
            (str(call.pk), f"{call.title} · {call.programme}")
            for call in startup.calls_visible_to(user).filter(decided_at=None).order_by("-closes_on", "title")
        ]
        self.fields["centre"].choices = [nothing] + [
            (str(centre.pk), centre.facility.name) for centre in import_lists.centres_run_by(user)
        ]
        for name in self.fields.keys() - _asked([only] if only else lists_open_to(user)):
            del self.fields[name]

    def given(self) -> dict[str, str]:
        """By field of a row, as text that the reader understands."""
        said = {k: str(v) for k, v in self.cleaned_data.items() if v not in (None, "")}
        if "dated_on" in said:  # of a list of payments it is the day of payment
            said["paid_on"] = said["dated_on"]
        return said


_OF = {
    "payment": {"decree_no", "document_no", "dated_on"},
    "ceiling": {"document_no", "dated_on", "source", "year", "programme"},
    "award": {"decree_no", "dated_on", "allocation"},
    "transfer": {"document_no", "dated_on"},
    "application": {"call", "received_on"},
    "service": {"centre"},
}
"""What each kind of list may lack."""


def _asked(records: Sequence[str]) -> set[str]:
    return set().union(*(_OF[record] for record in records))
