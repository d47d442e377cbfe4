"""Forms for meetings, certificates, officials, decrees and coaching."""

from django import forms
from django.utils.translation import gettext_lazy as _

from naikkelas.web import words
from naikkelas.web.fields import day_field
from naikkelas.web.programmes.forms import RupiahField

YES_NO = [("", _("Not known")), ("yes", _("yes")), ("no", _("no"))]


class MeetingForm(forms.Form):
    book_year = forms.IntegerField(label=_("Book year"), min_value=1990, max_value=2100)
    held_on = day_field(_("Day of the meeting"))
    members_total = forms.IntegerField(label=_("All members"), min_value=1, max_value=1_000_000)
    members_present = forms.IntegerField(label=_("Members present"), min_value=0, max_value=1_000_000)
    quorum_required = forms.IntegerField(
        label=_("Quorum by the bylaws (members)"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=_("Left empty: half of the members and one more."),
    )
    report_accepted = forms.ChoiceField(
        label=_("Accountability report accepted"), choices=YES_NO, required=False
    )
    surplus_idr = RupiahField(label=_("Surplus of the book year (SHU, IDR)"), required=False)
    agenda = forms.CharField(label=_("Agenda"), widget=forms.Textarea, required=False, max_length=4_000)
    reported_to_office_on = day_field(_("Reported to the office on"), required=False)
    minutes = forms.FileField(
        label=_("Minutes (PDF, photo or Office document, up to 10 MB)"), required=False, allow_empty_file=True
    )
    attendance = forms.FileField(label=_("List of attendance"), required=False, allow_empty_file=True)

    def values(self) -> dict:
        """What the action takes, files apart."""
        values = {k: v for k, v in self.cleaned_data.items() if k not in ("minutes", "attendance")}
        return values | {"report_accepted": {"yes": True, "no": False}.get(values["report_accepted"])}


class CertificateForm(forms.Form):
    cooperative_nik = forms.CharField(
        label=_("Cooperative number (NIK Koperasi)"), max_length=13, help_text=_("13 digits")
    )
    grade = forms.ChoiceField(label=_("Grade on the certificate"), required=False)
    issued_on = day_field(_("Issued on"))
    expires_on = day_field(_("Valid until"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [("", "–"), *words.choices("certificate_grade")]


class OfficialForm(forms.Form):
    body = forms.ChoiceField(label=_("Organ"), choices=lambda: words.choices("body"))
    position = forms.ChoiceField(label=_("Position held"), choices=lambda: words.choices("position"))
    name = forms.CharField(label=_("Name"), max_length=150)
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    from_on = day_field(_("In office from"))
    until_on = day_field(_("In office until"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = [("", "–"), *words.choices("sex")]


class DecreeForm(forms.Form):
    number = forms.CharField(label=_("Number of the decree (SK)"), max_length=80)
    decided_on = day_field(_("Day of the decree"))
    status = forms.ChoiceField(
        label=_("Status by the decree"),
        choices=lambda: [c for c in words.choices("status") if c[0] != "unknown"],
    )
    reason = forms.CharField(label=_("Remark"), widget=forms.Textarea, required=False, max_length=2_000)


class CoachingForm(forms.Form):
    goal = forms.CharField(label=_("Goal"), widget=forms.Textarea, max_length=2_000)
    officer = forms.CharField(label=_("Responsible officer"), max_length=150)
    starts_on = day_field(_("To begin on"))
    steps = forms.CharField(
        label=_("Planned steps, one a line: day and what is done"),
        widget=forms.Textarea,
        required=False,
        max_length=4_000,
        help_text=_("For example: 2020-04-06 Visit the office and look at the books"),
    )


class CoachingVisitForm(forms.Form):
    visited_on = day_field(_("Day"))
    actions = forms.CharField(label=_("What was done"), max_length=4_000)
    result = forms.CharField(label=_("Result"), max_length=4_000, required=False)
    next_step = forms.CharField(label=_("Next step"), max_length=2_000, required=False)
