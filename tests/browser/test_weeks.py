"""Each role's week in a real browser, on one demonstration: who asks, who answers, who decides, who looks into it, who reads.

The areas differ from those of the other journeys: Lampung Selatan's visits, Pesawaran, Lampung Timur, Way Kanan's market.
"""

import io
import re

import pymupdf
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OFFICE = "Kab. Lampung Selatan"


def picture(words: str) -> dict:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), "darkgreen").save(buffer, "JPEG")
    return {"name": f"{words}.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def heading(page: Page):
    return page.get_by_role("heading", level=1)


# ── the office of a kabupaten ──


def test_an_office_is_reminded_decides_what_was_held_reviews_visits_and_sends(sign_in):
    province, office = sign_in("provinsi"), sign_in("dinas1801")
    the_late_are_reminded(province)
    the_reminder_leads_to_the_area(office)
    what_was_kept_aside_is_dismissed_and_found_again(office)
    another = sign_in("dinas1805")  # where no other journey has verified what waits
    a_visit_is_returned_and_the_others_are_verified(another)
    the_area_is_sent(another)
    province.goto("/")
    expect(province.get_by_role("link", name="Kab. Tulang Bawang telah mengirim hasilnya")).to_be_visible()


def the_late_are_reminded(page: Page) -> None:
    page.get_by_role("link", name="Papan wilayah").click()
    page.get_by_role("link", name="Wilayah terlambat", exact=True).click()
    card = page.locator(".card", has=page.get_by_role("link", name=OFFICE))
    card.get_by_role("button", name="Ingatkan").click()
    expect(page.get_by_text(re.compile("Lampung Selatan.* diingatkan"))).to_be_visible()


def the_reminder_leads_to_the_area(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name=re.compile("Pemberitahuan, .* belum dibaca")).click()
    page.get_by_role("link", name=re.compile("Mohon kirim hasil monev")).first.click()
    expect(heading(page)).to_contain_text(OFFICE)


def what_was_kept_aside_is_dismissed_and_found_again(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("kiriman yang ditahan")).click()
    page.locator("tbody tr", has_text="isi lain").get_by_role("link").click()
    expect(page.get_by_text("berbeda", exact=True).first).to_be_visible()
    page.get_by_label("Sebabnya", exact=True).fill("Isian percobaan di kantor.")
    page.get_by_role("button", name="Tetap yang dihitung sekarang").click()
    expect(page.get_by_text("kiriman tetap tersimpan")).to_be_visible()
    expect(page.locator("tbody tr", has_text="isi lain")).to_have_count(0)
    page.get_by_role("link", name="Diabaikan").click()
    expect(page.locator("tbody tr", has_text="Isian percobaan di kantor.")).to_have_count(1)


def a_visit_is_returned_and_the_others_are_verified(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="kunjungan untuk diverifikasi").click()
    page.locator("tbody tr").first.get_by_role("link").first.click()
    page.get_by_label("Apa yang harus diperbaiki petugas lapangan").fill("Foto depan kantor belum ada.")
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.get_by_text("Dikembalikan karena: Foto depan kantor belum ada.")).to_be_visible()
    page.goto("/kunjungan/?state=received")
    for box in page.locator("main [name=visit]").all():
        box.check()
    page.get_by_role("button", name=re.compile("^Verifikasi yang dicentang")).click()
    page.get_by_role("button", name=re.compile(r"^Verifikasi \d+$")).click()
    expect(page.get_by_text(re.compile(r"\d kunjungan telah diverifikasi"))).to_be_visible()


