"""Duties to report: which there are, when they are done or late, that they are sent, and who is reminded of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from naikkelas.accounts import actions as accounts
from naikkelas.kit.periods import Quarter
from naikkelas.notices import mailing
from naikkelas.notices import queries as notices
from naikkelas.notices.actions import choose
from naikkelas.places import actions as places
from naikkelas.places import queries as regions
from naikkelas.reports import actions
from naikkelas.reports.models import Reminder, Sending
from naikkelas.reports.queries.duties import duties, duty
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person, road
from tests.slices.test_programmes_money import refusal

pytestmark = pytest.mark.django_db
KEY = "dekon_c-18-2019-Q4"


def states(code, as_of, year=2019):
    return {d.key: d.state for d in duties(code, [year], as_of)}


def test_a_form_is_owed_where_there_is_money_of_its_case():
    road()  # start-up capital of Lampung Selatan, by deconcentration
    found = states("18", date(2020, 1, 3))
    assert KEY in found
    assert not [key for key in found if key.startswith("tp_")]
    assert "lkjip_regency-18.02-2019" in found
    assert set(states("18.01", date(2020, 1, 3))) == {"lkjip_regency-18.01-2019"}
    assert [key for key in states("18", date(2020, 1, 3), 2018) if key.startswith("dekon")] == []


def test_a_duty_goes_from_not_yet_over_due_and_late_to_sent():
    made = road()
    assert states("18", date(2019, 12, 31))[KEY] == "upcoming"
    assert states("18", date(2020, 1, 8))[KEY] == "open"
    assert states("18", date(2020, 1, 9))[KEY] == "late"
    assert states("18", date(2020, 1, 9))["dekon_a-18-2019-Q4"] == "unset"
    assert states("18", date(2020, 6, 9))["dekon_c_bappeda-18-2019-Q4"] == "elsewhere"
    actions.issue(report="pp39_c", case="dekon", area="18", period=Quarter(2019, 4), by=made.province, at=NOW)
    assert states("18", date(2020, 1, 8))[KEY] == "issued"
    actions.record_sending(
        duty=duty(KEY, date(2020, 3, 13)), letter_no="555/12", sent_on=date(2020, 1, 13), by=made.province, at=NOW
    )  # fmt: skip
    sent = duty(KEY, date(2021, 1, 1))
    assert (sent.state, sent.late_workdays, sent.sending.issue) == ("sent_late", 3, sent.issue)


def test_a_record_of_sending_is_taken_back_and_entered_again():
    by = road().province
    known = {"duty": duty(KEY, date(2020, 3, 13)), "by": by, "at": NOW}
    row = actions.record_sending(letter_no="1", sent_on=date(2020, 1, 8), **known)
    refusal("duty.sent", actions.record_sending, letter_no="2", sent_on=date(2020, 1, 8), **known)
    actions.withdraw_sending(sending=row, by=by, at=NOW)
    refusal("duty.withdrawn", actions.withdraw_sending, sending=row, by=by, at=NOW)
    actions.record_sending(letter_no="2", sent_on=date(2020, 1, 8), **known)
    assert duty(KEY, date(2020, 3, 13)).state == "sent"
    assert Sending.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"letter_no": " "}, "duty.letter"), ({"sent_on": date(2019, 12, 31)}, "duty.before_end"),
     ({"sent_on": date(2020, 3, 14)}, "duty.ahead")],
)  # fmt: skip
def test_what_cannot_have_been_sent_is_refused(changes, code):
    by = road().province
    given = {"letter_no": "1", "sent_on": date(2020, 1, 8), "duty": duty(KEY, date(2020, 3, 13))} | changes
    refusal(code, actions.record_sending, **given, by=by, at=NOW)
    assert Sending.objects.count() == 0


@pytest.mark.parametrize(
    "key", ["", "x", "tp_c-18.01-2019-Q4", "lkjip_regency-18-2019", "lkjip_regency-18.01-x", KEY + "x"]
)
def test_a_key_of_no_duty_finds_none(key):
    road()
    assert duty(key, date(2020, 3, 13)) is None


def test_a_decreed_day_moves_the_deadline_for_every_process_and_is_taken_back():
    by = road().province
    row = places.decree_day(
        day=date(2020, 1, 8), works=False, decree_no="SKB 1/2020", reason="", by=by, at=NOW
    )
    assert duty(KEY, date(2020, 1, 3)).due_on == date(2020, 1, 9)
    regions.forget()  # as another process, which has not heard of it
    regions.refresh()
    assert duty(KEY, date(2020, 1, 3)).due_on == date(2020, 1, 9)
    refusal(
        "workday.exists",
        places.decree_day,
        day=date(2020, 1, 8),
        works=True,
        decree_no="2",
        reason="",
        by=by,
        at=NOW,
    )
    places.withdraw_day(row=row, by=by, at=NOW)
    assert duty(KEY, date(2020, 1, 3)).due_on == date(2020, 1, 8)


@pytest.mark.parametrize(
    ("changes", "code"), [({"decree_no": ""}, "workday.decree"), ({"works": True}, "workday.same")]
)
def test_a_decree_that_changes_nothing_or_has_no_number_is_refused(changes, code):
    given = {"day": date(2020, 1, 8), "works": False, "decree_no": "1", "reason": ""} | changes
    refusal(code, places.decree_day, **given, by=person("province"), at=NOW)


def test_an_office_in_the_east_has_its_own_day():
    late = datetime(2020, 1, 8, 16, 0, tzinfo=UTC)  # the 9th in Jayapura, still the 8th in Jakarta
    assert late.astimezone(regions.zone_of("91.03")).date() == date(2020, 1, 9)
    assert late.astimezone(regions.zone_of("18")).date() == date(2020, 1, 8)
    assert str(regions.zone_of("73.71")) == "Asia/Makassar"
    assert str(regions.zone_of("0")) == "Asia/Jakarta"


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


@pytest.fixture
def reminded():
    made = road()
    accounts.set_reminders(
        user=made.province, email="dinas@example.go.id", remind=True, by=made.province, at=NOW
    )
    return made


def _send(day: date) -> list[str]:
    mail.outbox.clear()
    actions.send_reminders(by=_System, at=_morning(day))
    return [m.body for m in mail.outbox]


class _System:
    pk, name, role = None, "naikkelas", "system"


def test_a_person_is_reminded_five_days_and_one_day_before_and_when_late_each_once(reminded):
    got = {
        day: [
            said
            for body in _send(day)
            for said in body.split("\n\n")
            if "Formulir C" in said and "Triwulan IV" in said
        ]
        for day in (date(2019, 12, 31) + timedelta(days=n) for n in range(12))
    }
    told = {day: lines for day, lines in got.items() if lines}
    assert list(told) == [date(2020, 1, 1), date(2020, 1, 7), date(2020, 1, 9)]
    assert "5 hari kerja lagi" in told[date(2020, 1, 1)][0]
    assert "1 hari kerja lagi" in told[date(2020, 1, 7)][0]
    assert "terlambat 1 hari kerja" in told[date(2020, 1, 9)][0]
    assert Reminder.objects.filter(duty=KEY).count() == 3
    assert Event.objects.filter(action="duty.reminded").count() >= 3
    assert {n.kind for n in notices.notices_of(reminded.province)} == {"duty.due"}


@pytest.mark.parametrize(("choice", "mails"), [("off", [1, 0]), ("now", [1, 0]), ("daily", [0, 1])])
def test_who_chose_the_mail_of_the_day_is_told_there_alone(reminded, choice, mails):
    """One mail of a duty, whatever was chosen: the reminder at once, or what is gathered for the next morning."""
    user = reminded.province
    choose(user=user, email=user.email, chosen={"duty.due": (choice, "off")}, by=user, at=NOW)
    sent = [len(_send(date(2020, 1, 7)))]
    mail.outbox.clear()
    for day, hour in ((7, 2), (8, 0), (8, 1)):
        mailing.send_mails(datetime(2020, 1, day, hour, 5, tzinfo=UTC))
    assert [*sent, len(mail.outbox)] == mails
    assert notices.notices_of(user).filter(kind="duty.due").count() == 1


def test_a_reminder_tells_what_when_to_whom_and_where_in_either_language(reminded, settings):
    settings.NAIKKELAS_URL = "https://monev.example.go.id"
    [body] = _send(date(2020, 1, 7))
    page = "https://monev.example.go.id/laporan/kewajiban/"
    for line in (
        "- Formulir C – rekapitulasi (Dekonsentrasi), Triwulan IV 2019, Lampung",
        "  tenggat 8 Januari 2020, 1 hari kerja lagi", f"  {page}{KEY}/",
        f"Mengatur atau mematikan pengingat: {page}pengingat/",
    ):  # fmt: skip
        assert line in body.splitlines()
    assert "  Kepada: Menteri" in body
    assert mail.outbox[0].message()["Auto-Submitted"] == "auto-generated"
    Reminder.objects.all().delete()
    reminded.province.language = "en"
    reminded.province.save()
    settings.NAIKKELAS_URL = ""
    [body] = _send(date(2020, 1, 7))
    assert "  due 8 January 2020, 1 working day left" in body.splitlines()
    assert "Open naikkelas › Reports › Duties to report" in body
    assert "/laporan/" not in body, "a path alone leads nowhere from a mail"


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (
            date(2020, 2, 28),
            "tenggat 29 Februari 2020, sebelum hari kerja berikutnya",
        ),  # Friday before a Saturday
        (date(2020, 2, 29), "tenggat hari ini, 29 Februari 2020"),
        (date(2020, 3, 2), "tenggat 29 Februari 2020, terlambat 1 hari kerja"),
    ],
)
def test_a_day_off_is_told_as_what_it_is(reminded, today, told):
    [body] = _send(today)
    assert f"  {told}" in body.splitlines()


def test_nobody_is_reminded_of_what_is_sent_or_who_wants_no_reminders(reminded):
    actions.record_sending(
        duty=duty(KEY, date(2020, 3, 13)), letter_no="1", sent_on=date(2020, 1, 2), by=reminded.province, at=NOW
    )  # fmt: skip
    assert not any("Triwulan IV" in body for body in _send(date(2020, 1, 7)))
    Sending.objects.update(withdrawn_at=NOW)
    accounts.set_reminders(
        user=reminded.province, email="dinas@example.go.id", remind=False, by=reminded.province, at=NOW
    )
    assert _send(date(2020, 1, 7)) == []


def test_a_mail_that_could_not_be_sent_is_sent_the_next_time(reminded, monkeypatch):
    def down(self, *args):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", down)
        assert _send(date(2020, 1, 7)) == []
        assert _send(date(2020, 1, 7)) == []
    assert Reminder.objects.count() == 0
    assert len(_send(date(2020, 1, 7))) == 1
    assert _send(date(2020, 1, 7)) == []
    assert notices.notices_of(reminded.province).filter(kind="duty.due").count() == 1  # of three tries


def test_the_address_leaves_with_the_account(reminded):
    accounts.set_active(user=reminded.province, active=False, by=person("administrator"), at=NOW)
    accounts.retire_accounts(before=NOW + timedelta(days=1), area="18", by=reminded.province, at=NOW)
    reminded.province.refresh_from_db()
    assert reminded.province.email == ""
