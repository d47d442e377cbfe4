"""What citizens tell: taken in without an account and within limits, followed by code, decided once by an officer."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from naikkelas import vault
from naikkelas.kit.needles import Needles
from naikkelas.monev import actions, queries
from naikkelas.monev.models import CitizenReport, Finding
from naikkelas.monev.queries import citizens
from naikkelas.notices.models import Notice
from naikkelas.places.models import Facility
from naikkelas.trail.models import Event
from naikkelas.web.notices import targets
from tests.conftest import NOW
from tests.factories import person, road
from tests.slices.test_programmes_money import refusal

pytestmark = pytest.mark.django_db
TEXT = "Kios kosong sejak Januari, atap belakang bocor."
REPLY = "Sudah kami tinjau bersama dinas."


@pytest.fixture
def market():
    return Facility.objects.create(kind="market", name="Pasar Uji", area_id="18.01.06", address="Jl. Pasar")


def photo() -> bytes:
    buffer, hidden = io.BytesIO(), Image.Exif()
    hidden[0x010E] = "rumah Pak Budi"
    Image.new("RGB", (60, 40), "green").save(buffer, "JPEG", exif=hidden)
    return buffer.getvalue()


def told(market, **changes):
    given = {
        "topic": "unused", "text": TEXT, "contact": "0812 0000 1111", "photos": [photo()], "sender": "s1",
        "by": actions.CITIZEN, "at": NOW,
    }  # fmt: skip
    return actions.take_report(subject=market, **(given | changes))


def test_a_report_is_numbered_its_contact_sealed_and_its_photo_free_of_hidden_data(market):
    report = told(market)
    assert (report.number, report.area_id, report.state) == (f"W2020-{report.pk:04d}", "18.01.06", "received")
    assert b"0812" not in bytes(report.contact_sealed)
    assert citizens.contact_of(report) == "0812 0000 1111"
    kept = vault.current().blobs.get(report.photos[0]["sha256"])
    assert b"Budi" in photo()
    assert b"Budi" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()
    event = Event.objects.get(action="citizen.reported")
    assert (event.role, event.area_code) == ("citizen", "18.01.06")
    assert "0812" not in str(event.details)


def test_the_office_of_the_place_is_told_of_a_report_by_its_number(market):
    officer, elsewhere = person("regency", "18.01"), person("regency", "18.02")
    report = told(market)
    notice = Notice.objects.get()
    assert (notice.kind, notice.user, notice.told) == ("citizen.reported", officer, {"name": report.number})
    assert targets.address(officer, "citizen_report", str(report.pk)) == f"/temuan/warga/{report.pk}/"
    assert citizens.reports_visible_to(elsewhere).count() == 0


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("citizen.text", {"text": "kosong"}), ("citizen.text", {"text": "x" * 3_001}), ("citizen.topic", {"topic": "x"}),
        ("citizen.photo", {"photos": [b"GIF89a"]}), ("citizen.photo", {"photos": [photo()] * 4}),
        ("person.nik_written_out", {"text": f"{TEXT} NIK 9901011502801234"}),
    ],
)  # fmt: skip
def test_what_is_not_acceptable_leaves_nothing(market, code, changes):
    refused = refusal(code, told, market, **changes) if code != "person.nik_written_out" else None
    if refused is None:
        with pytest.raises(Exception, match="NIK"):
            told(market, **changes)
    assert CitizenReport.objects.count() == 0


def test_from_one_sender_and_about_one_market_only_so_many_come_within_an_hour(market):
    for _n in range(5):
        told(market, photos=[])
    assert refusal("citizen.too_many", told, market, photos=[]).status == 429
    told(market, photos=[], sender="s2")
    told(market, photos=[], at=NOW + timedelta(minutes=61))
    other = Facility.objects.create(kind="market", name="Pasar Lain", area_id="18.01", address="")
    for n in range(23):
        told(market, photos=[], sender=f"t{n}")
    refusal("citizen.too_many", told, market, photos=[], sender="t99")
    told(other, photos=[], sender="t99")


def test_only_number_and_code_together_show_what_came_of_it(market):
    report, other = told(market), told(market)
    code = citizens.code_of(report)
    assert citizens.followed(report.number.lower(), code.lower().replace("-", " ")) == report
    for number, given in (
        (report.number, citizens.code_of(other)),
        (other.number, code),
        (report.number, ""),
        ("W", code),
    ):
        assert citizens.followed(number, given) is None


def test_a_sign_leads_to_its_market_and_is_not_guessed(market):
    sign = citizens.sign_of("facility", market.pk)
    assert citizens.subject_of(sign) == market
    number, _dash, mark = sign.partition("-")
    for wrong in (
        number,
        f"{number}-",
        f"p{market.pk + 1}-{mark}",
        f"h{market.pk}-{mark}",
        "",
        "p-",
        "x1-a",
        f"p٣-{mark}",
    ):
        assert citizens.subject_of(wrong) is None


def test_an_officer_decides_once(market):
    officer, report = person("regency"), told(market)
    refusal("citizen.reply", actions.answer_report, report=report, reply="ya", by=officer, at=NOW)
    refusal("citizen.reason", actions.close_report, report=report, reason="", reply=REPLY, by=officer, at=NOW)
    closed = actions.close_report(report=report, reason="not_found", reply=REPLY, by=officer, at=NOW)
    assert (closed.state, closed.closed_reason, closed.sender) == ("closed", "not_found", "")
    refusal("citizen.decided", actions.answer_report, report=report, reply=REPLY, by=officer, at=NOW)


def test_a_report_becomes_a_finding_in_the_officers_words_with_its_photos(market):
    officer, report = person("regency"), told(market)
    finding = actions.open_finding_of_report(
        report=report, title="Pasar Uji kosong", condition="Tiga puluh kios kosong", severity="high", reply=REPLY, by=officer,
        at=NOW,
    )  # fmt: skip
    report.refresh_from_db()
    assert (report.state, report.finding, finding.facility) == ("finding", finding, market)
    assert finding.photos.get().sha256 in {p["sha256"] for p in report.photos} | set(
        finding.photos.values_list("sha256", flat=True)
    )
    refusal("finding.text", actions.open_finding_of_report, report=told(market), title="x", condition="y", severity="low", reply=REPLY, by=officer, at=NOW)  # fmt: skip  # noqa: E501
    assert Finding.objects.count() == 1


def test_how_to_reach_the_sender_is_forgotten_180_days_after_the_decision(market):
    from naikkelas.privacy import actions as privacy
    from naikkelas.trail.actions import SYSTEM

    officer, report, waiting = person("regency"), told(market), told(market)
    actions.answer_report(report=report, reply=REPLY, by=officer, at=NOW)
    for days, kept in ((180, True), (181, False)):
        run = privacy.retain(area="18", by=SYSTEM, at=NOW + timedelta(days=days))
        report.refresh_from_db()
        assert (citizens.contact_of(report) != "") is kept
        assert run.counts["citizen_contacts"] == (not kept)
    waiting.refresh_from_db()
    assert citizens.contact_of(waiting) == "0812 0000 1111"
    assert Event.objects.filter(action="retention.contacts").count() == 1


def test_an_erasure_takes_the_person_out_of_reports_about_the_grant():
    way, released = road(), []
    name = way.recipient.name
    report = told(way.recipient, text=f"{name} tidak punya usaha sama sekali.")
    actions.erase_from_visits(
        person_ids=[way.recipient.person_id], needles=Needles(words=(name,)), release=released.extend, area="18.01",
        by=way.officer, at=NOW,
    )  # fmt: skip
    kept = CitizenReport.objects.get()
    assert name not in kept.text
    assert (kept.photos, kept.contact_sealed) == ([], None)
    assert report.photos[0]["sha256"] in released


def test_an_erasure_takes_the_person_out_of_what_such_a_report_found():
    """An officer opens the finding with the citizen's words, and the unit answers it with a scan."""
    way = road()
    name, released = way.recipient.name, []
    finding = actions.open_finding_of_report(
        report=told(way.recipient), title="Usaha tidak ada", condition=f"{name} tidak punya usaha sama sekali",
        severity="medium", reply=REPLY, by=way.province, at=NOW,
    )  # fmt: skip
    step = actions.act(
        finding=finding,
        text=f"{name} sudah didatangi",
        evidence_name="a.pdf",
        evidence=b"%PDF",
        by=way.officer,
        at=NOW,
    )
    assert list(queries.findings_of_persons([way.recipient.person_id])) == [finding]
    actions.erase_from_visits(
        person_ids=[way.recipient.person_id], needles=Needles(words=(name,)), release=released.extend, area="18.01",
        by=way.officer, at=NOW,
    )  # fmt: skip
    finding.refresh_from_db()
    assert name not in finding.condition
    assert name not in finding.steps.get().text
    assert step.evidence_sha256 in released


def test_what_a_report_found_stands_among_the_findings_of_its_market(market):
    report, officer = told(market), person("regency")
    finding = actions.open_finding_of_report(
        report=report, title="Kios pasar kosong", condition="Separuh kios kosong sejak Januari", severity="medium",
        reply=REPLY, by=officer, at=NOW,
    )  # fmt: skip
    other = Facility.objects.create(kind="market", name="Pasar Lain", area_id="18.01.06", address="Jl. Lain")
    assert list(queries.findings_about(market)) == [finding]
    assert list(queries.findings_about(other)) == []
