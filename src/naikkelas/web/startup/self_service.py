"""The recipient's own door: no account, but an address that cannot be guessed and the code of the letter.

Before the code is right nothing personal is shown. Wrong codes count as wrong passwords do at signing in (axes): ten from one
computer, then a pause. What was opened stays open in this browser for as long as OPEN_FOR, or until it is shut.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts.roles import PUBLIC
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.programmes import actions
from naikkelas.programmes import queries as ledger
from naikkelas.programmes.queries import startup as queries
from naikkelas.web import evidence, words
from naikkelas.web.gate import page
from naikkelas.web.startup.forms import LineForm, ReportForm

OPEN_FOR = timedelta(hours=2)
BLANK_LINES, MOST_LINES = 3, 60
KEY = "own_report"


def _private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No cache and no search engine keeps these pages, and they speak Indonesian unless another language was chosen.

    That the address goes to no other site the policy of all pages sees to (same-origin); a stricter one would take from our
    own forms the origin that the check against forgery asks for.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate("id")
        response = view(request, token)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def _closed(request: HttpRequest) -> HttpResponse:
    """One answer for what was never a link, has ended, or was revoked."""
    return render(request, "startup/self_enter.html", {"closed": True}, status=404)


def _is_open(request: HttpRequest, link: Any, at: datetime) -> bool:
    kept = request.session.get(KEY) or {}
    return kept.get("link") == link.pk and datetime.fromisoformat(kept["until"]) > at


@page(PUBLIC, post=True)
@_private
def self_enter(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code of the letter."""
    link = queries.open_link(token, request.at)
    if link is None:
        return _closed(request)
    if request.method == "GET":
        if _is_open(request, link, request.at):
            return redirect("startup-self-report", token)
        return render(request, "startup/self_enter.html", {"token": token})
    who = {"username": f"lapor-{link.pk}"}
    if not AxesProxyHandler.is_allowed(request, who):
        return _locked(request, token)
    if not actions.open_with_code(
        link=link, code=request.POST.get("kode", "")[:40], by=actions.RECIPIENT, at=request.at
    ):
        user_login_failed.send(sender=__name__, credentials=who, request=request)
        request.axes_locked_out = False  # our page says it, not the one for signing in
        if not AxesProxyHandler.is_allowed(request, who):
            return _locked(request, token)
        return render(request, "startup/self_enter.html", {"token": token, "wrong": True})
    AxesProxyHandler.reset_attempts(username=who["username"])
    request.session.cycle_key()
    request.session[KEY] = {"link": link.pk, "until": (request.at + OPEN_FOR).isoformat()}
    return redirect("startup-self-report", token)


def _locked(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "startup/self_enter.html", {"token": token, "locked": True}, status=429)


@page(PUBLIC, post=True)
@_private
def self_report(request: HttpRequest, token: str) -> HttpResponse:
    """The report in its five blocks: kept as a draft as often as wanted, and sent once."""
    link = queries.open_link(token, request.at)
    if link is None:
        return _closed(request)
    if not _is_open(request, link, request.at):
        return redirect("startup-self-enter", token)
    request.session[KEY] = {"link": link.pk, "until": (request.at + OPEN_FOR).isoformat()}
    recipient = link.recipient
    report = queries.report_of(recipient)
    if report is not None and report.state != "draft":
        return _show(request, token, recipient, report, None, [])
    if request.method == "GET":
        form = ReportForm(initial=_initial(recipient, report))
        return _show(request, token, recipient, report, form, _line_forms(report))
    return _save(request, token, recipient, report)


def _save(request: HttpRequest, token: str, recipient: Any, report: Any) -> HttpResponse:
    form, lines, saved = ReportForm(request.POST), _posted_lines(request), False
    if form.is_valid() and all(line.is_valid() for line in lines):
        try:
            actions.save_report(
                recipient=recipient,
                values=form.cleaned_data,
                lines=[_line(request, line) for line in lines],
                by=actions.RECIPIENT,
                at=request.at,
            )
            saved = True
            if "kirim" not in request.POST:
                messages.success(request, _("The draft was saved. You can go on later with the same letter."))
                return redirect("startup-self-report", token)
            monev.send_report(recipient=recipient, by=actions.RECIPIENT, at=request.at)
            return redirect("startup-self-report", token)
        except Refused as refusal:
            form.add_error(None, _told(refusal))
    if saved:  # only not sent: the receipts are kept, and no line is to be written twice
        report = queries.report_of(recipient)
        lines = _line_forms(report)
    else:
        lines = lines + _blank(lines)
    lost = set() if saved else {name.removesuffix("-nota") for name in request.FILES}
    return _show(request, token, recipient, report, form, lines, lost, status=422)


