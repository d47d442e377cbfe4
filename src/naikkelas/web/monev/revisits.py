"""Visits made again by somebody else: the draw, the list, both visits beside one another, how often answers differ."""

from datetime import timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.accounts import queries as accounts
from naikkelas.forms import queries as forms
from naikkelas.kit import money
from naikkelas.kit.periods import Quarter
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions, queries
from naikkelas.monev.queries import revisits
from naikkelas.places import queries as places
from naikkelas.rules import back_check
from naikkelas.rules.travel_order import metres_between
from naikkelas.web import access_log, posted, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing, csv_table
from naikkelas.web.monev.answers import in_words
from naikkelas.web.monev.checking import revisit_rows
from naikkelas.web.monev.forms import RevisitForm
from naikkelas.web.tried import tried
from naikkelas.web.withheld import withheld

_STATES = ("planned", "visited", "unmet")


class _Compared:
    """What came of the re-visits of a list, looked up once where a filter or an export asks for all of them."""

    def __init__(self, found: QuerySet) -> None:
        self.rows = found

    @cached_property
    def all(self) -> dict[int, revisits.Result]:
        return {each.planned.pk: each for each in revisits.results(self.rows)}

    def differing(self, wanted: QuerySet, value: str) -> QuerySet:
        found = {True: [], False: []}
        for pk, each in self.all.items():
            if each.second is not None:
                found[each.tally.differs > 0].append(pk)
        return wanted.filter(pk__in=found[value == "ada"])


@page("monev.verify")
def revisit_list(request: HttpRequest) -> HttpResponse:
    see, found = access.may(request.user, "person.see"), revisit_rows(request)
    compared = _Compared(found)

    def tally(planned) -> back_check.Tally:
        return compared.all[planned.pk].tally

    columns = [
        Column(_("Visited"), lambda p: words.planned_name(p, see), sort="label" if see else ""),
        Column(_("Code"), lambda p: p.code, sort="code", shown=False),
        Column(_("Code of the first visit"), lambda p: p.again_of.planned.code, shown=False),
        Column(_("Area"), lambda p: places.place_of(p.area_id), sort="area_id"),
        Column(_("First visit"), lambda p: p.again_of.enumerator.name, sort="again_of__enumerator__name"),
        Column(_("Made again by"), lambda p: p.assigned_to.name if p.assigned_to else "", sort="assigned_to__name"),
        Column(_("State"), lambda p: words.label("planned", p.state), sort="state"),
        Column(_("Answers compared"), lambda p: tally(p).compared, number=True),
        Column(_("Differ"), lambda p: tally(p).differs, number=True),
        Column(_("In one visit only"), lambda p: tally(p).one, number=True, shown=False),
    ]  # fmt: skip
    checks = revisits.back_checks_visible_to(request.user).filter(
        pk__in=found.order_by().values("back_check")
    )
    listing = Listing(
        request, found, columns, "monev/revisit_list.html", filters=_filters(found, checks, compared),
        search=lambda r, text: _searched(r, text, see), order="code", export_name="kunjungan-ulang",
        may_export=access.may(request.user, "registry.export"),
        related=(*queries.TO_PERSONS, "again_of__enumerator", "again_of__planned", "assigned_to", "back_check"),
        exported=access_log.exported(request) if see else None,
    )  # fmt: skip
    if "unduh" not in request.GET:
        shown = {each.planned.pk: each for each in revisits.results(listing.page.object_list)}
        for planned in listing.page.object_list:
            planned.result = shown[planned.pk]
    may_draw = access.may(request.user, "monev.assign")
    return listing.respond(see=see, checks=checks, open_cycles=_open_cycles(request) if may_draw else [])


def _filters(found: QuerySet, checks: QuerySet, compared: _Compared) -> list[Filter]:
    return [
        Filter(
            "undian",
            _("Draw"),
            lambda: [(str(c.pk), _draw_name(c)) for c in checks],
            lambda r, v: r.filter(back_check=int(v)),
        ),
        Filter(
            "petugas",
            _("First visit"),
            lambda: _first_people(found),
            lambda r, v: r.filter(again_of__enumerator=int(v)),
        ),
        Filter(
            "keadaan",
            _("State"),
            lambda: [pair for pair in words.choices("planned") if pair[0] in _STATES],
            lambda r, v: r.filter(state=v),
        ),
        Filter(
            "beda",
            _("Answers"),
            lambda: [("ada", _("Some differ")), ("tidak", _("None differ"))],
            compared.differing,
        ),
    ]


def _draw_name(check) -> str:
    return f"{check.seed} · {check.area.title}"


def _first_people(found: QuerySet) -> list[tuple[str, str]]:
    pairs = found.order_by("again_of__enumerator__name").values_list(
        "again_of__enumerator_id", "again_of__enumerator__name"
    )
    return [(str(pk), name) for pk, name in pairs.distinct()]


