"""The answers to a form: the newest, those that meet conditions, or a table of figures by two answers and what each figure
is made of."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.kit.problems import Refused
from naikkelas.reports.queries import answers as query
from naikkelas.reports.queries.answers_conditions import condition
from naikkelas.web.forms import answer_lines, figures
from naikkelas.web.gate import page

CONDITIONS = 3
MANY = 300
"""Questions past which they are found by typing: six lists of them would be too much for a phone."""
Asked = Sequence[tuple[str, str, str]]


def reader_of(request: HttpRequest, pk: int) -> query.Reader:
    form = get_object_or_404(query.forms_visible_to(request.user), pk=pk)
    return query.Reader(form, request.user)


@page("answers.export")
def form_answers(request: HttpRequest, pk: int) -> HttpResponse:
    reader, asked = reader_of(request, pk), asked_of(request)
    context = _choices(request, reader, asked) | {"form": reader.form, "reader": reader}
    try:
        keep = keep_of(reader, asked)
        context |= {"said": said(reader, asked)}
        if by := figures.by_of(request, reader):
            found = figures.shown(request, reader, by, keep)
            if isinstance(found, HttpResponse):
                return found
            context |= found | {"by": by}
        else:
            context |= _newest(request, reader, keep)
    except Refused as refusal:
        context["error"] = refusal.text(get_language())
    return render(request, "forms/form_answers.html", context, status=422 if context.get("error") else 200)


# ── what is asked for ──


def asked_of(request: HttpRequest) -> Asked:
    """Question, operator and value of each condition in the address."""
    told = zip(*(request.GET.getlist(name) for name in ("p", "o", "v")), strict=False)
    return [(p, o, v[:200]) for p, o, v in told if p][:CONDITIONS]


def keep_of(reader: query.Reader, asked: Asked) -> query.Keep | None:
    """The conditions as one test. 404 for a question that is not there, Refused for a value that cannot be compared."""
    try:
        tests = [condition(reader.tables, *each) for each in asked]
    except KeyError as unknown:
        raise Http404("question") from unknown
    return (lambda each: all(test(each) for test in tests)) if tests else None


def said(reader: query.Reader, asked: Asked) -> list[str]:
    """The conditions in words."""
    lang, operators = get_language(), dict(_operators())
    told = []
    for path, operator, value in asked:
        question = reader.tables.question(path)
        if question is not None:
            value = "" if operator in ("empty", "filled") else answer_lines.in_answer(question, value, lang)
            told.append(f"{question.label.to(lang) or question.name} {operators[operator]} {value}".strip())
    return told


def _choices(request: HttpRequest, reader: query.Reader, asked: Asked) -> dict[str, Any]:
    """What the two forms of the page offer, and what stands chosen in them."""
    lang = get_language()
    questions = _questions(reader, lang)
    answers = {
        text.to(lang)
        for path, _o, _v in asked
        if (question := reader.tables.question(path))
        for text in question.choices.values()
    }
    return {
        "asked": asked or [("", "eq", "")],
        "further": [("", "eq", "")] * (CONDITIONS - max(1, len(asked))),
        "narrowed": bool(asked),
        "questions": questions,
        "tables": list(dict.fromkeys(q["table"] for q in questions)),
        "many": len(questions) > MANY,
        "operators": _operators(),
        "answers": sorted(answers),
        "aside": figures.aside(),
        "chosen": {name: request.GET.get(name, "") for name in ("baris", "kolom", "jumlah")},
        "kept": answer_lines.kept(request),
        "error": "",
    }


def _questions(reader: query.Reader, lang: str) -> list[dict[str, Any]]:
    return [
        {
            "path": q.path, "label": (q.label.to(lang) or t.below(q.path))[:70], "table": t.path,
            "number": q.kind in ("int", "decimal"),
        }
        for t in reader.tables.tables for q in t.questions if q.kind != "file" and not q.note
    ]  # fmt: skip


def _operators() -> list[tuple[str, str]]:
    return [
        ("eq", _("is")), ("ne", _("is not")), ("has", _("contains")), ("gt", ">"), ("ge", "≥"), ("lt", "<"), ("le", "≤"),
        ("empty", _("not answered")), ("filled", _("answered")),
    ]  # fmt: skip


# ── lines of answers ──


def _newest(request: HttpRequest, reader: query.Reader, keep: query.Keep | None) -> dict[str, Any]:
    """The newest that meet the conditions; older ones by their number."""
    before = request.GET.get("sebelum", "")
    after = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else 0
    found = list(islice(reader.answered(keep, after=after, backwards=True), answer_lines.ON_A_PAGE + 1))
    asked_first = [q for t in reader.tables.tables for q in t.questions if answer_lines.fits(q)]
    columns, page_of = asked_first[: answer_lines.SHOWN], found[: answer_lines.ON_A_PAGE]
    return {
        "columns": answer_lines.headings(columns),
        "lines": [answer_lines.line(request, reader, each, None, columns) for each in page_of],
        "older": page_of[-1].number if len(found) > answer_lines.ON_A_PAGE else 0,
        "after": after,
    }
