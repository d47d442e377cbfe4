"""A visit from the plan to the verdict, as the hands that it passes do it: province, office, enumerator, office."""

from playwright.sync_api import Page, expect

from tests.browser.filling import fill, fill_in, path_of, wait_for_worker


def plan_visit(
    province: Page, officer: Page, *, cycle: str, programme: str, area: str, enumerator: str, year: str, quarter: str,
    opens_on: str,
) -> str:  # fmt: skip
    """A cycle of its own for a programme with one recipient, handed to an enumerator; returns the visit's address."""
    province.goto("/monev/baru/")
    fill_in(province, {"name": cycle, "year": year, "quarter": quarter, "opens_on": opens_on})
    for box in province.locator("[name=monitored]:checked").all():
        box.uncheck()
    province.get_by_label(programme).check()
    province.get_by_role("button", name="Lanjut").click()
    fill(province, "Susun daftar kunjungan", cooperatives="0", enterprises="0")
    province.get_by_role("button", name="Buka siklus untuk wilayah").click()
    province.get_by_role("link", name=area).first.click()
    officer.goto(path_of(province))
    officer.get_by_role("checkbox", name="Centang semua").check()  # of the two the one that this width shows
    officer.locator("select[name=to]").select_option(label=enumerator)
    officer.get_by_role("button", name="Tugaskan").click()
    expect(officer.get_by_text("1 kunjungan ditugaskan kepada")).to_be_visible()
    return officer.locator("tbody a").first.get_attribute("href") or ""


def begin_visit(page: Page, name: str, at: str) -> None:
    """Open the form of the visit to `name`, the phone's clock at a moment."""
    page.clock.set_system_time(at)
    page.goto("/lapangan/")
    page.locator("article", has_text=name).get_by_role("link", name="Mulai kunjungan").first.click()


def choose(page: Page, question: str, answer: str) -> None:
    page.locator(".question-container", has_text=question).get_by_text(answer, exact=True).click()


def write(page: Page, question: str, answer: str) -> None:
    """By keyboard: the form takes a number up as it is typed."""
    field = page.locator(".question-container", has_text=question).locator("input")
    field.press_sequentially(answer)
    field.press("Tab")


def send_visit(page: Page) -> None:
    page.locator(".question-container", has_text="Yang dikunjungi setuju").get_by_role("checkbox").check()
    page.get_by_role("button", name="Kirim", exact=True).click()
    page.wait_for_url("**/lapangan/")
    expect(page.locator("#nk-queue")).to_contain_text("Semua kunjungan terkirim")


def verify_visit(officer: Page, visit: str) -> None:
    officer.goto(visit)
    wait_for_worker(officer, officer.get_by_role("button", name="Verifikasi"))
    officer.get_by_role("button", name="Verifikasi").click()
    expect(officer.get_by_text("Kunjungan telah diverifikasi.")).to_be_visible()
