"""One market in a real browser, from the proposal to the report, with the Rp 950 million of the programme of 2019."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.filling import fill, path_of, send
from tests.browser.visiting import begin_visit, choose, plan_visit, send_visit, verify_visit, write
from tests.factories.photos import photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME, PROGRAMME = "Pasar Rakyat Wira Bangun", "Pasar perbatasan"


def test_a_market_from_the_proposal_to_the_report(sign_in):
    province, officer = sign_in("provinsi"), sign_in("dinas1811")
    the_province_gives_money(province)
    address = the_office_proposes(officer)
    documents_and_site_are_checked(officer, address)
    the_province_decides_and_contracts(province, address)
    the_works_go_week_by_week(officer, address)
    recipient = it_is_paid_and_used(province, officer, address)
    the_market_is_handed_over_granted_and_managed(officer, address)
    it_is_visited(province, officer, sign_in("petugas1811-1", width=390, has_touch=True))
    it_is_used_and_monitored(officer, address)
    the_report_is_issued(province, recipient)
    every_rupiah_is_traced(province, recipient)
    the_page_tells_it_all(sign_in("provinsi", width=390, has_touch=True), address)


def the_province_gives_money(page: Page) -> None:
    page.goto("/program/baru/?jenis=market_revitalisation")
    fill(page, "Simpan", name=PROGRAMME, year="2019")
    programme = page.url
    send(page, "pagu", source="apbn_tp", year="2019", amount_idr="950.000.000", document_no="DIPA-950")
    page.wait_for_url(programme)
    send(page, "alokasi", area="18.11", amount_idr="950.000.000")
    expect(page.locator("tr", has_text="Kab. Mesuji")).to_contain_text("950.000.000")


def the_office_proposes(page: Page) -> str:
    page.goto("/pasar/")
    page.get_by_role("link", name="Catat usulan").click()
    page.locator("[name=programme]").select_option(label=f"{PROGRAMME} 2019")
    fill(
        page, "Simpan", name=NAME, area="18.11.01", proposer="Koperasi Wira Bangun", proposed_on="2019-02-01",
        requested_idr="950.000.000",
    )  # fmt: skip
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    return path_of(page)


def meet(page: Page, address: str, *requirements: str) -> None:
    for requirement in requirements:
        page.goto(f"{address}syarat/{requirement}/")
        fill(page, "Simpan", state="met", document_no=f"1/{requirement}")
        page.wait_for_url(f"**{address}")


def reach(page: Page, address: str, stage: str, **values: str) -> None:
    page.goto(f"{address}tahap/{stage}/")
    fill(page, "Catat tahap", **values)
    page.wait_for_url(f"**{address}")


def documents_and_site_are_checked(page: Page, address: str) -> None:
    page.goto(f"{address}tahap/documents_checked/")
    fill(page, "Catat tahap", reached_on="2019-02-20", grade="B")
    expect(page.get_by_role("alert")).to_contain_text("Alas hak tanah")
    meet(page, address, "request_letter", "business_proposal", "legal_cooperative", "land_title")
    reach(page, address, "documents_checked", reached_on="2019-02-20", grade="B")
    meet(page, address, "traditional_market", "near_traders", "regent_recommendation")
    reach(
        page,
        address,
        "site_seen",
        reached_on="2019-03-04",
        reason="Pernyataan pedagang menyusul minggu depan.",
    )
    expect(page.get_by_text("Pernyataan pedagang menyusul minggu depan.").first).to_be_visible()
    meet(page, address, "site_minutes")


def the_province_decides_and_contracts(page: Page, address: str) -> None:
    page.goto(f"{address}sk/")
    fill(page, "Catat SK", amount_idr="950.000.000", decree_no="99/SK/2019", decree_on="2019-04-15")
    page.wait_for_url(f"**{address}")
    page.goto(f"{address}paket/")
    fill(
        page, "Simpan", name="Pembangunan pasar", contractor="CV Uji", contract_no="KTR-99", signed_on="2019-05-06",
        amount_idr="898.500.000", starts_on="2019-05-13", ends_on="2019-06-10",
    )  # fmt: skip
    expect(page.get_by_text("Rp 898.500.000")).to_be_visible()


def the_works_go_week_by_week(page: Page, address: str) -> None:
    meet(page, address, "award_letter", "start_order", "work_schedule")
    reach(page, address, "contracted", reached_on="2019-05-06")
    reach(page, address, "construction", reached_on="2019-05-13")
    page.get_by_role("link", name=re.compile("Pembangunan pasar")).click()
    fill(page, "Simpan rencana", planned="20\n50\n80\n100")
    for number, share in enumerate(("12,5", "38", "76", "100"), 1):
        fill(page, "Simpan minggu", number=str(number), actual_bp=share)
        expect(page.locator("tbody tr").nth(number - 1)).to_contain_text(share)
    expect(page.locator("tbody tr").nth(1)).to_contain_text("Kritis")
    expect(page.locator("svg.nk-bars.nk-wide")).to_be_visible()
    page.goto(f"{address}foto/")
    fill(page, "Simpan titik", name="Depan")
    for day, colour in (("2019-05-19", "red"), ("2019-06-09", "blue")):
        page.goto(f"{address}foto/")
        if not page.locator("input[type=file]").is_visible():
            page.get_by_text("Tambah foto dari titik ini").click()
        file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(colour)}
        page.locator("input[type=file]").set_input_files(file)
        fill(page, "Tambahkan foto", taken_on=day)
    expect(page.locator(".nk-photos img")).to_have_count(2)


def it_is_paid_and_used(province: Page, officer: Page, address: str) -> str:
    """Two payments by the contract; the office enters what was paid for the building; Rp 51.5 million stay unspent."""
    province.goto(address)
    province.get_by_role("link", name=re.compile("^0%|^0,0%")).click()
    recipient = path_of(province)
    for number, amount, day in ((1, "539.100.000", "2019-05-27"), (2, "359.400.000", "2019-06-14")):
        send(province, "pencairan", amount_idr=amount, paid_on=day, document_no=f"SP2D-99-{number}")
        expect(province.locator("main")).to_contain_text(f"SP2D-99-{number}")
    for number, amount, day in ((1, "539.100.000", "2019-05-28"), (2, "359.400.000", "2019-06-17")):
        officer.goto(f"{recipient}lacak/")
        send(officer, "penggunaan", **{
            "use-category": "construction", "use-amount_idr": amount, "use-used_on": day, "use-receipt_no": f"KW-99-{number}",
        })  # fmt: skip
        expect(officer.locator(".nk-timeline")).to_contain_text(f"KW-99-{number}")
    return recipient


def the_market_is_handed_over_granted_and_managed(page: Page, address: str) -> None:
    meet(page, address, "pho_minutes", "manager_decree")
    reach(page, address, "handed_over", reached_on="2019-06-12", document_no="PHO-99")
    page.goto(f"{address}tahap/granted/")
    fill(page, "Catat tahap", reached_on="2019-12-16", document_no="BAST-99")
    expect(page.get_by_role("alert")).to_contain_text("FHO")
    page.goto(address)
    page.get_by_role("button", name="Dalam proses").click()
    meet(page, address, "fho_minutes", "grant_request", "grant_minutes")
    reach(page, address, "granted", reached_on="2019-12-16", document_no="BAST-99")
    expect(page.locator("main")).to_contain_text("BAST-99, 16 Desember 2019")
    page.goto(f"{address}pengelola/")
    page.locator("[name=cooperative]").first.check()
    fill(page, "Tunjuk", from_on="2019-07-01")
    page.wait_for_url(f"**{address}")
    reach(page, address, "managed", reached_on="2019-07-01")


def it_is_visited(province: Page, officer: Page, phone: Page) -> None:
    visit = plan_visit(
        province, officer, cycle=f"Monev {PROGRAMME}", programme=f"{PROGRAMME} 2019", area="Kab. Mesuji",
        enumerator="Petugas Lapangan 1 Mesuji (contoh) – Kab. Mesuji", year="2019", quarter="4", opens_on="2020-02-10",
    )  # fmt: skip
    begin_visit(phone, NAME, "2020-03-13T10:00:00+07:00")
    choose(phone, "Ditemukan?", "Ditemukan")
    for question, number in (
        ("Kemajuan fisik (%)", "100"), ("Kios dibangun", "16"), ("Kios terisi", "12"), ("Los/lapak dibangun", "46"),
        ("Los/lapak terisi", "38"), ("Pedagang laki-laki", "20"), ("Pedagang perempuan", "30"),
    ):  # fmt: skip
        write(phone, question, number)
    for question, answer in (
        ("Kondisi bangunan", "Baik"), ("Fungsi pasar", "Sesuai"), ("Pengelola", "Koperasi"),
        ("BAST sudah ditandatangani?", "Ya"), ("Hibah BMN ke pemerintah daerah", "Selesai"),
    ):  # fmt: skip
        choose(phone, question, answer)
    file = {"name": "depan.jpg", "mimeType": "image/jpeg", "buffer": photo("green")}
    phone.locator(".question-container", has_text="Foto tampak depan").locator(
        "input[type=file]"
    ).set_input_files(file)
    phone.get_by_role("button", name="Pakai foto").click()
    send_visit(phone)
    verify_visit(officer, visit)


def it_is_used_and_monitored(page: Page, address: str) -> None:
    page.goto(f"{address}hitungan/")
    fill(
        page, "Simpan", counted_on="2020-03-02", kiosks_built="16", kiosks_let="14", kiosks_open="12", stalls_built="46",
        stalls_let="40", stalls_open="39", traders_male="20", traders_female="31", traders_members="44",
    )  # fmt: skip
    page.goto(f"{address}tahun/")
    fill(page, "Simpan", year="2019", rent_idr="24.000.000", levy_idr="9.000.000", cost_idr="21.500.000")
    page.wait_for_url(f"**{address}")
    reach(page, address, "monitored", reached_on="2020-03-04")


def the_report_is_issued(page: Page, recipient: str) -> None:
    """Form A of PP 39/2006 of the kabupaten tells the market as the ledger and the weeks have it."""
    page.goto("/laporan/?wilayah=18.11&periode=2019-T4")
    form = page.locator("form", has=page.locator("[name=report][value=pp39_a]"))
    form.filter(has=page.locator("[name=kasus][value=tp]")).get_by_role("button").click()
    row = page.locator("tbody tr", has_text=PROGRAMME).first
    for text in ("950.000.000", "898.500.000", "94,6%", "100,0%", "1 dari 1 sarana"):
        expect(row).to_contain_text(text)


def every_rupiah_is_traced(page: Page, recipient: str) -> None:
    page.goto(f"{recipient}lacak/")
    way = page.locator(".nk-timeline")
    for step, text in (
        ("Proposal", "Rp 950.000.000"), ("Baris anggaran", "DIPA-950"), ("Alokasi", PROGRAMME), ("Kontrak", "KTR-99"),
        ("Aset", "99/SK/2019"), ("Penggunaan", "KW-99-2"), ("Kunjungan", "13 Maret 2020"), ("Indikator", "Triwulan IV 2019"),
        ("Laporan", "pp39_a-tp-18.11"),
    ):  # fmt: skip
        expect(way.locator("li", has_text=step).filter(has_text=text).first).to_be_visible()
    expect(page.locator(".nk-kpi", has_text="Belum dipertanggungjawabkan")).to_contain_text("Rp 0")
    page.goto("/program/lacak/?tahun=2019&q=SP2D-99-1")
    expect(page.locator("tbody tr", has_text=NAME)).to_contain_text("898.500.000")
    expect(page.locator(".nk-say-good")).to_contain_text("tepat sama")


def the_page_tells_it_all(page: Page, address: str) -> None:
    page.goto(address)
    main = page.locator("main")
    expect(page.locator(".nk-steps [aria-current]")).to_contain_text("Monev")
    for text in ("Rp 950 juta", "Rp 898,5 juta", "100,00%", "12 / 16", "39 / 46", "38 / 46", "11.500.000"):
        expect(main.get_by_text(text).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
