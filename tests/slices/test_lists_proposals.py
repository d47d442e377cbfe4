"""Lists of proposals: what the preview says is what happens, whole or not at all, and a file sent twice changes nothing."""

from datetime import date

import pytest

from naikkelas import vault
from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.kit.problems import Refused
from naikkelas.programmes.models import Application
from naikkelas.registry.models import Person
from tests.conftest import NOW
from tests.factories import enterprise, person
from tests.factories.money import applied, counts, looked, money_table, told
from tests.factories.startup import judge, proposal, startup

pytestmark = pytest.mark.django_db
NIKS = [f"99010115028900{n:02d}" for n in range(1, 9)]


@pytest.fixture
def way():
    return startup()


def line(name: str, n: int = 0, **more: str) -> dict[str, str]:
    said = {
        "received_on": "10/03/2019", "name": name, "person_nik": f"'{NIKS[n]}", "sex": "P", "phone": "0812-3456-7890",
        "village": "Kalianda", "district": "Kalianda", "regency": "Lampung Selatan", "education": "SMA",
        "occupation": "Wiraswasta", "id_card": "ada", "tax_id": "01.234.567.8-901.000", "trained": "ya",
        "trained_on": "1/6/2018", "business_name": "Keripik Siger", "business_kind": "Produksi", "product": "Keripik pisang",
        "business_address": "Jl. Uji 1", "started_on": "15/01/2018", "licence": "IUMK", "workers": "2 orang",
        "bookkept": "ya", "sales_month_idr": "9.000.000", "cost_month_idr": "6.000.000", "amount_idr": "12.000.000",
        "plan_working_capital_idr": "7.000.000", "plan_equipment_idr": "5.000.000", "account_state": "aktif",
        "bank": "Bank Uji", "account_no": "1234 5678 9012",
    }  # fmt: skip
    return said | more


def test_a_list_is_entered_handed_in_and_judged_and_again_changes_nothing(way):
    file = money_table(
        "usulan_wirausaha",
        [line("Siti Aminah"), line("Budi Uji", 1, plan_rent_idr="")],
        *[";" * 28 + "24.000.000"],
    )
    delivery = looked(way.officer, file)
    assert (delivery.summary["layout"], counts(delivery)) == ("usulan_wirausaha", (2, 0, 0, 0, 0))
    assert delivery.summary["amount_idr"] == 24_000_000
    assert (Application.objects.count(), Person.objects.count()) == (0, 0)
    delivery = applied(way.officer, delivery)
    assert delivery.summary["applied"] == {"new": 2, "changed": 0, "same": 0}
    made = Application.objects.order_by("id")[0]
    assert (made.call, made.state, made.name, made.area_id) == (
        way.call,
        "submitted",
        "Siti Aminah",
        "18.01.06.1007",
    )
    assert (made.asked_idr, made.workers, made.trained, made.licence, made.account) == (
        12_000_000, 2, True, "iumk", "active",
    )  # fmt: skip
    assert {p.category: p.amount_idr for p in made.plan.all()} == {
        "working_capital": 7_000_000, "equipment": 5_000_000,
    }  # fmt: skip
    seal = vault.current().seal
    assert seal.open(made.account_sealed) == "123456789012"
    assert seal.open(made.tax_id_sealed) == "012345678901000"
    assert seal.open(made.person.nik_sealed) == NIKS[0]
    assert judge(way) == 2
    again = applied(way.officer, looked(way.officer, file))
    assert again.summary["applied"] == {"new": 0, "changed": 0, "same": 2}
    assert Application.objects.count() == 2


def test_no_number_of_a_person_is_staged_whole(way):
    delivery = looked(way.officer, money_table("usulan_wirausaha", [line("Siti Aminah", account_no="12")]))
    staged = queries.staged(delivery)
    assert not {"person_nik", "tax_id", "account_no"} & set(staged.columns)
    assert NIKS[0] not in str(staged.to_dicts())
    assert told(delivery) == {2: [("Nomor Rekening", "application.account_no")]}


