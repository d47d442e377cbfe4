"""Service logs of a PLUT: read, matched with the registry, entered whole, and taken back."""

from datetime import date

import pytest

from naikkelas.intake import actions as intake
from naikkelas.programmes import actions as programmes
from naikkelas.programmes.models import PlutGuest, PlutService
from tests.conftest import NOW
from tests.factories import enterprise, person
from tests.factories.money import applied, counts, looked, money_table, told
from tests.factories.plut import Centre
from tests.factories.registry import bring_in, cooperative_row, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return Centre()


def line(name: str, **more: str) -> dict[str, str]:
    said = {
        "served_on": "4/11/2019", "consultant": "Konsultan finance", "field": "Pembiayaan", "name": name,
        "regency": "Lampung Selatan", "district": "Kalianda", "village": "Kalianda", "hours": "1,5",
        "topic": "Pengajuan KUR", "result": "Berkas lengkap", "follow_up": "Datang kembali", "follow_up_on": "18/11/2019",
    }  # fmt: skip
    return said | more


def test_a_log_is_entered_guests_are_noted_once_and_again_it_changes_nothing(centre):
    file = money_table(
        "layanan_plut",
        [
            line("Zul Uji"),
            line("ZUL UJI", served_on="5/11/2019", hours="", minutes="45"),
            line("Rina Uji", hours="2 jam"),
        ],
        ";;;;;;;;;;;;;;;Jumlah;4,25",
        "Bandar Lampung, 30 November 2019",
    )
    delivery = looked(centre.by, file)
    assert (delivery.summary["layout"], counts(delivery)) == ("layanan_plut", (3, 0, 0, 0, 0))
    assert (delivery.summary["minutes"], delivery.summary["amount_idr"]) == (255, 0)
    assert (PlutService.objects.count(), PlutGuest.objects.count()) == (0, 0)
    applied(centre.by, delivery)
    assert [(s.minutes, s.field, s.served_on, s.topic) for s in PlutService.objects.order_by("id")] == [
        (90, "finance", date(2019, 11, 4), "Pengajuan KUR"), (45, "finance", date(2019, 11, 5), "Pengajuan KUR"),
        (120, "finance", date(2019, 11, 4), "Pengajuan KUR"),
    ]  # fmt: skip
    assert [(g.guest_name, g.area_id) for g in PlutGuest.objects.order_by("id")] == [
        ("Zul Uji", "18.01.06.1007"), ("Rina Uji", "18.01.06.1007"),
    ]  # fmt: skip
    again = applied(centre.by, looked(centre.by, file))
    assert again.summary["applied"] == {"new": 0, "changed": 0, "same": 3}
    assert (PlutService.objects.count(), PlutGuest.objects.count()) == (3, 2)


def test_a_bad_log_says_row_and_column_and_enters_nothing(centre):
    programmes.hire_consultant(
        centre=centre.row, values={"name": "Lama", "field": "it", "starts_on": date(2018, 1, 1), "ends_on": date(2018, 12, 31)},
        **centre.common,
    )  # fmt: skip
    centre.serve(centre.guest(guest_name="Ada Uji", area="18.01.06.1007"), minutes=30)
    file = money_table(
        "layanan_plut",
        [
            line("Satu", hours="sebentar"),
            line("Dua", hours=""),
            line("Tiga", consultant="Lama"),
            line("Empat", centre="PLUT Lain"),
            line("Lima", hours="14"),
            line("Enam", topic="KUR"),
            line("Tujuh", field="Sihir"),
            line("Delapan", served_on="31/02/2019"),
            line("Ada Uji"),
            line("Sepuluh", regency="Bengkulu Selatan", district="", village=""),
        ],
    )
    delivery = looked(centre.by, file)
    assert told(delivery) == {
        2: [("Lama (jam)", "cell.duration")],
        3: [("Lama (jam)", "list_row.duration")],
        4: [("Konsultan", "list_row.consultant")],
        5: [("PLUT", "list_row.centre")],
        6: [("Lama (jam)", "plut.minutes")],
        7: [("Pokok Layanan", "plut.topic")],
        8: [("Bidang Layanan", "cell.choice")],
        9: [("Tanggal Layanan", "cell.day")],
        10: [("Lama (jam)", "list_row.logged_otherwise")],
        11: [("Kabupaten/Kota", "cell.regency")],
    }
    assert PlutService.objects.count() == 1


