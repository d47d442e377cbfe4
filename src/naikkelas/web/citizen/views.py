"""The citizens' door: tell what one sees at a market or about a grant, without an account, and follow what comes of it.

Nothing personal is shown here: a grant to a person is named by its programme, decree and area. Robots are met with a field
that people do not see; too many reports from one place are refused; wrong codes count as wrong passwords do.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_ip_address
from django import forms
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from naikkelas.accounts.roles import PUBLIC
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions
from naikkelas.monev.queries import citizens as queries
from naikkelas.places import queries as places
from naikkelas.web import evidence, language, words
from naikkelas.web.gate import page

MOST_PHOTOS = 3
KEY = "citizen_report"


class ReportForm(forms.Form):
    """What is told. `website` is the field that only robots fill in."""

    topic = forms.ChoiceField(
        label=_("What is it about?"), choices=lambda: [("", _("Choose…")), *words.choices("citizen_topic")]
    )
    text = forms.CharField(
        label=_("What did you see, and when?"), widget=forms.Textarea, min_length=20, max_length=3_000,
        error_messages={"min_length": _("Tell a little more: at least 20 characters.")},
        help_text=_("Tell what you saw yourself. Write no numbers of identity cards."),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("How may the office reach you? (not required)"), max_length=120, required=False,
        help_text=_("Phone or e-mail. Only the officers who look at the report see it."),
    )  # fmt: skip
    website = forms.CharField(required=False)


def subject_name(record: Any) -> str:
    """A market by its name; a grant by programme, decree and area, and by its name only where that is no person's."""
    report_facility = getattr(record, "facility", None)
    recipient = getattr(record, "recipient", None)
    if report_facility is not None:
        return report_facility.name
    if recipient is not None:
        return _grant_name(recipient)
    return record.name if type(record).__name__ == "Facility" else _grant_name(record)


def _grant_name(recipient: Any) -> str:
    ceiling = recipient.allocation.ceiling
    return f"{ceiling.programme.name} {ceiling.year}, SK {recipient.decree_no}"


def _public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Indonesian unless another language was chosen; kept by no cache and no search engine."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and not request.user.is_authenticated:
            translation.activate("id")
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@page(PUBLIC)
@_public
def report_home(request: HttpRequest) -> HttpResponse:
    """Find a market by name, or go on with a number and code."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:60]
    found = queries.markets_named(text) if len(text) >= 3 else []
    context = {
        "text": text,
        "markets": [(m, queries.sign_of("facility", m.pk), places.place_of(m.area_id)) for m in found],
    }
    return render(request, "citizen/report_home.html", context)


@page(PUBLIC, post=True)
@_public
def report_add(request: HttpRequest, sign: str) -> HttpResponse:
    subject = queries.subject_of(sign)
    if subject is None:
        return render(request, "citizen/report_add.html", {"unknown": True}, status=404)
    other = language.chosen(request)
    if other:  # what was typed stays, in no cookie and no session
        translation.activate(other)
        return language.keep(_form(request, subject, ReportForm(initial=request.POST.dict())), other)
    form, error, status = ReportForm(request.POST or None), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _taken(request, subject, form.cleaned_data)
            except Refused as refusal:
                error, status = refusal.text(get_language() or "id"), refusal.status
    return _form(request, subject, form, error, status)


def _form(
    request: HttpRequest, subject: Any, form: ReportForm, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "subject": subject_name(subject),
        "place": places.place_of(subject.area_id),
        "most": MOST_PHOTOS,
        "error": error,
        "photos_again": bool(request.FILES),  # a browser never fills them in by itself
    }
    return render(request, "citizen/report_add.html", context, status=status)


def _taken(request: HttpRequest, subject: Any, data: dict[str, str]) -> HttpResponse:
    photos = [content for _name, content in evidence.photos(request, "photos", MOST_PHOTOS)]
    if data.pop("website"):  # a robot: it is told the same and nothing is kept
        request.session.pop(KEY, None)
        return redirect("citizen-report-sent")
    sender = queries.sender_of(get_client_ip_address(request) or "", request.at)
    report = actions.take_report(
        subject=subject, **data, photos=photos, sender=sender, by=actions.CITIZEN, at=request.at
    )
    request.session[KEY] = {"number": report.number, "code": queries.code_of(report)}
    return redirect("citizen-report-sent")


@page(PUBLIC)
@_public
def report_sent(request: HttpRequest) -> HttpResponse:
    """Number and code, shown to the browser that sent the report."""
    return render(request, "citizen/report_sent.html", {"kept": request.session.get(KEY)})


@page(PUBLIC, post=True)
@_public
def report_follow(request: HttpRequest) -> HttpResponse:
    """What came of a report: for who has its number and code."""
    context: dict[str, Any] = {"number": request.POST.get("nomor", "").replace("\0", "")[:20]}
    if request.method == "GET":
        return render(request, "citizen/report_follow.html", context)
    who = {"username": f"warga-{context['number'].strip().upper()}"}
    if AxesProxyHandler.is_allowed(request, who):
        report = queries.followed(context["number"], request.POST.get("kode", "")[:20])
        if report is not None:
            AxesProxyHandler.reset_attempts(username=who["username"])
            return render(
                request, "citizen/report_follow.html", {"report": report, "subject": subject_name(report)}
            )
        user_login_failed.send(sender=__name__, credentials=who, request=request)
        request.axes_locked_out = False  # our page says it, not the one for signing in
        context["wrong"] = True
    else:
        context["locked"] = True
    return render(request, "citizen/report_follow.html", context, status=429 if "locked" in context else 200)
