"""Duties to report at the places of the world, the calendar address of one person, and letters about findings."""

from naikkelas.accounts import actions as accounts
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import world_findings

DUTIES = {
    "18": "lkjip_province", "17": "lkjip_province", "18.01": "lkjip_regency", "18.02": "lkjip_regency", "17.01": "lkjip_regency",
}  # fmt: skip


def make(made) -> None:
    for code, obligation in DUTIES.items():
        made.put("duty", code, f"{obligation}-{code}-2019")
    made.put("feed", "", accounts.issue_token(user=made.people[0], kind="calendar", by=SYSTEM, at=NOW)[1])
    world_findings.make(made)
