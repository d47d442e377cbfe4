"""The ledger under many hands: the program's own hands, and hands that write past it, on both engines."""

import os
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from naikkelas.kit.problems import Kind, Refused
from naikkelas.programmes import actions, queries
from naikkelas.programmes.models import Ceiling, Commitment, Confirmation, Disbursement, Use
from tests.conftest import NOW
from tests.factories import person
from tests.slices.races import at_once
from tests.slices.test_programmes_ledger import commit, give_back, use
from tests.slices.test_programmes_ledger_changes import REVISED_ON
from tests.slices.test_programmes_money import PAID_ON, allocate, disburse, named

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = int(os.environ.get("TEST_ROUNDS", "40"))
"""Of two officers deciding on one payment; TEST_ROUNDS=1000 runs as many as CO-10 asks for."""
FULL = Kind("test.full", "penuh", "full")


@pytest.fixture
def by():
    return person("province")


@pytest.fixture
def programme(by):
    return actions.add_programme(type_id="startup_capital", name="Modal", year=2019, area="18", by=by, at=NOW)


def line(programme, by, amount_idr, source="dak"):
    return actions.set_ceiling(
        programme=programme,
        source=source,
        year=2019,
        amount_idr=amount_idr,
        document_no=source,
        by=by,
        at=NOW,
    )


def total(model):
    return model.objects.aggregate(total=Sum("amount_idr"))["total"] or 0


def test_of_two_officers_who_decide_at_once_one_decides(programme, by):
    """CO-10: exactly one word stands; the other hears whose and when."""
    one, two = person("province"), person("province")
    someone = named(allocate(line(programme, by, 10**9), by, 10**9), by, 10**9)
    for n in range(ROUNDS):
        paid = disburse(someone, by, 1_000, f"S{n}")
        decide = partial(actions.check_payment, disbursement=paid, at=NOW)
        given, refused = at_once(
            [partial(decide, by=one, agrees=True), partial(decide, by=two, agrees=False, remark="keliru")]
        )
        assert (len(given), [r.kind.code for r in refused]) == (1, ["payment.decided"])
        assert refused[0].params["who"] == given[0].by.name
    agreed = Confirmation.objects.filter(agrees=True).count()
    assert Confirmation.objects.count() == ROUNDS
    assert total(Disbursement) == agreed * 1_000 == queries.balance_of(someone).disbursed_idr


def test_fifty_commitments_then_fifty_uses_and_returns_never_pass_their_source(programme, by):
    """CO-11."""
    allocation = allocate(line(programme, by, 50_000_000), by, 24_500_000)
    given, refused = at_once([partial(commit, allocation, by, 1_000_000, f"C{n}") for n in range(50)])
    assert (len(given), {r.kind.code for r in refused}) == (24, {"money.commitment_over_allocation"})
    assert total(Commitment) == 24_000_000
    someone = named(allocate(programme.ceilings.get(), by, 1_000_000, "18.02"), by, 1_000_000, "18.02.05")
    disburse(someone, by, 970_000)
    calls = [partial(use if n % 2 else give_back, someone, by, 40_000, f"K{n}") for n in range(50)]
    given, refused = at_once(calls)
    assert (len(given), {r.kind.code for r in refused}) == (24, {"money.over_disbursed"})
    assert queries.balance_of(someone).in_hand_idr == 10_000


def test_transfers_both_ways_at_once_lose_nothing(programme, by):
    """CO-12: two lines of two programmes, 20 transfers each way, beside allocations out of both."""
    other = actions.add_programme(type_id="plut", name="PLUT", year=2019, area="18", by=by, at=NOW)
    left, right = line(programme, by, 5_000_000), line(other, by, 5_000_000, "apbn_tp")
    shift = partial(
        actions.transfer, document_no="P", decided_on=REVISED_ON, amount_idr=1_000_000, by=by, at=NOW
    )
    calls = [partial(shift, giver=left, taker=right), partial(shift, giver=right, taker=left)] * 20
    calls += [partial(allocate, each, by, 700_000) for each in (left, right) for _ in range(10)]
    given, refused = at_once(calls)
    assert len(given) + len(refused) == 60
    assert {r.kind.code for r in refused} <= {"money.below_use", "money.over_ceiling"}
    assert queries.all_standing(Ceiling.objects.all()) == 10_000_000
    for ceiling in (left, right):
        assert 0 <= queries.all_standing(ceiling.allocations.all()) <= queries.standing(ceiling)


def test_hands_that_write_past_the_program_wait_for_each_other_too(programme, by):
    """Fifty rows straight into the table: the database itself keeps the sum below what was disbursed."""
    someone = named(allocate(line(programme, by, 10**7), by, 10**7), by, 10**7)
    disburse(someone, by, 970_000)

    def past(n):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO programmes_use (recipient_id, category, amount_idr, used_on, receipt_no, remark, recorded_at) "
                    "VALUES (%s, 'other', 40000, %s, %s, '', %s)",
                    [someone.pk, PAID_ON, f"L{n}", NOW],
                )
        except IntegrityError as error:
            raise Refused(FULL) from error

    given, refused = at_once([partial(past, n) for n in range(50)])
    assert (len(given), len(refused)) == (24, 26)
    assert total(Use) == 960_000


def test_a_year_closed_while_payments_come_in_has_all_or_none_of_each(programme, by):
    someone = named(allocate(line(programme, by, 10**7), by, 10**7), by, 10**7)
    calls = [partial(disburse, someone, by, 1_000, f"S{n}") for n in range(20)]
    closing = partial(actions.close_year, area="18", year=2019, by=by, at=NOW)
    given, refused = at_once([*calls[:10], closing, *calls[10:]])
    closed = next(row for row in given if not isinstance(row, Disbursement))
    assert {r.kind.code for r in refused} <= {"money.year_closed"}
    assert closed.unused_idr == 10**7 - total(Disbursement) == 10**7 - 1_000 * (len(given) - 1)
