"""One market in a real browser, from the proposal to monev, with the Rp 950 million of the programme of 2019."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories.photos import photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NAME = "Pasar Rakyat Wira Bangun"


def test_a_market_from_the_proposal_to_monev(sign_in):
    province, officer = sign_in("provinsi"), sign_in("dinas1811")
    the_province_gives_money(province)
    address = the_office_proposes(officer)
    documents_and_site_are_checked(officer, address)
    the_province_decides_and_contracts(province, address)
    the_works_go_week_by_week(officer, address)
    the_market_is_handed_over_and_managed(officer, address)
    the_page_tells_it_all(sign_in("provinsi", width=390, has_touch=True), address)


def fill(page: Page, button: str, **values: str) -> None:
    """Fill the fields of the form that has the button, by their names, and press it."""
    form = page.locator("form", has=page.get_by_role("button", name=button, exact=True)).last
    _fill(form, values)
    form.get_by_role("button", name=button, exact=True).click()


def _fill(form: Locator, values: dict[str, str]) -> None:
    for name, value in values.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def send(page: Page, action: str, **values: str) -> None:
    """Open the folded form that posts to an address with this ending, fill and send it."""
    form = page.locator(f"form[action$='/{action}/']")
    page.locator("details", has=form).last.locator("> summary").click()
    _fill(form, values)
    form.get_by_role("button").click()


def the_province_gives_money(page: Page) -> None:
    page.goto("/program/baru/?jenis=market_revitalisation")
    fill(page, "Simpan", name="Pasar perbatasan", year="2019")
    programme = page.url
    send(page, "pagu", source="apbn_tp", year="2019", amount_idr="950.000.000", document_no="DIPA-950")
    page.wait_for_url(programme)
    send(page, "alokasi", area="18.11", amount_idr="950.000.000")
    expect(page.locator("tr", has_text="Kab. Mesuji")).to_contain_text("950.000.000")


def the_office_proposes(page: Page) -> str:
    page.goto("/pasar/")
    page.get_by_role("link", name="Catat usulan").click()
    page.locator("[name=programme]").select_option(label="Pasar perbatasan 2019")
    fill(
        page, "Simpan", name=NAME, area="18.11.01", proposer="Koperasi Wira Bangun", proposed_on="2019-02-01",
        requested_idr="950.000.000",
    )  # fmt: skip
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    return re.sub(r"^https?://[^/]+", "", page.url)


def meet(page: Page, address: str, *requirements: str) -> None:
    for requirement in requirements:
        page.goto(f"{address}syarat/{requirement}/")
        fill(page, "Simpan", state="met", document_no=f"1/{requirement}")
        page.wait_for_url(f"**{address}")


def reach(page: Page, address: str, stage: str, **values: str) -> None:
    page.goto(f"{address}tahap/{stage}/")
    fill(page, "Catat tahap", **values)
    page.wait_for_url(f"**{address}")


def documents_and_site_are_checked(page: Page, address: str) -> None:
    page.goto(f"{address}tahap/documents_checked/")
    fill(page, "Catat tahap", reached_on="2019-02-20", grade="B")
    expect(page.get_by_role("alert")).to_contain_text("Alas hak tanah")
    meet(page, address, "request_letter", "business_proposal", "legal_cooperative", "land_title")
    reach(page, address, "documents_checked", reached_on="2019-02-20", grade="B")
    meet(page, address, "traditional_market", "near_traders", "regent_recommendation")
    reach(
        page,
        address,
        "site_seen",
        reached_on="2019-03-04",
        reason="Pernyataan pedagang menyusul minggu depan.",
    )
    expect(page.get_by_text("Pernyataan pedagang menyusul minggu depan.")).to_be_visible()
    meet(page, address, "site_minutes")


def the_province_decides_and_contracts(page: Page, address: str) -> None:
    page.goto(f"{address}sk/")
    fill(page, "Catat SK", amount_idr="950.000.000", decree_no="99/SK/2019", decree_on="2019-04-15")
    page.wait_for_url(f"**{address}")
    page.goto(f"{address}paket/")
    fill(
        page, "Simpan", name="Pembangunan pasar", contractor="CV Uji", contract_no="KTR-99", signed_on="2019-05-06",
        amount_idr="898.500.000", starts_on="2019-05-13", ends_on="2019-06-10",
    )  # fmt: skip
    expect(page.get_by_text("Rp 898.500.000")).to_be_visible()


def the_works_go_week_by_week(page: Page, address: str) -> None:
    meet(page, address, "award_letter", "start_order", "work_schedule")
    reach(page, address, "contracted", reached_on="2019-05-06")
    reach(page, address, "construction", reached_on="2019-05-13")
    page.get_by_role("link", name=re.compile("Pembangunan pasar")).click()
    fill(page, "Simpan rencana", planned="20\n50\n80\n100")
    for number, share in enumerate(("12,5", "38", "76", "100"), 1):
        fill(page, "Simpan minggu", number=str(number), actual_bp=share)
        expect(page.locator("tbody tr").nth(number - 1)).to_contain_text(share)
    expect(page.locator("tbody tr").nth(1)).to_contain_text("Kritis")
    expect(page.locator("svg.nk-bars")).to_be_visible()
    page.goto(f"{address}foto/")
    fill(page, "Simpan titik", name="Depan")
    for day, colour in (("2019-05-19", "red"), ("2019-06-09", "blue")):
        page.goto(f"{address}foto/")
        if not page.locator("input[type=file]").is_visible():
            page.get_by_text("Tambah foto dari titik ini").click()
        file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(colour)}
        page.locator("input[type=file]").set_input_files(file)
        fill(page, "Tambahkan foto", taken_on=day)
    expect(page.locator(".nk-photos img")).to_have_count(2)


def the_market_is_handed_over_and_managed(page: Page, address: str) -> None:
    meet(page, address, "pho_minutes", "manager_decree")
    reach(page, address, "handed_over", reached_on="2019-06-12", document_no="PHO-99")
    page.goto(f"{address}pengelola/")
    page.locator("[name=cooperative]").first.check()
    fill(page, "Tunjuk", from_on="2019-07-01")
    page.wait_for_url(f"**{address}")
    reach(page, address, "managed", reached_on="2019-07-01")
    page.get_by_role("button", name="Dalam proses").click()
    page.goto(f"{address}hitungan/")
    fill(
        page, "Simpan", counted_on="2020-03-02", kiosks_built="16", kiosks_let="14", kiosks_open="12", stalls_built="46",
        stalls_let="40", stalls_open="39", traders_male="20", traders_female="31", traders_members="44",
    )  # fmt: skip
    page.goto(f"{address}tahun/")
    fill(page, "Simpan", year="2019", rent_idr="24.000.000", levy_idr="9.000.000", cost_idr="21.500.000")
    page.wait_for_url(f"**{address}")
    reach(page, address, "monitored", reached_on="2020-03-04")


def the_page_tells_it_all(page: Page, address: str) -> None:
    page.goto(address)
    main = page.locator("main")
    expect(page.locator(".nk-steps [aria-current]")).to_contain_text("Monev")
    for text in ("Rp 950 juta", "Rp 898,5 juta", "100,00%", "12 / 16", "39 / 46", "11.500.000"):
        expect(main.get_by_text(text).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
