"""The pages around a finding: what is asked of a unit, who may judge, letters, ageing, and the citizens' door."""

import io
import re
from datetime import UTC, datetime, timedelta

import pymupdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from naikkelas.kit import clock
from naikkelas.monev import actions
from naikkelas.monev.models import CitizenReport, Finding
from naikkelas.monev.queries import citizens
from naikkelas.notices.models import Notice
from naikkelas.places.models import Facility
from naikkelas.reports.models import Letter
from tests.conftest import NOW
from tests.factories import person

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 berita acara"


def opened(by, area="18.01", **more):
    given = {"title": "Kios dikunci", "severity": "high", "amount_idr": 5_000_000} | more
    return actions.open_by_hand(
        area=area, condition="Dua puluh kios dikunci", criterion="", recommendation="Buka kios", by=by, at=NOW, **given
    )  # fmt: skip


@pytest.fixture
def province():
    return person("province")


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def market():
    return Facility.objects.create(kind="market", name="Pasar Uji", area_id="18.01.06", address="Jl. Pasar")


def jpeg() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(buffer, "JPEG")
    return SimpleUploadedFile("foto.jpg", buffer.getvalue(), "image/jpeg")


def test_a_unit_sees_what_it_owes_and_nothing_of_others(as_user, officer, province):
    mine, later = opened(province), opened(province, title="Kios kosong")
    opened(province, "18.02", title="Temuan tetangga")
    opened(province, owner_level="province", title="Temuan untuk provinsi")
    actions.act(
        finding=later, text="Kios dibuka kembali", evidence_name="", evidence=None, by=officer, at=NOW
    )
    clock.set_to(NOW + timedelta(days=70))
    shown = as_user(officer).get("/temuan/unit/")
    text = shown.content.decode()
    assert [f.pk for _k, _n, rows in shown.context["groups"] for f, _d in rows] == [mine.pk]
    assert (shown.context["late"], [f.pk for f in shown.context["waiting"]]) == (1, [later.pk])
    assert "tetangga" not in text
    assert "untuk provinsi" not in text
    own = as_user(province).get("/temuan/unit/").content.decode()
    assert "Temuan untuk provinsi" in own
    assert "tetangga" not in own


def test_the_page_to_answer_shows_why_the_last_answer_came_back(as_user, officer, province):
    finding = opened(province)
    path = f"/temuan/{finding.pk}/tindak-lanjut/"
    as_user(officer).post(
        path, {"text": "Sudah dibuka kembali", "evidence": SimpleUploadedFile("a.pdf", PDF)}
    )
    as_user(province).post(
        f"/temuan/{finding.pk}/putuskan/", {"decision": "return", "text": "foto tidak terbaca"}
    )
    assert "foto tidak terbaca" in as_user(officer).get(path).content.decode()
    short = as_user(officer).post(path, {"text": "sudah"})
    assert short.status_code == 422
    assert "paling sedikit 10 huruf" in short.content.decode()


def test_what_cannot_be_followed_up_is_proposed_below_and_agreed_above(as_user, officer, province):
    finding = opened(province)
    path = f"/temuan/{finding.pk}/tidak-dapat/"
    assert as_user(officer).post(path, {"reason": "sibuk", "text": "sedang banyak kerja"}).status_code == 422
    assert as_user(officer).post(path, {"reason": "in_court", "text": "perkara nomor 12"}).status_code == 302
    assert "Dalam proses peradilan" in as_user(province).get(f"/temuan/{finding.pk}/").content.decode()
    decide = f"/temuan/{finding.pk}/putuskan/"
    assert as_user(officer).post(decide, {"decision": "cannot", "text": "ya"}).status_code == 403
    assert as_user(province).post(decide, {"decision": "close", "text": "ya"}).status_code == 409
    as_user(province).post(decide, {"decision": "cannot", "text": "disetujui"})
    finding.refresh_from_db()
    assert (finding.state, finding.closed_by) == ("cannot_be_followed_up", province)
    page = as_user(officer).get(f"/temuan/{finding.pk}/").content.decode()
    assert "Disetujui: tidak dapat ditindaklanjuti. <b>Dalam proses peradilan</b>" in page
    assert Notice.objects.filter(user=officer).latest("id").kind == "finding.cannot"
    again = f"/temuan/{finding.pk}/buka-lagi/"
    assert as_user(officer).post(again, {"text": "putusan sudah ada"}).status_code == 403
    as_user(province).post(again, {"text": "putusan sudah ada"})
    finding.refresh_from_db()
    assert (finding.state, finding.returned) == ("in_progress", True)


