"""A service of a PLUT in a real browser: logged by keyboard on a phone, then seen with the client and in the targets."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_service_is_logged_and_seen_with_the_client_and_in_the_targets(sign_in):
    page = sign_in("provinsi", width=390)
    page.goto("/program/")
    page.get_by_role("link", name="Pusat layanan usaha terpadu (PLUT)").click()
    page.get_by_role("link", name="PLUT-KUMKM Provinsi Lampung (contoh)").click()
    centre = page.url.split("?")[0]
    before = done(page, centre)
    page.goto(centre)
    page.get_by_role("link", name="Catat layanan").click()
    page.keyboard.type("ker")  # the search has the focus already
    first = page.locator("#found label").first
    expect(first).to_be_visible()
    name = first.locator("span").first.inner_text().splitlines()[0].split("  ")[0]
    first.get_by_role("radio").focus()
    page.keyboard.press("Space")
    page.get_by_label("Konsultan").select_option(label="Konsultan Pembiayaan (contoh) – Pembiayaan")
    page.get_by_label("Lamanya").fill("1,5 jam")
    page.get_by_label("Pokok layanan").fill("Pengajuan KUR lewat peramban")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tercatat: Pengajuan KUR lewat peramban, 1:30 jam.")).to_be_visible()
    expect(page.get_by_label("Konsultan")).to_have_value(re.compile("[0-9]+"))
    page.goto("/plut/layanan/?q=peramban")
    page.locator("tbody tr a").first.click()
    page.locator("dd a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name.split(" UMKM")[0])
    expect(page.get_by_text("Pengajuan KUR lewat peramban").first).to_be_visible()
    expect(page.get_by_text("bukan bahwa PLUT menyebabkannya")).to_be_visible()
    assert done(page, centre) == before + 1


def done(page: Page, centre: str) -> int:
    """Services of the consultant for financing in the year, as the targets show them."""
    page.goto(f"{centre}target/?periode=2020-T1")
    card = page.locator(".card", has_text="Konsultan Pembiayaan (contoh)")
    row = card.locator("tbody tr", has_text="Layanan").first
    return int(row.locator("td").nth(5).inner_text())
