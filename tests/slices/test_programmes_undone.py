"""Taking money back where something else stands on it or belongs to it: nothing is undone by half."""

from datetime import date
from functools import partial

import pytest

from naikkelas.programmes import actions, queries
from naikkelas.programmes.models import Ceiling, Revision
from naikkelas.programmes.queries import market as market_queries
from tests.conftest import NOW
from tests.factories import person
from tests.factories.markets import AMOUNT, decided
from tests.slices.test_programmes_ledger import give_back
from tests.slices.test_programmes_money import (  # noqa: F401 - fixtures
    PAID_ON,
    allocate,
    ceiling,
    disburse,
    named,
    programme,
    province,
    refusal,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(programme, province):  # noqa: F811
    return actions.set_ceiling(
        programme=programme, source="apbn_tp", year=2019, amount_idr=1_000_000, document_no="D2", by=province, at=NOW
    )  # fmt: skip


@pytest.mark.parametrize("half", [0, 1])
def test_a_transfer_is_taken_back_whole(ceiling, other, province, half):  # noqa: F811
    halves = actions.transfer(
        giver=ceiling, taker=other, amount_idr=4_000_000, document_no="P-1", decided_on=PAID_ON, by=province, at=NOW
    )  # fmt: skip
    back = {"revision": halves[half], "reason": "salah baris", "by": province, "at": NOW}
    actions.reverse_revision(**back)
    assert (queries.standing(ceiling), queries.standing(other)) == (24_000_000, 1_000_000)
    assert queries.all_standing(Ceiling.objects.all()) == 25_000_000
    refusal("money.reversed", actions.reverse_revision, **back | {"revision": halves[1 - half]})


def test_a_transfer_whose_money_was_allocated_on_stays_whole(ceiling, other, province):  # noqa: F811
    giving, _taking = actions.transfer(
        giver=ceiling, taker=other, amount_idr=4_000_000, document_no="P-1", decided_on=PAID_ON, by=province, at=NOW
    )  # fmt: skip
    allocate(other, province, 2_000_000)
    refusal(
        "money.below_use",
        actions.reverse_revision,
        revision=giving,
        reason="salah baris",
        by=province,
        at=NOW,
    )
    assert (queries.standing(ceiling), queries.standing(other)) == (20_000_000, 5_000_000)
    assert Revision.objects.count() == 2


def test_what_a_decree_gives_a_market_stays_above_its_contracts():
    market = decided()
    amend = partial(
        actions.amend_recipient, recipient=market.fresh().recipient, document_no="SK-P", decided_on=date(2019, 6, 1),
        reason="Harga perkiraan berubah", by=market.province, at=NOW,
    )  # fmt: skip
    amend(amount_idr=AMOUNT - 10)
    raised = amend(amount_idr=AMOUNT)
    market.package(amount_idr=AMOUNT - 5)
    undo = {"reason": "keliru", "by": market.province, "at": NOW}
    told = refusal("money.below_use", actions.reverse_revision, revision=raised, **undo)
    assert told.params == {"left": AMOUNT - 10, "used": AMOUNT - 5}
    named = market.fresh().recipient
    refusal("money.below_use", actions.take_back_entry, kind="recipient", record_id=named.pk, **undo)
    assert queries.standing(named) == AMOUNT


def test_the_works_of_a_contract_that_was_taken_back_count_no_more():
    market = decided()
    first = market.weeks(2_500, 5_000)
    second = market.package(contract_no="KTR-2", amount_idr=AMOUNT - 900_000_000)
    actions.plan_market_weeks(package=second, planned_bp=(10_000,), by=market.province, at=NOW)
    actions.record_market_week(package=second, number=1, actual_bp=10_000, by=market.province, at=NOW)
    before = market.fresh().actual_bp
    assert before is not None
    assert before > 5_000
    for package, left in ((second, 5_000), (first, None)):
        line = queries.lines().get(kind="commitment", record_id=package.commitment_id)
        actions.take_back(line=line, reason="salah paket", by=market.province, at=NOW)
        assert market.fresh().actual_bp == left
        assert market_queries.works_until([market.project.recipient_id], NOW.date()) == (
            {market.project.recipient_id: left} if left else {}
        )
    assert market.project.band == "unknown"


def test_a_number_that_was_taken_back_says_how_to_record_it_again(ceiling, province):  # noqa: F811
    someone = named(allocate(ceiling, province, 12_000_000), province, 12_000_000)
    wrong = disburse(someone, province, 1_200_000)
    refusal("money.document", disburse, someone, province, 12_000_000)
    actions.reverse(disbursement=wrong, reason="nol kurang", by=province, at=NOW)
    told = refusal("money_row.taken_back", disburse, someone, province, 12_000_000)
    assert "SP2D-1/K1" in told.text("id")
    disburse(someone, province, 12_000_000, "SP2D-1/K1")
    slip = give_back(someone, province, 1)
    actions.reverse_return(returned=slip, reason="nol kurang", by=province, at=NOW)
    assert "STS-1/K1" in refusal("money.return_taken_back", give_back, someone, province, 10).text("id")


def test_a_payment_is_not_contested_without_saying_why(ceiling, province):  # noqa: F811
    someone = named(allocate(ceiling, province, 12_000_000), province, 12_000_000)
    paid, second = disburse(someone, province, 5_000_000), person("province")
    said = {"disbursement": paid, "agrees": False, "by": second, "at": NOW}
    refusal("payment.why", actions.check_payment, **said, remark="  ")
    assert queries.balance_of(someone).disbursed_idr == 5_000_000
    actions.reverse(disbursement=paid, reason="salah orang", by=province, at=NOW)
    refusal("money.reversed", actions.check_payment, **said | {"agrees": True})
