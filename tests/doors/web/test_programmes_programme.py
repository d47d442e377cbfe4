"""The pages of a programme: enter it, its ceiling, allocations, recipients and payments."""

from datetime import date

import pytest

from naikkelas.programmes import actions
from naikkelas.programmes.models import Allocation, Ceiling, Disbursement, Programme, Recipient
from tests.conftest import NOW
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(as_user):
    return as_user(person("province"))


@pytest.fixture
def programme(office):
    office.post("/program/baru/", {"type_id": "startup_capital", "name": "Modal awal", "year": 2019})
    return Programme.objects.get()


@pytest.fixture
def allocation(office, programme):
    office.post(
        f"/program/{programme.pk}/pagu/",
        {"source": "dak", "year": 2019, "amount_idr": "24.000.000", "document_no": "DIPA-1"},
    )
    ceiling = Ceiling.objects.get()
    office.post(
        f"/program/{programme.pk}/alokasi/",
        {"ceiling": ceiling.pk, "area": "18.01", "amount_idr": "20.000.000"},
    )
    return Allocation.objects.get()


@pytest.fixture
def recipient(office, allocation):
    form = {
        "name": "Sari Uji", "village": "18.01.06.2018", "amount_idr": "12.000.000", "decree_no": "8", "decree_on": "2019-07-01"
    }  # fmt: skip
    office.post(f"/alokasi/{allocation.pk}/penerima/", form)
    return Recipient.objects.get()


def test_a_programme_without_budget_says_so_and_what_to_do(as_user, office, programme):
    page = office.get(f"/program/{programme.pk}/").content.decode()
    assert "Rp\u00a00" not in page
    assert "Belum ada anggaran tercatat" in page
    assert "Catat pagu dari DIPA" in page
    assert "belum ada anggaran tercatat" in office.get("/program/").content.decode()
    reader = as_user(person("ministry")).get(f"/program/{programme.pk}/").content.decode()
    assert "dicatat oleh dinas pelaksana" in reader


def test_a_budget_of_another_year_is_told_with_its_year(office, programme, allocation):
    form = {"source": "apbd_province", "year": 2020, "amount_idr": "60.000.000", "document_no": "DPA-1"}
    office.post(f"/program/{programme.pk}/pagu/", form)
    assert "APBD provinsi 2020" in office.get(f"/program/{programme.pk}/").content.decode()
    listed = office.get("/program/?periode=2018-T4").content.decode()
    assert "pagu 2019: Rp\u00a024.000.000" in listed
    assert "pagu 2020: Rp\u00a060.000.000" in listed


def test_money_goes_from_ceiling_to_payment_and_adds_up_on_its_pages(office, programme, recipient):
    paid = office.post(
        f"/penerima/{recipient.pk}/pencairan/", {"amount_idr": "Rp 12.000.000,00", "paid_on": "2019-09-02",
        "document_no": "SP2D-1"}, follow=True,
    )  # fmt: skip
    assert paid.status_code == 200
    assert Disbursement.objects.get().amount_idr == 12_000_000
    shown = office.get(f"/program/{programme.pk}/")
    assert (shown.context["allocated"], shown.context["disbursed"]) == (20_000_000, 12_000_000)
    listed = office.get("/program/?periode=2019-T4").context
    assert (listed["ceiling"], listed["allocated"], listed["disbursed"]) == (
        24_000_000,
        20_000_000,
        12_000_000,
    )
    assert "Rp\u00a012.000.000" in office.get(f"/penerima/{recipient.pk}/").content.decode()


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("4.000.001", "melebihi pagu"), ("0", "lebih dari nol"), ("-5", "lebih dari nol"), ("1,5", "rupiah bulat"),
        ("1e6", "rupiah bulat"), ("", ""), ("9" * 25, "rupiah"), ("１２", "rupiah bulat"),
    ],
)  # fmt: skip
def test_an_allocation_that_does_not_fit_is_refused_in_words(office, programme, allocation, amount, told):
    refused = office.post(
        f"/program/{programme.pk}/alokasi/",
        {"ceiling": allocation.ceiling_id, "area": "18.02", "amount_idr": amount},
    )
    assert refused.status_code == 422
    assert refused.context["allocation_form"].errors
    assert told in refused.content.decode()
    assert Allocation.objects.count() == 1


