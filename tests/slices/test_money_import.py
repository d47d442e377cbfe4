"""Lists of money: what the preview says is what happens, whole or not at all, and a file sent twice changes nothing."""

from datetime import timedelta

import pytest

from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.kit.problems import Refused
from naikkelas.programmes import actions as programmes
from naikkelas.programmes import queries as programme_queries
from naikkelas.programmes.models import Ceiling, Disbursement, LedgerLine, Recipient
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person
from tests.factories.money import (
    LINE,
    allocation,
    applied,
    counts,
    looked,
    money_table,
    payment,
    recipient,
    told,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def province():
    return person("province")


@pytest.fixture
def money(province):
    return allocation(province)


def lines() -> list[tuple]:
    return list(LedgerLine.objects.order_by("id").values_list("kind", "record_id", "amount_idr"))


# ── SP2D ──


def test_a_list_of_payments_is_entered_whole_and_again_changes_nothing(province, money):
    siti, budi = (recipient(money, province, name) for name in ("Siti Aminah", "Budi Santoso"))
    file = money_table(
        "sp2d",
        [payment("Siti Aminah"), payment("BUDI  SANTOSO", amount_idr="Rp 11.500.000,00")],
        ";;JUMLAH;;;;23.500.000;;;",
        "Bandar Lampung, 3 September 2019;;;;;;;;;",
    )
    before, events = lines(), Event.objects.exclude(object_type="delivery").count()
    delivery = looked(province, file)
    assert counts(delivery) == (2, 0, 0, 0, 0)
    assert (delivery.summary["sums"], delivery.summary["foot"], delivery.summary["amount_idr"]) == (
        [4],
        [5],
        23_500_000,
    )
    assert lines() == before
    assert Event.objects.exclude(object_type="delivery").count() == events
    delivery = applied(province, delivery)
    assert (delivery.state, delivery.summary["applied"]) == ("applied", {"new": 2, "changed": 0, "same": 0})
    paid = Disbursement.objects.order_by("id")
    assert [(d.recipient_id, d.amount_idr, d.document_no, d.recorded_by_id) for d in paid] == [
        (siti.pk, 12_000_000, "SP2D-7", province.pk), (budi.pk, 11_500_000, "SP2D-7", province.pk),
    ]  # fmt: skip
    after = lines()
    again = applied(province, looked(province, file))
    assert again.summary["applied"] == {"new": 0, "changed": 0, "same": 2}
    assert lines() == after


def test_a_bad_list_says_row_and_column_and_enters_nothing(province, money):
    recipient(money, province, "Siti Aminah")
    recipient(money, province, "Budi Santoso", 5_000_000)
    standing = programmes.disburse(
        recipient=Recipient.objects.get(name="Siti Aminah"), amount_idr=1_000_000, paid_on=NOW.date(), document_no="SP2D-1",
        by=province, at=NOW,
    )  # fmt: skip
    file = money_table(
        "sp2d",
        [
            payment("Siti Aminah", document_no="SP2D-1"),
            payment("Siti Aminah", document_no="SP2D-2", amount_idr="dua juta"),
            payment("Siti Aminah", document_no="SP2D-3", amount_idr="11.000.001"),
            payment("Budi Santoso", document_no="SP2D-4", paid_on="02/09/2018", amount_idr="1000"),
            payment("Siti Aminuddin Rahmat", document_no="SP2D-5"),
            payment("Siti Aminah", document_no="SP2D-6", decree_no="99/2019"),
            payment("Siti Aminah", document_no="SP2D-7", line_code="9.99"),
            payment(
                "Budi Santoso", document_no="SP2D-8", amount_idr="1000", deductions_idr="100", net_idr="800"
            ),
            payment("Siti Aminah", document_no="SP2D-1"),
            payment("Siti Aminah", document_no="", paid_on="31/02/2019"),
            payment("Siti Aminah", document_no="SP2D-9", contract_no="SPK-0"),
        ],
    )
    delivery = looked(province, file)
    assert told(delivery) == {
        2: [("Nilai SP2D (Rp)", "money_row.other_amount")],
        3: [("Nilai SP2D (Rp)", "cell.rupiah")],
        4: [("Nilai SP2D (Rp)", "money.over_decree")],
        5: [("Tanggal SP2D", "money_row.year")],
        6: [("Nama Penerima", "money_row.recipient")],
        7: [("Nomor SK", "money_row.decree")],
        8: [("Kode Anggaran", "money_row.line")],
        9: [("Nilai Bersih (Rp)", "sum.net")],
        10: [("", "row.twice")],
        11: [("Nomor SP2D", "cell.required"), ("Tanggal SP2D", "cell.day")],
        12: [("Nomor Kontrak", "money_row.contract")],
    }
    with pytest.raises(Refused) as caught:
        intake.confirm_money(delivery=delivery, by=province, at=NOW)
    assert caught.value.kind.code == "money_import.not_whole"
    assert list(Disbursement.objects.all()) == [standing]


def test_a_sum_that_does_not_add_up_is_told_at_its_row(province, money):
    recipient(money, province, "Siti Aminah")
    file = money_table("sp2d", [payment("Siti Aminah")], ";;Jumlah;;;;12.500.000;;;")
    (line,) = [line for line in queries.money_lines(looked(province, file)) if line["row"] == 3]
    (problem,) = line["problems"]
    assert (problem["column"], problem["code"]) == ("Nilai SP2D (Rp)", "sum.total")
    assert problem["params"] == {"value": "12500000", "sum": "12000000", "off": "500000"}


def test_who_is_meant_is_decided_by_a_person_where_names_are_alike(province, money):
    first = recipient(money, province, "Siti Aminah", 6_000_000)
    second = recipient(money, province, "Siti Aminah", 6_000_000, area="18.01.06.2019")
    near = recipient(money, province, "Muhammad Ridwan", 6_000_000)
    file = money_table(
        "sp2d",
        [payment("Siti Aminah", amount_idr="6000000"), payment("Muhamad Ridwan", amount_idr="6000000")],
    )
    delivery = looked(province, file)
    assert counts(delivery) == (0, 0, 0, 0, 2)
    held = {line["row"]: [c["id"] for c in line["candidates"]] for line in queries.money_lines(delivery)}
    assert held == {2: [first.pk, second.pk], 3: [near.pk]}
    with pytest.raises(Refused):
        intake.confirm_money(delivery=delivery, by=province, at=NOW)
    with pytest.raises(Refused):
        intake.choose_for_line(delivery=delivery, row=2, choice=f"recipient:{near.pk}", by=province, at=NOW)
    for row, chosen in ((2, second), (3, near)):
        delivery = intake.choose_for_line(
            delivery=delivery, row=row, choice=f"recipient:{chosen.pk}", by=province, at=NOW
        )
    assert counts(delivery) == (2, 0, 0, 0, 0)
    applied(province, delivery)
    assert sorted(Disbursement.objects.values_list("recipient_id", flat=True)) == [second.pk, near.pk]
    # sent once more: whom it was paid to is known, the other name still is only nearly his
    assert counts(looked(province, file)) == (0, 0, 1, 0, 1)


def test_what_changed_between_looking_and_entering_is_looked_at_anew(province, money):
    siti = recipient(money, province, "Siti Aminah")
    delivery = looked(province, money_table("sp2d", [payment("Siti Aminah")]))
    intake.confirm_money(delivery=delivery, by=province, at=NOW)
    programmes.disburse(
        recipient=siti, amount_idr=1, paid_on=NOW.date(), document_no="SP2D-1", by=province, at=NOW
    )
    delivery.refresh_from_db()
    delivery = intake.apply_money(delivery=delivery, by=province, at=NOW)
    assert (delivery.state, delivery.reason) == ("looked", "money_import.changed")
    assert told(delivery) == {2: [("Nilai SP2D (Rp)", "money.over_decree")]}
    assert Disbursement.objects.count() == 1


def test_payments_are_taken_back_by_second_rows_and_not_while_they_are_used(province, money):
    siti = recipient(money, province, "Siti Aminah")
    delivery = applied(province, looked(province, money_table("sp2d", [payment("Siti Aminah")])))
    use = programmes.record_use(
        recipient=siti, category="equipment", amount_idr=5_000_000, used_on=NOW.date(), receipt_no="K-1", by=province, at=NOW
    )  # fmt: skip
    (held,) = intake.money_depends_on(delivery=delivery, by=province, at=NOW)
    assert "5,000,000" in held["en_text"]
    with pytest.raises(Refused) as caught:
        intake.undo_money(delivery=delivery, reason="salah berkas", by=province, at=NOW)
    assert caught.value.kind.code == "money_import.held"
    programmes.reverse_use(use=use, reason="salah", by=province, at=NOW)
    undone = intake.undo_money(delivery=delivery, reason="salah berkas", by=province, at=NOW)
    assert undone.state == "undone"
    assert [d.amount_idr for d in Disbursement.objects.order_by("id")] == [12_000_000, -12_000_000]
    again = looked(province, money_table("sp2d", [payment("Siti Aminah")]))
    assert counts(again) == (0, 0, 1, 0, 0)
    assert told(again) == {2: [("Nomor SP2D", "money_row.taken_back")]}
    corrected = looked(province, money_table("sp2d", [payment("Siti Aminah", document_no="SP2D-7/K1")]))
    assert counts(corrected) == (1, 0, 0, 0, 0)


def test_a_contractor_is_paid_by_the_number_of_the_contract_and_no_other(province, money):
    market = programmes.name_recipient(
        allocation=money, kind="facility", name="Pasar Uji", area="18.01.06.2018", amount_idr=12_000_000, decree_no="08/2019",
        decree_on=NOW.date(), by=province, at=NOW,
    )  # fmt: skip
    contract = programmes.commit(
        allocation=money, kind="contract", counterparty="CV Karya", document_no="SPK 1/23/2019", signed_on=NOW.date(),
        amount_idr=12_000_000, for_recipient=market, by=province, at=NOW,
    )  # fmt: skip
    wrong = looked(province, money_table("sp2d", [payment("CV Karya", contract_no="SPK 12/3/2019")]))
    assert told(wrong) == {2: [("Nomor Kontrak", "money_row.contract")]}
    applied(
        province, looked(province, money_table("sp2d", [payment("CV Karya", contract_no="spk-1/23/2019")]))
    )
    paid = Disbursement.objects.get()
    assert (paid.recipient_id, paid.commitment_id) == (market.pk, contract.pk)


def test_closed_books_take_no_list(province, money):
    recipient(money, province, "Siti Aminah")
    programmes.close_year(area="18", year=2019, by=province, at=NOW)
    delivery = looked(province, money_table("sp2d", [payment("Siti Aminah")]))
    assert told(delivery) == {2: [("", "money.year_closed")]}


# ── ceilings ──


def ceiling_row(**more) -> dict[str, str]:
    said = {
        "line_code": "2.17.08.1.02", "name": "Fasilitasi", "source": "APBD Provinsi", "year": "2019", "document_no": "DPA-9",
        "dated_on": "2 Januari 2019", "amount_idr": "1.500.000.000", "programme": "Modal awal 18.01",
    }  # fmt: skip
    return said | more


def test_budget_lines_become_ceilings_and_later_documents_revise_them(province, money):
    applied(province, looked(province, money_table("pagu", [ceiling_row()])))
    made = Ceiling.objects.get(line_code="2.17.08.1.02")
    assert (made.source, made.year, made.amount_idr) == ("apbd_province", 2019, 1_500_000_000)
    assert counts(looked(province, money_table("pagu", [ceiling_row()]))) == (0, 0, 1, 0, 0)
    shifted = money_table(
        "pagu", [ceiling_row(document_no="DPPA-1", amount_idr="1.400.000.000", programme="")]
    )
    delivery = looked(province, shifted)
    assert counts(delivery) == (0, 1, 0, 0, 0)
    assert (delivery.summary["file_idr"], delivery.summary["amount_idr"]) == (1_400_000_000, -100_000_000)
    applied(province, delivery)
    assert programme_queries.standing(made) == 1_400_000_000
    undone = intake.undo_money(delivery=queries.delivery(delivery.pk), reason="salah", by=province, at=NOW)
    assert (undone.state, programme_queries.standing(made)) == ("undone", 1_500_000_000)


def test_a_budget_line_of_no_known_programme_or_below_what_is_allocated_is_told(province, money):
    rows = [
        ceiling_row(programme="Tidak ada"),
        ceiling_row(line_code=LINE, source="DAK", amount_idr="23.999.999"),
        ceiling_row(line_code="2.17.09", source="hibah"),
    ]
    assert told(looked(province, money_table("pagu", rows))) == {
        2: [("Program", "money_row.programme")],
        3: [("Pagu (Rp)", "money.below_use")],
        4: [("Sumber Dana", "cell.choice")],
    }


def test_what_the_file_does_not_say_is_told_beside_it(province, money):
    bare = b"Kode Anggaran;Uraian;Pagu (Rp)\n2.17.08.1.03;Pelatihan;1000000\n"
    refused = looked(province, bare)
    assert refused.state == "refused"
    assert "Sumber Dana, Tahun, Nomor DPA/DIPA, Tanggal DPA/DIPA" in refused.summary["id"]
    programme = str(money.ceiling.programme_id)
    given = {"source": "dak", "year": "2019", "document_no": "DPA-3", "dated_on": "2019-01-02"}
    applied(province, looked(province, bare, programme=programme, **given))
    made = Ceiling.objects.get(line_code="2.17.08.1.03")
    assert (made.programme_id, made.source, made.document_no) == (money.ceiling.programme_id, "dak", "DPA-3")
