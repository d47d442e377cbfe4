"""What opens a finding and what does not, instrument by instrument."""

import pytest

from naikkelas.instruments.forms import questionnaires

ALL = questionnaires()
GOOD = {
    "novice_entrepreneur": {
        "found": "found", "amount_received": 12_000_000, "deduction": "no", "use_matches_proposal": "matches",
        "receipts_seen": "complete", "business_status": "running", "licence": "4", "satisfaction": 4,
    },
    "market": {
        "found": "found", "physical_percent": 100, "function": "as_planned", "manager": "cooperative", "handover_signed": "yes",
        "places_built": 62, "places_filled": 40,
    },
    "plut": {"found": "found", "condition": "good", "operating_budget_idr": 350_000_000, "consultants": 3},
    "cooperative": {"found": "found", "board_active": "yes"},
    "enterprise": {"found": "found", "business_status": "running", "licence": "4"},
    "village_cooperative": {"found": "found", "board_complete": "yes", "units_running": 2},
    "pesantren_cooperative": {"found": "found", "separate_books": "yes"},
    "tourism_cooperative": {"found": "found", "agreement": "yes"},
    "training_alumnus": {"found": "found", "business_status": "running"},
    "branding": {"found": "found", "packaging_use": "used"},
}  # fmt: skip
CASES = [
    ("novice_entrepreneur", {"found": "moved"}, {"recipient_not_found"}),
    ("novice_entrepreneur", {"found": "unknown"}, {"recipient_not_found"}),
    ("novice_entrepreneur", {"found": "refused"}, set()),
    ("novice_entrepreneur", {"found": "deceased"}, set()),
    ("novice_entrepreneur", {"use_matches_proposal": "not"}, {"use_not_as_proposed"}),
    ("novice_entrepreneur", {"use_matches_proposal": "partly"}, set()),
    ("novice_entrepreneur", {"use_matches_proposal": None}, set()),
    ("novice_entrepreneur", {"deduction": "yes", "deduction_idr": 500_000}, {"amount_deducted"}),
    ("novice_entrepreneur", {"receipts_seen": "none"}, {"receipts_missing"}),
    ("novice_entrepreneur", {"receipts_seen": "partly"}, set()),
    ("novice_entrepreneur", {"business_status": "closed"}, {"business_closed"}),
    ("novice_entrepreneur", {"business_status": "closed", "licence": "1"}, {"business_closed"}),
    ("novice_entrepreneur", {"licence": "1"}, {"licence_missing"}),
    ("novice_entrepreneur", {"licence": "1", "business_status": "paused"}, {"licence_missing"}),
    ("novice_entrepreneur", {"licence": "2"}, set()),
    ("novice_entrepreneur", {"satisfaction": 1}, {"dissatisfied"}),
    ("novice_entrepreneur", {"satisfaction": 2}, set()),
    ("novice_entrepreneur", {"satisfaction": None}, set()),
    (
        "novice_entrepreneur",
        {"use_matches_proposal": "not", "receipts_seen": "none", "deduction": "yes"},
        {"use_not_as_proposed", "receipts_missing", "amount_deducted"},
    ),
    ("market", {"function": "abandoned"}, {"market_abandoned"}),
    ("market", {"function": "converted"}, {"market_abandoned"}),
    ("market", {"function": "partly"}, set()),
    ("market", {"handover_signed": "no"}, {"market_not_handed_over"}),
    ("market", {"handover_signed": "no", "physical_percent": 99}, set()),
    ("market", {"manager": "nobody"}, {"market_without_manager"}),
    ("market", {"manager": "nobody", "physical_percent": 60}, set()),
    ("market", {"manager": "village"}, set()),
    ("market", {"places_filled": 0}, {"market_empty"}),
    ("market", {"places_filled": 1}, set()),
    ("market", {"places_filled": 0, "places_built": 0}, set()),
    ("market", {"places_filled": None}, set()),
    ("market", {"places_filled": 0, "physical_percent": None}, set()),
    (
        "market",
        {"function": "abandoned", "places_filled": 0, "manager": "nobody", "handover_signed": "no"},
        {"market_abandoned", "market_empty", "market_without_manager", "market_not_handed_over"},
    ),
    ("plut", {"operating_budget_idr": 0}, {"plut_without_budget"}),
    ("plut", {"operating_budget_idr": 1}, set()),
    ("plut", {"operating_budget_idr": None}, set()),
    ("plut", {"operating_budget_idr": 0, "found": "moved"}, set()),
    ("plut", {"consultants": 0}, {"plut_without_consultants"}),
    ("plut", {"condition": "heavy"}, {"plut_damaged"}),
    ("plut", {"condition": "medium"}, set()),
    ("cooperative", {"found": "unknown"}, {"cooperative_not_found"}),
    ("cooperative", {"found": "moved", "board_active": "no"}, {"cooperative_not_found"}),
    ("cooperative", {"board_active": "no"}, {"board_not_active"}),
    ("cooperative", {"found": "refused", "board_active": None}, set()),
    ("enterprise", {"licence": "1"}, {"enterprise_unlicensed"}),
    ("enterprise", {"licence": "1", "business_status": "paused"}, {"enterprise_unlicensed"}),
    ("enterprise", {"licence": "1", "business_status": "closed"}, set()),
    ("enterprise", {"licence": "3"}, set()),
    ("enterprise", {"found": "moved", "licence": "1"}, set()),
    ("village_cooperative", {"units_running": 0}, {"village_cooperative_idle"}),
    ("village_cooperative", {"units_running": 1}, set()),
    ("village_cooperative", {"units_running": None}, set()),
    ("village_cooperative", {"units_running": 0, "found": "moved"}, set()),
    ("village_cooperative", {"board_complete": "no"}, {"village_board_incomplete"}),
    ("pesantren_cooperative", {"separate_books": "no"}, {"pesantren_books_mixed"}),
    ("pesantren_cooperative", {"separate_books": "no", "found": "unknown"}, set()),
    ("tourism_cooperative", {"agreement": "no"}, {"tourism_no_agreement"}),
    ("tourism_cooperative", {"agreement": None}, set()),
    ("training_alumnus", {"business_status": "closed"}, {"alumnus_closed"}),
    ("training_alumnus", {"business_status": "paused"}, set()),
    ("branding", {"packaging_use": "unused"}, {"branding_unused"}),
    ("branding", {"packaging_use": "none"}, set()),
]


def opened(name: str, changes: dict[str, object]) -> set[str]:
    nothing = dict.fromkeys((*ALL[name].numbers, *ALL[name].words))
    return {rule.id for rule in ALL[name].opened(nothing | GOOD[name] | changes)}


@pytest.mark.parametrize("name", ALL)
def test_a_good_visit_and_an_empty_one_open_nothing(name: str):
    assert opened(name, {}) == set()
    assert opened(name, dict.fromkeys(GOOD[name])) == set()


@pytest.mark.parametrize(("name", "changes", "expected"), CASES)
def test_what_was_found_opens_just_these_findings(name: str, changes: dict[str, object], expected: set[str]):
    assert opened(name, changes) == expected


def test_every_rule_has_a_case_that_opens_it():
    tried = {(name, rule) for name, _, expected in CASES for rule in expected}
    assert tried == {(name, rule.id) for name, one in ALL.items() for rule in one.findings}
