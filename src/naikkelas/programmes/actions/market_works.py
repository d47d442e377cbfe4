"""The works of a market: contracts, weekly progress against the plan, and photos from the same spots."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from naikkelas import vault
from naikkelas.instruments.photo import NotAPhoto, shown
from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes import queries as money
from naikkelas.programmes.actions.ledger import commit
from naikkelas.programmes.actions.limits import room
from naikkelas.programmes.actions.market import REASON_NEEDED, lock, not_in_future, told
from naikkelas.programmes.actions.programmes import reached
from naikkelas.programmes.models import (
    MarketPackage,
    MarketPhoto,
    MarketPoint,
    MarketProject,
    MarketWeek,
)
from naikkelas.programmes.queries import market as queries
from naikkelas.rules import market_progress
from naikkelas.rules.market_progress import FULL_BP
from naikkelas.trail.actions import Actor
from naikkelas.trail.changing import between

NO_DECREE = Kind(
    "market.no_decree",
    "Kontrak dicatat setelah penetapan (SK).",
    "A contract is recorded after the decision by decree.",
)
CONTRACT_DAYS = Kind(
    "market.contract_days",
    "Urutan tanggal tidak mungkin: kontrak ditandatangani, lalu mulai, lalu selesai.",
    "The days cannot be in this order: signed, then begun, then finished.",
)
OVER_DECREE = Kind(
    "market.over_decree",
    "Jumlah kontrak pasar ini melebihi nilai SK: sisa {left} rupiah, diminta {asked} rupiah.",
    "The contracts of this market exceed the decree: {left} rupiah are left, {asked} were asked.",
)
BAD_PLAN = Kind(
    "market.plan",
    "Rencana harus naik atau tetap setiap minggu dan berakhir pada 100%, paling banyak 104 minggu.",
    "The plan must rise or stay each week and end at 100%, at most 104 weeks.",
)
PLAN_SHORTER = Kind(
    "market.plan_shorter",
    "Rencana baru {weeks} minggu, padahal laporan sudah sampai minggu {reported}.",
    "The new plan has {weeks} weeks, but reports go to week {reported} already.",
)
NO_WORKS = Kind(
    "market.no_works",
    "Kemajuan mingguan hanya untuk paket pekerjaan fisik.",
    "Weekly progress is for packages of works alone.",
)
NO_WEEK = Kind(
    "market.no_week",
    "Minggu {number} tidak ada dalam rencana paket ini. Catat atau perpanjang rencananya dahulu.",
    "Week {number} is not in the plan of this package. Record or extend the plan first.",
)
WEEK_AHEAD = Kind(
    "market.week_ahead",
    "Minggu {number} baru dimulai {day}. Realisasi dicatat setelah minggunya berjalan.",
    "Week {number} begins on {day} only. Progress is recorded once it runs.",
)
FELL = Kind(
    "market.fell",
    "Realisasi lebih rendah daripada minggu sebelumnya. Tulis sebabnya di keterangan (paling sedikit 10 huruf).",
    "Progress is lower than the week before. Write the cause as a remark (at least 10 characters).",
)
BAD_SHARE = Kind("market.share", "Persentase harus antara 0 dan 100.", "A percentage lies between 0 and 100.")
POINT_KNOWN = Kind(
    "market.point_known",
    "Titik foto “{name}” sudah ada.",
    "The camera point “{name}” exists already.",
)
NO_PHOTO = Kind(
    "market.no_photo",
    "Berkas ini bukan foto JPEG, PNG, atau WEBP yang dapat dibaca, atau terlalu besar.",
    "This file is no JPEG, PNG or WEBP photo that can be read, or too large.",
)
PHOTO_KNOWN = Kind(
    "market.photo_known",
    "Foto yang sama sudah ada di titik ini.",
    "The same photo is at this point already.",
)


@transaction.atomic
def add_market_package(
    *, project: MarketProject, kind: str, name: str, contractor: str, contract_no: str, signed_on: date, amount_idr: int,
    starts_on: date, ends_on: date, by: Actor, at: datetime,
) -> MarketPackage:  # fmt: skip
    """Record a package with its contract, which binds the market's money in the ledger. The contracts of a market never
    exceed its decree. Raises Refused."""
    locked = lock(project)
    recipient = locked.recipient
    if recipient is None:
        raise Refused(NO_DECREE)
    if not signed_on <= starts_on < ends_on:
        raise Refused(CONTRACT_DAYS)
    not_in_future(signed_on, at)
    bound = money.total(money.contracts_for(recipient))
    room(money.standing(recipient), bound, amount_idr, OVER_DECREE)
    commitment = commit(
        allocation=recipient.allocation, kind="contract", counterparty=contractor, document_no=contract_no,
        signed_on=signed_on, amount_idr=amount_idr, for_recipient=recipient, by=by, at=at,
    )  # fmt: skip
    package = MarketPackage.objects.create(
        project=locked, commitment=commitment, kind=kind, name=name, starts_on=starts_on, ends_on=ends_on
    )
    told(
        locked, "contracted", by, at, contract=contract_no, amount_idr=amount_idr,
        **between({"contracted_idr": bound}, {"contracted_idr": bound + amount_idr}),
    )  # fmt: skip
    return package


@transaction.atomic
def plan_market_weeks(*, package: MarketPackage, planned_bp: Sequence[int], by: Actor, at: datetime) -> int:
    """Set the planned curve, one value a week; reports that came in stay. Returns how many weeks. Raises Refused."""
    locked = lock(package.project)
    if package.kind != MarketPackage.Kind.WORKS:
        raise Refused(NO_WORKS)
    rising = all(0 <= a <= b for a, b in zip([0, *planned_bp], planned_bp, strict=False))
    if not planned_bp or len(planned_bp) > 104 or not rising or planned_bp[-1] != FULL_BP:
        raise Refused(BAD_PLAN)
    before = {"planned_weeks": package.weeks.count(), "band": locked.band}
    set_weeks(package, planned_bp)
    renew_progress(locked, by, at)
    told(
        locked, "planned", by, at, contract=package.commitment.document_no,
        **between(before, {"planned_weeks": len(planned_bp), "band": locked.band}),
    )  # fmt: skip
    return len(planned_bp)


@transaction.atomic
def record_market_week(
    *, package: MarketPackage, number: int, actual_bp: int, by: Actor, at: datetime, remark: str = ""
) -> MarketWeek:
    """Record (or correct) what stood at the end of a week. The former figure stays in the trail. Raises Refused."""
    locked = lock(package.project)
    week = package.weeks.filter(number=number).first()
    if week is None:
        raise Refused(NO_WEEK, number=number)
    if not 0 <= actual_bp <= FULL_BP:
        raise Refused(BAD_SHARE)
    begins = week.ends_on - timedelta(days=6)
    if begins > timezone.localdate(at):
        raise Refused(WEEK_AHEAD, number=number, day=begins.isoformat())
    former = package.weeks.filter(number__lt=number, actual_bp__isnull=False).order_by("-number").first()
    if former and actual_bp < former.actual_bp and len(remark.strip()) < 10:
        raise Refused(FELL)
    before = {"actual_bp": week.actual_bp, "remark": week.remark, "band": locked.band}
    week.actual_bp, week.remark = actual_bp, remark.strip()
    week.save(update_fields=["actual_bp", "remark"])
    renew_progress(locked, by, at)
    told(
        locked, "week_recorded", by, at, contract=package.commitment.document_no, week=number,
        **between(before, {"actual_bp": actual_bp, "remark": week.remark, "band": locked.band}),
    )  # fmt: skip
    return week


def set_weeks(package: MarketPackage, planned_bp: Sequence[int]) -> None:
    """Write the planned curve; reports that came in stay. Raises Refused where they go beyond it."""
    known = {week.number: week for week in package.weeks.all()}
    reported = max((n for n, week in known.items() if week.actual_bp is not None), default=0)
    if reported > len(planned_bp):
        raise Refused(PLAN_SHORTER, weeks=len(planned_bp), reported=reported)
    package.weeks.filter(number__gt=len(planned_bp)).delete()
    for number, share in enumerate(planned_bp, 1):
        MarketWeek.objects.update_or_create(
            package=package,
            number=number,
            defaults={"planned_bp": share, "ends_on": package.starts_on + timedelta(days=7 * number - 1)},
        )


def renew_progress(project: MarketProject, by: Actor, at: datetime) -> None:
    """Bring the file in step with its weeks: newest report, verdict on the delay, the day when all stood."""
    points = queries.curve_of(project)
    newest = market_progress.newest(points)
    decision = market_progress.judge(newest, timezone.localdate(at))
    project.planned_bp = newest.planned_bp if newest else None
    project.actual_bp = newest.actual_bp if newest else None
    project.progress_on = newest.ends_on if newest else None
    project.deviation_bp = (newest.actual_bp or 0) - newest.planned_bp if newest else None
    project.band, project.band_rule = decision.verdict, f"{decision.rule_set}@{decision.rule_hash}"
    project.built_on = market_progress.finished_on(points)
    project.save()
    step = project.steps.filter(stage=queries.CONSTRUCTION).first()
    if project.recipient and step:
        reached(
            recipient=project.recipient, stage=step.stage, reached_on=step.reached_on,
            physical_percent=(project.actual_bp or 0) // 100, remark=step.remark[:200], by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def add_market_point(
    *, project: MarketProject, name: str, by: Actor, at: datetime, where: str = ""
) -> MarketPoint:
    """Name a spot from which photos are taken again and again."""
    locked = lock(project)
    if locked.points.filter(name=name.strip()).exists():
        raise Refused(POINT_KNOWN, status=409, name=name.strip())
    point = MarketPoint.objects.create(project=locked, name=name.strip(), where=where.strip())
    told(locked, "point_added", by, at, point=point.name)
    return point


@transaction.atomic
def add_market_photo(
    *, point: MarketPoint, taken_on: date, content: bytes, by: Actor, at: datetime, caption: str = ""
) -> MarketPhoto:
    """Keep a photo as it came, and the copy without hidden data that is shown. Raises Refused."""
    locked = lock(point.project)
    not_in_future(taken_on, at)
    try:
        copy = shown(content)
    except NotAPhoto as fault:
        raise Refused(NO_PHOTO) from fault
    blobs = vault.current().blobs
    original = blobs.put(content)
    if point.photos.filter(original_sha256=original).exists():
        raise Refused(PHOTO_KNOWN, status=409)
    photo = MarketPhoto.objects.create(
        point=point, taken_on=taken_on, caption=caption.strip(), original_sha256=original, shown_sha256=blobs.put(copy)
    )  # fmt: skip
    told(locked, "photo_added", by, at, point=point.name, taken_on=str(taken_on))
    return photo


@transaction.atomic
def remove_market_photo(*, photo: MarketPhoto, reason: str, by: Actor, at: datetime) -> None:
    """Take a photo out of its series, for instance of another market. Its digest stays in the trail."""
    locked = lock(photo.point.project)
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    photo.delete()
    told(locked, "photo_removed", by, at, sha256=photo.original_sha256, reason=reason.strip())