def the_area_is_sent(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Pekerjaan wilayah saya").click()
    page.get_by_label("Mengapa tidak semua dikunjungi").fill("Satu kunjungan diulang pekan depan.")
    page.get_by_role("button", name="Kirim ke provinsi").click()
    expect(heading(page)).to_contain_text("Terkirim, menunggu provinsi")


# ── the province ──


def test_the_province_accepts_one_area_and_returns_another_which_mends_and_sends_again(sign_in):
    province, office = sign_in("provinsi"), sign_in("dinas1807")
    an_area_is_accepted_and_frozen(province)
    an_area_is_returned_with_a_remark(province)
    the_office_mends_and_sends_again(office)
    province.goto("/monev/1/papan/")
    expect(province.locator("tbody tr", has_text="Lampung Timur")).to_contain_text("Terkirim")


def an_area_is_accepted_and_frozen(page: Page) -> None:
    page.get_by_role("link", name="Kab. Pesawaran telah mengirim hasilnya").click()
    page.get_by_role("button", name="Terima dan kunci").click()
    expect(heading(page)).to_contain_text("Diterima, terkunci")
    page.get_by_role("link", name="Data bekuan").click()
    expect(heading(page)).to_contain_text("Data bekuan ke-1")
    reports = []
    for _ in range(2):
        with page.expect_download() as download:
            page.get_by_role("link", name="Laporan dari data ini (PDF)").click()
        reports.append(download.value.path().read_bytes())
    assert reports[0] == reports[1]
    assert reports[0].startswith(b"%PDF")


def an_area_is_returned_with_a_remark(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Kab. Lampung Timur telah mengirim hasilnya").click()
    page.get_by_role("link", name="Periksa per kunjungan").click()
    page.locator("[name^='remark-']").first.fill("Jumlah anggota tidak cocok dengan buku.")
    page.get_by_label("Alasan untuk seluruh wilayah").fill("Satu kunjungan perlu dicocokkan lagi.")
    page.get_by_role("button", name="Kembalikan").click()
    expect(heading(page)).to_contain_text("Dikembalikan")


def the_office_mends_and_sends_again(page: Page) -> None:
    page.get_by_role("link", name="Pekerjaan wilayah saya").click()
    expect(page.get_by_text("Satu kunjungan perlu dicocokkan lagi.").first).to_be_visible()
    page.get_by_role("link", name="Untuk diverifikasi").click()
    page.locator("tbody tr").first.get_by_role("link").first.click()
    expect(page.get_by_text("Jumlah anggota tidak cocok dengan buku.").first).to_be_visible()
    page.get_by_role("button", name="Verifikasi", exact=True).click()
    page.goto("/")
    page.get_by_role("link", name="Pekerjaan wilayah saya").click()
    page.get_by_label("Mengapa tidak semua dikunjungi").fill("Yang lain pindah, menurut aparat desa.")
    page.get_by_role("button", name="Kirim ke provinsi").click()
    expect(heading(page)).to_contain_text("Terkirim, menunggu provinsi")


# ── a finding: who opens it, the audited unit, who verifies ──


def test_a_finding_is_answered_by_the_unit_and_closed_by_who_did_not_act(sign_in):
    province, unit, other = sign_in("provinsi"), sign_in("dinas1807", width=390), sign_in("provinsi2")
    title = "Papan nama bantuan tidak dipasang"
    address = a_finding_is_opened(province, title)
    the_unit_answers_with_evidence(unit, title)
    who_acts_as_well_cannot_close(province, address)
    other.goto(address)
    other.get_by_label("Keterangan").fill("Papan terpasang menurut foto.")
    other.get_by_role("button", name="Tutup temuan").click()
    expect(heading(other)).to_contain_text("Sesuai")
    unit.goto("/temuan/unit/")
    expect(unit.get_by_text(title)).to_have_count(0)


def a_finding_is_opened(page: Page, title: str) -> str:
    page.goto("/temuan/")
    page.get_by_role("link", name="Buka temuan").click()
    page.get_by_label("Wilayah", exact=True).last.select_option("18.07")
    page.get_by_label("Judul").fill(title)
    page.get_by_label("Kondisi: apa yang terlihat").fill("Tiga penerima tidak memasang papan nama bantuan.")
    page.get_by_label("Rekomendasi").fill("Pasang papan nama dan kirim fotonya.")
    page.get_by_role("button", name="Buka temuan").click()
    expect(heading(page)).to_contain_text(title)
    return page.url


def the_unit_answers_with_evidence(page: Page, title: str) -> None:
    page.goto("/temuan/unit/")
    page.get_by_role("link", name=re.compile(title)).click()
    expect(page.get_by_text("Pasang papan nama dan kirim fotonya.")).to_be_visible()
    page.get_by_label("Apa yang telah dilakukan").fill("Ketiga papan sudah dipasang.")
    page.locator("#evidence").set_input_files(picture("papan"))
    page.get_by_role("button", name="Kirim jawaban").click()
    page.goto("/temuan/unit/")
    expect(page.locator(".card", has_text="Sudah dijawab, menunggu putusan").last).to_contain_text(title)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def who_acts_as_well_cannot_close(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Apa yang telah dilakukan").fill("Provinsi ikut memeriksa ke lapangan.")
    page.get_by_role("button", name="Simpan tindakan").click()
    expect(page.get_by_text("jadi orang lain yang memutuskan")).to_be_visible()
    expect(page.get_by_role("button", name="Tutup temuan")).to_have_count(0)


# ── a citizen ──


def test_a_citizen_tells_by_the_address_on_the_sign_and_reads_why_it_was_closed(served, new_context, sign_in):
    office = sign_in("provinsi")
    office.goto("/temuan/tanda/pasar/1/")
    sign = office.locator(".nk-token").inner_text()
    citizen = new_context(
        base_url=served.url, locale="id-ID", viewport={"width": 390, "height": 850}
    ).new_page()
    citizen.goto(re.sub(r"^https?://[^/]+", "", sign))
    citizen.get_by_label("Tentang apa laporan ini?").select_option("unused")
    citizen.get_by_label("Apa yang Anda lihat, dan kapan?").fill(
        "Kios di sudut timur terkunci sejak Januari."
    )
    citizen.get_by_role("button", name="Kirim laporan").click()
    number, code = (el.inner_text() for el in citizen.locator("dd").all())
    office.goto("/temuan/warga/")
    office.get_by_role("link", name=number).click()
    office.get_by_label("Jawaban untuk pelapor").fill(
        "Kami datangi 12 Maret; kios itu dipakai sebagai gudang."
    )
    office.get_by_text("Tutup laporan ini").click()
    office.get_by_label("Alasan").select_option("not_found")
    office.get_by_role("button", name="Tutup laporan").click()
    expect(office.get_by_text("Laporan ditutup.")).to_be_visible()
    citizen.get_by_role("link", name="Ikuti laporan").click()
    citizen.get_by_label("Nomor").fill(number)
    citizen.get_by_label("Kode").fill(code)
    citizen.get_by_role("button", name="Tampilkan").click()
    expect(citizen.get_by_text("kios itu dipakai sebagai gudang")).to_be_visible()
    expect(citizen.get_by_text(re.compile("^Alasan:"))).to_be_visible()


# ── who looks into it, and who reads ──


def test_the_auditor_reads_the_history_in_words_and_who_saw_a_person(sign_in):
    page = sign_in("auditor")
    page.goto("/temuan/?state=in_progress")
    page.locator("tbody tr").first.get_by_role("link").first.click()
    history = page.locator(".nk-timeline").last
    expect(history).to_contain_text("→")
    nothing_can_be_changed(page)
    page.goto("/registri/umkm/5/")
    page.locator("a[href^='/registri/orang/']").first.click()
    seen = page.locator(".card", has_text="Siapa yang melihat atau mengunduh data ini")
    expect(seen).to_contain_text("Auditor Inspektorat (contoh)")
    page.get_by_role("link", name="Pengaturan").first.click()
    page.get_by_role("link", name="Jejak").first.click()
    row = page.locator("tbody tr", has_text="Temuan").first
    record = row.get_by_role("link").inner_text()
    row.get_by_role("link").click()
    expect(heading(page)).to_contain_text(record)
    assert set(page.locator("tbody td:nth-child(4)").all_inner_texts()) == {record}
    expect(page.locator("tbody")).not_to_contain_text("{")  # in words, not as it is stored


def test_the_ministry_reads_all_and_decides_nothing(sign_in):
    page = sign_in("kementerian")
    page.goto("/monev/1/papan/")
    expect(page.locator("tbody tr")).to_have_count(15)
    for address in ("/monev/1/terlambat/", "/monev/1/kerangka/", "/monev/wilayah/2/", "/monev/wilayah/6/periksa/",
                    "/kunjungan/", "/kunjungan/1/", "/temuan/1/", "/temuan/rekap/"):  # fmt: skip
        page.goto(address)
        nothing_can_be_changed(page)


def nothing_can_be_changed(page: Page) -> None:
    expect(heading(page)).to_be_visible()
    expect(page.locator("main form[method=post]:has(button)"), page.url).to_have_count(0)


# ── the head's one page ──


def test_the_head_reads_one_page_opens_an_area_on_the_map_and_prints_it(sign_in):
    page = sign_in("provinsi")
    expect(page.locator(".nk-kpi")).to_have_count(4)
    expect(page.get_by_role("heading", name="Wilayah yang perlu perhatian")).to_be_visible()
    page.get_by_role("link", name="Papan wilayah").click()
    page.locator("svg.nk-map a").first.focus()
    page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text(re.compile("Kab|Kota"))
    page.goto("/monev/1/papan/")
    page.emulate_media(media="print")
    with pymupdf.open(stream=page.pdf(format="A4")) as printed:
        assert len(printed) == 1
        text = printed[0].get_text()
    assert all(name in text for name in ("Pesawaran", "Lampung Timur", "Kota Metro"))
