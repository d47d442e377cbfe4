"""The home page of each role: what it is asked to decide."""

from urllib.parse import parse_qsl, urlencode

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.accounts.roles import SIGNED_IN
from naikkelas.analytics import needs, pictures, queries
from naikkelas.analytics.cache import remembered
from naikkelas.analytics.scope import Scope
from naikkelas.intake import queries as intake
from naikkelas.intake.queries import field_changes
from naikkelas.kit import money
from naikkelas.kit.periods import Quarter
from naikkelas.monev import queries as monev
from naikkelas.monev.queries import citizens, follow_up
from naikkelas.registry import queries as registry
from naikkelas.web.gate import page

MAP_INDICATORS = ("visits_done", "budget_absorption", "cooperatives_active", "rat_held", "class_up")


@page(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """Send each role to its own first page."""
    role = request.user.role
    if role == "enumerator":
        return redirect("field-visit-list")
    if role == "administrator":
        return redirect("settings-overview")
    if request.frame.area.level in ("nation", "province"):
        return _overview(request)
    return _area(request)


def _overview(request: HttpRequest) -> HttpResponse:
    """One true page: four key figures, map, programmes, areas in need, what waits."""
    frame, lang = request.frame, get_language()
    scope = Scope(frame.area.code, frame.period)
    cycle = monev.current_cycle(frame.area.code, frame.period)
    today = request.at.date()
    lines = monev.board(cycle, frame.area.code, today) if cycle else []
    chosen = request.GET.get("peta", "visits_done")
    indicator = queries.indicators().get(chosen if chosen in MAP_INDICATORS else "visits_done")
    found = _findings(request)
    absorption = queries.by_regency(queries.indicators()["budget_absorption"], scope)
    context = {
        "cycle": cycle,
        "cards": _cards(request, scope, lines, found),
        "map": pictures.area_map(
            indicator, scope, lang, lambda code: f"?wilayah={code}&periode={frame.period.slug}"
        ),
        "map_indicator": indicator,
        "map_choices": [queries.indicators()[name] for name in MAP_INDICATORS],
        "programme_bars": pictures.programme_bars(scope, lang),
        "programmes": queries.programme_totals(scope),
        "needs": [(need, need.told(lang)) for need in needs.ranked(lines, absorption)[:6]],
        "waiting": _waiting(request, lines, found),
        "synthetic": _any_synthetic(frame.area.code),
    }
    return render(request, "home/overview.html", context)


def _any_synthetic(code: str) -> bool:
    """Where there is none, finding that out reads the whole registry: so it is remembered."""
    return remembered(("synthetic", code), lambda: registry.any_synthetic(code))


def _findings(request: HttpRequest) -> dict[str, int]:
    """How many findings of the chosen area wait for what."""
    rows = request.frame.scoped(monev.findings_visible_to(request.user))
    return follow_up.tally(rows, request.at.date())


def _cards(request: HttpRequest, scope: Scope, lines: list, findings: dict[str, int]) -> list[dict]:
    """The four key figures, each a link to its records."""
    lang, figures = get_language(), queries.indicators()
    money_figure = queries.figure(figures["budget_absorption"], scope)
    visits = queries.figure(figures["visits_done"], scope)
    active = queries.figure(figures["cooperatives_active"], scope)
    overdue = findings["overdue"]
    late = sum(line.late for line in lines)
    return [
        {
            "icon": "cash", "name": _("Aid disbursed"), "figure": money_figure, "indicator": "budget_absorption",
            "text": money.rupiah_short(money_figure.part, lang),
            "sub": _("of %(whole)s allocated") % {"whole": money.rupiah_short(money_figure.whole, lang)}
            if money_figure.whole
            else _("nothing is allocated at this level"),
        },
        {
            "icon": "map-pin-check", "name": _("Visits made"), "figure": visits, "indicator": "visits_done",
            "text": money.number(visits.part, lang),
            "sub": _("of %(whole)s planned") % {"whole": money.number(visits.whole or 0, lang)},
            "note": ngettext("%(n)s area late", "%(n)s areas late", late) % {"n": late} if late else "", "bad": bool(late),
        },
        {
            "icon": "users-group", "name": _("Active cooperatives"), "figure": active, "indicator": "cooperatives_active",
            "text": money.number(active.part, lang),
            "sub": _("of %(whole)s registered") % {"whole": money.number(active.whole or 0, lang)},
        },
        {
            "icon": "alert-triangle", "name": _("Open findings"), "figure": None, "indicator": "",
            "href": reverse("findings-finding-list") + request.frame.query,
            "text": money.number(findings["open"], lang), "sub": _("to be followed up"),
            "note": _("%(n)s overdue") % {"n": overdue} if overdue else _("none overdue"), "bad": bool(overdue),
        },
    ]  # fmt: skip


def _waiting(request: HttpRequest, lines: list, findings: dict[str, int]) -> list[dict]:
    """What waits for a decision of this person, with the way there. Who may only read is asked for none."""
    accepts = access.may(request.user, "monev.accept")
    sent = [line for line in lines if accepts and line.cycle_area.state == "sent"]
    found = [
        {
            "count": "",
            "text": _("%(area)s sent its work: accept or return it") % {"area": line.cycle_area.area.title},
            "href": reverse("monev-area-detail", args=[line.cycle_area.pk]),
        }
        for line in sent
    ]
    verifies = access.may(request.user, "findings.verify")
    listed = (
        (
            findings["verifier"] if verifies else 0,
            _("findings with an action to verify"),
            "findings-finding-list",
            "giliran=verifier",
        ),
        (
            findings["approver"] if verifies else 0,
            _("proposals that a finding cannot be followed up, to decide"),
            "findings-finding-list",
            "giliran=approver",
        ),
        (_held(request), _("submissions held for a person"), "intake-held-list", ""),
        (_told(request), _("citizens' reports to decide"), "findings-citizen-list", "keadaan=received"),
        (_changed(request), _("changes from the field to decide"), "intake-change-list", ""),
    )
    return found + [
        {"count": count, "text": text, "href": _list(request, name, filtered)}
        for count, text, name, filtered in listed
        if count
    ]


def _list(request: HttpRequest, name: str, filtered: str = "") -> str:
    """The address of a list of the chosen area and quarter: it shows what was counted."""
    kept = request.frame.query
    return reverse(name) + kept + (("&" if kept else "?") + filtered if filtered else "")


def _held(request: HttpRequest) -> int:
    """How many submissions are held for this person."""
    if not access.may(request.user, "intake.mend"):
        return 0
    return intake.held(request.frame.scoped(intake.submissions_visible_to(request.user))).count()


def _told(request: HttpRequest) -> int:
    """How many reports of citizens wait for this person."""
    if not access.may(request.user, "findings.open"):
        return 0
    rows = request.frame.scoped(citizens.reports_visible_to(request.user))
    return rows.filter(state="received").count()


def _changed(request: HttpRequest) -> int:
    """How many changes of the registry that phones proposed wait for this person."""
    if not access.may(request.user, "registry.edit"):
        return 0
    rows = request.frame.scoped(field_changes.visible_to(request.user), "delivery__area_id")
    return field_changes.pending(rows).count()


def _to_verify(request: HttpRequest) -> list[dict]:
    """How many visits wait for this person to verify them, by the quarter whose list shows them; the newest first. Those of
    a former quarter wait too: without them its work is not sent."""
    if not access.may(request.user, "monev.verify"):
        return []
    quarter = ("planned__cycle_area__cycle__year", "planned__cycle_area__cycle__quarter")
    rows = request.frame.scoped(monev.visits_visible_to(request.user)).filter(state="received")
    counts = rows.order_by(*(f"-{name}" for name in quarter)).values_list(*quarter).annotate(n=Count("pk"))
    return [_of_quarter(request, Quarter(year, number), count) for year, number, count in counts]


def _of_quarter(request: HttpRequest, quarter: Quarter, count: int) -> dict:
    """Visits to verify of one quarter, and the address of the list that shows just these."""
    chosen = quarter == request.frame.period
    asked = dict(parse_qsl(request.frame.query.removeprefix("?"))) | {"state": "received"}
    if not chosen:
        asked["periode"] = quarter.slug
    return {"count": count, "quarter": quarter, "chosen": chosen, "query": urlencode(asked)}


def _area(request: HttpRequest) -> HttpResponse:
    """The week of a kabupaten: own progress, what to assign, verify, mend, follow up, and what still lacks to send."""
    frame = request.frame
    scope = Scope(frame.area.code, frame.period)
    cycle = monev.current_cycle(frame.area.code, frame.period)
    cycle_area = monev.area_of(cycle, frame.area.code[:5]) if cycle else None
    line = monev.area_line(cycle_area, request.at.date()) if cycle_area else None
    findings = monev.open_findings(frame.scoped(monev.findings_visible_to(request.user)))
    found = _findings(request)
    context = {
        "cycle": cycle,
        "line": line,
        "cards": _cards(request, scope, [line] if line else [], found),
        "to_verify": _to_verify(request),
        "changed": _changed(request),
        "told": _told(request),
        "held": _held(request),
        "findings": findings.order_by("due_on").values("pk", "title", "due_on")[:6],
        "findings_count": found["unit"] if access.may(request.user, "findings.follow_up") else 0,
        "programmes": queries.programme_totals(scope),
        "programme_bars": pictures.programme_bars(scope, get_language()),
        "synthetic": _any_synthetic(frame.area.code),
        "today": request.at.date(),
    }
    return render(request, "home/area.html", context)
