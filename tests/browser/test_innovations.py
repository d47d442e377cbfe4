"""The innovations in a real browser: cooperatives of villages (Merah Putih, with their units), pesantren and tourism villages
from money to visit, a training cohort from its plan to its alumni, branding before and after, and a type of programme of the
office's own with its first recipient."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.filling import fill, fill_in, give_money, path_of, send
from tests.browser.visiting import begin_visit, choose, plan_visit, send_visit, verify_visit, write
from tests.factories.photos import photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SUFFIX = "A"


def test_a_cohort_from_its_plan_to_its_alumni(sign_in):
    page = sign_in("provinsi")
    cohort = a_cohort_is_planned(page)
    absent = two_take_part_and_one_is_absent(page, cohort)
    one_graduates_and_one_needs_a_reason(page, cohort, absent)
    participant = an_alumnus_is_mentored_and_asked_again(page, cohort)
    page.goto(cohort)
    for kpi, number in (("Peserta", "2"), ("Lulusan", "2"), ("Alumni yang usahanya berjalan", "1")):
        card = page.locator(".nk-kpi", has=page.get_by_text(kpi, exact=True))
        expect(card.locator(".nk-num")).to_have_text(number)
    phone = sign_in("provinsi", width=390, has_touch=True)
    for address in (cohort, participant):
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_each_innovation_of_the_demonstration_has_money_of_its_own_year_and_founders(sign_in):
    page = sign_in("provinsi")
    page.goto("/program/?periode=2020-T1")
    for name in ("Lampung Entrepreneur Center", "Branding UMKM", "pesantren", "desa wisata", "berbasis desa"):
        row = page.locator("tbody tr", has_text=name)
        expect(row.locator("[data-label=Alokasi]")).to_have_text(re.compile(r"Rp.[1-9]"))
        expect(row.locator("[data-label=Realisasi]")).to_have_text(re.compile(r"Rp.[1-9]"))
    page.goto("/program/?periode=2019-T4")
    expect(page.locator(".nk-kpi").first).to_contain_text("4.924.000.000")
    page.goto("/angkatan/?q=Angkatan")
    for name in ("Angkatan 1", "Angkatan 2"):
        founded = page.locator("tbody tr", has_text=name).locator("[data-label='Usaha berdiri']")
        expect(founded).to_have_text(re.compile("[1-9]"))


def a_cohort_is_planned(page: Page) -> str:
    page.goto("/angkatan/")
    page.get_by_role("link", name="Lampung Entrepreneur Center (LEC) 2019").click()
    fill(
        page, "Simpan", name=f"Angkatan {SUFFIX}", area="18.71", venue="Gedung LEC", starts_on="2019-10-07", ends_on="2019-10-14",
        seats="2", graduation_percent="80",
    )  # fmt: skip
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Angkatan {SUFFIX}")
    cohort = path_of(page)
    for day, topic in (("2019-10-07", "Menghitung harga pokok"), ("2019-10-14", "Pemasaran digital")):
        send(page, "sesi", held_on=day, topic=topic, trainer="Widyaiswara (contoh)", minutes="180")
        expect(page.get_by_text(topic)).to_be_visible()
    return cohort


def two_take_part_and_one_is_absent(page: Page, cohort: str) -> str:
    page.goto(f"{cohort}peserta/?q=ke")
    page.get_by_role("button", name="Daftarkan", exact=True).first.click()
    page.wait_for_url(f"**{cohort}")
    page.goto(f"{cohort}peserta/")
    newcomer = f"Peserta Baru {SUFFIX} (contoh)"
    fill(page, "Catat dan daftarkan", name=newcomer, sex="f", phone="0812")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.goto(f"{cohort}peserta/")
    fill(page, "Catat dan daftarkan", name="Tidak ada tempat (contoh)")
    expect(page.get_by_role("alert")).to_contain_text("penuh")
    for _session in range(2):
        page.goto(cohort)
        page.get_by_role("link", name="Catat kehadiran").first.click()
        page.get_by_label(newcomer).uncheck()
        page.get_by_role("button", name="Simpan kehadiran").click()
    expect(page.locator("tbody tr", has_text=newcomer)).to_contain_text("0/2")
    return newcomer


def one_graduates_and_one_needs_a_reason(page: Page, cohort: str, absent: str) -> None:
    for row in (
        page.locator("tbody tr").filter(has_not_text=absent),
        page.locator("tbody tr", has_text=absent),
    ):
        page.goto(cohort)
        row.get_by_role("link").first.click()
        page.locator("details", has=page.locator("[name=act][value=graduate]")).locator("> summary").click()
        fill_in(page, {"on": "2019-10-14"})
        page.get_by_role("button", name="Luluskan").click()
        if page.get_by_text("di bawah 80% yang disyaratkan").count():
            page.locator("[name=reason]").fill("Mengikuti kelas pengganti")
            page.get_by_role("button", name="Luluskan").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Lulus")


def an_alumnus_is_mentored_and_asked_again(page: Page, cohort: str) -> str:
    page.goto(cohort)
    page.locator("tbody tr", has_text=re.compile("2/2")).get_by_role("link").first.click()
    participant = path_of(page)
    acted = f"{participant}catat/"
    for act, values in (
        ("mentoring", {"held_on": "2019-11-04", "mentor": "Mentor LEC (contoh)", "minutes": "90", "topic": "Izin PIRT"}),
        (
            "alumnus",
            {
                "checked_on": "2020-03-02", "business": "running", "workers": "3", "monthly_sales_idr": "7.500.000",
            },
        ),
    ):  # fmt: skip
        form = page.locator(f"form[action='{acted}']", has=page.locator(f"[name=act][value={act}]"))
        page.locator("details", has=form).locator("> summary").click()
        fill_in(form, values)
        form.locator("[name=act]").click()
        page.wait_for_url(f"**{participant}")
    expect(page.get_by_text("Izin PIRT")).to_be_visible()
    expect(page.locator("tbody tr", has_text="Berjalan")).to_contain_text("7.500.000")
    return participant


def test_branding_is_recorded_with_sales_before_and_after(sign_in):
    page = sign_in("dinas1802")
    page.goto("/registri/umkm/")
    page.locator("tbody tr a").first.click()
    page.wait_for_url(re.compile(r"/registri/umkm/\d+/"))
    page.goto(f"{path_of(page)}promosi/baru/")
    page.locator("input[type=file]").set_input_files(
        {"name": "kemasan.jpg", "mimeType": "image/jpeg", "buffer": photo("orange")}
    )
    fill(
        page, "Simpan", kind="packaging", held_on="2019-11-11", sales_before_idr="8.000.000", sales_after_idr="9.500.000",
        facilitated_by="Dinas Koperasi dan UKM", cost_idr="1.250.000",
    )  # fmt: skip
    event = path_of(page)
    for text in ("Rp 8 juta", "Rp 9,5 juta", "Rp 1.250.000"):
        expect(page.locator("main")).to_contain_text(text)
    page.goto("/registri/promosi/?dibandingkan=naik&urut=-held_on")
    expect(page.locator(f"a[href^='{event}']").first).to_be_visible()
    page.goto("/registri/promosi/ringkasan/")
    expect(page.locator("tbody tr", has_text="Kemasan")).to_contain_text("%")


def test_an_office_makes_a_type_of_its_own_and_gives_its_first_aid(sign_in):
    page = sign_in("provinsi")
    kind = f"Bantuan mesin kemas {SUFFIX}"
    page.goto("/program/jenis/baru/")
    for name, value in (
        ("sources", "apbd_province"),
        ("instruments", "enterprise"),
        ("indicators", "class_up"),
    ):
        page.locator(f"[name={name}][value={value}]").check()
    fill(
        page, "Simpan", name_id=kind, about_id="Mesin kemas bagi usaha mikro yang produknya sudah berizin.",
        legal_source="Keputusan Gubernur (contoh)", recipient="person",
        **{"stage-0-name_id": "Diusulkan", "stage-1-name_id": "Mesin diterima"},
    )  # fmt: skip
    expect(page.locator("main")).to_contain_text(kind)
    page.goto("/program/baru/")
    value = page.locator("[name=type_id] option", has_text=kind).get_attribute("value")
    programme = give_money(
        page, value or "", f"Mesin kemas {SUFFIX}", source="apbd_province", area="18.10", amount="25.000.000"
    )
    page.goto(programme)
    page.get_by_role("link", name="Tambah penerima").first.click()
    fill(
        page, "Simpan", name="Penerima mesin (contoh)", village="18.10.01", amount_idr="25.000.000", decree_no="SK-M-1",
        decree_on="2019-09-02",
    )  # fmt: skip
    page.get_by_role("link", name="Penerima mesin (contoh)").click()
    send(page, "pencairan", amount_idr="25.000.000", paid_on="2019-09-20", document_no="SP2D-M-1")
    send(page, "tahap", stage="mesin_diterima", reached_on="2019-10-01")
    expect(page.locator(".nk-timeline").first.locator("li", has_text="Mesin diterima")).to_contain_text(
        "1 Oktober 2019"
    )
    page.get_by_role("link", name="Lacak uang").first.click()
    expect(page.locator("main")).to_contain_text("SP2D-M-1")


INNOVATIONS = {
    "village_cooperatives": (
        "18.03", "Lampung Utara", {"Ketua, sekretaris dan bendahara ada?": "Ya", "Gerai atau kantor": "Pinjam desa"},
        ("Jumlah unit yang berjalan", "2"),
    ),
    "pesantren_cooperatives": (
        "18.07", "Lampung Timur",
        {"Pengurus terpisah dari pengasuh pesantren?": "Ya", "Pembukuan terpisah dari pesantren?": "Tidak"},
        ("Jumlah unit yang berjalan", "1"),
    ),
    "tourism_village_cooperatives": (
        "18.09", "Pesawaran",
        {"Ada perjanjian kerja sama dengan desa atau pokdarwis?": "Ya", "Usaha wisatanya ber-NIB?": "Ya"},
        ("Pengunjung bulan terakhir", "420"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", INNOVATIONS)
def test_a_cooperative_is_helped_by_an_innovation_from_the_money_to_the_visit(sign_in, kind):
    area, title, chosen, (question, number) = INNOVATIONS[kind]
    code, name = area.replace(".", ""), f"Inovasi {title}"
    province, officer = sign_in("provinsi"), sign_in(f"dinas{code}")
    cooperative = a_cooperative_joins_the_group(officer, kind)
    programme = give_money(province, kind, name, source="apbd_province", area=area, amount="40.000.000")
    recipient = it_is_named_from_the_registry_and_paid(province, programme, cooperative)
    visit = plan_visit(
        province, officer, cycle=f"Monev {name}", programme=f"{name} 2019", area=f"Kab. {title}",
        enumerator=f"Petugas Lapangan 1 {title} (contoh) – Kab. {title}", year="2020", quarter="1", opens_on="2020-03-01",
    )  # fmt: skip
    phone = sign_in(f"petugas{code}-1", width=390, has_touch=True)
    begin_visit(phone, cooperative, "2020-03-13T10:00:00+07:00")
    choose(phone, "Ditemukan?", "Ditemukan")
    for asked, answer in chosen.items():
        choose(phone, asked, answer)
    if kind == "village_cooperatives":
        choose(phone, "Ada peraturan atau berita acara musyawarah desa?", "Ya")
    write(phone, question, number)
    send_visit(phone)
    verify_visit(officer, visit)
    province.goto(f"{recipient}lacak/")
    for text in ("SP2D-I", "13 Maret 2020", "Triwulan I 2020"):
        expect(province.locator(".nk-timeline").first).to_contain_text(text)


def a_cooperative_joins_the_group(page: Page, kind: str) -> str:
    """The first of the list; of a village it becomes a Merah Putih one, and its seven units are told. Returns its name."""
    group = {"village_cooperatives": "merah_putih", "pesantren_cooperatives": "kopontren"}.get(
        kind, "tourism_village"
    )
    page.goto("/registri/koperasi/?official_status=active")
    name = page.locator("tbody tr a").first.inner_text().strip()
    page.locator("tbody tr a").first.click()
    page.wait_for_url(re.compile(r"/registri/koperasi/\d+/"))
    cooperative = path_of(page)
    page.goto(f"{cooperative}kelompok/")
    fill(page, "Simpan", main=group)
    page.wait_for_url(f"**{cooperative}")
    if group == "merah_putih":
        page.goto(f"{cooperative}unit/")
        units = page.locator("[name$='-state']").evaluate_all(
            "all => all.map(e => e.name.replace('-state', ''))"
        )
        assert len(units) == 7
        for n, unit in enumerate(units):
            state, day = ("open", "2020-01-06") if n < 2 else ("planned", "2020-06-01")
            fill_in(
                page,
                {
                    f"{unit}-state": state,
                    f"{unit}-opened_on": day,
                    f"{unit}-source": "Berita acara musyawarah",
                },
            )
        page.get_by_role("button", name="Simpan", exact=True).click()
        page.wait_for_url(f"**{cooperative}")
        expect(page.locator("main")).to_contain_text("6 Januari 2020")
    return name


def it_is_named_from_the_registry_and_paid(page: Page, programme: str, cooperative: str) -> str:
    page.goto(programme)
    page.get_by_role("link", name="Tambah penerima").first.click()
    page.get_by_role("searchbox").last.fill(cooperative)
    page.get_by_role("button", name="Cari", exact=True).last.click()
    page.locator("[name=registered]").first.check()
    fill(page, "Simpan", amount_idr="40.000.000", decree_no="SK-I", decree_on="2019-09-02")
    page.wait_for_url(f"**{programme}")
    page.get_by_role("link", name=cooperative).first.click()
    recipient = path_of(page)
    send(page, "pencairan", amount_idr="40.000.000", paid_on="2019-09-20", document_no="SP2D-I")
    for stage, day in (
        ("formed", "2019-09-24"),
        ("legal", "2019-10-15"),
        ("coached", "2019-11-20"),
        ("active", "2020-01-06"),
    ):
        send(page, "tahap", stage=stage, reached_on=day)
    expect(page.locator(".nk-timeline").first.locator("li", has_text="berjalan")).to_contain_text(
        "6 Januari 2020"
    )
    return recipient
