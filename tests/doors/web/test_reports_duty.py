"""The calendar of duties: list, month, sending, the personal feed, reminders; targets; decreed working days."""

import re
from datetime import date

import pytest

from naikkelas.accounts import actions as accounts
from naikkelas.conf.log import Private
from naikkelas.places.models import DayDecree
from naikkelas.reports.models import Sending, Target
from naikkelas.reports.queries import targets
from naikkelas.trail.models import Event
from naikkelas.web.reports import ics
from tests.conftest import NOW
from tests.factories import person, road

pytestmark = pytest.mark.django_db
KEY = "dekon_c-18-2019-Q4"


def test_the_list_says_what_is_late_and_is_narrowed_and_taken_away(as_user):
    client = as_user(road().province)
    shown = client.get("/laporan/kewajiban/?tahun=2019")
    assert KEY in {d.key for d in shown.context["duties"]}
    assert "terlambat 47 hari kerja" in shown.content.decode()
    assert {d.state for d in client.get("/laporan/kewajiban/?keadaan=unset").context["duties"]} == {"unset"}
    text = client.get("/laporan/kewajiban/?unduh=csv&keadaan=late").getvalue().decode()
    assert text.count("\n") == 1 + len(client.get("/laporan/kewajiban/?keadaan=late").context["duties"])
    assert "2020-01-08" in text
    assert client.get("/laporan/kewajiban/?unduh=xlsx").content.startswith(b"PK")
    for wrong in ("tahun=19", "keadaan=x", "unduh=exe"):
        assert client.get(f"/laporan/kewajiban/?{wrong}").status_code == 404


def test_the_month_shows_duties_on_their_day_and_names_the_days_off(as_user):
    client = as_user(road().province)
    shown = client.get("/laporan/kewajiban/bulan/?bulan=2020-01")
    days = {d["day"]: d for week in shown.context["weeks"] for d in week}
    assert KEY in {d.key for d in days[date(2020, 1, 8)]["duties"]}
    assert (days[date(2020, 1, 1)]["off"], days[date(2020, 1, 1)]["holiday"]) == (True, "Tahun Baru Masehi")
    assert (shown.context["before"], shown.context["after"]) == ("2019-12", "2020-02")
    assert client.get("/laporan/kewajiban/bulan/?bulan=2020-13").status_code == 404
    for year in ("²²²²", "0000", "9999"):
        assert client.get(f"/laporan/kewajiban/{KEY.replace('2019', year)}/").status_code == 404, year


def test_a_report_is_issued_and_recorded_as_sent_from_the_duty(as_user):
    client = as_user(road().province)
    page = f"/laporan/kewajiban/{KEY}/"
    form = {"report": "pp39_c", "kasus": "dekon", "wilayah": "18", "periode": "2019-T4"}
    client.post("/laporan/terbitkan/", form)
    assert "pp39_c-dekon-18-2019-Q4-01" in client.get(page).content.decode()
    refused = client.post(f"{page}kirim/", {"letter_no": "555/1", "sent_on": "2019-12-30"})
    assert refused.status_code == 422
    assert "mendahului akhir periode" in refused.content.decode()
    client.post(f"{page}kirim/", {"letter_no": "555/1", "sent_on": "2020-01-08"})
    row = Sending.objects.get()
    assert (row.issue.number, row.letter_no) == ("pp39_c-dekon-18-2019-Q4-01", "555/1")
    assert client.get(page).context["duty"].state == "sent"
    client.post(f"{page}kirim/", {"act": "withdraw"})
    assert client.get(page).context["duty"].state == "late"


def test_an_officer_of_a_kabupaten_sees_the_own_duties_alone(as_user):
    client = as_user(road().officer)
    assert {d.area.code for d in client.get("/laporan/kewajiban/?keadaan=semua").context["duties"]} == {
        "18.01"
    }
    assert client.get(f"/laporan/kewajiban/{KEY}/").status_code == 404


# ── the feed ──


def _lines(content: bytes) -> list[str]:
    assert content.endswith(b"\r\n")
    for raw in content.split(b"\r\n"):
        assert len(raw) <= 75
        raw.decode()  # no character is cut in two
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_a_personal_address_gives_the_calendar_and_can_be_switched_off(as_user, client):
    made = road()
    signed_in = as_user(made.province)
    signed_in.post("/laporan/kewajiban/pengingat/", {"act": "renew"})
    address = signed_in.get("/laporan/kewajiban/pengingat/").context["feed"].removeprefix("http://testserver")
    client.logout()
    given = client.get(address)
    assert given["Content-Type"] == "text/calendar; charset=utf-8"
    lines = _lines(given.content)
    at = lines.index(f"UID:{KEY}@naikkelas")
    assert lines[at + 2 : at + 4] == ["DTSTART;VALUE=DATE:20200108", "DTEND;VALUE=DATE:20200109"]
    assert (
        lines[at + 4]
        == "SUMMARY:Terlambat: Formulir C – rekapitulasi (Dekonsentrasi) – Triwulan IV 2019 – Lampung"
    )
    assert f"URL:http://testserver/laporan/kewajiban/{KEY}/" in lines, (
        "a feed knows the address it was asked at"
    )
    assert not [x for x in lines if "dekon_c_bappeda" in x], (
        "what another institution sends is not of this office"
    )
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert (
        lines.count("BEGIN:VEVENT")
        == lines.count("END:VEVENT")
        == len({x for x in lines if x.startswith("UID:")})
    )
    again = _lines(client.get(address).content)
    assert [x for x in again if x.startswith("UID:")] == [x for x in lines if x.startswith("UID:")]
    signed_in = as_user(made.province)
    signed_in.post("/laporan/kewajiban/pengingat/", {"act": "revoke"})
    client.logout()
    assert client.get(address).status_code == 404


