"""Every main page at both widths: nothing for axe to complain about, nothing hidden beside the screen, no error told."""

import pymupdf
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.settled import settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE, DESK = 390, 1280

PAGES = {
    "provinsi": (
        "/", "/registri/umkm/", "/registri/umkm/5/", "/registri/koperasi/", "/registri/koperasi/5/", "/impor/", "/impor/20/",
        "/program/", "/program/3/", "/penerima/1/",
        "/plut/", "/plut/1/", "/plut/1/layanan/baru/", "/plut/1/konsultan/1/",
        "/monev/", "/monev/1/papan/", "/monev/wilayah/1/", "/monev/baru/",
        "/kunjungan/", "/kunjungan/1/", "/temuan/", "/temuan/1/", "/temuan/baru/", "/indikator/",
        "/indikator/visits_done/", "/indikator/visits_done/part/", "/laporan/", "/pengaturan/", "/pengaturan/aturan/",
        "/cari/?q=pasar", "/tidak-ada/",
    ),
    "dinas1801": ("/", "/monev/wilayah/1/", "/kiriman-tertahan/"),
    "petugas1801-1": ("/lapangan/",),
    "admin": ("/pengaturan/orang/", "/pengaturan/orang/baru/", "/pengaturan/jejak/"),
}  # fmt: skip


@pytest.mark.parametrize("username", PAGES)
def test_pages_are_accessible_and_whole(sign_in, username):
    """Each page comes to a telephone, which then becomes a desk."""
    page = sign_in(username, width=PHONE)
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda m: told.append(f"{page.url}: {m.text}") if m.type == "error" and "404" not in m.text else None,
    )
    axe = Axe()
    for path in PAGES[username]:
        page.set_viewport_size({"width": PHONE, "height": 850})
        with settled(page):
            page.goto(path)
        for width in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 850})
            found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
            told += [f"{path} at {width} px, axe {v['id']}: {v['nodes'][0]['target']}" for v in found]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                told.append(f"{path} is wider than the screen of {width} px")
    assert told == []


_HIDDEN = """() => {
  const e = document.activeElement, r = e.getBoundingClientRect(), x = r.left + Math.min(r.width / 2, 40);
  const top = document.elementFromPoint(x, r.top + r.height / 2);
  return top && (top === e || e.contains(top) || top.contains(e)) ? "" : `${e.outerHTML.slice(0, 90)} at ${r.top}`;
}"""
"""What lies over the middle of the element that has the focus, or that it lies outside the screen."""


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_has_the_focus_is_never_under_a_bar(sign_in, width):
    """After the skip link the next link lay under the bar at the top; on a phone tiles of the map lay under the one below."""
    page = sign_in("provinsi", width=width)
    page.emulate_media(reduced_motion="reduce")  # no sliding: it stands where it will stand
    page.goto("/monev/1/papan/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    hidden = []
    for _ in range(30):
        page.keyboard.press("Tab")
        hidden.append(page.evaluate(_HIDDEN))
    assert [text for text in hidden if text] == []


def test_a_list_is_worked_by_keyboard(sign_in):
    page = sign_in("provinsi")
    page.goto("/registri/koperasi/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/registri/koperasi/*/")
    assert page.locator("h1").inner_text()


def test_a_page_prints_without_its_frame(sign_in):
    page = sign_in("provinsi")
    page.goto("/monev/1/papan/")
    page.emulate_media(media="print")
    assert not page.locator(".nk-side").is_visible()
    assert page.locator("tbody tr").count() == 15
    with pymupdf.open(stream=page.pdf(format="A4")) as printed:
        assert len(printed) == 1  # the head's one page
        inside = [b for b in printed[0].get_text("blocks") if b[2] <= printed[0].rect.x1 - 20]
    assert sum("Kab. " in b[4] or "Kota " in b[4] for b in inside) >= 15
    waiting = page.locator(".nk-say a").all_inner_texts()
    assert waiting  # and on it, first, what waits for a decision
