"""Pictures of programmes and money for the guide, beside those of screenshots.py; the same demonstration, the same way.

    python scripts/screenshots_programmes.py http://127.0.0.1:8000 naikkelas-data

Opens a call, sends lists and takes them back, so the demonstration is to be thrown away afterwards.
"""

import html
import io
import re
import sys
from pathlib import Path

import openpyxl
import pymupdf
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from screenshots import CHROMIUM, FLAGS, OUT, signed_in

PAGES = {
    "ledger": "/program/buku/",
    "trace": "/penerima/2/lacak/",
    "budget-plan": "/program/deviasi/",
    "market-package": "/pasar/paket/1/",
    "market-photos": "/pasar/1/foto/",
    "plut-services": "/plut/layanan/?periode=2019-T4",
    "plut-clients": "/plut/1/klien/?periode=2019-T4",
    "plut-targets": "/plut/1/target/?periode=2019-T4",
    "startup-proposals": "/wirausaha-pemula/usulan/",
    "startup-rounds": "/wirausaha-pemula/kunjungan/",
    "duties": "/laporan/kewajiban/?tahun=2019",
    "duty-month": "/laporan/kewajiban/bulan/?bulan=2020-01",
    "reminders": "/laporan/kewajiban/pengingat/",
    "type-own": "/program/jenis/baru/",
    "village-units": "/registri/koperasi/kelompok/?kelompok=village_based",
}
CALL = "Panggilan wirausaha pemula 2020 (contoh)"
PROPOSALS = """Tanggal Usulan;Nama Calon Penerima;NIK;Jenis Kelamin;Desa/Kelurahan;Kecamatan;Kabupaten/Kota;Nama Usaha;Bantuan yang \
Diminta (Rp);Rencana Modal Kerja (Rp);Rencana Peralatan (Rp)
10/03/2020;Siti Contoh;'9901015201900001;P;Kalianda;Kalianda;Lampung Selatan;Keripik Siger;12.000.000;7.000.000;5.000.000
10/03/2020;Budi Contoh;'9901010301910002;L;Kalianda;Kalianda;Lampung Selatan;Kopi Way Kalam;12.000.000;9.000.000;5.000.000
11/03/2020;Ani Contoh;'990101450285;P;Kalianda;Kalianda;Lampung Selatan;Tapis Melinting;sepuluh juta;6.000.000;4.000.000
"""  # noqa: E501
SERVICES = """Tanggal Layanan;Konsultan;Bidang Layanan;Nama Klien;Nama Usaha;Desa/Kelurahan;Kecamatan;Kabupaten/Kota;Lama (jam);\
Pokok Layanan;Hasil
3/3/2020;Konsultan Pembiayaan (contoh);Pembiayaan;Zul Contoh;Kopi Zul;Kalianda;Kalianda;Lampung Selatan;1,5;Pengajuan KUR;Berkas lengkap
4/3/2020;Konsultan Pemasaran (contoh);Pemasaran;Zul Contoh;Kopi Zul;Kalianda;Kalianda;Lampung Selatan;45 menit;Foto produk;Katalog jadi
5/3/2020;Konsultan Ekspor;Pemasaran;Rina Contoh;Sulam Rina;Kalianda;Kalianda;Lampung Selatan;dua;Izin ekspor;
"""  # noqa: E501
UNKNOWN = """Urut;Hari Cair;Diberikan Kepada;Uang Cair;Bukti Cair
1;2/9/2019;Contoh Satu;12.000.000;SP2D-901/2019
2;3/9/2019;Contoh Dua;12.000.000;SP2D-902/2019
3;4/9/2019;Contoh Tiga;11.000.000;SP2D-903/2019
"""
SHEET = """<!doctype html><meta charset="utf-8"><style>body{margin:0;font:14px "Liberation Sans",sans-serif}table{border-collapse:\
collapse}td,th{border:1px solid #cfd6d2;padding:5px 8px;vertical-align:top;white-space:nowrap}th{background:#eef1ef;font-weight:400;\
color:#555}.bad{background:#f6d5d5}.note{white-space:normal;background:#fffbd6;border:1px solid #c9b458;box-shadow:1px 1px 3px #0003;\
padding:6px 8px;width:22rem;margin-top:4px;font-size:12.5px}.tabs{padding:6px 10px;background:#eef1ef;color:#555}.tabs b{color:#0f6b4f}\
</style>"""  # noqa: E501


def take(page: Page, address: str) -> None:
    for name, path in PAGES.items():
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=OUT / f"{name}-1280.png")
    page.set_viewport_size(
        {"width": 1280, "height": 7_500}
    )  # or the bar at the top would stand across the table
    page.goto(f"{address}/pasar/1/")
    page.locator(".card", has_text="Persyaratan per tahap").last.screenshot(
        path=OUT / "market-stages-1280.png"
    )
    page.set_viewport_size({"width": 1280, "height": 900})


