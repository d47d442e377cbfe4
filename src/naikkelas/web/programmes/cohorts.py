"""Training by cohort: the list, one cohort with curriculum and participants, attendance, one participant."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.problems import Kind, Refused
from naikkelas.places import queries as places
from naikkelas.programmes import actions, queries
from naikkelas.programmes.queries import cohorts
from naikkelas.registry import queries as registry
from naikkelas.web import access_log, posted, typo
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.programmes.cohort_forms import (
    AlumnusForm,
    CohortForm,
    FoundedForm,
    MentoringForm,
    PersonForm,
    SessionForm,
    StateForm,
)
from naikkelas.web.tried import tried

CHOOSE = Kind("cohort.choose", "Pilih apa yang hendak dilakukan.", "Choose what to do.")
NO_ENTERPRISE = Kind(
    "cohort.enterprise",
    "UMKM nomor {number} tidak ada di wilayah Anda. Nomornya tampil di alamat halaman UMKM itu.",
    "There is no enterprise {number} in your area. Its number stands in the address of its page.",
)
MOST_FOUND = 20


@page("programmes.read")
def cohort_list(request: HttpRequest) -> HttpResponse:
    columns = [
        Column(_("Cohort"), lambda c: c.name, sort="name"),
        Column(_("Programme"), lambda c: f"{c.programme.name} {c.programme.year}", sort="programme__name"),
        Column(_("Area"), lambda c: places.place_of(c.area_id), sort="area_id"),
        Column(_("Begins"), lambda c: c.starts_on, sort="starts_on"),
        Column(_("Participants"), lambda c: c.enrolled_count, sort="enrolled_count", number=True),
        Column(_("Graduates"), lambda c: c.graduated_count, sort="graduated_count", number=True),
        Column(_("Left"), lambda c: c.dropped_count, sort="dropped_count", number=True),
        Column(_("Businesses founded"), lambda c: c.founded_count, sort="founded_count", number=True),
    ]
    shown = cohorts.with_figures(request.frame.scoped(cohorts.cohorts_visible_to(request.user)))
    years = partial(_years, request)
    listing = Listing(
        request, shown, columns, "programmes/cohort_list.html", order="-starts_on", export_name="angkatan",
        filters=[Filter("tahun", _("Year"), years, lambda rows, year: rows.filter(programme__year=year))],
        search=lambda rows, text: rows.filter(name__icontains=text) | rows.filter(programme__name__icontains=text),
        related=("programme",),
    )  # fmt: skip
    figures = {c.pk: c for c in shown.filter(pk__in=[c.pk for c in listing.page])}
    return listing.respond(
        lines=[(c, figures[c.pk]) for c in listing.page],
        programmes=_trainings(request) if access.may(request.user, "programmes.edit") else [],
    )


def _years(request: HttpRequest) -> list[tuple[str, str]]:
    rows = cohorts.cohorts_visible_to(request.user).values_list("programme__year", flat=True).distinct()
    return [(str(year), str(year)) for year in sorted(rows, reverse=True)]


def _trainings(request: HttpRequest) -> list:
    """The programmes that can have cohorts: those for persons, of the office's own area."""
    types = queries.types()
    rows = access.visible(request.user, queries.programmes_visible_to(request.user)).order_by("-year", "name")
    return [
        p
        for p in rows
        if (kind := types.get(p.type_id)) and kind.recipient == "person" and not kind.strategic
    ]


@page("programmes.edit", post=True)
def cohort_add(request: HttpRequest, pk: int) -> HttpResponse:
    programme = get_object_or_404(queries.programmes_visible_to(request.user), pk=pk)
    access.demand(request.user, programme.area_id)
    regions = [places.find(programme.area_id), *places.below(programme.area_id, "regency")]
    form = CohortForm(request.POST or None, areas=[(r.code, r.title) for r in regions if r])
    made: list[Any] = []

    def add(data: dict) -> None:
        made.append(actions.add_cohort(programme=programme, **data, by=request.user, at=request.at))

    if request.method == "POST" and tried(form, add):
        return redirect("programmes-cohort-detail", made[0].pk)
    context = {"form": form, "programme": programme}
    return render(request, "programmes/cohort_add.html", context, status=422 if form.errors else 200)


