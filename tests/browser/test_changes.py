"""An officer accepts what fits of the changes from phones together, undoes one of them, and the enumerator reads it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_clean_changes_are_accepted_together_and_one_is_undone(sign_in):
    page = sign_in("dinas1801")
    page.goto("/perubahan-lapangan/")
    page.get_by_role("button", name="Terima semua yang bersih…").click()
    ticks = page.locator("input[name=change]")
    before = ticks.count()
    assert before >= 2
    expect(page.get_by_text("registri berubah sejak itu", exact=True)).to_be_visible()  # what stays, and why
    ticks.first.uncheck()
    page.get_by_role("button", name=re.compile(r"Terima \d+ perubahan")).click()
    expect(page.get_by_text("Selesai. Petugas lapangan sudah diberi tahu.")).to_be_visible()
    expect(page.locator(".nk-num.nk-good")).to_have_text(str(before - 1))
    page.get_by_role("link", name="Yang diterima bersama").click()
    page.locator("a.nk-rowlink").first.click()
    record = page.locator("h1").inner_text().split("\n")[0].strip()
    page.get_by_role("button", name="Batalkan perubahan ini").click()
    expect(page.get_by_text("Dibatalkan. Registri kembali berisi seperti sebelumnya.")).to_be_visible()
    expect(page.get_by_text(re.compile("^dibatalkan oleh"))).to_be_visible()
    phone = sign_in("petugas1801-1")
    phone.get_by_role("link", name=re.compile("Usulan perubahan data dari saya")).click()
    mine = phone.locator("article", has_text="Dibatalkan dinas")
    assert any(name in record for name in mine.locator("b").all_inner_texts())
