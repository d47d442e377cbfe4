"""Duty letters (surat tugas) of monev teams."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from naikkelas import vault
from naikkelas.kit import days
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.queries import teams
from naikkelas.places import queries as places
from naikkelas.reports.figures import Figures
from naikkelas.reports.heading import agency, place
from naikkelas.reports.models import AssignmentLetter
from naikkelas.reports.render import pdf
from naikkelas.rules.workdays import workdays_between
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.monev.models import Team

DAYS = Kind(
    "letter.days",
    "Hari terakhir harus sama dengan atau sesudah hari pertama.",
    "The last day must be the first or later.",
)
NOTHING_TO_DO = Kind(
    "letter.nothing_to_do",
    "Tim ini belum mempunyai kunjungan yang harus dilakukan. Berikan kunjungan dahulu.",
    "This team has no visit to make. Give it visits first.",
)
SIGNER_NEEDED = Kind(
    "letter.signer", "Tulis nama dan jabatan yang menandatangani.", "Write name and position of who signs."
)
REASON_NEEDED = Kind(
    "letter.reason", "Tulis alasan pencabutan (paling sedikit 10 huruf).", "Write why it is taken back (at least 10 characters)."
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@transaction.atomic
def issue_assignment(
    *, team: Team, starts_on: date, ends_on: date, basis: str, signer_name: str, signer_position: str, signer_nip: str,
    by: User, at: datetime,
) -> AssignmentLetter:  # fmt: skip
    """Issue the duty letter of a team for some days: who goes, where, on what grounds. Raises Refused."""
    if ends_on < starts_on:
        raise Refused(DAYS)
    if not signer_name.strip() or not signer_position.strip():
        raise Refused(SIGNER_NEEDED)
    steps = teams.itinerary(team)
    if not steps:
        raise Refused(NOTHING_TO_DO)
    area = places.hold(team.cycle_area.area_id)
    today = at.astimezone(places.zone_of(area.code)).date()
    before = AssignmentLetter.objects.filter(area=area, year=today.year).order_by("-serial").first()
    serial = before.serial + 1 if before else 1
    number = f"{serial:03d}/ST-MONEV/{area.code}/{ROMAN[today.month - 1]}/{today.year}"
    signer = {"name": signer_name.strip(), "position": signer_position.strip(), "nip": signer_nip.strip()}
    figures = Figures(_letter(team, steps, number, (starts_on, ends_on), basis, signer, today))
    row = AssignmentLetter.objects.create(
        team=team, area=area, year=today.year, serial=serial, number=number, starts_on=starts_on, ends_on=ends_on,
        figures=figures.values, figures_sha256=figures.sha256, issued_by=by, issued_at=at,
        pdf_sha256=vault.current().blobs.put(pdf.draw(figures, "assignment.typ", at)),
    )  # fmt: skip
    note(
        by=by, at=at, action="letter.issued", on=("team", team.pk), area=area.code, number=number, sha256=figures.sha256
    )  # fmt: skip
    return row


def _letter(
    team: Team, steps: list[teams.Step], number: str, on: tuple[date, date], basis: str, signer: dict[str, str], today: date
) -> dict[str, Any]:  # fmt: skip
    """Nobody who is visited is named: a letter lies open at offices. Codes, kecamatan and counts say where the team goes."""
    cycle, area = team.cycle_area.cycle, team.cycle_area.area
    districts = list(dict.fromkeys(step.planned.area_id[:8] for step in steps))
    counts = Counter(step.planned.area_id[:8] for step in steps)
    return {
        "number": number,
        "title": "Surat Tugas",
        "agency": agency(area),
        "place": place(area),
        "issued_on": days.day_text(today),
        "basis": basis.strip(),
        "signer": signer,
        "members": [
            {
                "name": m.name,
                "position": m.position or "Petugas lapangan",
                "leads": m.pk == team.leader_id,
            }
            for m in sorted(team.members.all(), key=lambda m: (m.pk != team.leader_id, m.name))
        ],
        "team": team.name,
        "cycle": cycle.name,
        "area": area.title,
        "from_on": days.day_text(on[0]),
        "until_on": days.day_text(on[1]),
        "workdays": workdays_between(on[0], on[1])
        + (workdays_between(date.fromordinal(on[0].toordinal() - 1), on[0])),
        "stops": [
            {
                "district": places.name_of(code),
                "count": counts[code],
                "codes": [s.planned.code for s in steps if s.planned.area_id[:8] == code],
            }
            for code in districts
        ],
        "visits": len(steps),
        "synthetic": cycle.synthetic,
    }


@transaction.atomic
def withdraw_assignment(
    *, letter: AssignmentLetter, reason: str, by: Actor, at: datetime
) -> AssignmentLetter:
    """Take a duty letter back; its number is not given again."""
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    open_letter = AssignmentLetter.objects.filter(pk=letter.pk, withdrawn_at=None)
    if open_letter.update(withdrawn_at=at, withdrawn_reason=reason.strip()[:200]):
        note(
            by=by, at=at, action="letter.withdrawn", on=("team", letter.team_id), area=letter.area_id, number=letter.number
        )  # fmt: skip
    letter.refresh_from_db()
    return letter
