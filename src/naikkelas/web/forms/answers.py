"""The answers to a form: a table of the newest, and all of them as CSV."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.instruments import xform
from naikkelas.intake import queries
from naikkelas.vault.seal import Unsealable
from naikkelas.web import access_log
from naikkelas.web.forms.views import form_of
from naikkelas.web.gate import page
from naikkelas.web.listing import csv_line, defused

SHOWN = 8


@page("forms.edit")
def form_answers(request: HttpRequest, pk: int) -> HttpResponse:
    form = form_of(request, pk)
    rows = queries.answers_to(request.user, form.form_id, form.version, trial=form.state == "draft")
    columns = [path for path, q in form.reading.get("questions", {}).items() if q["type"] != "binary"]
    if request.GET.get("bentuk") == "csv":
        access_log.exported(request)(f"{form.form_id} {form.version}", rows.count())
        return _csv(form, rows, columns)
    shown = columns[:SHOWN]
    page_ = Paginator(rows, 50).get_page(request.GET.get("hal"))
    context = {
        "form": form,
        "page": page_,
        "columns": [form.reading["questions"][path]["id"] or path for path in shown],
        "lines": [(row, [_texts(row).get(path, "") for path in shown]) for row in page_],
        "see": access.may(request.user, "person.see"),
    }
    return render(request, "forms/form_answers.html", context)


def _texts(row) -> dict[str, str]:
    """The answers by path; those of repeats joined."""
    try:
        answers = xform.read(queries.raw_xml(row)).answers
    except Unsealable:
        return {}
    found: dict[str, str] = {}
    for answer in answers:
        path = (
            answer.path
            if "[" not in answer.path
            else answer.path.partition("[")[0] + answer.path.partition("]")[2]
        )
        found[path] = f"{found[path]} | {answer.text}" if path in found else answer.text
    return found


def _csv(form, rows, columns: list[str]) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        yield "\ufeff" + csv_line([_("Number"), _("Received"), _("From"), _("Area"), *columns])
        for row in rows.iterator(chunk_size=500):
            texts = _texts(row)
            start = [row.pk, row.received_at.isoformat(), row.received_by.name, row.area_id]
            yield csv_line([defused(value) for value in (*start, *(texts.get(path, "") for path in columns))])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{form.form_id}-{form.version}.csv"'
    return response
