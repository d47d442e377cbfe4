"""Amending decrees: another amount, another recipient, none. The ledger follows by further rows; what stood before stays."""

from datetime import date
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from naikkelas.programmes import actions, queries
from naikkelas.programmes.models import Application, Commitment, Recipient
from naikkelas.programmes.queries import startup as proposals
from tests.conftest import NOW
from tests.factories.startup import judge, proposal, startup
from tests.slices.test_programmes_ledger import commit, named_in
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
DAY, WHY = date(2019, 9, 2), "Hasil verifikasi ulang rekening"


@pytest.fixture
def allocation(ceiling, province):  # noqa: F811
    return allocate(ceiling, province, 12_000_000)


def amend(action, by, **more):
    said = {"document_no": "SK-1-P", "decided_on": DAY, "reason": WHY, "by": by, "at": NOW}
    return action(**said | more)


def promised(allocation):
    return queries.total(allocation.commitments.all())


def test_a_higher_amount_raises_the_promise_as_far_as_the_allocation_goes(allocation, province):  # noqa: F811
    decree = commit(allocation, province, 6_000_000)
    one, other = named_in(decree, province, 3_000_000), named_in(decree, province, 2_000_000)
    amend(actions.amend_recipient, province, recipient=one, amount_idr=5_000_000)
    assert (queries.standing(one), queries.net(decree), promised(allocation)) == (
        5_000_000,
        7_000_000,
        7_000_000,
    )
    addendum = decree.amendments.get()
    assert (addendum.amount_idr, addendum.document_no, addendum.reason) == (1_000_000, "SK-1-P", WHY)
    refusal(
        "money.commitment_over_allocation",
        amend,
        actions.amend_recipient,
        province,
        recipient=other,
        amount_idr=7_000_001,
    )
    assert queries.standing(other) == 2_000_000  # nothing of it was written
    amend(actions.amend_recipient, province, recipient=other, amount_idr=7_000_000)
    assert promised(allocation) == 12_000_000


def test_a_lower_amount_frees_the_promise_and_never_goes_below_what_was_paid(allocation, province):  # noqa: F811
    someone = named(allocation, province, 12_000_000)
    disburse(someone, province, 5_000_000)
    refusal(
        "money.below_use",
        amend,
        actions.amend_recipient,
        province,
        recipient=someone,
        amount_idr=4_999_999,
    )
    amend(actions.amend_recipient, province, recipient=someone, amount_idr=5_000_000)
    assert (queries.standing(someone), promised(allocation)) == (5_000_000, 5_000_000)
    assert [r.amount_idr for r in queries.amendments_of(someone)] == [-7_000_000]
    refusal(
        "amendment.paid",
        amend,
        actions.replace_recipient,
        province,
        recipient=someone,
        name="Lain",
        area="18.01.06",
    )


def test_a_withdrawn_recipient_frees_the_money_and_is_visited_and_doubled_no_more(allocation, province):  # noqa: F811
    someone = named(allocation, province, 12_000_000)
    amend(actions.withdraw_recipient, province, recipient=someone)
    assert (queries.standing(someone), promised(allocation)) == (0, 0)
    assert not queries.in_decrees(Recipient.objects.all()).exists()
    refusal("amendment.withdrawn", amend, actions.withdraw_recipient, province, recipient=someone)
    refusal("money.over_decree", disburse, someone, province, 1)
    assert named(allocation, province, 12_000_000, name="Berikutnya").commitment != someone.commitment


def test_the_addendum_of_a_decree_stands_on_the_way_of_all_whom_it_names(allocation, province):  # noqa: F811
    decree = commit(allocation, province, 12_000_000)
    one, other = named_in(decree, province, 6_000_000), named_in(decree, province, 6_000_000)
    amend(actions.amend_recipient, province, recipient=one, amount_idr=4_000_000)
    for someone in (one, other):
        way = queries.commitments_on_the_way([someone])[someone.pk]
        assert [c.document_no for c in way] == ["SK-1", "SK-1-P"]
        assert sum(c.amount_idr for c in way) == queries.net(decree) == 10_000_000
    found = queries.recipients_by_document(Recipient.objects.all(), "SK-1-P")
    assert set(found) == {one, other}


def test_another_takes_the_place_with_the_same_amount_in_the_same_decree(allocation, province):  # noqa: F811
    first = named(allocation, province, 12_000_000)
    second = amend(
        actions.replace_recipient, province, recipient=first, name="Pengganti", area="18.01.06.2018"
    )
    assert (second.replaces, second.commitment, second.decree_no) == (first, first.commitment, "SK-1-P")
    assert (queries.standing(first), queries.standing(second)) == (0, 12_000_000)
    assert queries.replacement_of(first) == second.pk
    assert promised(allocation) == 12_000_000
    disburse(second, province, 12_000_000)


