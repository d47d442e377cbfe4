"""Health assessments, made through the registry's own actions."""

from datetime import date

from naikkelas.accounts.models import User
from naikkelas.registry import actions
from naikkelas.registry.models import Cooperative, HealthAssessment
from naikkelas.rules.cooperative_health import FACTS, rule_sets
from tests.conftest import NOW

RULES = "perdep_6_2016"
FACTS_OF_A_GOOD_YEAR = {name: 1_000_000_000 for name in FACTS} | {
    "assets_idr": 2_000_000_000, "problem_loans_idr": 0, "risky_loans_idr": 0, "member_cost_idr": 100_000_000,
    "overhead_cost_idr": 300_000_000, "cooperative_cost_idr": 100_000_000, "staff_cost_idr": 10_000_000,
    "non_member_income_idr": 0, "cash_bank_idr": 140_000_000, "loans_idr": 900_000_000, "member_loans_idr": 900_000_000,
}  # fmt: skip


def started(cooperative: Cooperative, by: User, *, rule_set: str = RULES, **given) -> HealthAssessment:
    values = {
        "book_year": 2019,
        "as_of": date(2020, 3, 12),
        "assignment_no": "",
        "team": "",
        "at": NOW,
    } | given
    return actions.start_assessment(cooperative=cooperative, rule_set=rule_set, by=by, **values)


def saved(assessment: HealthAssessment, by: User, *, met: bool = True, **given) -> HealthAssessment:
    """A worksheet filled in whole."""
    rules = rule_sets()[assessment.rule_set]
    values = {
        "checks": dict.fromkeys(rules.checks(assessment.scheme), met), "facts": FACTS_OF_A_GOOD_YEAR,
        "assignment_no": "ST/12/2020", "team": "Tim Penilai (uji)", "conclusion": "Koperasi dikelola dengan baik.",
        "version": assessment.version, "at": NOW,
    } | given  # fmt: skip
    return actions.save_worksheet(assessment=assessment, by=by, **values)


def submitted(cooperative: Cooperative, by: User, *, met: bool = True, **given) -> HealthAssessment:
    draft = saved(started(cooperative, by, **given), by, met=met)
    return actions.submit_assessment(assessment=draft, version=draft.version, by=by, at=NOW)
