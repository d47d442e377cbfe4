"""Visits as they came in: their list and map, one visit with its answers, and the decision about it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.forms import queries as forms
from naikkelas.instruments.wording import Wording
from naikkelas.intake import queries as submissions
from naikkelas.monev import actions, queries
from naikkelas.monev.queries import editing, lines, plausibility, review, revisits
from naikkelas.places import queries as places
from naikkelas.rules.plausibility import RULES
from naikkelas.web import access_log, posted, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.monev import checking
from naikkelas.web.monev.answers import told
from naikkelas.web.monev.doubts import doubts

MOST_NAMED = 20
"""Other visits that are alike; of more, how many there are says enough."""


def _visit_filter(name: str, label: str, kind: str) -> Filter:
    return Filter(name, label, lambda: words.choices(kind), lambda rows, value: rows.filter(**{name: value}))


def _search_visits(rows, text: str):
    return (
        queries.of_unrestricted(rows.filter(planned__label__icontains=text))
        | rows.filter(planned__code__iexact=text)
        | rows.filter(enumerator__name__icontains=text)
    )


def listing_of(request: HttpRequest, rows: QuerySet, template: str) -> Listing:
    """The visits of the chosen area and quarter as filters narrow them: the list and the map show the same."""
    see = access.may(request.user, "person.see")
    columns = [
        Column(
            _("Visited"), lambda v: words.planned_name(v.planned, see), sort="planned__label" if see else ""
        ),
        Column(_("Area"), lambda v: places.place_of(v.area_id), sort="area_id"),
        Column(_("Form"), lambda v: words.label("instrument", v.instrument)),
        Column(_("Day"), lambda v: v.visited_on, sort="visited_on"),
        Column(_("Enumerator"), lambda v: v.enumerator.name),
        Column(_("State"), lambda v: words.label("visit", v.state)),
        Column(_("Flags"), lambda v: ", ".join(words.label("flag", f) for f in v.flags)),
    ]
    return Listing(
        request,
        rows,
        columns,
        template,
        filters=[
            _visit_filter("state", _("State"), "visit"),
            _visit_filter("instrument", _("Form"), "instrument"),
            *checking.filters(request),
        ],
        search=_search_visits if see else None,
        order="-visited_on",
        lines=lines.visits,
        export_name="kunjungan",
        may_export=access.may(request.user, "registry.export"),
        related=(*(f"planned__{way}" for way in queries.TO_PERSONS), "enumerator"),
        exported=access_log.exported(request) if see else None,
    )


@page("monev.read")
def visit_list(request: HttpRequest) -> HttpResponse:
    listing = listing_of(request, checking.visits(request), "monev/visit_list.html")
    return listing.respond(
        may_verify=access.may(request.user, "monev.verify"), see=access.may(request.user, "person.see")
    )


@page("monev.read")
def visit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_object_or_404(queries.visits_visible_to(request.user).select_related("decided_by"), pk=pk)
    visited = lines.visited(visit.planned_id)
    see = access.may(request.user, "person.see") and not visited.withheld
    access_log.seen(request, visited.person_id, visit.area_id)
    wording, lang = forms.wording_of(visit.instrument, visit.form_version), get_language()
    delivery = submissions.submission_of(request.user, visit.instance_id)
    named_by = [f for f in plausibility.named_by(visit) if access.covers(request.user, f.area)]
    context = {
        "visit": visit,
        "planned": visit.planned,
        "visited": visited,
        "answers": told(
            visit.answers if see else queries.facts_as_answers(visit),
            wording,
            lang,
        ),
        "photos": [p | {"title": _photo_title(p, wording, lang)} for p in visit.photos],
        "awaited": _awaited(visit, wording, lang),
        "findings": visit.findings.order_by("id").values("pk", "number", "title", "state"),
        "may_verify": access.may(request.user, "monev.verify")
        and visit.state == "received"
        and visit.planned.cycle_area.state != "accepted",
        "may_return": access.may(request.user, "monev.verify")
        and visit.state == "again"
        and visit.planned.cycle_area.cycle.state == "open",
        "doubts": doubts(request, plausibility.flags_of(visit)),
        "flags": [f for f in visit.flags if f not in RULES],
        "named_by": named_by[:MOST_NAMED],
        "named_more": max(0, len(named_by) - MOST_NAMED),
        "before": checking.before(request, visit),
        "revisit": revisits.concerning(visit) if access.may(request.user, "monev.verify") else None,
        "comments": visit.comments.select_related("by").order_by("id") if see else [],
        "remarks": review.open_remarks(visit),
        "see": see,
        "path": places.path(visit.area_id),
        "submission": delivery if access.may(request.user, "intake.mend") else None,
        "edits": delivery.edits_id and len(submissions.versions_of(delivery)) - 1 if delivery else 0,
        "office": delivery.summary.get("office") if delivery and see else None,
        **_editing(request, visit, see),
    }
    return render(request, "monev/visit_detail.html", context)


def _editing(request: HttpRequest, visit, see: bool) -> dict[str, object]:
    """Whether the reader may edit the answers, or the sentence that says why not now."""
    if not see or not access.may(request.user, "monev.verify"):
        return {}
    stands_against = editing.obstacle(visit)
    if stands_against is None:
        return {"may_edit": True}
    return {"locked": stands_against.text(get_language(), code=visit.planned.code)}


def _awaited(visit, wording: Wording, lang: str) -> list[str]:
    """Photos that the form names and the phone has not sent yet."""
    arrived = {photo["name"] for photo in visit.photos}
    return [
        question.label.to(lang)
        for answer in visit.answers
        if (question := wording.question(answer["path"]))
        and question.type == "binary"
        and answer["text"] not in arrived
    ]


def _photo_title(photo: dict[str, str], wording: Wording, lang: str) -> str:
    named = next(
        (q for path, q in wording.questions.items() if path.rpartition("/")[2] == photo["question"]), None
    )
    return named.label.to(lang) if named else photo["question"]


@page("monev.verify", post=True, get=False)
def visit_decide(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_object_or_404(queries.visits_visible_to(request.user), pk=pk)
    if request.POST.get("decision") == "verify":
        actions.verify_visits(visits=[visit], by=request.user, at=request.at)
        messages.success(request, _("The visit was verified."))
    else:
        actions.reject_visit(
            visit=visit, reason=request.POST.get("reason", ""), by=request.user, at=request.at
        )
        messages.success(request, _("The visit was returned to the enumerator."))
        if visit.planned.again_of_id:
            return redirect("monev-revisit-compare", visit.planned_id)
    return redirect("monev-visit-detail", pk)


@page("monev.verify", post=True, get=False)
def visit_verify_many(request: HttpRequest) -> HttpResponse:
    """Verify the ticked visits of a list."""
    waiting = queries.visits_visible_to(request.user).filter(state="received")
    visits = list(waiting.filter(pk__in=posted.ids(request, "visit")))
    if "preview" in request.POST:
        flagged = [v for v in visits if v.flags or v.trouble]
        return render(request, "monev/visit_verify_many.html", {"visits": visits, "flagged": flagged})
    count = actions.verify_visits(visits=visits, by=request.user, at=request.at)
    messages.success(
        request, ngettext("%(n)s visit was verified.", "%(n)s visits were verified.", count) % {"n": count}
    )
    return redirect("monev-visit-list")


@page("monev.read")
def visit_photo(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A photo of a visit: the copy without hidden data, never the file as it came."""
    visit = get_object_or_404(queries.visits_visible_to(request.user), pk=pk)
    if not access.may(request.user, "person.see") or not 0 <= number < len(visit.photos):
        raise Http404("photo")
    sha256 = visit.photos[number].get("shown")
    if not sha256:
        raise Http404("photo")
    response = HttpResponse(vault.current().blobs.get(sha256), content_type="image/jpeg")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