def test_an_allocation_goes_to_a_kabupaten_of_the_programme(office, programme, allocation):
    for area in ("17.01", "18", "18.01.06", ""):
        refused = office.post(
            f"/program/{programme.pk}/alokasi/",
            {"ceiling": allocation.ceiling_id, "area": area, "amount_idr": "1"},
        )
        assert refused.status_code == 422, area
    assert Allocation.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_idr": "20.000.001"},
        {"village": "18.02.05"},
        {"village": "18.01.99.9999"},
        {"village": ""},
        {"decree_on": "x"},
    ],
)
def test_a_recipient_that_does_not_fit_is_shown_again(office, allocation, changes):
    form = {
        "name": "Sari",
        "village": "18.01.06",
        "amount_idr": "1.000.000",
        "decree_no": "8",
        "decree_on": "2019-07-01",
    }
    assert office.post(f"/alokasi/{allocation.pk}/penerima/", form | changes).status_code == 422
    assert Recipient.objects.count() == 0


def test_what_is_entered_twice_is_refused_not_broken(office, programme, allocation, recipient):
    again = office.post("/program/baru/", {"type_id": "startup_capital", "name": "Modal awal", "year": 2019})
    assert (again.status_code, Programme.objects.count()) == (422, 1)
    ceiling = {"source": "dak", "year": 2019, "amount_idr": "1", "document_no": "x"}
    assert office.post(f"/program/{programme.pk}/pagu/", ceiling).status_code == 422
    payment = {"amount_idr": "1.000.000", "paid_on": "2019-09-02", "document_no": "SP2D-1"}
    assert office.post(f"/penerima/{recipient.pk}/pencairan/", payment).status_code == 302
    assert office.post(f"/penerima/{recipient.pk}/pencairan/", payment).status_code == 422
    over = payment | {"amount_idr": "11.000.001", "document_no": "SP2D-2"}
    assert office.post(f"/penerima/{recipient.pk}/pencairan/", over).status_code == 422
    assert Disbursement.objects.count() == 1


def test_every_type_of_the_catalogue_can_be_entered(office):
    from naikkelas.reference.programme_types import all_types

    for type_id in all_types():
        assert (
            office.post("/program/baru/", {"type_id": type_id, "name": type_id, "year": 2019}).status_code
            == 302
        )
        shown = office.get(f"/program/{Programme.objects.get(type_id=type_id).pk}/")
        assert shown.status_code == 200
        assert shown.context["type"].stages


def test_a_person_is_not_named_to_an_evaluator(as_user, programme, recipient):
    evaluator = as_user(person("evaluator"))
    for path in (f"/program/{programme.pk}/", f"/penerima/{recipient.pk}/", "/cari/?q=Sari"):
        assert "Sari Uji" not in evaluator.get(path).content.decode(), path


def test_pages_show_what_stands_after_revisions_not_the_first_entry(office, programme, allocation, recipient):
    by, at = person("province"), NOW
    change = {"document_no": "Revisi-1", "decided_on": date(2019, 10, 1), "by": by, "at": at}
    actions.revise_ceiling(ceiling=allocation.ceiling, amount_idr=1_000_000, **change)
    actions.revise_allocation(allocation=allocation, amount_idr=2_000_000, **change)
    actions.revise_recipient(recipient=recipient, amount_idr=-3_000_000, **change)
    page = office.get(f"/program/{programme.pk}/")
    assert [c.now_idr for c in page.context["ceilings"]] == [25_000_000]
    for amount in ("Rp\u00a022.000.000", "Rp\u00a09.000.000"):
        assert amount in page.content.decode()
    assert "9.000.000" in office.get(f"/penerima/{recipient.pk}/").content.decode()


def test_a_kabupaten_is_told_where_the_ceiling_of_its_money_stands(as_user, allocation):
    page = as_user(person("regency")).get("/program/?periode=2019-T4").content.decode()
    assert "pagunya dicatat di tingkat provinsi" in page
    assert "Rp\xa020" in page
    assert (
        "pagunya dicatat" not in as_user(person("province")).get("/program/?periode=2019-T4").content.decode()
    )


def test_a_form_with_mistakes_says_so_at_its_top_and_at_the_fields(office, programme):
    page = office.post(
        f"/program/{programme.pk}/pagu/", {"source": "dak", "year": "x", "amount_idr": "banyak"}
    )
    told = page.content.decode()
    assert (page.status_code, told.count("Beberapa isian perlu diperiksa lagi")) == (422, 1)
    assert "Tulis jumlah rupiah bulat" in told
