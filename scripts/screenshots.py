"""Pictures of the main pages for the guide, at 1280 and 390 px, taken from a demonstration that is being served.

    python scripts/screenshots.py http://127.0.0.1:8000 naikkelas-data

Needs Chromium (Debian package) and the demonstration's data folder, whose demo-accounts.txt has the sign-in.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

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
        "indicator": "/indikator/visits_done/",
        "report": "/laporan/1/",
        "double": "/registri/ganda/umkm/1/",
        "warning": "/registri/koperasi/peringatan/",
        "rising": "/naik-kelas/",
        "quality": "/registri/mutu/",
        "plut": "/plut/1/?periode=2019-T4",
    },
    "dinas1801": {"area": "/", "import": "/impor/16/"},
    "petugas1801-1": {"field": "/lapangan/"},
}
HEIGHTS = {1280: 900, 390: 844}


def take(browser: Browser, address: str, username: str, password: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": HEIGHTS[width]}, locale="id-ID")
    page = context.new_page()
    page.goto(f"{address}/masuk/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/masuk/" not in url)
    for name, path in PAGES[username].items():
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=OUT / f"{name}-{width}.png")
    context.close()


def main(address: str, folder: str) -> None:
    accounts = Path(folder, "demo-accounts.txt").read_text(encoding="utf-8")
    password = re.search(r"of all: (\S+)", accounts)[1]
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for username in PAGES:
            for width in HEIGHTS:
                take(browser, address.rstrip("/"), username, password, width)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
