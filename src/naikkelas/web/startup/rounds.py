"""Visits at +3, +6 and +12 months: who is due or late, and what became of the businesses, round by round."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.analytics import startup as analytics
from naikkelas.places import queries as places
from naikkelas.programmes.queries import startup as queries
from naikkelas.rules import startup_rounds
from naikkelas.web import access_log, words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing
from naikkelas.web.startup.reports import search_recipients, with_what_is_counted


@page("programmes.read")
def round_list(request: HttpRequest) -> HttpResponse:
    """Paid recipients with the state of each round; who is late stands first."""
    see, today = access.may(request.user, "person.see"), request.at.date()
    rows = request.frame.scoped(queries.recipients_visible(request.user)).filter(paid_on__isnull=False)
    by_recipient: dict[int, list[analytics.Line]] = {}
    for line in analytics.lines(rows, today):
        by_recipient.setdefault(line.recipient.pk, []).append(line)

    def narrowed(found, value: str):
        state, _dash, months = value.partition("-")
        ids = [pk for pk, told in by_recipient.items() if any(
            t.state == state and (not months or t.months == int(months)) for t in told
        )]  # fmt: skip
        return found.filter(pk__in=ids)

    def found_in(found, value: str):
        months, _dash, figure = value.partition("-")
        told = analytics.lines(rows, today, verified=True)
        ids = [t.recipient.pk for t in told if t.months == int(months) and figure in analytics.figures_of(t)]
        return found.filter(pk__in=ids)

    def cell(months: int, recipient) -> str:
        line = next(t for t in by_recipient[recipient.pk] if t.months == months)
        day = line.visit.visited_on if line.visit else line.due_on
        return f"{words.label('round_state', line.state)} {day.isoformat()}"

    names = [Column(_("Recipient"), lambda r: words.written_name(r, True), sort="name")] if see else []
    columns = [
        *names,
        Column(_("Number"), lambda r: r.pk, sort="id", shown=not see),
        Column(_("Area"), lambda r: places.place_of(r.area_id), sort="area_id"),
        Column(_("Transferred"), lambda r: r.paid_on, sort="paid_on"),
        *(Column(f"+{months}", partial(cell, months)) for months in startup_rounds.MONTHS),
    ]
    listing = Listing(
        request, rows, columns, "startup/round_list.html",
        filters=[
            Filter("keadaan", _("Visit"), _states, narrowed),
            Filter("temuan", _("Found at a verified visit"), _figures, found_in),
        ],
        search=partial(search_recipients, see=see),
        order="paid_on",
        export_name="kunjungan-wirausaha-pemula",
        may_export=access.may(request.user, "registry.export"),
        exported=access_log.exported(request) if see else None,
    )  # fmt: skip
    with_what_is_counted(listing)
    shown = [(r, by_recipient[r.pk]) for r in listing.page]
    counts = analytics.outcomes([line for told in by_recipient.values() for line in told])
    return listing.respond(
        see=see,
        shown=shown,
        counts=counts,
        late_after=startup_rounds.LATE_AFTER_DAYS,
        months=startup_rounds.MONTHS,
    )


def _states() -> list[tuple[str, str]]:
    every = words.choices("round_state")
    one = [
        (f"{s}-{m}", f"+{m}: {label}")
        for m in startup_rounds.MONTHS
        for s, label in every
        if s in ("due", "late")
    ]
    return [*every, *one]


def _figures() -> list[tuple[str, str]]:
    """The figures of the page of survival and growth, by which this list can be narrowed."""
    names = {
        "visited": _("visited and verified"),
        "known": _("told what became of it"),
        "surviving": _("still operating"),
        "sales_compared": _("told both sales"),
        "sales_risen": _("sales rose"),
        "workers_compared": _("told workers before and now"),
    }
    return [
        (f"{m}-{figure}", f"+{m}: {names.get(figure) or words.label('startup_survival', figure)}")
        for m in startup_rounds.MONTHS
        for figure in analytics.FIGURES
    ]


@page("programmes.read")
def outcome(request: HttpRequest) -> HttpResponse:
    """Survival and growth by round, of visits that an officer verified."""
    rows = request.frame.scoped(queries.recipients_visible(request.user)).filter(paid_on__isnull=False)
    found = analytics.outcomes(analytics.lines(rows, request.at.date(), verified=True))
    context = {
        "outcomes": [(o, {figure: f"temuan={o.months}-{figure}" for figure in analytics.FIGURES}) for o in found],
        "states": [(word, [(o.survival[word], f"temuan={o.months}-{word}") for o in found]) for word in startup_rounds.SURVIVAL],
        "head": startup_rounds.HEAD,
    }  # fmt: skip
    return render(request, "startup/outcome.html", context)