def send(page: Page, address: str, kind: str, filename: str, content: str) -> None:
    page.goto(f"{address}/program/impor/?jenis={kind}")
    page.set_input_files(
        "[name=file]", {"name": filename, "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.click("form[enctype] .btn-primary")
    page.wait_for_selector("#state .nk-kpis, #state [href$='/kolom/']", timeout=120_000)
    page.wait_for_load_state("networkidle")


def open_call(page: Page, address: str) -> None:
    """A call that takes proposals today: that of the demonstration was decided."""
    page.goto(f"{address}/wirausaha-pemula/")
    if CALL in page.inner_text("main"):
        return
    page.goto(f"{address}/wirausaha-pemula/baru/")
    page.fill("[name=title]", CALL)
    page.fill("[name=opens_on]", "2020-03-01")
    page.fill("[name=closes_on]", "2020-03-31")
    page.fill("[name=min_idr]", "10.000.000")
    page.fill("[name=max_idr]", "12.000.000")
    page.fill("[name=places_count]", "10")
    page.click("main form .btn-primary")
    page.wait_for_load_state("networkidle")


def take_lists(page: Page, address: str, language: str) -> None:
    """Each of the new lists as it is looked at before it is entered, and one given back."""
    named = "" if language == "id" else f"-{language}"
    for name, kind, filename, content in (
        ("list-proposals", "usulan_wirausaha", "usulan Lampung Selatan (contoh).csv", PROPOSALS),
        ("list-services", "layanan_plut", "buku layanan Maret (contoh).csv", SERVICES),
    ):
        send(page, address, kind, filename, content)
        page.screenshot(path=OUT / f"{name}{named}-1280.png", full_page=True)
        if name == "list-proposals":
            with page.expect_download() as told:
                page.click("a[href$='/perbaikan.xlsx']")
            draw_book(page, told.value.path(), OUT / f"give-back{named}-1280.png")
        page.click("[value=discard]")
    send(page, address, "", "SP2D bank (contoh).csv", UNKNOWN)
    sent = page.url
    page.click("#state [href$='/kolom/']")
    page.select_option("select[name=record]", "payment")
    page.get_by_role("button", name=re.compile("Usulkan ulang|Propose anew")).click()
    for at, field in ((1, "paid_on"), (2, "name"), (3, "amount_idr"), (4, "document_no")):
        page.select_option(f"[name=field-{at}]", field)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=OUT / f"list-columns{named}-1280.png", full_page=True)
    page.goto(sent)
    page.click("[value=discard]")


def draw_book(page: Page, path: Path, out: Path) -> None:
    """A workbook as a spreadsheet program shows it: cells, colours, and the notes at them."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book.worksheets[0]
    rows = [SHEET, "<table><tr><th></th>"]
    rows += [f"<th>{c.column_letter}</th>" for c in sheet[1]] + ["</tr>"]
    for row in sheet.iter_rows():
        rows.append(f"<tr><th>{row[0].row}</th>")
        for cell in row:
            told = f'<div class="note">{html.escape(cell.comment.text)}</div>' if cell.comment else ""
            bad = ' class="bad"' if cell.comment else ""
            rows.append(f"<td{bad}>{html.escape(str(cell.value or ''))}{told}</td>")
        rows.append("</tr>")
    names = " · ".join(f"<b>{s.title}</b>" if s is sheet else s.title for s in book.worksheets)
    rows.append(f'</table><div class="tabs">{names}</div>')
    drawn = page.context.new_page()
    drawn.set_content("".join(rows))
    drawn.set_viewport_size({"width": 1500, "height": 300})
    drawn.locator("table").screenshot(path=out)
    drawn.close()


def take_self_report(browser: Browser, address: str, password: str) -> None:
    """The letter with link and code, and what a recipient sees behind it on a phone."""
    page = signed_in(browser, address, "dinas1803", password, 1280)
    page.goto(f"{address}/penerima/44/surat-laporan/cetak/")
    page.screenshot(path=OUT / "startup-letter-1280.png")
    text = page.inner_text("main")
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", text)[0]
    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="id-ID").new_page()
    phone.goto(address + re.search(r"/lapor/\w+/", text)[0])
    phone.fill("[name=kode]", code)
    phone.click("main .btn-primary, form .btn-primary")
    phone.wait_for_url("**/isi/")
    phone.screenshot(path=OUT / "self-report-390.png")
    phone.locator("legend").first.scroll_into_view_if_needed()
    phone.screenshot(path=OUT / "self-purchases-390.png")
    page.context.close()


def take_forms(page: Page, address: str) -> None:
    """The first page of Form C as it is printed."""
    page.goto(f"{address}/laporan/")
    page.locator("form", has=page.locator("[name=report][value=pp39_c]")).locator("button").last.click()
    page.wait_for_url(re.compile(r"/laporan/\d+/"))
    content = page.request.get(f"{page.url.rstrip('/')}/unduh.pdf").body()
    with pymupdf.open(stream=content) as document:
        document[0].get_pixmap(dpi=110).save(OUT / "form-c.png")


def main(address: str, folder: str) -> None:
    accounts = Path(folder, "demo-accounts.txt").read_text(encoding="utf-8")
    password = re.search(r"of all: (\S+)", accounts)[1]
    address = address.rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = signed_in(browser, address, "provinsi", password, 1280)
        take(page, address)
        take_forms(page, address)
        open_call(page, address)
        take_lists(page, address, "id")
        take_lists(signed_in(browser, address, "provinsi", password, 1280, "en"), address, "en")
        take_self_report(browser, address, password)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
