"""The pages of lists of money: send, see what is wrong where, decide, enter, take back."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from naikkelas.instruments.finding import MONEY, layouts
from naikkelas.intake import queries, tasks
from naikkelas.programmes.models import Disbursement, Recipient
from tests.factories import enterprise, person
from tests.factories.money import allocation, award, money_table, payment, recipient

pytestmark = pytest.mark.django_db
LIST = "/program/impor/"


@pytest.fixture
def province(client):
    user = person("province")
    client.force_login(user)
    return user


@pytest.fixture
def money(province):
    return allocation(province)


def upload(client, content: bytes, filename: str = "daftar.csv", **fields: str):
    response = client.post(LIST, {"file": SimpleUploadedFile(filename, content), **fields})
    assert response.status_code == 302, response.content.decode()
    pk = int(response["Location"].strip("/").rpartition("/")[2])
    tasks.look_at_money.func(pk)
    return queries.delivery(pk)


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def decide(client, delivery, decision: str, **more: str):
    return client.post(f"{LIST}{delivery.pk}/putuskan/", {"decision": decision, **more}, follow=True)


def book(rows: list[list[object]], merged: str = "") -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if merged:
        made.active.merge_cells(merged)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_a_workbook_with_merged_headings_is_seen_entered_confirmed_and_taken_back(client, province, money):
    siti = recipient(money, province, "Siti Aminah")
    file = book(
        [
            ["DAFTAR SP2D BANTUAN WIRAUSAHA PEMULA"],
            ["No", "SP2D", None, "Nama Penerima", "Nilai", None],
            [None, "Nomor", "Tanggal", None, "Bruto", "Potongan"],
            [1, "SP2D-7", "2 September 2019", "SITI AMINAH", 12_000_000, 0],
            [None, None, None, "Jumlah", 12_000_000, 0],
            ["Bandar Lampung, 3 September 2019"],
        ],
        "B2:C2",
    )
    delivery = upload(client, file, "sp2d.xlsx")
    seen = page(client, f"{LIST}{delivery.pk}/")
    assert "SITI AMINAH" in seen
    assert "12.000.000" in seen
    assert Disbursement.objects.count() == 0
    decide(client, delivery, "apply")
    tasks.apply_money.func(delivery.pk, province.pk)
    paid = Disbursement.objects.get()
    assert (paid.recipient_id, paid.amount_idr, paid.recorded_by_id) == (siti.pk, 12_000_000, province.pk)
    own = client.post(f"/pencairan/{paid.pk}/periksa/", {"agrees": "ya"}, follow=True).content.decode()
    assert "diperiksa pejabat lain" in own
    assert "sp2d.xlsx" in page(client, LIST)
    assert "tidak ada yang bergantung" in page(client, f"{LIST}{delivery.pk}/batal/").lower()
    assert decide(client, delivery, "undo").status_code == 200
    assert Disbursement.objects.count() == 1  # no reason was written
    decide(client, delivery, "undo", reason="salah unggah")
    assert sorted(d.amount_idr for d in Disbursement.objects.all()) == [-12_000_000, 12_000_000]


def test_the_lists_sent_tell_what_they_hold_and_by_how_much_the_ledger_moved(client, province, money):
    recipient(money, province, "Siti Aminah")
    paid = payment("Siti Aminah")
    said = [
        ("sp2d", paid, "Rp 12.000.000<div class=\"nk-sub\">buku besar +Rp 12.000.000"),
        ("hasil_transfer", paid | {"status": "Berhasil"}, "Rp 12.000.000<div class=\"nk-sub\">buku besar tidak berubah"),
        ("hasil_transfer", paid | {"status": "Retur"}, "Rp 12.000.000<div class=\"nk-sub\">buku besar −Rp 12.000.000"),
    ]  # fmt: skip
    for n, (layout, row, told) in enumerate(said):
        delivery = upload(client, money_table(layout, [row]), f"{n}.csv")
        decide(client, delivery, "apply")
        tasks.apply_money.func(delivery.pk, province.pk)
        assert told in page(client, LIST)
    waiting = upload(client, money_table("sp2d", [payment("Joko Lain")]))
    assert "Rp 12.000.000 ·" in page(client, f"{LIST}{waiting.pk}/")


def test_a_wrong_row_is_told_with_its_column_and_remedy_and_nothing_can_be_entered(client, province, money):
    recipient(money, province, "Siti Aminah")
    delivery = upload(client, money_table("sp2d", [payment("Siti Aminah", amount_idr="12.000.001")]))
    seen = page(client, f"{LIST}{delivery.pk}/")
    assert "Pencairan melebihi nilai dalam SK: sisa 12.000.000 rupiah, diminta 12.000.001 rupiah." in seen
    assert 'value="apply"' not in seen
    answer = decide(client, delivery, "apply").content.decode()
    assert "1 baris masih salah" in answer
    assert Disbursement.objects.count() == 0


def test_a_doubtful_recipient_is_decided_with_the_candidates_side_by_side(client, province, money):
    officer = person("regency")
    firms = [
        enterprise(officer, owner_name="Slamet Riyadi", name=name, phone=phone)
        for name, phone in (("Tempe Slamet", "081234567802"), ("Tahu Slamet", "081234567803"))
    ]
    delivery = upload(client, money_table("sk_penerima", [award("Slamet Riyadi")]))
    assert "Tempe Slamet" not in page(client, f"{LIST}{delivery.pk}/")
    line = f"{LIST}{delivery.pk}/baris/2/"
    seen = page(client, line)
    assert "Tempe Slamet" in seen
    assert "Tahu Slamet" in seen
    assert client.get(f"{LIST}{delivery.pk}/baris/3/").status_code == 404
    client.post(line, {"choice": "enterprise:999999"})
    assert queries.delivery(delivery.pk).summary["doubtful"] == 1
    client.post(line, {"choice": f"enterprise:{firms[1].pk}"})
    decide(client, delivery, "apply")
    tasks.apply_money.func(delivery.pk, province.pk)
    assert Recipient.objects.get().enterprise_id == firms[1].pk


def test_what_the_title_of_a_decree_says_is_filled_in_beside_the_file(client, province, money):
    bare = b"Nama;Desa;Kec;Jumlah Bantuan\nOrang Baru;Kalianda;Kalianda;5000000\n"
    refused = upload(client, bare)
    assert "Nomor SK, Tanggal SK" in page(client, f"{LIST}{refused.pk}/")
    delivery = upload(client, bare, decree_no="12/2019", dated_on="2019-08-05", allocation=str(money.pk))
    decide(client, delivery, "apply")
    tasks.apply_money.func(delivery.pk, province.pk)
    made = Recipient.objects.get()
    assert (made.decree_no, made.area_id, made.allocation_id) == ("12/2019", "18.01.06.1007", money.pk)


def test_a_layout_never_compared_with_a_real_file_says_so_where_it_is_used(client, province, money):
    assert all(layout.note for layout in layouts(MONEY).values())
    assert page(client, LIST).count("Belum dikonfirmasi") == len(layouts(MONEY))
    delivery = upload(client, money_table("sk_penerima", [award("Orang Baru")]))
    assert "belum dicocokkan dengan lampiran SK yang asli" in page(client, f"{LIST}{delivery.pk}/")


def test_every_kind_of_list_has_an_empty_example(client, province):
    seen = page(client, LIST)
    for layout, columns in ((name, list(each.columns)) for name, each in layouts(MONEY).items()):
        assert f"/impor/contoh/{layout}.xlsx" in seen
        response = client.get(f"/impor/contoh/{layout}.xlsx")
        made = openpyxl.load_workbook(io.BytesIO(response.content))
        assert next(made.active.iter_rows(values_only=True)) == tuple(columns)


def test_without_a_file_or_by_who_may_not_nothing_is_kept(client, province):
    assert client.post(LIST, {}).status_code == 422
    assert "SK atau DPA" in page(client, LIST) or "Belum ada daftar" in page(client, LIST)
    client.force_login(person("evaluator", "18"))
    assert client.get(LIST).status_code == 403
