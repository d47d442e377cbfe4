"""Taking answers away: which forms there are, the choices, and the files."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from naikkelas.instruments.answer_columns import Wanted
from naikkelas.kit.problems import Refused
from naikkelas.reports.queries import answers as query
from naikkelas.reports.render.answers import FORMATS, content, filename
from naikkelas.web import access_log
from naikkelas.web.forms.answers import conditions, reader_of
from naikkelas.web.gate import page


@page("answers.export")
def answer_list(request: HttpRequest) -> HttpResponse:
    """Every form whose answers the asker may take away, the newest version of each."""
    rows = query.forms_visible_to(request.user).filter(newest=True).order_by("title", "id")
    return render(
        request, "forms/answer_list.html", {"page": Paginator(rows, 50).get_page(request.GET.get("hal"))}
    )


@page("answers.export")
def answer_export(request: HttpRequest, pk: int) -> HttpResponse:
    reader = reader_of(request, pk)
    keep, asked = conditions(request, reader)
    kind = request.GET.get("bentuk", "")
    error = ""
    if kind:
        if kind not in FORMATS:
            raise Http404("format")
        try:
            return _file(request, reader, kind, keep)
        except Refused as refusal:
            error = refusal.text(get_language())
    context: dict[str, Any] = {
        "form": reader.form,
        "reader": reader,
        "count": reader.count(),
        "asked": [each for each in asked if each[0]],
        "repeats": [t for t in reader.tables.tables if t.path],
        "points": any(q.kind == "point" for t in reader.tables.tables for q in t.questions),
        "files": any(q.kind == "file" for t in reader.everything.tables for q in t.questions),
        "many": any(q.kind == "many" for t in reader.tables.tables for q in t.questions),
        "error": error,
    }
    return render(request, "forms/answer_export.html", context, status=422 if error else 200)


def wanted_of(request: HttpRequest) -> Wanted:
    lang = request.GET.get("bahasa", "")
    return Wanted(
        labels=request.GET.get("isi") == "label",
        lang=lang if lang in ("id", "en") else get_language(),
        split=request.GET.get("pecah") == "1",
    )


def _file(
    request: HttpRequest, reader: query.Reader, kind: str, keep: query.Keep | None
) -> StreamingHttpResponse:
    parts = content(reader, kind, wanted_of(request), keep)
    access_log.exported(request)(
        f"{reader.form.form_id} {kind}{' *' if keep else ''}", reader.count()
    )  # conditions are left out: they may name a person
    response = StreamingHttpResponse(parts, content_type=FORMATS[kind].type)
    response["Content-Disposition"] = f'attachment; filename="{filename(reader, kind)}"'
    return response
