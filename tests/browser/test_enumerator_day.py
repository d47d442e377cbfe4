"""An enumerator's day on a phone: made ready, no signal, a tab that is killed, photo, signature, somebody not met, sending,
mending, signing out."""

import io
import os
import re
import signal

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.filling import wait_for_worker

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OUTCOME, CAPTION, NOTE = "moved", "Etalase tampak dari jalan", "Usaha berjalan, pemilik ditemui."


def photo() -> bytes:
    """A picture as large as a phone takes, with the time of its taking."""
    image, exif = Image.effect_noise((2400, 1800), 40).convert("RGB"), Image.Exif()
    exif[0x0132] = "2020:03:12 09:10:00"
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=92, exif=exif)
    return buffer.getvalue()


def test_an_enumerators_day(sign_in):
    office = sign_in("dinas1808")
    an_enterprise_is_assigned(office)
    others = renderers(office)
    phone = sign_in(
        "petugas1808-1", width=390, has_touch=True, permissions=["geolocation"],
        geolocation={"latitude": -5.7321, "longitude": 105.5911, "accuracy": 4},
    )  # fmt: skip
    made, missed = everything_is_made_ready(phone)
    phone.context.set_offline(True)
    phone = a_killed_tab_loses_nothing(phone, made, others)
    photo_and_signature_are_taken(phone)
    somebody_was_not_met(phone, missed)
    the_signal_comes_back(phone, made)
    the_office_sees_it_all(office, made, missed)
    a_sent_visit_is_mended(phone, made)
    signing_out_forgets_everything(phone, missed)


def an_enterprise_is_assigned(page: Page) -> None:
    page.get_by_role("link", name="Pekerjaan wilayah saya").click()
    page.locator("tbody tr", has_text="Pemutakhiran data UMKM").locator("input:enabled").first.check()
    to = page.locator("select[name=to]")
    to.select_option(to.locator("option", has_text="Petugas Lapangan 1").first.get_attribute("value"))
    page.get_by_role("button", name="Tugaskan").click()
    expect(page.get_by_text("1 kunjungan ditugaskan kepada")).to_be_visible()


def everything_is_made_ready(page: Page) -> tuple[str, str]:
    """The names of two visits: the one that is made, and the one where nobody is met."""
    page.get_by_role("button", name="Siapkan sekarang").click()
    expect(page.locator("#nk-ready")).to_contain_text("Siap dipakai tanpa sinyal sejak")
    expect(page.locator("#nk-room")).to_contain_text("MB terpakai")
    visits = page.locator("[data-visit]")
    made = visits.filter(has_text="Pemutakhiran data UMKM").first
    missed = visits.filter(has_text="Kunjungan koperasi").first
    return made.locator("b").first.inner_text(), missed.locator("b").first.inner_text()


def start(page: Page, label: str, button: str = "Mulai kunjungan") -> None:
    page.locator("[data-visit]", has_text=label).get_by_role("link", name=button).click()


def saved(page: Page) -> None:
    expect(page.locator("#nk-draft")).to_contain_text("Tersimpan di perangkat ini")
    page.wait_for_timeout(900)  # answers are kept 0.4 s after the last of them


def a_killed_tab_loses_nothing(page: Page, label: str, others: set[int]) -> Page:
    page.reload()
    start(page, label)
    page.get_by_text("Ditemukan", exact=True).click()
    page.get_by_label("Catatan petugas").fill(NOTE)
    saved(page)
    context: BrowserContext = page.context
    with page.expect_event("crash"):  # as when the memory of a phone is full: without a word to the page
        for process in renderers(page) - others:
            os.kill(process, signal.SIGKILL)
    page.close()
    page = context.new_page()
    page.goto("/lapangan/")
    expect(page.locator("[data-draft]")).to_contain_text(label)
    start(page, label, "Lanjutkan pengisian")
    expect(page.locator("#nk-draft-back")).to_contain_text("Draf dibuka kembali")
    expect(page.get_by_label("Catatan petugas")).to_have_value(NOTE)
    return page


def renderers(page: Page) -> set[int]:
    session = page.context.browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return {process["id"] for process in found if process["type"] == "renderer"}


