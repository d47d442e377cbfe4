"""A finding's whole way in a real browser: a citizen tells on a phone, an officer opens a finding, the unit answers, another
person closes it, and the citizen reads what came of it."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def picture(words: str) -> dict:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), "darkgreen").save(buffer, "JPEG")
    return {"name": f"{words}.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


def test_from_a_citizens_report_to_a_finding_that_another_person_closes(served, new_context, sign_in):
    citizen = new_context(
        base_url=served.url, locale="id-ID", viewport={"width": 390, "height": 850}
    ).new_page()
    citizen.goto("/warga/")
    citizen.get_by_label("Nama pasar").fill("Siger")
    citizen.keyboard.press("Enter")
    citizen.get_by_role("link", name=re.compile("Pasar Rakyat Siger")).click()
    citizen.get_by_label("Tentang apa laporan ini?").select_option("quality")
    citizen.get_by_label("Apa yang Anda lihat, dan kapan?").fill(
        "Atap blok belakang bocor dan lantai tergenang."
    )
    citizen.get_by_label(re.compile("^Foto")).set_input_files(picture("atap"))
    citizen.get_by_role("button", name="Kirim laporan").click()
    expect(citizen.get_by_role("heading", level=1)).to_contain_text("Terima kasih")
    number, code = (el.inner_text() for el in citizen.locator("dd").all())

    officer = sign_in("dinas1801", width=390)
    officer.goto("/temuan/warga/")
    officer.get_by_role("link", name=number).click()
    officer.get_by_label("Jawaban untuk pelapor").fill("Terima kasih, kami tinjau dan tindak lanjuti.")
    officer.get_by_text("Jadikan temuan").click()
    officer.get_by_label("Judul temuan").fill("Atap Pasar Siger bocor")
    officer.get_by_role("button", name="Buka temuan").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("Atap Pasar Siger bocor")
    place = officer.url
    officer.goto("/temuan/unit/")
    officer.get_by_role("link", name=re.compile("Atap Pasar Siger bocor")).click()
    officer.get_by_label("Apa yang telah dilakukan").fill("Atap diganti dan lantai dikeringkan.")
    officer.locator("#evidence").set_input_files(picture("selesai"))
    officer.get_by_role("button", name="Kirim jawaban").click()
    expect(officer.get_by_text("orang lain yang memverifikasi").first).to_be_visible()

    province = sign_in("provinsi")
    province.goto(place)
    expect(province.get_by_role("heading", level=1)).to_contain_text("Menunggu verifikasi")
    province.get_by_label("Keterangan").fill("Foto sesuai dengan rekomendasi.")
    province.get_by_role("button", name="Tutup temuan").click()
    expect(province.get_by_role("heading", level=1)).to_contain_text("Sesuai")

    citizen.get_by_role("link", name="Ikuti laporan").click()
    citizen.get_by_label("Nomor").fill(number)
    citizen.get_by_label("Kode").fill(code)
    citizen.get_by_role("button", name="Tampilkan").click()
    expect(citizen.get_by_text("kami tinjau dan tindak lanjuti")).to_be_visible()
    expect(citizen.get_by_text("Sesuai", exact=True)).to_be_visible()
    assert citizen.evaluate("document.documentElement.scrollWidth") <= 390
