"""What the pages of credentials and of branding events share: forms, files, the steps of one record, filters."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.analytics.cache import remembered
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry import actions
from naikkelas.registry import queries as registry
from naikkelas.registry.queries import facilitations as queries
from naikkelas.web import access_log, words
from naikkelas.web.fields import day_field
from naikkelas.web.listing import Filter
from naikkelas.web.programmes.forms import RupiahField

MOST_BYTES = 10_000_000
_KINDS = {b"%PDF": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}
BAD_FILE = Kind(
    "facilitation.file_kind",
    "Berkas harus PDF, JPEG, atau PNG, paling besar 10 MB.",
    "The file must be a PDF, JPEG or PNG, at most 10 MB.",
)


class FacilitationForm(forms.Form):
    """The fields that both have; `programme` offers those that the asker may see."""

    facilitated_by = forms.CharField(
        label=gettext_lazy("Who helped"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Office, programme or organisation. Empty: the owner did it alone."),
    )
    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    cost_idr = RupiahField(label=gettext_lazy("Cost (IDR)"), required=False)
    remark = forms.CharField(
        label=gettext_lazy("Remark"), required=False, max_length=2_000, widget=forms.Textarea
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._programmes = {str(p.pk): f"{p.name} {p.year}" for p in programmes.programmes_visible_to(user)}
        kept = str(self.initial.get("programme") or "")
        if kept and kept not in self._programmes:  # named by somebody with a wider area
            self._programmes[kept] = str(self.initial.get("programme_name", ""))
        self.fields["programme"].choices = [("", "–"), *self._programmes.items()]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        values = dict(self.cleaned_data)
        chosen = values.pop("programme", "")
        return values | {
            "programme_no": int(chosen) if chosen else None,
            "programme_name": self._programmes.get(chosen, "")[:160],
        }


class CredentialForm(FacilitationForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=lambda: words.choices("credential"))
    status = forms.ChoiceField(
        label=gettext_lazy("Status"), choices=lambda: words.choices("credential_status")
    )
    number = forms.CharField(label=gettext_lazy("Number"), max_length=80, required=False)
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=120, required=False)
    applied_on = day_field(gettext_lazy("Applied for on"), required=False)
    issued_on = day_field(gettext_lazy("Issued on"), required=False)
    expires_on = day_field(gettext_lazy("Valid until"), required=False)
    field_order = ("kind", "status", "number", "issuer", "applied_on", "issued_on", "expires_on")

    def clean(self) -> dict[str, Any]:
        """What was applied for has a day or a number: without either nobody can ask after it."""
        data = super().clean()
        told = data.get("number") or data.get("applied_on") or "applied_on" in self.errors
        if data.get("status") == "applied" and not told:
            self.add_error("applied_on", gettext_lazy("Write the day of the application, or its number."))
        return data


class BrandingForm(FacilitationForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=lambda: words.choices("branding"))
    held_on = day_field(gettext_lazy("Day"), required=True)
    sales_before_idr = RupiahField(label=gettext_lazy("Sales of a month before (IDR)"), required=False)
    sales_after_idr = RupiahField(label=gettext_lazy("Sales of a month after (IDR)"), required=False)
    field_order = ("kind", "held_on", "sales_before_idr", "sales_after_idr")


FORMS = {"credential": CredentialForm, "branding": BrandingForm}


def sent_file(request: HttpRequest) -> tuple[str, bytes | None]:
    """Name and content of the file sent; refused where it is none of those that are kept."""
    file = request.FILES.get("file")
    if file is None:
        return "", None
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES or not any(content.startswith(magic) for magic in _KINDS):
        raise Refused(BAD_FILE)
    return file.name, content


def enterprise_of(request: HttpRequest, pk: int) -> Any:
    rows = registry.enterprises_visible_to(request.user).select_related("owner", "area")
    return get_object_or_404(rows, pk=pk)


def record_of(request: HttpRequest, what: str, pk: int) -> Any:
    return get_object_or_404(queries.visible_to(request.user, what), pk=pk)


def add(request: HttpRequest, what: str, pk: int, template: str) -> HttpResponse:
    """The page that enters a record of an enterprise."""
    enterprise = enterprise_of(request, pk)
    form = FORMS[what](request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            name, content = sent_file(request)
            record = actions.add_facilitation(
                what=what, enterprise=enterprise, values=form.values(), file_name=name, file=content,
                by=request.user, at=request.at,
            )  # fmt: skip
            messages.success(request, _("It was recorded."))
            return redirect(f"registry-{what}-detail", record.pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
    access_log.seen(request, enterprise.owner_id, enterprise.area_id)
    return _form_page(request, template, form, enterprise, record=None)


def change(request: HttpRequest, what: str, pk: int, template: str) -> HttpResponse:
    """The page that corrects a record or takes it to its next step."""
    record = record_of(request, what, pk)
    initial = {name: getattr(record, name) for name in FORMS[what].base_fields if hasattr(record, name)}
    initial |= {"programme": record.programme_no or "", "programme_name": record.programme_name}
    form = FORMS[what](request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            name, content = sent_file(request)
            newer = actions.change_facilitation(
                record=record,
                values=form.values(),
                file_name=name,
                file=content,
                by=request.user,
                at=request.at,
            )
            messages.success(request, _("The change was recorded; the former version is kept below."))
            return redirect(f"registry-{what}-detail", newer.pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
    access_log.seen(request, record.enterprise.owner_id, record.enterprise.area_id)
    return _form_page(request, template, form, record.enterprise, record)


def _form_page(request: HttpRequest, template: str, form: Any, enterprise: Any, record: Any) -> HttpResponse:
    context = {
        "form": form,
        "enterprise": enterprise,
        "record": record,
        "see": access.may(request.user, "person.see"),
        "path": places.path(enterprise.area_id),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def detail(request: HttpRequest, record: Any, template: str, **more: Any) -> HttpResponse:
    access_log.seen(request, record.enterprise.owner_id, record.enterprise.area_id)
    line = queries.line_of(record)
    context = {
        "record": record,
        "enterprise": record.enterprise,
        "line": line if len(line) > 1 else [],
        "newest": next((row for row in line if row.superseded_at is None), None),
        "path": places.path(record.enterprise.area_id),
        "see": access.may(request.user, "person.see"),
        "may_edit": access.may(request.user, "registry.edit"),
        **more,
    }
    return render(request, template, context)


def withdraw(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    record = record_of(request, what, pk)
    actions.withdraw_facilitation(record=record, by=request.user, at=request.at)
    messages.success(request, _("The record was withdrawn. It can be put back from this page."))
    return redirect(f"registry-{what}-detail", pk)


def restore(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    record = record_of(request, what, pk)
    newer = actions.restore_facilitation(record=record, by=request.user, at=request.at)
    messages.success(request, _("The former version stands again."))
    return redirect(f"registry-{what}-detail", newer.pk)


def file(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """A record's file, always as a download that no browser runs. It may name persons."""
    record = record_of(request, what, pk)
    if not record.file_sha256:
        raise Http404("file")
    access_log.seen(request, record.enterprise.owner_id, record.enterprise.area_id)
    content = vault.current().blobs.get(record.file_sha256)
    kind = next((k for magic, k in _KINDS.items() if content.startswith(magic)), "application/octet-stream")
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in record.file_name)
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{safe or "berkas"}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


