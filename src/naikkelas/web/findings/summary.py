"""What is asked of my unit; and how the findings of an area stand: by age, by office, by cause and year."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from naikkelas.accounts import access
from naikkelas.monev import queries
from naikkelas.monev.queries import follow_up
from naikkelas.places import queries as places
from naikkelas.rules import finding_age, finding_causes
from naikkelas.web import words
from naikkelas.web.findings.views import age_label
from naikkelas.web.gate import page

SOON_DAYS = 14
"""An answer due within so many days stands among the next."""
MOST = 200
YEARS = 5


@page("findings.follow_up")
def unit_list(request: HttpRequest) -> HttpResponse:
    """For the audited: what the own office must answer, by when, and what came back."""
    today = request.at.date()
    rows = list(request.frame.scoped(follow_up.asked_of(request.user))[: MOST + 1])
    asked = [(f, (f.due_on - today).days) for f in rows[:MOST] if follow_up.turn(f) == "unit"]
    groups = [
        ("bad", _("Late: answer at once"), [(f, n) for f, n in asked if n < 0]),
        ("soon", _("Due within two weeks"), [(f, n) for f, n in asked if 0 <= n <= SOON_DAYS]),
        ("later", _("Due later"), [(f, n) for f, n in asked if n > SOON_DAYS]),
    ]
    context = {
        "groups": [g for g in groups if g[2]],
        "count": len(asked),
        "amount": sum(f.amount_idr or 0 for f, _n in asked),
        "late": len(groups[0][2]),
        "waiting": [f for f in rows[:MOST] if follow_up.turn(f) != "unit"],
        "more": len(rows) > MOST,
        "unit": request.user.area,
        "see": access.may(request.user, "person.see"),
    }
    return render(request, "findings/unit_list.html", context)


@page("findings.read")
def overview(request: HttpRequest) -> HttpResponse:
    today = request.at.date()
    rows = request.frame.scoped(queries.findings_visible_to(request.user))
    found, counts = follow_up.standing(rows, today), follow_up.tally(rows, today)
    ages = [
        {"n": n, "label": age_label(n), "count": count, "idr": idr, "share": 100 * count // (found.whole.open or 1)}
        for n, (count, idr) in enumerate(zip(found.whole.age, found.ages_idr, strict=True))
    ]  # fmt: skip
    context = {
        "whole": found.whole,
        "ages": ages,
        "age_labels": [a["label"] for a in ages],
        "units": [{"line": line, "name": places.name_of(line.code)} for line in found.units],
        "not_compared": any(not line.due for line in found.units),
        "causes": _causes(found),
        "years": found.years[-YEARS:],
        "again": counts["again"],
        "turns": [(who, words.label("finding_turn", who), counts[who]) for who in follow_up.TURNS],
        "review_late": counts["review_late"],
        "heads": [finding_age.HEAD, finding_causes.HEAD],
    }
    return render(request, "findings/overview.html", context)


def _causes(found: follow_up.Standing) -> list[dict[str, Any]]:
    """Causes with their counts by year, the most frequent first."""
    years = found.years[-YEARS:]
    lines = [
        {"id": cause or "none", "name": words.label("finding_cause", cause), "counts": [counts[y] for y in years],
         "total": sum(counts[y] for y in years)}
        for cause, counts in found.causes.items()
    ]  # fmt: skip
    return sorted((line for line in lines if line["total"]), key=lambda line: -line["total"])