def test_a_bad_list_says_row_and_column_and_enters_nothing(way):
    standing = proposal(way, name="Sudah Ada", person_nik=NIKS[7])
    file = money_table(
        "usulan_wirausaha",
        [
            line("Satu", 1, amount_idr="9.000.000", plan_working_capital_idr="", plan_equipment_idr=""),
            line("Dua", 2, plan_equipment_idr="1.000.000"),
            line("Tiga", 3, received_on="1/4/2019", call=way.call.title),
            line("Empat", 4, person_nik="123"),
            line("Lima", 5, regency="Lampung Tengah", district="", village=""),
            line("Sudah Ada", 7, business_name="Keripik Uji"),
            line("Enam", 6, education="kursus"),
            line("Enam", 6),
        ],
    )
    delivery = looked(way.officer, file)
    assert told(delivery) == {
        2: [("Bantuan yang Diminta (Rp)", "application.amount")],
        3: [("Bantuan yang Diminta (Rp)", "list_row.plan_over")],
        4: [("Tanggal Usulan Masuk", "application.late")],
        5: [("NIK", "person_nik.length")],
        6: [("Kabupaten/Kota", "row.foreign_area")],
        7: [("Rencana Modal Kerja (Rp)", "list_row.proposed_otherwise")],
        8: [("Pendidikan", "cell.choice")],
    }
    with pytest.raises(Refused):
        intake.confirm_money(delivery=delivery, by=way.officer, at=NOW)
    assert list(Application.objects.all()) == [standing]


def test_the_same_nik_twice_in_one_list_is_told(way):
    delivery = looked(way.officer, money_table("usulan_wirausaha", [line("Siti"), line("Siti Aminah")]))
    assert told(delivery) == {3: [("", "row.twice")]}


def test_which_call_is_meant_is_told_beside_the_file_where_two_are_open(way):
    other = startup()
    file = money_table("usulan_wirausaha", [line("Siti Aminah")])
    assert told(looked(way.officer, file)) == {2: [("Panggilan", "list_row.call")]}
    applied(way.officer, looked(way.officer, file, call=str(other.call.pk)))
    assert Application.objects.get().call == other.call
    named = money_table("usulan_wirausaha", [line("Budi", 1, call=way.call.title.upper())])
    applied(way.officer, looked(way.officer, named))
    assert Application.objects.order_by("-id")[0].call == way.call


def test_a_namesake_in_the_registry_is_for_a_person_to_decide(way):
    firm = enterprise(
        way.officer, owner_name="Slamet Riyadi", name="Tempe Slamet", person_nik="", village="Kalianda"
    )
    file = money_table("usulan_wirausaha", [line("Slamet Riyadi")])
    delivery = looked(way.officer, file)
    assert counts(delivery) == (0, 0, 0, 0, 1)
    chosen = intake.choose_for_line(
        delivery=delivery, row=2, choice=f"enterprise:{firm.pk}", by=way.officer, at=NOW
    )
    applied(way.officer, chosen)
    made = Application.objects.get()
    assert made.enterprise == firm
    assert vault.current().seal.open(made.person.nik_sealed) == NIKS[0]


def test_who_is_known_by_the_nik_needs_no_decision(way):
    firm = enterprise(way.officer, owner_name="Slamet Riyadi", name="Tempe Slamet", person_nik=NIKS[0])
    delivery = looked(way.officer, money_table("usulan_wirausaha", [line("Slamet Riyadi")]))
    assert counts(delivery) == (1, 0, 0, 0, 0)
    applied(way.officer, delivery)
    assert Application.objects.get().enterprise == firm


def test_a_list_is_taken_back_by_withdrawing_unless_a_proposal_was_decided(way):
    file = money_table("usulan_wirausaha", [line("Siti Aminah"), line("Budi Uji", 1)])
    delivery = applied(way.officer, looked(way.officer, file))
    first = Application.objects.order_by("id")[0]
    assert intake.money_depends_on(delivery=delivery, by=way.officer, at=NOW) == []
    back = intake.undo_money(delivery=delivery, reason="salah", by=way.officer, at=NOW)
    assert back.state == "undone"
    assert set(Application.objects.values_list("state", flat=True)) == {"withdrawn"}
    again = applied(way.officer, looked(way.officer, file))
    assert again.summary["applied"]["new"] == 2
    Application.objects.filter(person=first.person, state="submitted").update(state="not_chosen")
    (held,) = intake.money_depends_on(delivery=again, by=way.officer, at=NOW)
    assert held["kind"] == "application"
    with pytest.raises(Refused) as caught:
        intake.undo_money(delivery=again, reason="salah", by=way.officer, at=NOW)
    assert caught.value.kind.code == "money_import.held"


def test_a_list_of_money_is_for_who_decides_on_money(way):
    from tests.factories.money import payment

    delivery = looked(way.officer, money_table("sp2d", [payment("Siti")]))
    assert (delivery.state, delivery.reason) == ("refused", "money_import.duty")
    assert looked(person("province"), money_table("sp2d", [payment("Siti")])).state == "looked"


def test_the_day_of_receipt_may_be_told_beside_the_file(way):
    file = money_table("usulan_wirausaha", [line("Siti Aminah", received_on="")])
    bare = file.replace(b"Tanggal Usulan Masuk", b"Catatan")
    applied(way.officer, looked(way.officer, bare, received_on="2019-03-05"))
    assert Application.objects.get().received_on == date(2019, 3, 5)
