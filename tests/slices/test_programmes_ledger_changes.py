"""Revisions, transfers, closed years and the second officer's word; then anything at all in any order, exact to the rupiah."""

import random
from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from naikkelas.analytics import queries as analytics
from naikkelas.analytics.scope import Scope
from naikkelas.kit.periods import Quarter
from naikkelas.kit.problems import Refused
from naikkelas.programmes import actions, queries
from naikkelas.programmes.models import Allocation, Ceiling, Disbursement, Recipient, Return, Revision, Use
from tests.conftest import NOW
from tests.factories import person
from tests.slices.test_programmes_ledger import commit, direct, give_back, named_in, use
from tests.slices.test_programmes_money import (  # noqa: F401 - fixtures
    allocate,
    ceiling,
    disburse,
    named,
    programme,
    province,
    refusal,
)

pytestmark = pytest.mark.django_db
REVISED_ON = date(2019, 10, 7)


def revise(action, by, amount_idr, **record):
    return action(
        amount_idr=amount_idr, document_no="DIPA-R1", decided_on=REVISED_ON, by=by, at=NOW, **record
    )


def test_a_ceiling_is_raised_and_lowered_by_rows_and_never_below_what_is_allocated(ceiling, province):  # noqa: F811
    allocate(ceiling, province, 24_000_000)
    refusal("money.below_use", revise, actions.revise_ceiling, province, -1, ceiling=ceiling)
    revise(actions.revise_ceiling, province, 6_000_000, ceiling=ceiling)
    allocate(ceiling, province, 6_000_000, "18.02")
    refusal("money.over_ceiling", allocate, ceiling, province, 1, "18.03")
    ceiling.refresh_from_db()
    assert (ceiling.amount_idr, queries.standing(ceiling)) == (24_000_000, 30_000_000)
    assert queries.with_standing(Ceiling.objects.all()).get().now_idr == 30_000_000
    refusal("money.no_change", revise, actions.revise_ceiling, province, 0, ceiling=ceiling)


def test_revised_sums_are_what_lists_and_figures_show(ceiling, province):  # noqa: F811
    allocation = allocate(ceiling, province, 12_000_000)
    disburse(named(allocation, province, 6_000_000), province, 6_000_000)
    revise(actions.revise_ceiling, province, 6_000_000, ceiling=ceiling)
    revise(actions.revise_allocation, province, -2_000_000, allocation=allocation)
    assert (queries.ceiling_total("18", 2019), queries.ceiling_sum(strategic=True)) == (
        30_000_000,
        30_000_000,
    )
    assert queries.ceiling_sum(strategic=False) == 0
    for code in ("18", "18.01"):
        row = queries.totals(code, 2019, date(2019, 12, 31))[0]
        assert (row["allocated_idr"], row["disbursed_idr"]) == (10_000_000, 6_000_000)
        measure = analytics.indicators()["budget_absorption"]
        absorbed = analytics.figure(measure, Scope(code, Quarter(2019, 4)))
        assert (absorbed.part, absorbed.whole) == (6_000_000, 10_000_000)


def test_an_allocation_moves_between_what_is_above_and_what_is_below(ceiling, province):  # noqa: F811
    allocation = allocate(ceiling, province, 12_000_000)
    decree = commit(allocation, province, 8_000_000)
    below = refusal(
        "money.below_use", revise, actions.revise_allocation, province, -4_000_001, allocation=allocation
    )
    assert below.params == {"left": 7_999_999, "used": 8_000_000}
    revise(actions.revise_allocation, province, -4_000_000, allocation=allocation)
    refusal(
        "money.over_above", revise, actions.revise_allocation, province, 16_000_001, allocation=allocation
    )
    someone = named_in(decree, province, 8_000_000)
    disburse(someone, province, 5_000_000)
    refusal("money.below_use", revise, actions.revise_recipient, province, -3_000_001, recipient=someone)
    lowered = revise(actions.revise_recipient, province, -3_000_000, recipient=someone)
    refusal("money.over_decree", disburse, someone, province, 1, "SP2D-2")
    actions.reverse_revision(revision=lowered, reason="keliru", by=province, at=NOW)
    refusal("money.reversed", actions.reverse_revision, revision=lowered, reason="lagi", by=province, at=NOW)
    assert queries.standing(someone) == 8_000_000
    assert queries.with_standing(Recipient.objects.all()).get().now_idr == 8_000_000