def _blank(lines: list[LineForm]) -> list[LineForm]:
    """Empty lines under those that are written, as the page had them."""
    written = {line.prefix for line in lines}
    free = [f"b{n}" for n in range(MOST_LINES) if f"b{n}" not in written]
    return [LineForm(prefix=prefix) for prefix in free[:BLANK_LINES]]


def _told(refusal: Refused) -> str:
    """The refusal, with the names of what is missing as the page shows them."""
    if refusal.kind is actions.NOT_WHOLE:
        parts = [words.label("report_field", name) for name in refusal.params["parts"].split(", ")]
        return refusal.kind.text(get_language() or "id", parts=", ".join(parts))
    return refusal.text(get_language() or "id")


def _show(
    request: HttpRequest,
    token: str,
    recipient: Any,
    report: Any,
    form: ReportForm | None,
    lines: list[LineForm],
    lost: Collection[str] = (),
    status: int = 200,
) -> HttpResponse:
    steps = list(queries.steps_of(report)) if report else []
    kept = {line.pk: line for line in queries.lines_of(report)} if report else {}
    context = {
        "token": token,
        "recipient": recipient,
        "given": ledger.standing(recipient),
        "programme": recipient.allocation.ceiling.programme,
        "report": report,
        "form": form,
        "blocks": form.blocks() if form else {},
        "unread": form and (form.errors or any(line.errors for line in lines)),
        "lines": [(line, kept.get(_keeps(line)), line.prefix in lost) for line in lines],
        "told": list(kept.values()),
        "used": sum(queries.used_by_category(report).values()) if report else 0,
        "steps": steps,
        "back": steps[-1] if steps and steps[-1].state == "draft" else None,
        "account_end": getattr(queries.application_of(recipient), "account_end", ""),
    }
    return render(request, "startup/self_report.html", context, status=status)


def _keeps(line: LineForm) -> int:
    value = line["keep"].value()
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _initial(recipient: Any, report: Any) -> dict[str, Any]:
    """What was saved; on first opening what the proposal said, to be corrected by who knows best."""
    if report is not None:
        return {name: getattr(report, name) for name in ReportForm.base_fields}
    application = queries.application_of(recipient)
    paid = queries.with_paid(ledger.recipients().filter(pk=recipient.pk)).get()
    first = {"name": recipient.name, "received_on": paid.paid_on}
    if application is None:
        return first
    return first | {
        "phone": application.phone, "business_address": application.business_address, "business_name": application.business_name,
        "product": application.product, "bank": application.bank, "workers_before": application.workers,
        "sales_before_idr": application.sales_month_idr,
    }  # fmt: skip


def _line_forms(report: Any) -> list[LineForm]:
    kept = list(queries.lines_of(report)) if report else []
    held = [
        LineForm(
            prefix=f"b{n}",
            initial={
                "used_on": k.used_on, "category": k.category, "amount_idr": k.amount_idr, "remark": k.remark, "keep": k.pk
            },
        )
        for n, k in enumerate(kept)
    ]  # fmt: skip
    return held + _blank(held)


def _posted_lines(request: HttpRequest) -> list[LineForm]:
    """The lines in which something was written; the category alone is nothing."""
    found = []
    for n in range(MOST_LINES):
        given = [request.POST.get(f"b{n}-{name}", "").strip() for name in ("used_on", "amount_idr", "remark")]
        if any(given) or request.FILES.get(f"b{n}-nota"):
            found.append(LineForm(request.POST, prefix=f"b{n}"))
    return found


def _line(request: HttpRequest, form: LineForm) -> dict[str, Any]:
    name, content = evidence.received(request, f"{form.prefix}-nota")
    receipt = {"receipt": (name, content)} if content else {}
    return form.cleaned_data | receipt


@page(PUBLIC, post=True, get=False)
@_private
def self_leave(request: HttpRequest, token: str) -> HttpResponse:
    """Shut it: the next person at this phone sees nothing."""
    request.session.pop(KEY, None)
    return redirect("startup-self-enter", token) if queries.open_link(token, request.at) else _closed(request)
