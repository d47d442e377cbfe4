"""Annual meetings, certificates and officials of a cooperative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from naikkelas import vault
from naikkelas.kit.problems import Kind, Refused
from naikkelas.kit.text import squeeze
from naikkelas.registry.actions.cooperatives import judge_anew, record_book_year
from naikkelas.registry.actions.warnings import renew_warnings
from naikkelas.registry.models import Certificate, Cooperative, Official, RatMeeting
from naikkelas.trail.actions import note
from naikkelas.trail.changing import about_to, between

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

WRONG_DAY = Kind(
    "meeting.day",
    "RAT atas tahun buku {year} diadakan sesudah tahun buku itu ditutup dan tidak di masa depan; periksa tanggal dan tahun buku.",
    "The meeting on book year {year} is held after that year closed and not in the future; check day and book year.",
)
TOO_MANY = Kind(
    "meeting.members",
    "Anggota yang hadir dan kuorum tidak dapat melebihi jumlah anggota ({total}).",
    "Members present and quorum cannot be more than all members ({total}).",
)
NO_MEMBERS = Kind(
    "meeting.no_members",
    "Isi jumlah anggota; koperasi tanpa anggota tidak dapat mengadakan RAT.",
    "Write the number of members; a cooperative without members cannot hold a meeting.",
)
REPORTED_BEFORE = Kind(
    "meeting.reported",
    "Laporan RAT masuk ke dinas sesudah RAT diadakan dan tidak di masa depan.",
    "The meeting is reported to the office after it was held and not in the future.",
)
BAD_NUMBER = Kind(
    "certificate.number",
    "Nomor Induk Koperasi terdiri atas 13 angka; periksa nomor pada sertifikat.",
    "The cooperative number has 13 digits; check the number on the certificate.",
)
BAD_PERIOD = Kind(
    "certificate.period",
    "Tanggal berakhir harus sesudah tanggal terbit, dan tanggal terbit tidak di masa depan.",
    "The last day must lie after the day of issue, and the day of issue not in the future.",
)
BAD_TERM = Kind(
    "official.term",
    "Masa jabatan harus berakhir sesudah dimulai.",
    "The term of office must end after it begins.",
)
NAME_NEEDED = Kind(
    "official.name",
    "Tulis nama lengkap (paling sedikit 3 huruf).",
    "Write the full name (at least 3 characters).",
)


@dataclass(frozen=True)
class File:
    """A file as somebody sent it."""

    name: str
    content: bytes


_TOLD = (
    "held_on", "members_total", "members_present", "quorum_required", "report_accepted", "surplus_idr",
    "reported_to_office_on",
)  # fmt: skip
"""What the trail tells of a meeting, before and after."""


@transaction.atomic
def record_meeting(
    *, cooperative: Cooperative, book_year: int, held_on: date, members_total: int, members_present: int,
    quorum_required: int | None = None, agenda: str = "", report_accepted: bool | None = None, surplus_idr: int | None = None,
    reported_to_office_on: date | None = None, minutes: File | None = None, attendance: File | None = None, by: User,
    at: datetime,
) -> RatMeeting:  # fmt: skip
    """Record the annual meeting on one book year, and judge the cooperative's activity anew.

    A record of that book year is superseded; its files stay where no new ones come. Without a quorum from the bylaws
    half of the members and one more is taken. Raises Refused where the record contradicts itself.
    """
    today = timezone.localdate(at)
    if held_on.year <= book_year or held_on > today:
        raise Refused(WRONG_DAY, year=book_year)
    if members_total < 1:
        raise Refused(NO_MEMBERS)
    quorum = members_total // 2 + 1 if quorum_required is None else quorum_required
    if max(members_present, quorum) > members_total or members_present < 0:
        raise Refused(TOO_MANY, total=members_total)
    if reported_to_office_on and not held_on <= reported_to_office_on <= today:
        raise Refused(REPORTED_BEFORE)
    # two who record at once: the second supersedes the first
    Cooperative.objects.select_for_update().get(pk=cooperative.pk)
    known = cooperative.meetings.filter(book_year=book_year, superseded_at=None).first()
    if known:
        RatMeeting.objects.filter(pk=known.pk).update(superseded_at=at)
    meeting = RatMeeting.objects.create(
        cooperative=cooperative, book_year=book_year, held_on=held_on, members_total=members_total,
        members_present=members_present, quorum_required=quorum, quorum_met=members_present >= quorum, agenda=agenda.strip(),
        report_accepted=report_accepted, surplus_idr=surplus_idr, reported_to_office_on=reported_to_office_on,
        recorded_by_id=by.pk, recorded_at=at, synthetic=cooperative.synthetic,
        **_kept("minutes", minutes, known), **_kept("attendance", attendance, known),
    )  # fmt: skip
    note(
        by=by, at=at, action="cooperative.meeting_recorded", on=("cooperative", cooperative.pk), area=cooperative.area_id,
        year=book_year, **between({n: getattr(known, n, None) for n in _TOLD}, {n: getattr(meeting, n) for n in _TOLD}),
    )  # fmt: skip
    facts = {"rat_held_on": held_on} | ({} if surplus_idr is None else {"surplus_idr": surplus_idr})
    record_book_year(
        cooperative=cooperative, book_year=book_year, facts=facts, source=f"r{meeting.pk}", by=by, at=at
    )
    judge_anew(cooperative=cooperative, as_of=today, by=by, at=at)
    return meeting


def _kept(kind: str, file: File | None, known: RatMeeting | None) -> dict[str, str]:
    if file:
        return {f"{kind}_name": file.name[-150:], f"{kind}_sha256": vault.current().blobs.put(file.content)}
    names = (f"{kind}_name", f"{kind}_sha256")
    return {name: getattr(known, name) for name in names} if known else {}


@transaction.atomic
def record_certificate(
    *, cooperative: Cooperative, cooperative_nik: str, grade: str, issued_on: date, expires_on: date, by: User, at: datetime
) -> Certificate:  # fmt: skip
    """Enter a certificate of the cooperative's number; the one that lasts longest counts."""
    number = cooperative_nik.strip()
    if not (number.isascii() and number.isdigit() and len(number) == 13):
        raise Refused(BAD_NUMBER)
    if expires_on <= issued_on or issued_on > timezone.localdate(at):
        raise Refused(BAD_PERIOD)
    certificate = Certificate.objects.create(
        cooperative=cooperative, cooperative_nik=number, grade=grade, issued_on=issued_on, expires_on=expires_on,
        recorded_by_id=by.pk, recorded_at=at, synthetic=cooperative.synthetic,
    )  # fmt: skip
    told: dict[str, Any] = {}
    if not cooperative.certificate_until or expires_on >= cooperative.certificate_until:
        cooperative.cooperative_nik, cooperative.certificate_until = number, expires_on
        cooperative.certificate_grade = grade
        told = about_to(cooperative, "certificate_until", "certificate_grade")
        cooperative.save(update_fields=["cooperative_nik", "certificate_until", "certificate_grade"])
        renew_warnings([cooperative.pk], timezone.localdate(at))
    note(
        by=by, at=at, action="cooperative.certified", on=("cooperative", cooperative.pk), area=cooperative.area_id,
        until=expires_on.isoformat(), **told,
    )  # fmt: skip
    return certificate


