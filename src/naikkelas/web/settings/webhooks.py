"""Webhooks: other systems that are told of data events, their secret (shown once), test, log, replay."""

import base64

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.kit.problems import Refused
from naikkelas.notices import actions, queries
from naikkelas.notices.families import FAMILIES
from naikkelas.trail import queries as trail
from naikkelas.web.gate import page
from naikkelas.web.settings.webhook_forms import WebhookForm

_JUST_MADE = "webhook_just_made"
"""In the session: the number of a webhook and its sealed secret, until its page shows it."""


@page("webhooks.manage")
def webhook_list(request: HttpRequest) -> HttpResponse:
    rows = queries.subscriptions_visible_to(request.user)
    return render(request, "settings/webhook_list.html", {"rows": [_told(row) for row in rows]})


def _told(row) -> dict:
    lang = get_language()
    names = [FAMILIES[name].name.to(lang) for name in row.families if name in FAMILIES]
    return {"row": row, "families": ", ".join(names), "state": _state(row)}


def _state(row) -> str:
    return "stopped" if not row.active else "failing" if row.failures else "running"


@page("webhooks.manage", post=True)
def webhook_add(request: HttpRequest) -> HttpResponse:
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = actions.subscribe(**form.cleaned_data, by=request.user, at=request.at)
            return _shown_next(request, made, secret)
        except Refused as refusal:
            form.add_error(None, refusal.text(get_language()))
    return render(request, "settings/webhook_add.html", {"form": form}, status=422 if form.errors else 200)


def _shown_next(request: HttpRequest, row, secret: str) -> HttpResponse:
    """Lead to the webhook's own page, which shows the secret once: loading that page again makes neither a second webhook
    nor another secret. On the way it lies sealed in the session."""
    request.session[_JUST_MADE] = [row.pk, base64.b64encode(vault.current().seal.close(secret)).decode()]
    return redirect("settings-webhook-detail", row.pk)


def _secret_to_show(request: HttpRequest, row) -> str:
    """The secret that was just made for a webhook; it is taken out of the session as it is shown."""
    pk, sealed = request.session.get(_JUST_MADE, (None, ""))
    if pk != row.pk:
        return ""
    del request.session[_JUST_MADE]
    return vault.current().seal.open(base64.b64decode(sealed))


@page("webhooks.manage", post=True)
def webhook_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.subscriptions_visible_to(request.user), pk=pk)
    if request.method != "POST":
        return _detail(request, row, secret=_secret_to_show(request, row))
    act, told = request.POST.get("act"), {"subscription": row, "by": request.user, "at": request.at}
    if act == "secret":
        return _shown_next(request, row, actions.renew_secret(**told))
    if act == "end":
        actions.unsubscribe(**told)
        messages.success(request, _("The webhook was ended."))
        return redirect("settings-webhook-list")
    _change(request, act, told)
    return redirect("settings-webhook-detail", pk)


def _change(request: HttpRequest, act: str | None, told: dict) -> None:
    if act == "test":
        answer = actions.test(**told)
        if answer.ok:
            messages.success(
                request, _("The receiver took the test (HTTP %(status)s).") % {"status": answer.status}
            )
        else:
            messages.error(request, _("The test did not arrive: %(problem)s.") % {"problem": answer.problem})
    elif act in ("stop", "go"):
        actions.switch(**told, active=act == "go")
        messages.success(request, _("Saved."))
    elif act == "replay":
        given = request.POST.get("after", "")
        after = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else -1
        actions.replay(**told, after=after)
        messages.success(request, _("Everything after that point is told again."))
    else:
        raise Http404("act")


def _detail(request: HttpRequest, row, secret: str = "") -> HttpResponse:
    attempts = Paginator(queries.deliveries(row), 50).get_page(request.GET.get("hal"))
    context = _told(row) | {
        "page": attempts,
        "secret": secret,
        "newest": trail.newest_link(),
        "waiting": max(trail.newest_link() - row.done_to, 0),
    }
    return render(request, "settings/webhook_detail.html", context)
