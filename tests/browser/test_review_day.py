"""An officer's review from the list to the export: filters, light table, a flagged visit, comment, returned and mended,
answers edited, several verified at once, the map, a held delivery released."""

import re
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.browser.filling import path_of, wait_for_worker

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COMMENT = "Jam mulainya malam hari; tanyakan dahulu."
RETURNED = "Kunjungan dimulai malam hari, periksa lagi."
MENDED = "Sudah diperiksa lagi dengan pengurus."
EDITED = "Pengurus menelepon dinas 13 Maret."
WHY = "Menurut telepon pengurus 13 Maret 2020."


def test_an_officers_review(sign_in, served):
    office = sign_in("dinas1801")
    flagged = a_flagged_visit_is_found(office)
    it_is_looked_at_and_returned(office, flagged)
    field = sign_in("petugas1801-1", width=390)
    its_enumerator_mends_it(field)
    again = the_mended_one_is_edited(office)
    the_enumerator_sees_what_the_office_changed(field)
    all_that_waits_is_verified_at_once(office, again)
    the_map_leads_to_a_visit(office)
    a_held_delivery_is_released(office, code_to_make(served))
    what_is_listed_is_taken_away(office)


def a_flagged_visit_is_found(page: Page) -> str:
    page.goto("/kunjungan/")
    page.locator("select[name=state]").select_option("received")
    page.wait_for_url("**state=received**")
    page.locator("select[name=tanda]").select_option("at_night")
    page.wait_for_url("**tanda=at_night**")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Meja foto").click()
    expect(page.locator(".nk-photos img").first).to_be_visible()
    page.go_back()
    page.locator("tbody a").first.click()
    return path_of(page)


def it_is_looked_at_and_returned(page: Page, flagged: str) -> None:
    expect(page.get_by_text("Perlu dilihat lagi")).to_be_visible()
    page.goto(f"{flagged}banding/")
    expect(page.get_by_text("Belum ada kunjungan sebelumnya")).to_be_visible()
    page.goto(flagged)
    page.locator("#comment").fill(COMMENT)
    page.get_by_role("button", name="Beri komentar").click()
    expect(page.get_by_text(COMMENT)).to_be_visible()
    page.locator("[name=reason]").fill(RETURNED)
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.locator(".nk-say-bad", has_text=RETURNED)).to_be_visible()
    expect(page.get_by_text("Tunggu kiriman perbaikannya")).to_be_visible()


def its_enumerator_mends_it(page: Page) -> None:
    page.locator(".nk-say-bad", has_text=RETURNED).get_by_role("link", name="Perbaiki").click()
    page.get_by_label("Catatan petugas").fill(MENDED)
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.wait_for_url("**/lapangan/")
    expect(page.locator("#nk-queue")).to_contain_text("Semua kunjungan terkirim")


def the_mended_one_is_edited(page: Page) -> str:
    page.goto("/kunjungan/?state=received&instrument=cooperative")
    waits = page.locator("tbody a")
    wait_for_worker(page, waits)
    waits.first.click()
    expect(page.get_by_text(MENDED)).to_be_visible()
    visit = path_of(page)
    page.get_by_role("link", name="Ubah isian").click()
    page.get_by_label("Catatan petugas").fill(EDITED)
    page.get_by_role("button", name="Kirim", exact=True).click()
    changes = page.locator("dialog")
    expect(changes.locator("s")).to_have_text(MENDED)
    expect(changes.locator("tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(changes.get_by_role("alert")).to_be_visible()
    changes.locator("textarea").fill(WHY)
    page.get_by_role("button", name="Simpan perubahan").click()
    page.wait_for_url(f"**{visit}")
    expect(page.get_by_text(f"Petugas dinas mengubah isian ini: {WHY}")).to_be_visible()
    page.get_by_role("link", name=re.compile(r"\d versi")).click()
    expect(page.locator("section.card")).to_have_count(3)
    return visit


def the_enumerator_sees_what_the_office_changed(page: Page) -> None:
    page.reload()
    page.locator(".nk-visit", has_text="Diubah dinas").get_by_role("link", name="Lihat").click()
    expect(page.get_by_text(WHY)).to_be_visible()
    expect(page.locator("section s")).to_have_text(MENDED)


def all_that_waits_is_verified_at_once(page: Page, again: str) -> None:
    page.goto("/kunjungan/?state=received")
    boxes = page.locator("input[name=visit]")
    count = boxes.count()
    assert count >= 2
    for box in boxes.all():
        box.check()
    page.get_by_role("button", name="Verifikasi yang dicentang").click()
    page.get_by_role("button", name=f"Verifikasi {count}").click()
    page.goto(again)
    expect(page.locator("h1 .badge")).to_have_text("Diverifikasi")


def the_map_leads_to_a_visit(page: Page) -> None:
    page.goto("/kunjungan/")
    page.get_by_role("link", name="Peta", exact=True).click()
    marks = page.locator("a[data-row]")
    expect(marks).to_have_count(page.locator("tbody tr[data-row]").count())
    marks.first.focus()
    card = page.locator(".nk-point-card")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    marks.last.dispatch_event("click", {"detail": 1})
    card.get_by_role("link", name="Buka kunjungan").click()
    page.wait_for_url(re.compile(r"/kunjungan/\d+/$"))


def code_to_make(served) -> str:
    """A visit that is still to be made with the form of the delivery that is held for its code."""
    with sqlite3.connect(served.folder / "naikkelas.sqlite3") as database:
        row = database.execute(
            "SELECT p.code FROM monev_plannedvisit p JOIN intake_delivery d ON d.instrument = p.instrument"
            " WHERE d.reason = 'visit.unknown_code' AND p.state = 'planned' AND p.area_id LIKE d.area_id || '%'"
        ).fetchone()
    return row[0]


def a_held_delivery_is_released(page: Page, code: str) -> None:
    page.goto("/kiriman-tertahan/")
    page.locator("tr", has_text="tidak ada dalam rencana").locator("a").first.click()
    page.locator("[name='answer:visit_code']").fill(code)
    page.get_by_role("button", name="Baca lagi").click()
    page.wait_for_url(re.compile(r"/kunjungan/\d+/$"))


def what_is_listed_is_taken_away(page: Page) -> None:
    page.goto("/kunjungan/?state=verified")
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    assert EDITED not in taken.value.path().read_text(encoding="utf-8")
