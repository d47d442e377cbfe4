"""Reading the coaching of cooperatives, and what stands beside it: a description, no proof of effect."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from naikkelas.accounts import access
from naikkelas.registry.models import (
    ActivityVerdict,
    CoachingPlan,
    CoachingStep,
    CoachingVisit,
    Cooperative,
    CooperativeYear,
)
from naikkelas.rules import cooperative_activity
from naikkelas.rules.cooperative_activity import COUNTS_AS_ACTIVE, CooperativeFacts

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

OPEN = ("planned", "running")
AREA = "cooperative__area_id"


def plans_visible_to(user: User) -> QuerySet[CoachingPlan]:
    return access.visible(user, CoachingPlan.objects.select_related("cooperative"), AREA)


def all_plans() -> QuerySet[CoachingPlan]:
    return CoachingPlan.objects.all()


def plans_of(cooperative: Cooperative) -> QuerySet[CoachingPlan]:
    return cooperative.coaching.order_by("-starts_on", "-id")


def steps_of(plan: CoachingPlan) -> QuerySet[CoachingStep]:
    return plan.steps.order_by("due_on", "id")


def visits_of(plan: CoachingPlan) -> QuerySet[CoachingVisit]:
    return plan.visits.select_related("recorded_by").order_by("-visited_on", "-id")


def overdue(rows: QuerySet[CoachingPlan], today: date) -> QuerySet[CoachingPlan]:
    """Open plans with a step that should have been done."""
    late = CoachingStep.objects.filter(plan=OuterRef("pk"), done_on=None, due_on__lt=today)
    return rows.filter(Exists(late), state__in=OPEN)


def being_coached(rows: QuerySet[Cooperative], *, yes: bool) -> QuerySet[Cooperative]:
    """Cooperatives with an open plan, or without one."""
    plan = CoachingPlan.objects.filter(cooperative=OuterRef("pk"), state__in=OPEN)
    return rows.filter(Exists(plan) if yes else ~Exists(plan))


def open_plans_of(ids: list[int]) -> dict[int, int]:
    """The open plan of each cooperative that has one, by their ids."""
    rows = CoachingPlan.objects.filter(cooperative_id__in=ids, state__in=OPEN)
    return dict(rows.values_list("cooperative_id", "pk"))


def coached(
    rows: QuerySet[Cooperative], begin: date, end: date, *, yes: bool = True
) -> QuerySet[Cooperative]:
    """Cooperatives whose coaching began between two days (or, not `yes`, all the others)."""
    begun = CoachingPlan.objects.filter(
        cooperative=OuterRef("pk"), started_on__gte=begin, started_on__lte=end
    ).exclude(state="cancelled")
    return rows.filter(Exists(begun) if yes else ~Exists(begun))


# ── coached and not coached, before and after ──


@dataclass
class Comparison:
    """Of the coached and of the others: how many, and how many computed active on the first and on the last day."""

    code: str
    coached: int = 0
    coached_before: int = 0
    coached_after: int = 0
    others: int = 0
    others_before: int = 0
    others_after: int = 0

    def count(self, *, coached: bool, before: bool, after: bool) -> None:
        if coached:
            self.coached += 1
            self.coached_before += before
            self.coached_after += after
        else:
            self.others += 1
            self.others_before += before
            self.others_after += after


def compared(rows: QuerySet[Cooperative], begin: date, end: date) -> tuple[Comparison, list[Comparison]]:
    """All together and by kabupaten/kota. Both days are judged by the rule set in force, from what was so by that day.

    Cooperatives founded after the first day are left out: they have no before.
    """
    before, after = active_on(begin), active_on(end)
    chosen = set(coached(rows, begin, end).values_list("id", flat=True))
    whole, parts = Comparison(""), {}
    for pk, area in there_on(rows, begin).order_by().values_list("id", "area_id"):
        for line in (whole, parts.setdefault(area[:5], Comparison(area[:5]))):
            line.count(coached=pk in chosen, before=pk in before, after=pk in after)
    return whole, sorted(parts.values(), key=lambda line: line.code)


def there_on(rows: QuerySet[Cooperative], day: date) -> QuerySet[Cooperative]:
    """Cooperatives founded by a day, or of unknown age."""
    return rows.filter(Q(legal_on=None) | Q(legal_on__lte=day))


def active_on(day: date) -> set[int]:
    """Ids of the cooperatives that compute as active on a day, from the meetings and evidence up to it."""
    rats: dict[int, list[int]] = defaultdict(list)
    evidence: dict[int, date] = {}
    years = CooperativeYear.objects.filter(superseded_at=None, book_year__lt=day.year).values_list(
        "cooperative_id", "book_year", "rat_held_on", "volume_idr"
    )
    for pk, year, held_on, volume in years.iterator(chunk_size=5_000):
        if held_on and held_on <= day:
            rats[pk].append(year)
        if volume:
            evidence[pk] = max(evidence.get(pk, date.min), date(year, 12, 31))
    seen = ActivityVerdict.objects.filter(as_of__lte=day).order_by("as_of", "id")
    missed = set()
    for pk, not_found, seen_on in seen.values_list(
        "cooperative_id", "inputs__not_found", "inputs__evidence_on"
    ):
        if not_found:
            missed.add(pk)
        elif seen_on and (when := date.fromisoformat(seen_on)) <= day:
            missed.discard(pk)
            evidence[pk] = max(evidence.get(pk, date.min), when)
    rules = cooperative_activity.in_force(day)
    found = set()
    for pk in {*rats, *evidence}:
        facts = CooperativeFacts(tuple(rats.get(pk, ())), evidence.get(pk), pk in missed)
        if rules.judge(facts, day).verdict in COUNTS_AS_ACTIVE:
            found.add(pk)
    return found
