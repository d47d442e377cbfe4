"""Forms of an office's own: upload and judge, test on a phone, publish, let run out, close; what differs, how it is read."""

from typing import Any

import segno
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.accounts import actions as accounts
from naikkelas.forms import actions, queries
from naikkelas.instruments.entities import FIELDS as FIELDS_OF
from naikkelas.instruments.entities import LABEL, LISTS, POINT
from naikkelas.instruments.form_changes import differences
from naikkelas.instruments.form_facts import SERVED, lists_named, save_to_of
from naikkelas.instruments.form_problems import KINDS
from naikkelas.instruments.xlsform import MAX_BYTES
from naikkelas.intake import actions as intake
from naikkelas.intake import queries as submissions
from naikkelas.intake.queries import field_changes
from naikkelas.kit.problems import Problem, Refused
from naikkelas.web.forms.reading import read_questions
from naikkelas.web.gate import page
from naikkelas.web.intake.labels import FIELDS
from naikkelas.web.phone_setup import collect_settings, server_url


@page("forms.edit", post=True)
def form_list(request: HttpRequest) -> HttpResponse:
    """Upload a form; see those of the own office and of the offices above, and the catalogue's."""
    problems: list[dict[str, Any]] = []
    error = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                error = _("Choose a file first.")
            else:
                form, problems = actions.upload(
                    content=file.read(MAX_BYTES + 1), filename=file.name or "", by=request.user, at=request.at
                )
                if form is not None:
                    messages.success(
                        request, _("The form is a draft now. Test it on a phone before publishing it.")
                    )
                    return redirect("forms-form-detail", form.pk)
        except Refused as refusal:
            error = refusal.text(get_language())
    context = {
        "page": Paginator(queries.own_visible_to(request.user), 50).get_page(request.GET.get("hal")),
        "catalogue": queries.listed().filter(area=None),
        "told": told(problems),
        "error": error,
        "limit_mb": MAX_BYTES // 1_000_000,
    }
    return render(request, "forms/form_list.html", context, status=422 if error or problems else 200)


def told(problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Problems in the reader's language, errors first, sheet by sheet from top to bottom."""
    lang = get_language()
    lines = []
    for p in sorted(
        problems, key=lambda p: (not p["error"], p["sheet"] != "survey", p["sheet"], p["row"] or 0)
    ):
        problem = Problem(KINDS[p["code"]], p["sheet"], p["row"], p["column"], p["params"])
        lines.append({"error": p["error"], "where": problem.where(lang), "text": problem.text(lang)})
    return lines


def form_of(request: HttpRequest, pk: int):
    return get_object_or_404(queries.own_visible_to(request.user), pk=pk)


def _own(request: HttpRequest, form) -> bool:
    """Whether this office may change it: its own, or one within its area."""
    return access.covers(request.user, form.area_id)


@page("forms.edit")
def form_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, form_of(request, pk))


def _detail(request: HttpRequest, form, error: str = "") -> HttpResponse:
    draft, own = form.state == "draft", _own(request, form)
    answers = submissions.answers_to(request.user, form.form_id, form.version, trial=draft)
    sample = answers.first()
    context = {
        "form": form,
        "own": own,
        "may_publish": own and access.may(request.user, "forms.publish"),
        "told": told(form.problems),
        "questions": read_questions(form, sample),
        "sample": sample,
        "answers": answers.count(),
        "needed": [_needed(form, name) for name in queries.files_of(form)],
        "missing": queries.missing_media(form),
        "others": [v for v in queries.versions_of(form) if v.pk != form.pk and v.area_id == form.area_id],
        "error": error,
        "changes": _changes(form),
    } | (_test(request, form) if draft and own and form.made_by_id == request.user.pk else {})
    return render(request, "forms/form_detail.html", context, status=422 if error else 200)


