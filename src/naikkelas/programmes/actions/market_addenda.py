"""Addenda to a package's contract: its last day, its value, or both. Plan and deviation follow the amended end."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes import queries as money
from naikkelas.programmes.actions.amendments import amend_commitment
from naikkelas.programmes.actions.ledger import reverse_commitment
from naikkelas.programmes.actions.limits import positive, room
from naikkelas.programmes.actions.market import REASON_NEEDED, lock, told
from naikkelas.programmes.actions.market_works import OVER_DECREE, PLAN_SHORTER, renew_progress, set_weeks
from naikkelas.programmes.models import MarketAddendum, MarketPackage
from naikkelas.rules import contract_addendum, market_progress
from naikkelas.trail.actions import Actor
from naikkelas.trail.changing import between

NOTHING = Kind(
    "addendum.nothing",
    "Adendum ini tidak mengubah apa pun. Isi tanggal selesai atau nilai yang baru.",
    "This addendum changes nothing. Enter the new last day or the new value.",
)
KNOWN = Kind(
    "addendum.known",
    "Adendum nomor {number} sudah tercatat pada paket ini.",
    "Addendum {number} of this package is recorded already.",
)
DAYS = Kind(
    "addendum.days",
    "Urutan tanggal tidak mungkin: adendum ditandatangani sesudah dokumen sebelumnya ({first}) dan paling lambat hari ini, dan "
    "pekerjaan selesai sesudah mulai.",
    "The days cannot be in this order: an addendum is signed after the document before it ({first}) and by today, and works end "
    "after they begin.",
)
OVER_LIMIT = Kind(
    "addendum.over_limit",
    "Nilai kontrak sesudah adendum paling banyak {most} rupiah, {percent}% di atas kontrak awal (Perpres 16/2018).",
    "After addenda the contract comes to at most {most} rupiah, {percent}% above the first contract (Perpres 16/2018).",
)
NOT_NEWEST = Kind(
    "addendum.not_newest",
    "Batalkan dahulu adendum yang lebih baru.",
    "Take the newer addendum back first.",
)


@transaction.atomic
def add_market_addendum(
    *, package: MarketPackage, number: str, signed_on: date, ends_on: date, amount_idr: int, reason: str, by: Actor, at: datetime
) -> MarketAddendum:  # fmt: skip
    """Record an addendum: the last day and the value of the contract from now on. What was planned after the weeks that have
    run is spread over the weeks that are left. Raises Refused."""
    locked = lock(package.project)
    package = (
        package.project.packages.select_for_update(of=("self",))
        .select_related("commitment")
        .get(pk=package.pk)
    )
    contract, standing = package.commitment, package.addenda.filter(taken_back_at=None)
    former = standing.order_by("-id").first()
    positive(amount_idr)
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    if standing.filter(number=number.strip()).exists():
        raise Refused(KNOWN, status=409, number=number.strip())
    first = former.signed_on if former else contract.signed_on
    if not first <= signed_on <= timezone.localdate(at) or ends_on <= package.starts_on:
        raise Refused(DAYS, first=first.isoformat())
    more = amount_idr - money.net(contract)
    if not more and ends_on == package.ends_on:
        raise Refused(NOTHING)
    most = contract_addendum.most_idr(contract.amount_idr)
    if more > 0 and amount_idr > most:
        raise Refused(OVER_LIMIT, most=most, percent=contract_addendum.MOST_ADDED_PERCENT)
    if more > 0 and locked.recipient:
        room(
            money.standing(locked.recipient),
            money.total(money.contracts_for(locked.recipient)),
            more,
            OVER_DECREE,
        )
    change = None
    if more:
        change = amend_commitment(
            commitment=contract, amount_idr=more, document_no=number.strip(), signed_on=signed_on, reason=reason, by=by, at=at
        )  # fmt: skip
    before = {"contract_idr": amount_idr - more, "ends_on": package.ends_on, "band": locked.band}
    plan = list(package.weeks.order_by("number").values_list("planned_bp", flat=True))
    row = MarketAddendum.objects.create(
        package=package, number=number.strip(), signed_on=signed_on, reason=reason.strip()[:200], former_ends_on=package.ends_on,
        ends_on=ends_on, former_plan=plan, commitment=change,
    )  # fmt: skip
    MarketPackage.objects.filter(pk=package.pk).update(ends_on=ends_on)
    if plan and ends_on != row.former_ends_on:
        set_weeks(package, _moved(package, plan, signed_on, ends_on))
    renew_progress(locked, by, at)
    told(
        locked, "addendum_added", by, at, contract=contract.document_no, addendum=row.number, reason=row.reason,
        **between(before, {"contract_idr": amount_idr, "ends_on": ends_on, "band": locked.band}),
    )  # fmt: skip
    return row


def _moved(package: MarketPackage, plan: list[int], signed_on: date, ends_on: date) -> list[int]:
    weeks = -(-((ends_on - package.starts_on).days + 1) // 7)
    reported = package.weeks.filter(actual_bp__isnull=False).order_by("-number").first()
    if reported and reported.number > weeks:
        raise Refused(PLAN_SHORTER, weeks=weeks, reported=reported.number)
    run = package.weeks.filter(ends_on__lt=signed_on + timedelta(days=1)).count()
    return market_progress.stretched(plan, min(run, len(plan) - 1, weeks - 1), weeks)


@transaction.atomic
def take_back_market_addendum(*, addendum: MarketAddendum, reason: str, by: Actor, at: datetime) -> None:
    """Take the newest addendum of a package back: last day, plan and value are as they were before it. Raises Refused."""
    package = addendum.package
    locked = lock(package.project)
    if len(reason.strip()) < 10:
        raise Refused(REASON_NEEDED)
    newest = package.addenda.filter(taken_back_at=None).order_by("-id").first()
    if newest is None or newest.pk != addendum.pk:
        raise Refused(NOT_NEWEST, status=409)
    before = {"contract_idr": money.net(package.commitment), "ends_on": newest.ends_on, "band": locked.band}
    if newest.commitment:
        reverse_commitment(commitment=newest.commitment, reason=reason, by=by, at=at)
    MarketPackage.objects.filter(pk=package.pk).update(ends_on=newest.former_ends_on)
    if newest.former_plan and newest.ends_on != newest.former_ends_on:
        set_weeks(package, newest.former_plan)
    newest.taken_back_at, newest.taken_back_reason = at, reason.strip()[:200]
    newest.save(update_fields=["taken_back_at", "taken_back_reason"])
    renew_progress(locked, by, at)
    told(
        locked, "addendum_taken_back", by, at, contract=package.commitment.document_no, addendum=newest.number,
        reason=newest.taken_back_reason,
        **between(
            before,
            {
                "contract_idr": money.net(package.commitment), "ends_on": newest.former_ends_on, "band": locked.band,
            },
        ),
    )  # fmt: skip
