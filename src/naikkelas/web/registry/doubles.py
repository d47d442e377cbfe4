"""Records that may be the same: the queue, two of them side by side, the decision, and the merges with their way back."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics.cache import remembered
from naikkelas.kit import money
from naikkelas.monev import actions as monev
from naikkelas.monev import queries as visits
from naikkelas.monev import tasks
from naikkelas.places import queries as places
from naikkelas.programmes import queries as programmes
from naikkelas.registry import actions, queries
from naikkelas.registry import tasks as registry
from naikkelas.web import access_log, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.registry import evidence, sides

KINDS = {"umkm": "enterprise", "koperasi": "cooperative"}
"""The kind of record as the address has it → as the registry has it."""
MOST_ACROSS = 50
BACK_AT_ONCE = "Langsung dibatalkan sesudah diputuskan."


def _kind(word: str) -> str:
    if word not in KINDS:
        raise Http404(word)
    return KINDS[word]


def _percent(probability: float) -> str:
    """Never 100: no search is certain."""
    return money.percent(min(round(probability * 10_000), 9_999), 10_000, get_language() or "id", digits=2)


@page("registry.merge")
def double_list(request: HttpRequest, word: str) -> HttpResponse:
    kind = _kind(word)
    band = Filter(
        "pita", _("Band"), lambda: words.choices("link_band"), lambda rows, value: rows.filter(band=value)
    )
    columns = [
        Column(_("First"), lambda c: c.first.name),
        Column(_("Second"), lambda c: c.second.name),
        Column(_("Area"), lambda c: places.place_of(c.first.area_id)),
        Column(_("Probability"), lambda c: _percent(c.probability), sort="probability"),
        Column(_("Band"), lambda c: words.label("link_band", c.band)),
    ]
    wanted = Filter(
        "diminta", _("Asked for"), lambda: [("ya", _("by a kabupaten/kota"))],
        lambda rows, _value: rows.filter(asked_area__isnull=False),
    )  # fmt: skip
    code = request.frame.area.code
    rows = queries.doubles_visible_to(request.user, kind)
    within = places.within(places.within(rows, code, "first__area_id"), code, "second__area_id")
    rows = queries.asked(within, kind)
    open_rows = rows if request.GET.get("pita") else rows.exclude(band="apart")
    listing = Listing(
        request, open_rows, columns, "registry/double_list.html", filters=[band, wanted], order="-probability",
        export_name=f"data-ganda-{word}", may_export=access.may(request.user, "registry.export"),
        related=("first", "second") if kind == "cooperative" else ("first__owner", "second__owner"),
        exported=access_log.exported(request) if kind == "enterprise" else None,
    )  # fmt: skip
    shown = list(listing.page.object_list)
    asked = dict(
        queries.asked(queries.doubles(kind), kind)
        .filter(pk__in=[row.pk for row in shown])
        .values_list("pk", "asked_area")
    )
    for row in shown:
        row.percent, row.asked_area = _percent(row.probability), asked.get(row.pk)
    return listing.respond(
        word=word, kind=kind, words_of_kind=KINDS,
        counts=remembered(("doubles by band", str(within.query)), lambda: queries.double_counts(within)),
        decided=queries.decided_of_band(request.user, code, kind, "proposed"), run=queries.newest_link_run(kind),
        refused=queries.refused_link_run(kind),
        across=_across(request, kind),
    )  # fmt: skip


def _across(request: HttpRequest, kind: str) -> list[dict]:
    """Pairs with a record of another area: of that record the name of its kabupaten/kota alone is told."""
    rows, found = queries.doubles_across(request.user, kind), []
    surest = remembered(
        ("doubles across", str(rows.query)), lambda: list(rows.values_list("pk", flat=True)[:MOST_ACROSS])
    )
    for pair in rows.filter(pk__in=surest) if surest else ():
        own, other = pair.first, pair.second
        if not access.covers(request.user, own.area_id):
            own, other = other, own
        found.append({"pair": pair, "own": own, "elsewhere": places.name_of(other.area_id[:5])})
    return found


@page("registry.merge", post=True, get=False)
def double_ask(request: HttpRequest, word: str, pk: int) -> HttpResponse:
    """Ask the province to look at a pair of which the other record lies elsewhere."""
    candidate = get_object_or_404(queries.doubles_touching(request.user, _kind(word)), pk=pk)
    actions.ask_province(candidate=candidate, by=request.user, at=request.at)
    messages.success(request, _("The province sees the pair in its list and decides."))
    return redirect("registry-double-list", word)


@page("registry.merge", post=True, get=False)
def double_search(request: HttpRequest, word: str) -> HttpResponse:
    """Look for doubles now, in the background."""
    _kind(word)
    if registry.once(tasks.look_for_doubles):
        told = _("The search runs in the background; load this page again in a minute to see what it found.")
    else:
        told = _(
            "A search waits in the queue already; load this page again in a minute to see what it found."
        )
    messages.success(request, told)
    return redirect("registry-double-list", word)


@page("registry.merge", post=True)
def double_detail(request: HttpRequest, word: str, pk: int) -> HttpResponse:
    kind = _kind(word)
    every = queries.doubles_visible_to(request.user, kind)
    candidate = get_object_or_404(every, pk=pk)
    if request.method == "POST":
        return _decide(request, word, candidate)
    if kind == "enterprise":
        for record in (candidate.first, candidate.second):
            access_log.seen(request, record.owner_id, record.area_id)
    attached = [_attached(candidate.first), _attached(candidate.second)]
    survivor = _survivor(candidate.first, candidate.second, attached)
    context = {
        "word": word,
        "candidate": candidate,
        "percent": _percent(candidate.probability),
        "survivor": survivor,
        "lines": sides.lines(candidate.first, candidate.second, survivor),
        "evidence": evidence.told(kind, candidate.evidence),
        "attached": attached,
        "two_owners": kind == "enterprise" and candidate.first.owner_id != candidate.second.owner_id,
        "others": _others(every, candidate),
        "before": _beside(every, candidate, -1),
        "after": _beside(every, candidate, 1),
        "undo": _undo(request, word),
        "apart": queries.apart_of(kind, candidate.first_id, candidate.second_id),
    }
    return render(request, "registry/double_detail.html", context)


def _decide(request: HttpRequest, word: str, candidate) -> HttpResponse:
    following = _beside(queries.doubles_visible_to(request.user, KINDS[word]), candidate, 1)
    first, second = candidate.first, candidate.second
    if request.POST.get("decision") == "apart":
        made = actions.keep_apart(first=first, second=second, by=request.user, at=request.at)
        told = f"?terpisah={made.pk}"
    elif request.POST.get("decision") == "merge":
        survivor = _survivor(first, second, [_attached(first), _attached(second)])
        absorbed = second if survivor.pk == first.pk else first
        given = {
            name.removeprefix("f:"): value for name, value in request.POST.items() if name.startswith("f:")
        }
        # the form names sides by position, the action by who stays
        choices = {
            name: int((value == "1") != (survivor.pk == second.pk))
            for name, value in given.items()
            if value in ("0", "1")
        }
        made = monev.merge_records(
            survivor=survivor, absorbed=absorbed, choices=choices,
            same_owner=KINDS[word] == "cooperative" or request.POST.get("same_owner") == "1", by=request.user, at=request.at,
        )  # fmt: skip
        told = f"?digabung={made.pk}"
    else:
        return redirect("registry-double-detail", word, candidate.pk)
    if following is not None:
        return redirect(reverse("registry-double-detail", args=[word, following.pk]) + told)
    return redirect(reverse("registry-double-list", args=[word]) + told)


@page("registry.merge", post=True, get=False)
def apart_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """The two may be the same after all."""
    apart = get_object_or_404(queries.aparts_visible_to(request.user), pk=pk)
    word = next(word for word, kind in KINDS.items() if kind == apart.kind)
    candidate = queries.doubles(apart.kind).filter(first_id=apart.first_id, second_id=apart.second_id).first()
    actions.take_back_apart(apart=apart, by=request.user, at=request.at)
    messages.success(request, _("The decision was taken back; the pair is open again."))
    return (
        redirect("registry-double-detail", word, candidate.pk)
        if candidate
        else redirect("registry-double-list", word)
    )


def _undo(request: HttpRequest, word: str) -> dict | None:
    """What was decided a moment ago, with the way back."""
    for name, rows in (
        ("digabung", queries.merges_visible_to(request.user).filter(undone_at=None)),
        ("terpisah", queries.aparts_visible_to(request.user)),
    ):
        pk = request.GET.get(name, "")
        found = rows.filter(pk=pk).first() if pk.isascii() and pk.isdigit() else None
        if found is not None:
            return {"what": name, "record": found, "reason": BACK_AT_ONCE}
    return None


def _survivor(first, second, attached: list[dict[str, int]]):
    """The record whose number stays: with more aid, visits and years; else the older one."""
    return second if sum(attached[1].values()) > sum(attached[0].values()) else first


def _attached(record) -> dict[str, int]:
    return {
        "aid": programmes.aid_to(record).count(),
        "visits": visits.visits_to(record).count(),
        "years": record.years.filter(superseded_at=None).count(),
    }


def _others(every, candidate):
    """Other open pairs with one of the two: among three or more stand households, so each is looked at."""
    pair = (candidate.first_id, candidate.second_id)
    touching = every.filter(Q(first_id__in=pair) | Q(second_id__in=pair))
    return touching.exclude(pk=candidate.pk).exclude(band="apart").order_by("-probability")[:10]


def _beside(every, candidate, step: int):
    """The pair after (1) or before (-1) this one in its band."""
    rows = every.filter(band=candidate.band).exclude(pk=candidate.pk)
    p = candidate.probability
    if step > 0:
        later = rows.filter(Q(probability__lt=p) | Q(probability=p, pk__lt=candidate.pk))
        return later.order_by("-probability", "-pk").first()
    return (
        rows.filter(Q(probability__gt=p) | Q(probability=p, pk__gt=candidate.pk))
        .order_by("probability", "pk")
        .first()
    )


# ── what was merged ──


@page("registry.read")
def merge_list(request: HttpRequest) -> HttpResponse:
    kind = Filter(
        "jenis", _("Kind"), lambda: words.choices("record_kind"), lambda rows, value: rows.filter(kind=value)
    )
    band = Filter(
        "pita", _("Band"), lambda: words.choices("link_band"), lambda rows, value: rows.filter(band=value)
    )
    state = Filter(
        "keadaan", _("State"), lambda: [("standing", _("Stands")), ("undone", _("Taken back"))],
        lambda rows, value: rows.filter(undone_at__isnull=value == "standing"),
    )  # fmt: skip
    columns = [
        Column(_("Number"), lambda m: m.pk, sort="id", number=True),
        Column(_("Kind"), lambda m: words.label("record_kind", m.kind)),
        Column(_("Record that stays"), lambda m: m.survivor_id, number=True),
        Column(_("Record that went in"), lambda m: m.absorbed_id, number=True),
        Column(_("Area"), lambda m: places.place_of(m.area_id), sort="area_id"),
        Column(_("When"), lambda m: m.at.isoformat(), sort="at"),
        Column(_("By"), lambda m: m.by.name),
        Column(_("Taken back"), lambda m: m.undone_at.isoformat() if m.undone_at else ""),
    ]
    listing = Listing(
        request, request.frame.scoped(queries.merges_visible_to(request.user)), columns, "registry/merge_list.html",
        filters=[kind, band, state], order="-at", export_name="penggabungan",
        may_export=access.may(request.user, "registry.export"), related=("by", "undone_by"),
    )  # fmt: skip
    return listing.respond()


@page("registry.read")
def merge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One merge: what was chosen field by field, what moved, and the way back."""
    merge = get_object_or_404(queries.merges_visible_to(request.user).select_related("area"), pk=pk)
    context = {
        "merge": merge,
        "lines": [(sides.LABELS[name], side) for name, side in merge.choices.items()],
        "moved": queries.moved_by(merge),
        "there": merge.undone_at is not None or queries.record_exists(merge.kind, merge.survivor_id),
        "may_undo": access.may(request.user, "registry.merge") and merge.undone_at is None,
    }
    return render(request, "registry/merge_detail.html", context)


@page("registry.merge", post=True, get=False)
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Make two of one again, exactly as they were."""
    merge = get_object_or_404(queries.merges_visible_to(request.user), pk=pk)
    merge = monev.unmerge(
        merge=merge, reason=request.POST.get("reason", ""), apart=request.POST.get("apart") == "1", by=request.user,
        at=request.at,
    )  # fmt: skip
    registry.once(tasks.look_for_doubles)
    registry.once(registry.check_quality)
    messages.success(request, _("The merge was taken back: both records are as they were."))
    return redirect("registry-merge-detail", merge.pk)
