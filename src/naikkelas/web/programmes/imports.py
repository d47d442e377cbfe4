"""Lists of programmes (money, proposals, services): send one, see what came of each row, decide about the doubtful ones,
enter it whole, take it back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.instruments.finding import MONEY, layouts
from naikkelas.instruments.list_fields import PERSONAL
from naikkelas.instruments.workbook import MAX_PACKED
from naikkelas.intake import actions, queries, tasks
from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes import queries as ledger
from naikkelas.vault.blobs import BlobMissing
from naikkelas.web.gate import page
from naikkelas.web.intake.labels import RECORDS
from naikkelas.web.intake.mapping import Way, columns_page
from naikkelas.web.intake.preview import HIDDEN
from naikkelas.web.programmes.import_forms import GivenForm
from naikkelas.web.programmes.import_words import ENTRIES, STATES, cell, heading, held, problem_text
from naikkelas.web.programmes.plut_forms import hours_minutes

PAGE_ROWS = 100
NO_LONGER_KEPT = Kind(
    "money_import.preview_gone",
    "Pratinjau daftar ini tidak disimpan lagi. Yang sudah dicatat tetap ada di buku besar; untuk melihat barisnya lagi, kirim "
    "ulang berkasnya.",
    "The preview of this list is no longer kept. What was entered stands in the ledger; to see its rows again, send it again.",
)


@page("intake.import", post=True)
def import_list(request: HttpRequest) -> HttpResponse:
    """The page of lists of programmes: send one, see what was sent before. Each kind asks for its own duty."""
    data = request.POST if request.method == "POST" else None
    asked = {"call": request.GET.get("panggilan"), "centre": request.GET.get("plut")}
    open_to = queries.lists_open_to(request.user)
    meant = layouts(MONEY).get(request.GET.get("jenis", ""))
    only = meant.record if meant and meant.record in open_to and data is None else ""
    error, form = "", GivenForm(data, user=request.user, only=only, initial=asked)
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                error = _("Choose a file first.")
            elif form.is_valid():
                return _receive(request, file, form.given())
        except Refused as refusal:
            error = refusal.text(get_language())
    sent = Paginator(
        request.frame.scoped(queries.money_visible_to(request.user)).order_by("-id"), 25
    ).get_page(request.GET.get("hal"))
    context = {
        "page": sent,
        "lists": [(delivery, *held(delivery)) for delivery in sent],
        "layouts": [layout for layout in layouts(MONEY).values() if layout.record in open_to],
        "chosen": data.get("layout") if data else request.GET.get("jenis", ""),
        "mappings": queries.mappings_for(request.user.area_id, open_to),
        "money": "payment" in open_to,
        "told": any(asked.values()),
        "form": form,
        "error": error,
        "limit_mb": MAX_PACKED // 1024**2,
    }
    return render(
        request, "programmes/import_list.html", context, status=422 if error or form.errors else 200
    )


def _receive(request: HttpRequest, file, given: dict[str, str]) -> HttpResponse:
    with transaction.atomic():
        delivery = actions.receive_money(
            filename=file.name,
            content=file.read(MAX_PACKED + 1),
            layout=request.POST.get("layout", ""),
            given=given,
            by=request.user,
            at=request.at,
        )
        tasks.look_at_money.enqueue(delivery.pk)
    return redirect("programmes-import-detail", delivery.pk)


def _delivery(request: HttpRequest, pk: int):
    return get_object_or_404(queries.money_visible_to(request.user), pk=pk)


@page("intake.import")
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a list: its counts, the decision, and every row with what is wrong where."""
    delivery = _delivery(request, pk)
    summary = delivery.summary
    context: dict[str, Any] = {
        "delivery": delivery,
        "at_work": delivery.state in ("received", "looking", "applying"),
        "layout": layouts(MONEY).get(delivery.instrument),
        "of": RECORDS[summary["record"]][1] if "record" in summary else "",
        "service": summary.get("record") == "service",
        "hours": hours_minutes(summary.get("minutes", 0)),
        "holds": held(delivery)[0],
        "give_back": "cells" in summary.get("preview", {}) and (summary["bad"] or summary["doubtful"]),
        "mine": summary.get("record") in queries.lists_open_to(request.user),
        "told": summary.get(get_language(), ""),
    }
    if summary.get("preview"):
        context |= _rows(request, delivery)
    part = request.headers.get("HX-Request")
    return render(
        request, "programmes/_import_state.html" if part else "programmes/import_detail.html", context
    )


