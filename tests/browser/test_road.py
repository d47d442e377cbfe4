"""The whole road in a real browser: from the province's board to the report, through every hand it passes.

Kabupaten Mesuji (18.11) has done nothing yet when the demonstration begins.
"""

import io

import openpyxl
import pymupdf
import pytest
from playwright.sync_api import Page, expect

from naikkelas.instruments.spreadsheet import layouts

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def workbook() -> bytes:
    """Three rows in a built-in layout: one good, one NIK as a number, one amount in words."""
    columns = layouts()["umkm_baku"].columns
    good = {
        "registration_no": "MSJ-1", "name": "Keripik Mesuji", "owner_name": "Pemilik Contoh", "person_nik": "9911010203800001",
        "sex": "L", "regency": "Mesuji", "district": "Mesuji", "village": "Wira Bangun", "sector": "Kuliner", "year": "2019",
        "annual_sales_idr": "90000000",
    }  # fmt: skip
    rows = [
        good,
        good | {"registration_no": "MSJ-2", "name": "Tahu Mesuji", "person_nik": 9911010203800002},
        good | {"registration_no": "MSJ-3", "name": "Kopi Mesuji", "annual_sales_idr": "banyak"},
    ]  # fmt: skip
    book = openpyxl.Workbook()
    book.active.append(list(columns))
    for row in rows:
        book.active.append([row.get(field, "") for field in columns.values()])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_cycle_from_the_board_to_the_report(sign_in, tmp_path):
    province = sign_in("provinsi")
    the_board_shows_fifteen_areas(province)
    officer = sign_in("dinas1811")
    a_workbook_with_bad_rows_comes_back(officer, tmp_path)
    label = a_visit_is_assigned(officer)
    a_visit_is_filled_without_a_signal_and_arrives(sign_in("petugas1811-1", width=390, has_touch=True), label)
    the_office_verifies_and_sends(officer, label)
    the_province_accepts(province)
    a_finding_is_acted_on_and_closed_by_another(officer, province, label)
    the_report_is_issued(province)


def the_board_shows_fifteen_areas(page: Page) -> None:
    page.get_by_role("link", name="Papan wilayah").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Monev program strategis 2019")
    expect(page.locator("tbody tr")).to_have_count(15)
    expect(page.locator("tbody tr", has_text="Kab. Mesuji")).to_contain_text("terlambat")
    expect(page.locator("svg.nk-map a")).to_have_count(15)


def a_workbook_with_bad_rows_comes_back(page: Page, folder) -> None:
    page.get_by_role("link", name="Impor data").first.click()
    file = {"name": "umkm-mesuji.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Kirim dan periksa").click()
    page.get_by_role("button", name="Terapkan 1 baris").click()
    expect(page.get_by_text("1 baru, 0 diperbarui")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh dalam format Anda").click()
    back = folder / "perbaikan.xlsx"
    download.value.save_as(back)
    returned = [[c.value for c in row] for row in openpyxl.load_workbook(back).active.iter_rows()]
    texts = " ".join(str(v) for row in returned for v in row)
    assert "Tahu Mesuji" in texts
    assert "Kopi Mesuji" in texts
    assert "Keripik Mesuji" not in texts


def a_visit_is_assigned(page: Page) -> str:
    page.get_by_role("link", name="Beranda").first.click()
    page.get_by_role("link", name="Pekerjaan wilayah saya").click()
    row = page.locator("tbody tr", has_text="Kunjungan koperasi").first
    label = row.locator("a").first.inner_text()
    row.get_by_role("checkbox").check()
    page.locator("select[name=to]").select_option(label="Petugas Lapangan 1 Mesuji (contoh) – Kab. Mesuji")
    page.get_by_role("button", name="Tugaskan").click()
    expect(page.get_by_text("1 kunjungan ditugaskan kepada")).to_be_visible()
    return label


def a_visit_is_filled_without_a_signal_and_arrives(page: Page, label: str) -> None:
    expect(page.get_by_text("Siap dipakai tanpa sinyal sejak")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    page.locator("article", has_text=label).get_by_role("link", name="Mulai kunjungan").click()
    page.get_by_text("Tidak dikenal di sana").click()
    page.get_by_label("Catatan petugas").fill("Kantor kosong, tetangga tidak mengenal koperasinya.")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "kantor.png", "mimeType": "image/png", "buffer": PIXEL}
    )
    page.get_by_role("button", name="Pakai foto").click()
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.locator("article", has_text=label)).to_contain_text("menunggu sinyal")
    page.reload()
    expect(page.locator("#nk-queue")).to_contain_text("1 kunjungan menunggu sinyal")
    page.context.set_offline(False)
    expect(page.get_by_text("1 terkirim")).to_be_visible()
    expect(page.locator("#nk-queue")).to_contain_text("Semua kunjungan terkirim")


