"""Notices on devices against a real push service: only the browser reads them, each once, as its person chose."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from naikkelas import vault
from naikkelas.accounts import actions as accounts
from naikkelas.kit import clock
from naikkelas.kit.problems import Refused
from naikkelas.notices import actions, pushing, queries, sending
from naikkelas.notices.actions import notify
from naikkelas.notices.models import Notice, PushDevice, PushMessage
from naikkelas.trail.actions import SYSTEM
from naikkelas.trail.models import Event
from naikkelas.vault.push import from_text
from tests.conftest import NOW
from tests.factories import person
from tests.factories.push import Browser, PushService

pytestmark = pytest.mark.django_db
FRIDAY = NOW  # 13 March 2020


@pytest.fixture
def service(monkeypatch):
    monkeypatch.setattr(pushing, "INNER", frozenset({"127.0.0.1"}))
    made = PushService()
    yield made
    made.shutdown()
    made.server_close()


def added(user, browser, name="Chrome, Android", instead=None):
    address = pushing.Address(**browser.subscription(), site="https://monev.example")
    return actions.add_device(address=address, name=name, instead=instead, by=user, at=NOW)[0]


def tell(user, number, *, kind="finding.opened", at=NOW, **told):
    return notify(
        kind=kind, to=user, about=("finding", number), by=SYSTEM, at=at, name=f"T2020-{number:04}", **told
    )


def test_only_the_browser_reads_what_its_person_is_told(service, officer):
    phone = service.browser("/a")
    added(officer, phone)
    tell(officer, 7, due_on=NOW.date() + timedelta(days=60))
    assert pushing.push(NOW) == 1
    path, headers, body = service.taken[0]
    notice = Notice.objects.get()
    assert phone.read(body) == {
        "title": "naikkelas", "body": "Temuan baru T2020-0007: tindak lanjuti (tenggat 12 Mei 2020)",
        "url": f"/pemberitahuan/{notice.pk}/", "tag": f"n{notice.pk}", "lang": "id",
    }  # fmt: skip
    assert path == "/a"
    assert (headers["content-encoding"], headers["urgency"]) == ("aes128gcm", "normal")
    assert headers["ttl"] == str(3 * 86_400)
    assert b"Temuan" not in body
    claims = json.loads(from_text(headers["authorization"].split(".")[1]))
    assert claims["aud"] == f"http://127.0.0.1:{service.server_port}"
    assert claims["sub"] == "https://monev.example"
    left = datetime.fromtimestamp(claims["exp"], UTC) - clock.real(NOW)
    assert timedelta(hours=11) < left <= timedelta(hours=12)
    assert headers["authorization"].endswith(f"k={vault.current().push_key.public}")
    assert pushing.push(NOW) == 0


def test_each_device_of_the_person_and_of_nobody_else_is_told_once(service, officer):
    other = person("regency", "18.02")
    for user, path in ((officer, "/a"), (officer, "/b"), (other, "/c")):
        added(user, service.browser(path))
    tell([officer, other], 1)
    tell(officer, 2)
    assert pushing.push(NOW) == 3
    assert sorted(path for path, *_rest in service.taken) == ["/a", "/b", "/c"]
    assert pushing.push(NOW) == 0
    assert not PushMessage.objects.exists()


def test_several_at_once_are_one_message_and_what_was_read_is_none(service, officer):
    phone = service.browser("/a")
    added(officer, phone)
    for number in range(3):
        tell(officer, number, kind="finding.overdue" if number else "finding.opened")
    actions.mark_read(notice=queries.notices_of(officer)[0], by=officer, at=NOW)
    pushing.push(NOW)
    told = phone.read(service.taken[0][2])
    assert told["body"] == "2 pemberitahuan: Temuan baru, Temuan lewat tenggat"
    assert told["url"] == "/pemberitahuan/"
    assert service.taken[0][1]["urgency"] == "high"


def test_the_choice_is_kept_by_kind_and_the_digest_comes_at_seven_on_a_working_day(service, officer):
    phone = service.browser("/a")
    added(officer, phone)
    chosen = queries.choices_of(officer) | {
        "finding.opened": ("off", "daily"), "finding.verified": ("now", "off"), "finding.asked": ("off", "weekly"),
    }  # fmt: skip
    actions.choose(user=officer, email="", chosen=chosen, by=officer, at=NOW)
    for kind in ("finding.opened", "finding.verified", "finding.asked"):
        tell(officer, 1, kind=kind)
    assert pushing.push(FRIDAY) == 0
    for day, local_hour, arrived in ((1, 8, 0), (3, 6, 0), (3, 7, 1), (3, 9, 0)):
        at = FRIDAY.replace(hour=0) + timedelta(days=day, hours=local_hour - 7)
        assert pushing.push(at) == arrived, (day, local_hour)
    assert phone.read(service.taken[0][2])["body"] == "2 pemberitahuan: Temuan baru, Keterangan diminta"
    assert service.taken[0][1]["urgency"] == "low"


def test_who_has_no_device_is_not_told_later_of_what_was_before(service, officer):
    tell(officer, 1)
    added(officer, service.browser("/a"))
    assert pushing.push(NOW) == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_its_service_knows_no_more_is_removed(service, officer, status):
    added(officer, service.browser("/a"))
    added(officer, service.browser("/b"))
    service.answers["/a"] = status
    tell(officer, 1)
    assert pushing.push(NOW) == 1
    assert PushDevice.objects.count() == 1
    assert Event.objects.filter(action="push.gone", object_id=str(officer.pk)).count() == 1
    assert pushing.push(NOW) == 0


def test_others_are_tried_again_less_and_less_often_and_given_up_when_no_news_any_more(service, officer):
    added(officer, service.browser("/a"))
    added(officer, service.browser("/b"))
    service.answers["/a"] = 503
    tell(officer, 1)
    assert pushing.push(NOW) == 1  # the other does not wait for it
    for minute in range(60):
        assert pushing.push(NOW + timedelta(minutes=minute)) == 0
    assert 5 <= service.tried - 1 <= 8
    service.answers.clear()
    assert pushing.push(NOW + timedelta(hours=2)) == 1
    assert int(service.taken[-1][1]["ttl"]) == (3 * 24 - 2) * 3600
    service.answers["/a"] = 500
    tell(officer, 2)
    for hour in range(3 * 24 + 2):
        pushing.push(NOW + timedelta(hours=hour))
    assert not PushMessage.objects.exists()
    assert PushDevice.objects.count() == 2
    device = PushDevice.objects.exclude(failing_since_at=None).get()
    for day in range(4, 35, 2):
        tell(officer, day, at=NOW + timedelta(days=day))
        pushing.push(NOW + timedelta(days=day))
    assert not PushDevice.objects.filter(pk=device.pk).exists()


def test_a_service_that_asks_for_rest_gets_it(service, officer):
    added(officer, service.browser("/a"))
    service.answers["/a"], service.wait = 429, "7200"
    tell(officer, 1)
    pushing.push(NOW)
    service.answers.clear()
    assert pushing.push(NOW + timedelta(minutes=119)) == 0
    assert pushing.push(NOW + timedelta(minutes=121)) == 1


def test_one_service_that_hangs_keeps_a_turn_waiting_once(service, officer, monkeypatch):
    for path in ("/a", "/b", "/c"):
        added(officer, service.browser(path))
    asked = []

    def hangs(url, body, headers, inner):
        asked.append(url)
        return sending.Answer(None, 10_000, "TimeoutError")

    monkeypatch.setattr(sending, "send", hangs)
    tell(officer, 1)
    assert pushing.push(NOW) == 0
    assert len(asked) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://1.1.1.1/a"},
        {"endpoint": "https://127.0.0.1/a"},
        {"endpoint": "https://10.0.0.5/a"},
        {"endpoint": "https://169.254.169.254/latest/meta-data/"},
        {"endpoint": "https://[::ffff:127.0.0.1]/a"},
        {"endpoint": "https://user:pw@1.1.1.1/a"},
        {"endpoint": "https://1.1.1.1/é"},
        {"endpoint": "https://1.1.1.1/" + "a" * 1000},
        {"endpoint": ""},
        {"p256dh": ""},
        {"p256dh": "BA" + "A" * 85},
        {"auth": "c2hvcnQ"},
        {"auth": "!"},
    ],
)
def test_an_address_inside_our_network_or_a_broken_key_is_refused(officer, settings, wrong):
    settings.NAIKKELAS_WEBHOOK_HOSTS = ("127.0.0.1", "10.0.0.5")  # what webhooks may, browsers may not
    given = Browser("https://1.1.1.1/a").subscription()
    good = pushing.Address(**given, site="")
    assert actions.add_device(address=good, name="x", instead=None, by=officer, at=NOW)
    with pytest.raises(Refused) as refused:
        actions.add_device(
            address=pushing.Address(**(given | wrong), site=""), name="x", instead=None, by=officer, at=NOW
        )
    assert refused.value.kind.code == "push.subscription"


def test_a_browser_belongs_to_who_asked_last_and_a_person_has_ten_at_most(service, officer):
    other, phone = person("regency", "18.02"), service.browser("/a")
    added(officer, phone)
    tell(officer, 1)
    added(other, phone)
    assert pushing.push(NOW) == 0
    assert [device.user for device in PushDevice.objects.all()] == [other]
    for number in range(12):
        added(officer, service.browser(f"/{number}"), name=str(number))
    assert [device.name for device in queries.devices_of(officer)] == [str(n) for n in range(11, 1, -1)]


def test_a_closed_account_is_told_nothing(service, officer):
    added(officer, service.browser("/a"))
    tell(officer, 1)
    accounts.set_active(user=officer, active=False, by=SYSTEM, at=NOW)
    assert pushing.push(NOW) == 0
    assert service.tried == 0


def test_a_test_tells_what_came_of_it(service, officer):
    phone = service.browser("/a")
    device = added(officer, phone)
    assert actions.test_device(device=device, by=officer, at=NOW).ok
    assert "Uji coba" in phone.read(service.taken[0][2])["body"]
    service.answers["/a"] = 503
    assert actions.test_device(device=device, by=officer, at=NOW).problem == "HTTP 503"
    service.answers["/a"] = 410
    assert not actions.test_device(device=device, by=officer, at=NOW).ok
    assert not PushDevice.objects.exists()


def test_nothing_of_a_subscription_stands_in_the_database_in_clear(service, officer):
    phone = service.browser("/sangat-rahasia")
    device = added(officer, phone)
    row = str(PushDevice.objects.filter(pk=device.pk).values().get())
    assert not [text for text in phone.subscription().values() if text in row]
