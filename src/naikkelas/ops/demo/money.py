"""The ledger of the demonstration beyond its payments: budget lines, plans, contracts, receipts, a return, a second officer.

The published amount of 2019 (Rp 4.924 milyar) stays what the ceilings add up to; how it is spent is invented.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from naikkelas.ops.demo.people import People
from naikkelas.programmes import actions, queries

ENTERED = datetime(2020, 1, 20, 3, 0, tzinfo=UTC)
# cumulative percent of the allocation by month: what an office would have planned in February
_BUILDING = (0, 0, 0, 5, 20, 35, 50, 60, 75, 90, 100, 100)
_PHYSICAL = (0, 0, 0, 0, 10, 25, 40, 55, 70, 85, 100, 100)
_GRANT = (0, 0, 0, 0, 0, 0, 10, 40, 80, 100, 100, 100)
_SPENT = (("working_capital", 45), ("equipment", 40), ("promotion", 10))


def keep_books(everyone: People) -> None:
    """Write into the books what the story's programmes leave open."""
    by, at = everyone.user("provinsi"), ENTERED
    for allocation in queries.allocations().select_related("ceiling__programme").order_by("pk"):
        facility = allocation.ceiling.programme.type_id != "startup_capital"
        _plan(allocation, _BUILDING if facility else _GRANT, _PHYSICAL if facility else (0,) * 12, by, at)
    rows = queries.with_disbursed(queries.recipients()).order_by("pk")
    persons = [r for r in rows if r.kind == "person" and r.disbursed_idr]
    for recipient in rows:
        if recipient.kind == "facility":
            _build(recipient, by, at)
    for n, recipient in enumerate(persons):
        _spend(recipient, n, by, at)
    for recipient in persons[:10]:
        for payment in queries.disbursements_of(recipient):
            actions.check_payment(disbursement=payment, agrees=True, by=everyone.user("provinsi2"), at=at)


def _plan(allocation: Any, course: tuple[int, ...], physical: tuple[int, ...], by: Any, at: datetime) -> None:
    whole = allocation.amount_idr
    sums = [whole * percent // 100 for percent in course]
    months = [
        (now - before, percent) for before, now, percent in zip([0, *sums], sums, physical, strict=False)
    ]
    actions.plan_allocation(allocation=allocation, months=months, by=by, at=at)


def _build(recipient: Any, by: Any, at: datetime) -> None:
    """One contract for the work, one for its supervision; receipts for what was paid."""
    whole = recipient.amount_idr
    contracted = queries.contracts_for(recipient).exists()  # markets bring their packages with them
    for number, who, share in (
        ()
        if contracted
        else (
            ("SPK", "CV Bangun Bersama (contoh)", 95),
            ("SPK-P", "CV Mata Awas (contoh)", 5),
        )
    ):
        actions.commit(
            allocation=recipient.allocation, kind="contract", counterparty=who, document_no=f"{number}-{recipient.pk}/2019 (contoh)",
            signed_on=date(2019, 5, 20), amount_idr=whole * share // 100, for_recipient=recipient, by=by, at=at,
        )  # fmt: skip
    for n, payment in enumerate(queries.disbursements_of(recipient), 1):
        actions.record_use(
            recipient=recipient, category="construction", amount_idr=payment.amount_idr, used_on=payment.paid_on + timedelta(days=7),
            receipt_no=f"BAP-{recipient.pk}-{n}/2019 (contoh)", remark="Berita acara pembayaran", by=by, at=at,
        )  # fmt: skip


def _spend(recipient: Any, n: int, by: Any, at: datetime) -> None:
    """Most account for all, some for a part; every seventh returns what is left."""
    paid = queries.disbursements_of(recipient).first()
    spent = queries.balance_of(recipient).used_idr
    if paid is None or spent or n % 9 == 8:  # the ninth has not reported
        return
    for number, (category, share) in enumerate(_SPENT[: 2 if n % 5 == 4 else 3], 1):
        actions.record_use(
            recipient=recipient, category=category, amount_idr=paid.amount_idr * share // 100,
            used_on=paid.paid_on + timedelta(days=10 * number), receipt_no=f"KW-{recipient.pk}-{number} (contoh)", by=by, at=at,
        )  # fmt: skip
    left = queries.balance_of(recipient).in_hand_idr
    if n % 7 == 6:
        actions.record_return(
            recipient=recipient, amount_idr=left, returned_on=date(2019, 12, 18), document_no=f"STS-{recipient.pk}/2019 (contoh)",
            by=by, at=at,
        )  # fmt: skip
    elif n % 5 != 4:
        actions.record_use(
            recipient=recipient, category="other", amount_idr=left, used_on=paid.paid_on + timedelta(days=45),
            receipt_no=f"KW-{recipient.pk}-9 (contoh)", by=by, at=at,
        )  # fmt: skip
