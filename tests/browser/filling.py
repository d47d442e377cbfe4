"""Filling forms as a person does: by the name of each field, and the button that is pressed."""

import re

from playwright.sync_api import Locator, Page, TimeoutError


def fill(page: Page, button: str, **values: str) -> None:
    """Fill the fields of the form that has the button, by their names, and press it."""
    form = page.locator("form", has=page.get_by_role("button", name=button, exact=True)).last
    fill_in(form, values)
    form.get_by_role("button", name=button, exact=True).click()


def fill_in(form: Locator | Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        field = form.locator(f"[name='{name}']")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def send(page: Page, action: str, button: str = "", **values: str) -> None:
    """Open the form that posts to an address with this ending, where it is folded, fill and send it."""
    form = page.locator(f"form[action$='/{action}/']")
    if button:
        form = form.filter(has=page.get_by_role("button", name=button, exact=True))
    folded = page.locator("details", has=form).last
    if folded.get_attribute("open") is None:
        folded.locator("> summary").click()
    fill_in(form, values)
    (form.get_by_role("button", name=button, exact=True) if button else form.get_by_role("button")).click()


def path_of(page: Page) -> str:
    """The address of the page, without the server and what is asked of it."""
    return re.sub(r"^https?://[^/]+|\?.*$", "", page.url)


def give_money(page: Page, kind: str, name: str, *, source: str, area: str, amount: str) -> str:
    """The province enters a programme of 2019, its ceiling, and all of it as the allocation of one area."""
    page.goto(f"/program/baru/?jenis={kind}")
    fill(page, "Simpan", name=name, year="2019")
    page.wait_for_url(re.compile(r"/program/\d+/$"))
    programme = path_of(page)
    send(page, "pagu", source=source, year="2019", amount_idr=amount, document_no=f"DIPA {name}")
    page.wait_for_url(f"**{programme}")
    send(page, "alokasi", area=area, amount_idr=amount)
    page.wait_for_url(f"**{programme}")
    return programme


def wait_for_worker(page: Page, wanted: Locator) -> None:
    """Load the page again until the background worker has done what makes something appear on it."""
    for _ in range(30):
        try:
            return wanted.first.wait_for(timeout=1_000)
        except TimeoutError:
            page.reload()
    wanted.first.wait_for()