@page("programmes.read")
def cohort_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _cohort(request, _found(request, pk))


def _found(request: HttpRequest, pk: int):
    return get_object_or_404(cohorts.cohorts_visible_to(request.user), pk=pk)


def _cohort(request: HttpRequest, cohort, session_form: SessionForm | None = None) -> HttpResponse:
    participants = list(cohorts.participants_of(cohort))
    edit = access.may(request.user, "programmes.edit")
    context = {
        "cohort": cohort,
        "type": queries.type_of(cohort.programme),
        "sessions": cohort.sessions.order_by("held_on", "id"),
        "participants": participants,
        "taken": sum(1 for p in participants if p.state != "dropped"),
        "graduates": sum(1 for p in participants if p.state == "graduated"),
        "founded": sum(1 for p in participants if p.founded_on),
        "alumni": cohorts.alumni_figures(cohort),
        "today": timezone.localdate(request.at),
        "edit": edit,
        "session_form": session_form or SessionForm(initial={"held_on": cohort.starts_on, "minutes": 120}),
        "path": places.path(cohort.area_id),
    }
    return render(request, "programmes/cohort_detail.html", context, status=422 if session_form else 200)


@page("programmes.edit", post=True, get=False)
def session_add(request: HttpRequest, pk: int) -> HttpResponse:
    cohort, form = _found(request, pk), SessionForm(request.POST)
    if tried(form, lambda data: actions.add_session(cohort=cohort, **data, by=request.user, at=request.at)):
        messages.success(request, _("The session was added."))
        return redirect("programmes-cohort-detail", pk)
    return _cohort(request, cohort, form)


