"""What recipients report themselves: the list, one report and its way through the office, and the letter with link and code."""

from functools import partial

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.kit.problems import Refused
from naikkelas.monev import queries as monev
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes import queries as money
from naikkelas.programmes.queries import ledger
from naikkelas.programmes.queries import startup as queries
from naikkelas.rules import startup_rounds
from naikkelas.web import access_log, evidence, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing


@page("programmes.read")
def report_list(request: HttpRequest) -> HttpResponse:
    """Every recipient whom decrees give start-up capital now, and how far the own report is."""
    see = access.may(request.user, "person.see")
    recipients = queries.recipients_visible(request.user).exclude(pk__in=money.withdrawn().values("pk"))
    names = [Column(_("Recipient"), lambda r: words.written_name(r, True), sort="name")] if see else []
    columns = [
        *names,
        Column(_("Number"), lambda r: r.pk, sort="id", shown=not see),
        Column(_("Area"), lambda r: places.place_of(r.area_id), sort="area_id"),
        Column(_("Decree"), lambda r: r.decree_no, sort="decree_no"),
        Column(_("Transferred"), lambda r: r.paid_on, sort="paid_on"),
        Column(_("Amount (IDR)"), lambda r: r.now_idr, sort="amount_idr", number=True),
        Column(
            _("Own report"), lambda r: words.label("self_report", r.report_state or ""), sort="report_state"
        ),
    ]
    listing = Listing(
        request, request.frame.scoped(queries.with_report(money.with_standing(recipients))), columns,
        "startup/report_list.html",
        filters=[Filter("laporan", _("Own report"), _states, _by_state)],
        search=partial(search_recipients, see=see),
        order="-paid_on",
        export_name="laporan-penerima-wirausaha-pemula",
        may_export=access.may(request.user, "registry.export"),
        exported=access_log.exported(request) if see else None,
    )  # fmt: skip
    with_what_is_counted(listing)
    return listing.respond(see=see)


def with_what_is_counted(listing: Listing) -> None:
    """Give the rows of the page the columns that are computed (day of the transfer, state of the report)."""
    found = listing.rows.in_bulk([row.pk for row in listing.page.object_list])
    listing.page.object_list = [found[row.pk] for row in listing.page.object_list]


def _states() -> list[tuple[str, str]]:
    return [("belum", words.label("self_report", "")), *words.choices("self_report")]


def _by_state(rows, value: str):
    return rows.filter(report_state=None if value == "belum" else value)


def search_recipients(rows, text: str, *, see: bool):
    """By decree, and by name for who may see persons."""
    found = rows.filter(decree_no__icontains=text)
    return found | rows.filter(name__icontains=text, person__restricted_at=None) if see else found


def _recipient(request: HttpRequest, pk: int):
    return get_object_or_404(queries.recipients_visible(request.user), pk=pk)


@page("programmes.read")
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of recipient `pk`, beside plan and ledger."""
    return _show(request, _recipient(request, pk))


@page("applications.edit", post=True, get=False)
def report_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a report a step on, or give it back with what to mend."""
    recipient = _recipient(request, pk)
    report = queries.report_of(recipient)
    if report is None:
        raise Http404("report")
    to, remark = request.POST.get("ke", ""), request.POST.get("catatan", "")
    try:
        actions.move_report(report=report, to=to, remark=remark, by=request.user, at=request.at)
    except Refused as refusal:
        return _show(request, recipient, refusal)
    messages.success(request, _("The report was taken on."))
    return redirect("startup-report-detail", pk)


def context_of(request: HttpRequest, recipient) -> dict:
    """What pages about a recipient show of the proposal, the plan and the own report."""
    application, report = queries.application_of(recipient), queries.report_of(recipient)
    planned = queries.planned_by_category(application) if application else {}
    balance = ledger.balance_of(recipient)
    told = queries.used_by_category(report) if report else {}
    recorded = queries.recorded_by_category(recipient)
    return {
        "application": application,
        "report": report,
        "balance": balance,
        "link": queries.link_of(recipient),
        "use": startup_rounds.use_against_plan(planned, recorded or told)
        if planned or told or recorded
        else [],
        "use_from": "ledger" if recorded else "report",
        "deviation_percent": startup_rounds.DEVIATION_PERCENT,
        "used_told": sum(told.values()),
        "review": access.may(request.user, "applications.edit"),
    }


def _show(request: HttpRequest, recipient, refusal: Refused | None = None) -> HttpResponse:
    restricted = bool(recipient.person and recipient.person.restricted_at)
    see = access.may(request.user, "person.see") and not restricted
    if see:
        access_log.seen(request, recipient.person_id, recipient.area_id)
    shared = context_of(request, recipient)
    report = shared["report"]
    context = shared | {
        "recipient": recipient,
        "name": words.written_name(recipient, see),
        "see": see,
        "lines": queries.lines_of(report) if report else [],
        "steps": queries.steps_of(report) if report else [],
        "next": [(state, words.label("self_report", state)) for state in queries.next_states(report.state) if state != "draft"]
        if report
        else [],
        "back": bool(report and "draft" in queries.next_states(report.state)),
        "path": places.path(recipient.area_id),
        "findings": monev.findings_about(recipient),
        "today": request.at,
        "error": refusal.text(get_language()) if refusal else "",
    }  # fmt: skip
    return render(request, "startup/report_detail.html", context, status=refusal.status if refusal else 200)


@page("person.see")
def report_receipt(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    recipient = _recipient(request, pk)
    report = queries.report_of(recipient)
    if report is None or (recipient.person and recipient.person.restricted_at):
        raise Http404("receipt")
    kept = get_object_or_404(queries.lines_of(report).exclude(file_sha256=""), pk=line)
    access_log.seen(request, recipient.person_id, recipient.area_id)
    return evidence.download(kept.file_sha256, kept.file_name)


@page("applications.edit", post=True, get=False)
def letter_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a letter with a new link and code, or take the link back."""
    recipient = _recipient(request, pk)
    if request.POST.get("langkah") == "cabut":
        actions.revoke_link(recipient=recipient, by=request.user, at=request.at)
        messages.success(request, _("The link was revoked: the letter opens nothing any more."))
        return redirect("startup-report-detail", pk)
    actions.issue_link(recipient=recipient, by=request.user, at=request.at)
    return redirect("startup-letter-detail", pk)


@page("applications.edit")
def letter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to print: address, QR code and code."""
    recipient = _recipient(request, pk)
    link = queries.link_of(recipient)
    if link is None or link.expires_at <= request.at or (recipient.person and recipient.person.restricted_at):
        raise Http404("letter")
    access_log.seen(request, recipient.person_id, recipient.area_id)
    base = settings.NAIKKELAS_URL or f"{request.scheme}://{request.get_host()}"
    url = base + reverse("startup-self-enter", args=[queries.token_of(link)])
    context = {
        "recipient": recipient,
        "given": ledger.standing(recipient),
        "name": words.written_name(recipient, True),
        "link": link,
        "url": url,
        "code": queries.code_of(link),
        "qr": segno.make(url, error="m").svg_inline(scale=5, dark="#0b3d2e", omitsize=True),
        "path": places.path(recipient.area_id),
    }
    return render(request, "startup/letter_detail.html", context)
