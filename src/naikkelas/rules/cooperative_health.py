"""Health of a cooperative: a worksheet of yes-no items and ratios becomes scores, a total and a predicate.

All arithmetic is exact (fractions); what is kept and shown are hundredths of a point, rounded half up once an aspect, so
that the aspects as shown add up to the total as shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from naikkelas.kit.bilingual import Text
from naikkelas.kit.collect import collect
from naikkelas.rules.decision import Decision
from naikkelas.rules.rule_set import Head, Mark

PREDICATES = ("healthy", "fairly_healthy", "under_supervision", "under_special_supervision")

YEAR_FACTS: dict[str, Text] = {
    "assets_idr": Text("Aset", "Assets"),
    "equity_idr": Text("Modal sendiri", "Own capital"),
    "surplus_idr": Text("SHU", "Surplus (SHU)"),
    "volume_idr": Text("Volume usaha", "Business volume"),
}
"""Figures that a cooperative reports every book year."""
BALANCE_FACTS: dict[str, Text] = {
    "cash_bank_idr": Text("Kas dan bank", "Cash and bank"),
    "productive_assets_idr": Text("Aset produktif", "Productive assets"),
    "loans_idr": Text("Pinjaman yang diberikan", "Loans given"),
    "member_loans_idr": Text("Pinjaman kepada anggota", "Loans to members"),
    "risky_loans_idr": Text("Pinjaman berisiko", "Risky loans"),
    "problem_loans_idr": Text("Pinjaman bermasalah", "Problem loans"),
    "largest_loan_idr": Text("Pinjaman terbesar kepada satu anggota", "Largest loan to one member"),
    "risk_reserve_idr": Text("Cadangan risiko", "Risk reserve"),
    "current_liabilities_idr": Text("Kewajiban lancar", "Current liabilities"),
    "principal_savings_idr": Text("Simpanan pokok", "Principal savings"),
    "mandatory_savings_idr": Text("Simpanan wajib", "Mandatory savings"),
    "voluntary_savings_idr": Text("Simpanan sukarela", "Voluntary savings"),
    "funds_received_idr": Text("Dana yang diterima", "Funds received"),
    "weighted_capital_idr": Text("Modal tertimbang", "Weighted capital"),
    "risk_weighted_assets_idr": Text("Aset tertimbang menurut risiko (ATMR)", "Risk-weighted assets"),
    "gross_participation_idr": Text("Partisipasi bruto anggota", "Gross participation of members"),
    "non_member_income_idr": Text("Pendapatan dari bukan anggota", "Income from non-members"),
    "member_cost_idr": Text("Beban operasional anggota", "Cost of serving members"),
    "overhead_cost_idr": Text("Beban usaha", "Overhead cost"),
    "cooperative_cost_idr": Text("Beban perkoperasian", "Cost of being a cooperative"),
    "staff_cost_idr": Text("Biaya karyawan", "Staff cost"),
    "gross_surplus_idr": Text("SHU kotor", "Gross surplus"),
    "member_surplus_idr": Text("SHU bagian anggota", "Members' share of the surplus"),
    "member_benefit_idr": Text("Promosi ekonomi anggota (PEA)", "Economic benefit to members"),
}
"""Further items of balance sheet and result that the ratios ask for."""
FACTS = YEAR_FACTS | BALANCE_FACTS


@dataclass(frozen=True)
class Step:
    """A step of a ladder over a percentage. `ceiling` belongs to the step where `closed`; the last has none."""

    ceiling: Fraction | None
    closed: bool
    value: int

    def holds(self, percent: Fraction) -> bool:
        if self.ceiling is None:
            return True
        return percent <= self.ceiling if self.closed else percent < self.ceiling


@dataclass(frozen=True)
class Check:
    """One statement that is met or not."""

    id: str
    text: Text


@dataclass(frozen=True)
class Component:
    """What gets one value: a list of statements, or one ratio of figures (a name after '-' is taken away)."""

    id: str
    name: Text
    mark: Mark
    weight: Fraction
    checks: tuple[Check, ...] = ()
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    when_none: int = 0
    """The value where there is nothing to divide by."""

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name.lstrip("-") for name in (*self.numerator, *self.denominator)))


@dataclass(frozen=True)
class Part:
    id: str
    name: Text
    components: tuple[Component, ...]


@dataclass(frozen=True)
class Aspect:
    id: str
    name: Text
    weight: int
    mark: Mark
    parts: tuple[Part, ...]

    @property
    def components(self) -> tuple[Component, ...]:
        return tuple(component for part in self.parts for component in part.components)


@dataclass(frozen=True)
class Scored:
    """A component with its arithmetic: what was met of how many, or numerator over denominator; then value × weight."""

    component: Component
    part: int | None
    whole: int | None
    value: Fraction | None
    score: Fraction
    grade: str = ""

    @property
    def known(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Sheet:
    """A worksheet worked out as far as its inputs go; total and predicate only where nothing is missing."""

    rules: "HealthRules"
    aspects: tuple[tuple[Aspect, tuple[Scored, ...], int], ...]
    missing: tuple[str, ...]
    total: int
    predicate: str

    @property
    def scores(self) -> dict[str, int]:
        return {aspect.id: score for aspect, _scored, score in self.aspects}


@dataclass(frozen=True)
class HealthRules:
    """`full`: the best value a component can have. `check_steps`: the ladder for the share of statements met; without
    it the share itself counts. `grades`: what a value is called, where the rule names it."""

    head: Head
    schemes: tuple[str, ...]
    full: int
    by_scheme: dict[str, tuple[Aspect, ...]]
    check_steps: tuple[Step, ...]
    grades: dict[int, tuple[int, str]]
    predicates: tuple[tuple[int, str], ...]

    @property
    def id(self) -> str:
        return self.head.id

    def aspects(self, scheme: str) -> tuple[Aspect, ...]:
        """The aspects with their components for 'conventional' or 'sharia'; weights shared out where none is given."""
        return self.by_scheme[scheme]

    def facts(self, scheme: str) -> tuple[str, ...]:
        """The figures that the ratios ask for, in the order of FACTS."""
        asked = {name for aspect in self.aspects(scheme) for c in aspect.components for name in c.facts}
        return tuple(name for name in FACTS if name in asked)

    def checks(self, scheme: str) -> tuple[str, ...]:
        return tuple(
            check.id for aspect in self.aspects(scheme) for c in aspect.components for check in c.checks
        )

    def predicate(self, total: int) -> str:
        """The predicate of a total in hundredths of a point; lower bounds belong to their predicate."""
        return next(name for at_least, name in self.predicates if total >= 100 * at_least)

    def work_out(self, scheme: str, checks: Mapping[str, bool], facts: Mapping[str, int]) -> Sheet:
        aspects, missing = [], []
        for aspect in self.aspects(scheme):
            scored = tuple(self.score(component, checks, facts) for component in aspect.components)
            missing += [name for c in aspect.components for name in _open(c, checks, facts)]
            aspects.append((aspect, scored, hundredths(sum((s.score for s in scored), Fraction()))))
        total = sum(score for _aspect, _scored, score in aspects)
        return Sheet(
            self,
            tuple(aspects),
            tuple(dict.fromkeys(missing)),
            total,
            "" if missing else self.predicate(total),
        )

    def score(self, component: Component, checks: Mapping[str, bool], facts: Mapping[str, int]) -> Scored:
        """Value and score of one component; without value where an input is missing."""
        if component.checks:
            part: int | None = sum(bool(checks.get(check.id)) for check in component.checks)
            whole: int | None = len(component.checks)
        else:
            part, whole = _sum(component.numerator, facts), _sum(component.denominator, facts)
        if _open(component, checks, facts) or part is None or whole is None:
            return Scored(component, part, whole, None, Fraction())
        value = self.value(component, part, whole)
        grade = self.grades[int(value)][1] if self.grades else ""
        return Scored(component, part, whole, value, component.weight * value / self.full, grade)

    def value(self, component: Component, part: int, whole: int) -> Fraction:
        if whole <= 0:
            return Fraction(component.when_none)
        percent = Fraction(100 * part, whole)
        steps = component.steps or (self.check_steps if component.checks else ())
        if not steps:
            return percent
        return Fraction(next(step.value for step in steps if step.holds(percent)))

    def judge(
        self, scheme: str, checks: Mapping[str, bool], facts: Mapping[str, int], as_of: date
    ) -> tuple[Decision, Sheet]:
        """The verdict on a complete worksheet. Raises ValueError where something is missing."""
        sheet = self.work_out(scheme, checks, facts)
        if sheet.missing:
            raise ValueError(f"worksheet lacks {', '.join(sheet.missing)}")
        flags = () if self.head.in_force(as_of) else ("not_in_force",)
        inputs = {"scheme": scheme, "checks": dict(checks), "facts": dict(facts)}
        return (
            Decision(sheet.predicate, "score", self.id, self.head.hash, as_of, inputs, flags),
            sheet,
        )


def hundredths(points: Fraction) -> int:
    """Points as whole hundredths, rounded half up."""
    return int((points * 100 + Fraction(1, 2)) // 1)


def _sum(names: tuple[str, ...], facts: Mapping[str, int]) -> int | None:
    if any(facts.get(name.lstrip("-")) is None for name in names):
        return None
    return sum(-facts[name[1:]] if name.startswith("-") else facts[name] for name in names)


def _open(component: Component, checks: Mapping[str, bool], facts: Mapping[str, int]) -> list[str]:
    """What a component still waits for."""
    return [check.id for check in component.checks if checks.get(check.id) is None] + [
        name for name in component.facts if facts.get(name) is None
    ]


def _text(table: Mapping[str, str]) -> Text:
    return Text(table["id"], table["en"])


def _steps(rows: list[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(
        Step(Fraction(str(row["up_to"])), True, row["value"])
        if "up_to" in row
        else Step(Fraction(str(row["below"])), False, row["value"])
        if "below" in row
        else Step(None, True, row["value"])
        for row in rows
    )


def _aspect(table: dict[str, Any], scheme: str, ruling: dict[str, Any]) -> Aspect:
    parts = [part for part in table["parts"] if part.get("scheme", scheme) == scheme]
    share = Fraction(table["weight"], len(parts))
    return Aspect(
        table["id"],
        _text(table["name"]),
        table["weight"],
        table["mark"],
        tuple(
            Part(
                part["id"],
                _text(part["name"]),
                tuple(_component(c, share / len(part["components"]), ruling) for c in part["components"]),
            )
            for part in parts
        ),
    )


def _component(table: dict[str, Any], share: Fraction, ruling: dict[str, Any]) -> Component:
    over, under = table.get("ratio", ((), ()))
    return Component(
        id=table["id"],
        name=_text(table["name"]),
        mark=table.get("mark") or ruling["items_mark"],
        weight=Fraction(str(table["weight"])) if "weight" in table else share,
        checks=tuple(
            Check(f"{table['id']}_{n}", Text(*text)) for n, text in enumerate(table.get("checks", ()), 1)
        ),
        numerator=tuple(over),
        denominator=tuple(under),
        steps=_steps(table.get("steps", [])),
        when_none=table.get("when_none", ruling.get("items_when_none", 0)),
    )


def from_tables(head: Head, tables: dict[str, Any]) -> HealthRules:
    return HealthRules(
        head=head,
        schemes=tuple(tables["schemes"]),
        full=tables["full"],
        by_scheme={
            s: tuple(_aspect(table, s, tables) for table in tables["aspects"]) for s in tables["schemes"]
        },
        check_steps=_steps(tables.get("check_steps", [])),
        grades={row["value"]: (row["grade"], row["name"]) for row in tables.get("grades", ())},
        predicates=tuple((row["at_least"], row["name"]) for row in tables["predicates"]),
    )


def rule_sets() -> dict[str, HealthRules]:
    return collect("naikkelas.rules.health", "RULES")


def choose(day: date, *, sharia: bool) -> HealthRules | None:
    """The rule set in force on a day for the cooperative's scheme; None where none is."""
    found = [rules for rules in suited(sharia=sharia) if rules.head.in_force(day)]
    return found[0] if found else None


def suited(*, sharia: bool) -> list[HealthRules]:
    """Rule sets for a scheme, whenever in force, the newest first."""
    scheme = scheme_of(sharia=sharia)
    return sorted(
        (rules for rules in rule_sets().values() if scheme in rules.schemes),
        key=lambda rules: rules.head.in_force_from,
        reverse=True,
    )


def scheme_of(*, sharia: bool) -> str:
    return "sharia" if sharia else "conventional"
