"""Notices: who is told of what, once; what comes by e-mail, and when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from naikkelas.accounts import queries as accounts
from naikkelas.kit.problems import Refused
from naikkelas.monev import actions as monev
from naikkelas.monev.models import Finding
from naikkelas.notices import actions, mailing, queries
from naikkelas.notices.actions import notify
from naikkelas.notices.kinds import GROUPS, KINDS, MAILS
from naikkelas.notices.models import Notice
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from tests.conftest import NOW
from tests.factories import person

pytestmark = pytest.mark.django_db
FRIDAY = NOW  # 13 March 2020


@pytest.fixture
def officer():
    user = person("regency", "18.01")
    user.email = "petugas@example.go.id"
    user.save()
    return user


def told(user):
    return [(n.kind, n.object_id) for n in queries.notices_of(user)]


def test_who_did_it_is_not_told_nor_who_may_not_hear_of_it(officer):
    enumerator = person("enumerator", "18.01")
    count = notify(
        kind="finding.opened",
        to=[officer, enumerator],
        about=("finding", 7),
        by=SYSTEM,
        at=NOW,
        name="T2020-0007",
    )
    assert (count, told(officer), told(enumerator)) == (1, [("finding.opened", "7")], [])
    assert (
        notify(kind="finding.opened", to=officer, about=("finding", 8), by=officer, at=NOW, name="T2020-0008")
        == 0
    )


def test_once_is_told_once_to_each(officer):
    colleague = person("regency", "18.01")
    for people, expected in ([officer], 1), ([officer, colleague], 1), ([officer, colleague], 0):
        assert (
            notify(kind="finding.overdue", to=people, about=("finding", 7), at=NOW, once="7-late", name="T")
            == expected
        )
    assert queries.unread_count(colleague) == 1


def test_every_kind_says_something_in_both_languages_and_names_a_group_and_a_duty(officer):
    for kind in KINDS.values():
        assert kind.group in GROUPS
        assert kind.mail in MAILS
        row = Notice(kind=kind.id, told={"name": "Lampung Selatan", "count": "3"})
        texts = {lang: queries.text(row, lang) for lang in ("id", "en")}
        assert texts["id"] != texts["en"]
        assert "{" not in "".join(texts.values())
    assert queries.text(Notice(kind="finding.opened", told={}), "en") == "New finding –: follow it up"
    assert (
        queries.text(Notice(kind="import.done", told={"count": 19960}), "id")
        == "Impor selesai: 19.960 baris ditulis"
    )


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (1, "1 change of data that you proposed was accepted"),
        ("1", "1 change of data that you proposed was accepted"),
        (0, "0 changes of data that you proposed were accepted"),
        (1200, "1,200 changes of data that you proposed were accepted"),
    ],
)
def test_english_agrees_with_the_number(count, says):
    assert queries.text(Notice(kind="change.accepted", told={"count": count}), "en") == says


def test_the_nearest_office_with_the_duty_answers(officer):
    province = person("province", "18")
    assert list(accounts.office_of("18.01.06.2001", "findings.follow_up")) == [officer]
    assert list(accounts.office_of("18.02", "findings.follow_up")) == [province]
    assert list(accounts.office_of("18.01", "findings.verify")) == [province]
    assert list(accounts.office_of("17.01", "findings.verify")) == []


def test_a_finding_is_told_from_opening_to_closing(officer):
    province, other = person("province", "18"), person("regency", "18.01")
    finding = monev.open_by_hand(
        area="18.01", title="Alat tidak dipakai", condition="Mesin masih di gudang", criterion="", recommendation="",
        severity="high", amount_idr=None, by=province, at=NOW,
    )  # fmt: skip
    assert told(officer) == told(other) == [("finding.opened", str(finding.pk))]
    assert told(province) == []
    monev.act(
        finding=finding,
        text="Mesin sudah dipasang",
        evidence_name="a.pdf",
        evidence=b"%PDF",
        by=officer,
        at=NOW,
    )
    assert told(province) == [("finding.answered", str(finding.pk))]
    monev.send_back(finding=finding, text="Foto tidak menunjukkan mesin", by=province, at=NOW)
    monev.act(
        finding=finding,
        text="Foto yang baru terlampir",
        evidence_name="b.pdf",
        evidence=b"%PDF2",
        by=officer,
        at=NOW,
    )
    monev.close(finding=finding, text="", by=province, at=NOW)
    assert [kind for kind, _pk in told(officer)] == ["finding.verified", "finding.returned", "finding.opened"]


def test_the_office_that_owes_the_answer_hears_of_a_finding(officer):
    province, ministry = person("province", "18"), person("ministry", "0")

    def opened(owner: str) -> Finding:
        return monev.open_by_hand(
            area="18.01", title="Alat tidak dipakai", condition="Mesin masih di gudang", criterion="", recommendation="",
            severity="high", amount_idr=None, owner_level=owner, by=person("regency", "18.01"), at=NOW,
        )  # fmt: skip

    finding = opened("province")
    assert (told(province), told(officer)) == ([("finding.opened", str(finding.pk))], [])
    Finding.objects.filter(pk=finding.pk).update(due_on=NOW.date() - timedelta(days=3))
    monev.tell_deadlines(by=SYSTEM, at=NOW)
    assert ("finding.overdue", str(finding.pk)) in told(province)
    assert told(officer) == []
    # the ministry reads only: the office of the place hears what nobody else would
    other = opened("nation")
    assert (told(officer), told(ministry)) == ([("finding.opened", str(other.pk))], [])


def test_deadlines_are_told_in_working_days_once_each(officer):
    province = person("province", "18")
    finding = monev.open_by_hand(
        area="18.01", title="Alat tidak dipakai", condition="Mesin masih di gudang", criterion="", recommendation="",
        severity="high", amount_idr=None, by=province, at=NOW,
    )  # fmt: skip
    Finding.objects.filter(pk=finding.pk).update(due_on=date(2020, 3, 20))
    Notice.objects.all().delete()
    days = [NOW + timedelta(days=n) for n in range(-3, 12)]
    for day in days:
        for _twice in range(2):
            monev.tell_deadlines(by=SYSTEM, at=day)
    rows = Notice.objects.filter(user=officer).order_by("id")
    assert [(r.kind, r.made_at.date().isoformat()) for r in rows] == [
        ("finding.due_soon", "2020-03-13"),  # five working days before, over a weekend
        ("finding.due_soon", "2020-03-19"),
        ("finding.overdue", "2020-03-23"),  # a Friday's deadline is late on Monday
    ]
    assert told(province) == [("finding.overdue", str(finding.pk))]
    assert Event.objects.filter(action="deadlines.told").count() == 3


def test_deadlines_are_gathered_before_the_turn_to_write(officer):
    """On SQLite nobody else writes meanwhile: what takes long in a province must not stand inside."""
    monev.open_by_hand(
        area="18.01", title="Alat tidak dipakai", condition="Mesin masih di gudang", criterion="", recommendation="",
        severity="high", amount_idr=None, by=person("province", "18"), at=NOW,
    )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        assert monev.tell_deadlines(by=SYSTEM, at=NOW + timedelta(days=300)) > 0
    said = [query["sql"] for query in asked]
    begins = next(n for n, sql in enumerate(said) if sql.startswith("SAVEPOINT"))
    gathered = max(n for n, sql in enumerate(said) if sql.startswith("SELECT") and "monev_finding" in sql)
    assert gathered < begins


def test_a_deadline_is_of_the_day_where_the_place_is():
    """At 16:30 UTC it is tomorrow already in Jayapura, and today in Lampung."""
    from naikkelas.monev.actions.telling import _stage

    at = datetime(2020, 3, 16, 16, 30, tzinfo=UTC)
    assert _stage(date(2020, 3, 16), "18.01", at) == "next"
    assert _stage(date(2020, 3, 16), "91.03", at) == "late"


def test_at_once_is_mailed_at_once_and_once(officer):
    notify(
        kind="finding.opened",
        to=officer,
        about=("finding", 7),
        at=NOW,
        due_on=date(2020, 5, 12),
        name="T2020-0007",
    )
    assert (mailing.send_mails(NOW), mailing.send_mails(NOW)) == (1, 0)
    [letter] = mail.outbox
    assert letter.to == ["petugas@example.go.id"]
    assert letter.subject == "naikkelas: Temuan baru T2020-0007: tindak lanjuti"
    assert "tenggat 12 Mei 2020" in letter.body


def test_a_digest_waits_for_seven_on_the_next_working_day_of_the_own_zone(officer):
    for number in (7, 8):
        notify(
            kind="finding.verified",
            to=officer,
            about=("finding", number),
            at=FRIDAY,
            name=f"T2020-000{number}",
        )
    monday_at_seven = datetime(2020, 3, 16, 0, 0, tzinfo=UTC)  # 07:00 WIB
    sent = [
        mailing.send_mails(at)
        for at in (
            FRIDAY,
            FRIDAY + timedelta(days=1),
            monday_at_seven - timedelta(minutes=1),
            monday_at_seven,
            monday_at_seven,
        )
    ]
    assert sent == [0, 0, 0, 1, 0]
    assert mail.outbox[0].subject == "naikkelas: 2 pemberitahuan"


def test_a_digest_is_grouped_with_what_is_urgent_first_and_loses_no_group(officer, settings):
    settings.NAIKKELAS_URL = "https://monev.example.go.id"
    chosen = {kind: ("daily", "off") for kind in queries.choices_of(officer)}
    actions.choose(user=officer, email=officer.email, chosen=chosen, by=officer, at=FRIDAY)
    officer.refresh_from_db()
    for n in range(mailing.LINES + 3):
        notify(kind="finding.opened", to=officer, about=("finding", n), at=FRIDAY, name=f"T2020-{n:04d}")
    notify(
        kind="finding.overdue",
        to=officer,
        about=("finding", 99),
        at=FRIDAY - timedelta(days=1),
        name="T2019-0099",
    )
    notify(
        kind="cycle.opened", to=officer, about=("cycle", 1), at=FRIDAY - timedelta(days=2), name="Monev 2019"
    )
    assert mailing.send_mails(FRIDAY + timedelta(days=4)) == 1
    [letter] = mail.outbox
    hello, monev_part, findings, end = letter.body.split("\n\n")
    assert hello == f"Yth. {officer.name},"
    assert monev_part.splitlines()[0] == "Monev (1)"
    lines = [line for line in findings.splitlines() if not line.startswith("  ")]
    assert lines[:3] == [
        f"Temuan ({mailing.LINES + 4})", "- Tindak lanjut temuan T2019-0099 lewat tenggat",
        f"- Temuan baru T2020-{mailing.LINES + 2:04d}: tindak lanjuti",
    ]  # fmt: skip
    assert lines[-1] == "… dan 4 lagi, semuanya di lonceng naikkelas."
    assert "https://monev.example.go.id/pemberitahuan/pilihan/" in end
    assert letter.message()["Auto-Submitted"] == "auto-generated"


def test_without_an_address_of_the_server_a_mail_has_no_dead_links(officer, settings):
    settings.NAIKKELAS_URL = ""
    notify(kind="finding.opened", to=officer, about=("finding", 7), at=NOW, name="T2020-0007")
    mailing.send_mails(NOW)
    assert "/pemberitahuan/" not in mail.outbox[0].body
    assert "lonceng di atas" in mail.outbox[0].body


def test_notices_stand_by_the_moment_they_tell_of(officer):
    for day in (11, 13, 12):  # told of in another order than it happened
        at = datetime(2020, 3, day, 2, 0, tzinfo=UTC)
        notify(kind="finding.opened", to=officer, about=("finding", day), at=at, name=f"T{day}")
    assert [object_id for _kind, object_id in told(officer)] == ["13", "12", "11"]
    assert queries.newest_of(officer) == max(n.pk for n in queries.notices_of(officer))
    assert actions.mark_all_read(by=officer, at=NOW, newest=queries.newest_of(officer)) == 3


def test_weekly_waits_for_the_next_week_and_off_for_ever(officer):
    chosen = queries.choices_of(officer) | {
        "finding.opened": ("weekly", "now"),
        "finding.verified": ("off", "daily"),
    }
    actions.choose(user=officer, email="lain@example.go.id", chosen=chosen, by=officer, at=NOW)
    officer.refresh_from_db()
    tuesday = datetime(2020, 3, 17, 2, 0, tzinfo=UTC)
    notify(kind="finding.opened", to=officer, about=("finding", 7), at=tuesday, name="T7")
    notify(kind="finding.verified", to=officer, about=("finding", 8), at=tuesday, name="T8")
    sent = [mailing.send_mails(tuesday + timedelta(days=n)) for n in range(9)]
    assert sent == [0, 0, 0, 0, 0, 0, 1, 0, 0]
    assert mail.outbox[0].to == ["lain@example.go.id"]
    assert "T8" not in mail.outbox[0].body


def test_what_cannot_be_sent_is_tried_again(officer, monkeypatch):
    notify(kind="finding.opened", to=officer, about=("finding", 7), at=NOW, name="T7")
    with monkeypatch.context() as broken:
        broken.setattr(
            "django.core.mail.EmailMessage.send", lambda self: (_ for _ in ()).throw(ConnectionRefusedError())
        )
        assert mailing.send_mails(NOW) == 0
    assert mailing.send_mails(NOW) == 1


def test_nobody_chooses_what_they_are_never_told(officer):
    with pytest.raises(Refused):
        actions.choose(user=officer, email="", chosen={"webhook.failing": ("now", "now")}, by=officer, at=NOW)
    with pytest.raises(Refused):
        actions.choose(
            user=officer, email="", chosen={"finding.opened": ("now", "hourly")}, by=officer, at=NOW
        )


def test_reading_all_leaves_what_came_meanwhile(officer):
    for number in (1, 2, 3):
        notify(kind="finding.opened", to=officer, about=("finding", number), at=NOW, name="T")
    seen = queries.notices_of(officer)[1]
    assert actions.mark_all_read(by=officer, at=NOW, newest=seen.pk) == 2
    assert queries.unread_count(officer) == 1
