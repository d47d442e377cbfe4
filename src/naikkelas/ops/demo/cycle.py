"""What surrounds the visits of the demonstration's cycle: terms of reference, teams and letters, who could not be met, who is
late, who stood in for whom."""

from datetime import UTC, date, datetime
from typing import Any

from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions as monev
from naikkelas.ops.demo.people import People
from naikkelas.reports import actions as reports
from naikkelas.trail.actions import SYSTEM

_OPENED = datetime(2020, 2, 10, 3, 0, tzinfo=UTC)
QUESTIONS = (
    "Apakah bantuan 2019 diterima utuh, tepat waktu, dan dipakai sesuai rencana?",
    "Berapa usaha penerima yang masih berjalan, dan bagaimana omzet serta tenaga kerjanya?",
    "Apakah pasar dan gedung PLUT sudah diserahterimakan dan dipakai?",
    "Koperasi mana yang masih aktif menurut kunjungan, dibanding status resminya?",
)
_LETTERS = ("18.01", "18.10", "18.72")
_BASIS = "DPA Dinas Koperasi dan UKM Tahun Anggaran 2020 (contoh); Peraturan Pemerintah Nomor 39 Tahun 2006."


def plan(cycle: Any, people: People) -> None:
    """The terms of reference, and who answers for what."""
    by = people.user("provinsi")
    monev.write_plan(
        cycle=cycle, purpose="Menilai pelaksanaan dan manfaat program strategis koperasi dan UMKM Tahun 2019 di 15 kabupaten/kota.",
        questions=QUESTIONS,
        steps={"preparation": 3, "training": 1, "fieldwork": 12, "verification": 3, "sending": 2, "acceptance": 5},
        budget_idr=185_000_000, funding="APBD Provinsi Lampung 2020 (contoh)", by=by, at=_OPENED,
    )  # fmt: skip
    for duty, username in (("head", "provinsi"), ("data", "provinsi2"), ("report", "provinsi2")):
        monev.give_role(cycle=cycle, duty=duty, to=people.user(username), by=by, at=_OPENED)


def teams(cycle_area: Any, people: People) -> None:
    """Two teams in an area, each with every second visit; in some areas with their duty letters."""
    office = cycle_area.area_id.replace(".", "")
    officer = people.user(f"dinas{office}")
    planned = list(cycle_area.planned.select_related("area").order_by("id"))
    for number in (1, 2):
        team = monev.add_team(
            cycle_area=cycle_area, name=f"Tim {number}", leader=people.user(f"petugas{office}-{number}"), members=[],
            by=officer, at=_OPENED,
        )  # fmt: skip
        monev.give_to_team(team=team, visits=planned[number - 1 :: 2], by=officer, at=_OPENED)
        if cycle_area.area_id in _LETTERS and planned:
            reports.issue_assignment(
                team=team, starts_on=date(2020, 2, 12), ends_on=date(2020, 3, 4), basis=_BASIS,
                signer_name="Kepala Dinas (contoh)", signer_position="Kepala Dinas Koperasi dan UKM", signer_nip="",
                by=officer, at=_OPENED,
            )  # fmt: skip


def not_met(cycle: Any, people: People) -> None:
    """Some could not be met: drawn ones are replaced, recipients are not."""
    for code, outcome in (
        ("18.08", "moved"),
        ("18.08", "closed"),
        ("18.13", "not_found"),
        ("18.01", "refused"),
    ):
        area = cycle.areas.get(area_id=code)
        officer = people.user(f"dinas{code.replace('.', '')}")
        drawn = area.planned.filter(state="planned", instrument__in=("cooperative", "enterprise")).order_by(
            "id"
        )
        visit = drawn.filter(replaces=None).first()
        if visit is None:
            continue
        for n, channel in enumerate(("phone", "visit"), 1):
            monev.record_attempt(
                planned=visit, tried_on=date(2020, 2, 20 + n), channel=channel, outcome=outcome, remark="", by=officer,
                at=datetime(2020, 2, 20 + n, 8, 0, tzinfo=UTC),
            )  # fmt: skip
        monev.replace_visit(
            planned=visit, reason=outcome, remark="Menurut aparat desa", substitute=outcome != "refused", by=officer,
            at=datetime(2020, 2, 25, 8, 0, tzinfo=UTC),
        )  # fmt: skip


def away(people: People) -> None:
    """The head of section is away for two days; the verifier of the province decides meanwhile."""
    monev.delegate(
        to=people.user("provinsi2"), starts_on=date(2020, 3, 6), ends_on=date(2020, 3, 7), reason="Dinas luar (contoh)",
        by=people.user("provinsi"), at=datetime(2020, 3, 5, 8, 0, tzinfo=UTC),
    )  # fmt: skip


def late(cycle: Any, people: People, at: datetime) -> None:
    """Areas that are late are told of, level by level; one is reminded by hand as well."""
    monev.escalate(area="18", by=SYSTEM, at=at)
    area = cycle.areas.select_related("area", "cycle").get(area_id="18.11")
    monev.nudge(cycle_area=area, to=people.user("dinas1811"), text="", by=people.user("provinsi"), at=at)


def next_draft(cycle: Any, people: People, at: datetime) -> None:
    """A draft of visits again, chosen by risk: something to simulate."""
    by = people.user("provinsi")
    draft = monev.copy_cycle(
        cycle=cycle, name="Kunjungan ulang menurut risiko (rancangan)", quarter=Quarter(cycle.year, cycle.quarter),
        opens_on=date(2020, 4, 1), due_workdays=80, by=by, at=at,
    )  # fmt: skip
    monev.choose_whom(cycle=draft, whom="risk", margin_bp=1000, confidence=95, risk_count=3, by=by, at=at)
    monev.draw(cycle=draft, cooperatives=1, enterprises=1, seed="ulang-2020", by=by, at=at)
