"""Looking visits through: filters by flag and enumerator, the light table, enumerators side by side, what changed."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics.cache import remembered
from naikkelas.forms import queries as forms
from naikkelas.monev import actions, queries
from naikkelas.monev.queries import enumerators, plausibility, revisits
from naikkelas.rules.plausibility import RULES
from naikkelas.web import access_log, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Filter
from naikkelas.web.monev.answers import compared
from naikkelas.web.withheld import withheld

PHOTOS_A_PAGE = 60


def filters(request: HttpRequest) -> list[Filter]:
    """By flag, by enumerator, and by what was asked of a visit."""
    return [
        Filter("tanda", _("Flag"), _flag_choices, _by_flag),
        Filter(
            "petugas", _("Enumerator"), lambda: _people(request), lambda r, v: r.filter(enumerator=int(v))
        ),
        Filter("masalah", _("Problems"), lambda: words.choices("trouble"), lambda r, v: r.filter(trouble=v)),
    ]


def _flag_choices() -> list[tuple[str, str]]:
    return [("ada", _("Any flag to look at")), *((rule, words.label("flag", rule)) for rule in RULES)]


def _by_flag(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(pk__in=plausibility.flagged("" if value == "ada" else value))


def _people(request: HttpRequest) -> list[tuple[str, str]]:
    """Who made the visits of the chosen area and quarter, by name."""

    def found() -> list[tuple[str, str]]:
        rows = visits(request).order_by("enumerator__name")
        named = rows.values_list("enumerator_id", "enumerator__name").distinct()
        return [(str(pk), name) for pk, name in named]

    frame = request.frame
    return remembered(("enumerators", frame.user.area_id, frame.area.code, frame.period.slug), found)


def visits(request: HttpRequest) -> QuerySet:
    """The visits of the chosen area and quarter."""
    rows = request.frame.scoped(queries.visits_visible_to(request.user))
    return queries.of_quarter(rows, request.frame.period)


def revisit_rows(request: HttpRequest) -> QuerySet:
    """The re-visits of the chosen area and quarter."""
    period = request.frame.period
    return request.frame.scoped(revisits.revisits_visible_to(request.user)).filter(
        cycle_area__cycle__year=period.year, cycle_area__cycle__quarter=period.number
    )


@page("monev.read")
def photo_list(request: HttpRequest) -> HttpResponse:
    """The light table: photos across visits, the newest first, each with who, where and when."""
    if not access.may(request.user, "person.see"):
        raise Http404("photo")
    only = request.GET.get("tanda") == "foto"
    photos = plausibility.photos_of(queries.of_unrestricted(visits(request)), flagged=only)
    number = request.GET.get("hal", "1")
    shown = Paginator(photos, PHOTOS_A_PAGE).get_page(number if number.isascii() and number.isdigit() else 1)
    return render(request, "monev/photo_list.html", {"page": shown, "only": only, "see": True})


@page("monev.verify")
def enumerator_list(request: HttpRequest) -> HttpResponse:
    """What enumerators' visits look like beside the middle of all of them."""
    rows = enumerators.lines(visits(request))
    checked = {
        int(line.key): line for line in revisits.by_enumerator(revisits.results(revisit_rows(request)))
    }
    context = {
        "lines": [(line, checked.get(line.enumerator_id)) for line in rows],
        "middle": enumerators.middle(rows),
        "checked": checked,
    }
    return render(request, "monev/enumerator_list.html", context)


def before(request: HttpRequest, visit) -> tuple[int, date] | None:
    """Number and day of the visit to the same place before this one, as far as the reader may see it."""
    earlier = plausibility.before_at(visit)
    return next(((pk, day) for pk, day, area in earlier if access.covers(request.user, area)), None)


@page("monev.read")
def visit_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """A visit beside the one before it to the same place: what changed."""
    visit = get_object_or_404(queries.visits_visible_to(request.user), pk=pk)
    see = access.may(request.user, "person.see") and not withheld(visit.planned)
    found = before(request, visit)
    former = queries.visits_visible_to(request.user).get(pk=found[0]) if found else None
    access_log.seen(request, queries.person_of(visit.planned), visit.area_id)
    lines = _compared(visit, former, see) if former else []
    context = {
        "visit": visit,
        "former": former,
        "planned": visit.planned,
        "see": see,
        "changed": [line for line in lines if line["changed"]],
        "same": [line for line in lines if not line["changed"]],
    }
    return render(request, "monev/visit_compare.html", context)


def _compared(visit, former, see: bool) -> list[dict[str, object]]:
    now, then = (
        {a["path"]: a["text"] for a in (v.answers if see else queries.facts_as_answers(v))}
        for v in (visit, former)
    )
    lines = compared(now, then, forms.wording_of(visit.instrument, visit.form_version), get_language())
    return [line for line in lines if not str(line["path"]).endswith("visit_code")]


@page("monev.verify", post=True, get=False)
def visit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_object_or_404(queries.visits_visible_to(request.user), pk=pk)
    asks = "asks" in request.POST
    actions.comment_visit(
        visit=visit, text=request.POST.get("text", ""), asks=asks, by=request.user, at=request.at
    )
    messages.success(
        request, _("Marked as having problems, with your comment.") if asks else _("The comment was added.")
    )
    return redirect("monev-visit-detail", pk)
