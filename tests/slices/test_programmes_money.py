"""The money of a programme: ceiling → allocation → recipient → disbursement, in whole rupiah, sums enforced."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from naikkelas.kit.problems import Refused
from naikkelas.programmes import actions, queries
from naikkelas.programmes.models import Ceiling, Disbursement, Recipient
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person

pytestmark = pytest.mark.django_db
PAID_ON = date(2019, 9, 2)


@pytest.fixture
def province():
    return person("province")


@pytest.fixture
def programme(province):
    return actions.add_programme(
        type_id="startup_capital", name="Modal awal", year=2019, area="18", by=province, at=NOW
    )


@pytest.fixture
def ceiling(programme, province):
    return actions.set_ceiling(
        programme=programme,
        source="dak",
        year=2019,
        amount_idr=24_000_000,
        document_no="DIPA-1",
        by=province,
        at=NOW,
    )


def allocate(ceiling, by, amount_idr, area="18.01"):
    return actions.allocate(ceiling=ceiling, area=area, amount_idr=amount_idr, by=by, at=NOW)


def named(allocation, by, amount_idr, area="18.01.06.2018", name="Penerima Uji"):
    return actions.name_recipient(
        allocation=allocation, kind="person", name=name, area=area, amount_idr=amount_idr, decree_no="08/2019",
        decree_on=date(2019, 7, 1), by=by, at=NOW,
    )  # fmt: skip


def disburse(recipient, by, amount_idr, document_no="SP2D-1"):
    return actions.disburse(
        recipient=recipient, amount_idr=amount_idr, paid_on=PAID_ON, document_no=document_no, by=by, at=NOW
    )


def refusal(code, call, *args, **kwargs) -> Refused:
    """Check that a call is refused with the code, and return the refusal."""
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert caught.value.kind.code == code
    return caught.value


def test_the_last_rupiah_can_be_given_and_none_beyond_it(ceiling, province):
    allocate(ceiling, province, 23_999_999)
    over = refusal("money.over_ceiling", allocate, ceiling, province, 2)
    assert (over.status, over.params) == (409, {"left": 1, "asked": 2})
    assert "sisa pagu 1 rupiah" in over.text("id")
    last = allocate(ceiling, province, 1, area="18.02")
    recipient = named(last, province, 1, area="18.02.05")
    refusal("money.over_allocation", named, last, province, 1, area="18.02.05")
    disburse(recipient, province, 1)
    refusal("money.over_decree", disburse, recipient, province, 1, "SP2D-2")


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_is_no_amount(ceiling, programme, province, amount):
    refusal("money.not_positive", allocate, ceiling, province, amount)
    refusal(
        "money.not_positive", actions.set_ceiling, programme=programme, source="apbd_province", year=2019, amount_idr=amount,
        document_no="x", by=province, at=NOW,
    )  # fmt: skip


def test_money_stays_inside_the_area_it_is_for(ceiling, province):
    refusal("programme.outside", allocate, ceiling, province, 1, "17.01")
    allocation = allocate(ceiling, province, 12_000_000)
    refusal("programme.outside", named, allocation, province, 1, "18.02.05")
    refusal("recipient.area", named, allocation, province, 1, "18.01.99.9999")
    assert Recipient.objects.count() == 0


def test_a_second_entry_of_the_same_thing_is_refused_in_words(programme, ceiling, province):
    """Programme, ceiling of a source, payment order: each stands once."""
    refusal(
        "programme.exists", actions.add_programme, type_id="startup_capital", name="Modal awal", year=2019, area="18",
        by=province, at=NOW,
    )  # fmt: skip
    again = refusal(
        "ceiling.exists", actions.set_ceiling, programme=programme, source="dak", year=2019, amount_idr=5, document_no="y",
        by=province, at=NOW,
    )  # fmt: skip
    assert "DIPA-1" in again.text("id")
    recipient = named(allocate(ceiling, province, 12_000_000), province, 12_000_000)
    disburse(recipient, province, 5_000_000)
    refusal("money.document", disburse, recipient, province, 5_000_000)


def test_what_the_catalogue_does_not_know_is_refused(programme, province):
    refusal(
        "programme.type",
        actions.add_programme,
        type_id="hibah",
        name="x",
        year=2019,
        area="18",
        by=province,
        at=NOW,
    )
    refusal(
        "programme.source", actions.set_ceiling, programme=programme, source="swasta", year=2019, amount_idr=1,
        document_no="x", by=province, at=NOW,
    )  # fmt: skip


def test_a_payment_is_taken_back_by_a_second_row(ceiling, province):
    recipient = named(allocate(ceiling, province, 12_000_000), province, 12_000_000)
    paid = disburse(recipient, province, 12_000_000)
    back = actions.reverse(disbursement=paid, reason="salah rekening", by=province, at=NOW)
    assert (back.amount_idr, back.reverses_id) == (-12_000_000, paid.pk)
    paid.refresh_from_db()
    assert paid.amount_idr == 12_000_000
    assert queries.ledger_total() == 0
    refusal("money.reversed", actions.reverse, disbursement=paid, reason="lagi", by=province, at=NOW)
    refusal("money.reversed", actions.reverse, disbursement=back, reason="bolak-balik", by=province, at=NOW)
    disburse(recipient, province, 12_000_000, "SP2D-2")
    assert queries.ledger_total() == 12_000_000


def test_the_database_itself_refuses_a_wrong_sign(ceiling, province):
    """Beneath the actions: checks that hold whoever writes."""
    recipient = named(allocate(ceiling, province, 12_000_000), province, 12_000_000)
    common = {"recipient": recipient, "paid_on": PAID_ON, "document_no": "x", "recorded_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Disbursement.objects.create(amount_idr=-1, **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ceiling.objects.filter(pk=ceiling.pk).update(amount_idr=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recipient.objects.filter(pk=recipient.pk).update(amount_idr=-5)


def test_totals_add_up_by_programme_area_and_day(ceiling, province):
    own, other = allocate(ceiling, province, 12_000_000), allocate(ceiling, province, 6_000_000, "18.02")
    disburse(named(own, province, 12_000_000), province, 7_000_000)
    disburse(named(other, province, 6_000_000, "18.02.05"), province, 6_000_000)

    def totals(code, until):
        return [(r["allocated_idr"], r["disbursed_idr"]) for r in queries.totals(code, 2019, until)]

    assert totals("18", date(2019, 12, 31)) == [(18_000_000, 13_000_000)]
    assert totals("18.01", date(2019, 12, 31)) == [(12_000_000, 7_000_000)]
    assert totals("18", date(2019, 9, 1)) == [(18_000_000, 0)]
    assert totals("17", date(2019, 12, 31)) == []
    assert queries.ceiling_total("18", 2019) == 24_000_000
    assert queries.ceiling_total("18", 2020) == 0


def test_a_stage_belongs_to_its_type_and_is_reached_once(ceiling, province):
    recipient = named(allocate(ceiling, province, 12_000_000), province, 12_000_000)
    stage = queries.type_of(ceiling.programme).stages[0].id
    refusal(
        "programme.stage",
        actions.reach,
        recipient=recipient,
        stage="topping_out",
        reached_on=PAID_ON,
        by=province,
        at=NOW,
    )
    for day in (PAID_ON, date(2019, 10, 1)):
        actions.reach(recipient=recipient, stage=stage, reached_on=day, by=province, at=NOW)
    assert [m.reached_on for m in queries.milestones_of(recipient)] == [date(2019, 10, 1)]


def test_every_movement_leaves_who_when_and_how_much(ceiling, province):
    recipient = named(allocate(ceiling, province, 12_000_000), province, 12_000_000)
    paid = disburse(recipient, province, 12_000_000)
    actions.reverse(disbursement=paid, reason="salah rekening", by=province, at=NOW)
    told = {e.action: e for e in Event.objects.filter(actor_id=province.pk)}
    assert {"ceiling.set", "money.allocated", "recipient.named", "money.disbursed", "money.reversed"} <= set(
        told
    )
    assert told["money.reversed"].details == {
        "amount_idr": -12_000_000,
        "reason": "salah rekening",
        "document": paid.document_no,
        "changes": {"disbursed_idr": [12_000_000, 0]},
    }
    assert told["money.disbursed"].at == NOW
