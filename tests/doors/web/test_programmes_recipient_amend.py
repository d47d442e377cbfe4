"""Amending a decree and a contract in the pages: by the province, with the history shown."""

from datetime import date

import pytest

from naikkelas.programmes import actions, queries
from naikkelas.programmes.models import LedgerLine, Recipient
from tests.conftest import NOW
from tests.factories import enterprise
from tests.factories.people import person
from tests.slices.test_market_works import begun
from tests.slices.test_programmes_ledger import commit
from tests.slices.test_programmes_money import (  # noqa: F401 - fixtures
    allocate,
    ceiling,
    disburse,
    named,
    programme,
    province,
)

pytestmark = pytest.mark.django_db
SAID = {"document_no": "SK-1-P", "decided_on": "2019-09-02", "reason": "Hasil verifikasi ulang rekening"}


@pytest.fixture
def recipient(ceiling, province):  # noqa: F811
    return named(allocate(ceiling, province, 12_000_000), province, 12_000_000)


def test_another_amount_and_then_another_recipient(as_user, recipient, province):  # noqa: F811
    client, address = as_user(province), f"/penerima/{recipient.pk}/perubahan-sk/"
    assert "12.000.000" in client.get(address).content.decode()
    for sent in (
        {"what": "amount", "amount_idr": ""},
        {"what": "replace", "name": "Pengganti"},
        {"what": "amount", "amount_idr": "11.000.000", "reason": "salah"},
    ):
        assert client.post(address, SAID | sent).status_code == 422
    assert client.post(address, SAID | {"what": "amount", "amount_idr": "11.000.000"}).status_code == 302
    replaced = client.post(
        address, SAID | {"what": "replace", "name": "Pengganti", "village": "18.01.06.2018"}
    )
    newer = Recipient.objects.get(replaces=recipient)
    assert replaced["Location"] == f"/penerima/{newer.pk}/"
    assert queries.standing(newer) == 11_000_000
    former = client.get(f"/penerima/{recipient.pk}/").content.decode()
    assert "diganti" in former
    assert f"/penerima/{newer.pk}/" in former
    assert "SK-1-P" in former
    assert f"/penerima/{recipient.pk}/perubahan-sk/" not in former
    assert f"/penerima/{recipient.pk}/" in client.get(f"/penerima/{newer.pk}/").content.decode()
    assert "sudah ditarik" in client.get(address).content.decode()


def test_an_officer_of_a_kabupaten_amends_nothing(as_user, recipient):
    assert as_user(person("regency")).post(f"/penerima/{recipient.pk}/perubahan-sk/", SAID).status_code == 403


def test_a_contract_is_amended_on_the_page_of_the_money(as_user, ceiling, province):  # noqa: F811
    contract = commit(allocate(ceiling, province, 12_000_000), province, 6_000_000, "SPK-1", kind="contract")
    client, page = as_user(province), f"/program/{ceiling.programme_id}/"
    sent = {
        "amendment-of": f"k{contract.pk}", "amendment-amount_idr": "-1.000.000", "amendment-document_no": "ADD-1",
        "amendment-signed_on": "2019-09-02", "amendment-reason": "Volume pekerjaan berkurang",
    }  # fmt: skip
    assert client.post(f"{page}adendum/", sent | {"amendment-amount_idr": "0"}).status_code == 422
    assert client.post(f"{page}adendum/", sent).status_code == 302
    assert queries.net(contract) == 5_000_000
    assert "mengubah SPK-1" in client.get(f"{page}uang/").content.decode()


def test_a_package_shows_its_addendum_and_takes_it_back(as_user):
    market = begun()
    package = market.weeks(2_500)
    client, address = as_user(market.province), f"/pasar/paket/{package.pk}/"
    sent = {
        "number": "ADD-1", "signed_on": "2019-05-27", "ends_on": "2020-01-10", "amount_idr": "945.000.000",
        "reason": "Tambahan saluran air hujan",
    }  # fmt: skip
    refused = client.post(f"{address}adendum/", sent | {"amount_idr": "999.000.000"})
    assert refused.status_code == 422
    assert "990.000.000" in refused.content.decode()
    assert client.post(f"{address}adendum/", sent).status_code == 302
    page = client.get(address).content.decode()
    for text in ("ADD-1", "Rp\xa0945.000.000", "semula Rp\xa0900.000.000", "melewati tahun anggaran"):
        assert text in page
    addendum = package.addenda.get()
    back = f"/pasar/adendum/{addendum.pk}/batal/"
    assert client.post(back, {"reason": "x"}).status_code == 422
    assert client.post(back, {"reason": "Salah mencatat nilainya"}).status_code == 302
    assert "dibatalkan" in client.get(address).content.decode().lower()


