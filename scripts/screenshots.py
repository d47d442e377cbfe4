"""Pictures of the main pages for the guide, at 1280 and 390 px, taken from a demonstration that is being served.

    python scripts/screenshots.py http://127.0.0.1:8000 naikkelas-data

Needs Chromium (Debian package) and the demonstration's data folder, whose demo-accounts.txt has the sign-in.
"""

import io
import math
import re
import sys
from pathlib import Path

import xlsxwriter
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

OUT = Path("docs/images")
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
PAGES = {
    "provinsi": {
        "home": "/",
        "board": "/monev/1/papan/",
        "enterprise": "/registri/umkm/?size_class=small",
        "cooperative": "/registri/koperasi/30/",
        "visit": "/kunjungan/1/",
        "finding": "/temuan/1/",
        "findings-overview": "/temuan/rekap/",
        "citizen": "/warga/?q=Pasar+Rakyat",
        "indicator": "/indikator/visits_done/",
        "report": "/laporan/1/",
        "double": "/registri/ganda/umkm/1/",
        "warning": "/registri/koperasi/peringatan/",
        "rising": "/naik-kelas/",
        "quality": "/registri/mutu/",
        "coaching": "/registri/koperasi/pembinaan/2/",
        "plut": "/plut/1/?periode=2019-T4",
        "market": "/pasar/2/",
        "startup": "/wirausaha-pemula/1/",
        "startup-report": "/wirausaha-pemula/laporan/11/",
        "startup-outcome": "/wirausaha-pemula/hasil/",
        "cohort": "/angkatan/1/",
        "branding": "/registri/promosi/ringkasan/",
        "programme-types": "/program/jenis/",
        "monev-plan": "/monev/1/kerangka/",
        "monev-simulation": "/monev/2/simulasi/",
        "monev-progress": "/monev/1/kemajuan/",
        "monev-late": "/monev/1/terlambat/",
        "monev-team": "/monev/tim/1/",
        "monev-freeze": "/monev/beku/1/",
        "visit-flagged": "/kunjungan/16/",
        "visit-photos": "/kunjungan/foto/?tanda=foto",
        "visit-enumerators": "/kunjungan/petugas/",
        "answers": "/jawaban/2/",
        "forms": "/formulir/",
        "form": "/formulir/11/",
    },
    "dinas1801": {
        "area": "/",
        "visit-map": "/kunjungan/peta/?periode=2019-T4",
        "import": "/impor/16/",
        "findings-unit": "/temuan/unit/",
        "changes": "/perubahan-lapangan/",
        "change": "/perubahan-lapangan/2/",
        "changes-together": "/perubahan-lapangan/bersama/?semua=1",
    },
    "dinas1802": {"revisit-results": "/kunjungan/ulang/hasil/", "revisit": "/kunjungan/ulang/425/"},
    "dinas1806": {"worksheet": "/registri/kesehatan/39/kertas-kerja/"},
    "auditor": {"trail": "/pengaturan/jejak/?catatan=finding:1"},
    "admin": {"area-change": "/pengaturan/wilayah/1/"},
    "petugas1801-1": {"field": "/lapangan/", "field-changes": "/lapangan/perubahan/"},
}
HEIGHTS = {1280: 900, 390: 844}
OFFICE = "dinas1801"
LIST = [
    ["DATA PELAKU USAHA MIKRO KALIANDA 2019 (contoh)"],
    ["No", "Merk Toko", "Yang Punya", "No KTP", "Lokasi", "", "Tgl Lahir", "Omzet/Thn", "Pekerja", ""],
    ["", "", "", "", "Pekon", "Kec.", "", "", "Lk", "Pr"],
    [
        "1",
        "Keripik Siger",
        "Siti Contoh",
        "9901015201800001",
        "Kalianda",
        "Kalianda",
        "12-Agt-80",
        "120.000.000",
        "1",
        "2",
    ],
    [
        "2",
        "Kopi Way Kalam",
        "Budi Contoh",
        "9901010301790002",
        "Way Urang",
        "Kalianda",
        "3 Januari 1979",
        "85 juta",
        "2",
        "0",
    ],
    [
        "3",
        "Tapis Melinting",
        "Ani Contoh",
        "9901014502850003",
        "Kalianda",
        "Kaliandra",
        "31 Februari 1985",
        "Rp 60.000.000",
        "0",
        "4",
    ],
    [
        "4",
        "Sulam Usus Asih",
        "Umi Contoh",
        "9901015204820004",
        "Kalianda",
        "Kalianda",
        "12/04/1982",
        "banyak",
        "0",
        "3",
    ],
    [
        "5",
        "Warung Bu Rini",
        "Rini Contoh",
        "9901016506880005",
        "Antah",
        "Kalianda",
        "25-Jun-88",
        "45000000",
        "0",
        "1",
    ],
]
"""An invented list whose headings no layout knows."""


