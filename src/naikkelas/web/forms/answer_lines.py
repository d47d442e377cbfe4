"""Answers as lines of a page: when a form was filled and by what, what was answered, and where its record is."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from naikkelas.accounts import access
from naikkelas.instruments import wording
from naikkelas.instruments.answer_rows import Row
from naikkelas.instruments.answer_tables import Question
from naikkelas.reports.queries.answers import Answered, Reader
from naikkelas.web.monev.answers import in_words, when

SHOWN = 5
ON_A_PAGE = 50
_TYPES = {"date": "date", "moment": "dateTime", "time": "time", "point": "geopoint", "int": "int"}


def kept(request: HttpRequest) -> str:
    """The conditions and the table, for links that keep them."""
    params = request.GET.copy()
    for name in ("sebelum", "unduh", "bentuk", "hal", "r", "k", "tak", "semua"):
        params.pop(name, None)
    return params.urlencode()


def fits(question: Question) -> bool:
    """Whether a question may be a column of a page: somebody answered it, in words."""
    return question.kind != "file" and not question.by_device and not question.note


def headings(columns: Sequence[Question]) -> list[str]:
    lang = get_language()
    return [q.label.to(lang) or q.name for q in columns]


def line(
    request: HttpRequest, reader: Reader, each: Answered, row: Row | None, columns: Sequence[Question]
) -> dict[str, Any]:  # fmt: skip
    """A submission, or one turn of a repeat in it: when it was filled and by what, its answers, and where its record is."""
    lang = get_language()

    def texts(question: Question) -> list[str]:
        if row is None:
            return each.all(question.path)
        return [text] if (text := row.values.get(question.path) or each.values.get(question.path)) else []

    return {
        "each": each,
        "turn": row.index if row is not None and row.table else 0,
        "link": _record(request, each),
        "texts": [
            (heading, " | ".join(in_answer(q, text, lang) for text in texts(q)))
            for heading, q in zip(headings(columns), columns, strict=True)
        ],
    } | _filled(reader, each, lang)


def _filled(reader: Reader, each: Answered, lang: str) -> dict[str, Any]:
    """What the device answered by itself: from when to when the form was filled, and the rest by name."""
    own = [q for q in reader.tables.tables[0].questions if q.by_device and q.path in each.values]
    moments = [when(each.values[q.path], lang) for q in own if q.kind == "moment"]
    day, _space, _hour = moments[0].rpartition(" ") if moments else ("", "", "")
    return {
        "filled": " – ".join([*moments[:1], *(m.removeprefix(f"{day} ") for m in moments[1:])]),
        "device": [
            (q.label.to(lang) or q.name, each.values[q.path]) for q in own if q.kind not in ("moment", "date")
        ],
    }


def in_answer(question: Question, text: str, lang: str) -> str:
    """One answer in the reader's language: choices by label, days and moments written out."""
    known = wording.Question(question.label, _TYPES.get(question.kind, "string"), "", question.choices)
    return in_words(text, question.path, known, lang)


def _record(request: HttpRequest, each: Answered) -> str:
    """The page of the visit that was read from it, or of the submission; nothing for who may open neither."""
    if each.visit and access.may(request.user, "monev.read"):
        return reverse("monev-visit-detail", args=[each.visit])
    return (
        reverse("intake-submission-detail", args=[each.number])
        if access.may(request.user, "intake.mend")
        else ""
    )
