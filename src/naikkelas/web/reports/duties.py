"""The calendar of duties to report: a list with what is due, done and late; a month; sending; feed and reminders."""

import calendar
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.accounts import actions as accounts
from naikkelas.accounts import queries as people
from naikkelas.accounts.roles import PUBLIC
from naikkelas.kit import days
from naikkelas.kit.problems import Refused
from naikkelas.monev.queries import deadlines
from naikkelas.notices import queries as notices
from naikkelas.places import queries as places
from naikkelas.reports import actions, queries
from naikkelas.reports.queries import duties as duty_queries
from naikkelas.reports.queries.duties import STATES, Duty
from naikkelas.rules import obligations, workdays
from naikkelas.web import words
from naikkelas.web.gate import page
from naikkelas.web.listing import table_file
from naikkelas.web.notices import calendar as calendar_of
from naikkelas.web.reports import ics
from naikkelas.web.reports.forms import ReminderForm, SendingForm

EVERY = "semua"


def _today(request: HttpRequest, code: str) -> date:
    """The day as the office of an area has it."""
    return timezone.localdate(request.at, places.zone_of(code))


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("tahun", "")
    if not asked:
        return request.frame.period.year
    if not (asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100):
        raise Http404("year")
    return int(asked)


def _shown(request: HttpRequest) -> tuple[list[Duty], str]:
    """The duties of the page's area and year: the offices' own that have a day, or those in the state chosen."""
    state = request.GET.get("keadaan", "")
    if state not in ("", EVERY, *STATES):
        raise Http404("state")
    kept = {"": set(STATES) - {"elsewhere", "unset"}, EVERY: set(STATES)}.get(state, {state})
    code = request.frame.area.code
    found = duty_queries.duties(code, [_year(request)], _today(request, code))
    return [d for d in found if d.state in kept], state


@page("reports.read")
def duty_list(request: HttpRequest) -> HttpResponseBase:
    found, state = _shown(request)
    kind = request.GET.get("unduh", "")
    if kind:
        return _export(found, kind)
    year = _year(request)
    context = {
        "duties": found,
        "titles": _titles(),
        "year": year,
        "years": [year - 1, year, year + 1],
        "state": state,
        "states": [(EVERY, _("All")), *words.choices("duty_state")],
        "head": obligations.HEAD,
        "notes": obligations.HEAD.notes_id if get_language() == "id" else obligations.HEAD.notes_en,
        "counts": {
            name: sum(d.state == name for d in found)
            for name in ("late", "open", "issued", "sent", "sent_late")
        },
        "may_send": access.may(request.user, "reports.issue"),
    }
    return render(request, "reports/duty_list.html", context)


def _titles() -> dict[str, str]:
    return {name: report.title.to(get_language()) for name, report in queries.reports().items()}


def _case(duty: Duty) -> str:
    report = queries.reports()[duty.obligation.report]
    return report.cases[duty.obligation.case].name.to(get_language()) if duty.obligation.case else ""


def _period(duty: Duty) -> str:
    return str(duty.period.year) if duty.obligation.every == "year" else duty.period.label(get_language())


def _export(found: list[Duty], kind: str) -> HttpResponseBase:
    lang, titles = get_language(), _titles()
    header = [
        _("Due"), _("Report"), _("Case"), _("Period"), _("Area"), _("From"), _("To"), _("State"),
        _("Late (working days)"), _("Letter"), _("Sent on"), _("How sure"),
    ]  # fmt: skip
    lines = [
        [
            d.due_on, titles[d.obligation.report], _case(d), _period(d), d.area.title,
            d.obligation.sender.to(lang), d.obligation.receiver.to(lang), words.label("duty_state", d.state),
            d.late_workdays, d.sending.letter_no if d.sending else "", d.sending.sent_on if d.sending else None,
            words.label("mark", d.obligation.mark),
        ]
        for d in found
    ]  # fmt: skip
    return table_file("kewajiban-laporan", kind, header, lines)