@transaction.atomic
def appoint_official(
    *, cooperative: Cooperative, body: str, position: str, name: str, from_on: date, until_on: date | None = None,
    sex: str = "", phone: str = "", by: User, at: datetime,
) -> Official:  # fmt: skip
    """Enter somebody on the board or among the supervisors. A chair of the board is the cooperative's chair."""
    name = squeeze(name)
    if len(name) < 3:
        raise Refused(NAME_NEEDED)
    if until_on and until_on < from_on:
        raise Refused(BAD_TERM)
    official = Official.objects.create(
        cooperative=cooperative, body=body, position=position, name=name, sex=sex, phone=phone, from_on=from_on,
        until_on=until_on, recorded_at=at, synthetic=cooperative.synthetic,
    )  # fmt: skip
    today = timezone.localdate(at)
    if (body, position) == ("board", "chair") and from_on <= today and not (until_on and until_on < today):
        cooperative.chair = name
        cooperative.save(update_fields=["chair"])
    note(
        by=by, at=at, action="cooperative.official_entered", on=("cooperative", cooperative.pk), area=cooperative.area_id,
        position=f"{body}.{position}",
    )  # fmt: skip
    return official


@transaction.atomic
def end_term(*, official: Official, until_on: date, by: User, at: datetime) -> Official:
    """Say until which day somebody was in office."""
    if until_on < official.from_on:
        raise Refused(BAD_TERM)
    official.until_on = until_on
    told = about_to(official, "until_on")
    official.save(update_fields=["until_on"])
    note(
        by=by, at=at, action="cooperative.term_ended", on=("cooperative", official.cooperative_id),
        area=official.cooperative.area_id, position=f"{official.body}.{official.position}", **told,
    )  # fmt: skip
    return official
