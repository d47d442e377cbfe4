"""How heavy the browser form is for a phone: bytes, times and memory at the speed of a slow one.

    python scripts/measure_field.py http://127.0.0.1:8000 naikkelas-data [slower]

Chromium with 390 × 844 pixels, its processor slowed down (6 times unless told). Memory is what the renderer process holds
for itself (private), and the heap of its scripts.
"""

import re
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
USERNAME = "petugas1801-1"


def private_mb(browser: Browser) -> int:
    """Private memory of the largest renderer."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return max(_private(p["id"]) for p in processes if p["type"] == "renderer") // 1000


def _private(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(kb) for kb in re.findall(r"^Private_(?:Clean|Dirty):\s+(\d+) kB", rollup, re.MULTILINE))


def opened(page: Page, path: str, ready: str) -> float:
    began = time.monotonic()
    page.goto(path)
    page.wait_for_selector(ready)
    return time.monotonic() - began


def main(address: str, folder: str, slower: str = "6") -> None:
    password = re.search(r"of all: (\S+)", Path(folder, "demo-accounts.txt").read_text(encoding="utf-8"))[1]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, locale="id-ID", base_url=address
        )
        page = context.new_page()
        page.goto("/masuk/")
        page.fill("[name=username]", USERNAME)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/masuk/" not in url)
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": float(slower)})
        seconds = opened(page, "/lapangan/", "#nk-ready[data-ready=true]")
        print(f"list, everything made ready: {seconds:.1f} s; renderer {private_mb(browser)} MB")
        path = page.locator("a[href*='/lapangan/isi/']").first.get_attribute("href")
        for label in ("form, first time", "form, again", "form, without a network"):
            context.set_offline(label.endswith("network"))
            seconds = opened(page, path, "#nk-form .question-container")
            heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
            print(f"{label}: {seconds:.1f} s; renderer {private_mb(browser)} MB, heap {heap:.0f} MB")
        context.set_offline(False)
        kept = page.evaluate("navigator.storage.estimate().then((e) => e.usage)") / 1e6
        print(f"kept on the device: {kept:.1f} MB")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:4])