@page("programmes.edit", post=True)
def session_attendance(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Tick who is there. The first time everybody is ticked: who is missing is the exception."""
    cohort = _found(request, pk)
    held = get_object_or_404(cohort.sessions, pk=session)
    error = ""
    if request.method == "POST":
        present = set(posted.ids(request, "present"))
        try:
            actions.take_attendance(session=held, present=present, by=request.user, at=request.at)
        except Refused as refusal:
            error = refusal.text(get_language())
        else:
            messages.success(request, _("Attendance was recorded."))
            return redirect("programmes-cohort-detail", pk)
    there = set(held.attendance.filter(present=True).values_list("participant_id", flat=True))
    participants = cohorts.participants_of(cohort).exclude(state="dropped")
    context = {
        "cohort": cohort,
        "session": held,
        "lines": [(p, p.pk in there or held.attended_at is None) for p in participants],
        "error": error,
        "path": places.path(cohort.area_id),
    }
    return render(request, "programmes/session_attendance.html", context, status=422 if error else 200)


@page("programmes.edit", post=True)
def participant_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a seat to the owner of an enterprise that the registry knows, or to a person who is new to it."""
    cohort, text = _found(request, pk), request.GET.get("q", "").strip()[:100]
    form = PersonForm(request.POST if "name" in request.POST else None)
    error = ""
    if request.method == "POST":
        try:
            if _enrol(request, cohort, form):
                messages.success(request, _("The participant was enrolled."))
                return redirect("programmes-cohort-detail", pk)
        except Refused as refusal:
            error = refusal.text(get_language())
    rows = access.visible(request.user, registry.enterprises_visible_to(request.user)).select_related("owner")
    rows = places.within(rows, cohort.area_id, "area_id").filter(owner__restricted_at=None)
    found = (
        typo.searched(typo.of_enterprises(True), rows, text, exact=False).rows
        if len(text) >= 2
        else rows.none()
    )
    context = {
        "cohort": cohort, "form": form, "q": text, "error": error, "path": places.path(cohort.area_id),
        "found": found.order_by("name_key")[:MOST_FOUND],
    }  # fmt: skip
    return render(
        request, "programmes/participant_add.html", context, status=422 if error or form.errors else 200
    )


def _enrol(request: HttpRequest, cohort, form: PersonForm) -> bool:
    by = {"by": request.user, "at": request.at}
    if chosen := posted.one(request, "enterprise"):
        rows = places.within(registry.enterprises_visible_to(request.user), cohort.area_id, "area_id")
        enterprise = get_object_or_404(rows.select_related("owner"), pk=chosen)
        actions.enrol_participant(cohort=cohort, person=enterprise.owner, enterprise=enterprise, **by)
        return True
    if not form.is_valid():
        return False
    actions.enrol_new_person(cohort=cohort, **form.cleaned_data, **by)
    return True


@page("programmes.read")
def participant_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _participant(request, _participant_found(request, pk), {})


def _participant_found(request: HttpRequest, pk: int):
    return get_object_or_404(cohorts.participants_visible_to(request.user), pk=pk)


def _participant(request: HttpRequest, participant, sent: dict[str, forms.Form]) -> HttpResponse:
    access_log.seen(request, participant.person_id, participant.cohort.area_id)
    today = timezone.localdate(request.at)
    empty = {
        "state": StateForm(initial={"on": today}),
        "mentoring": MentoringForm(initial={"held_on": today, "minutes": 60}),
        "alumnus": AlumnusForm(initial={"checked_on": today}),
        "founded": FoundedForm(),
    }
    context = {
        "participant": participant,
        "cohort": participant.cohort,
        "mentoring": participant.mentoring.order_by("-held_on", "-id"),
        "checks": participant.checks.order_by("-checked_on", "-id"),
        "attendance": participant.attendance.select_related("session").order_by("session__held_on", "id"),
        "edit": access.may(request.user, "programmes.edit"),
        "forms": empty | sent,
        "path": places.path(participant.cohort.area_id),
    }
    return render(request, "programmes/participant_detail.html", context, status=422 if sent else 200)


@page("programmes.edit", post=True, get=False)
def participant_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is done about a participant: graduated, left, mentored, founded, asked again."""
    participant = _participant_found(request, pk)
    common = {"participant": participant, "by": request.user, "at": request.at}
    chosen = request.POST.get("act", "")
    kinds: dict[str, tuple[type[forms.Form], str, Callable[..., object]]] = {
        "graduate": (StateForm, "state", partial(actions.graduate, **common)),
        "drop": (StateForm, "state", partial(actions.drop, **common)),
        "mentoring": (MentoringForm, "mentoring", partial(actions.mentor, **common)),
        "alumnus": (AlumnusForm, "alumnus", partial(actions.check_alumnus, **common)),
        "founded": (FoundedForm, "founded", partial(_found_business, request, common)),
    }
    if chosen == "again":
        try:
            actions.enrol_again(**common)
        except Refused as refusal:
            messages.error(request, refusal.text(get_language()))
        return redirect("programmes-participant-detail", pk)
    if chosen not in kinds:
        messages.error(request, Refused(CHOOSE).text(get_language()))
        return redirect("programmes-participant-detail", pk)
    kind, name, action = kinds[chosen]
    form = kind(request.POST)
    if tried(form, lambda data: action(**data)):
        messages.success(request, _("It was recorded."))
        return redirect("programmes-participant-detail", pk)
    return _participant(request, participant, {name: form})


def _found_business(request: HttpRequest, common: dict, *, number: int, founded_on: Any) -> None:
    enterprise = registry.enterprises_visible_to(request.user).filter(pk=number).first()
    if enterprise is None:
        raise Refused(NO_ENTERPRISE, number=number)
    actions.found_business(enterprise=enterprise, founded_on=founded_on, **common)
