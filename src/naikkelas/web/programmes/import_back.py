"""A list given back as it was sent, every mistake marked at its cell: mended there, the same file is sent again."""

import io

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.instruments.list_fields import PERSONAL
from naikkelas.intake import queries
from naikkelas.kit.problems import Refused
from naikkelas.vault.blobs import BlobMissing
from naikkelas.web.gate import page
from naikkelas.web.intake.views import XLSX, sheet_title
from naikkelas.web.programmes.import_words import problem_text
from naikkelas.web.programmes.imports import NO_LONGER_KEPT


@page("intake.import")
def import_give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The sender's own sheet, whole (a list is entered whole or not at all): same rows, same columns, notes at what is wrong;
    a second sheet tells them in a line each."""
    delivery = get_object_or_404(queries.money_visible_to(request.user), pk=pk)
    if "cells" not in delivery.summary.get("preview", {}):
        raise Http404(pk)
    try:
        cells, lines = queries.money_cells(delivery), queries.money_lines(delivery)
    except BlobMissing as missing:
        raise Refused(NO_LONGER_KEPT, status=410) from missing
    see = access.may(request.user, "person.see")
    told = [
        (
            line["row"],
            delivery.summary["at"].get(p["field"]),
            p["column"],
            problem_text(p, hidden=p["field"] in PERSONAL and not see),
        )
        for line in lines
        for p in line["problems"]
        if p["error"]
    ]
    response = HttpResponse(_book(delivery, cells, told), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="perbaikan-{delivery.pk}.xlsx"'
    return response


def _book(delivery, cells, told: list[tuple[int, int | None, str, str]]) -> bytes:
    """`told`: row, place of the column, its heading and the sentence of each mistake."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    red = book.add_format({"bg_color": "#F6D5D5", "num_format": "@"})
    text = book.add_format({"num_format": "@"})
    bold = book.add_format({"bold": True, "bg_color": "#E7F1EC"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    notes: dict[tuple[int, int], list[str]] = {}
    for row, at, _column, sentence in told:
        notes.setdefault((row, at or 0), []).append(sentence)
    sheet = book.add_worksheet(sheet_title(delivery.summary.get("sheet", "")))
    sheet.set_column(0, cells.width, 16)
    for number, *values in cells.iter_rows():
        for at, value in enumerate(values):
            wrong = (number, at) in notes
            if value is not None or wrong:
                sheet.write_string(number - 1, at, (value or "")[:32_000], red if wrong else text)
    for (row, at), sentences in notes.items():
        sheet.write_comment(row - 1, at, "\n".join(sentences), {"x_scale": 2, "y_scale": 1.5})
    listed = book.add_worksheet(str(_("To mend")))
    for at, heading in enumerate((_("Row"), _("Column"), _("What to mend"))):
        listed.write_string(0, at, str(heading), bold)
    listed.set_column(1, 1, 24)
    listed.set_column(2, 2, 90)
    for line, (row, _at, column, sentence) in enumerate(told, 1):
        listed.write_number(line, 0, row)
        listed.write_string(line, 1, column)
        listed.write_string(line, 2, sentence, wrap)
    listed.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()
