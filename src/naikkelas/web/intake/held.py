"""Submissions that wait for a person: mend them, let them be read, or say that they do not count; and what was said so of."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.forms import queries as forms
from naikkelas.intake import actions, queries
from naikkelas.kit.problems import Refused
from naikkelas.web import posted
from naikkelas.web.gate import page
from naikkelas.web.intake import choosing
from naikkelas.web.monev.answers import in_words

SHOWN = {"": queries.held, "dismissed": queries.dismissed}
"""What the list shows by its filter."""


@page("intake.mend", post=True)
def held_list(request: HttpRequest) -> HttpResponse:
    """What waits; with ?state=dismissed what was decided not to count. Several can be dismissed for one reason."""
    state, error = request.GET.get("state", ""), ""
    if state not in SHOWN:
        raise Http404(state)
    if request.method == "POST":
        try:
            return _dismiss_many(request)
        except Refused as refusal:
            error = refusal.text(get_language())
    of_area = request.frame.scoped(queries.submissions_visible_to(request.user))
    rows = SHOWN[state](of_area).defer("body").order_by("-id")
    context = {
        "page": Paginator(rows, 50).get_page(request.GET.get("hal")),
        "state": state,
        "waiting": queries.held(of_area).count(),
        "error": error,
        "ticked": posted.ids(request, "delivery"),
    }
    return render(request, "intake/held_list.html", context, status=422 if error else 200)


@transaction.atomic
def _dismiss_many(request: HttpRequest) -> HttpResponse:
    waiting = queries.held(queries.submissions_visible_to(request.user))
    rows = list(waiting.filter(pk__in=posted.ids(request, "delivery")).order_by("pk"))
    if not rows:
        messages.error(request, _("Tick what does not count first."))
        return redirect("intake-held-list")
    for delivery in rows:
        reason = request.POST.get("reason", "")
        actions.dismiss(delivery=delivery, reason=reason, by=request.user, at=request.at)
    messages.success(request, _("%(n)s submissions do not count; they stay kept.") % {"n": len(rows)})
    return redirect("intake-held-list")


@page("intake.mend", post=True)
def held_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One submission: mend its visit code or answers, release, dismiss or bring it back. Where another
    one counts in its place, both are shown beside each other."""
    visible = queries.submissions_visible_to(request.user)
    delivery = get_object_or_404(queries.held(visible) | queries.dismissed(visible), pk=pk)
    error, status = "", 200
    if request.method == "POST":
        try:
            return _decide(request, delivery)
        except Refused as refusal:
            error, status = refusal.text(get_language()), 422
    shown = choosing.beside(request, delivery)
    context = {
        "delivery": delivery,
        **shown,
        "answers": [a | _asked(delivery, a) for a in shown["answers"]],
        "attachments": queries.attachments_of(delivery),
        "told": delivery.summary.get(get_language(), delivery.summary.get("id", "")),
        "error": error,
    }
    return render(request, "intake/held_detail.html", context, status=status)


def _asked(delivery, answer: dict[str, str]) -> dict[str, object]:
    """What the form asked, the answer in words, and whether the device gave it by itself."""
    path, lang = answer["path"], get_language()
    wording = forms.wording_of(delivery.instrument, delivery.form_version)
    question = wording.question(path)
    return {
        "label": question.label.to(lang) if question else path.rpartition("/")[2],
        "told": in_words(answer["text"], path, question, lang),
        "by_device": path in wording.devices,
    }


def _decide(request: HttpRequest, delivery) -> HttpResponse:
    decision = request.POST.get("decision")
    if decision == "refuse":
        reason = request.POST.get("reason", "")
        actions.dismiss(delivery=delivery, reason=reason, by=request.user, at=request.at)
        messages.success(request, _("The submission does not count; it stays kept."))
        return redirect("intake-held-list")
    if decision == "bring_back":
        actions.bring_back(delivery=delivery, by=request.user, at=request.at)
        messages.success(request, _("The submission waits for a decision again."))
        return redirect("intake-held-detail", delivery.pk)
    return _release(request, delivery)


def _release(request: HttpRequest, delivery) -> HttpResponse:
    known = {a["question"]: a["text"] for a in queries.answers_of(delivery)}
    given = {k.removeprefix("answer:"): v.strip() for k, v in request.POST.items() if k.startswith("answer:")}
    corrections = {q: text for q, text in given.items() if text and text != known.get(q)}
    after = actions.release(delivery=delivery, corrections=corrections, by=request.user, at=request.at)
    if after.state == "applied":
        messages.success(request, _("The submission was read and is now a visit."))
        return redirect("monev-visit-detail", after.summary["visit"])
    messages.error(request, after.summary.get(get_language(), ""))
    return redirect("intake-held-detail", delivery.pk)
