"""Submissions that wait for a person: mend them, let them be read, or say that they do not count; and what was said so of."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.forms import queries as forms
from naikkelas.instruments.wording import Question, Wording
from naikkelas.intake import actions, queries
from naikkelas.kit.problems import Refused
from naikkelas.monev import queries as monev
from naikkelas.web import posted
from naikkelas.web.gate import page
from naikkelas.web.intake import choosing
from naikkelas.web.monev.answers import in_words

MOST_VISITS = 500
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
    messages.success(
        request,
        ngettext(
            "%(n)s submission does not count; it stays kept.",
            "%(n)s submissions do not count; they stay kept.",
            len(rows),
        )
        % {"n": len(rows)},
    )
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
    often = Counter(a["question"] for a in shown["answers"])
    wording = forms.wording_of(delivery.instrument, delivery.form_version)
    context = {
        "delivery": delivery,
        **shown,
        "answers": [
            a | _asked(wording, a, delivery.waits and often[a["question"]] == 1) for a in shown["answers"]
        ],
        "visits": _visits(request, delivery) if delivery.waits else [],
        "see": access.may(request.user, "person.see"),
        "attachments": queries.attachments_of(delivery),
        "told": delivery.summary.get(get_language(), delivery.summary.get("id", "")),
        "error": error,
    }
    return render(request, "intake/held_detail.html", context, status=status)


def _visits(request: HttpRequest, delivery) -> list:
    """The visits that it may be of: still to be made by this form, or by that which an office's own serves; those of who
    sent it first."""
    form = forms.version(delivery.instrument, delivery.form_version)
    instrument = form.serves if form and form.serves else delivery.instrument
    rows = monev.planned_visible_to(request.user).filter(instrument=instrument, state="planned")
    rows = rows.select_related("area", "assigned_to", *monev.TO_PERSONS)
    return sorted(rows[:MOST_VISITS], key=lambda v: (v.assigned_to_id != delivery.received_by_id, v.code))


def _asked(wording: Wording, answer: dict[str, str], mendable: bool) -> dict[str, object]:
    """What the form asked, the answer in words, and how a person mends it: not what the device gave by itself, nor what
    stands in rows that repeat, for a correction goes by the name of its question."""
    path, lang = answer["path"], get_language()
    question = wording.question(path)
    return {
        "label": question.label.to(lang) if question else path.rpartition("/")[2],
        "told": in_words(answer["text"], path, question, lang),
        "worked_out": wording.works_out(path),
        "mends": _field(answer, question) if mendable and path not in wording.devices else "",
        "choices": [(code, label.to(lang)) for code, label in question.choices.items()] if question else [],
        "taken": answer["text"].split(),
    }


def _field(answer: dict[str, str], question: Question | None) -> str:
    """How an answer is mended: chosen where the form lets choose, else written."""
    if answer["question"] == "visit_code":
        return "visit"
    if question and question.choices and set(answer["text"].split()) <= question.choices.keys():
        return "many" if question.many else "one"
    return "text"


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


def _same(text: str, known: str, question: str, request: HttpRequest) -> bool:
    """Whether an answer was left as it is; of several choices in whichever order."""
    several = len(request.POST.getlist(f"answer:{question}")) > 1
    return sorted(text.split()) == sorted(known.split()) if several else text == known


def _release(request: HttpRequest, delivery) -> HttpResponse:
    known = {a["question"]: a["text"] for a in queries.answers_of(delivery)}
    given = {
        name.removeprefix("answer:"): " ".join(values).strip()
        for name, values in request.POST.lists()
        if name.startswith("answer:")
    }
    corrections = {
        q: text for q, text in given.items() if text and not _same(text, known.get(q, ""), q, request)
    }
    after = actions.release(delivery=delivery, corrections=corrections, by=request.user, at=request.at)
    if after.state == "applied" and "visit" not in after.summary:
        messages.success(request, _("The submission was read; its answers count."))
        return redirect("intake-submission-detail", after.pk)
    if after.state == "applied":
        messages.success(request, _("The submission was read and is now a visit."))
        return redirect("monev-visit-detail", after.summary["visit"])
    messages.error(request, after.summary.get(get_language(), ""))
    return redirect("intake-held-detail", delivery.pk)
