"""Settings: people and phones, rule sets with sources, forms, trail."""

import secrets
from functools import partial

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access, actions, queries
from naikkelas.accounts.roles import SIGNED_IN
from naikkelas.forms import queries as forms
from naikkelas.kit.problems import Refused
from naikkelas.notices import actions as notices
from naikkelas.places import queries as places
from naikkelas.rules.catalogues import rule_heads
from naikkelas.trail import queries as trail
from naikkelas.web import posted, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.phone_setup import collect_settings, server_url
from naikkelas.web.settings import trail_taken
from naikkelas.web.settings.forms import PersonForm, UserForm


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
    roles = Filter("peran", _("Role"), partial(words.choices, "role"), lambda r, v: r.filter(role=v))
    state = Filter("keadaan", _("State"), _states, lambda r, v: r.filter(is_active=v == "open"))
    if not manage:
        rows = rows.filter(role="enumerator")
    columns = [
        Column(_("Name"), lambda u: u.name, sort="name"),
        Column(_("User name"), lambda u: u.username, shown=False),
        Column(_("Role"), lambda u: words.label("role", u.role)),
        Column(_("Area of duty"), lambda u: u.area.title, sort="area_id"),
        Column(_("State"), lambda u: dict(_states())["open" if u.is_active else "closed"]),
    ]
    listing = Listing(
        request,
        rows,
        columns,
        "settings/user_list.html",
        filters=[roles, state] if manage else [state],
        search=queries.found,
        order="area_id",
        export_name="akun",
        may_export=manage,
        related=("area",),
    )
    return listing.respond(manage=manage)


def _states() -> list[tuple[str, str]]:
    return [("open", _("Open")), ("closed", _("Closed"))]


@page("accounts.manage", post=True)
def user_add(request: HttpRequest) -> HttpResponse:
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            _demand(request, data["area"])
            user = actions.add(**data, by=request.user, at=request.at)
            messages.success(
                request, _("The account is made. Give its user name and first password to the person.")
            )
            return redirect("settings-user-detail", user.pk)
        except (Refused, access.OutOfArea) as refusal:
            _mark(form, refusal)
    return render(request, "settings/user_add.html", {"form": form}, status=422 if form.errors else 200)


@page("accounts.manage", post=True)
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, job, telephone, role or area of duty of one person."""
    person = _person(request, pk)
    held = {name: getattr(person, name) for name in ("name", "position", "phone", "role")}
    form = PersonForm(request.POST or None, initial=held | {"area": person.area_id})
    if request.method == "POST" and form.is_valid():
        try:
            _demand(request, form.cleaned_data["area"])
            actions.change(user=person, **form.cleaned_data, by=request.user, at=request.at)
            messages.success(request, _("The account was changed."))
            return redirect("settings-user-detail", pk)
        except (Refused, access.OutOfArea) as refusal:
            _mark(form, refusal)
    context = {"form": form, "person": _person(request, pk)}
    return render(request, "settings/user_edit.html", context, status=422 if form.errors else 200)


def _demand(request: HttpRequest, code: str) -> None:
    """The area must be this administrator's; of one that does not exist the action says so."""
    if places.find(code) is not None:
        access.demand(request.user, code)


_FIELD = {"account.taken": "username", "account.area": "area", "account.level": "area"}


def _mark(form: PersonForm, refusal: Exception) -> None:
    """Say at its field what was refused."""
    if isinstance(refusal, Refused):
        form.add_error(_FIELD.get(refusal.kind.code), refusal.text(get_language()))
    else:
        form.add_error("area", _("This area lies outside your area of duty."))


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
        try:
            _change(request, person)
        except Refused as refusal:
            messages.error(request, refusal.text(get_language()))
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
        told = (
            _("The account is open again.")
            if decision == "open"
            else _("The account is closed; its phones no longer work.")
        )
        messages.success(request, told)


@page("accounts.phones")
def phone(request: HttpRequest, pk: int, token: int) -> HttpResponse:
    """The QR code that sets ODK Collect up: server address with personal key, nothing to type."""
    person = _person(request, pk)
    row = get_object_or_404(person.tokens.filter(revoked_at=None, kind="phone"), pk=token)
    url = server_url(request, actions.token_of(row))
    picture = segno.make(collect_settings(url, person.username), error="l").svg_inline(scale=4, border=2)
    return render(request, "settings/phone.html", {"person": person, "url": url, "qr": picture, "token": row})


@page("trail.read")
def trail_list(request: HttpRequest) -> HttpResponseBase:
    """Newest first; with ?catatan=finding:12 the history of one record. Narrowed by who, what and when."""
    asked = request.GET.get("catatan", "")[:130]
    kind, _colon, pk = asked.rpartition(":")
    rows = request.frame.scoped(trail.of(kind, pk) if kind else trail.events(), "area_code")
    actions_known = words.choices("action")
    who, what = request.GET.get("siapa", "").strip()[:100], request.GET.get("apa", "")
    what = what if what in dict(actions_known) else ""
    first, last = (posted.day(request.GET.get(name, "")) for name in ("dari", "sampai"))
    rows = trail.narrowed(rows, who=who, action=what, first=first, last=last)
    if unduh := request.GET.get("unduh"):
        # whose steps were looked for is left out: it may be a person's name
        told = [
            words.label("action", what) if what else "",
            asked,
            *(day.isoformat() for day in (first, last) if day),
        ]
        return trail_taken.trail(request, unduh, rows, [text for text in told if text])
    context = {
        "who": who,
        "what": what,
        "actions": sorted(actions_known, key=lambda choice: choice[1].lower()),
        "first": first,
        "last": last,
        "asked": asked,
        "narrowed": bool(who or what or first or last),
        "page": Paginator(rows, 100).get_page(request.GET.get("hal")),
        "record": {"type": kind, "id": pk} if kind else None,
        "linked": trail.newest_link(),
    }
    return render(request, "settings/trail.html", context)
