"""What phones proposed to change in the registry: the list, and one proposal beside what is held, to accept or refuse."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.intake import actions
from naikkelas.intake.queries import clean_changes, field_changes, undoing
from naikkelas.intake.queries.field_changes import Line, Told
from naikkelas.kit import days, money
from naikkelas.kit.problems import Refused
from naikkelas.places import queries as places
from naikkelas.rules import person_nik
from naikkelas.web import access_log, posted, words
from naikkelas.web.gate import page
from naikkelas.web.intake.labels import FIELDS

_WORDS = {
    "sector": "sector", "legal_form": "legal_form", "market": "market", "sex": "sex", "kind": "cooperative_kind",
}  # fmt: skip
PAGE = 50
WAYS = {
    "sendiri": {"unasked": False, "batch": None, "state__in": ("accepted", "undone")},
    "bersama": {"batch__isnull": False},
    "otomatis": {"unasked": True},
    "ditolak": {"state": "refused"},
    "dibatalkan": {"state": "undone"},
}
"""How a change was decided, as the filter of the decided ones has it."""


@page("registry.edit")
def change_list(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; with ?state=decided what was decided, the newest first."""
    state, way = request.GET.get("state", ""), request.GET.get("cara", "")
    if state not in ("", "decided") or way not in ("", *WAYS):
        raise Http404(state)
    rows = request.frame.scoped(field_changes.visible_to(request.user), "delivery__area_id")
    waiting = field_changes.pending(rows)
    of_state = field_changes.decided(rows) if state else waiting
    found = narrowed(request, of_state, request.GET)
    if state and way:
        found = found.filter(**WAYS[way])
    day = posted.day(request.GET.get("hari", "")) if state else None
    if day:
        begins, ends = (
            timezone.make_aware(datetime.combine(day + timedelta(days=n), time())) for n in (0, 1)
        )
        found = found.filter(decided_at__gte=begins, decided_at__lt=ends)
    on_page = Paginator(found, PAGE).get_page(request.GET.get("hal"))
    context = {
        "page": on_page,
        "lines": [
            shown(told) | {"why": "" if state else clean_changes.why_not(told, request.user)}
            for told in field_changes.told_all(list(on_page))
        ],
        "state": state,
        "way": way,
        "ways": words.choices("change_way"),
        "waiting": waiting.count(),
        "forms": field_changes.forms_of(of_state),
        "senders": field_changes.senders_of(of_state),
        "form": request.GET.get("formulir", ""),
        "sender": request.GET.get("pengirim", ""),
        "day": day,
        "narrowed": bool(day) or any(request.GET.get(name) for name in ("formulir", "pengirim", "cara")),
    }
    return render(request, "intake/change_list.html", context)


def narrowed(request: HttpRequest, rows: QuerySet, asked: QueryDict) -> QuerySet:
    """Changes of the chosen area, form and sender."""
    rows = request.frame.scoped(rows, "delivery__area_id")
    if form := asked.get("formulir", ""):
        rows = rows.filter(delivery__instrument=form[:250])
    sender = asked.get("pengirim", "")
    if sender.isascii() and sender.isdigit() and len(sender) <= 18:
        rows = rows.filter(delivery__received_by=int(sender))
    return rows


