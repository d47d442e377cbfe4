"""The ledger around the disbursement: commitments, use, return, reversals, and what the database refuses by itself."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from naikkelas.programmes import actions, queries
from naikkelas.programmes.apps import guarded
from naikkelas.programmes.models import Commitment, LedgerLine, Recipient, Return, Use
from tests.conftest import NOW
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
SPENT_ON = date(2019, 10, 1)


@pytest.fixture
def allocation(ceiling, province):  # noqa: F811
    return allocate(ceiling, province, 12_000_000)


def commit(allocation, by, amount_idr, document_no="SK-1", kind="decree", **more):
    return actions.commit(
        allocation=allocation, kind=kind, counterparty="", document_no=document_no, signed_on=date(2019, 7, 1),
        amount_idr=amount_idr, by=by, at=NOW, **more,
    )  # fmt: skip


def use(recipient, by, amount_idr, receipt_no="K-1", category="equipment", used_on=SPENT_ON):
    return actions.record_use(
        recipient=recipient, category=category, amount_idr=amount_idr, used_on=used_on, receipt_no=receipt_no, by=by, at=NOW
    )  # fmt: skip


def give_back(recipient, by, amount_idr, document_no="STS-1"):
    return actions.record_return(
        recipient=recipient,
        amount_idr=amount_idr,
        returned_on=SPENT_ON,
        document_no=document_no,
        by=by,
        at=NOW,
    )


def direct(sql, *params):
    """Write past the program, straight into the tables."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_commitments_fill_an_allocation_to_the_rupiah(allocation, province):  # noqa: F811
    commit(allocation, province, 11_999_999)
    over = refusal("money.commitment_over_allocation", commit, allocation, province, 2, "SK-2")
    assert over.params == {"left": 1, "asked": 2}
    refusal("money.commitment_exists", commit, allocation, province, 1)
    commit(allocation, province, 1, "SPK-1", kind="contract")
    assert queries.total(allocation.commitments.all()) == 12_000_000
    refusal("money.commitment_kind", commit, allocation, province, 1, "X", kind="promise")


def test_a_commitment_taken_back_frees_its_money_and_one_in_use_is_kept(allocation, province):  # noqa: F811
    first = commit(allocation, province, 11_000_000)
    person = named_in(first, province, 5_000_000)
    used = refusal(
        "money.commitment_in_use",
        actions.reverse_commitment,
        commitment=first,
        reason="x",
        by=province,
        at=NOW,
    )
    assert used.params == {"used": 5_000_000}
    refusal("money.over_commitment", named_in, first, province, 6_000_001)
    assert person.commitment_id == first.pk
    other = commit(allocate(allocation.ceiling, province, 1_000_000, "18.02"), province, 1_000_000, "SK-9")
    back = actions.reverse_commitment(commitment=other, reason="batal", by=province, at=NOW)
    assert (back.amount_idr, queries.net(other)) == (-1_000_000, 0)
    refusal("money.reversed", actions.reverse_commitment, commitment=other, reason="x", by=province, at=NOW)
    refusal("money.other_commitment", named_in, other, province, 1, "18.02.05")
    commit(other.allocation, province, 1_000_000, "SK-9")


def named_in(commitment, by, amount_idr, area="18.01.06.2018"):
    return actions.name_recipient(
        allocation=commitment.allocation, kind="person", name="Penerima Uji", area=area, amount_idr=amount_idr,
        decree_no=commitment.document_no, decree_on=commitment.signed_on, commitment=commitment, by=by, at=NOW,
    )  # fmt: skip


def test_a_recipient_named_without_commitment_gets_that_of_its_decree(allocation, province):  # noqa: F811
    decree = commit(allocation, province, 9_000_000, "08/2019")
    assert named(allocation, province, 4_000_000).commitment_id == decree.pk
    assert named(allocation, province, 5_000_000).commitment_id == decree.pk
    third = named(allocation, province, 3_000_000)
    assert (third.commitment_id != decree.pk, third.commitment.document_no) == (True, "08/2019")
    assert queries.total(allocation.commitments.all()) == 12_000_000


def test_a_market_has_contracts_and_each_payment_keeps_to_its_contract(allocation, province):  # noqa: F811
    market = actions.name_recipient(
        allocation=allocation, kind="facility", name="Pasar", area="18.01.06.2018", amount_idr=12_000_000,
        decree_no="SK-P", decree_on=date(2019, 4, 1), by=province, at=NOW,
    )  # fmt: skip
    assert market.commitment is None
    contract = commit(allocation, province, 8_000_000, "SPK-1", kind="contract", for_recipient=market)
    assert [*queries.contracts_for(market)] == [contract]
    pay = {"recipient": market, "paid_on": PAID_ON, "commitment": contract, "by": province, "at": NOW}
    actions.disburse(amount_idr=8_000_000, document_no="SP2D-1", **pay)
    over = refusal("money.over_contract", actions.disburse, amount_idr=1, document_no="SP2D-2", **pay)
    assert over.params["left"] == 0
    decree = commit(allocation, province, 1_000_000, "SK-2")
    refusal(
        "money.other_commitment",
        actions.disburse,
        amount_idr=1,
        document_no="S",
        **(pay | {"commitment": decree}),
    )