def test_of_a_call_the_next_of_the_reserve_takes_the_place():
    way = startup(places=1)
    for n in range(3):
        proposal(way, sales_month_idr=9_000_000 + n)
    proposal(way, education="primary")
    judge(way)
    best = proposals.ranked(way.call.applications.all()).first()
    (best,) = actions.decide_call(
        call=way.call, chosen={best.pk: 11_000_000}, decree_no="SK-1", decree_on=date(2019, 7, 1), by=way.province, at=NOW
    )  # fmt: skip
    assert best.recipient is not None
    reserve = list(proposals.reserve_for(best.recipient))
    assert len(reserve) == 2
    named_now = amend(
        actions.replace_recipient, way.province, recipient=best.recipient, application=reserve[0]
    )
    chosen = Application.objects.get(pk=reserve[0].pk)
    assert (chosen.state, chosen.recipient, chosen.decision_note) == ("chosen", named_now, "")
    assert (named_now.amount_idr, named_now.person) == (11_000_000, chosen.person)
    assert named_now.milestones.filter(stage="decided", reached_on=DAY).exists()
    assert list(proposals.reserve_for(named_now)) == reserve[1:]
    refusal(
        "decision.not_eligible", amend, actions.replace_recipient, way.province, recipient=named_now,
        application=way.call.applications.get(verdict="not_eligible"),
    )  # fmt: skip


def test_the_place_of_who_was_withdrawn_is_free_for_another_of_the_call():
    way = startup(places=1)
    first, second = proposal(way), proposal(way)
    judge(way)
    decide = partial(
        actions.decide_call, call=way.call, decree_on=date(2019, 7, 1), by=way.province, at=NOW, final=False
    )
    (taken,) = decide(chosen={first.pk: None}, decree_no="SK-1")
    refusal("decision.places", decide, chosen={second.pk: None}, decree_no="SK-2")
    amend(actions.withdraw_recipient, way.province, recipient=taken.recipient)
    (named_now,) = decide(chosen={second.pk: None}, decree_no="SK-2")
    assert named_now.state == "chosen"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "salah"}, "amendment.reason"),
        ({"decided_on": date(2019, 6, 30)}, "amendment.day"),
        ({"decided_on": date(2020, 3, 14)}, "amendment.day"),
        ({"amount_idr": 12_000_000}, "amendment.same"),
        ({"amount_idr": 0}, "money.not_positive"),
    ],
)
def test_what_an_amending_decree_must_say(allocation, province, changes, code):  # noqa: F811
    someone = named(allocation, province, 12_000_000)
    given = {"recipient": someone, "amount_idr": 11_000_000} | changes
    refusal(code, amend, actions.amend_recipient, province, **given)


def test_an_addendum_changes_a_contract_and_is_taken_back_before_it(allocation, province):  # noqa: F811
    contract = commit(allocation, province, 10_000_000, "SPK-1", kind="contract")

    def change(amount_idr):
        return actions.amend_commitment(
            commitment=contract, amount_idr=amount_idr, document_no="ADD", signed_on=DAY, reason=WHY, by=province, at=NOW
        )  # fmt: skip

    refusal("money.commitment_over_allocation", change, 2_000_001)
    refusal("money.below_use", change, -10_000_001)
    refusal("money.no_change", change, 0)
    up, down = change(2_000_000), change(-5_000_000)
    assert (queries.net(contract), promised(allocation)) == (7_000_000, 7_000_000)
    back = {"reason": WHY, "by": province, "at": NOW}
    refusal("money.commitment_amended", actions.reverse_commitment, commitment=contract, **back)
    for row in (down, up):
        actions.reverse_commitment(commitment=row, **back)
    assert queries.net(contract) == 10_000_000
    actions.reverse_commitment(commitment=contract, **back)
    assert promised(allocation) == 0


def test_the_database_itself_keeps_addenda_to_their_contract(allocation, province):  # noqa: F811
    contract = commit(allocation, province, 5_000_000, "SPK-1", kind="contract")
    row = {
        "allocation": allocation, "document_no": "ADD", "signed_on": DAY, "recorded_at": NOW, "amends": contract,
    }  # fmt: skip
    for amount, kind, words in (
        (-5_000_001, "contract", "exceed the commitment"),
        (7_000_001, "contract", "commitments exceed the allocation"),
        (1, "decree", "not of the same kind"),
        (0, "contract", "commitment_sign"),
    ):
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            Commitment.objects.create(amount_idr=amount, kind=kind, **row)
    Commitment.objects.create(amount_idr=7_000_000, kind="contract", **row)