def photo_and_signature_are_taken(page: Page) -> None:
    page.get_by_role("button", name="Ambil lokasi").click()
    expect(page.get_by_text("4 m - Akurasi baik")).to_be_visible()
    page.get_by_role("button", name="Simpan lokasi").click()
    expect(page.get_by_text("Lintang: -5.7321")).to_be_visible()
    place = page.locator(".question-container", has_text="Foto tempat usaha")
    place.locator("input[type=file]").last.set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_label("Keterangan foto").fill("Etalase")
    page.get_by_role("button", name="Pakai foto").click()
    expect(place.locator("img")).to_be_visible()
    signature = page.locator(".question-container", has_text="Tanda tangan yang dikunjungi")
    signature.get_by_role("button", name="Tanda tangan").click()
    page.get_by_role("button", name="Pakai tanda tangan").click()
    expect(page.get_by_text("Belum ada yang digambar.")).to_be_visible()
    pad = page.locator("canvas.nk-pad").bounding_box()
    page.mouse.move(pad["x"] + 30, pad["y"] + 60)
    page.mouse.down()
    for step in range(8):
        page.mouse.move(pad["x"] + 30 + 25 * step, pad["y"] + 60 + 30 * (step % 2))
    page.mouse.up()
    page.get_by_role("button", name="Pakai tanda tangan").click()
    expect(signature.locator("img")).to_be_visible()
    saved(page)
    page.reload()  # pictures are in the draft as well
    expect(page.locator(".preview-captured-image img")).to_have_count(2)
    page.get_by_role("button", name="Ubah keterangan").click()  # one alone: a drawing has no caption
    expect(page.get_by_label("Keterangan foto")).to_have_value("Etalase")
    page.get_by_label("Keterangan foto").fill(CAPTION)
    page.get_by_role("button", name="Pakai foto").click()
    saved(page)
    for label in ("Berjalan", "Belum ada"):
        page.get_by_text(label, exact=True).click()
    for label, number in (("Tahun data", "2019"), ("Omzet setahun", "48000000")):
        page.locator(".question-container", has_text=label).locator("input").press_sequentially(number)
    page.get_by_text("Setuju", exact=True).click()
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.wait_for_url("**/lapangan/")
    expect(page.locator("#nk-outbox")).to_contain_text("2 berkas")
    expect(page.locator(".nk-visit-waiting a.btn")).to_be_hidden()  # it is not filled a second time
    expect(page.locator("[data-draft]")).to_have_count(0)


def somebody_was_not_met(page: Page, label: str) -> None:
    card = page.locator("[data-visit]", has_text=label)
    card.get_by_text("Tidak bertemu siapa pun?").click()
    card.get_by_label("Hasilnya").select_option(OUTCOME)
    card.get_by_label("Keterangan").fill("Tetangga: pindah ke Kalianda.")
    card.get_by_role("button", name="Catat upaya").click()
    expect(page.locator("#nk-queue")).to_contain_text("2 kunjungan menunggu sinyal")
    expect(page.locator("#nk-outbox")).to_contain_text("upaya menemui")


def the_signal_comes_back(page: Page, label: str) -> None:
    page.context.set_offline(False)
    expect(page.locator("#nk-queue")).to_contain_text("Semua kunjungan terkirim")
    wait_for_worker(page, page.locator("a[href*='/lapangan/perbaiki/']", has_text="Perbaiki"))
    expect(page.locator(f"[data-visit]:has-text('{label}')")).to_have_count(0)


def the_office_sees_it_all(page: Page, made: str, missed: str) -> None:
    page.goto("/kunjungan/")
    page.get_by_role("link", name=made).first.click()
    expect(page.locator(".nk-photos img")).to_have_count(2)
    expect(page.locator(".nk-photos")).to_contain_text(CAPTION)
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.goto("/")
    page.goto(the_planned(page, missed))
    expect(page.get_by_text("Tetangga: pindah ke Kalianda.")).to_be_visible()


def the_planned(page: Page, label: str) -> str:
    page.get_by_role("link", name="Pekerjaan wilayah saya").click()
    page.get_by_role("link", name=label).first.click()
    return re.sub(r"^https?://[^/]+", "", page.url)


def a_sent_visit_is_mended(page: Page, label: str) -> None:
    page.locator(".nk-visit", has_text=label).get_by_role("link", name="Perbaiki").click()
    expect(page.get_by_text("Anda memperbaiki kunjungan yang sudah dikirim.")).to_be_visible()
    expect(page.locator(".preview-captured-image img")).to_have_count(2)
    page.get_by_label("Catatan petugas").fill(f"{NOTE} Diperbaiki.")
    saved(page)
    page.reload()
    expect(page.get_by_label("Catatan petugas")).to_have_value(f"{NOTE} Diperbaiki.")
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.wait_for_url("**/lapangan/")
    expect(page.locator("#nk-queue")).to_contain_text("Semua kunjungan terkirim")
    expect(page.locator("[data-draft]")).to_have_count(0)


def signing_out_forgets_everything(page: Page, missed: str) -> None:
    start(page, missed)
    page.get_by_label("Catatan petugas").fill("Belum selesai")
    saved(page)
    page.goto("/lapangan/")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/masuk/**")
    assert "1 kunjungan atau draf" in asked[0]
    left = page.evaluate(
        """async () => ({
            caches: (await caches.keys()).length,
            workers: (await navigator.serviceWorker.getRegistrations()).length,
            drafts: await new Promise((done) => {
                const asked = indexedDB.open("naikkelas-field");
                asked.onsuccess = () => {
                    const all = asked.result.transaction(["drafts", "queue"]);
                    const drafts = all.objectStore("drafts").count();
                    all.oncomplete = () => done(drafts.result);
                };
            }),
        })"""
    )
    assert left == {"caches": 0, "workers": 0, "drafts": 0}
