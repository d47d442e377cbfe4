"""What citizens tell about markets and grants: taken in without an account, and decided by an officer."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas import vault
from naikkelas.instruments import photo
from naikkelas.kit.problems import Kind, Refused
from naikkelas.monev.actions import telling
from naikkelas.monev.actions.findings import open_by_hand
from naikkelas.monev.models import CitizenReport, Finding
from naikkelas.monev.queries import citizens as queries
from naikkelas.rules import person_nik
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.places.models import Facility
    from naikkelas.programmes.models import Recipient

MOST_PHOTOS, MOST_TEXT = 3, 3_000
MOST_AN_HOUR, MOST_ABOUT_ONE = 5, 30
"""Reports in an hour: from one sender, and about one market or grant."""

TOO_SHORT = Kind(
    "citizen.text",
    "Ceritakan apa yang Anda lihat (20 sampai 3.000 huruf).",
    "Tell what you saw (20 to 3,000 characters).",
)
TOO_MANY = Kind(
    "citizen.too_many",
    "Terlalu banyak laporan dalam satu jam. Coba lagi nanti, atau datang ke dinas koperasi dan UKM.",
    "Too many reports within an hour. Try again later, or go to the office of cooperatives and MSMEs.",
)
BAD_PHOTO = Kind(
    "citizen.photo",
    "Kirim paling banyak {most} foto JPEG, PNG, atau WEBP, masing-masing paling besar 10 MB.",
    "Send at most {most} JPEG, PNG or WEBP photos of at most 10 MB each.",
)
UNKNOWN_TOPIC = Kind("citizen.topic", "Pilih pokok laporan.", "Choose what the report is about.")
DECIDED = Kind("citizen.decided", "Laporan ini sudah diputuskan.", "This report was decided on already.")
REPLY_NEEDED = Kind(
    "citizen.reply",
    "Tulis jawaban untuk pelapor (paling sedikit 10 huruf); nama orang dan NIK jangan ditulis.",
    "Write the answer to the sender (at least 10 characters); write no names of persons and no NIK.",
)
REASON_LISTED = Kind("citizen.reason", "Pilih alasan penutupan.", "Choose the reason for closing.")


class CitizenActor:
    """Whoever stood before the sign."""

    pk = None
    name = "Warga (halaman lapor)"
    role = "citizen"


CITIZEN = CitizenActor()


@transaction.atomic
def take_report(
    *, subject: Facility | Recipient, topic: str, text: str, contact: str, photos: Sequence[bytes], sender: str, by: Actor,
    at: datetime, synthetic: bool = False,
) -> CitizenReport:  # fmt: skip
    """Keep what a citizen told, photos freed of hidden data. Raises Refused, also where too many come."""
    text = text.strip()
    if topic not in queries.TOPICS:
        raise Refused(UNKNOWN_TOPIC)
    if not 20 <= len(text) <= MOST_TEXT:
        raise Refused(TOO_SHORT)
    if person_nik.written_in(text):
        raise Refused(person_nik.WRITTEN_OUT)
    about = {"facility" if type(subject).__name__ == "Facility" else "recipient": subject}
    _not_too_many(sender, about, at)
    files = [{"name": f"foto-{n}.jpg", "sha256": _kept(content)} for n, content in enumerate(photos, 1)]
    if len(files) > MOST_PHOTOS:
        raise Refused(BAD_PHOTO, most=MOST_PHOTOS)
    report = CitizenReport.objects.create(
        number=secrets.token_hex(8), nonce=secrets.token_hex(16), area_id=subject.area_id, topic=topic, text=text,
        contact_sealed=vault.current().seal.close(contact.strip()[:120]) if contact.strip() else None, photos=files,
        sender=sender, received_at=at, synthetic=synthetic, **about,
    )  # fmt: skip
    report.number = f"W{timezone.localdate(at).year}-{report.pk:04d}"
    report.save(update_fields=["number"])
    note(
        by=by,
        at=at,
        action="citizen.reported",
        on=("citizen_report", report.pk),
        area=report.area_id,
        topic=topic,
    )
    telling.tell_citizen(report, by, at)
    return report


def _not_too_many(sender: str, about: dict[str, Any], at: datetime) -> None:
    lately = CitizenReport.objects.filter(received_at__gt=at - timedelta(hours=1))
    if sender and lately.filter(sender=sender).count() >= MOST_AN_HOUR:
        raise Refused(TOO_MANY, status=429)
    if lately.filter(**about).count() >= MOST_ABOUT_ONE:
        raise Refused(TOO_MANY, status=429)


def _kept(content: bytes) -> str:
    try:
        return vault.current().blobs.put(photo.shown(content))
    except photo.NotAPhoto as error:
        raise Refused(BAD_PHOTO, most=MOST_PHOTOS) from error


@transaction.atomic
def answer_report(*, report: CitizenReport, reply: str, by: User, at: datetime) -> CitizenReport:
    """Answer the sender, who reads it with number and code."""
    return _decide(report, CitizenReport.State.ANSWERED, reply, by, at)


@transaction.atomic
def close_report(*, report: CitizenReport, reason: str, reply: str, by: User, at: datetime) -> CitizenReport:
    """Close a report for one of the listed reasons, told to the sender."""
    if reason not in queries.CLOSED_REASONS:
        raise Refused(REASON_LISTED)
    return _decide(report, CitizenReport.State.CLOSED, reply, by, at, closed_reason=reason)


@transaction.atomic
def open_finding_of_report(
    *, report: CitizenReport, title: str, condition: str, severity: str, reply: str, by: User, at: datetime
) -> Finding:
    """Open a finding of what a citizen told, in the officer's own words; photos go along, the sender does not."""
    locked = _locked(report)
    finding = open_by_hand(
        area=locked.area_id, title=title, condition=condition, criterion="", recommendation="", severity=severity,
        amount_idr=None, facility=locked.facility_id, recipient=locked.recipient, synthetic=locked.synthetic,
        photos=[(p["name"], vault.current().blobs.get(p["sha256"])) for p in locked.photos], by=by, at=at,
    )  # fmt: skip
    _decide(report, CitizenReport.State.FINDING, reply, by, at, finding=finding)
    return finding


def _locked(report: CitizenReport) -> CitizenReport:
    locked = CitizenReport.objects.select_for_update().get(pk=report.pk)
    if locked.state != CitizenReport.State.RECEIVED:
        raise Refused(DECIDED, status=409)
    return locked


def _decide(
    report: CitizenReport, state: str, reply: str, by: User, at: datetime, **more: Any
) -> CitizenReport:
    locked = _locked(report)
    if len(reply.strip()) < 10:
        raise Refused(REPLY_NEEDED)
    if person_nik.written_in(reply):
        raise Refused(person_nik.WRITTEN_OUT)
    locked.state, locked.reply, locked.decided_by, locked.decided_at = state, reply.strip(), by, at
    locked.sender = ""
    for name, value in more.items():
        setattr(locked, name, value)
    locked.save()
    note(
        by=by, at=at, action=f"citizen.{state}", on=("citizen_report", locked.pk), area=locked.area_id,
        **({"finding": more["finding"].number} if "finding" in more else {}),
    )  # fmt: skip
    return locked


@transaction.atomic
def retire_contacts(*, before: datetime, area: str, by: Actor, at: datetime) -> int:
    """Forget how to reach citizens whose reports were decided long ago. Returns how many."""
    count = queries.old_contacts(before).update(contact_sealed=None)
    if count:
        note(by=by, at=at, action="retention.contacts", on=("retention", at.date()), area=area, count=count)
    return count
