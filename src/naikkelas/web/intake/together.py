"""Accepting many changes from phones together: what would be written and what stays, then how far it is and what came of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.instruments.registry_fields import PERSONAL
from naikkelas.intake import actions, tasks
from naikkelas.intake.queries import clean_changes, field_changes
from naikkelas.intake.queries.field_changes import Told
from naikkelas.kit.problems import Refused
from naikkelas.web import access_log
from naikkelas.web.gate import page
from naikkelas.web.intake.changes import in_words, narrowed, shown
from naikkelas.web.intake.labels import FIELDS


@page("registry.edit", post=True)
def change_together(request: HttpRequest) -> HttpResponse:
    """Before many are accepted: how many, of what kind, and what stays. `pilih` are those that were ticked; without, all
    that the list showed."""
    error = ""
    if request.method == "POST":
        try:
            return _start(request)
        except Refused as refusal:
            error = refusal.text(get_language())
    asked = request.GET if request.method == "GET" else request.POST
    ticked = [int(v) for v in asked.getlist("pilih") if v.isascii() and v.isdigit() and len(v) <= 18]
    if "semua" in asked:
        ticked = []
    elif "dicentang" in asked and not ticked:
        messages.error(request, _("Tick at least one change first."))
        return redirect("intake-change-list")
    rows = narrowed(request, field_changes.pending(field_changes.visible_to(request.user)), asked)
    if ticked:
        rows = rows.filter(pk__in=ticked)
    found = clean_changes.looked_at(rows, request.user, actions.MOST)
    for told in found.clean:
        _seen(request, told)
    context = {
        "clean": [shown(told) | {"seen": told.seen, "values": _values(told)} for told in found.clean],
        "left": [shown(told) | {"why": why} for told, why in found.left],
        "fields": [(FIELDS[name], count) for name, count in found.fields],
        "kinds": found.kinds,
        "senders": len({told.change.delivery.received_by_id for told in found.clean}),
        "reasons": found.reasons,
        "ticked": ticked,
        "total": rows.count(),
        "most": actions.MOST,
        "error": error,
    }
    return render(request, "intake/change_together.html", context, status=422 if error else 200)


def _start(request: HttpRequest) -> HttpResponse:
    visible = field_changes.visible_to(request.user).values_list("pk", flat=True)
    told = [value.partition(":") for value in request.POST.getlist("change")]
    chosen = [(int(pk), seen[:16]) for pk, _, seen in told if pk.isascii() and pk.isdigit() and len(pk) <= 18]
    known = set(visible.filter(pk__in=[pk for pk, _seen in chosen]))
    batch = actions.accept_together(
        chosen=[each for each in chosen if each[0] in known], by=request.user, at=request.at
    )
    tasks.accept_changes.enqueue(batch.pk)
    return redirect("intake-change-batch", batch.pk)


def _values(told: Told) -> list[dict[str, Any]]:
    return [
        {"label": FIELDS[line.name], "now": in_words(line.name, line.now), "proposed": in_words(line.name, line.proposed)}
        for line in told.open_lines
    ]  # fmt: skip


def _seen(request: HttpRequest, told: Told) -> None:
    if told.person is not None and any(line.name in PERSONAL for line in told.open_lines):
        access_log.seen(request, told.person.pk, told.record.area_id)


@page("registry.edit")
def change_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and at the end what was accepted and what was left, with the reason of each."""
    batch = get_object_or_404(field_changes.batches_visible_to(request.user), pk=pk)
    visible = field_changes.visible_to(request.user)
    told = {p["change"]: p for p in batch.problems}
    left = field_changes.told_all(list(visible.filter(pk__in=told))) if batch.finished_at else []
    context = {
        "batch": batch,
        "left": [shown(each) | {"told": told[each.change.pk].get(get_language(), "")} for each in left],
        "undone": batch.changes.filter(state="undone").count(),
        "waiting": field_changes.pending(visible).count(),
    }
    template = (
        "intake/_change_batch.html" if request.headers.get("HX-Request") else "intake/change_batch.html"
    )
    return render(request, template, context)
