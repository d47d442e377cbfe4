"""Visits made again by somebody else: what may be drawn, what was, and how the answers of both agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from naikkelas.accounts import access
from naikkelas.forms import queries as forms
from naikkelas.monev.models import BackCheck, Cycle, PlannedVisit, Visit
from naikkelas.monev.queries import TO_PERSONS, of_unrestricted
from naikkelas.monev.queries.plausibility import said
from naikkelas.places import queries as places
from naikkelas.rules import back_check as rules
from naikkelas.rules.back_check import Pair, Tally, Tolerance

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.instruments.wording import Wording

_KINDS = {"int": "number", "decimal": "number", "date": "exact", "string": "text"}
"""By XForm type; answers of other types (places, files, moments) are not compared at all."""


def frame(cycle: Cycle, area: str, *, received: bool) -> QuerySet[Visit]:
    """What may be drawn: verified visits (and those still to verify) that nobody makes again yet."""
    states = (Visit.State.VERIFIED, Visit.State.RECEIVED) if received else (Visit.State.VERIFIED,)
    rows = Visit.objects.filter(planned__cycle_area__cycle=cycle, state__in=states, again=None)
    return of_unrestricted(places.within(rows, area, "area_id"))


def back_checks_visible_to(user: User) -> QuerySet[BackCheck]:
    rows = BackCheck.objects.select_related("cycle", "area", "drawn_by")
    return access.visible(user, rows).order_by("-drawn_at", "-id")


def revisits_visible_to(user: User) -> QuerySet[PlannedVisit]:
    rows = PlannedVisit.objects.filter(again_of__isnull=False)
    return access.visible(user, rows).select_related(
        *TO_PERSONS, "again_of__enumerator", "again_of__planned", "assigned_to", "back_check", "cycle_area__cycle"
    )  # fmt: skip


def concerning(visit: Visit) -> PlannedVisit | None:
    """The re-visit that this visit is, or that checks it."""
    if visit.planned.again_of_id:
        return visit.planned
    return PlannedVisit.objects.filter(again_of=visit).first()


def repeats(check: BackCheck) -> bool:
    """Whether the kept seed draws the same visits again from what was drawn from."""
    codes = rules.draw(
        [(code, who) for code, who in check.frame], size=check.size, least=check.least, seed=check.seed
    )
    return set(codes) == set(check.drawn.values_list("again_of__planned__code", flat=True))


@dataclass(frozen=True)
class Result:
    """A re-visit, the form that came of it, and the answers of both visits beside one another. `returned`: forms that were
    given back to be mended, the newest last."""

    planned: PlannedVisit
    second: Visit | None = None
    pairs: list[Pair] = field(default_factory=list)
    returned: list[Visit] = field(default_factory=list)

    @property
    def first(self) -> Visit:
        return self.planned.again_of

    @property
    def tally(self) -> Tally:
        return rules.tally(self.pairs)


def results(rows: Iterable[PlannedVisit]) -> list[Result]:
    """Re-visits in their order, compared as far as they came in."""
    planned = list(rows)
    made: dict[int, Visit] = {}
    returned: dict[int, list[Visit]] = defaultdict(list)
    came = Visit.objects.filter(planned__in=[p.pk for p in planned]).select_related(
        "enumerator", "decided_by"
    )
    for visit in came.order_by("id"):
        if visit.state == Visit.State.REJECTED:
            returned[visit.planned_id].append(visit)
        else:
            made[visit.planned_id] = visit
    wording = cache(forms.wording_of)
    return [_result(each, made.get(each.pk), returned[each.pk], wording) for each in planned]


def _result(
    planned: PlannedVisit, second: Visit | None, returned: list[Visit], wording: Callable[[str, str], Wording]
) -> Result:
    if second is None:
        return Result(planned, returned=returned)
    first, check = planned.again_of, planned.back_check
    kinds = kinds_of(wording(first.instrument, first.form_version))
    one, two = (
        {
            path: text
            for path, text in said(visit, wording(visit.instrument, visit.form_version)).items()
            if rules.unnumbered(path) in kinds
        }
        for visit in (first, second)
    )
    usual = Tolerance(share_bp=check.tolerance_bp)
    own = tolerances(check, planned.instrument)
    return Result(planned, second, rules.compare(one, two, kinds, own, usual), returned)


def tolerances(check: BackCheck, instrument: str) -> dict[str, Tolerance]:
    """By question of an instrument; what was written was looked at then."""
    found = {}
    for key, text in check.tolerances.items():
        of, _colon, question = key.partition(":")
        each = rules.tolerance(text)
        if of == instrument and each:
            found[question] = each
    return found


def kinds_of(wording: Wording) -> dict[str, str]:
    """How the answers to each question of a form are compared, of those that can be."""
    found = {}
    for path, question in wording.questions.items():
        kind = "choice" if question.choices else _KINDS.get(question.type, "")
        if kind == "number" and path.endswith("year"):
            kind = "year"
        if kind:
            found[path] = kind
    return found


# ── added up ──


@dataclass
class Line:
    """Verdicts of one enumerator's visits, or on one question."""

    key: str
    name: str
    drawn: int = 0
    made: int = 0
    pairs: list[Pair] = field(default_factory=list)

    @property
    def tally(self) -> Tally:
        return rules.tally(self.pairs)

    @property
    def few(self) -> bool:
        return self.made < rules.FEW_VISITS or self.tally.few


def by_enumerator(found: Iterable[Result]) -> list[Line]:
    """By who made the first visit."""
    lines: dict[int, Line] = {}
    for each in found:
        who = each.first.enumerator
        line = lines.setdefault(who.pk, Line(str(who.pk), who.name))
        line.drawn += 1
        line.made += each.second is not None
        line.pairs += each.pairs
    return sorted(lines.values(), key=lambda line: line.name)


def by_question(found: Iterable[Result]) -> list[tuple[str, str, Tally]]:
    """Instrument, question, and verdicts: those that differ most often first, of which there are enough before the others."""
    pairs: Mapping[tuple[str, str], list[Pair]] = defaultdict(list)
    for each in found:
        for pair in each.pairs:
            pairs[each.planned.instrument, pair.question].append(pair)
    rows = [(*key, rules.tally(some)) for key, some in pairs.items()]
    return sorted(
        rows, key=lambda row: (row[2].few, -(row[2].rate_bp or 0), -row[2].compared, row[0], row[1])
    )


def instruments_of(check: BackCheck) -> list[tuple[str, str]]:
    """The forms that the drawn visits were filled with, each by its newest version among them."""
    rows = check.drawn.values_list("again_of__instrument", "again_of__form_version").distinct()
    return sorted(dict(sorted(rows)).items())
