"""PLUT in a real browser: a service logged by keyboard on a phone and seen with the client and in the targets; and a centre from
the Rp 2.5 billion for its building over budget, consultant and target to what it reached."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.filling import fill, fill_in, give_money, path_of, send
from tests.browser.settled import settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_service_is_logged_and_seen_with_the_client_and_in_the_targets(sign_in):
    page = sign_in("provinsi", width=390)
    page.goto("/program/")
    page.get_by_role("link", name="Pusat layanan usaha terpadu (PLUT)").click()
    page.get_by_role("link", name="PLUT-KUMKM Provinsi Lampung (contoh)").click()
    centre = page.url.split("?")[0]
    before = done(page, centre)
    page.goto(centre)
    with settled(page):
        page.get_by_role("link", name="Catat layanan").click()
        page.wait_for_url("**/layanan/baru/")
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


NAME = "PLUT Metro"


def test_a_centre_from_its_money_to_what_it_reached(sign_in):
    page = sign_in("provinsi")
    programme = give_money(
        page, "plut", f"Gedung {NAME}", source="apbn_tp", area="18.72", amount="2.500.000.000"
    )
    page.goto("/plut/baru/")
    fill(page, "Simpan", name=NAME, village="18.72.01", address="Jl. Contoh 1", area="18")
    page.wait_for_url(re.compile(r"/plut/\d+/$"))
    centre = path_of(page)
    the_building_is_named_and_paid(page, programme)
    consultant = it_gets_a_budget_a_consultant_and_a_target(page, centre)
    a_client_is_served(page, centre)
    page.goto(f"{consultant}?periode=2020-T1")
    expect(page.locator("tbody tr", has_text="Layanan").first).to_contain_text("1")
    page.goto(centre)
    for text in ("Rp 2.500.000.000", "30,0%", "Rp 420.000.000", "88,4%", "Konsultan Metro (contoh)"):
        expect(page.locator("main")).to_contain_text(text)
    client = a_client_rises_a_class_and_is_financed(page, sign_in("dinas1872"), centre)
    the_guest_is_linked_to_the_registry(page, centre, client)
    phone = sign_in("provinsi", width=390, has_touch=True)
    for address in (centre, consultant, client):
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def the_building_is_named_and_paid(page: Page, programme: str) -> None:
    page.goto(programme)
    page.get_by_role("link", name="Tambah penerima").click()
    building = page.locator("[name=facility] option", has_text=NAME).last.get_attribute("value")
    fill(
        page, "Simpan", facility=building or "", name=NAME, village="18.72.01", amount_idr="2.500.000.000",
        decree_no="SK-PLUT-72", decree_on="2019-04-15",
    )  # fmt: skip
    page.get_by_role("link", name=NAME, exact=True).first.click()
    send(page, "pencairan", amount_idr="750.000.000", paid_on="2019-08-20", document_no="SP2D-PLUT-72")
    send(page, "tahap", stage="construction", reached_on="2019-09-02", physical_percent="30")
    expect(page.locator(".nk-timeline").first).to_contain_text("30%")


def it_gets_a_budget_a_consultant_and_a_target(page: Page, centre: str) -> str:
    page.goto(centre)
    for decision, values in (
        ("budget", {"year": "2019", "source": "apbd_province", "planned_idr": "420.000.000", "realised_idr": "371.250.000"}),
        ("item", {"name": "Proyektor", "quantity": "2", "condition": "good", "supplied_by": "ministry"}),
        (
            "consultant",
            {"name": "Konsultan Metro (contoh)", "field": "finance", "starts_on": "2019-01-02", "ends_on": "2020-12-31"},
        ),
    ):  # fmt: skip
        decide(page, decision, values)
    page.get_by_role("link", name="Konsultan Metro (contoh)").click()
    consultant = path_of(page)
    decide(page, "target", {"year": "2020", "clients": "36", "services": "108", "hours": "180"})
    expect(page.locator("main")).to_contain_text("108")
    return consultant


def decide(page: Page, decision: str, values: dict[str, str]) -> None:
    form = page.locator("form", has=page.locator(f"[name=decision][value={decision}]"))
    page.locator("details", has=form).last.locator("> summary").click()
    fill_in(form, values)
    form.locator("[name=decision]").click()
    page.wait_for_load_state()


def a_client_is_served(page: Page, centre: str) -> None:
    page.goto(f"{centre}layanan/baru/")
    guest = page.locator("[name=guest_name]")
    if not guest.is_visible():
        page.locator("details", has=guest).locator("> summary").click()
    fill_in(
        page,
        {
            "guest_name": "Tamu Metro (contoh)",
            "guest_area": "18.72",
            "topic": "Menghitung harga pokok",
            "minutes": "90",
        },
    )
    page.get_by_label("Konsultan").select_option(label="Konsultan Metro (contoh) – Pembiayaan")
    page.get_by_label("Pokok layanan").press("Enter")
    expect(page.get_by_text("Tercatat: Menghitung harga pokok, 1:30 jam.")).to_be_visible()


def a_client_rises_a_class_and_is_financed(page: Page, office: Page, centre: str) -> str:
    """An enterprise whose sales were micro in the year before its first service and are small in the year of it."""
    office.goto("/registri/umkm/")
    office.locator("tbody tr a").first.click()
    enterprise = path_of(office)
    for year, sales in (("2018", "250.000.000"), ("2019", "900.000.000")):
        office.goto(f"{enterprise}tahun/?tahun={year}")
        fill(
            office, "Simpan data", year=year, annual_sales_idr=sales, capital_idr="", net_worth_idr="", evidence="statement",
            remark="Keterangan pemilik di PLUT",
        )  # fmt: skip
        office.wait_for_url(f"**{enterprise}")
    number = enterprise.strip("/").rpartition("/")[2]
    page.goto(f"{centre}layanan/baru/?klien=enterprise-{number}")
    page.get_by_label("Konsultan").select_option(label="Konsultan Metro (contoh) – Pembiayaan")
    fill_in(page, {"served_on": "2019-06-03", "minutes": "60", "topic": "Menyusun proposal KUR"})
    page.get_by_label("Pokok layanan").press("Enter")
    expect(page.get_by_text("Tercatat: Menyusun proposal KUR, 1:00 jam.")).to_be_visible()
    client = f"{centre}klien/enterprise/{number}/"
    page.goto(client)
    decide(
        page, "financing", {"kind": "kur", "lender": "Bank Contoh", "amount_idr": "25.000.000", "obtained_on": "2019-09-02"}
    )  # fmt: skip
    for text in ("Rp 250.000.000", "Rp 900.000.000", "Naik kelas", "Mikro → Kecil", "Rp 25.000.000"):
        expect(page.locator("main")).to_contain_text(text)
    return client


def the_guest_is_linked_to_the_registry(page: Page, centre: str, client: str) -> None:
    page.goto(f"{centre}klien/")
    page.get_by_role("link", name="Tamu Metro (contoh)").click()
    guest = page.url
    page.locator("#client-search").press_sequentially("kop")
    page.locator("#found [type=radio]").first.check()
    page.locator("[name=decision][value=link]").click()
    page.wait_for_url(lambda url: url != guest)
    expect(page.locator("main")).to_contain_text("Menghitung harga pokok")
    assert path_of(page) != client