def signed_in(
    browser: Browser, address: str, username: str, password: str, width: int, language: str = "id"
) -> Page:
    context = browser.new_context(viewport={"width": width, "height": HEIGHTS[width]}, locale="id-ID")
    context.add_cookies([{"name": "django_language", "value": language, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/masuk/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/masuk/" not in url)
    return page


def take(browser: Browser, address: str, username: str, password: str, width: int) -> None:
    page = signed_in(browser, address, username, password, width)
    for name, path in PAGES[username].items():
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=OUT / f"{name}-{width}.png")
    page.context.close()


def take_edit(browser: Browser, address: str, password: str, width: int) -> None:
    """A visit's answers are edited: the question for the reason, then the versions."""
    page = signed_in(browser, address, OFFICE, password, width)
    page.goto(f"{address}/kunjungan/17/ubah/")
    page.get_by_label("Catatan petugas").fill(f"Pindah kios, menurut petugas pasar ({width}).")
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.fill("#nk-reason", "Telepon ke petugas pasar 12 Maret 2020.")
    page.screenshot(path=OUT / f"visit-edit-{width}.png")
    page.get_by_role("button", name="Simpan perubahan").click()
    page.wait_for_url("**/kunjungan/17/")
    page.goto(f"{address}/kunjungan/17/versi/")
    page.screenshot(path=OUT / f"visit-versions-{width}.png")
    page.context.close()


def take_held(browser: Browser, address: str, password: str, width: int) -> None:
    """What a phone sent under a number already taken, beside the one that counts."""
    page = signed_in(browser, address, OFFICE, password, width)
    page.goto(f"{address}/kiriman-tertahan/")
    page.locator("tbody tr", has_text="isi lain").get_by_role("link").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=OUT / f"held-differs-{width}.png")
    page.context.close()


def take_money_import(browser: Browser, address: str, password: str, width: int) -> None:
    """The list of SP2D that waits, with its rows to mend."""
    page = signed_in(browser, address, "provinsi", password, width)
    page.goto(f"{address}/program/impor/")
    page.click("text=SP2D modal wirausaha pemula")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=OUT / f"money-import-{width}.png", full_page=width > 390)
    page.context.close()


