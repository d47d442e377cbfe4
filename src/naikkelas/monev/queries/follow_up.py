"""Reading how findings are followed up: whose turn it is, what came again, what a unit owes, and how old it all is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import ExtractYear, Substr

from naikkelas.accounts import access
from naikkelas.monev.models import Finding, FindingPhoto, FollowUp
from naikkelas.rules import finding_age
from naikkelas.rules.follow_up import CLOSED, REVIEW_DAYS

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

# characters of a region's code at each level
_LONG = {"regency": 5, "province": 2}
_KINDS = ("recipient", "enterprise", "cooperative", "facility")


# ── whose turn it is ──

WAITS_FOR_VERDICT = Q(state=Finding.State.IN_PROGRESS, returned=False)
_OPEN = ~Q(state__in=CLOSED)
TURNS = {
    "unit": _OPEN & ~WAITS_FOR_VERDICT,
    "verifier": WAITS_FOR_VERDICT & Q(cannot_reason=""),
    "approver": WAITS_FOR_VERDICT & ~Q(cannot_reason=""),
}


def waits_for_verdict(finding: Finding) -> bool:
    return finding.state == Finding.State.IN_PROGRESS and not finding.returned


def turn(finding: Finding) -> str:
    """Who moves next: unit, verifier, approver; nobody once it is closed."""
    if finding.state in CLOSED:
        return ""
    if not waits_for_verdict(finding):
        return "unit"
    return "approver" if finding.cannot_reason else "verifier"


def of_turn(rows: QuerySet[Finding], who: str) -> QuerySet[Finding]:
    return rows.filter(TURNS[who])


def has_acted(finding: Finding, user: User) -> bool:
    """Whether this person ever acted on the finding: then somebody else judges it."""
    kinds = (FollowUp.Kind.ACTION, FollowUp.Kind.CANNOT)
    return finding.steps.filter(kind__in=kinds, by_id=user.pk).exists()


def has_evidence(finding: Finding) -> bool:
    """Whether evidence was handed in since the finding was opened, or opened again."""
    again = finding.steps.filter(kind=FollowUp.Kind.REOPENED).order_by("-id").values_list("id", flat=True)
    return finding.steps.filter(id__gt=again.first() or 0).exclude(evidence_sha256="").exists()


# ── what came again ──


def alike(finding: Finding) -> QuerySet[Finding]:
    """Findings by the same rule about the same allocation or recipient, the newest first; withdrawn ones are none."""
    rows = Finding.objects.filter(rule=finding.rule).exclude(state=Finding.State.WITHDRAWN)
    rows = rows.exclude(pk=finding.pk).order_by("-opened_on", "-id")
    if finding.allocation_id:
        programme = finding.allocation.ceiling.programme
        return rows.filter(
            allocation__area=finding.allocation.area_id, allocation__ceiling__programme__type_id=programme.type_id
        )  # fmt: skip
    return rows.filter(recipient=finding.recipient_id) if finding.recipient_id else rows.none()


Same = tuple[str, str, int]
"""A rule, and what was visited: the column of the planned visit and the id there."""


def same_thing(finding: Finding) -> Same | None:
    """By which findings of visits count as the same found again; None where nothing known was visited."""
    planned = finding.visit.planned
    return next(((finding.rule, kind, pk) for kind in _KINDS if (pk := getattr(planned, f"{kind}_id"))), None)


def newest_about(findings: Iterable[Finding]) -> dict[Same, Finding]:
    """The newest finding by the same rule about the same thing as these, of visits, were; withdrawn ones are none."""
    wanted = {same for finding in findings if (same := same_thing(finding))}
    found: dict[Same, Finding] = {}
    for kind in {kind for _, kind, _ in wanted}:
        rows = Finding.objects.exclude(state=Finding.State.WITHDRAWN).filter(
            rule__in={rule for rule, its, _ in wanted if its == kind},
            **{f"visit__planned__{kind}__in": {pk for _, its, pk in wanted if its == kind}},
        )
        for row in rows.annotate(thing=F(f"visit__planned__{kind}_id")).order_by("opened_on", "id"):
            found[row.rule, kind, row.thing] = row
    return found


def may_open_again(newest: Finding | None, since: date | None = None) -> bool:
    """Whether a figure that is out of order opens a finding, given its newest one: not while that is open, nor after it was
    withdrawn or cannot be followed up; after it was settled only where the figure had mended, or it is of before `since`."""
    if newest is None:
        return True
    if newest.state != Finding.State.RESOLVED:
        return False
    return newest.mended_on is not None or (since is not None and newest.opened_on < since)


def open_like(finding: Finding) -> Finding | None:
    """A finding by the same rule about the same money that is open now."""
    same = (
        {"recipient": finding.recipient_id} if finding.recipient_id else {"allocation": finding.allocation_id}
    )
    if not finding.rule or finding.visit_id or not any(same.values()):
        return None
    return (
        Finding.objects.filter(rule=finding.rule, **same)
        .exclude(pk=finding.pk)
        .exclude(state__in=CLOSED)
        .first()
    )


def chain(finding: Finding) -> list[Finding]:
    """The earlier findings about the same thing, the newest first."""
    found: list[Finding] = []
    row = finding.earlier
    while row is not None and len(found) < 20:
        found.append(row)
        row = row.earlier
    return found


# ── what a unit owes ──


def owner_code(finding: Finding) -> str:
    """The area whose office owes the answer."""
    long = _LONG.get(finding.owner_level)
    return finding.area_id[:long] if long else "0"


def asked_of(user: User) -> QuerySet[Finding]:
    """Open findings that the office of a person's own area must answer, the most pressing first."""
    level = user.area.level
    rows = Finding.objects.exclude(state__in=CLOSED).filter(owner_level=level)
    return (
        access.visible(user, rows)
        .defer("condition", "criterion", "cause", "effect", "recommendation", "basis")
        .order_by("due_on", "id")
    )


