"""The life of one cooperative: annual meetings, certificates, board and supervisors; and the list of certificates."""

from datetime import date, timedelta
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.registry import actions, queries
from naikkelas.registry.queries import coaching, meetings, standing
from naikkelas.rules import cooperative_warning
from naikkelas.web import evidence, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.registry.life_forms import CertificateForm, MeetingForm, OfficialForm

NOT_A_DAY = Kind(
    "official.day", "Tulis tanggal akhir masa jabatan.", "Write the day on which the term of office ended."
)


def found(request: HttpRequest, pk: int):
    return get_object_or_404(
        queries.cooperatives_visible_to(request.user).select_related("area", "warning"), pk=pk
    )


def card(request: HttpRequest, cooperative, years: list) -> dict:
    """What the page of a cooperative shows of its life. `years`: its book years, newest first."""
    today = request.at.date()
    warning = getattr(cooperative, "warning", None)
    signs = warning.reasons.split() if warning else []
    decrees = list(standing.decrees_on(cooperative)[:10])
    for line in decrees:
        line.inside = access.covers(request.user, line.decree.area_id)
    members = [y for y in years if y.members_male is not None or y.members_female is not None][:6]
    for y in members:
        y.all = (y.members_male or 0) + (y.members_female or 0)
    return {
        "today": today,
        "meeting_line": meetings.meeting_line(cooperative, years, today),
        "certificates": meetings.certificates_of(cooperative)[:5],
        "officials": meetings.officials_of(cooperative, today),
        "decrees": decrees,
        "tags": standing.tags_of(cooperative),
        "units": standing.units_of(cooperative) if _has_units(cooperative) else [],
        "signs": signs,
        "todo": [cooperative_warning.in_force(today).todo.get(sign, "") for sign in signs],
        "plans": coaching.plans_of(cooperative)[:5],
        "may_edit": access.may(request.user, "registry.edit"),
        "members_line": members,
        "differs": difference_of(cooperative),
    }


def _has_units(cooperative) -> bool:
    """Whether the card of the seven units says something: village cooperatives, and whoever has one."""
    return cooperative.group in ("village_based", "merah_putih") or cooperative.units.exists()


def difference_of(cooperative) -> str:
    """In which direction official and computed status of one cooperative differ; empty where they agree."""
    active = cooperative.computed_status in ("active_rat", "active_no_rat")
    if cooperative.official_status == "active" and not active:
        return "lapsed"
    return "revived" if cooperative.official_status == "inactive" and active else ""


def answered(request: HttpRequest, cooperative, form, template: str, act) -> HttpResponse:
    """Show a form on a cooperative, or do what it says; a refusal stands above the form and nothing is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
            return redirect("registry-cooperative-detail", cooperative.pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
    return render(
        request,
        template,
        {"cooperative": cooperative, "form": form, "path": places.path(cooperative.area_id)},
        status=422 if form.errors else 200,
    )


@page("registry.edit", post=True)
def meeting_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the annual meeting on one book year; an older record of it is kept, superseded."""
    cooperative = found(request, pk)
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else request.at.year - 1
    known = meetings.meetings_of(cooperative).filter(book_year=year).first()
    initial = {"book_year": year, "members_total": cooperative.members or ""}
    if known:
        fields = [name for name in MeetingForm.base_fields if name not in ("minutes", "attendance")]
        initial = {name: getattr(known, name) for name in fields}
        initial["report_accepted"] = {True: "yes", False: "no"}.get(known.report_accepted, "")
    form = MeetingForm(request.POST or None, request.FILES or None, initial=initial)

    def act() -> None:
        actions.record_meeting(
            cooperative=cooperative, minutes=_file(request, "minutes"), attendance=_file(request, "attendance"),
            by=request.user, at=request.at, **form.values(),
        )  # fmt: skip
        messages.success(request, _("The annual meeting was recorded and the activity judged anew."))

    return answered(request, cooperative, form, "registry/meeting_add.html", act)


def _file(request: HttpRequest, field: str) -> actions.File | None:
    name, content = evidence.received(request, field)
    return actions.File(name, content) if content is not None else None