def take_import(browser: Browser, address: str, password: str, width: int, language: str) -> None:
    """A list is sent, its columns are mapped, its rows looked at; then it and its mapping are thrown away."""
    page = signed_in(browser, address, OFFICE, password, width, language)
    named = "" if language == "id" else f"-{language}"
    page.goto(f"{address}/impor/")
    page.set_input_files(
        "[name=file]", {"name": "usaha mikro Kalianda.xlsx", "mimeType": "", "buffer": book()}
    )
    page.click("form[enctype] .btn-primary")
    page.click("#state a.btn-primary", timeout=120_000)
    page.select_option("[name=field-1]", "name")
    page.select_option("[name=field-2]", "owner_name")
    page.wait_for_selector("#check.nk-say-good")
    page.screenshot(path=OUT / f"mapping{named}-{width}.png", full_page=width > 390)
    page.click("[data-busy].btn-primary")
    page.click("#state a[href$='/baris/']", timeout=120_000)
    page.screenshot(path=OUT / f"rows{named}-{width}.png")
    page.go_back()
    page.click("[value=discard]")
    page.goto(f"{address}/impor/pemetaan/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("[value=delete]")
    page.context.close()


def book() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        sheet = made.add_worksheet("Data")
        for number, row in enumerate(LIST):
            for at, text in enumerate(row):
                sheet.write_string(number, at, text) if text else None
    return content.getvalue()


def take_field_day(browser: Browser, address: str, password: str) -> None:
    """An enumerator's day on a phone: a draft with photo and signature, what waits, somebody who was not met."""
    page = signed_in(browser, address, "petugas1801-1", password, 390)
    page.context.grant_permissions(["geolocation"])
    page.goto(f"{address}/lapangan/")
    page.wait_for_selector("#nk-ready[data-ready=true]", timeout=120_000)
    page.context.set_offline(True)
    page.click("[data-visit] [data-start]")
    page.get_by_text("Ditemukan", exact=True).click()
    page.set_input_files(
        "input[type=file] >> nth=-2", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.fill("#nk-caption", "Etalase tampak dari jalan")
    page.screenshot(path=OUT / "field-photo-390.png")
    page.click(".nk-dialog .btn-primary")
    page.get_by_role("button", name="Tanda tangan").click()
    pad = page.locator("canvas.nk-pad").bounding_box()
    page.mouse.move(pad["x"] + 40, pad["y"] + 90)
    page.mouse.down()
    for step in range(1, 60):
        page.mouse.move(pad["x"] + 40 + 4 * step, pad["y"] + 90 + 40 * math.sin(step / 3) * (1 - step / 70))
    page.mouse.up()
    page.screenshot(path=OUT / "field-signature-390.png")
    page.click(".nk-dialog .btn-primary")
    page.wait_for_timeout(1_500)
    page.reload()
    page.wait_for_selector("#nk-draft-back:not([hidden])")
    page.wait_for_selector(".preview-captured-image img")
    page.screenshot(path=OUT / "field-draft-390.png")
    page.goto(f"{address}/lapangan/")
    card = page.locator("[data-visit]").last
    card.locator("summary").click()
    card.locator("[name=outcome]").select_option("moved")
    card.locator("[name=remark]").fill("Tetangga: pindah ke Kalianda.")
    card.screenshot(path=OUT / "field-attempt-390.png")
    card.locator("form button").click()
    page.wait_for_selector("#nk-outbox:not([hidden])")
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=OUT / "field-waiting-390.png")
    page.context.close()


def picture() -> bytes:
    """An invented shop front."""
    image = Image.new("RGB", (1600, 1200), "#bcd7e8")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 900, 1600, 1200), fill="#8a8f86")
    pen.rectangle((300, 350, 1300, 950), fill="#e9d8b4")
    pen.polygon([(240, 350), (800, 120), (1360, 350)], fill="#9c4a2f")
    pen.rectangle((420, 520, 760, 800), fill="#55707a")
    pen.rectangle((900, 520, 1120, 950), fill="#6b4a2b")
    content = io.BytesIO()
    image.save(content, "JPEG", quality=85)
    return content.getvalue()


def main(address: str, folder: str) -> None:
    accounts = Path(folder, "demo-accounts.txt").read_text(encoding="utf-8")
    password = re.search(r"of all: (\S+)", accounts)[1]
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for username in PAGES:
            for width in HEIGHTS:
                take(browser, address.rstrip("/"), username, password, width)
        take_field_day(browser, address.rstrip("/"), password)
        for width in HEIGHTS:
            take_money_import(browser, address.rstrip("/"), password, width)
            take_edit(browser, address.rstrip("/"), password, width)
            take_held(browser, address.rstrip("/"), password, width)
            for language in ("id", "en"):
                take_import(browser, address.rstrip("/"), password, width, language)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