def test_use_and_return_share_what_was_disbursed(allocation, province):  # noqa: F811
    person = named(allocation, province, 12_000_000)
    refusal("money.over_disbursed", use, person, province, 1)
    paid = disburse(person, province, 10_000_000)
    use(person, province, 6_000_000)
    give_back(person, province, 3_999_999)
    over = refusal("money.over_disbursed", use, person, province, 2, "K-2")
    assert over.params == {"left": 1, "asked": 2}
    refusal("money.return_exists", give_back, person, province, 1)
    balance = queries.balance_of(person)
    assert (balance.undisbursed_idr, balance.in_hand_idr) == (2_000_000, 1)
    spent = refusal("money.spent", actions.reverse, disbursement=paid, reason="x", by=province, at=NOW)
    assert spent.params == {"used": 9_999_999}
    refusal("money.use_category", use, person, province, 1, category="gifts")
    refusal("money.before_payment", use, person, province, 1, used_on=date(2019, 9, 1))
    refusal("money.not_positive", use, person, province, 0)


def test_use_and_return_are_taken_back_by_second_rows(allocation, province):  # noqa: F811
    person = named(allocation, province, 12_000_000)
    paid = disburse(person, province, 10_000_000)
    spent, returned = use(person, province, 6_000_000), give_back(person, province, 4_000_000)
    actions.reverse_use(use=spent, reason="kuitansi palsu", by=province, at=NOW)
    refusal("money.reversed", actions.reverse_use, use=spent, reason="lagi", by=province, at=NOW)
    actions.reverse_return(returned=returned, reason="salah rekening", by=province, at=NOW)
    refusal("money.reversed", actions.reverse_return, returned=returned, reason="lagi", by=province, at=NOW)
    assert queries.balance_of(person).in_hand_idr == 10_000_000
    assert (Use.objects.count(), Return.objects.count()) == (2, 2)
    actions.reverse(disbursement=paid, reason="salah", by=province, at=NOW)
    assert queries.balance_of(person).disbursed_idr == 0


def test_recipients_from_before_get_the_commitment_of_their_decree_once(allocation, province):  # noqa: F811
    for amount, number in ((3_000_000, "A"), (4_000_000, "A"), (5_000_000, "B")):
        Recipient.objects.create(
            allocation=allocation, area_id="18.01.06.2018", kind="person", name="Lama", amount_idr=amount, decree_no=number,
            decree_on=date(2019, 7, 1),
        )  # fmt: skip
    assert actions.fill_in_decrees(area="18", by=province, at=NOW) == 3
    assert actions.fill_in_decrees(area="18", by=province, at=NOW) == 0
    found = Commitment.objects.order_by("document_no").values_list("document_no", "amount_idr")
    assert [*found] == [("A", 7_000_000), ("B", 5_000_000)]


LEDGER = ("ceiling", "allocation", "commitment", "recipient", "disbursement", "use", "return")


@pytest.mark.parametrize("table", LEDGER)
def test_the_database_refuses_to_change_or_delete_a_row_of_the_ledger(allocation, province, table):  # noqa: F811
    person = named(allocation, province, 12_000_000)
    disburse(person, province, 10_000_000)
    use(person, province, 1_000_000), give_back(person, province, 1_000_000)
    with pytest.raises(IntegrityError, match="never changed"):
        direct(f"UPDATE programmes_{table} SET amount_idr = amount_idr - 1")
    with pytest.raises(IntegrityError, match="never deleted"):
        direct(f"DELETE FROM programmes_{table}")
    direct(f"UPDATE programmes_{table} SET amount_idr = amount_idr")


@pytest.mark.parametrize(
    ("table", "asked", "words"),
    [
        ("allocation", 12_000_001, "allocations exceed the ceiling"),
        ("commitment", 2_000_001, "commitments exceed the allocation"),
        ("recipient", 2_000_001, "recipients exceed the allocation"),
        ("disbursement", 3_000_001, "disbursements exceed the decree"),
        ("use", 5_000_001, "use and return exceed what was disbursed"),
        ("return", 5_000_001, "use and return exceed what was disbursed"),
    ],
)
def test_the_database_refuses_a_row_beyond_what_it_comes_from(allocation, province, table, asked, words):  # noqa: F811
    """A row written past the program: a rupiah too much is refused, the last rupiah is not."""
    person = named(allocation, province, 10_000_000)
    disburse(person, province, 7_000_000)
    use(person, province, 2_000_000)
    columns = f"SELECT {_columns(table)} FROM programmes_{table} ORDER BY id LIMIT 1"
    if table == "return":
        columns = f"SELECT recipient_id, %s, '{SPENT_ON}', 'langsung', %s FROM programmes_use LIMIT 1"
    into = f"INSERT INTO programmes_{table} ({_into(table)}) {columns}"
    with pytest.raises(IntegrityError, match=words):
        direct(into, *_values(table, asked))
    direct(into, *_values(table, asked - 1))