@page("registry.edit", post=True)
def change_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, field by field: when the phone fetched it, now, and from the field."""
    visible = field_changes.visible_to(request.user)
    change = get_object_or_404(visible, pk=pk)
    error, status = "", 200
    if request.method == "POST":
        try:
            return _decide(request, change)
        except Refused as refusal:
            error, status = refusal.text(get_language()), refusal.status
            change = get_object_or_404(visible, pk=pk)
    told = field_changes.told(change)
    if told.person is not None:
        access_log.seen(request, told.person.pk, told.record.area_id)
    back = _back(told)
    rows = [_row(line) | {"back": back.get("backs", {}).get(line.name)} for line in told.lines]
    context = (
        shown(told)
        | {
            "rows": rows,
            "asked": told.before,
            "gap": told.gap,
            "gone": told.gone,
            "seen": told.seen,
            "acceptable": bool(told.open_lines) and not told.before and not told.gone,
            "next": field_changes.pending(visible).filter(pk__gt=pk).first(),
            "error": error,
        }
        | back
    )
    return render(request, "intake/change_detail.html", context, status=status)


def _decide(request: HttpRequest, change) -> HttpResponse:
    if request.POST.get("decision") == "refuse":
        reason = request.POST.get("reason", "")
        done = actions.refuse_change(change=change, reason=reason, by=request.user, at=request.at)
        messages.success(request, _("Refused. The registry stays as it was."))
    elif request.POST.get("decision") == "undo":
        actions.undo_change(change=change, by=request.user, at=request.at)
        messages.success(request, _("Undone. The registry holds again what it held before."))
        return redirect("intake-change-detail", change.pk)
    elif request.POST.get("decision") == "again":
        actions.enter_again(change=change, by=request.user, at=request.at)
        messages.success(request, _("Entered again, as it was and under its own number."))
        return redirect("intake-change-detail", change.pk)
    else:
        done = actions.accept_change(
            change=change, fields=request.POST.getlist("field"), seen=request.POST.get("seen", ""), by=request.user,
            at=request.at,
        )  # fmt: skip
        messages.success(request, _("Written into the registry."))
    following = field_changes.pending(field_changes.visible_to(request.user)).filter(pk__gt=done.pk).first()
    if following is not None:
        return redirect("intake-change-detail", following.pk)
    return redirect("intake-change-list")


def shown(told: Told) -> dict[str, Any]:
    record, withheld = told.record, told.withheld
    names = told.change.fields or [line.name for line in told.open_lines]
    made = undoing.entered(told.change)  # by this very change
    return {
        "change": told.change,
        "delivery": told.change.delivery,
        "label": "" if withheld else told.label,
        "withheld": withheld,
        "erased": told.said is None,
        "record": record,
        "page_of": f"registry-{told.change.kind}-detail",
        "place": places.place_of(record.area_id if record is not None else told.change.delivery.area_id),
        "shown_fields": [FIELDS[name] for name in names],
        "conflict": told.conflict,
        "faults": sum(line.fault is not None for line in told.lines),
        "year": told.year,
        "known": record is not None and told.change.action == "create" and not made,
    }


def _back(told: Told) -> dict[str, Any]:
    """What undoing would put back, where a change was accepted; and who changed it since."""
    change = told.change
    if undoing.entered(change) and told.record is not None and not told.withheld:
        refused = actions.made_refused(change=change)
        return {
            "made": True,
            "undoable": refused is None,
            "held_by": refused.text(get_language()) if refused else "",
        }
    if undoing.image_of(change) is not None and told.said is not None:
        return {"withdrawn": True}
    former = undoing.former_of(change) if change.state in ("accepted", "undone") else None
    if told.record is None or told.withheld or former is None:
        return {}
    backs = undoing.backs(change, told.record, former)
    moved = [back for back in backs if back.moved]
    return {
        "backs": {
            back.name: {
                "before": in_words(back.name, back.before),
                "now": in_words(back.name, back.now),
                "moved": back.moved,
                "since": back.since,
                "by": undoing.change_of(back.since.details.get("source", "")) if back.since else None,
            }
            for back in backs
        },
        "undoable": change.state == "accepted" and not moved,
        "moved": change.state == "accepted" and bool(moved),
    }


def _row(line: Line) -> dict[str, Any]:
    kind, params = line.fault or (None, {})
    return {
        "name": line.name,
        "label": FIELDS[line.name],
        "was": in_words(line.name, line.was),
        "now": in_words(line.name, line.now),
        "proposed": in_words(line.name, line.proposed),
        "moved": line.moved,
        "open": line.differs and kind is None,
        "fault": kind.text(get_language(), **params) if kind else "",
        "differs": line.differs,
    }


def in_words(name: str, value: Any) -> str:
    """A value as people read it; a personal number masked."""
    lang = "en" if (get_language() or "id").startswith("en") else "id"
    if value in (None, ""):
        return ""
    if name == "person_nik":
        return person_nik.masked(value)
    if name == "area_code":
        return f"{places.place_of(value)} ({value})" if places.known(value) else str(value)
    if name in _WORDS:
        return words.label(_WORDS[name], str(value))
    if isinstance(value, date):
        return days.day_text(value, lang)
    if name.endswith("_idr"):
        return f"Rp {money.number(value, lang)}" if lang == "id" else f"IDR {money.number(value, lang)}"
    return f"{value:.6f}" if isinstance(value, float) else str(value)
