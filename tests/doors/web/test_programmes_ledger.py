"""The pages of the ledger: the list, the trace, the way of one recipient's money, entering and taking back."""

from datetime import date

import pytest
from django.urls import reverse

from naikkelas.intake import actions as intake
from naikkelas.kit.periods import Quarter
from naikkelas.programmes import actions, queries
from naikkelas.programmes.models import LedgerLine
from naikkelas.reports import actions as reports
from tests.conftest import NOW
from tests.factories import filled, person, send
from tests.factories.markets import decided
from tests.factories.road import road

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return road()


def page(client, address, **data):
    response = client.get(address, data)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_list_finds_a_document_by_its_beginning_and_adds_up_what_is_shown(as_user, made):
    client = as_user(made.province)
    text = page(client, "/program/buku/", q="sp2d")
    assert "SP2D-1" in text
    assert "08/2019" not in text
    assert "Rp 12.000.000".replace(" ", "\u00a0") in text
    assert "Tidak ada baris yang cocok" in page(client, "/program/buku/", q="SP2D-9")
    only = page(client, "/program/buku/", jenis="allocation")
    assert only.count("data-row") == 1


def test_the_export_of_the_list_holds_every_line(as_user, made):
    response = as_user(made.province).get("/program/buku/", {"unduh": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + LedgerLine.objects.count() == 6


def test_seen_and_not_seen_are_what_was_disbursed(as_user, made):
    text = page(as_user(made.province), "/program/lacak/")
    assert "0 sudah dikunjungi + Rp\u00a012.000.000 belum dikunjungi = Rp\u00a012.000.000" in text.replace(
        "Rp\u00a00 sudah", "0 sudah"
    )
    assert made.recipient.name in page(as_user(made.province), "/program/lacak/", q="SP2D-1")
    assert made.recipient.name in page(as_user(made.province), "/program/lacak/", q="DIPA-1")
    assert made.recipient.name in page(as_user(made.province), "/program/lacak/", q="08/2019")
    assert "Tidak ada yang ditemukan" in page(as_user(made.province), "/program/lacak/", q="SP2D-2")
    assert made.recipient.name in page(as_user(made.province), "/program/lacak/", kunjungan="belum")


def test_a_name_is_a_number_for_who_may_not_see_persons(as_user, made):
    name = made.recipient.name
    for address in ("/program/buku/", "/program/lacak/", f"/penerima/{made.recipient.pk}/lacak/"):
        assert name in page(as_user(made.officer), address)
        hidden = page(as_user(person("evaluator", "18")), address)
        assert name not in hidden
        assert f"Penerima {made.recipient.pk}" in hidden
    export = as_user(person("evaluator", "18")).get("/program/lacak/", {"unduh": "csv"})
    assert name not in b"".join(export.streaming_content).decode()


def test_the_office_of_the_kabupaten_records_a_receipt_and_hears_what_is_wrong(as_user, made):
    client, address = as_user(made.officer), f"/penerima/{made.recipient.pk}/penggunaan/"
    data = {
        "use-category": "equipment", "use-amount_idr": "5.000.000", "use-used_on": "2019-10-01", "use-receipt_no": "K-1"
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert queries.balance_of(made.recipient).used_idr == 5_000_000
    beyond = client.post(address, data | {"use-amount_idr": "8.000.000"})
    assert beyond.status_code == 422
    assert "sisa 7.000.000 rupiah" in beyond.content.decode()
    text = page(client, f"/penerima/{made.recipient.pk}/lacak/")
    assert "K-1" in text
    assert "Belum dikunjungi" in text


def test_an_entry_is_taken_back_by_the_province_with_a_reason(as_user, made):
    line = LedgerLine.objects.get(kind="disbursement")
    assert as_user(made.officer).post(f"/buku/{line.pk}/batal/", {"reason": "x"}).status_code == 403
    client = as_user(made.province)
    client.post(f"/buku/{line.pk}/batal/", {"reason": ""})
    assert queries.ledger_total() == 12_000_000
    client.post(f"/buku/{line.pk}/batal/", {"reason": "salah rekening"})
    assert queries.ledger_total() == 0
    assert "dibatalkan" in page(client, f"/penerima/{made.recipient.pk}/lacak/")


def test_a_second_officer_confirms_a_payment_on_its_page(as_user, made):
    payment = queries.disbursements_of(made.recipient).get()
    address = f"/pencairan/{payment.pk}/periksa/"
    as_user(made.province).post(address, {"agrees": "ya"})
    assert not hasattr(queries.disbursements_of(made.recipient).get(), "confirmation")
    second = person("province")
    as_user(second).post(address, {"agrees": "ya"})
    assert f"dibenarkan oleh {second.name}" in page(as_user(second), f"/penerima/{made.recipient.pk}/lacak/")


def test_revision_transfer_contract_and_plan_are_entered_on_the_programmes_money(as_user, made):
    client, programme = as_user(made.province), made.programme
    ceiling = programme.ceilings.get()
    allocation = ceiling.allocations.get()
    other = actions.set_ceiling(
        programme=programme,
        source="dak",
        year=2019,
        amount_idr=1_000_000,
        document_no="DAK",
        by=made.province,
        at=NOW,
    )
    day = {"document_no": "R-1", "decided_on": "2019-10-01"}
    revision = {
        f"revision-{k}": v for k, v in {"of": f"c{ceiling.pk}", "amount_idr": "-5.000.000", **day}.items()
    }
    refused = client.post(f"/program/{programme.pk}/revisi/", revision)
    assert refused.status_code == 422
    assert "24.000.000 rupiah sudah dipakai" in refused.content.decode()
    client.post(f"/program/{programme.pk}/revisi/", revision | {"revision-amount_idr": "5.000.000"})
    assert queries.standing(ceiling) == 29_000_000
    shift = {"giver": f"c{ceiling.pk}", "taker": f"c{other.pk}", "amount_idr": "2.000.000", **day}
    client.post(f"/program/{programme.pk}/pergeseran/", {f"transfer-{k}": v for k, v in shift.items()})
    assert (queries.standing(ceiling), queries.standing(other)) == (27_000_000, 3_000_000)
    contract = {
        "allocation": f"a{allocation.pk}", "kind": "contract", "document_no": "SPK-7", "counterparty": "CV Uji",
        "signed_on": "2019-05-01", "amount_idr": "3.000.000",
    }  # fmt: skip
    client.post(f"/program/{programme.pk}/komitmen/", {f"commitment-{k}": v for k, v in contract.items()})
    plan = {"amount_6": "20.000.000", "amount_12": "4.000.000", "percent_6": "80", "percent_12": "100"}
    assert client.post(f"/alokasi/{allocation.pk}/rencana/", plan).status_code == 302
    over = client.post(f"/alokasi/{allocation.pk}/rencana/", plan | {"amount_7": "1"})
    assert (over.status_code, "melebihi alokasi" in over.content.decode()) == (422, True)
    plan_page = page(client, f"/alokasi/{allocation.pk}/rencana/")
    assert "Belum direncanakan" in plan_page
    assert 'aria-label="Juni: akan dicairkan (Rp)"' in plan_page
    assert 'value="20.000.000"' in plan_page
    text = page(client, f"/program/{programme.pk}/uang/")
    for shown in ("SPK-7", "CV Uji", "R-1", "Kritis", "<polyline"):
        assert shown in text
    assert "Kritis" in page(client, "/program/deviasi/", periode="2019-Q4")
    asked = client.get("/program/deviasi/", {"periode": "2019-Q4", "unduh": "csv"})
    head, *lines = b"".join(asked.streaming_content).decode().splitlines()
    assert len(lines) == 1
    assert dict(zip(head.split(";"), lines[0].split(";"), strict=True))["Keadaan"] == "Kritis"
    assert client.get("/program/deviasi/", {"unduh": "exe"}).status_code == 404


def test_books_are_closed_and_opened_again_on_their_page(as_user, made):
    client = as_user(made.province)
    assert 'data-confirm="Tutup buku tahun 2019?' in page(client, "/program/tutup-tahun/")
    assert client.post("/program/tutup-tahun/", {"year": "2019", "what": "tutup"}).status_code == 302
    assert queries.year_closed("18", 2019)
    assert ">Ditutup</span>" in page(client, "/program/tutup-tahun/")
    assert "Buku tahun 2019 sudah ditutup" in page(client, f"/program/{made.programme.pk}/uang/")
    no_reason = client.post("/program/tutup-tahun/", {"year": "2019", "what": "buka"})
    assert (no_reason.status_code, "alasannya" in no_reason.content.decode()) == (422, True)
    client.post("/program/tutup-tahun/", {"year": "2019", "what": "buka", "reason": "SP2D Desember terlewat"})
    assert not queries.year_closed("18", 2019)
    assert "SP2D Desember terlewat" in page(client, "/program/tutup-tahun/")


def test_a_contract_and_a_revision_are_taken_back_where_they_are_listed(as_user, made):
    client = as_user(made.province)
    allocation = made.recipient.allocation
    programme = allocation.ceiling.programme
    say = {"by": made.province, "at": NOW}
    actions.revise_ceiling(
        ceiling=allocation.ceiling, amount_idr=9_000_000, document_no="Revisi-1", decided_on=NOW.date(), **say
    )
    actions.revise_allocation(
        allocation=allocation, amount_idr=9_000_000, document_no="Revisi-2", decided_on=NOW.date(), **say
    )
    actions.commit(
        allocation=allocation, kind="contract", counterparty="CV Uji", document_no="K-7", signed_on=NOW.date(),
        amount_idr=4_000_000, **say,
    )  # fmt: skip
    address = reverse("programmes-money-detail", args=[programme.pk])
    for document in ("K-7", "Revisi-2", "Revisi-1"):
        line = next(x for x in queries.standing_entries(programme, "18") if x.document_no == document)
        action = reverse("programmes-entry-reverse", args=[line.pk])
        assert action in page(client, address)
        client.post(action, {"reason": "salah ketik"})
    left = [x.document_no for x in queries.standing_entries(programme, "18")]
    assert not {"K-7", "Revisi-1", "Revisi-2"} & set(left)
    assert queries.standing(allocation) == allocation.amount_idr


def test_a_ceiling_has_the_code_of_its_line(as_user, made):
    client, programme = as_user(made.province), made.recipient.allocation.ceiling.programme
    form = {"source": "apbd_province", "year": 2019, "amount_idr": "5.000.000", "document_no": "DPA-9"}
    assert client.post(f"/program/{programme.pk}/pagu/", form | {"line_code": "2.17.03"}).status_code == 302
    assert programme.ceilings.filter(line_code="2.17.03").count() == 1
    assert client.post(f"/program/{programme.pk}/pagu/", form | {"line_code": "dua"}).status_code == 422


def test_the_way_begins_with_the_proposal_and_goes_on_to_the_addendum(as_user):
    market = decided()
    package = market.package()
    actions.add_market_addendum(
        package=package, number="ADD-1", signed_on=date(2019, 6, 3), ends_on=package.ends_on, amount_idr=920_000_000,
        reason="Tambahan pekerjaan drainase", by=market.province, at=NOW,
    )  # fmt: skip
    text = page(as_user(market.province), f"/penerima/{market.project.recipient_id}/lacak/")
    assert f'href="/pasar/{market.project.pk}/"' in text
    assert market.project.proposer in text
    assert "ADD-1" in text
    assert "Rp\u00a0920.000.000" in page(as_user(market.province), f"/pasar/{market.project.pk}/")


def test_the_way_goes_on_to_the_indicators_and_reports_of_the_visits_quarter(as_user, made):
    send(made.enumerator, filled(made.planned_with("novice_entrepreneur")))
    intake.read_waiting(at=NOW)
    issue = reports.issue(
        report="quarterly", case="", area="18", period=Quarter(2019, 4), by=made.province, at=NOW
    )
    other = reports.issue(
        report="pp39_a", case="tp", area="18", period=Quarter(2019, 4), by=made.province, at=NOW
    )
    text = page(as_user(made.province), f"/penerima/{made.recipient.pk}/lacak/")
    assert f'href="/laporan/{other.pk}/"' not in text  # it is about money of another source
    assert "/indikator/visits_done/?wilayah=18.01&amp;periode=2019-T4" in text
    assert f'href="/laporan/{issue.pk}/"' in text


def test_lists_show_what_the_amending_decree_gives(as_user, made):
    market = decided()
    for recipient, amount in ((made.recipient, 13_000_000), (market.project.recipient, 940_000_000)):
        actions.amend_recipient(
            recipient=recipient, amount_idr=amount, document_no="SK-P", decided_on=date(2019, 9, 2),
            reason="Hasil verifikasi ulang", by=made.province, at=NOW,
        )  # fmt: skip
    client = as_user(made.province)
    assert "13.000.000" in page(client, "/program/lacak/")
    export = client.get("/program/lacak/", {"unduh": "csv"})
    assert "13000000" in b"".join(export.streaming_content).decode()
    assert "940.000.000" in page(client, "/pasar/")
    assert "940000000" in b"".join(client.get("/pasar/", {"unduh": "csv"}).streaming_content).decode()
