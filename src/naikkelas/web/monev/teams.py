"""Teams of an area, their itineraries and duty letters; attempts and replacements."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naikkelas.accounts import access
from naikkelas.accounts import queries as accounts
from naikkelas.monev import actions, queries
from naikkelas.monev.queries import teams as team_queries
from naikkelas.reports import actions as reports
from naikkelas.reports.queries import assignments
from naikkelas.web import posted
from naikkelas.web.gate import page
from naikkelas.web.monev.forms import AttemptForm, LetterForm
from naikkelas.web.tried import tried


def _area(request: HttpRequest, pk: int):
    return get_object_or_404(queries.areas_visible_to(request.user), pk=pk)


def _team(request: HttpRequest, pk: int):
    return get_object_or_404(team_queries.teams_visible_to(request.user), pk=pk)


@page("monev.read")
def team_list(request: HttpRequest, pk: int) -> HttpResponse:
    cycle_area = _area(request, pk)
    context = {
        "cycle_area": cycle_area,
        "cycle": cycle_area.cycle,
        "teams": team_queries.teams_of(cycle_area),
        "left": team_queries.without_team(cycle_area).count(),
        "enumerators": accounts.enumerators_in(cycle_area.area_id),
        "may_assign": access.may(request.user, "monev.assign") and cycle_area.state != "accepted",
    }
    return render(request, "monev/team_list.html", context)


@page("monev.assign", post=True, get=False)
def team_add(request: HttpRequest, pk: int) -> HttpResponse:
    cycle_area = _area(request, pk)
    people = accounts.enumerators_in(cycle_area.area_id)
    leader = get_object_or_404(people, pk=posted.one(request, "leader"))
    team = actions.add_team(
        cycle_area=cycle_area, name=request.POST.get("name", ""), leader=leader,
        members=people.filter(pk__in=posted.ids(request, "member")), by=request.user, at=request.at,
    )  # fmt: skip
    return redirect("monev-team-detail", team.pk)


@page("monev.assign", post=True, get=False)
def team_remove(request: HttpRequest, pk: int) -> HttpResponse:
    team = _team(request, pk)
    actions.remove_team(team=team, by=request.user, at=request.at)
    messages.success(request, _("Team “%(name)s” was removed.") % {"name": team.name})
    return redirect("monev-team-list", team.cycle_area_id)


@page("monev.read")
def team_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A team's way: visits in travel order by kecamatan, what is left to give, its duty letters."""
    team = _team(request, pk)
    return _team_page(request, team, LetterForm(initial=_letter_start(team, timezone.localdate(request.at))))


def _letter_start(team, today: date) -> dict:
    """The days of the cycle; of what is late, from today."""
    first = max(team.cycle_area.cycle.opens_on, today)
    return {"starts_on": first, "ends_on": max(team.cycle_area.due_on, first)}


def _team_page(request: HttpRequest, team, form: LetterForm, status: int = 200) -> HttpResponse:
    steps = team_queries.itinerary(team)
    may_assign = access.may(request.user, "monev.assign") and team.cycle_area.state != "accepted"
    context = {
        "team": team,
        "cycle_area": team.cycle_area,
        "cycle": team.cycle_area.cycle,
        "members": team.members.order_by("name"),
        "steps": steps,
        "metres": sum(step.metres or 0 for step in steps),
        "unknown": sum(not step.known for step in steps),
        "done": team_queries.visits_of_team(team).exclude(state="planned").count(),
        "left": team_queries.givable(team)[:200] if may_assign else [],
        "letters": assignments.letters_of(team),
        "form": form,
        "may_assign": may_assign,
        "see": access.may(request.user, "person.see"),
    }
    return render(request, "monev/team_detail.html", context, status=status)


@page("monev.assign", post=True, get=False)
def team_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the ticked visits to the team and to the phones of its people."""
    team = _team(request, pk)
    visits = team_queries.givable(team).filter(pk__in=posted.ids(request, "visit"))
    count = actions.give_to_team(team=team, visits=visits, by=request.user, at=request.at)
    messages.success(
        request,
        ngettext("%(n)s visit was given to %(name)s.", "%(n)s visits were given to %(name)s.", count)
        % {"n": count, "name": team.name},
    )
    return redirect("monev-team-detail", pk)


@page("monev.assign", post=True, get=False)
def letter_add(request: HttpRequest, pk: int) -> HttpResponse:
    team = _team(request, pk)
    form = LetterForm(request.POST)
    if tried(form, lambda data: reports.issue_assignment(team=team, **data, by=request.user, at=request.at)):
        messages.success(request, _("The duty letter was issued."))
        return redirect("monev-team-detail", pk)
    return _team_page(request, team, form, 422)


@page("monev.read")
def letter_document(request: HttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(assignments.letters_visible_to(request.user), pk=pk)
    response = HttpResponse(assignments.letter_bytes(letter), content_type="application/pdf")
    name = letter.number.replace("/", "-")
    response["Content-Disposition"] = f'attachment; filename="surat-tugas-{name}.pdf"'
    return response


@page("monev.assign", post=True, get=False)
def letter_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(assignments.letters_visible_to(request.user), pk=pk)
    reports.withdraw_assignment(
        letter=letter, reason=request.POST.get("reason", ""), by=request.user, at=request.at
    )
    messages.success(request, _("The duty letter was taken back; its number is not used again."))
    return redirect("monev-team-detail", letter.team_id)


@page("monev.assign", post=True, get=False)
def attempt_add(request: HttpRequest, pk: int) -> HttpResponse:
    planned = get_object_or_404(queries.planned_visible_to(request.user), pk=pk)
    form = AttemptForm(request.POST)
    if tried(
        form, lambda data: actions.record_attempt(planned=planned, **data, by=request.user, at=request.at)
    ):
        messages.success(request, _("The attempt was recorded."))
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    return redirect("monev-planned-detail", pk)


@page("monev.assign", post=True, get=False)
def replacement_add(request: HttpRequest, pk: int) -> HttpResponse:
    planned = get_object_or_404(queries.planned_visible_to(request.user), pk=pk)
    row = actions.replace_visit(
        planned=planned, reason=request.POST.get("reason", ""), remark=request.POST.get("remark", "")[:300],
        substitute=request.POST.get("decision") == "substitute", by=request.user, at=request.at,
    )  # fmt: skip
    if row.substitute:
        messages.success(request, _("%(code)s is visited instead.") % {"code": row.substitute.code})
    else:
        messages.success(request, _("Recorded as not to be visited; nobody is visited instead."))
    return redirect("monev-planned-detail", pk)


@page("monev.read")
def replacement_list(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = get_object_or_404(queries.cycles_visible_to(request.user), pk=pk)
    rows = team_queries.replacements(cycle, request.frame.area.code)
    context = {"cycle": cycle, "rows": rows, "see": access.may(request.user, "person.see")}
    return render(request, "monev/replacement_list.html", context)
