"""The pages of a finding: the register, acting with evidence, closing by another person."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from naikkelas.kit import clock
from naikkelas.monev.models import Finding, FollowUp
from tests.conftest import NOW
from tests.factories import person

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 berita acara"
FORM = {
    "area": "18.01", "title": "Kios dikunci", "condition": "Dua puluh kios dikunci sejak Januari", "severity": "high",
    "amount_idr": "Rp 5.000.000",
}  # fmt: skip


@pytest.fixture
def officer():
    return person("regency")


@pytest.fixture
def province():
    return person("province")


@pytest.fixture
def finding(as_user, officer):
    shown = as_user(officer).post("/temuan/baru/", FORM, follow=True)
    assert shown.status_code == 200
    return Finding.objects.get()


def _act(client, finding, content=PDF, name="berita acara.pdf", text="Kios dibuka kembali"):
    evidence = {"evidence": SimpleUploadedFile(name, content)} if content is not None else {}
    return client.post(f"/temuan/{finding.pk}/tindak-lanjut/", {"text": text} | evidence, follow=True)


def test_a_finding_opened_by_hand_stands_in_the_register(as_user, officer, finding):
    assert (finding.area_id, finding.amount_idr, finding.opened_by) == ("18.01", 5_000_000, officer)
    shown = as_user(officer).get("/temuan/")
    assert finding.number in shown.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"area": "18.02"},
        {"area": ""},
        {"title": "x"},
        {"condition": "pendek"},
        {"severity": "x"},
        {"amount_idr": "5,5 juta"},
    ],
)
def test_a_finding_that_says_too_little_is_shown_again(as_user, officer, changes):
    assert as_user(officer).post("/temuan/baru/", FORM | changes).status_code == 422
    assert Finding.objects.count() == 0


def test_another_person_than_the_actor_closes_it(as_user, officer, province, finding):
    close = f"/temuan/{finding.pk}/putuskan/"
    assert as_user(province).post(close, {"decision": "close", "text": "ya"}).status_code == 409
    _act(as_user(province), finding)
    own = as_user(province).get(f"/temuan/{finding.pk}/").content.decode()
    assert "orang lain" in own
    refused = as_user(province).post(close, {"decision": "close", "text": "Sudah"})
    assert refused.status_code == 403
    assert "orang lain yang menutupnya" in refused.content.decode()
    assert (
        as_user(officer).post(close, {"decision": "close", "text": "Sudah"}).status_code == 403
    )  # no right at all
    as_user(person("province")).post(close, {"decision": "close", "text": "Sudah dilihat"})
    finding.refresh_from_db()
    assert finding.state == "resolved"
    assert finding.closed_by != finding.acted_by


def test_an_action_can_be_sent_back(as_user, officer, province, finding):
    _act(as_user(officer), finding)
    path = f"/temuan/{finding.pk}/putuskan/"
    assert as_user(province).post(path, {"decision": "return", "text": "x"}).status_code == 422
    as_user(province).post(path, {"decision": "return", "text": "foto tidak memperlihatkan kios"})
    finding.refresh_from_db()
    assert (finding.state, finding.returned) == ("in_progress", True)
    assert "foto tidak memperlihatkan kios" in as_user(officer).get(f"/temuan/{finding.pk}/").content.decode()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script>", "bukti.pdf"), (b"<svg onload=alert(1)>", "bukti.svg"), (b"MZ\x90", "bukti.exe"),
        (b"", "bukti.pdf"), (b"%PDF" + b"0" * 10_000_000, "besar.pdf"),
    ],
)  # fmt: skip
def test_evidence_of_another_kind_is_refused_and_nothing_is_kept(as_user, officer, finding, content, name):
    refused = _act(as_user(officer), finding, content, name)
    assert refused.status_code == 422
    assert FollowUp.objects.count() == 0
    finding.refresh_from_db()
    assert finding.state == "not_followed_up"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "berita acara.pdf", "application/pdf"), (b"\x89PNG\r\n", "../../x.png", "image/png"),
        (b"\xff\xd8\xff\xe0", 'a"b\r\nX: y.jpg', "image/jpeg"), (b"PK\x03\x04", "surat.docx", "application/octet-stream"),
    ],
)  # fmt: skip
def test_evidence_comes_back_as_a_download_that_no_browser_runs(
    as_user, officer, finding, content, name, kind
):
    _act(as_user(officer), finding, content, name)
    step = FollowUp.objects.get()
    given = as_user(officer).get(f"/temuan/{finding.pk}/bukti/{step.pk}/")
    assert given.content == content
    assert given["Content-Type"] == kind
    assert given["Content-Disposition"].startswith('attachment; filename="')
    assert not set(given["Content-Disposition"]) & set("\r\n/\\")
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_evidence_belongs_to_its_finding(as_user, officer, finding):
    _act(as_user(officer), finding)
    step = FollowUp.objects.get()
    as_user(officer).post("/temuan/baru/", FORM | {"title": "Temuan kedua"})
    other = Finding.objects.exclude(pk=finding.pk).get()
    assert as_user(officer).get(f"/temuan/{other.pk}/bukti/{step.pk}/").status_code == 404
    _act(as_user(officer), other, None)
    bare = FollowUp.objects.exclude(pk=step.pk).get()
    assert as_user(officer).get(f"/temuan/{other.pk}/bukti/{bare.pk}/").status_code == 404


def test_the_register_is_narrowed_to_open_overdue_and_severe(as_user, officer, finding):
    def numbers(query):
        return [f["id"] for f in as_user(officer).get(f"/temuan/{query}").context["page"]]

    assert numbers("?state=open") == numbers("?severity=high") == [finding.pk]
    assert numbers("?state=resolved") == numbers("?severity=low") == numbers("?terlambat=ya") == []
    clock.set_to(NOW + timedelta(days=90))
    assert numbers("?terlambat=ya") == [finding.pk]
    assert numbers(f"?q={finding.number}") == [finding.pk]


def test_an_export_shows_a_formula_as_text(as_user, officer):
    as_user(officer).post("/temuan/baru/", FORM | {"title": "=1+1 temuan"})
    told = b"".join(as_user(officer).get("/temuan/?unduh=csv").streaming_content).decode()
    assert ";'=1+1 temuan;" in told
