"""The recipient's own door: nothing before the code, ten tries, an end, no way from one letter to another, no big files."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from naikkelas.kit import clock
from naikkelas.programmes import actions
from naikkelas.programmes.models import SelfReport
from naikkelas.programmes.queries import startup as queries
from tests.conftest import NOW
from tests.factories.startup import JPEG, paid_recipient, startup
from tests.slices.test_startup_reports import VALUES

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    way = startup()
    return actions.issue_link(recipient=paid_recipient(way), by=way.officer, at=NOW)


def address(link, rest: str = "") -> str:
    return f"/lapor/{queries.token_of(link)}/{rest}"


def opened(link) -> Client:
    client = Client()
    response = client.post(address(link), {"kode": queries.code_of(link)})
    assert response["Location"] == address(link, "isi/")
    return client


def filled(**changes) -> dict[str, str]:
    values = {k: v.isoformat() if isinstance(v, date) else str(v) for k, v in VALUES.items()}
    line = {
        "b0-used_on": "2019-09-20",
        "b0-category": "working_capital",
        "b0-amount_idr": "7.000.000",
        "b0-remark": "Pisang",
    }
    return values | line | changes


def test_before_the_code_nothing_personal_is_shown(letter):
    recipient = letter.recipient
    page = Client().get(address(letter)).content.decode()
    for personal in (recipient.name, "Keripik", "12.000.000", recipient.decree_no, "9012"):
        assert personal not in page
    response = Client().get(address(letter, "isi/"))
    assert response.status_code == 302
    assert response["Location"] == address(letter)


def test_pages_are_kept_by_nobody_and_their_address_goes_nowhere(letter):
    for response in (Client().get(address(letter)), opened(letter).get(address(letter, "isi/"))):
        assert response["Cache-Control"] == "private, no-store"
        assert (
            response["Referrer-Policy"] == "same-origin"
        )  # stricter, and browsers send our own forms without origin
        assert "noindex" in response["X-Robots-Tag"]


def test_ten_wrong_codes_shut_the_door_even_for_the_right_one_for_a_while(letter):
    client = Client()
    answers = [client.post(address(letter), {"kode": "AAAA-AAAA"}).status_code for _ in range(10)]
    assert answers == [200] * 9 + [429]
    assert client.post(address(letter), {"kode": queries.code_of(letter)}).status_code == 429
    assert client.get(address(letter, "isi/")).status_code == 302
    other = startup()
    theirs = actions.issue_link(recipient=paid_recipient(other), by=other.officer, at=NOW)
    assert client.post(address(theirs), {"kode": queries.code_of(theirs)}).status_code == 302


def test_one_letter_opens_no_other_report(letter):
    way = startup()
    theirs = actions.issue_link(recipient=paid_recipient(way), by=way.officer, at=NOW)
    client = opened(letter)
    assert client.get(address(theirs, "isi/"))["Location"] == address(theirs)
    assert client.post(address(theirs, "isi/"), filled()).status_code == 302
    assert Client().post(address(theirs), {"kode": queries.code_of(letter)}).status_code == 200
    assert not SelfReport.objects.exists()


def test_what_ended_was_revoked_or_never_was_says_the_same(letter):
    client = opened(letter)
    clock.set_to(NOW + timedelta(days=181))
    ended = client.get(address(letter, "isi/"))
    clock.set_to(NOW)
    actions.revoke_link(recipient=letter.recipient, by=actions.RECIPIENT, at=NOW)
    never = Client().get("/lapor/" + "a" * 52 + "/")
    for response in (ended, client.get(address(letter, "isi/")), client.post(address(letter)), never):
        assert response.status_code == 404
        assert "Tautan ini tidak membuka apa pun" in response.content.decode()


def test_an_open_report_shuts_after_two_quiet_hours_and_by_hand(letter):
    client = opened(letter)
    assert client.get(address(letter, "isi/")).status_code == 200
    clock.set_to(NOW + timedelta(hours=1, minutes=59))
    assert client.get(address(letter, "isi/")).status_code == 200
    clock.set_to(NOW + timedelta(hours=4))
    assert client.get(address(letter, "isi/")).status_code == 302
    client = opened(letter)
    client.post(address(letter, "keluar/"))
    assert client.get(address(letter, "isi/")).status_code == 302


def test_a_draft_is_kept_with_its_receipt_then_sent_and_shown(letter):
    client, page = opened(letter), address(letter, "isi/")
    receipt = SimpleUploadedFile("nota.jpg", JPEG, "image/jpeg")
    assert client.post(page, filled(marketing="") | {"simpan": "1", "b0-nota": receipt}).status_code == 302
    report = SelfReport.objects.get()
    (line,) = queries.lines_of(report)
    assert line.file_sha256
    lacking = client.post(page, filled(marketing="", **{"b0-keep": str(line.pk)}) | {"kirim": "1"})
    assert lacking.status_code == 422
    assert "Cara pemasaran" in lacking.content.decode()
    (line,) = queries.lines_of(report)
    sent = client.post(page, filled(**{"b0-keep": str(line.pk)}) | {"kirim": "1"})
    assert sent.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.lines.get().amount_idr) == ("unconfirmed", 7_000_000)
    assert report.lines.get().file_sha256 == line.file_sha256
    after = client.get(page).content.decode()
    assert "Belum dikonfirmasi" in after
    assert 'name="kirim"' not in after
    assert client.post(page, filled(marketing="lain") | {"kirim": "1"}).status_code == 200
    report.refresh_from_db()
    assert report.marketing == VALUES["marketing"]


@pytest.mark.parametrize(
    "content", [b"MZ\x90\x00 exe", JPEG + b"\0" * 10_000_001], ids=["program", "too big"]
)
def test_files_that_are_no_receipts_are_refused_and_nothing_is_saved(letter, content):
    client = opened(letter)
    response = client.post(
        address(letter, "isi/"),
        filled(simpan="1") | {"b0-nota": SimpleUploadedFile("nota.jpg", content, "image/jpeg")},
    )
    assert response.status_code == 422
    assert "10 MB" in response.content.decode()
    assert not SelfReport.objects.exists()


def test_too_much_at_once_is_refused_before_it_is_read(letter):
    response = opened(letter).post(address(letter, "isi/"), {}, headers={"content-length": "32000001"})
    assert response.status_code == 413


def test_the_session_of_the_recipient_opens_no_officers_page(letter):
    client = opened(letter)
    for path in ("/", "/wirausaha-pemula/", f"/penerima/{letter.recipient_id}/"):
        assert client.get(path)["Location"].startswith("/masuk/")


@pytest.mark.parametrize(
    "bad",
    [{"b0-amount_idr": "1,5"}, {"b0-used_on": "kemarin"}, {"sales_after_idr": "banyak"}, {"name": "a\0b"}],
)
def test_what_cannot_be_read_is_said_at_its_field(letter, bad):
    response = opened(letter).post(address(letter, "isi/"), filled(**bad))
    assert response.status_code == 422
    assert not SelfReport.objects.exists()


def test_a_mistake_in_a_purchase_is_said_at_the_top_and_kept_amounts_are_written_as_people_write_them(letter):
    client = opened(letter)
    assert client.post(address(letter, "isi/"), filled(simpan="1")).status_code == 302
    page = client.get(address(letter, "isi/")).content.decode()
    assert 'value="7.000.000"' in page
    assert f'value="{VALUES["received_idr"]:,}"'.replace(",", ".") in page
    wrong = client.post(address(letter, "isi/"), filled(kirim="1") | {"b0-amount_idr": "tujuh juta"})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "Beberapa isian perlu diperiksa lagi" in page
    assert 'value="tujuh juta"' in page


def test_after_a_mistake_there_are_lines_to_write_in_and_a_lost_photo_is_asked_for_again(letter):
    client, isi = opened(letter), address(letter, "isi/")
    wrong = {"received_idr": "12 juta", "b0-nota": SimpleUploadedFile("n.jpg", JPEG, "image/jpeg")}
    page = client.post(isi, filled(simpan="1") | wrong).content.decode()
    for kept in ('value="Pisang"', "Pilih lagi foto nota ini", 'name="b1-used_on"', 'name="b3-used_on"'):
        assert kept in page
    assert "Pilih lagi" not in client.get(isi).content.decode()
    empty = client.post(isi, {"received_idr": "12 juta", "simpan": "1"}).content.decode()
    assert 'name="b0-used_on"' in empty


def test_what_is_refused_keeps_what_was_written_also_where_a_draft_stands(letter):
    client, isi = opened(letter), address(letter, "isi/")
    client.post(isi, filled(simpan="1"))
    line = SelfReport.objects.get().lines.get()
    later = {"b0-keep": str(line.pk), "b0-used_on": "2029-01-01", "b0-remark": "Tepung terigu"}
    answer = client.post(isi, filled(simpan="1") | later)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="Tepung terigu"' in page
    assert 'value="2029-01-01"' in page


def test_a_code_read_with_noughts_and_ones_opens(letter):
    read = queries.code_of(letter).translate(str.maketrans("OIB", "018")).lower()
    assert Client().post(address(letter), {"kode": read})["Location"] == address(letter, "isi/")
