"""Letters about findings: one that asks a unit to follow up, and the minutes of a hearing; numbered by office and year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from naikkelas import vault
from naikkelas.kit.days import day_text
from naikkelas.kit.money import rupiah
from naikkelas.kit.needles import Needles
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions.telling import tell_finding
from naikkelas.places import queries as places
from naikkelas.reports.figures import Figures
from naikkelas.reports.heading import agency, place
from naikkelas.reports.models import Letter
from naikkelas.reports.render import pdf
from naikkelas.rules.follow_up import ANSWER_DAYS
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.monev.models import Finding

MOST = 40
NONE_CHOSEN = Kind(
    "letter.findings",
    "Pilih 1 sampai {most} temuan dari satu unit.",
    "Choose 1 to {most} findings of one unit.",
)
NOT_HELD = Kind(
    "letter.not_held",
    "Pembahasan belum berlangsung: berita acara dibuat paling cepat pada harinya.",
    "The hearing was not held yet: minutes are written on its day at the earliest.",
)
NOBODY_THERE = Kind(
    "letter.present",
    "Tulis tempat pembahasan, yang hadir (paling sedikit dua orang, satu orang satu baris), dan hasilnya.",
    "Write where the hearing was held, who was there (at least two, one a line), and what came of it.",
)
_CODES = {"follow_up": "TL", "hearing": "BA-TL"}
_SEVERITY = {"low": "Rendah", "medium": "Sedang", "high": "Tinggi"}
_STATE = {
    "not_followed_up": "Belum ditindaklanjuti", "in_progress": "Belum sesuai (dalam proses)", "resolved": "Sesuai",
    "cannot_be_followed_up": "Tidak dapat ditindaklanjuti", "withdrawn": "Dicabut",
}  # fmt: skip


@transaction.atomic
def issue_letter(
    *,
    area: str,
    unit: str,
    findings: Sequence[Finding],
    signer: str,
    signer_nip: str,
    remark: str,
    by: Actor,
    at: datetime,
) -> Letter:
    """Ask the office of `unit` to follow findings up. `area` is the office that writes. Raises Refused."""
    extra = {"remark": remark.strip(), "answer_days": ANSWER_DAYS}
    return _issued("follow_up", area, unit, findings, extra, signer, signer_nip, by, at)


@transaction.atomic
def record_hearing(
    *, area: str, unit: str, findings: Sequence[Finding], held_on: date, held_at: str, present: Sequence[str], outcome: str,
    signer: str, signer_nip: str, by: Actor, at: datetime,
) -> Letter:  # fmt: skip
    """Keep the minutes of a hearing in which findings were discussed with the unit. Raises Refused."""
    names = [name.strip()[:150] for name in present if name.strip()]
    if len(names) < 2 or not held_at.strip() or len(outcome.strip()) < 10:
        raise Refused(NOBODY_THERE)
    if held_on > timezone.localdate(at):
        raise Refused(NOT_HELD)
    extra = {
        "held_on": day_text(held_on), "held_at": held_at.strip()[:150], "present": names, "outcome": outcome.strip(),
    }  # fmt: skip
    return _issued("hearing", area, unit, findings, extra, signer, signer_nip, by, at)


def _issued(
    kind: str, area: str, unit: str, findings: Sequence[Finding], extra: dict[str, Any], signer: str, signer_nip: str,
    by: Actor, at: datetime,
) -> Letter:  # fmt: skip
    if not 1 <= len(findings) <= MOST:
        raise Refused(NONE_CHOSEN, most=MOST)
    writer, today = places.hold(area), timezone.localdate(at)
    kept = Letter.objects.filter(kind=kind, area=writer, year=today.year)
    serial = (kept.aggregate(last=Max("serial"))["last"] or 0) + 1
    number = f"{serial:03d}/{_CODES[kind]}/{area}/{today.year}"
    asked = places.region(unit)
    synthetic = any(f.synthetic for f in findings)
    figures = Figures(
        {
            "kind": kind, "number": number, "agency": agency(writer), "place": place(writer), "dated_on": day_text(today),
            "unit": agency(asked), "unit_area": asked.title, "signer": signer.strip()[:150],
            "signer_nip": signer_nip.strip()[:30],
            "synthetic": synthetic, "findings": [_told(f) for f in findings], **extra,
        }
    )  # fmt: skip
    letter = Letter.objects.create(
        kind=kind, area=writer, year=today.year, serial=serial, number=number, dated_on=today, figures=figures.values,
        figures_sha256=figures.sha256, pdf_sha256=vault.current().blobs.put(pdf.draw(figures, "letter.typ", at)),
        issued_by_id=by.pk, issued_at=at, synthetic=synthetic,
    )  # fmt: skip
    letter.findings.set(findings)
    note(by=by, at=at, action=f"letter.{kind}", on=("letter", letter.pk), area=area, number=number, unit=unit)
    if kind == "follow_up":
        for finding in findings:
            tell_finding("finding.asked", finding, by, at)
    return letter


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "number": finding.number, "title": finding.title, "area": places.place_of(finding.area_id),
        "condition": finding.condition, "criterion": finding.criterion, "cause": finding.cause, "effect": finding.effect,
        "recommendation": finding.recommendation, "severity": _SEVERITY[finding.severity], "state": _STATE[finding.state],
        "amount": rupiah(finding.amount_idr) if finding.amount_idr else "", "due_on": day_text(finding.due_on),
        "again": finding.recurrence,
    }  # fmt: skip


@transaction.atomic
def redact_letters(*, needles: Needles, release: Callable[[list[str]], None], by: Actor, at: datetime) -> int:
    """Take a person out of letters: what they say is struck out, and the PDF is drawn anew."""
    found = 0
    for letter in Letter.objects.select_for_update().order_by("id"):
        values = needles.struck_in(letter.figures)
        if values != letter.figures:
            figures = Figures(values)
            release([letter.pdf_sha256])
            letter.figures, letter.figures_sha256 = values, figures.sha256
            letter.pdf_sha256 = vault.current().blobs.put(pdf.draw(figures, "letter.typ", letter.issued_at))
            letter.save()
            note(by=by, at=at, action="letter.redacted", on=("letter", letter.pk), area=letter.area_id)
            found += 1
    return found
