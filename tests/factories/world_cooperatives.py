"""The life of the world's cooperatives: a meeting with minutes, an official, a decree, coaching with a file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from naikkelas import vault
from naikkelas.registry.models import (
    ActivityWarning,
    Certificate,
    CoachingPlan,
    CoachingStep,
    CoachingVisit,
    Cooperative,
    CooperativeTag,
    CooperativeUnit,
    DecreedStatus,
    HealthAssessment,
    Official,
    RatMeeting,
    StatusDecree,
)
from tests.conftest import NOW

if TYPE_CHECKING:
    from tests.factories.world import World

DAY = date(2020, 3, 1)


def add_life(made: World, code: str, cooperative: Cooperative) -> None:
    text, blobs = made.text(code), vault.current().blobs
    pdf = blobs.put(b"%PDF-1.4 notulen")
    meeting = RatMeeting.objects.create(
        cooperative=cooperative, book_year=2018, held_on=date(2019, 3, 1), members_total=25, members_present=20,
        quorum_required=13, quorum_met=True, agenda=text, minutes_name=f"{text}.pdf"[-150:], minutes_sha256=pdf,
        recorded_at=NOW,
    )  # fmt: skip
    Certificate.objects.create(
        cooperative=cooperative, cooperative_nik="1801010010001", grade="A", issued_on=DAY, expires_on=date(2021, 3, 1),
        recorded_at=NOW,
    )  # fmt: skip
    official = Official.objects.create(
        cooperative=cooperative, body="board", position="chair", name=f"Pengurus {text}", phone="081200000001", sex="f",
        from_on=date(2019, 3, 1), recorded_at=NOW,
    )  # fmt: skip
    decree = StatusDecree.objects.create(
        area_id=code, number=f"SK {text}"[:80], decided_on=DAY, reason=text, recorded_at=NOW
    )
    DecreedStatus.objects.create(
        decree=decree, cooperative=cooperative, status="active", applied=True, before_status="unknown"
    )
    ActivityWarning.objects.create(
        cooperative=cooperative, points=30, level="medium", reasons=" rat_missing ", as_of=NOW.date(),
        rule_set="early_warning_v1", rule_hash="0" * 16,
    )  # fmt: skip
    CooperativeTag.objects.create(cooperative=cooperative, tag="village_based")
    CooperativeUnit.objects.create(
        cooperative=cooperative,
        kind="unit_grocery",
        state="open",
        opened_on=DAY,
        source=text[:200],
        recorded_at=NOW,
    )
    plan = CoachingPlan.objects.create(
        cooperative=cooperative, goal=text, officer=text[:150], state="running", starts_on=DAY, started_on=DAY,
        status_before="active_rat", made_at=NOW,
    )  # fmt: skip
    CoachingStep.objects.create(plan=plan, text=text[:200], due_on=DAY)
    visit = CoachingVisit.objects.create(
        plan=plan, visited_on=DAY, actions=text, result=text, next_step=text, file_name=f"{text}.pdf"[-150:],
        file_sha256=pdf, recorded_at=NOW,
    )  # fmt: skip
    made.put("meeting_file", code, cooperative.pk, meeting.pk, "minutes")
    made.put("official", code, cooperative.pk, official.pk)
    made.put("decree", code, decree.pk)
    made.put("coaching", code, plan.pk)
    made.put("coaching_file", code, plan.pk, visit.pk)
    health = HealthAssessment.objects.create(
        cooperative=cooperative, book_year=2018, rule_set="perdep_6_2016", rule_hash="a" * 16, scheme="conventional", as_of=DAY,
        assignment_no=f"ST {text}"[:80], team=text, conclusion=text, inputs={"checks": {}, "facts": {}}, recorded_at=NOW,
        made_by=made.who("province", "17"), scores={"capital": 1050}, total=6450, predicate="under_supervision", kuk="kuk_1",
    )  # fmt: skip
    made.put("health", code, health.pk)
