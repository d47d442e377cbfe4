"""What somebody was told: the list behind the bell, and the choice of what comes by e-mail and to devices."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.accounts.roles import SIGNED_IN
from naikkelas.notices import actions, queries
from naikkelas.notices.kinds import GROUPS, KINDS, MAILS
from naikkelas.places import queries as places
from naikkelas.web import posted, words
from naikkelas.web.gate import page
from naikkelas.web.notices import calendar, devices, targets
from naikkelas.web.notices.forms import AddressForm


@page(SIGNED_IN)
def notice_list(request: HttpRequest) -> HttpResponse:
    rows, lang = queries.notices_of(request.user), get_language()
    group, unread = request.GET.get("jenis", ""), request.GET.get("belum", "")
    if group not in ("", *GROUPS) or unread not in ("", "1"):
        raise Http404("filter")
    rows = queries.of_group(rows, group)
    if unread:
        rows = rows.filter(read_at=None)
    shown = Paginator(rows, 50).get_page(request.GET.get("hal"))
    heard = {kind.group for kind in queries.heard_by(request.user)}
    context = {
        "page": shown,
        "newest": queries.newest_of(request.user),
        "notices": [
            {"row": row, "text": queries.text(row, lang), "kind": _name(row.kind, lang)}
            for row in shown.object_list
        ],
        "groups": [(name, text.to(lang)) for name, text in GROUPS.items() if name in heard],
        "group": group,
        "unread": unread,
        "today": timezone.localdate(request.at, places.zone_of(request.user.area_id)),
    }
    return render(request, "notices/notice_list.html", context)


def _name(kind: str, lang: str) -> str:
    return KINDS[kind].name.to(lang) if kind in KINDS else ""


@page(SIGNED_IN)
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the record that a notice is about; the notice counts as read."""
    notice = get_object_or_404(queries.notices_of(request.user), pk=pk)
    actions.mark_read(notice=notice, by=request.user, at=request.at)
    return redirect(targets.address(request.user, notice.object_type, notice.object_id))


@page(SIGNED_IN, post=True, get=False)
def notice_read(request: HttpRequest) -> HttpResponse:
    """Everything that the list held when it was shown counts as read."""
    group = request.POST.get("jenis", "")
    if group not in ("", *GROUPS):
        raise Http404("filter")
    count = actions.mark_all_read(
        by=request.user, at=request.at, newest=posted.one(request, "newest"), group=group
    )
    messages.success(
        request,
        ngettext("%(count)s notice marked as read.", "%(count)s notices marked as read.", count)
        % {"count": count},
    )
    return redirect(reverse("notices-notice-list") + (f"?jenis={group}" if group else ""))


@page(SIGNED_IN, post=True)
def choice_edit(request: HttpRequest) -> HttpResponse:
    """The own address and devices, and by kind when it is mailed and when pushed."""
    user, lang = request.user, get_language()
    if request.POST.get("act") in ("renew", "revoke"):
        messages.success(request, calendar.change(request, request.POST["act"]))
        return redirect("notices-choice-edit")
    form = AddressForm(request.POST or None, initial={"email": user.email})
    chosen = queries.choices_of(user)
    if request.method == "POST":
        chosen = {
            kind: (request.POST.get(f"mail-{kind}", mail), request.POST.get(f"push-{kind}", push))
            for kind, (mail, push) in chosen.items()
        }
        if form.is_valid():
            actions.choose(user=user, email=form.cleaned_data["email"], chosen=chosen, by=user, at=request.at)
            messages.success(request, _("Saved."))
            return redirect("notices-choice-edit")
    heard = queries.heard_by(user)
    here = devices.here(request)
    token, feed = calendar.address_of(request)
    context = {
        "form": form,
        "groups": [
            {
                "name": text.to(lang),
                "kinds": [
                    (kind, kind.name.to(lang), *chosen[kind.id]) for kind in heard if kind.group == name
                ],
            }
            for name, text in GROUPS.items()
            if any(kind.group == name for kind in heard)
        ],
        "mails": words.choices_among("notice_mail", MAILS),
        "pushes": words.choices_among("notice_push", MAILS),
        "push_key": vault.current().push_key.public,
        "devices": queries.devices_of(user),
        "here": here if here and here.user == user else None,
        "mail_ready": settings.NAIKKELAS_MAIL_READY,
        "token": token,
        "feed": feed,
    }
    return render(request, "notices/choice_edit.html", context, status=422 if form.errors else 200)