def test_who_was_paid_is_offered_another_amount_alone(as_user, recipient, province):  # noqa: F811
    disburse(recipient, province, 1_000_000)
    page = as_user(province).get(f"/penerima/{recipient.pk}/perubahan-sk/")
    assert list(page.context["form"].fields) == ["what", "amount_idr", "document_no", "decided_on", "reason"]
    assert [key for key, _label in page.context["form"].fields["what"].choices] == ["amount"]


def test_what_was_amended_and_withdrawn_is_told_alike_on_every_page(as_user, ceiling, province):  # noqa: F811
    allocation, shop = allocate(ceiling, province, 12_000_000), enterprise(province)
    lowered, gone = (
        actions.name_recipient(
            allocation=allocation, kind="person", name=name, area="18.01.06.2018", amount_idr=6_000_000, decree_no=number,
            decree_on=date(2019, 7, 1), enterprise=shop, person=shop.owner, by=province, at=NOW,
        )
        for name, number in (("Tetap", "SK-1"), ("Batal", "SK-2"))
    )  # fmt: skip
    client = as_user(province)
    client.post(f"/penerima/{lowered.pk}/perubahan-sk/", SAID | {"what": "amount", "amount_idr": "5.000.000"})
    client.post(f"/penerima/{gone.pk}/perubahan-sk/", SAID | {"what": "withdraw"})
    pages = {
        name: client.get(address).content.decode()
        for name, address in {
            "firm": f"/registri/umkm/{shop.pk}/",
            "list": "/wirausaha-pemula/laporan/",
            "activity": f"/laporan/kegiatan/{allocation.pk}/?periode=2019-Q4",
            "programme": f"/program/{ceiling.programme_id}/?periode=2019-Q4",
        }.items()
    }
    for name, told in pages.items():
        assert ("5.000.000" in told, "6.000.000" in told) == (True, False), name
    assert "ditarik" in pages["firm"]
    for name in ("list", "activity"):
        assert f"/{gone.pk}/" not in pages[name], name


def test_no_document_of_the_ledger_bears_a_day_that_has_not_come(as_user, ceiling, recipient, province):  # noqa: F811
    client, lines = as_user(province), LedgerLine.objects.count()
    money, to = f"/program/{ceiling.programme_id}", f"/penerima/{recipient.pk}"
    known = {
        "amount_idr": "1.000",
        "document_no": "D-9",
        "receipt_no": "K-9",
        "category": "equipment",
        "kind": "contract",
    }
    chosen = {"of": f"c{ceiling.pk}", "allocation": f"a{recipient.allocation_id}", "giver": f"c{ceiling.pk}"}
    named = {"name": "Lain", "village": "18.01.06.2018", "decree_no": "SK-9", "decree_on": "2020-03-14"}
    for address, prefix, day in (
        (f"{to}/pencairan/", "", "paid_on"),
        (f"{to}/penggunaan/", "use-", "used_on"),
        (f"{to}/pengembalian/", "return-", "returned_on"),
        (f"{money}/komitmen/", "commitment-", "signed_on"),
        (f"{money}/revisi/", "revision-", "decided_on"),
        (f"{money}/pergeseran/", "transfer-", "decided_on"),
        (f"/alokasi/{recipient.allocation_id}/penerima/", "", "decree_on"),
    ):
        sent = known | chosen | named | {day: "2020-03-14"}
        answer = client.post(address, {prefix + name: value for name, value in sent.items()})
        assert answer.status_code == 422, address
        assert "Tanggal ini belum tiba" in answer.content.decode(), address
    assert LedgerLine.objects.count() == lines
    today = {"amount_idr": "1.000", "document_no": "D-9", "paid_on": "2020-03-13"}
    assert client.post(f"{to}/pencairan/", today).status_code == 302
