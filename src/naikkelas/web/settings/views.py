"""Settings: people and phones, rule sets with sources, forms, trail."""

import secrets

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access, actions, queries
from naikkelas.accounts.roles import SIGNED_IN
from naikkelas.forms import queries as forms
from naikkelas.kit.problems import Refused
from naikkelas.notices import actions as notices
from naikkelas.rules.catalogues import rule_heads
from naikkelas.trail import queries as trail
from naikkelas.web import posted
from naikkelas.web.gate import page
from naikkelas.web.phone_setup import collect_settings, server_url
from naikkelas.web.settings.forms import UserForm


@page("settings.read")
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "settings/overview.html", {"forms": forms.listed()})


@page(SIGNED_IN)
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule set with its source, dates and how sure we are of it."""
    lang, today = get_language(), timezone.localdate(request.at)
    heads = [
        {
            "head": head,
            "title": head.title_id if lang == "id" else head.title_en,
            "notes": head.notes_id if lang == "id" else head.notes_en,
            "current": head.in_force(today),
            "coming": head.in_force_from > today,
        }
        for head in rule_heads().values()
    ]
    return render(request, "settings/rules.html", {"heads": heads})


@page("accounts.phones")
def user_list(request: HttpRequest) -> HttpResponse:
    """People of the area: officers see their enumerators, the administrator everybody."""
    rows = request.frame.scoped(queries.users_visible_to(request.user))
    manage = access.may(request.user, "accounts.manage")
    if not manage:
        rows = rows.filter(role="enumerator")
    context = {"page": Paginator(rows, 50).get_page(request.GET.get("hal")), "manage": manage}
    return render(request, "settings/user_list.html", context)


@page("accounts.manage", post=True)
def user_add(request: HttpRequest) -> HttpResponse:
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            access.demand(request.user, data["area"])
            user = actions.add(**data, by=request.user, at=request.at)
            return redirect("settings-user-detail", user.pk)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
        except access.OutOfArea:
            form.add_error("area", _("This area lies outside your area of duty."))
    return render(request, "settings/user_add.html", {"form": form}, status=422 if form.errors else 200)


def _person(request: HttpRequest, pk: int):
    rows = queries.users_visible_to(request.user)
    if not access.may(request.user, "accounts.manage"):
        rows = rows.filter(role="enumerator")
    return get_object_or_404(rows, pk=pk)


@page("accounts.phones", post=True)
def user_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: state, and the phones that may send in this name."""
    person = _person(request, pk)
    new_password = ""
    if request.method == "POST" and request.POST.get("decision") == "password":
        new_password = _new_password(request, person)
    elif request.method == "POST":
        _change(request, person)
        return redirect("settings-user-detail", pk)
    context = {
        "person": person,
        "new_password": new_password,
        "tokens": person.tokens.order_by("-id"),
        "manage": access.may(request.user, "accounts.manage"),
        "today": request.at,
    }
    return render(request, "settings/user_detail.html", context)


def _new_password(request: HttpRequest, person) -> str:
    """Give a person who forgot the password a new one. It is shown on this one answer and kept nowhere."""
    if not access.may(request.user, "accounts.manage"):
        raise PermissionDenied("accounts.manage")
    password = secrets.token_urlsafe(12)
    actions.set_password(user=person, password=password, by=request.user, at=request.at)
    notices.end_devices(user=person, but=None, by=request.user, at=request.at)
    return password


def _change(request: HttpRequest, person) -> None:
    decision = request.POST.get("decision")
    if decision == "phone" and person.role == "enumerator":
        actions.issue_token(user=person, kind="phone", by=request.user, at=request.at)
        messages.success(request, _("The phone key is ready: show its QR code to the enumerator."))
    elif decision == "revoke":
        token = get_object_or_404(person.tokens.filter(revoked_at=None), pk=posted.one(request, "token"))
        actions.revoke_token(token=token, by=request.user, at=request.at)
        messages.success(request, _("The key no longer works."))
    elif decision in ("open", "close") and access.may(request.user, "accounts.manage"):
        actions.set_active(user=person, active=decision == "open", by=request.user, at=request.at)
        if decision == "close":
            notices.end_devices(user=person, but=None, by=request.user, at=request.at)


@page("accounts.phones")
def phone(request: HttpRequest, pk: int, token: int) -> HttpResponse:
    """The QR code that sets ODK Collect up: server address with personal key, nothing to type."""
    person = _person(request, pk)
    row = get_object_or_404(person.tokens.filter(revoked_at=None, kind="phone"), pk=token)
    url = server_url(request, actions.token_of(row))
    picture = segno.make(collect_settings(url, person.username), error="l").svg_inline(scale=4, border=2)
    return render(request, "settings/phone.html", {"person": person, "url": url, "qr": picture, "token": row})


@page("trail.read")
def trail_list(request: HttpRequest) -> HttpResponse:
    """Newest first; with ?catatan=finding:12 the history of one record."""
    asked = request.GET.get("catatan", "")[:130]
    kind, _colon, pk = asked.rpartition(":")
    rows = request.frame.scoped(trail.of(kind, pk) if kind else trail.events(), "area_code")
    context = {
        "page": Paginator(rows, 100).get_page(request.GET.get("hal")),
        "record": {"type": kind, "id": pk} if kind else None,
        "linked": trail.newest_link(),
    }
    return render(request, "settings/trail.html", context)