def _searched(found: QuerySet, text: str, see: bool) -> QuerySet:
    hits = found.filter(code__iexact=text) | found.filter(again_of__planned__code__iexact=text)
    hits = hits | found.filter(again_of__enumerator__name__icontains=text)
    shown = {f"{way}__restricted_at": None for way in queries.TO_PERSONS}
    return hits | found.filter(label__icontains=text, **shown) if see else hits


def _open_cycles(request: HttpRequest):
    period = request.frame.period
    return queries.cycles_visible_to(request.user).filter(
        state="open", year=period.year, quarter=period.number
    )


@page("monev.verify")
def revisit_result(request: HttpRequest) -> HttpResponse:
    """How often answers differ, by who made the first visit and by question, with what it is counted from."""
    found = revisits.results(revisit_rows(request))
    people, questions = revisits.by_enumerator(found), _questions(found)
    asked = request.GET.get("unduh", "")
    if asked == "petugas":
        return csv_table(
            "kunjungan-ulang-petugas",
            [_("Enumerator"), *_counted()],
            [_cells(p.name, p.tally, p.made) for p in people],
        )
    if asked == "pertanyaan":
        header = [_("Question"), _("Form"), *_counted()[1:]]
        return csv_table("kunjungan-ulang-pertanyaan", header, [
            [q["question"], words.label("instrument", q["instrument"]), *_cells("", q["tally"], 0)[2:]] for q in questions
        ])  # fmt: skip
    if asked:
        raise Http404("export")
    whole = back_check.tally(pair for each in found for pair in each.pairs)
    context = {
        "people": people, "questions": [q for q in questions if q["tally"].differs or q["tally"].one],
        "alike": [q for q in questions if not q["tally"].differs and not q["tally"].one], "whole": whole, "drawn": len(found),
        "made": sum(each.second is not None for each in found), "few_visits": back_check.FEW_VISITS,
        "few_answers": back_check.FEW_ANSWERS,
    }  # fmt: skip
    return render(request, "monev/revisit_result.html", context)


def _counted() -> list[str]:
    return [
        _("Re-visits made"),
        _("Answers compared"),
        _("Differ"),
        _("In one visit only"),
        _("Percent that differ"),
    ]


def _cells(name: str, tally: back_check.Tally, made: int) -> list:
    rate = "" if tally.rate_bp is None else money.decimal(tally.rate_bp / 100, 2, get_language())
    return [name, made, tally.compared, tally.differs, tally.one, rate]


def _questions(found: list[revisits.Result]) -> list[dict[str, object]]:
    """In the words of the form that most visits were filled with; what is never counted is left out."""
    versions = {each.planned.instrument: each.first.form_version for each in found}
    lines = []
    for instrument, question, tally in revisits.by_question(found):
        if tally.compared or tally.one:
            known = forms.wording_of(instrument, versions[instrument]).question(question)
            lines.append(
                {
                    "instrument": instrument,
                    "question": known.label.to(get_language()) if known else question,
                    "tally": tally,
                }
            )
    return lines


