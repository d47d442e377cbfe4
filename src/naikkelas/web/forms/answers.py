"""The answers to a form: the newest, those that meet conditions, and a table of figures by two answers."""

from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.instruments.answer_columns import labelled
from naikkelas.instruments.answer_tables import Question
from naikkelas.kit.problems import Refused
from naikkelas.reports.queries import answers as query
from naikkelas.reports.queries.answers_pivot import ASIDE, Pivot, pivot
from naikkelas.web import access_log
from naikkelas.web.gate import page
from naikkelas.web.listing import csv_table

SHOWN = 8
ON_A_PAGE = 50
CONDITIONS = 3


def reader_of(request: HttpRequest, pk: int) -> query.Reader:
    form = get_object_or_404(query.forms_visible_to(request.user), pk=pk)
    return query.Reader(form, request.user)


@page("answers.export")
def form_answers(request: HttpRequest, pk: int) -> HttpResponse:
    reader = reader_of(request, pk)
    lang = get_language()
    keep, asked = conditions(request, reader)
    context: dict[str, Any] = {
        "form": reader.form,
        "reader": reader,
        "asked": asked,
        "narrowed": keep is not None,
        "questions": _questions(reader, lang),
        "operators": _operators(),
        "kept": _kept(request),
    } | _figures(request, reader, keep, lang)
    if request.GET.get("unduh") == "tabel":
        return _table_file(request, reader, context)
    if context["pivot"] is None and not context["error"]:
        context |= _lines(request, reader, keep, lang)
    return render(request, "forms/form_answers.html", context, status=422 if context["error"] else 200)


def _lines(request: HttpRequest, reader: query.Reader, keep: query.Keep | None, lang: str) -> dict[str, Any]:
    """The newest that meet the conditions; older ones by their number."""
    before = request.GET.get("sebelum", "")
    after = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else 0
    found = list(islice(reader.answered(keep, after=after, backwards=True), ON_A_PAGE + 1))
    columns = [q for t in reader.tables.tables for q in t.questions if q.kind != "file"][:SHOWN]
    shown = found[:ON_A_PAGE]
    return {
        "columns": [q.label.to(lang) or q.name for q in columns],
        "lines": [(each, [_cell(each, q, lang) for q in columns]) for each in shown],
        "older": shown[-1].number if len(found) > ON_A_PAGE else 0,
        "after": after,
    }


def _cell(each: query.Answered, question: Question, lang: str) -> str:
    texts = each.all(question.path)
    return " | ".join(labelled(question, t, lang) if question.choices else t for t in texts)


def conditions(
    request: HttpRequest, reader: query.Reader
) -> tuple[query.Keep | None, list[tuple[str, str, str]]]:
    """What of the answers is asked for, as one test and as the form shows it. 404 for a question that is not there."""
    told = zip(*(request.GET.getlist(name) for name in ("p", "o", "v")), strict=False)
    asked = [(p, o, v[:200]) for p, o, v in told if p][:CONDITIONS]
    try:
        tests = [query.condition(reader.tables, *each) for each in asked]
    except KeyError as unknown:
        raise Http404("question") from unknown
    rows = [*asked, *[("", "eq", "")] * (CONDITIONS - len(asked))]
    return (lambda each: all(test(each) for test in tests)) if tests else None, rows


def _kept(request: HttpRequest) -> str:
    """The conditions, for links that keep them."""
    params = request.GET.copy()
    for name in ("sebelum", "unduh", "bentuk"):
        params.pop(name, None)
    return params.urlencode()


def _questions(reader: query.Reader, lang: str) -> list[dict[str, Any]]:
    return [
        {
            "path": q.path, "label": (q.label.to(lang) or t.below(q.path))[:70], "table": t.path,
            "number": q.kind in ("int", "decimal"),
        }
        for t in reader.tables.tables for q in t.questions if q.kind != "file"
    ]  # fmt: skip


def _operators() -> list[tuple[str, str]]:
    return [
        ("eq", _("is")), ("ne", _("is not")), ("has", _("contains")), ("gt", ">"), ("ge", "≥"), ("lt", "<"), ("le", "≤"),
        ("empty", _("not answered")), ("filled", _("answered")),
    ]  # fmt: skip


# ── a table of figures ──


def _figures(
    request: HttpRequest, reader: query.Reader, keep: query.Keep | None, lang: str
) -> dict[str, Any]:
    by, across, total = (request.GET.get(name, "") for name in ("baris", "kolom", "jumlah"))
    asked = {"by": by, "across": across, "total": total, "aside": _aside(), "pivot": None, "error": ""}
    if not by:
        return asked
    if any(
        path and path not in ASIDE and reader.tables.question(path) is None for path in (by, across, total)
    ):
        raise Http404("question")
    try:
        asked["pivot"] = pivot(reader, by=by, across=across, total=total, lang=lang, keep=keep)
    except Refused as refusal:
        asked["error"] = refusal.text(lang)
    return asked


def _aside() -> list[tuple[str, str]]:
    return [("__area", _("Area")), ("__month", _("Month")), ("__sender", _("Enumerator"))]


def _table_file(request: HttpRequest, reader: query.Reader, context: dict[str, Any]) -> HttpResponse:
    found: Pivot | None = context["pivot"]
    if found is None:
        raise Http404("table")
    lines = [[row, *cells, total] for row, cells, total in found.lines()]
    if reader.see:
        access_log.exported(request)(f"{reader.form.form_id} tabel", len(lines))
    head = ["", *(c or "–" for c in found.columns), _("Total")]
    return csv_table(f"{reader.form.form_id}-tabel", head, [*lines, [_("Total"), *found.totals()]])