# ── filters of the lists ──


def kind_filter(what: str) -> Filter:
    return Filter(
        "jenis", _("Kind"), lambda: words.choices(what), lambda rows, value: rows.filter(kind=value)
    )


def helped_filter(request: HttpRequest, rows: Any) -> Filter:
    """Who helped: anybody, nobody, or one of those that occur here."""
    area = (request.user.area_id, request.frame.area.code)
    found = remembered(("helpers", rows.model._meta.db_table, *area), lambda: queries.helpers(rows))
    fixed = [("ada", _("With help")), ("tanpa", _("Without help"))]

    def narrow(rows: Any, value: str) -> Any:
        if value == "ada":
            return rows.exclude(facilitated_by="")
        return rows.filter(facilitated_by="" if value == "tanpa" else value)

    return Filter("bantuan", _("Who helped"), lambda: [*fixed, *((name, name) for name in found)], narrow)


def programme_filter(request: HttpRequest, rows: Any) -> Filter:
    """The programmes that are named with records of this area."""
    area = (request.user.area_id, request.frame.area.code)
    found = remembered(
        ("named programmes", rows.model._meta.db_table, *area), lambda: queries.named_programmes(rows)
    )
    return Filter(
        "program", _("Programme"), lambda: found, lambda rows, value: rows.filter(programme_no=int(value))
    )