@page("reports.read")
def duty_month(request: HttpRequest) -> HttpResponse:
    """One month as a calendar: what is due on which day, holidays and collective leave with their names."""
    code = request.frame.area.code
    today = _today(request, code)
    year, month = _month(request, today)
    found = [
        d
        for d in duty_queries.duties(code, (year - 1, year), today)
        if d.due_on and (d.due_on.year, d.due_on.month) == (year, month)
    ]
    names = workdays.holiday_names(year, get_language())
    weeks = [
        [
            {
                "day": day,
                "inside": day.month == month,
                "off": not workdays.is_workday(day),
                "holiday": names.get(day, ""),
                "today": day == today,
                "duties": [d for d in found if d.due_on == day],
            }
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    before, after = (
        date(year - (month == 1), (month - 2) % 12 + 1, 1),
        date(year + month // 12, month % 12 + 1, 1),
    )
    context = {
        "weeks": weeks,
        "name": f"{days.MONTHS[get_language()][month - 1]} {year}",
        "before": f"{before:%Y-%m}",
        "after": f"{after:%Y-%m}",
        "titles": _titles(),
        "any": bool(found),
    }
    return render(request, "reports/duty_month.html", context)


def _month(request: HttpRequest, today: date) -> tuple[int, int]:
    asked = request.GET.get("bulan", "")
    if not asked:
        return today.year, today.month
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError as error:
        raise Http404("month") from error
    if not 2000 <= first.year <= 2100:
        raise Http404("month")
    return first.year, first.month


def _duty(request: HttpRequest, key: str) -> Duty:
    found = duty_queries.duty(key, _today(request, request.user.area_id))
    if found is None:
        raise Http404("duty")
    access.demand(request.user, found.area.code)
    return found


@page("reports.read")
def duty_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One duty: who, to whom, by when; issue it, and record the letter that it went out with."""
    return _detail(request, _duty(request, key), SendingForm())


@page("reports.issue", post=True, get=False)
def duty_send(request: HttpRequest, key: str) -> HttpResponse:
    """Record the letter that the report went out with, or take such a record back."""
    duty = _duty(request, key)
    if request.POST.get("act") == "withdraw" and duty.sending:
        actions.withdraw_sending(sending=duty.sending, by=request.user, at=request.at)
        messages.success(request, _("The record of sending was taken back."))
        return redirect("reports-duty-detail", key)
    form = SendingForm(request.POST)
    if _sent(request, duty, form):
        messages.success(request, _("Recorded as sent."))
        return redirect("reports-duty-detail", key)
    return _detail(request, duty, form)


def _detail(request: HttpRequest, duty: Duty, form: SendingForm) -> HttpResponse:
    lang = get_language()
    context = {
        "duty": duty,
        "title": _titles()[duty.obligation.report],
        "case": _case(duty),
        "period_text": _period(duty),
        "form": form,
        "may_send": access.may(request.user, "reports.issue"),
        "sender": duty.obligation.sender.to(lang),
        "receiver": duty.obligation.receiver.to(lang),
        "copy": duty.obligation.copy.to(lang) if duty.obligation.copy else "",
    }
    return render(request, "reports/duty_detail.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, duty: Duty, form: SendingForm) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.record_sending(duty=duty, **form.cleaned_data, by=request.user, at=request.at)
    except Refused as refusal:
        form.add_error(None, refusal.text(get_language()))
        return False
    return True


@page("reports.read", post=True)
def reminder_edit(request: HttpRequest) -> HttpResponse:
    """The own calendar address and e-mail reminders."""
    user = request.user
    form = ReminderForm(
        request.POST if request.POST.get("act") == "mail" else None,
        initial={"email": user.email, "remind": user.remind},
    )
    if request.method == "POST" and _changed(request, form):
        return redirect("reports-reminder-edit")
    token, feed = calendar_of.address_of(request)
    context = {
        "form": form,
        "token": token,
        "feed": feed,
        "mail_ready": settings.NAIKKELAS_MAIL_READY,
        "gathered": notices.gathered(user, "duty.due"),
    }
    return render(request, "reports/reminder_edit.html", context, status=422 if form.errors else 200)


def _changed(request: HttpRequest, form: ReminderForm) -> bool:
    act, user = request.POST.get("act"), request.user
    if act == "mail":
        if not form.is_valid():
            return False
        accounts.set_reminders(user=user, **form.cleaned_data, by=user, at=request.at)
        messages.success(request, _("Saved."))
    elif act in ("renew", "revoke"):
        messages.success(request, calendar_of.change(request, act))
    return True


@page(PUBLIC)
def duty_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of one person, by a personal address: the token is the right."""
    row = people.by_token(token, request.at, ("calendar",))
    if row is None:
        raise Http404("token")
    user, lang = row.user, row.user.language
    today = timezone.localdate(request.at, places.zone_of(user.area_id))
    with translation.override(lang):
        owed = (
            duty_queries.duties(user.area_id, (today.year - 1, today.year), today)
            if access.may(user, "reports.read")
            else []
        )
        base = calendar_of.base_of(request)
        # as on the page: what another institution sends (Bappeda) is nobody's of this office to remember
        entries = [_entry(duty, lang, base) for duty in owed if duty.due_on and duty.state != "elsewhere"]
        entries += [calendar_of.entry(user, each, base) for each in deadlines.deadlines_of(user, today)]
    name = f"Tenggat – {user.area.title}" if lang == "id" else f"Deadlines – {user.area.title}"
    response = HttpResponse(
        ics.calendar(name, entries, request.at), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="kewajiban-laporan.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


def _entry(duty: Duty, lang: str, base: str) -> ics.Entry:
    """A calendar shows the title alone: it begins with how the duty stands, unless it is simply to be done."""
    to = f"{duty.obligation.sender.to(lang)} → {duty.obligation.receiver.to(lang)}"
    case, state = _case(duty), words.label("duty_state", duty.state)
    name = f"{_titles()[duty.obligation.report]}{f' ({case})' if case else ''}"
    stands = "" if duty.state in ("open", "upcoming") else f"{state}: "
    return ics.Entry(
        uid=f"{duty.key}@naikkelas",
        day=duty.due_on,
        summary=f"{stands}{name} – {_period(duty)} – {duty.area.title}",
        description=f"{to}\n{state}",
        url=f"{base}{reverse('reports-duty-detail', args=[duty.key])}",
    )
