"""Naik kelas between any two years under one law: how many enterprises went from which class to which, and who they are.

One query counts everything by kabupaten/kota, sector and what the law says of each year; tables, sums and pictures are
made of these counts. The list behind a cell asks the same columns, so that it holds what was counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from naikkelas.analytics.cache import remembered
from naikkelas.analytics.scope import Scope
from naikkelas.places import queries as places
from naikkelas.registry import queries as registry
from naikkelas.registry.queries import tallies
from naikkelas.registry.queries.tallies import tallied
from naikkelas.rules import class_change, size_class
from naikkelas.rules.bands import Bands
from naikkelas.rules.class_change import Law
from naikkelas.rules.size_class import ORDER, UNKNOWN, ClassRules, Criterion, months_before

NONE = "none"
"""No facts of that year."""
CLASSES = (*ORDER, UNKNOWN)
TARGETS = (*ORDER, "not_comparable", NONE)
OUTCOMES = ("up", "same", "down", "not_comparable", NONE)


@dataclass(frozen=True)
class Question:
    """Two years, the law that judges both, and whether only facts that somebody has seen are compared."""

    before: int
    after: int
    law: Law = "end"
    verified: bool = False

    @property
    def rules(self) -> ClassRules:
        """The one law."""
        return class_change.law_of(end_of(self.before), end_of(self.after), self.law)

    @property
    def crosses(self) -> bool:
        """Whether another law was in force at the end of each year: only then can the law alone move anybody."""
        return size_class.in_force(end_of(self.before)).id != size_class.in_force(end_of(self.after)).id

    @property
    def evidence(self) -> frozenset[str]:
        return class_change.VERIFIED if self.verified else class_change.ACCEPTED


@dataclass(frozen=True)
class Tally:
    """How many enterprises of one kabupaten/kota and sector have the same two years."""

    regency: str
    sector: str
    source: str
    target: str
    outcome: str
    by_rule: bool
    number: int


def end_of(year: int) -> date:
    return date(year, 12, 31)


def years() -> list[int]:
    """The years of which any facts stand, the newest first."""
    return remembered("class_years", registry.years_known)


# ── what the law says, as columns ──


def judged(question: Question) -> QuerySet:
    """Enterprises with the columns class_1, basis_1 (of the first year, by the one law), own_1 (by that year's own), and
    class_2, basis_2, own_2; a year without facts has none of them."""
    rows = registry.with_two_years(question.before, question.after)
    for n, side, year in ((1, "first", question.before), (2, "second", question.after)):
        # read once as columns: each filter on a relation of many would join the years anew
        rows = rows.annotate(**{f"known_{n}": F(f"{side}__id"), f"evidence_{n}": F(f"{side}__evidence")})
        rows = rows.annotate(**{f"own_{n}": F(f"{side}__size_class")})
        if size_class.in_force(end_of(year)).id == question.rules.id:
            columns = {f"class_{n}": F(f"{side}__size_class"), f"basis_{n}": F(f"{side}__class_reason")}
        else:
            facts = {
                f"{fact}_{n}": F(f"{side}__{fact}")
                for fact in sorted({c.fact for c in question.rules.criteria})
            }
            rows = rows.annotate(**facts)
            columns = {
                f"class_{n}": _class(question.rules, n, end_of(year)),
                f"basis_{n}": _basis(question.rules, n, end_of(year)),
            }
        rows = rows.annotate(**columns)
    return rows


def _class(rules: ClassRules, n: int, as_of: date) -> Case:
    return _first_usable(rules, n, as_of, lambda c: _band(c.bands, f"{c.fact}_{n}"), UNKNOWN)


def _basis(rules: ClassRules, n: int, as_of: date) -> Case:
    return _first_usable(rules, n, as_of, lambda c: Value(c.fact), "none")


def _first_usable(
    rules: ClassRules, n: int, as_of: date, then: Callable[[Criterion], Case | Value], default: str
) -> Case:
    """The first criterion whose fact is known and that applies; null without a year."""
    whens = [
        When(_applies(c, as_of) & Q(**{f"{c.fact}_{n}__isnull": False}), then=then(c)) for c in rules.criteria
    ]
    absent = When(Q(**{f"known_{n}__isnull": True}), then=Value(None))
    return Case(absent, *whens, default=Value(default), output_field=CharField())


def _applies(criterion: Criterion, as_of: date) -> Q:
    if criterion.founded_before is None:
        return Q()
    applies = Q(founded_on=None) | Q(founded_on__lt=criterion.founded_before)
    if criterion.or_aged_months is not None:
        applies |= Q(founded_on__lte=months_before(as_of, criterion.or_aged_months))
    return applies


def _band(bands: Bands, fact: str) -> Case:
    steps = [When(**{f"{fact}__lte": ceiling}, then=Value(name)) for ceiling, name in bands.steps]
    return Case(*steps, default=Value(bands.above), output_field=CharField())


# ── counting ──


def counts(question: Question, code: str) -> list[Tally]:
    """Everything with facts of either year below a region."""
    if len(code) > len("18.01"):  # below a kabupaten/kota the counts of the whole say too little
        return remembered(
            ("class_matrix", question, code), lambda: _tallies(_below(question, code), question)
        )
    found = remembered(
        ("class_matrix", question), lambda: _tallies(tallied(key_of(question), counter(question)), question)
    )
    inside = code == places.NATION
    return found if inside else [c for c in found if c.regency == code or c.regency.startswith(f"{code}.")]


def counts_then(question: Question, scope: Scope) -> list[Tally]:
    """The same by the boundaries of the scope; rarely asked for, so counted when it is."""
    rows = scoped_then(judged(question), scope).annotate(part=scope.regency("area_id", "enterprise"))
    return remembered(("class_matrix", question, scope), lambda: _tallies(_counted(rows), question))


def scoped_then(rows: QuerySet, scope: Scope) -> QuerySet:
    """Keep the enterprises that lay in the scope."""
    return scope.within(rows, "area_id", "enterprise")


_GROUPS = (
    "part", "sector", "class_1", "basis_1", "own_1", "evidence_1", "class_2", "basis_2", "own_2",
    "evidence_2",
)  # fmt: skip


def key_of(question: Question) -> str:
    """The name of the counts of two years under one law, whatever evidence is asked for."""
    return f"class {question.before} {question.after} {question.rules.id} {question.rules.head.hash}"


def counter(question: Question) -> tallies.Count:
    """Counts every combination of sector and what the law says of both years, by kecamatan."""
    return lambda codes: _counted(tallies.of_areas(judged(question), "area_id", codes))


def _below(question: Question, code: str) -> tallies.Counted:
    rows = places.within(judged(question), code, "area_id")
    return _counted(tallies.of_areas(rows, "area_id", None))


def _counted(rows: QuerySet) -> tallies.Counted:
    known = rows.filter(Q(known_1__isnull=False) | Q(known_2__isnull=False))
    grouped = known.order_by().values_list(*_GROUPS).annotate(n=Count("pk"))
    found: tallies.Counted = {}
    for part, *group in grouped:
        found.setdefault(part, []).append(group)
    return found


def _tallies(counted: tallies.Counted, question: Question) -> list[Tally]:
    sums: Counter[tuple[str, str, str, str, str, bool]] = Counter()
    outcomes: dict[tuple, tuple[str, str, bool]] = {}
    for part, groups in counted.items():
        for sector, *judged_as, number in groups:
            combination = tuple(judged_as)
            if combination not in outcomes:
                outcomes[combination] = _outcome(dict(zip(_GROUPS[2:], combination, strict=True)), question)
            sums[(part[:5], sector, combination[0] or NONE, *outcomes[combination])] += number
    return [Tally(*key, number) for key, number in sums.items()]


def _outcome(row: dict, question: Question) -> tuple[str, str, bool]:
    """Target column, outcome, and whether the law alone moved it."""
    first, second = row["class_1"], row["class_2"]
    if first is None or second is None:
        return second or NONE, NONE, False
    evidence = {row["evidence_1"], row["evidence_2"]}
    if (
        UNKNOWN in (first, second)
        or row["basis_1"] != row["basis_2"]
        or not question.evidence.issuperset(evidence)
    ):
        return "not_comparable", "not_comparable", False
    step = ORDER.index(second) - ORDER.index(first)
    outcome = "up" if step > 0 else "down" if step < 0 else "same"
    owns = (row["own_1"], row["own_2"])
    return second, outcome, outcome == "same" and UNKNOWN not in owns and owns[0] != owns[1]


# ── the rows behind a count ──


def comparable(question: Question) -> Q:
    kinds = sorted(question.evidence)
    return (
        Q(class_1__in=ORDER, class_2__in=ORDER, basis_1=F("basis_2"))
        & Q(evidence_1__in=kinds)
        & Q(evidence_2__in=kinds)
    )


def with_source(rows: QuerySet, source: str) -> QuerySet:
    """Enterprises of a row of the matrix."""
    return rows.filter(known_1__isnull=True) if source == NONE else rows.filter(class_1=source)


def with_target(rows: QuerySet, target: str, question: Question) -> QuerySet:
    """Enterprises of a column of the matrix."""
    if target == NONE:
        return rows.filter(known_2__isnull=True)
    if target == "not_comparable":
        kinds = sorted(question.evidence)
        return both_known(rows).filter(
            Q(class_1=UNKNOWN)
            | Q(class_2=UNKNOWN)
            | ~Q(basis_1=F("basis_2"))
            | ~Q(evidence_1__in=kinds)
            | ~Q(evidence_2__in=kinds)
        )
    return rows.filter(comparable(question), class_2=target)


def both_known(rows: QuerySet) -> QuerySet:
    return rows.filter(known_1__isnull=False, known_2__isnull=False)


def with_outcome(rows: QuerySet, outcome: str, question: Question) -> QuerySet:
    """Enterprises that rose, kept their class, fell, or were moved by the law alone ('by_rule')."""
    if outcome == "not_comparable":
        return with_target(rows, outcome, question)
    if outcome == NONE:
        return in_cohort(rows).filter(known_2__isnull=True)
    same = Q(class_1=F("class_2"))
    if outcome in ("same", "by_rule"):
        rows = rows.filter(comparable(question), same)
        moved = ~Q(own_1=F("own_2")) & Q(own_1__in=ORDER, own_2__in=ORDER)
        return rows.filter(moved) if outcome == "by_rule" else rows
    steps = Q(pk__in=[])
    for at, name in enumerate(ORDER):
        others = ORDER[at + 1 :] if outcome == "up" else ORDER[:at]
        if others:
            steps |= Q(class_1=name, class_2__in=others)
    return rows.filter(comparable(question)).filter(steps)


def in_cohort(rows: QuerySet) -> QuerySet:
    """Enterprises with facts of the first year: what the matrix is about."""
    return rows.filter(known_1__isnull=False)


# ── tables of the counts ──


@dataclass(frozen=True)
class Cell:
    source: str
    target: str
    number: int
    whole: int


@dataclass(frozen=True)
class Line:
    """A class of the first year: its enterprises by what they are in the second."""

    source: str
    whole: int
    cells: list[Cell]


def matrix(found: Iterable[Tally]) -> list[Line]:
    """The classes of the first year that anybody has, each with every column; a line's cells add up to its whole."""
    sums = Counter({(source, target): 0 for source in ORDER for target in TARGETS})
    for c in found:
        if c.source != NONE:
            sums[c.source, c.target] += c.number
    lines = []
    for source in CLASSES:
        whole = sum(sums[source, target] for target in TARGETS)
        if whole or source in ORDER[:3]:
            cells = [Cell(source, target, sums[source, target], whole) for target in TARGETS]
            lines.append(Line(source, whole, cells))
    return lines


@dataclass(frozen=True)
class Balance:
    """How the enterprises of an area or sector fared."""

    key: str
    up: int
    same: int
    down: int
    not_comparable: int
    none: int

    @property
    def compared(self) -> int:
        return self.up + self.same + self.down

    @property
    def whole(self) -> int:
        return self.compared + self.not_comparable + self.none


def balance(found: Iterable[Tally], key: str = "") -> Balance:
    sums: Counter[str] = Counter()
    for c in found:
        if c.source != NONE:
            sums[c.outcome] += c.number
    return Balance(key, *(sums[outcome] for outcome in OUTCOMES))


def balances(found: list[Tally], by: Callable[[Tally], str]) -> list[Balance]:
    """Balances of the parts that `by` tells apart, in the order of their keys."""
    parts: dict[str, list[Tally]] = {}
    for c in found:
        if c.source != NONE:
            parts.setdefault(by(c), []).append(c)
    return [balance(part, key) for key, part in sorted(parts.items())]


def moved_by_rule(found: Iterable[Tally]) -> int:
    return sum(c.number for c in found if c.by_rule)


def newcomers(found: Iterable[Tally]) -> int:
    """Enterprises with facts of the second year alone: no part of the matrix."""
    return sum(c.number for c in found if c.source == NONE)