@page("monev.assign", post=True)
def revisit_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw visits of a running cycle to be made again, in the area chosen above."""
    cycle = get_object_or_404(queries.cycles_visible_to(request.user).exclude(state="draft"), pk=pk)
    area, today = request.frame.area, timezone.localdate(request.at)
    form = RevisitForm(
        request.POST or None,
        initial={"seed": f"ulang-{today:%Y%m%d}", "due_on": today + timedelta(days=14)},
    )
    if request.method == "POST":
        drawn = []

        def draw(_data: dict) -> None:
            drawn.append(
                actions.draw_again(cycle=cycle, area=area.code, **form.draw(), by=request.user, at=request.at)
            )

        if tried(form, draw):
            messages.success(request, _("The re-visits were drawn and given to other enumerators."))
            return redirect(_list_of(request, drawn[0]))
    counts = {
        name: revisits.frame(cycle, area.code, received=name == "received")
        for name in ("verified", "received")
    }
    context = {
        "cycle": cycle, "form": form, "area": area,
        "counts": {name: some.count() for name, some in counts.items()},
        "people": counts["received"].order_by().values("enumerator").distinct().count(),
    }  # fmt: skip
    return render(request, "monev/revisit_draw.html", context, status=422 if form.errors else 200)


def _list_of(request: HttpRequest, check) -> str:
    """The list of what one draw gave: in the quarter of its cycle, which may not be the one that is running."""
    asked = {"periode": Quarter(check.cycle.year, check.cycle.quarter).slug, "undian": check.pk}
    if "wilayah" in request.GET:
        asked["wilayah"] = request.frame.area.code
    return f"{reverse('monev-revisit-list')}?{urlencode(asked)}"


def _check(request: HttpRequest, pk: int):
    return get_object_or_404(revisits.back_checks_visible_to(request.user), pk=pk)


@page("monev.verify")
def revisit_check(request: HttpRequest, pk: int) -> HttpResponse:
    """One draw: what it was drawn from and by which seed, whether it repeats, and how answers are compared."""
    return _check_page(request, _check(request, pk))


def _check_page(request: HttpRequest, check, refused: str = "") -> HttpResponse:
    found = list(check.drawn.values_list("state", "assigned_to"))
    context = {
        "check": check, "refused": refused, "repeats": revisits.repeats(check), "drawn": len(found),
        "made": sum(state == "visited" for state, _to in found), "nobody": sum(to is None for _state, to in found),
        "among": len(check.frame), "people": len({who for _code, who in check.frame}), "usual": _percent(check.tolerance_bp),
        "forms": _tolerances(check, request), "may_set": access.may(request.user, "monev.assign"),
    }  # fmt: skip
    return render(request, "monev/revisit_check.html", context, status=422 if refused else 200)


def _percent(share_bp: int) -> str:
    return f"{share_bp // 100}%" if share_bp % 100 == 0 else f"{share_bp // 100}.{share_bp % 100:02d}%"


def _tolerances(check, request: HttpRequest) -> list[dict[str, object]]:
    """The questions of each form with what is written for them; numbers first, as these need it most."""
    found = []
    for instrument, version in revisits.instruments_of(check):
        wording = forms.wording_of(instrument, version)
        lines = [
            {
                "name": f"t.{instrument}:{question}",
                "label": wording.questions[question].label.to(get_language()),
                "text": request.POST.get(f"t.{instrument}:{question}", check.tolerances.get(f"{instrument}:{question}", "")),
                "kind": kind,
            }
            for question, kind in revisits.kinds_of(wording).items()
        ]  # fmt: skip
        found.append(
            {
                "instrument": instrument,
                "numbers": [line for line in lines if line["kind"] in ("number", "year")],
                "others": [line for line in lines if line["kind"] not in ("number", "year")],
            }
        )
    return found


@page("monev.assign", post=True, get=False)
def revisit_tolerance(request: HttpRequest, pk: int) -> HttpResponse:
    check = _check(request, pk)
    known = {
        line["name"] for form in _tolerances(check, request) for line in form["numbers"] + form["others"]
    }
    own = {name[2:]: request.POST.get(name, "") for name in known}
    try:
        actions.set_tolerances(
            check=check, usual=request.POST.get("usual", ""), own=own, by=request.user, at=request.at
        )
    except Refused as refusal:
        return _check_page(request, check, refusal.text(get_language()))
    messages.success(request, _("The tolerances were kept; the comparison follows them now."))
    return redirect("monev-revisit-check", pk)


@page("monev.verify")
def revisit_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Both visits question by question: what differs, what only one of them answers, what agrees."""
    planned = get_object_or_404(revisits.revisits_visible_to(request.user), pk=pk)
    see = access.may(request.user, "person.see") and not withheld(planned)
    result = revisits.results([planned])[0]
    access_log.seen(request, queries.person_of(planned), planned.area_id)
    others = accounts.enumerators_in(planned.area_id[:5]).exclude(pk=result.first.enumerator_id)
    may_assign = access.may(request.user, "monev.assign") and planned.state == "planned"
    context = {
        "planned": planned, "result": result, "first": result.first, "second": result.second, "see": see,
        "apart": _apart(result), "lines": _lines(result) if see else {}, "tally": result.tally,
        "may_see_draw": access.covers(request.user, planned.back_check.area_id),
        "others": [user for user in others if access.covers(user, planned.area_id)] if may_assign else [],
        "may_return": result.second is not None and planned.cycle_area.cycle.state == "open",
    }  # fmt: skip
    return render(request, "monev/revisit_compare.html", context)


def _apart(result: revisits.Result) -> int | None:
    """Metres between where the two forms were filled."""
    points = [
        (v.latitude, v.longitude) for v in (result.first, result.second) if v and v.latitude is not None
    ]
    return metres_between(*points) if len(points) == 2 else None


def _lines(result: revisits.Result) -> dict[str, list[dict[str, str]]]:
    """By verdict, in words."""
    lang, first = get_language(), result.first
    wording = forms.wording_of(first.instrument, first.form_version)
    found: dict[str, list[dict[str, str]]] = {verdict: [] for verdict in back_check.VERDICTS}
    for pair in result.pairs:
        known = wording.question(pair.path)
        found[pair.verdict].append(
            {
                "question": known.label.to(lang) if known else pair.path.rpartition("/")[2],
                "path": pair.path,
                "first": in_words(pair.first, pair.path, known, lang),
                "second": in_words(pair.second, pair.path, known, lang),
            }
        )
    return found


@page("monev.assign", post=True, get=False)
def revisit_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a re-visit to somebody else than it was given to."""
    planned = get_object_or_404(revisits.revisits_visible_to(request.user).filter(state="planned"), pk=pk)
    people = accounts.enumerators_in(planned.area_id[:5])
    to = get_object_or_404(people, pk=posted.one(request, "to"))
    actions.assign(visits=[planned], to=to, by=request.user, at=request.at)
    messages.success(request, _("The re-visit was given to %(name)s.") % {"name": to.name})
    return redirect("monev-revisit-compare", pk)