def the_office_verifies_and_sends(page: Page, label: str) -> None:
    page.get_by_role("link", name="Kunjungan", exact=True).first.click()
    for _ in range(20):  # the worker reads what arrived within a second or two
        if page.get_by_role("link", name=label).count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.get_by_role("link", name=label).first.click()
    expect(page.get_by_text("Tidak dikenal di sana")).to_be_visible()
    expect(page.locator(".nk-photos img")).to_have_count(1)
    page.get_by_role("button", name="Verifikasi").click()
    expect(page.get_by_text("Kunjungan telah diverifikasi.")).to_be_visible()
    page.get_by_role("link", name="Beranda").first.click()
    page.get_by_role("link", name="Pekerjaan wilayah saya").click()
    page.get_by_label("Mengapa tidak semua dikunjungi").fill(
        "Jalan ke kampung lain terputus banjir sampai tenggat."
    )
    page.get_by_role("button", name="Kirim ke provinsi").click()
    expect(page.get_by_text("Sudah dikirim ke provinsi.")).to_be_visible()


def the_province_accepts(page: Page) -> None:
    page.get_by_role("link", name="Beranda").first.click()
    page.get_by_role("link", name="Kab. Mesuji telah mengirim hasilnya").click()
    page.get_by_role("button", name="Terima dan kunci").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Diterima, terkunci")


def a_finding_is_acted_on_and_closed_by_another(officer: Page, province: Page, label: str) -> None:
    officer.get_by_role("link", name="Temuan", exact=True).first.click()
    officer.locator("tbody tr", has_text=label).get_by_role("link").first.click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("Koperasi tidak ditemukan")
    officer.get_by_label("Apa yang telah dilakukan").fill(
        "Pengurus ditemukan di alamat baru; data diperbarui."
    )
    evidence = {"name": "berita-acara.png", "mimeType": "image/png", "buffer": PIXEL}
    officer.locator("#evidence").set_input_files(evidence)
    officer.get_by_role("button", name="Simpan tindakan").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("Menunggu verifikasi")
    expect(officer.get_by_role("button", name="Tutup temuan")).to_have_count(0)
    province.goto(officer.url)
    province.get_by_label("Keterangan").fill("Bukti diperiksa dan sesuai.")
    province.get_by_role("button", name="Tutup temuan").click()
    expect(province.get_by_role("heading", level=1)).to_contain_text("Sesuai")


def the_report_is_issued(page: Page) -> None:
    page.get_by_role("link", name="Laporan", exact=True).first.click()
    quarterly = page.locator("form", has=page.locator("[name=report][value=quarterly]"))
    quarterly.get_by_role("button", name="Terbitkan untuk Lampung, Triwulan IV 2019").click()
    expect(page.get_by_text("Laporan terbit: angkanya dibekukan.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    document = pymupdf.open(download.value.path())
    text = " ".join(leaf.get_text() for leaf in document)
    for wanted in (
        "Laporan Monitoring dan Evaluasi",
        "Daftar Isi",
        "Serapan anggaran",
        "Kab. Mesuji",
        "Lampiran",
    ):
        assert wanted in text
    pictures = [leaf.get_pixmap(dpi=40) for leaf in document]
    assert len(pictures) >= 8
    assert all(len(set(picture.samples[::97])) > 1 for picture in pictures), "a page came out blank"
