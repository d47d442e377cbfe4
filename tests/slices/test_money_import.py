"""Lists of money: what the preview says is what happens, whole or not at all, and a file sent twice changes nothing."""

from datetime import timedelta

import pytest

from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.kit.problems import Refused
from naikkelas.monev.models import Finding
from naikkelas.programmes import actions as programmes
from naikkelas.programmes import queries as programme_queries
from naikkelas.programmes.models import Ceiling, Commitment, Disbursement, LedgerLine, Recipient
from naikkelas.registry import actions as registry
from naikkelas.registry import queries as registry_queries
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import enterprise, person
from tests.factories.money import (
    LINE,
    allocation,
    applied,
    award,
    looked,
    money_table,
    payment,
    recipient,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def province():
    return person("province")


@pytest.fixture
def money(province):
    return allocation(province)


def told(delivery) -> dict[int, list[tuple[str, str]]]:
    """By row: the columns and codes of its problems."""
    return {
        line["row"]: [(p["column"], p["code"]) for p in line["problems"]]
        for line in queries.money_lines(delivery)
        if line["problems"]
    }


def counts(delivery) -> tuple[int, ...]:
    return tuple(delivery.summary[k] for k in ("new", "changed", "same", "bad", "doubtful"))


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
    assert "5000000" in held["en_text"]
    with pytest.raises(Refused) as caught:
        intake.undo_money(delivery=delivery, reason="salah berkas", by=province, at=NOW)
    assert caught.value.kind.code == "money_import.held"
    programmes.reverse_use(use=use, reason="salah", by=province, at=NOW)
    undone = intake.undo_money(delivery=delivery, reason="salah berkas", by=province, at=NOW)
    assert undone.state == "undone"
    assert [d.amount_idr for d in Disbursement.objects.order_by("id")] == [12_000_000, -12_000_000]


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


# ── decrees ──


def test_a_decree_is_one_commitment_and_is_taken_back_as_a_whole(province, money):
    rows = [award("Orang Baru Sekali"), award("Ratna Puspita Dewi", amount_idr="14000000")]
    delivery = looked(province, money_table("sk_penerima", rows))
    assert counts(delivery) == (2, 0, 0, 0, 0), told(delivery)
    applied(province, delivery)
    named = Recipient.objects.order_by("id")
    assert [(r.name, r.amount_idr, r.area_id, r.enterprise_id) for r in named] == [
        ("Orang Baru Sekali", 10_000_000, "18.01.06.1007", None), ("Ratna Puspita Dewi", 14_000_000, "18.01.06.1007", None),
    ]  # fmt: skip
    (decree,) = Commitment.objects.all()
    assert (decree.document_no, decree.amount_idr) == ("11/2019", 24_000_000)
    assert {r.commitment_id for r in named} == {decree.pk}
    assert counts(looked(province, money_table("sk_penerima", rows))) == (0, 0, 2, 0, 0)
    undone = intake.undo_money(
        delivery=queries.delivery(delivery.pk), reason="salah SK", by=province, at=LATER
    )
    assert undone.state == "undone"
    assert [programme_queries.standing(r) for r in Recipient.objects.all()] == [0, 0]
    assert programme_queries.net(decree) == 0


def test_the_registry_is_proposed_where_it_is_sure_and_asked_about_where_it_is_not(province, money):
    officer, person_nik = person("regency"), "9901011502807777"
    sure = enterprise(
        officer,
        owner_name="Ratna Puspita Dewi",
        name="Keripik Ratna",
        person_nik=person_nik,
        phone="081234567801",
    )
    doubtful = enterprise(officer, owner_name="Slamet Riyadi", name="Tempe Slamet", phone="081234567802")
    other = enterprise(officer, owner_name="Slamet Riyadi", name="Tahu Slamet", phone="081234567803")
    rows = [
        award(
            "Ratna Puspita Dewi", person_nik=person_nik, business_name="Keripik Ratna", phone="081234567801"
        ),
        award("Slamet Riyadi", amount_idr="7000000"),
        award("Orang Baru Sekali", person_nik="9901011502808888", amount_idr="7000000"),
    ]
    delivery = looked(province, money_table("sk_penerima", rows))
    assert counts(delivery) == (2, 0, 0, 0, 1), told(delivery)
    held = {line["row"]: [c["id"] for c in line["candidates"]] for line in queries.money_lines(delivery)}
    assert held == {2: [sure.pk], 3: [doubtful.pk, other.pk], 4: []}
    assert person_nik.encode() not in bytes(str(delivery.summary), "utf-8")
    with pytest.raises(Refused):
        intake.confirm_money(delivery=delivery, by=province, at=NOW)
    as_new = intake.choose_for_line(delivery=delivery, row=3, choice="new", by=province, at=NOW)
    assert counts(as_new) == (3, 0, 0, 0, 0)
    delivery = intake.choose_for_line(
        delivery=delivery, row=3, choice=f"enterprise:{doubtful.pk}", by=province, at=NOW
    )
    applied(province, delivery)
    named = {r.name: r for r in Recipient.objects.all()}
    assert named["Ratna Puspita Dewi"].enterprise_id == sure.pk
    assert named["Ratna Puspita Dewi"].person_id == sure.owner_id
    assert named["Slamet Riyadi"].enterprise_id == doubtful.pk
    new = named["Orang Baru Sekali"]
    assert (new.enterprise_id, registry_queries.masked_nik(new.person)) == (None, "990101••••••8888")


def test_whose_data_are_restricted_is_no_candidate(province, money):
    person_nik = "9901011502807777"
    firm = enterprise(person("regency"), owner_name="Ratna Puspita Dewi", person_nik=person_nik)
    registry.restrict_persons(person_ids=[firm.owner_id], restricted=True, area="18.01", by=province, at=NOW)
    delivery = looked(
        province, money_table("sk_penerima", [award("Ratna Puspita Dewi", person_nik=person_nik)])
    )
    assert [line["candidates"] for line in queries.money_lines(delivery)] == [[]]


def test_a_decree_beyond_its_allocation_is_told_at_the_line_that_is_too_much(province, money):
    rows = [
        award("Satu", amount_idr="12000000"),
        award("Dua", amount_idr="12000000"),
        award("Tiga", amount_idr="1"),
    ]
    delivery = looked(province, money_table("sk_penerima", rows))
    assert told(delivery) == {4: [("Jumlah Bantuan (Rp)", "money.over_allocation")]}
    elsewhere = looked(
        province, money_table("sk_penerima", [award("Satu", regency="Kota Metro", district="", village="")])
    )
    assert told(elsewhere) == {2: [("Kabupaten/Kota", "money_row.allocation")]}


# ── bank ──


def transfer(name, **more) -> dict[str, str]:
    return {"document_no": "SP2D-7", "name": name, "amount_idr": "12.000.000", "status": "Berhasil"} | more


def test_a_returned_transfer_takes_the_payment_back_and_leaves_a_finding(province, money):
    for name in ("Siti Aminah", "Budi Santoso"):
        recipient(money, province, name)
    applied(
        province, looked(province, money_table("sp2d", [payment("Siti Aminah"), payment("Budi Santoso")]))
    )
    file = money_table(
        "hasil_transfer",
        [transfer("Siti Aminah"), transfer("Budi Santoso", status="RETUR", reference="TRX-2")],
    )
    delivery = looked(province, file)
    assert counts(delivery) == (0, 1, 1, 0, 0)
    assert Finding.objects.count() == 0
    applied(province, delivery)
    budi = Recipient.objects.get(name="Budi Santoso")
    assert programme_queries.balance_of(budi).disbursed_idr == 0
    (finding,) = Finding.objects.all()
    assert (finding.recipient_id, finding.amount_idr, finding.state) == (
        budi.pk,
        12_000_000,
        "not_followed_up",
    )
    assert "TRX-2" in finding.condition
    assert "Budi" not in finding.condition
    assert counts(looked(province, file)) == (0, 0, 2, 0, 0)
    (held,) = intake.money_depends_on(delivery=queries.delivery(delivery.pk), by=province, at=NOW)
    assert held["kind"] == "returned"


def test_differences_between_bank_and_ledger_are_named(province, money):
    for name in ("Siti Aminah", "Budi Santoso"):
        recipient(money, province, name)
    applied(province, looked(province, money_table("sp2d", [payment("Siti Aminah")])))
    rows = [
        transfer("Siti Aminah", amount_idr="11.990.000"),
        transfer("Budi Santoso", document_no=""),
        transfer("Orang Lain"),
        transfer("Budi Santoso", document_no="SP2D-8", paid_on="04/09/2019", status="entahlah"),
    ]
    delivery = looked(province, money_table("hasil_transfer", rows))
    assert told(delivery) == {
        2: [("Jumlah (Rp)", "money_row.paid_otherwise")],
        3: [("Nomor SP2D", "money_row.nothing_paid")],
        4: [("Nama Penerima", "money_row.recipient")],
        5: [("Status", "cell.choice")],
    }
    (problem,) = queries.money_lines(delivery)[0]["problems"]
    assert problem["params"]["off"] == -10_000
