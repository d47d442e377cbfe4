"""Taking answers away: which forms there are, the choices, and the files."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import actions as accounts
from naikkelas.accounts import queries as people
from naikkelas.instruments.answer_columns import Wanted
from naikkelas.kit.problems import Refused
from naikkelas.reports.queries import answers as query
from naikkelas.reports.render.answers import FORMATS, content, filename
from naikkelas.web import access_log
from naikkelas.web.forms.answers import asked_of, keep_of, reader_of, said
from naikkelas.web.gate import page

COUNTED = 5_000
"""As many of the newest submissions are opened to count those that meet conditions: some seconds of work."""


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
    asked, kind, error, keep = asked_of(request), request.GET.get("bentuk", ""), "", None
    if kind and kind not in FORMATS:
        raise Http404("format")
    try:
        keep = keep_of(reader, asked)
        if kind:
            return _file(request, reader, kind, keep)
    except Refused as refusal:
        error = refusal.text(get_language())
    context: dict[str, Any] = {
        "form": reader.form,
        "reader": reader,
        "count": reader.count(),
        "asked": asked,
        "conditions": request.GET.urlencode(),
        "kept": None,
        "said": [] if error else said(reader, asked),
        "repeats": [t for t in reader.tables.tables if t.path],
        "points": any(q.kind == "point" for t in reader.tables.tables for q in t.questions),
        "files": any(q.kind == "file" for t in reader.everything.tables for q in t.questions),
        "many": any(q.kind == "many" for t in reader.tables.tables for q in t.questions),
        "error": error,
    } | feed_of(request, reader.form.form_id)
    if keep is not None and "hitung" in request.GET:
        context["kept"], context["looked"] = reader.count_kept(keep, COUNTED)
    if request.headers.get("HX-Request") and "kept" in context:
        return render(request, "forms/_export_count.html", context)
    return render(request, "forms/answer_export.html", context, status=422 if error else 200)


def feed_of(request: HttpRequest, form_id: str) -> dict[str, Any]:
    """The address of the feed, and the key of the asker where there is a living one."""
    token = people.data_token(request.user, request.at)
    base = settings.NAIKKELAS_URL or f"{request.scheme}://{request.get_host()}"
    return {
        "feed": f"{base}{reverse('opendata-service', args=[form_id])}",
        "token": token,
        "key": accounts.token_of(token) if token else "",
    }


@page("answers.export", post=True, get=False)
def answer_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the asker's key of the feed anew, or end it."""
    reader = reader_of(request, pk)
    if token := people.data_token(request.user, request.at):
        accounts.revoke_token(token=token, by=request.user, at=request.at)
    if request.POST.get("act") == "renew":
        accounts.issue_token(user=request.user, kind="data", by=request.user, at=request.at)
        messages.success(request, _("The key is ready; a former one no longer works."))
    else:
        messages.success(request, _("The key no longer works."))
    return redirect("forms-answer-export", reader.form.pk)


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
    file = content(reader, kind, wanted_of(request), keep)
    # conditions are left out: they may name a person
    told = f"{reader.form.form_id} {kind}{' *' if keep else ''}"
    parts = access_log.taken(request, told, file.parts, file.rows)
    response = StreamingHttpResponse(parts, content_type=FORMATS[kind].type)
    response["Content-Disposition"] = f'attachment; filename="{filename(reader, kind)}"'
    return response