def _rows(request: HttpRequest, delivery) -> dict[str, Any]:
    """The rows of the chosen sort, a page of them."""
    try:
        lines, values = queries.money_lines(delivery), _values(delivery)
    except BlobMissing as missing:
        raise Refused(NO_LONGER_KEPT, status=410) from missing
    sorts = {
        "all": lines,
        "problem": [line for line in lines if line["problems"]],
        **{state: [line for line in lines if line["state"] == state] for state in STATES},
    }
    first = "problem" if sorts["problem"] and delivery.state == "looked" else "all"
    chosen = request.GET.get("saring", first)
    if chosen not in sorts:
        raise Http404(chosen)
    pages = Paginator(sorts[chosen], PAGE_ROWS).get_page(request.GET.get("hal"))
    columns, see = delivery.summary["columns"], access.may(request.user, "person.see")
    labels = {"all": _("All"), "problem": _("With problems")} | {
        s: label for s, (label, _c) in STATES.items()
    }
    return {
        "tabs": [(name, labels[name], len(held)) for name, held in sorts.items() if held or name == "all"],
        "chosen": chosen,
        "page": pages,
        "columns": [heading(delivery, field) for field in columns],
        "rows": [_line(line, values.get(line["row"], {}), columns, see) for line in pages],
    }


def _values(delivery) -> dict[int, dict[str, Any]]:
    return {row["row"]: row for row in queries.staged(delivery).iter_rows(named=True)}


def _line(line: dict[str, Any], values: dict[str, Any], columns: list[str], see: bool) -> dict[str, Any]:
    """A row as the page shows it: what is wrong in which column, and those cells marked."""
    problems = [
        {
            "column": p["column"],
            "text": problem_text(p, hidden=p["field"] in PERSONAL and not see),
            "error": p["error"],
        }
        for p in line["problems"]
    ]
    wrong = {p["field"] for p in line["problems"] if p["error"]}
    label, colour = STATES[line["state"]]
    return {
        "row": line["row"],
        "label": label,
        "colour": colour,
        "doubtful": line["state"] == "doubtful",
        "candidates": line["candidates"],
        "problems": problems,
        "cells": [
            {
                "text": HIDDEN
                if field in PERSONAL and not see and values.get(field)
                else cell(values, field),
                "wrong": field in wrong,
            }
            for field in columns
        ],
    }


@page("intake.import", post=True, get=False)
def import_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the list, leave it, or take it back."""
    delivery, decision = _delivery(request, pk), request.POST.get("decision")
    try:
        if decision == "apply":
            with transaction.atomic():
                actions.confirm_money(delivery=delivery, by=request.user, at=request.at)
                tasks.apply_money.enqueue(delivery.pk, request.user.pk)
        elif decision == "map":
            with transaction.atomic():
                actions.ask_mapping(delivery=delivery, by=request.user, at=request.at)
                tasks.look_at_money.enqueue(delivery.pk)
        elif decision == "discard":
            actions.discard(delivery=delivery, by=request.user, at=request.at)
            messages.success(request, _("Nothing was entered. The file stays in the list."))
        elif decision == "undo":
            reason = request.POST.get("reason", "").strip()
            if not reason:
                messages.error(request, _("Write the reason why this is taken back."))
                return redirect("programmes-import-undo", pk)
            actions.undo_money(delivery=delivery, reason=reason, by=request.user, at=request.at)
            messages.success(request, _("The list was taken back by second rows; nothing was deleted."))
        else:
            raise Http404(decision)
    except Refused as refusal:
        messages.error(request, refusal.text(get_language()))
    return redirect("programmes-import-detail", pk)


@page("intake.import", post=True)
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns of a list with a proposal for each; a person decides, and the decision is saved by name."""
    delivery = _delivery(request, pk)

    def form(asked: QueryDict) -> GivenForm:
        return GivenForm({**delivery.summary.get("given", {}), **asked.dict()}, user=request.user)

    way = Way(
        queries.lists_open_to(request.user),
        "programmes/import_mapping.html",
        "programmes-import-detail",
        tasks.look_at_money.enqueue,
        form,
    )
    return columns_page(request, delivery, way)


@page("intake.import")
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Before a list is taken back: which of its entries are in use, and by what."""
    delivery = _delivery(request, pk)
    if delivery.state != "applied":
        return redirect("programmes-import-detail", pk)
    held = actions.money_depends_on(delivery=delivery, by=request.user, at=request.at)
    told = [
        one
        | {"text": one[f"{get_language()}_text"], "label": ENTRIES[one["kind"]], "link": _of(request, one)}
        for one in held
    ]
    context = {"delivery": delivery, "held": told, "entries": len(delivery.summary.get("wrote", []))}
    return render(request, "programmes/import_undo.html", context)


def _of(request: HttpRequest, entry: dict[str, Any]) -> str:
    """Where the money of an entry is seen whole."""
    kind = "disbursement" if entry["kind"] == "returned" else entry["kind"]
    line = ledger.lines_visible_to(request.user).filter(kind=kind, record_id=entry["id"]).first()
    if line is None:
        return ""
    if line.recipient_id:
        return reverse("programmes-trace-detail", args=[line.recipient_id])
    return reverse("programmes-money-detail", args=[line.programme_id])