def test_one_decision_holds_for_every_row_of_a_client(centre):
    shop = enterprise(person("regency"), owner_name="Slamet Riyadi", name="Tempe Slamet", person_nik="")
    file = money_table(
        "layanan_plut",
        [line("Slamet Riyadi", topic=f"Pendampingan {n}") for n in range(3)] + [line("Orang Lain")],
    )
    delivery = looked(centre.by, file)
    assert counts(delivery) == (1, 0, 0, 0, 3)
    delivery = intake.choose_for_line(
        delivery=delivery, row=3, choice=f"enterprise:{shop.pk}", by=centre.by, at=NOW
    )
    assert counts(delivery) == (4, 0, 0, 0, 0)
    applied(centre.by, delivery)
    assert PlutService.objects.filter(enterprise=shop).count() == 3
    assert counts(looked(centre.by, file)) == (0, 0, 1, 0, 3)  # a decision is for one file: it is asked again


def test_none_of_them_is_a_guest_and_is_not_asked_about_again(centre):
    enterprise(person("regency"), owner_name="Slamet Riyadi", name="Tempe Slamet", person_nik="")
    file = money_table("layanan_plut", [line("Slamet Riyadi")])
    delivery = intake.choose_for_line(
        delivery=looked(centre.by, file), row=2, choice="new", by=centre.by, at=NOW
    )
    applied(centre.by, delivery)
    assert PlutService.objects.get().guest.guest_name == "Slamet Riyadi"
    assert counts(looked(centre.by, file)) == (0, 0, 1, 0, 0)
    later = money_table("layanan_plut", [line("Slamet Riyadi", served_on="8/11/2019")])
    assert counts(looked(centre.by, later)) == (1, 0, 0, 0, 0)


def test_a_cooperative_is_found_by_its_number(centre):
    bring_in(
        table("koperasi_baku", [cooperative_row(name="Koperasi Maju", cooperative_nik="1803000000001")]),
        by=person("regency"),
    )
    row = line("Kop. Maju Jaya", kind="koperasi", cooperative_nik="1803000000001")
    applied(centre.by, looked(centre.by, money_table("layanan_plut", [row])))
    assert PlutService.objects.get().cooperative.name == "Koperasi Maju"


def test_a_log_that_says_nowhere_where_clients_live_notes_them_where_the_plut_serves(centre):
    file = b"Tanggal;Nama;Topik;Jam\n4/11/2019;Zul Uji;Pengajuan KUR;1\n"
    applied(centre.by, looked(centre.by, file))
    assert PlutGuest.objects.get().area_id == "18"
    assert PlutService.objects.get().consultant == centre.consultant


def test_two_consultants_need_a_name_or_a_field(centre):
    centre.hire("it")
    file = money_table(
        "layanan_plut", [line("Zul", consultant="", field=""), line("Zul", consultant="", field="TI")]
    )
    assert told(looked(centre.by, file)) == {2: [("Konsultan", "list_row.which_consultant")]}


def test_a_log_is_taken_back_by_withdrawing_unless_a_service_was_corrected(centre):
    file = money_table("layanan_plut", [line("Zul Uji"), line("Rina Uji")])
    delivery = applied(centre.by, looked(centre.by, file))
    assert intake.money_depends_on(delivery=delivery, by=centre.by, at=NOW) == []
    first = PlutService.objects.order_by("id")[0]
    fixed = programmes.correct_service(service=first, values={"minutes": 60}, by=centre.by, at=NOW)
    (held,) = intake.money_depends_on(delivery=delivery, by=centre.by, at=NOW)
    assert (held["kind"], held["id"]) == ("service", first.pk)
    programmes.withdraw_service(service=fixed, by=centre.by, at=NOW)
    intake.undo_money(delivery=delivery, reason="salah", by=centre.by, at=NOW)
    assert not PlutService.objects.filter(superseded_at=None).exists()
    assert applied(centre.by, looked(centre.by, file)).summary["applied"]["new"] == 2


def test_who_runs_no_plut_of_that_area_enters_nothing(centre):
    officer = person("regency")
    assert told(looked(officer, money_table("layanan_plut", [line("Zul")]))) == {
        2: [("PLUT", "list_row.centre")]
    }
