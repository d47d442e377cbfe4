"""Teams, letters, delegations, freezes and reminders at every place of the world."""

from datetime import date
from typing import TYPE_CHECKING

from naikkelas import vault
from naikkelas.monev.actions.freezing import packed
from naikkelas.monev.models import (
    BackCheck,
    ContactAttempt,
    CycleArea,
    Delegation,
    Freeze,
    Nudge,
    Plan,
    PlannedVisit,
    Replacement,
    ReviewStep,
    Team,
    TeamVisit,
    Visit,
)
from naikkelas.reports.models import AssignmentLetter
from tests.conftest import NOW

if TYPE_CHECKING:
    from tests.factories.world import World

DAY = date(2020, 3, 1)


def add_monev(made: "World", code: str, n: int) -> None:
    text, blobs = made.text(code), vault.current().blobs
    area = CycleArea.objects.get(area_id=code[:5])
    planned = PlannedVisit.objects.get(pk=made.objects["planned"][code][0])
    leader, officer = made.assigned[code], made.who("regency", "18.01")
    above = made.text(area.cycle.area_id)
    Plan.objects.get_or_create(
        cycle=area.cycle,
        defaults={"purpose": above, "questions": [above], "funding": above[:150], "changed_at": NOW},
    )
    team = Team.objects.create(cycle_area=area, name=f"Tim {n} {text}"[:60], leader=leader)
    team.members.set([leader])
    TeamVisit.objects.create(team=team, planned=planned)
    ContactAttempt.objects.create(
        planned=planned, tried_on=DAY, channel="visit", outcome="moved", remark=text[:300], by=officer, at=NOW
    )
    gone = PlannedVisit.objects.create(
        cycle_area=area, code=f"U{n}-0003", instrument="enterprise", label=f"Pindah {text}"[:150], area_id=code,
        enterprise_id=made.objects["enterprise"][code][0], due_on=DAY, state="unmet",
    )  # fmt: skip
    Replacement.objects.create(planned=gone, reason="moved", remark=text[:300], by=officer, at=NOW)
    letter = AssignmentLetter.objects.create(
        team=team, area_id=code, year=2020, serial=n + 1, number=f"{n + 1:03d}/{text}"[:60], starts_on=DAY, ends_on=DAY,
        figures={}, figures_sha256="0" * 64, pdf_sha256=blobs.put(b"%PDF-1.4 surat"), issued_by=officer, issued_at=NOW,
    )  # fmt: skip
    away = Delegation.objects.create(
        giver=leader, taker=made.who("enumerator", "18.01.06") if leader.area_id == "18.01" else officer, starts_on=DAY,
        ends_on=DAY, reason=text[:200], made_at=NOW,
    )  # fmt: skip
    ReviewStep.objects.create(
        cycle_area=area, kind="returned", version=100 + n, reason=text, by=officer, behalf_of=leader, at=NOW
    )
    kept = blobs.put(packed(_manifest(text, code)))
    freeze = Freeze.objects.create(
        cycle_area=area, number=n + 1, sha256=kept, registry_sha256="0" * 64, frozen_at=NOW, frozen_by=officer,
        set_aside_at=NOW,
    )  # fmt: skip
    Nudge.objects.create(
        cycle_area=area,
        to=leader,
        level="hand",
        due_on=area.due_on,
        late_workdays=1,
        text=text[:500],
        by=officer,
        at=NOW,
    )
    check = BackCheck.objects.create(
        cycle=area.cycle, area_id=code, seed=text[:40], least=1, size=1, frame=[[planned.code, leader.pk]], due_on=DAY,
        tolerance_bp=1000, rule_set="uji", rule_hash="0" * 16, drawn_by=officer, drawn_at=NOW,
    )  # fmt: skip
    again = PlannedVisit.objects.create(
        cycle_area=area, code=f"KU{n}-0001", instrument="enterprise", label=f"Ulang {text}"[:150], area_id=code,
        enterprise_id=made.objects["enterprise"][code][0], due_on=DAY, back_check=check,
        again_of=Visit.objects.get(pk=made.objects["visit"][code][0]),
    )  # fmt: skip
    made.put("back_check", code, check.pk)
    made.put("revisit", code, again.pk)
    made.put("team", code, team.pk)
    made.put("letter", code, letter.pk)
    made.put("delegation", code, away.pk)
    made.put("freeze", code, freeze.pk)


def _manifest(text: str, code: str) -> dict:
    """A freeze as small as the page and the report take it."""
    return {
        "format": "uji", "number": 1, "frozen_at": NOW, "plan": {"questions": [text]},
        "rules": {"uji": {"hash": "0", "title": text}},
        "cycle": {"id": 1, "name": text, "year": 2019, "quarter": 4, "synthetic": True},
        "area": {"code": code, "title": text, "name": text, "kind": "kabupaten", "level": "regency"},
        "registry": {"sha256": "0" * 64, "enterprises": 1, "cooperatives": 1}, "visits": [], "findings": [],
        "indicators": [
            {"id": "uji", "version": 1, "unit": "percent", "name": {"id": text, "en": text}, "part": 1, "whole": 2}
        ],
    }  # fmt: skip
