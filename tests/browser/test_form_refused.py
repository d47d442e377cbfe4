"""A visit that is sent too early: the form leads to the first answer that is wrong."""

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import choose

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_visit_sent_too_early_leads_to_the_first_wrong_answer(sign_in):
    """It stood at the top of a long form, which said only how many answers were wrong."""
    page = sign_in("petugas1801-1", width=390)
    page.goto("/lapangan/")
    page.locator("article", has_text="Pemutakhiran data UMKM").get_by_role(
        "link", name="Mulai kunjungan"
    ).first.click()
    choose(page, "Ditemukan?", "Ditemukan")
    page.get_by_role("button", name="Kirim", exact=True).click()
    first = page.locator(".question-container.highlight").first
    expect(first.locator("input").first).to_be_focused()
    expect(first).to_be_in_viewport()
    expect(page.locator(".form-error-message")).to_be_in_viewport()