def _changes(form) -> list[dict[str, Any]]:
    """What a form may change in the registry: by kind of record, the fields that can be taken over without asking and those
    that always wait for an officer."""
    saved = set(save_to_of(form.reading).values())
    found = []
    for name in sorted(lists_named(form.xform) & set(LISTS)):
        kind = LISTS[name]
        fields = [LABEL, *(f for f in FIELDS_OF[kind] if f in saved)]
        fields += ["latitude", "longitude"] if POINT in saved and "latitude" in FIELDS_OF[kind] else []
        free = set(field_changes.may_go_unasked(kind))
        found.append(
            {
                "kind": kind,
                "free": [FIELDS[f] for f in fields if f in free],
                "wait": [FIELDS[f] for f in fields if f not in free and f != "year"],
            }
        )
    return found


def _needed(form, name: str) -> dict[str, Any]:
    media = queries.media_of(form).filter(name=name).first()
    return {"name": name, "served": name in SERVED, "media": media}


def _test(request: HttpRequest, form) -> dict[str, Any]:
    """The QR code with which a phone gets the draft, and nothing but it."""
    key = form.draft_key
    if key is None or key.revoked_at or key.expires_at <= request.at:
        return {}
    url = server_url(request, accounts.token_of(key))
    picture = segno.make(collect_settings(url, f"{form.title} (uji)"), error="l").svg_inline(
        scale=3, border=2
    )
    return {"qr": picture, "url": url, "key": key}


@page("forms.publish", post=True, get=False)
def form_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, let run out, close, or open again; and whether its clean changes of the registry are taken over unasked."""
    form, decision = form_of(request, pk), request.POST.get("decision")
    if not _own(request, form):
        raise PermissionDenied("forms.publish")
    try:
        if decision == "publish":
            actions.publish(form=form, by=request.user, at=request.at)
            intake.forget_trials(form_id=form.form_id, version=form.version, by=request.user, at=request.at)
            messages.success(request, _("Published. Phones of the area get it when they next ask for forms."))
        elif decision in ("unasked", "asked"):
            unasked = decision == "unasked"
            actions.set_unasked(form=form, unasked=unasked, by=request.user, at=request.at)
            messages.success(
                request,
                _("Clean changes of this form are taken over without asking from now on.")
                if unasked
                else _("Changes of this form wait for an officer again."),
            )
        elif decision in ("open", "closing", "closed") and form.state != "draft":
            actions.set_state(form=form, state=decision, by=request.user, at=request.at)
        else:
            raise Http404(decision)
    except Refused as refusal:
        return _detail(request, form, refusal.text(get_language()))
    return redirect("forms-form-detail", pk)


@page("forms.edit", post=True, get=False)
def form_media(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload a picture, choice list or map that a draft loads."""
    form, file = form_of(request, pk), request.FILES.get("file")
    if not _own(request, form):
        raise PermissionDenied("forms.edit")
    try:
        if file is None:
            return _detail(request, form, _("Choose a file first."))
        content = file.read(actions.MAX_MEDIA + 1)
        actions.add_media(form=form, name=file.name or "", content=content, by=request.user, at=request.at)
    except Refused as refusal:
        return _detail(request, form, refusal.text(get_language()))
    messages.success(request, _("The file was taken."))
    return redirect("forms-form-detail", pk)


@page("forms.edit")
def form_original(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was uploaded."""
    form = form_of(request, pk)
    response = HttpResponse(
        vault.current().blobs.get(form.original_sha256), content_type="application/octet-stream"
    )
    ending = form.filename.rpartition(".")[2].lower()
    response["Content-Disposition"] = f'attachment; filename="{form.stem}-{form.version}.{ending}"'
    return response


@page("forms.edit")
def form_differences(request: HttpRequest, pk: int) -> HttpResponse:
    """What differs from another version of the same form."""
    form = form_of(request, pk)
    wanted = request.GET.get("dengan", "")
    others = [v for v in queries.versions_of(form) if v.pk != form.pk and v.area_id == form.area_id]
    other = next((v for v in others if str(v.pk) == wanted), None) if wanted else next(iter(others), None)
    if wanted and other is None:
        raise Http404("version")
    lines = differences(other.reading, form.reading, get_language()) if other else []
    context = {"form": form, "other": other, "others": others, "lines": lines}
    return render(request, "forms/form_differences.html", context)
