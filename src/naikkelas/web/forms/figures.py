"""A table of figures by two answers; each figure leads to the answers that it is made of."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.instruments.answer_columns import Wanted, columns, number
from naikkelas.instruments.answer_tables import Question
from naikkelas.kit import money
from naikkelas.reports.queries.answers import Answered, Keep, Reader
from naikkelas.reports.queries.answers_pivot import ASIDE, By, Pivot, behind, pivot, table_of
from naikkelas.reports.render.answers.cells import cells, headings
from naikkelas.web import access_log
from naikkelas.web.forms import answer_lines
from naikkelas.web.listing import csv_table

_FIGURE = ("r", "k", "tak", "semua")
"""Which figure is asked about: of a row, a column, those that are no number, or all."""


def aside() -> list[tuple[str, str]]:
    return [("__area", _("Area")), ("__month", _("Month")), ("__sender", _("Enumerator"))]


def by_of(request: HttpRequest, reader: Reader) -> By | None:
    """What a table is asked by; 404 for a question that is not there."""
    by = By(*(request.GET.get(name, "") for name in ("baris", "kolom", "jumlah")))
    for path in (by.down, by.over, by.total):
        if path and path not in ASIDE and reader.tables.question(path) is None:
            raise Http404("question")
    return by if by.down else None


def shown(request: HttpRequest, reader: Reader, by: By, keep: Keep | None) -> dict[str, Any] | HttpResponse:
    """The table, or what one of its figures is made of; or either as a file. Raises Refused."""
    if set(_FIGURE) & set(request.GET):
        return _behind(request, reader, by, keep)
    found = pivot(reader, by, lang=get_language(), keep=keep)
    if request.GET.get("unduh") == "tabel":
        return _table_file(reader, found, request)
    return {"pivot": _written(request, reader, by, found)}


def _written(request: HttpRequest, reader: Reader, by: By, found: Pivot) -> dict[str, Any]:
    """The figures as they are written here, each with the address of what it is made of."""
    base = answer_lines.kept(request)

    def cell(value: int | Decimal, **at: str) -> tuple[str, str]:
        return figure(value), f"?{base}&{urlencode(at)}" if value or at.get("r") is None else ""

    down, over = (reader.tables.question(path) for path in (by.down, by.over))
    return {
        "across": bool(by.over),
        "title": title(reader, by),
        "columns": [named(over, c) for c in found.columns],
        "lines": [
            (
                named(down, row),
                [cell(v, r=row, k=c) for v, c in zip(figures, found.columns, strict=True)] if by.over else [],
                cell(total, r=row),
            )
            for row, figures, total in found.lines()
        ],
        "totals": [cell(v, k=c) for v, c in zip(found.totals(), found.columns, strict=False)]
        if by.over
        else [],
        "whole": (figure(found.totals()[-1]), f"?{base}&semua=1"),
        "unread": (figure(found.unread), f"?{base}&tak=1") if found.unread else None,
    }


def figure(value: int | Decimal) -> str:
    """A figure as it is written in the reader's language."""
    if isinstance(value, int):
        return money.number(value, get_language())
    return money.decimal(float(value), min(6, max(1, -int(value.as_tuple().exponent))), get_language())


def named(question: Question | None, text: str) -> str:
    """The heading of a row or column; days are written out."""
    if not text:
        return _("not answered")
    return (
        answer_lines.in_answer(question, text, get_language()) if question and not question.choices else text
    )


def title(reader: Reader, by: By) -> str:
    lang, own = get_language(), dict(aside())

    def called(path: str) -> str:
        question = reader.tables.question(path)
        return own.get(path) or (question.label.to(lang) or question.name if question else path)

    told = called(by.down) + (f" × {called(by.over)}" if by.over else "")
    return f"{told}: {called(by.total)}" if by.total else told


def _table_file(reader: Reader, found: Pivot, request: HttpRequest) -> HttpResponse:
    lines = [[row, *figures, total] for row, figures, total in found.lines()]
    if reader.see:
        access_log.exported(request)(f"{reader.form.form_id} tabel", len(lines))
    head = ["", *(c or "–" for c in found.columns), _("Total")]
    return csv_table(f"{reader.form.stem}-tabel", head, [*lines, [_("Total"), *found.totals()]])


# ── what a figure is made of ──


def _behind(request: HttpRequest, reader: Reader, by: By, keep: Keep | None) -> dict[str, Any] | HttpResponse:
    row, column = request.GET.get("r"), request.GET.get("k")
    found = behind(
        reader, by, lang=get_language(), keep=keep, row=row, column=column, unread="tak" in request.GET
    )
    table = reader.tables.table(table_of(reader, by)) or reader.tables.tables[0]
    if request.GET.get("unduh") == "isian":
        return _rows_file(request, reader, table, found)
    number_of_page = request.GET.get("hal", "1")
    at = (
        int(number_of_page)
        if number_of_page.isascii() and number_of_page.isdigit() and len(number_of_page) < 9
        else 1
    )
    first = (max(at, 1) - 1) * answer_lines.ON_A_PAGE
    questions = _columns(reader, by, table.questions)
    lines, rows, times, amount = [], 0, 0, Decimal(0)
    for each, turn, often in found:
        if first <= rows < first + answer_lines.ON_A_PAGE:
            lines.append(answer_lines.line(request, reader, each, turn, questions))
        rows, times = rows + 1, times + often
        amount += often * _amount(each, turn.values, by)
    down, over = (reader.tables.question(path) for path in (by.down, by.over))
    return {
        "behind": {
            "title": title(reader, by),
            "at": [named(q, text) for q, text in ((down, row), (over, column)) if text is not None],
            "unread": "tak" in request.GET,
            "rows": rows, "times": times if times != rows else 0, "sum": figure(_whole(amount)) if by.total else "",
            "before": at - 1, "after": at + 1 if rows > first + answer_lines.ON_A_PAGE else 0,
            "own": urlencode({name: request.GET[name] for name in _FIGURE if name in request.GET}),
        },
        "columns": answer_lines.headings(questions),
        "lines": lines,
    }  # fmt: skip


def _amount(each: Answered, values: dict[str, str], by: By) -> int | Decimal:
    text = values.get(by.total) or each.values.get(by.total, "") if by.total else ""
    return number(text) or 0 if text else 0


def _whole(value: Decimal) -> int | Decimal:
    return int(value) if value == int(value) else value


def _columns(reader: Reader, by: By, others: Iterable[Question]) -> list[Question]:
    """What the table is made by first, then what else was asked there."""
    own = [q for path in (by.down, by.over, by.total) if (q := reader.tables.question(path))]
    rest = [q for q in others if answer_lines.fits(q)]
    return list(dict.fromkeys([*own, *rest]))[: answer_lines.SHOWN]


def _rows_file(request: HttpRequest, reader: Reader, table: Any, found: Any) -> HttpResponse:
    wanted = Wanted(labels=True, lang=get_language())
    made = columns(table, wanted)
    lines = [cells(each, row, made, wanted) for each, row, _times in found]
    if reader.see:
        access_log.exported(request)(f"{reader.form.form_id} isian", len(lines))
    return csv_table(f"{reader.form.stem}-isian", headings(table, wanted), lines)
