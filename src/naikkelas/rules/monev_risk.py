"""Which recipients are visited first when not all can be: points for money, past findings and lateness, each one told."""

from dataclasses import dataclass

from naikkelas.rules import rule_set

HEAD, _TABLES = rule_set.load(__file__)
MONEY: tuple[tuple[int, int], ...] = tuple((b["from_idr"], b["points"]) for b in _TABLES["money"])
FINDING_POINTS: int = _TABLES["finding_points"]
FINDING_MOST: int = _TABLES["finding_most"]
OVERDUE_POINTS: int = _TABLES["overdue_points"]
LATE_POINTS: int = _TABLES["late_points"]
LATE_MOST: int = _TABLES["late_most"]


@dataclass(frozen=True)
class RiskFacts:
    """Rupiah of the decree; findings of earlier visits, and how many of these are open past their day; working days by
    which the area was late in the cycle before."""

    amount_idr: int
    findings: int = 0
    overdue: int = 0
    late_workdays: int = 0


def score(facts: RiskFacts) -> list[tuple[str, int, int]]:
    """Why somebody is visited first: (reason, what was found, points), the reasons without points left out."""
    money = next((points for floor, points in MONEY if facts.amount_idr >= floor), 0)
    told = [
        ("money", facts.amount_idr, money),
        ("findings", facts.findings, min(FINDING_MOST, FINDING_POINTS * facts.findings)),
        ("overdue", facts.overdue, OVERDUE_POINTS if facts.overdue else 0),
        ("late", facts.late_workdays, min(LATE_MOST, LATE_POINTS * max(0, facts.late_workdays))),
    ]
    return [reason for reason in told if reason[2]]


def points(facts: RiskFacts) -> int:
    return sum(reason[2] for reason in score(facts))
