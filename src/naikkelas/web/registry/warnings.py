"""Early warning: which active cooperatives may fall inactive next, and what to do about each."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from naikkelas.accounts import access
from naikkelas.places import queries as places
from naikkelas.registry import actions, queries
from naikkelas.registry.queries import coaching, standing
from naikkelas.rules import cooperative_warning
from naikkelas.web import words
from naikkelas.web.gate import page
from naikkelas.web.listing import Column, Filter, Listing


@page("registry.read")
def warning_list(request: HttpRequest) -> HttpResponse:
    today = request.at.date()
    rules = cooperative_warning.in_force(today)
    scoped = request.frame.scoped(queries.all_cooperatives())

    def signs(c) -> list[str]:
        return c.warning.reasons.split()

    def todo(c) -> list[str]:
        return list(dict.fromkeys(rules.todo[sign] for sign in signs(c) if sign in rules.todo))

    columns = [
        Column(_("Cooperative"), lambda c: c.name, sort="name_key"),
        Column(_("Area"), lambda c: places.place_of(c.area_id), sort="area_id"),
        Column(_("Danger"), lambda c: words.label("warning_level", c.warning.level)),
        Column(_("Points"), lambda c: c.warning.points, sort="warning__points", number=True),
        Column(_("Signs"), lambda c: ", ".join(words.label("warning_sign", s) for s in signs(c))),
        Column(_("What to do"), lambda c: "; ".join(words.label("warning_todo", t) for t in todo(c))),
        Column(_("Members"), lambda c: c.members, sort="members", number=True),
    ]
    level = Filter(
        "tingkat", _("Danger"), lambda: [c for c in words.choices("warning_level") if c[0] != "none"],
        lambda rows, value: rows.filter(warning__level=value),
    )  # fmt: skip
    sign = Filter(
        "tanda", _("Sign"), partial(words.choices, "warning_sign"),
        lambda rows, value: rows.filter(warning__reasons__contains=f" {value} "),
    )  # fmt: skip
    helped = Filter(
        "pembinaan", _("Coaching"), lambda: [("ya", _("Being coached")), ("tidak", _("Not being coached"))],
        lambda rows, value: coaching.being_coached(rows, yes=value == "ya"),
    )  # fmt: skip
    listing = Listing(
        request, standing.warned(scoped), columns, "registry/warning_list.html", filters=[level, sign, helped],
        search=queries.search_names, order="-warning__points", export_name="peringatan-dini-koperasi",
        may_export=access.may(request.user, "registry.export"), related=("warning",),
    )  # fmt: skip
    shown = listing.page.object_list
    open_plans = coaching.open_plans_of([c.pk for c in shown])
    for each in shown:
        each.signs, each.todo, each.plan = signs(each), todo(each), open_plans.get(each.pk)
    return listing.respond(
        rules=rules,
        table=[(sign, points, rules.todo[sign]) for sign, points in rules.points.items()],
        lines=standing.warnings_by_regency(scoped),
        computed_on=standing.warnings_as_of(),
        today=today,
        may_edit=access.may(request.user, "registry.edit"),
    )


@page("registry.edit", post=True, get=False)
def warning_refresh(request: HttpRequest) -> HttpResponse:
    """Compute the warnings of the own area anew; the worker does so by itself once a day."""
    found = actions.refresh_warnings(area=request.user.area_id, by=request.user, at=request.at)
    messages.success(
        request,
        ngettext(
            "Computed: %(count)s cooperative has at least one sign.",
            "Computed: %(count)s cooperatives have at least one sign.",
            found,
        )
        % {"count": found},
    )
    return redirect(reverse("registry-warning-list"))
