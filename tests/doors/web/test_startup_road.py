"""The whole road through the pages: call, proposal, checks, decree, transfer, letter, the recipient's report, verified."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from naikkelas.kit import clock
from naikkelas.programmes import actions
from naikkelas.programmes.models import Application, Call, Recipient, SelfReport
from tests.conftest import NOW
from tests.factories.people import person
from tests.factories.startup import JPEG
from tests.slices.test_startup_reports import VALUES

pytestmark = pytest.mark.django_db
NIK = "9901011502891234"
PROPOSAL = {
    "name": "Calon Uji",
    "phone": "081234567890",
    "education": "senior",
    "occupation": "other",
    "id_card": "valid",
    "tax_id": "09.254.294.3-407.123",
    "trained": "yes",
    "trained_on": "2019-06-01",
    "business_name": "Keripik Uji",
    "business_kind": "production",
    "product": "Keripik",
    "business_address": "Jl. Uji 1",
    "started_on": "2018-06-01",
    "licence": "iumk",
    "workers": "2",
    "sales_month_idr": "9.000.000",
    "cost_month_idr": "6.000.000",
    "asked_idr": "12.000.000",
    "account": "active",
    "bank": "Bank Uji",
    "account_no": "998877665544",
    "plan_equipment": "7.000.000",
    "plan_working_capital": "5.000.000",
}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="naikkelas.web.signed_in.Backend")
    return client


def test_from_call_to_verified_report():
    boss, dinas = person("province"), person("regency")
    province, officer = signed_in(boss), signed_in(dinas)
    programme = actions.add_programme(
        type_id="startup_capital", name="Wirausaha pemula", year=2020, area="18", by=boss, at=NOW
    )
    ceiling = actions.set_ceiling(
        programme=programme,
        source="apbn_dekon",
        year=2020,
        amount_idr=24_000_000,
        document_no="DIPA",
        by=boss,
        at=NOW,
    )
    actions.allocate(ceiling=ceiling, area="18.01", amount_idr=24_000_000, by=boss, at=NOW)

    sent = {
        "programme": programme.pk,
        "title": "Panggilan 2020",
        "opens_on": "2020-03-01",
        "closes_on": "2020-03-20",
        "min_idr": "10.000.000",
        "max_idr": "12.000.000",
        "places_count": "2",
    }
    assert province.post("/wirausaha-pemula/baru/", sent).status_code == 302
    call = Call.objects.get()
    start = {"person_nik": NIK, "name": "Calon Uji", "area": "18.01.06.2018", "received_on": "2020-03-10"}
    refused = officer.post(f"/wirausaha-pemula/{call.pk}/usulan-baru/", start | {"person_nik": "12"})
    assert refused.status_code == 422
    assert officer.post(f"/wirausaha-pemula/{call.pk}/usulan-baru/", start).status_code == 302
    row = Application.objects.get()
    base = f"/wirausaha-pemula/usulan/{row.pk}/"
    assert officer.post(base + "ubah/", PROPOSAL).status_code == 302
    form = officer.get(base + "ubah/").content.decode()
    assert "998877665544" not in form
    assert NIK not in form

    officer.post(base + "langkah/", {"langkah": "ajukan"})
    page = officer.get(base).content.decode()
    assert "Ada 1 bagian proposal yang belum lengkap." in page  # no photo yet
    photo = SimpleUploadedFile("usaha.jpg", JPEG, "image/jpeg")
    assert officer.post(base + "berkas/", {"jenis": "photo_place", "berkas": photo}).status_code == 302
    officer.post(base + "langkah/", {"langkah": "nilai"})
    page = officer.get(base).content.decode()
    assert "Memenuhi syarat" in page
    assert "990101••••••1234" in page
    assert "••••5544" in page
    assert (
        officer.get(f"{base}berkas/{row.files.get().pk}/")
        .headers["Content-Disposition"]
        .startswith("attachment")
    )

    decide = f"/wirausaha-pemula/{call.pk}/penetapan/"
    chosen = {
        "usulan": row.pk,
        f"nilai-{row.pk}": "11.000.000",
        "decree_no": "08/KEP/2020",
        "decree_on": "2020-04-01",
    }
    clock.set_to(NOW.replace(month=4, day=2))
    assert province.post(decide, chosen | {f"nilai-{row.pk}": "banyak"}).status_code == 422
    assert province.post(decide, chosen).status_code == 302
    recipient = Recipient.objects.get()
    assert recipient.amount_idr == 11_000_000
    assert officer.get(f"/penerima/{recipient.pk}/").status_code == 200

    letter = f"/penerima/{recipient.pk}/surat-laporan/"
    assert officer.post(letter).status_code == 409
    actions.disburse(
        recipient=recipient,
        amount_idr=11_000_000,
        paid_on=date(2020, 4, 2),
        document_no="SP2D-1",
        by=boss,
        at=NOW.replace(month=4),
    )
    assert officer.post(letter).status_code == 302
    printed = officer.get(letter + "cetak/").content.decode()
    token, code = (
        re.search(r"/lapor/([a-z2-7]{52})/", printed),
        re.search(r"[A-Z2-7]{4}-[A-Z2-7]{4}", printed),
    )
    assert token
    assert code

    clock.set_to(NOW.replace(month=5))
    phone = Client()
    assert phone.post(f"/lapor/{token[1]}/", {"kode": code[0]}).status_code == 302
    values = VALUES | {"received_on": date(2020, 4, 2), "received_idr": 11_000_000}
    report = {k: v.isoformat() if isinstance(v, date) else str(v) for k, v in values.items()}
    line = {
        "b0-used_on": "2020-04-20",
        "b0-category": "equipment",
        "b0-amount_idr": "6.000.000",
        "kirim": "1",
    }
    assert phone.post(f"/lapor/{token[1]}/isi/", report | line).status_code == 302
    for step in ("received", "processing", "verified"):
        moved = officer.post(
            f"/wirausaha-pemula/laporan/{recipient.pk}/langkah/", {"ke": step, "catatan": ""}
        )
        assert moved.status_code == 302
    assert SelfReport.objects.get().state == "verified"
    assert recipient.uses.get().amount_idr == 6_000_000
    page = officer.get(f"/wirausaha-pemula/laporan/{recipient.pk}/").content.decode()
    assert "Menyimpang dari rencana" in page
    assert "Terima kasih" in phone.get(f"/lapor/{token[1]}/isi/").content.decode()
    for path in (
        "laporan/",
        "kunjungan/",
        "hasil/",
        "usulan/",
        "usulan/?unduh=csv",
        "kunjungan/?keadaan=coming&unduh=xlsx",
    ):
        assert officer.get(f"/wirausaha-pemula/{path}").status_code == 200, path