def test_photos_of_the_opening_lose_their_hidden_data_and_only_photos_are_taken(as_user, officer):
    form = {
        "area": "18.01",
        "title": "Kios dikunci",
        "condition": "Dua puluh kios dikunci",
        "severity": "high",
    }
    bad = {"photos": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff tidak")}
    assert as_user(officer).post("/temuan/baru/", form | bad).status_code == 422
    assert Finding.objects.count() == 0
    as_user(officer).post("/temuan/baru/", form | {"photos": [jpeg(), jpeg()], "cause_code": "planning"})
    finding = Finding.objects.get()
    photo = finding.photos.first()
    shown = as_user(officer).get(f"/temuan/{finding.pk}/foto/{photo.pk}/")
    assert shown["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert Image.open(io.BytesIO(shown.content)).size == (40, 30)
    assert finding.cause_code == "planning"


def test_what_was_found_before_is_named_by_its_number(as_user, officer, province):
    before, foreign = opened(province), opened(province, "18.02")
    form = {
        "area": "18.01",
        "title": "Kios dikunci",
        "condition": "Dua puluh kios dikunci",
        "severity": "high",
    }
    for wrong in ("T2020-9999", foreign.number):
        assert as_user(officer).post("/temuan/baru/", form | {"earlier": wrong}).status_code == 422
    as_user(officer).post("/temuan/baru/", form | {"earlier": before.number.lower()})
    again = Finding.objects.get(earlier=before)
    assert again.recurrence == 1
    assert before.number in as_user(officer).get(f"/temuan/{again.pk}/").content.decode()


def test_a_letter_is_numbered_drawn_and_seen_by_the_unit_alone(as_user, officer, province):
    first, second = opened(province, title="Kios tanpa izin"), opened(province)
    other = opened(province, "18.02")
    asked = {
        "unit": "18.01",
        "finding": [first.pk, other.pk],
        "remark": "",
        "signer": "Budi",
        "signer_nip": "1970",
    }
    as_user(province).post("/temuan/surat/baru/", asked)
    letter = Letter.objects.get()
    assert (letter.number, list(letter.findings.all())) == ("001/TL/18/2020", [first])
    given = as_user(officer).get(f"/temuan/surat/{letter.pk}/unduh.pdf")
    assert given["Content-Type"] == "application/pdf"
    with pymupdf.open(stream=given.content) as document:
        text = "".join(page.get_text() for page in document)
    assert "001/TL/18/2020" in text
    assert "Kios tanpa izin" in text
    assert "12 Mei 2020" in text
    assert as_user(person("regency", "18.02")).get(f"/temuan/surat/{letter.pk}/unduh.pdf").status_code == 404
    minutes = {
        "unit": "18.01", "finding": [second.pk], "held_on": "2020-03-12", "held_at": "Aula", "outcome": "Kios dibuka April",
        "present": "Ani, provinsi",
    }  # fmt: skip
    assert as_user(province).post("/temuan/surat/pembahasan/", minutes).status_code == 422
    both = {"present": "Ani, provinsi\nBudi, dinas"}
    later = as_user(province).post("/temuan/surat/pembahasan/", minutes | both | {"held_on": "2020-03-20"})
    assert (later.status_code, "belum berlangsung" in later.content.decode()) == (422, True)
    as_user(province).post("/temuan/surat/pembahasan/", minutes | {"present": "Ani, provinsi\nBudi, dinas"})
    assert Letter.objects.get(kind="hearing").number == "001/BA-TL/18/2020"


def test_the_overview_counts_what_the_register_lists(as_user, officer, province):
    opened(province)
    opened(province, "18.02", title="Kios kosong")
    shown = as_user(province).get("/temuan/rekap/")
    assert [(u["line"].code, u["line"].open) for u in shown.context["units"]] == [("18.01", 1), ("18.02", 1)]
    assert [(u["line"].code) for u in as_user(officer).get("/temuan/rekap/").context["units"]] == ["18.01"]
    assert "paling bawah dan tidak dibandingkan" in shown.content.decode()
    for href in set(re.findall(r'href="(/temuan/\?[^"]+)"', shown.content.decode())):
        assert as_user(province).get(href.replace("&amp;", "&")).status_code == 200


def test_a_citizen_tells_without_an_account_and_follows_by_number_and_code(as_user, officer, market):
    browser = Client()
    path = f"/warga/lapor/{citizens.sign_of('facility', market.pk)}/"
    assert "Pasar Uji" in browser.get(path).content.decode()
    assert browser.post(path, {"topic": "unused", "text": "kosong"}).status_code == 422
    told = {
        "topic": "unused",
        "text": "Kios kosong sejak Januari lalu.",
        "contact": "0812 9988",
        "photos": jpeg(),
    }
    sent = browser.post(path, told, follow=True)
    report = CitizenReport.objects.get()
    assert report.number in sent.content.decode()
    assert report.number not in Client().get("/warga/terkirim/").content.decode()
    code = citizens.code_of(report)
    actions.answer_report(report=report, reply="Kios dibuka bulan depan.", by=officer, at=NOW)
    followed = Client().post("/warga/ikuti/", {"nomor": report.number, "kode": code})
    assert "Kios dibuka bulan depan." in followed.content.decode()
    assert "0812" not in followed.content.decode()
    assert officer.name not in followed.content.decode()
    wrong = Client().post("/warga/ikuti/", {"nomor": report.number, "kode": "AAAA-AAAA"})
    assert "Kios dibuka" not in wrong.content.decode()
    assert followed["Cache-Control"] == "private, no-store"


def test_a_report_of_the_early_morning_is_taken_away_with_the_day_that_its_list_shows(
    as_user, officer, market
):
    """In Lampung it is 14 March already, in Greenwich still the 13th."""
    early = datetime(2020, 3, 13, 23, 0, tzinfo=UTC)
    actions.take_report(
        subject=market, topic="unused", text="Kios kosong sejak Januari lalu.", contact="", photos=[], sender="s",
        by=actions.CITIZEN, at=early,
    )  # fmt: skip
    assert "14 Maret 2020" in as_user(officer).get("/temuan/warga/").content.decode()
    assert "2020-03-14" in _file(as_user(officer).get("/temuan/warga/?unduh=csv"))


def test_letters_are_taken_away_without_asking_the_database_for_each(as_user, province):
    def asked(letters: int) -> int:
        with CaptureQueriesContext(connection) as found:
            assert _file(as_user(province).get("/temuan/surat/?unduh=csv")).count("/TL/18/2020") == letters
        return len(found)

    counts = []
    for number in range(1, 4):  # the first look also fills what is remembered
        letter = {
            "unit": "18.01",
            "finding": opened(province).pk,
            "remark": "",
            "signer": "",
            "signer_nip": "",
        }
        as_user(province).post("/temuan/surat/baru/", letter)
        counts.append(asked(number))
    assert counts[1] == counts[2]


def _file(response) -> str:
    return b"".join(response.streaming_content).decode()


def test_switching_the_language_keeps_what_was_typed(market):
    browser = Client()
    path = f"/warga/lapor/{citizens.sign_of('facility', market.pk)}/"
    assert 'form="report"' in browser.get(path).content.decode()
    typed = {"topic": "unused", "text": "Kios kosong <sejak> Januari lalu.", "contact": "0812 9988"}
    switched = browser.post(path, typed | {"language": "en", "photos": jpeg()})
    page = switched.content.decode()
    assert (switched.status_code, switched.cookies["django_language"].value) == (200, "en")
    assert "Kios kosong &lt;sejak&gt; Januari lalu.</textarea>" in page
    assert 'value="0812 9988"' in page
    assert re.search(r'value="unused" selected', page)
    assert "What did you see" in page
    assert "Please choose the photos once more" in page
    assert "invalid-feedback" not in page, "a half written report is no fault yet"
    assert CitizenReport.objects.count() == 0
    back = browser.post(path, {"text": "Kios", "language": "id"}).content.decode()
    assert "Kios</textarea>" in back
    assert "Apa yang Anda lihat" in back
    assert "Pilih fotonya sekali lagi" not in back
    assert browser.post(path, typed | {"language": "xx"}).status_code == 302, (
        "no language: a report as any other"
    )


def test_robots_are_thanked_and_nothing_is_kept(market):
    path = f"/warga/lapor/{citizens.sign_of('facility', market.pk)}/"
    told = {"topic": "unused", "text": "Kios kosong sejak Januari lalu.", "website": "http://x"}
    assert Client().post(path, told).status_code == 302
    assert CitizenReport.objects.count() == 0
    for n in range(6):
        status = Client().post(path, told | {"website": ""}).status_code
        assert status == (302 if n < 5 else 429)
    assert Client(enforce_csrf_checks=True).post(path, told).status_code == 403


def test_codes_are_not_tried_out(market, officer):
    report = actions.take_report(
        subject=market, topic="unused", text="Kios kosong sejak Januari.", contact="", photos=[], sender="", by=actions.CITIZEN,
        at=NOW,
    )  # fmt: skip
    browser = Client()
    seen = [
        browser.post("/warga/ikuti/", {"nomor": report.number, "kode": f"AAAA-{n:04d}"}).status_code
        for n in range(11)
    ]
    assert seen[0] == 200
    assert seen[-1] == 429
    right = browser.post("/warga/ikuti/", {"nomor": report.number, "kode": citizens.code_of(report)})
    assert right.status_code == 429


def test_a_grants_sign_names_no_person(as_user, province):
    from tests.factories.road import road

    made = road()
    sign = citizens.sign_of("recipient", made.recipient.pk)
    shown = Client().get(f"/warga/lapor/{sign}/").content.decode()
    assert made.recipient.name not in shown
    assert made.programme.name in shown
    printed = as_user(made.officer).get(f"/temuan/tanda/hibah/{made.recipient.pk}/").content.decode()
    assert made.recipient.name not in printed
    assert sign in printed


def test_an_officer_triages_only_what_is_in_the_own_area(as_user, officer, market):
    report = actions.take_report(
        subject=market, topic="unused", text="Kios kosong sejak Januari.", contact="0812", photos=[], sender="",
        by=actions.CITIZEN, at=NOW,
    )  # fmt: skip
    page = f"/temuan/warga/{report.pk}/"
    assert as_user(person("regency", "18.02")).get(page).status_code == 404
    assert "0812" in as_user(officer).get(page).content.decode()
    assert as_user(officer).post(page, {"decision": "finding", "reply": "Kami tinjau."}).status_code == 422
    given = {
        "decision": "finding",
        "reply": "Kami tinjau.",
        "title": "Pasar kosong",
        "condition": "Kios kosong semua",
    }
    as_user(officer).post(page, given)
    finding = Finding.objects.get()
    assert (finding.title, finding.severity, finding.facility) == ("Pasar kosong", "medium", market)
    assert as_user(officer).post(page, given).status_code == 409
