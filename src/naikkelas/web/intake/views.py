"""Imports of the registry: look, decide, follow, give back, undo."""

import io
import json
import re

import xlsxwriter
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.instruments import problem_kinds, spreadsheet
from naikkelas.instruments.finding import MONEY, layouts
from naikkelas.instruments.workbook import MAX_PACKED
from naikkelas.intake import actions, queries, tasks
from naikkelas.kit.problems import Refused
from naikkelas.web.gate import page
from naikkelas.web.listing import write_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("intake.import", post=True)
def delivery_list(request: HttpRequest) -> HttpResponse:
    """The import page: drop a file, see what was sent before."""
    error = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                error = _("Choose a file first.")
            else:
                return _receive(request, file)
        except Refused as refusal:
            error = refusal.text(get_language())
    rows = Paginator(request.frame.scoped(queries.spreadsheets_visible_to(request.user)).order_by("-id"), 25)
    context = {
        "page": rows.get_page(request.GET.get("hal")),
        "layouts": spreadsheet.layouts().values(),
        "mappings": queries.mappings_for(request.user.area_id),
        "error": error,
        "limit_mb": MAX_PACKED // 1024**2,
    }
    return render(request, "intake/delivery_list.html", context, status=422 if error else 200)


def _receive(request: HttpRequest, file) -> HttpResponse:
    with transaction.atomic():
        delivery = actions.receive_spreadsheet(
            filename=file.name,
            content=file.read(MAX_PACKED + 1),
            layout=request.POST.get("layout", ""),
            by=request.user,
            at=request.at,
        )
        tasks.look_at.enqueue(delivery.pk)
    return redirect("intake-delivery-detail", delivery.pk)


def _delivery(request: HttpRequest, pk: int):
    return get_object_or_404(queries.spreadsheets_visible_to(request.user), pk=pk)


@page("intake.import")
def delivery_detail(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = _delivery(request, pk)
    rejected = Paginator(queries.rejected_rows(delivery), 50)
    context = {
        "delivery": delivery,
        "layout": spreadsheet.layouts().get(delivery.instrument),
        "at_work": delivery.state in ("received", "looking", "applying"),
        "rejected": rejected.get_page(request.GET.get("hal")),
        "told": [_told(row) for row in rejected.get_page(request.GET.get("hal"))],
        "warnings": _grouped(delivery.summary.get("warnings", [])),
        "errors": _grouped(delivery.summary.get("errors", [])),
        "percent": 100 * delivery.done // delivery.total if delivery.total else 0,
    }
    template = (
        "intake/_delivery_state.html" if request.headers.get("HX-Request") else "intake/delivery_detail.html"
    )
    return render(request, template, context)


def _told(row) -> dict:
    """A rejected row with its problems in the reader's language."""
    lang = get_language()
    return {
        "row": row.row,
        "problems": [
            {
                "column": p["column"],
                "text": problem_kinds.KINDS[p["code"]].text(lang, value=p["value"], **p["params"]),
                "error": p["error"],
            }
            for p in row.problems
        ],
    }


def _grouped(groups: list[dict]) -> list[dict]:
    lang = get_language()
    return [
        g
        | {
            "text": problem_kinds.KINDS[g["code"]].text(
                lang, value="…", limit="…", low="…", high="…", choices="…"
            )
        }
        for g in groups
    ]


@page("intake.import", post=True, get=False)
def delivery_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Apply, throw away, map the columns, or undo."""
    delivery, decision = _delivery(request, pk), request.POST.get("decision")
    if decision == "apply":
        with transaction.atomic():
            whole = request.POST.get("how") == "whole"
            actions.confirm(delivery=delivery, by=request.user, at=request.at, whole=whole)
            tasks.apply_delivery.enqueue(delivery.pk, request.user.pk)
    elif decision == "map":
        with transaction.atomic():
            actions.ask_mapping(delivery=delivery, by=request.user, at=request.at)
            tasks.look_at.enqueue(delivery.pk)
    elif decision == "discard":
        actions.discard(delivery=delivery, by=request.user, at=request.at)
        messages.success(request, _("Nothing was applied. The file stays in the list."))
    elif decision == "undo":
        with transaction.atomic():
            actions.undo(delivery=delivery, by=request.user, at=request.at)
            tasks.look_again()
        messages.success(request, _("The import was undone: the registry is as it was before."))
    else:
        raise Http404(decision)
    return redirect("intake-delivery-detail", pk)


def sheet_title(name: str) -> str:
    """The sender's name of a sheet as Excel allows one: LibreOffice allows more."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31].strip(" '") or "Data"


@page("intake.import")
def delivery_give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that could not be read, in the sender's own layout, with what to mend in a last column."""
    delivery = _delivery(request, pk)
    seal, buffer = vault.current().seal, io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet(sheet_title(delivery.summary.get("sheet", "")))
    headers = [*delivery.summary.get("headers", []), "Baris asal", "Yang harus diperbaiki"]
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "#A83232"})
    for at, text in enumerate(headers):
        sheet.write_string(0, at, text, bold)
    for number, row in enumerate(queries.rejected_rows(delivery).iterator(chunk_size=1_000), 1):
        cells = json.loads(seal.open(row.values_sealed))
        for at, value in enumerate(cells):
            write_cell(sheet, number, at, value)
        told = "; ".join(
            f"{p['column']}: {p['text']}" if p["column"] else p["text"]
            for p in _told(row)["problems"]
            if p["error"]
        )
        sheet.write_number(number, len(headers) - 2, row.row)
        sheet.write_string(number, len(headers) - 1, told[:2_000], red)
    sheet.freeze_panes(1, 0)
    book.close()
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="perbaikan-{delivery.pk}.xlsx"'
    return response


@page("intake.import")
def layout_template(request: HttpRequest, layout: str) -> HttpResponse:
    """An empty workbook of a layout, columns of numbers preset to text so that no digit gets lost."""
    found = (spreadsheet.layouts() | layouts(MONEY)).get(layout)
    if found is None:
        raise Http404(layout)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Data")
    bold = book.add_format({"bold": True, "bg_color": "#E7F1EC"})
    text = book.add_format({"num_format": "@"})
    for at, (header, field) in enumerate(found.columns.items()):
        sheet.write_string(0, at, header, bold)
        numeric = field.endswith("_idr") or field.startswith(
            ("workers", "members", "year", "latitude", "longitude")
        )
        sheet.set_column(at, at, 18, None if numeric else text)
    sheet.freeze_panes(1, 0)
    book.close()
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{found.id}.xlsx"'
    return response