def test_the_database_refuses_a_revision_that_would_leave_too_little(ceiling, province):  # noqa: F811
    allocation = allocate(ceiling, province, 20_000_000)
    row = {"amount_idr": -4_000_001, "document_no": "x", "decided_on": REVISED_ON, "recorded_at": NOW}
    with pytest.raises(IntegrityError, match="allocations exceed the ceiling"), transaction.atomic():
        Revision.objects.create(ceiling=ceiling, **row)
    commit(allocation, province, 18_000_000)
    with pytest.raises(IntegrityError, match="commitments exceed the allocation"), transaction.atomic():
        Revision.objects.create(allocation=allocation, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(allocation=allocation, ceiling=ceiling, **row)
    with pytest.raises(IntegrityError, match="allocations exceed the ceiling"), transaction.atomic():
        Revision.objects.create(allocation=allocation, **(row | {"amount_idr": 4_000_001}))
    revise(actions.revise_ceiling, province, 1, ceiling=ceiling)
    with pytest.raises(IntegrityError, match="never changed"):
        direct("UPDATE programmes_revision SET amount_idr = 2")


def test_a_transfer_takes_from_one_line_what_it_gives_to_the_other(ceiling, programme, province):  # noqa: F811
    other = actions.set_ceiling(
        programme=programme,
        source="apbn_tp",
        year=2019,
        amount_idr=1_000_000,
        document_no="D2",
        by=province,
        at=NOW,
    )
    allocate(ceiling, province, 20_000_000)
    shift = partial(actions.transfer, document_no="P-1", decided_on=REVISED_ON, by=province, at=NOW)
    refusal("money.below_use", shift, giver=ceiling, taker=other, amount_idr=4_000_001)
    shift(giver=ceiling, taker=other, amount_idr=4_000_000)
    assert (queries.standing(ceiling), queries.standing(other)) == (20_000_000, 5_000_000)
    assert queries.all_standing(Ceiling.objects.all()) == 25_000_000
    refusal("money.same_line", shift, giver=other, taker=other, amount_idr=1)


def test_a_closed_year_takes_no_row_until_it_is_opened_with_a_reason(ceiling, programme, province):  # noqa: F811
    allocation = allocate(ceiling, province, 12_000_000)
    someone = named(allocation, province, 10_000_000)
    paid = disburse(someone, province, 7_000_000)
    refusal("year.running", actions.close_year, area="18", year=2020, by=province, at=NOW)
    closed = actions.close_year(area="18", year=2019, by=province, at=NOW)
    assert closed.unused_idr == 24_000_000 - 7_000_000
    refusal("year.closed", actions.close_year, area="18", year=2019, by=province, at=NOW)
    for call in (
        partial(allocate, ceiling, province, 1, "18.02"),
        partial(named, allocation, province, 1),
        partial(disburse, someone, province, 1, "SP2D-2"),
        partial(actions.reverse, disbursement=paid, reason="x", by=province, at=NOW),
        partial(revise, actions.revise_ceiling, province, 1, ceiling=ceiling),
        partial(use, someone, province, 1),
        partial(
            actions.set_ceiling, programme=programme, source="apbn_tp", year=2019, amount_idr=1, document_no="x",
            by=province, at=NOW,
        ),
    ):  # fmt: skip
        refusal("money.year_closed", call)
    use(someone, province, 1_000_000, used_on=date(2020, 2, 3))  # spent in the open year
    row = {
        "recipient": someone,
        "amount_idr": 1,
        "paid_on": REVISED_ON,
        "document_no": "x",
        "recorded_at": NOW,
    }
    with pytest.raises(IntegrityError, match="year is closed"), transaction.atomic():
        Disbursement.objects.create(**row)
    refusal("year.reason", actions.reopen_year, area="18", year=2019, reason="lupa", by=province, at=NOW)
    actions.reopen_year(area="18", year=2019, reason="SP2D Desember belum tercatat", by=province, at=NOW)
    refusal(
        "year.open",
        actions.reopen_year,
        area="18",
        year=2019,
        reason="SP2D belum tercatat",
        by=province,
        at=NOW,
    )
    disburse(someone, province, 1, "SP2D-2")
    assert [c.closed for c in queries.closings_of("18")] == [False, True]


def test_a_payment_is_checked_by_another_officer_and_once(ceiling, province):  # noqa: F811
    someone = named(allocate(ceiling, province, 12_000_000), province, 12_000_000)
    paid, second = disburse(someone, province, 5_000_000), person("province")
    refusal("payment.own", actions.check_payment, disbursement=paid, agrees=True, by=province, at=NOW)
    actions.check_payment(disbursement=paid, agrees=True, by=second, at=NOW)
    told = refusal(
        "payment.decided", actions.check_payment, disbursement=paid, agrees=False, by=second, at=NOW
    )
    assert (told.status, told.params["who"]) == (409, second.name)
    wrong = disburse(someone, province, 2_000_000, "SP2D-2")
    actions.check_payment(disbursement=wrong, agrees=False, remark="nilai keliru", by=second, at=NOW)
    assert queries.balance_of(someone).disbursed_idr == 5_000_000


class Books:
    """A plain count of what was accepted, beside the ledger itself."""

    def __init__(self, line, by, dice):
        self.ceiling, self.by, self.dice = line, by, dice
        self.allocations, self.people, self.uses = [], [], []
        self.allocated = self.disbursed = self.used = self.returned = self.refused = 0

    def amount(self):
        return self.dice.choice([1, self.dice.randrange(1, 10**4), self.dice.randrange(1, 10**14)])

    def allocate(self, _n):
        self.allocations.append(allocate(self.ceiling, self.by, asked := self.amount()))
        self.allocated += asked

    def name(self, _n):
        self.people.append(named(self.dice.choice(self.allocations), self.by, self.amount()))

    def pay(self, n):
        disburse(self.dice.choice(self.people), self.by, asked := self.amount(), f"S{n}")
        self.disbursed += asked

    def use(self, n):
        self.uses.append(use(self.dice.choice(self.people), self.by, asked := self.amount(), f"K{n}"))
        self.used += asked

    def give_back(self, n):
        give_back(self.dice.choice(self.people), self.by, asked := self.amount(), f"R{n}")
        self.returned += asked

    def take_back(self, _n):
        taken = self.dice.choice(self.uses)
        actions.reverse_use(use=taken, reason="uji", by=self.by, at=NOW)
        self.used -= taken.amount_idr

    def move(self, n):
        every = [self.allocate, self.name, self.pay, self.pay, self.use, self.give_back, self.take_back]
        try:
            self.dice.choice(every)(n)
        except (Refused, IndexError):  # refused, or nothing there yet to choose from
            self.refused += 1


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_entered_in_whatever_order_the_sums_are_exact(ceiling, province, seed):  # noqa: F811
    """CO-14: 250 movements at random, large and small."""
    revise(actions.revise_ceiling, province, 10**15, ceiling=ceiling)
    books = Books(ceiling, province, random.Random(seed))
    for n in range(250):
        books.move(n)
    assert books.refused > 10
    assert queries.total(Disbursement.objects.all()) == queries.ledger_total() == books.disbursed > 0
    assert queries.all_standing(Allocation.objects.all()) == books.allocated <= queries.standing(ceiling)
    assert queries.total(Use.objects.all()) == books.used
    assert queries.total(Return.objects.all()) == books.returned
    for each in books.people:
        balance = queries.balance_of(each)
        assert 0 <= balance.in_hand_idr <= balance.disbursed_idr <= balance.decreed_idr
    totals = queries.year_totals("18", 2019)
    assert totals["allocated_idr"] + totals["unallocated_idr"] == 24_000_000 + 10**15
    assert totals["disbursed_idr"] + totals["undisbursed_idr"] == totals["allocated_idr"]
    for area in ("18", "18.01", "18.02"):
        lines = queries.scope(area, 2019)
        assert queries.sums_kept(queries.scope_kept(area, 2019)) == (queries.sums(lines), lines.count())