def test_a_calendar_address_sends_no_visits_and_a_phones_key_reads_no_calendar(client):
    field = road().enumerator
    calendar = accounts.issue_token(user=field, kind="calendar", by=field, at=NOW)[1]
    phone = accounts.issue_token(user=field, kind="phone", by=field, at=NOW)[1]
    assert client.get(f"/k/{calendar}/formList").status_code == 403
    assert client.get(f"/k/{phone}/formList").status_code == 200
    assert client.get(f"/kalender/{phone}.ics").status_code == 404
    own = client.get(f"/kalender/{calendar}.ics").content.decode()
    assert "UID:visits-" in own
    assert "pp39" not in own  # an enumerator reads no reports


def test_the_address_of_a_calendar_reaches_no_log():
    import logging

    record = logging.LogRecord("x", 20, "", 0, f"GET /kalender/{'abcdefgh' * 4}.ics", (), None)
    Private().filter(record)
    assert record.getMessage() == "GET /kalender/[token].ics"


def test_long_and_special_texts_are_folded_and_escaped():
    entry = ics.Entry("a@b", date(2020, 1, 8), "Laporan; koma, garis\\ – " + "é" * 80, "satu\ndua")
    lines = _lines(ics.calendar("Nama", [entry], NOW))
    assert f"SUMMARY:Laporan\\; koma\\, garis\\\\ – {'é' * 80}" in lines
    assert "DESCRIPTION:satu\\ndua" in lines
    assert f"DTSTAMP:{NOW:%Y%m%dT%H%M%SZ}" in lines


def test_a_person_sets_where_to_be_reminded(as_user):
    user = road().province
    client = as_user(user)
    assert client.post("/laporan/kewajiban/pengingat/", {"act": "mail", "email": "bukan"}).status_code == 422
    client.post("/laporan/kewajiban/pengingat/", {"act": "mail", "email": "a@example.go.id"})
    user.refresh_from_db()
    assert (user.email, user.remind) == ("a@example.go.id", False)


# ── targets and working days ──


@pytest.mark.parametrize(
    ("indicator", "value", "kept"),
    [("budget_absorption", "82,5", (8250, 10_000)), ("budget_absorption", "80%", (8000, 10_000)),
     ("budget_absorption", "1.2.3", None), ("budget_absorption", "-5", None), ("x", "5", None)],
)  # fmt: skip
def test_a_target_is_entered_as_people_write_it(as_user, indicator, value, kept):
    client = as_user(person("province"))
    given = client.post(
        "/laporan/target/baru/",
        {
            "indicator": indicator,
            "horizon": "year",
            "year": "2019",
            "value": value,
            "source_document": "PK 2019",
        },
    )
    assert given.status_code == (302 if kept else 422)
    assert [(t.part, t.whole) for t in Target.objects.all()] == ([kept] if kept else [])
    if kept:
        assert "PK 2019" in client.get("/laporan/target/").content.decode()


def test_a_target_of_a_wrong_year_is_taken_back_by_the_office_that_set_it(as_user):
    by, other = person("province"), person("regency")
    given = {
        "indicator": "budget_absorption",
        "horizon": "plan_end",
        "value": "80",
        "source_document": "Renstra",
    }
    client = as_user(by)
    for year in ("2021", "2024"):
        assert client.post("/laporan/target/baru/", given | {"year": year}).status_code == 302
    wrong = Target.objects.get(year=2021)
    assert as_user(other).post("/laporan/target/baru/", {"withdraw": wrong.pk}).status_code == 404
    client = as_user(by)
    assert f'value="{wrong.pk}"' in client.get("/laporan/target/").content.decode()
    assert client.post("/laporan/target/baru/", {"withdraw": wrong.pk}).status_code == 302
    found = targets.plan_end_of("budget_absorption", "18", 2019)
    assert found is not None
    assert found.year == 2024
    assert f'value="{wrong.pk}"' not in client.get("/laporan/target/").content.decode()
    assert client.post("/laporan/target/baru/", {"withdraw": wrong.pk}).status_code == 404
    told = Event.objects.get(action="target.withdrawn").details
    assert (told["indicator"], told["year"], told["changes"]["part"]) == (
        "budget_absorption",
        2021,
        [8000, None],
    )


def test_an_administrator_enters_and_takes_back_a_decreed_day(as_user):
    client = as_user(person("administrator"))
    form = {"day": "2020-03-24", "works": "off", "decree_no": "SKB 5/2020", "reason": "Cuti bersama"}
    assert client.post("/pengaturan/hari-kerja/baru/", form | {"decree_no": ""}).status_code == 422
    client.post("/pengaturan/hari-kerja/baru/", form)
    row = DayDecree.objects.get()
    assert re.search("SKB 5/2020", client.get("/pengaturan/hari-kerja/").content.decode())
    client.post("/pengaturan/hari-kerja/baru/", {"withdraw": row.pk})
    row.refresh_from_db()
    assert row.withdrawn_at is not None


def test_the_iati_file_is_taken_away(as_user, settings):
    client = as_user(road().province)
    given = client.get("/laporan/iati.xml")
    assert given["Content-Type"] == "application/xml; charset=utf-8"
    assert given.content.startswith(b"<?xml")
    assert "/laporan/iati.xml" in client.get("/laporan/").content.decode()
    settings.NAIKKELAS_IATI_ORG = ""
    refused = client.get("/laporan/iati.xml")
    assert refused.status_code == 422
    assert "NAIKKELAS_IATI_ORG" in refused.content.decode()
    assert (
        "/laporan/iati.xml" not in client.get("/laporan/").content.decode()
    )  # nothing is offered that cannot be had