_COPIED = {
    "allocation": ("ceiling_id, area_id, activity", "amount_idr"),
    "commitment": (
        "allocation_id, kind, counterparty, signed_on, reason, recorded_at",
        "document_no, amount_idr",
    ),
    "recipient": ("allocation_id, area_id, kind, name, decree_no, decree_on, plan, synthetic", "amount_idr"),
    "disbursement": ("recipient_id, paid_on, recorded_at", "document_no, amount_idr"),
    "use": ("recipient_id, category, used_on, receipt_no, remark, recorded_at", "amount_idr"),
}


def _into(table):
    return (
        "recipient_id, amount_idr, returned_on, document_no, recorded_at"
        if table == "return"
        else ", ".join(_COPIED[table])
    )


def _columns(table):
    if table == "return":
        return ""
    copied, new = _COPIED[table]
    return f"{copied}, {', '.join('%s' for _ in new.split(','))}"


def _values(table, amount):
    if table == "return":
        return (amount, NOW)
    return ("langsung", amount) if "document_no" in _COPIED[table][1] else (amount,)


def test_the_database_refuses_a_reversal_that_is_not_the_opposite(allocation, province):  # noqa: F811
    person = named(allocation, province, 12_000_000)
    spent_of = disburse(person, province, 10_000_000) and use(person, province, 5_000_000)
    row = {
        "recipient": person,
        "category": "other",
        "used_on": SPENT_ON,
        "receipt_no": "x",
        "recorded_at": NOW,
    }
    with pytest.raises(IntegrityError, match="opposite"), transaction.atomic():
        Use.objects.create(amount_idr=-4_999_999, reverses=spent_of, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Use.objects.create(amount_idr=-5, **row)
    Use.objects.create(amount_idr=-5_000_000, reverses=spent_of, **row)


def test_an_amount_that_no_bigint_holds_never_becomes_a_float(allocation, province):  # noqa: F811
    with pytest.raises(Exception, match=r"(?i)whole number|out of range|constraint|too large"):
        direct(
            "INSERT INTO programmes_ceiling (programme_id, source, year, document_no, line_code, amount_idr) "
            f"VALUES ({allocation.ceiling.programme_id}, 'dak', 2021, 'x', '', 9300000000000000000000)"
        )
    refusal("money.too_large", commit, allocation, province, 9_000_000_000_000_000_001, "Z")


def test_every_row_of_money_has_its_line_from_the_database_itself(allocation, province):  # noqa: F811
    person = named(allocation, province, 10_000_000)
    disburse(person, province, 7_000_000)
    taken = use(person, province, 2_000_000)
    actions.reverse_use(use=taken, reason="x", by=province, at=NOW)
    give_back(person, province, 1_000_000)
    day = {"document_no": "R-1", "decided_on": SPENT_ON, "by": province, "at": NOW}
    actions.revise_recipient(recipient=person, amount_idr=-1, **day)
    actions.revise_ceiling(ceiling=allocation.ceiling, amount_idr=5, **day)
    columns = ("kind", "amount_idr", "area_id", "recipient_id", "document_no")
    lines = LedgerLine.objects.order_by("id").values_list(*columns)
    village = person.area_id
    expected = [
        ("ceiling", 24_000_000, "18", None, "DIPA-1"),
        ("allocation", 12_000_000, "18.01", None, ""),
        ("commitment", 10_000_000, "18.01", None, "08/2019"),
        ("recipient", 10_000_000, village, person.pk, "08/2019"),
        ("disbursement", 7_000_000, village, person.pk, "SP2D-1"),
        ("use", 2_000_000, village, person.pk, "K-1"),
        ("use", -2_000_000, village, person.pk, "K-1"),
        ("return", 1_000_000, village, person.pk, "STS-1"),
        ("revision", -1, village, person.pk, "R-1"),
        ("revision", 5, "18", None, "R-1"),
    ]
    assert [*lines] == expected
    ids = {"programme_id": allocation.ceiling.programme_id, "ceiling_id": allocation.ceiling_id, "year": 2019}
    assert LedgerLine.objects.filter(**ids).count() == len(expected)
    assert LedgerLine.objects.exclude(area="18").filter(allocation=allocation).count() == len(expected) - 2


def test_rows_from_before_get_their_lines_once(allocation, province):  # noqa: F811
    disburse(named(allocation, province, 10_000_000), province, 7_000_000)
    before = sorted(LedgerLine.objects.values_list("kind", "record_id", "amount_idr", "area_id", "dated_on"))
    drop = "DROP TRIGGER ledger_guard_ledgerline_out"
    direct(drop if connection.vendor == "sqlite" else f"{drop} ON programmes_ledgerline")
    direct("DELETE FROM programmes_ledgerline")
    guarded(using="default"), guarded(using="default")
    after = sorted(LedgerLine.objects.values_list("kind", "record_id", "amount_idr", "area_id", "dated_on"))
    assert len(after) == 5
    assert after == before