def photos_of(finding: Finding) -> QuerySet[FindingPhoto]:
    return finding.photos.order_by("id")


def review_late(rows: QuerySet[Finding], as_of: date) -> QuerySet[Finding]:
    """Answered findings whose review is late: 30 days after the answer."""
    return rows.filter(_review_late(as_of))


def _review_late(as_of: date) -> Q:
    return WAITS_FOR_VERDICT & Q(acted_on__lt=as_of - timedelta(days=REVIEW_DAYS))


def tally(rows: QuerySet[Finding], as_of: date) -> dict[str, int]:
    """How many findings there are of each of TURNS, that are open, overdue or waiting for a verdict, that were found before
    (`again`), and whose review is late."""
    wanted = TURNS | {
        "open": _OPEN, "overdue": _OPEN & Q(due_on__lt=as_of), "waiting": WAITS_FOR_VERDICT, "again": Q(recurrence__gt=0),
        "review_late": _review_late(as_of),
    }  # fmt: skip
    return rows.order_by().aggregate(**{name: Count("pk", filter=which) for name, which in wanted.items()})


# ── age, money, units, causes ──


def _owner() -> Case:
    return Case(
        When(owner_level="regency", then=Substr("area_id", 1, 5)),
        When(owner_level="province", then=Substr("area_id", 1, 2)),
        default=Value("0"),
    )


def with_owner(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    return rows.annotate(owner=_owner())


@dataclass
class UnitLine:
    """One office in the league table."""

    code: str
    open: int = 0
    overdue: int = 0
    closed: int = 0
    due: int = 0
    in_time: int = 0
    open_idr: int = 0
    days: int = 0
    bands: Counter[int] = field(default_factory=Counter)

    def add(self, other: UnitLine) -> None:
        for name in ("open", "overdue", "closed", "due", "in_time", "open_idr", "days"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.bands.update(other.bands)

    @property
    def mean_days(self) -> int | None:
        """Days from opening to closing, on average."""
        return round(self.days / self.closed) if self.closed else None

    @property
    def age(self) -> list[int]:
        return [self.bands[n] for n in range(len(finding_age.BANDS) + 1)]


@dataclass(frozen=True)
class Standing:
    """Findings as they stand on a day: by age, by office, and by cause and year."""

    units: list[UnitLine]
    whole: UnitLine
    ages_idr: list[int]
    causes: dict[str, Counter[int]]
    years: list[int]


def standing(rows: QuerySet[Finding], as_of: date) -> Standing:
    """One pass over findings that were not withdrawn, opened by the day."""
    units: dict[str, UnitLine] = {}
    ages, causes = Counter[int](), defaultdict[str, Counter[int]](Counter)
    for owner, state, opened, due, closed, amount, cause in _values(rows, as_of):
        causes[cause][opened.year] += 1
        line = units.get(owner) or units.setdefault(owner, UnitLine(owner))
        if state in CLOSED:
            line.closed += 1
            line.due += 1
            line.days += (closed - opened).days
            line.in_time += closed <= due
        else:
            band = finding_age.band(opened, as_of)
            line.open += 1
            line.bands[band] += 1
            line.open_idr += amount or 0
            ages[band] += amount or 0
            line.overdue += due < as_of
            line.due += due < as_of
    whole = UnitLine("")
    for line in units.values():
        whole.add(line)
    years = sorted({year for found in causes.values() for year in found})
    ranked = sorted(units.values(), key=_rank)
    return Standing(ranked, whole, [ages[n] for n in range(len(finding_age.BANDS) + 1)], dict(causes), years)


def _rank(line: UnitLine) -> tuple:
    """By the share answered in time; who had nothing to answer by now has no share, and stands after all who have one."""
    return not line.due, -line.in_time * 1000 // (line.due or 1), line.overdue, line.code


def _values(rows: QuerySet[Finding], as_of: date) -> Iterable[tuple]:
    kept = with_owner(rows).exclude(state=Finding.State.WITHDRAWN).filter(opened_on__lte=as_of).order_by()
    return kept.values_list("owner", "state", "opened_on", "due_on", "closed_on", "amount_idr", "cause_code")


def of_age(rows: QuerySet[Finding], number: int, as_of: date) -> QuerySet[Finding]:
    """Open findings in a band of the ageing table."""
    first, last = finding_age.bounds(number)
    rows = rows.exclude(state__in=CLOSED).filter(opened_on__lte=as_of - timedelta(days=first))
    return rows if last is None else rows.filter(opened_on__gte=as_of - timedelta(days=last))


def years_of(rows: QuerySet[Finding]) -> list[int]:
    found = rows.order_by().annotate(year=ExtractYear("opened_on")).values_list("year", flat=True).distinct()
    return sorted(found, reverse=True)


def to_escalate(area_rows: QuerySet[Finding], as_of: date) -> QuerySet[Finding]:
    """Findings whose unit has not answered by the deadline."""
    return of_turn(area_rows, "unit").filter(due_on__lt=as_of).order_by(F("due_on"), "id")
