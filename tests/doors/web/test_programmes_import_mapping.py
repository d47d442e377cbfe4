"""Lists of programmes with headings of their own: mapped once, recognised by their headings afterwards, given back marked."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from naikkelas.intake import queries, tasks
from naikkelas.intake.models import SavedMapping
from naikkelas.programmes.models import Disbursement, PlutService, Recipient
from tests.factories import person
from tests.factories.money import allocation, award, money_table, recipient
from tests.factories.plut import Centre

pytestmark = pytest.mark.django_db
LIST = "/program/impor/"
PAID = b"Tgl Kuitansi;No Kuitansi;Orangnya;Uangnya\n2/9/2019;SP2D-7;Siti Aminah;12.000.000\n"
CHOSEN = {
    "sheet": "0", "heading": "0", "heading_rows": "1", "record": "payment", "name": "Buku kas", "field-0": "paid_on",
    "field-1": "document_no", "field-2": "name", "field-3": "amount_idr",
}  # fmt: skip


@pytest.fixture
def province(client):
    user = person("province")
    client.force_login(user)
    return user


def upload(client, content: bytes, filename: str = "daftar.csv", **fields: str):
    response = client.post(LIST, {"file": SimpleUploadedFile(filename, content), **fields})
    assert response.status_code == 302, response.content.decode()
    pk = int(response["Location"].strip("/").rpartition("/")[2])
    tasks.look_at_money.func(pk)
    return queries.delivery(pk)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def mapping(delivery) -> str:
    return f"{LIST}{delivery.pk}/kolom/"


def test_columns_are_proposed_corrected_saved_and_the_next_file_is_known_by_its_headings(client, province):
    siti = recipient(allocation(province), province, "Siti Aminah")
    waiting = upload(client, PAID)
    assert waiting.state == "mapping"
    assert mapping(waiting) in text(client.get(f"{LIST}{waiting.pk}/"))
    page = text(client.get(mapping(waiting)))
    assert "Uangnya" in page
    assert '<option value="payment"' in page
    assert 'value="enterprise"' not in page
    missing = text(client.get(mapping(waiting), CHOSEN | {"field-3": ""}, headers={"HX-Request": "true"}))
    assert "“Jumlah (Rp)”" in missing
    assert client.post(mapping(waiting), CHOSEN | {"field-3": ""}).status_code == 422
    assert client.post(mapping(waiting), CHOSEN).status_code == 302
    tasks.look_at_money.func(waiting.pk)
    delivery = queries.delivery(waiting.pk)
    assert (delivery.state, delivery.summary["new"]) == ("looked", 1)
    assert "Buku kas" in text(client.get(f"{LIST}{delivery.pk}/"))
    client.post(f"{LIST}{delivery.pk}/putuskan/", {"decision": "apply"})
    tasks.apply_money.func(delivery.pk, province.pk)
    assert Disbursement.objects.get().recipient_id == siti.pk
    again = upload(client, PAID.replace(b"SP2D-7", b"SP2D-8").replace(b"12.000.000", b"1.000"))
    assert (again.state, again.summary["mapping"]["name"]) == ("looked", "Buku kas")
    assert "Pencairan (SP2D)" in text(client.get("/impor/pemetaan/"))


def test_what_the_file_does_not_say_may_be_told_while_mapping(client, province):
    money = allocation(province)
    bare = b"Siapa;Di mana;Berapa\nOrang Baru;Kalianda;5000000\n"
    waiting = upload(client, bare, layout="?")
    chosen = CHOSEN | {
        "record": "award", "field-0": "name", "field-1": "district", "field-2": "amount_idr", "field-3": ""
    }  # fmt: skip
    assert client.post(mapping(waiting), chosen).status_code == 422
    told = {"decree_no": "12/2019", "dated_on": "2019-08-05", "allocation": str(money.pk)}
    assert client.post(mapping(waiting), chosen | told).status_code == 302
    tasks.look_at_money.func(waiting.pk)
    client.post(f"{LIST}{waiting.pk}/putuskan/", {"decision": "apply"})
    tasks.apply_money.func(waiting.pk, province.pk)
    made = Recipient.objects.get()
    assert (made.decree_no, made.name, made.allocation) == ("12/2019", "Orang Baru", money)


def test_a_mapping_of_money_is_not_taken_for_the_registry(client, province):
    waiting = upload(client, PAID)
    client.post(mapping(waiting), CHOSEN)
    response = client.post("/impor/", {"file": SimpleUploadedFile("daftar.csv", PAID)})
    pk = int(response["Location"].strip("/").rpartition("/")[2])
    tasks.look_at.func(pk)
    assert queries.delivery(pk).state == "mapping"
    assert SavedMapping.objects.get().record == "payment"


def test_who_decides_on_no_money_sends_proposals_and_services_only(client):
    client.force_login(person("regency"))
    page = text(client.get(LIST))
    assert "usulan_wirausaha" in page
    assert "sp2d" not in page
    waiting = upload(client, PAID)
    assert 'value="payment"' not in text(client.get(mapping(waiting)))
    assert client.post(mapping(waiting), CHOSEN).status_code == 422
    assert SavedMapping.objects.count() == 0


def test_a_list_is_given_back_whole_with_every_mistake_marked_at_its_cell(client, province):
    recipient(allocation(province), province, "Siti Aminah", 12_001_000)
    wrong = PAID + b"31/02/2019;SP2D-8;Siti Aminah;seribu\n"
    waiting = upload(client, wrong)
    client.post(mapping(waiting), CHOSEN)
    tasks.look_at_money.func(waiting.pk)
    assert "perbaikan.xlsx" in text(client.get(f"{LIST}{waiting.pk}/"))
    response = client.get(f"{LIST}{waiting.pk}/perbaikan.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    sheet, told = book.worksheets
    assert [c.value for c in sheet[1]] == ["Tgl Kuitansi", "No Kuitansi", "Orangnya", "Uangnya"]
    assert [c.value for c in sheet[2]] == ["2/9/2019", "SP2D-7", "Siti Aminah", "12.000.000"]
    assert "bukan tanggal" in sheet["A3"].comment.text
    assert "bukan jumlah rupiah" in sheet["D3"].comment.text
    assert sheet["B3"].comment is None
    assert [[c.value for c in row[:2]] for row in told.iter_rows(min_row=2)] == [
        [3, "Tgl Kuitansi"],
        [3, "Uangnya"],
    ]
    sheet["A3"], sheet["D3"] = "3/9/2019", "1000"
    mended = io.BytesIO()
    book.save(mended)
    again = upload(client, mended.getvalue(), "perbaikan.xlsx")
    assert (again.state, again.summary["bad"], again.summary["mapping"]["name"]) == ("looked", 0, "Buku kas")


def test_a_service_log_is_seen_decided_entered_and_taken_back(client):
    centre = Centre()
    client.force_login(centre.by)
    assert f'<option value="{centre.row.pk}" selected>' in text(
        client.get(f"{LIST}?jenis=layanan_plut&plut={centre.row.pk}")
    )
    assert "Nomor keputusan" not in text(client.get(f"{LIST}?jenis=layanan_plut"))
    rows = [{"served_on": "4/11/2019", "name": "Zul Uji", "topic": "Pengajuan KUR", "hours": "1,5"}]
    delivery = upload(client, money_table("layanan_plut", rows))
    page = text(client.get(f"{LIST}{delivery.pk}/"))
    assert "1:30 jam" in page
    assert "dicatat sebagai tamu" in page
    client.post(f"{LIST}{delivery.pk}/putuskan/", {"decision": "apply"})
    tasks.apply_money.func(delivery.pk, centre.by.pk)
    assert PlutService.objects.get().minutes == 90
    client.post(f"{LIST}{delivery.pk}/putuskan/", {"decision": "undo", "reason": "salah unggah"})
    assert PlutService.objects.get().superseded_at is not None
    assert "ditarik" in text(client.get(f"{LIST}{delivery.pk}/"))


def test_a_list_in_the_preview_may_be_mapped_by_hand(client, province):
    known = upload(client, money_table("sk_penerima", [award("Orang Baru")]))
    assert client.post(f"{LIST}{known.pk}/putuskan/", {"decision": "map"}).status_code == 302
    tasks.look_at_money.func(known.pk)
    page = text(client.get(mapping(known)))
    assert '<option value="award" selected>' in page
    assert '<option value="decree_no" selected>' in page
