"""One delivery: what the file says, the decision, its progress and its end."""

import pytest

from naikkelas.accounts.models import User
from naikkelas.intake import tasks
from naikkelas.intake.models import Delivery
from naikkelas.registry.models import Enterprise
from tests.doors.web.intake import HTMX, applied, decide, upload
from tests.factories import enterprise, person
from tests.factories.registry import enterprise_row, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def office(as_user, officer):
    return as_user(officer)


def text_of(office, delivery: Delivery, **headers: object) -> str:
    response = office.get(f"/impor/{delivery.pk}/", headers=headers)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_counts_problems_and_duplicates_stand_before_the_decision(office, officer):
    known = enterprise(officer)
    twin = {"person_nik": "9901011502807001"}
    rows = [
        enterprise_row(registration_no=known.registration_no),
        enterprise_row(**twin),
        enterprise_row(nib="12", **twin),
        enterprise_row(annual_sales_idr="banyak sekali"),
        enterprise_row("18.72"),
    ]
    text = text_of(office, upload(office, table("umkm_baku", rows), "rekap.csv"))
    assert "2 baru, 1 sudah terdaftar" in text
    assert (
        "<b>5</b></td><td><div><b>Omzet Setahun (Rp):</b> “banyak sekali” bukan jumlah rupiah bulat" in text
    )
    assert "milik Kota Metro, di luar wilayah tugas" in text
    assert "Terapkan 3 baris" in text
    assert '<b>NIB</b></td><td data-label="Catatan">NIB “…” bukan 13 angka' in text
    assert "9901011502807001" not in text


def test_the_page_speaks_the_readers_language(office, officer):
    User.objects.filter(pk=officer.pk).update(language="en")
    text = text_of(office, upload(office, table("umkm_baku", [enterprise_row(name="")])))
    assert "<b>Nama Usaha:</b> Must be filled." in text
    unknown = text_of(office, upload(office, b"satu;dua\n1;2\n"))
    assert "The column headings are not known" in unknown


def test_a_refused_file_says_why_and_offers_no_decision(office):
    text = text_of(office, upload(office, b"\xd0\xcf\x11\xe0" + b"\0" * 600))
    assert 'role="alert"' in text
    assert "buku kerja Excel lama" in text
    assert 'name="decision"' not in text


def test_the_fragment_asks_again_only_while_work_goes_on(office):
    delivery = upload(office, table("umkm_baku", [enterprise_row() for _ in range(4)]))
    looked = text_of(office, delivery, **HTMX)
    assert looked.startswith('<div id="state">')
    assert "hx-get" not in looked
    decide(office, delivery, "apply")
    Delivery.objects.filter(pk=delivery.pk).update(done=1)
    applying = text_of(office, delivery, **HTMX)
    assert f'hx-get="/impor/{delivery.pk}/" hx-trigger="every 1s"' in applying
    assert '<progress class="nk-prog" max="100" value="25">' in applying
    assert "1 dari 4 baris" in applying


def test_deciding_to_apply_applies_in_the_background(office):
    delivery = applied(office, upload(office, table("umkm_baku", [enterprise_row(), enterprise_row()])))
    assert delivery.state == "applied"
    text = text_of(office, delivery)
    assert "2 baru, 0 diperbarui, 0 tidak berubah" in text
    assert f'href="/impor/{delivery.pk}/batalkan/"' in text
    assert Enterprise.objects.count() == 2


def test_deciding_twice_is_refused_with_a_page(office):
    delivery = upload(office, table("umkm_baku", [enterprise_row()]))
    decide(office, delivery, "apply")
    again = decide(office, delivery, "apply")
    assert again.status_code == 409
    assert "tidak sedang menunggu keputusan" in again.content.decode()
    tasks.apply_delivery.func(delivery.pk, delivery.received_by_id)
    assert decide(office, delivery, "discard").status_code == 409
    assert Enterprise.objects.count() == 1


def test_undoing_takes_the_import_back(office):
    delivery = applied(office, upload(office, table("umkm_baku", [enterprise_row()])))
    assert decide(office, delivery, "undo").status_code == 302
    assert Enterprise.objects.count() == 0
    text = text_of(office, delivery)
    assert "Impor dibatalkan" in text
    assert "Tidak ada isi berkas ini dalam daftar" in text


def test_discarding_applies_nothing(office):
    delivery = upload(office, table("umkm_baku", [enterprise_row()]))
    assert decide(office, delivery, "discard").status_code == 302
    assert Enterprise.objects.count() == 0
    assert 'name="decision"' not in text_of(office, delivery)


def test_an_unknown_decision_is_404(office):
    assert decide(office, upload(office, table("umkm_baku", [enterprise_row()])), "bakar").status_code == 404


def test_another_offices_delivery_does_not_exist(office, as_user):
    delivery = upload(office, table("umkm_baku", [enterprise_row(name="")]))
    stranger = as_user(person("regency", "18.02"))
    for path in ("", "perbaikan.xlsx"):
        assert stranger.get(f"/impor/{delivery.pk}/{path}").status_code == 404
    assert decide(stranger, delivery, "discard").status_code == 404
    assert Delivery.objects.get().state == "looked"


def test_a_page_of_problems_costs_the_same_however_many_there_are(office, django_assert_max_num_queries):
    delivery = upload(office, table("umkm_baku", [enterprise_row(name="", year="x") for _ in range(120)]))
    with django_assert_max_num_queries(11):
        page = office.get(f"/impor/{delivery.pk}/?hal=2")
    assert page.content.decode().count("Wajib diisi") >= 50
