"""How far a cycle is, who is late, and a word to them."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.accounts import queries as accounts
from naikkelas.monev import actions, queries
from naikkelas.monev.actions.nudges import wording
from naikkelas.monev.queries import progress as rates
from naikkelas.rules import monev_escalation
from naikkelas.web import posted, words
from naikkelas.web.gate import page
from naikkelas.web.monev import taken


def _cycle(request: HttpRequest, pk: int):
    return get_object_or_404(queries.cycles_visible_to(request.user), pk=pk)


@page("monev.read")
def progress(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Completeness and timeliness by area, team, programme or form."""
    cycle, way = _cycle(request, pk), request.GET.get("per", "area")
    if way not in rates.WAYS:
        raise Http404(way)
    code = request.frame.area.code
    found = rates.rows(cycle, code)
    lines = rates.progress(found, way)
    for line in lines:
        line.name = _named(way, line)
    ways = [
        ("area", _("Area")),
        ("team", _("Team")),
        ("programme", _("Programme")),
        ("instrument", _("Form")),
    ]
    if kind := request.GET.get("unduh"):
        return taken.progress(kind, way, dict(ways)[way], lines)
    context = {
        "cycle": cycle,
        "way": way,
        "ways": ways,
        "lines": lines,
        "whole": rates.whole(found),
        "sendings": rates.sendings(cycle, code, request.at.date()),
    }
    return render(request, "monev/progress.html", context)


def _named(way: str, line: rates.Rate) -> str:
    if not line.key:
        return _("Without a team") if way == "team" else _("Drawn from the registry")
    return words.label("instrument", line.key) if way == "instrument" else line.name


@page("monev.read")
def late_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Areas that are late, by how much, who answers for them, and what was said."""
    cycle = _cycle(request, pk)
    lines = rates.late_areas(cycle, request.frame.area.code, request.at.date())
    context = {
        "cycle": cycle,
        "lines": [(line, _reached(line)) for line in lines],
        "sent": rates.sent_late(cycle, request.frame.area.code, request.at.date()),
        "may_nudge": access.may(request.user, "monev.accept"),
        "head": monev_escalation.HEAD,
        "after": monev_escalation.AFTER,
    }
    return render(request, "monev/late_list.html", context)


def _reached(line: rates.Late) -> list:
    """Who answers for a late area, each with the address that opens WhatsApp."""
    text = wording(line.cycle_area, line.workdays)
    return [(person, whatsapp(person.phone, text)) for person in line.people]


def whatsapp(phone: str, text: str) -> str:
    """The address that opens WhatsApp with a text to somebody; empty without a mobile number."""
    digits = "".join(c for c in phone if c.isdigit())
    if digits.startswith("0"):
        digits = "62" + digits[1:]
    return f"https://wa.me/{digits}?text={quote(text)}" if 10 <= len(digits) <= 15 else ""


@page("monev.accept", post=True, get=False)
def nudge_add(request: HttpRequest, pk: int) -> HttpResponse:
    cycle_area = get_object_or_404(queries.areas_visible_to(request.user), pk=pk)
    to = get_object_or_404(accounts.officers_of(cycle_area.area_id, "regency"), pk=posted.one(request, "to"))
    actions.nudge(
        cycle_area=cycle_area, to=to, text=request.POST.get("text", ""), by=request.user, at=request.at
    )
    messages.success(request, _("%(name)s was reminded.") % {"name": to.name})
    return redirect("monev-late-list", cycle_area.cycle_id)
