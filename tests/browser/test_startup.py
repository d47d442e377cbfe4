"""Start-up capital in a real browser: one person from the call to survival and growth after a year, with Rp 12 million."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.filling import fill, fill_in, give_money, path_of, send
from tests.browser.visiting import begin_visit, choose, plan_visit, send_visit, verify_visit, write
from tests.factories.photos import photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROGRAMME, CALL, NAME = "Wirausaha pesisir", "Panggilan pesisir 2019", "Calon Pesisir (contoh)"
NIKS = ("9913010203950001", "9913010203950002")
PROPOSAL = {
    "phone": "081299990001", "education": "senior", "occupation": "other", "id_card": "valid", "tax_id": "09.254.294.3-407.123",
    "trained": "yes", "trained_on": "2018-11-05", "business_name": "Keripik Pesisir", "business_kind": "production",
    "product": "Keripik ikan", "business_address": "Jl. Pantai 1", "started_on": "2018-01-10", "licence": "iumk", "workers": "2",
    "sales_month_idr": "9.000.000", "cost_month_idr": "6.000.000", "asked_idr": "12.000.000", "account": "active",
    "bank": "Bank Contoh", "account_no": "990011223344", "plan_equipment": "7.000.000", "plan_working_capital": "5.000.000",
}  # fmt: skip
REPORT = {
    "received_idr": "11.500.000", "received_on": "2019-02-20", "working_capital_idr": "4.500.000", "investment_idr": "7.000.000",
    "workers_after": "3", "sales_after_idr": "12.500.000", "profit_before_idr": "3.000.000", "profit_after_idr": "4.400.000",
    "marketing": "Warung, pasar, dan pesanan lewat telepon.", "b0-used_on": "2019-02-26", "b0-category": "equipment",
    "b0-amount_idr": "7.000.000", "b0-remark": "Mesin pengiris", "b1-used_on": "2019-03-05", "b1-category": "working_capital",
    "b1-amount_idr": "4.500.000", "b1-remark": "Ikan dan minyak",
}  # fmt: skip


ROUNDS = {
    3: ("2019-05-02", "2019", "2", "2019-05-21T10:00:00+07:00", "9500000", "2"),
    6: ("2019-08-01", "2019", "3", "2019-08-22T10:00:00+07:00", "11000000", "2"),
    12: ("2020-02-03", "2020", "1", "2020-02-21T10:00:00+07:00", "12500000", "3"),
}
"""Months after the transfer: the cycle's opening day, year and quarter, the phone's clock, sales and workers then."""


def picture(colour: str) -> dict:
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": photo(colour)}


def test_start_up_capital_from_the_call_to_survival(sign_in, new_context, served):
    province, officer = sign_in("provinsi"), sign_in("dinas1813")
    give_money(province, "startup_capital", PROGRAMME, source="apbn_dekon", area="18.13", amount="24.000.000")
    call = the_call_is_opened(province)
    two_propose_and_one_meets_every_requirement(officer, call)
    recipient = the_best_is_named_and_paid(province, call)
    phone = new_context(
        base_url=served.url, locale="id-ID", viewport={"width": 390, "height": 844}
    ).new_page()
    the_recipient_reports_by_link_and_code(officer, phone, recipient)
    the_office_verifies_and_the_missing_money_is_a_finding(officer, recipient)
    enumerator = sign_in("petugas1813-1", width=390, has_touch=True)
    for months in ROUNDS:
        visited_after(months, province, officer, enumerator)
    it_survives_and_grows(officer, recipient)


def the_call_is_opened(page: Page) -> str:
    page.goto("/wirausaha-pemula/baru/")
    page.locator("[name=programme]").select_option(label=f"{PROGRAMME} 2019")
    fill(
        page, "Buka panggilan", title=CALL, opens_on="2019-01-02", closes_on="2019-01-31", min_idr="10.000.000",
        max_idr="12.000.000", places_count="1",
    )  # fmt: skip
    expect(page.get_by_role("heading", level=1)).to_contain_text(CALL)
    return path_of(page)


def two_propose_and_one_meets_every_requirement(page: Page, call: str) -> None:
    for number, name, changes in (
        (NIKS[0], NAME, {}),
        (NIKS[1], "Calon Kedua (contoh)", {"education": "primary"}),
    ):
        page.goto(f"{call}usulan-baru/")
        fill(
            page, "Simpan draf dan lanjutkan", person_nik=number, name=name, area="18.13.01", received_on="2019-01-10"
        )  # fmt: skip
        fill(page, "Simpan", **PROPOSAL | changes)
        page.locator("[name=jenis]").select_option("photo_place")
        page.locator("input[type=file]").set_input_files(picture("green"))
        page.get_by_role("button", name="Tambah", exact=True).click()
        page.get_by_role("button", name="Ajukan dan nilai").click()
    expect(page.get_by_text("Tidak memenuhi syarat").first).to_be_visible()
    page.goto(call)
    expect(page.locator("tbody tr", has_text=NAME)).to_contain_text("12.000.000")
    expect(page.locator("tbody tr", has_text="Calon Kedua")).to_contain_text("SLTP")


def the_best_is_named_and_paid(page: Page, call: str) -> str:
    page.goto(f"{call}penetapan/")
    expect(page.locator("[name=usulan]")).to_have_count(1)
    fill(page, "Tetapkan yang terpilih dalam SK", decree_no="13/KEP/2019", decree_on="2019-02-04")
    page.wait_for_url(f"**{call}")
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("link", name="Keputusan dan uang").click()
    recipient = path_of(page)
    send(page, "pencairan", amount_idr="12.000.000", paid_on="2019-02-20", document_no="SP2D-WP-13")
    expect(page.get_by_role("cell", name="SP2D-WP-13")).to_be_visible()
    return recipient


def the_recipient_reports_by_link_and_code(office: Page, phone: Page, recipient: str) -> None:
    office.goto(f"{recipient.replace('/penerima/', '/wirausaha-pemula/laporan/')}")
    office.get_by_role("button", name="Buat surat").click()
    letter = office.locator("main").inner_text()
    phone.goto(re.search(r"/lapor/[a-z2-7]{52}/", letter)[0])
    fill(phone, "Buka laporan saya", kode="AAAA-AAAA")
    expect(phone.get_by_role("alert")).to_contain_text("bukan kode surat ini")
    fill(phone, "Buka laporan saya", kode=re.search(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}\b", letter)[0])
    expect(phone.locator("[name=name]")).to_have_value(NAME)
    fill_in(phone.locator("form", has=phone.locator("[name=kirim]")), REPORT)
    for line in ("b0", "b1"):
        phone.locator(f"[name={line}-nota]").set_input_files(picture("white"))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.get_by_role("button", name="Kirim laporan").click()
    expect(phone.get_by_text("Terima kasih")).to_be_visible()
    expect(phone.get_by_text("Rp 11.500.000").first).to_be_visible()


def the_office_verifies_and_the_missing_money_is_a_finding(page: Page, recipient: str) -> None:
    page.goto(f"{recipient.replace('/penerima/', '/wirausaha-pemula/laporan/')}")
    expect(page.get_by_text("kurang dari yang ditransfer", exact=True)).to_be_visible()
    for step in ("Diterima", "Diproses", "Diverifikasi"):
        page.get_by_role("button", name=step, exact=True).click()
    page.goto(recipient)
    expect(page.locator("tbody tr", has_text="Peralatan")).to_contain_text("7.000.000")
    page.get_by_role("link", name=re.compile("diterima kurang dari yang ditransfer")).click()
    expect(page.locator("main")).to_contain_text("Rp 500.000")


def visited_after(months: int, province: Page, officer: Page, phone: Page) -> None:
    """The round after so many months: a cycle of its quarter, the visit on the phone as of then, verified."""
    opens_on, year, quarter, at, sales, workers = ROUNDS[months]
    visit = plan_visit(
        province, officer, cycle=f"Monev {PROGRAMME} +{months}", programme=f"{PROGRAMME} 2019", area="Kab. Pesisir Barat",
        enumerator="Petugas Lapangan 1 Pesisir Barat (contoh) – Kab. Pesisir Barat", year=year, quarter=quarter,
        opens_on=opens_on,
    )  # fmt: skip
    begin_visit(phone, NAME, at)
    choose(phone, "Ditemukan?", "Ditemukan")
    write(phone, "Jumlah yang diterima (Rp)", "11500000")
    choose(phone, "Ada potongan?", "Tidak")
    write(phone, "Jumlah (Rp)", "11500000")
    choose(phone, "Penggunaan dibanding proposal", "Sesuai")
    choose(phone, "Nota dan kuitansi", "Lengkap")
    choose(phone, "Keadaan usaha", "Berjalan")
    write(phone, "Omzet sebulan sebelum bantuan (Rp)", "9000000")
    write(phone, "Omzet sebulan sekarang (rata-rata 3 bulan) (Rp)", sales)
    write(phone, "Tenaga kerja sebelum bantuan, termasuk pemilik", "2")
    write(phone, "Tenaga kerja tidak dibayar, termasuk pemilik", workers)
    choose(phone, "Izin usaha (NIB)", "Sudah ada")
    send_visit(phone)
    verify_visit(officer, visit)


def it_survives_and_grows(officer: Page, recipient: str) -> None:
    officer.goto("/wirausaha-pemula/kunjungan/")
    row = officer.locator("tbody tr", has_text=NAME)
    expect(row.get_by_text("Dikunjungi", exact=True)).to_have_count(3)
    officer.goto("/wirausaha-pemula/hasil/")
    alive = officer.locator("tbody tr", has_text="Masih berjalan")
    expect(alive).to_contain_text("100")
    sales = officer.locator("tbody tr", has_text="Median omzet sebulan saat kunjungan").locator("td")
    expect(sales.last).to_contain_text("12.500.000")
    officer.goto(f"{recipient}lacak/")
    way = officer.locator(".nk-timeline")
    for text in ("WP2019-", "DIPA Wirausaha pesisir", "13/KEP/2019", "SP2D-WP-13", "Rp 12.000.000"):
        expect(way).to_contain_text(text)
    expect(way.get_by_text("Kunjungan", exact=True)).to_have_count(3)
    expect(way.get_by_text("Indikator", exact=True)).to_have_count(1)
