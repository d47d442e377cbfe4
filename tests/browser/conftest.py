"""A real server on the small demonstration, and Debian's Chromium to look at it with."""

import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.settled import PATIENCE_MS
from tests.factories.demonstration import NAIKKELAS, copied, environment
from tests.ports import free_port

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
expect.set_options(
    timeout=PATIENCE_MS
)  # what a worker does in the background takes as long as the machine is busy


@dataclass(frozen=True)
class Served:
    """Where the demonstration is served, its data folder, and the password of all its accounts."""

    url: str
    folder: Path
    password: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A demonstration of its own for each file of journeys: none meets the visits and cycles that another has made."""
    folder = tmp_path_factory.mktemp("served") / "data"
    copied(folder, tmp_path_factory)
    port = free_port()
    server = subprocess.Popen(
        [NAIKKELAS, "--data", folder, "serve", "--port", str(port), "--workers", "1"], env=environment()
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/masuk/", server)
        accounts = (folder / "demo-accounts.txt").read_text(encoding="utf-8")
        yield Served(url, folder, re.search(r"of all: (\S+)", accounts)[1])
    finally:
        server.terminate()
        server.wait(timeout=30)
        shutil.rmtree(folder)


def _wait_for(url: str, server: subprocess.Popen, seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:  # not there yet, or still loading
            time.sleep(0.2)
    raise RuntimeError(f"no server at {url}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return browser_type_launch_args | {"executable_path": "/usr/bin/chromium", "args": FLAGS}


@pytest.fixture
def sign_in(new_context, served: Served):
    """`sign_in("provinsi")` opens a browser of its own for an account: returns its page, already home."""

    def open_page(username: str, *, width: int = 1280, **context: object) -> Page:
        opened: BrowserContext = new_context(
            base_url=served.url, locale="id-ID", viewport={"width": width, "height": 850}, **context
        )
        opened.set_default_timeout(PATIENCE_MS)
        page = opened.new_page()
        page.goto("/masuk/")
        page.get_by_label("Nama pengguna").fill(username)
        page.get_by_label("Kata sandi").fill(served.password)
        page.get_by_role("button", name="Masuk").click()
        page.wait_for_url(lambda url: "/masuk/" not in url)
        return page

    return open_page