@page("person.see")
def meeting_file(request: HttpRequest, pk: int, meeting: int, kind: str) -> HttpResponse:
    """Minutes or attendance of a meeting; both name persons."""
    record = get_object_or_404(meetings.meetings_visible_to(request.user), pk=meeting, cooperative_id=pk)
    sha256 = getattr(record, f"{kind}_sha256", "") if kind in ("minutes", "attendance") else ""
    if not sha256:
        raise Http404("file")
    return evidence.download(sha256, getattr(record, f"{kind}_name"))


@page("registry.edit", post=True)
def certificate_add(request: HttpRequest, pk: int) -> HttpResponse:
    cooperative = found(request, pk)
    initial = {"cooperative_nik": cooperative.cooperative_nik, "grade": cooperative.certificate_grade}
    form = CertificateForm(request.POST or None, initial=initial)

    def act() -> None:
        actions.record_certificate(
            cooperative=cooperative, by=request.user, at=request.at, **form.cleaned_data
        )
        messages.success(request, _("The certificate was entered."))

    return answered(request, cooperative, form, "registry/certificate_add.html", act)


@page("registry.edit", post=True)
def official_add(request: HttpRequest, pk: int) -> HttpResponse:
    cooperative = found(request, pk)
    form = OfficialForm(request.POST or None)

    def act() -> None:
        actions.appoint_official(cooperative=cooperative, by=request.user, at=request.at, **form.cleaned_data)
        messages.success(request, _("Entered."))

    return answered(request, cooperative, form, "registry/official_add.html", act)


@page("registry.edit", post=True, get=False)
def official_end(request: HttpRequest, pk: int, official: int) -> HttpResponse:
    record = get_object_or_404(meetings.officials_visible_to(request.user), pk=official, cooperative_id=pk)
    try:
        until_on = date.fromisoformat(request.POST.get("until_on", ""))
    except ValueError as error:
        raise Refused(NOT_A_DAY) from error
    actions.end_term(official=record, until_on=until_on, by=request.user, at=request.at)
    messages.success(request, _("The end of the term was recorded."))
    return redirect("registry-cooperative-detail", pk)


def certificate_state(until: date | None, today: date) -> str:
    """expired, ending or valid; empty where there is no certificate."""
    days = cooperative_warning.in_force(today).certificate_days
    if until is None:
        return ""
    return "expired" if until < today else "ending" if until <= today + timedelta(days=days) else "valid"


@page("registry.read")
def certificate_list(request: HttpRequest) -> HttpResponse:
    """Certificates that have expired or end soon, to be renewed; all others on demand."""
    today = request.at.date()
    soon = today + timedelta(days=cooperative_warning.in_force(today).certificate_days)

    def narrow(rows, value):
        if value == "expired":
            return rows.filter(certificate_until__lt=today)
        if value == "ending":
            return rows.filter(certificate_until__gte=today, certificate_until__lte=soon)
        return rows.filter(certificate_until__gt=soon)

    with_one = request.frame.scoped(queries.all_cooperatives()).filter(certificate_until__isnull=False)
    columns = [
        Column(_("Cooperative"), lambda c: c.name, sort="name_key"),
        Column(_("Area"), lambda c: places.place_of(c.area_id), sort="area_id"),
        Column(_("Cooperative no. (NIK)"), lambda c: c.cooperative_nik),
        Column(_("Grade"), lambda c: c.certificate_grade, sort="certificate_grade"),
        Column(_("Valid until"), lambda c: c.certificate_until.isoformat(), sort="certificate_until"),
        Column(
            _("State"),
            lambda c: words.label("certificate_state", certificate_state(c.certificate_until, today)),
        ),
        Column(_("Last meeting (RAT)"), lambda c: c.last_rat_year, sort="last_rat_year", number=True),
    ]
    listing = Listing(
        request, with_one, columns, "registry/certificate_list.html",
        filters=[Filter("keadaan", _("State"), partial(words.choices, "certificate_state"), narrow)],
        search=queries.search_names, order="certificate_until", export_name="sertifikat-nik",
        may_export=access.may(request.user, "registry.export"),
    )  # fmt: skip
    for each in listing.page.object_list:
        each.state = certificate_state(each.certificate_until, today)
    return listing.respond(
        expired=narrow(with_one, "expired").count(),
        ending=narrow(with_one, "ending").count(),
        may_edit=access.may(request.user, "registry.edit"),
    )
