"""Webhooks against a real receiver that fails and recovers: all, in order, each once by its id; nothing into our own network."""

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import transaction

from naikkelas.kit.problems import Refused
from naikkelas.notices import actions, delivering, queries, sending
from naikkelas.notices.models import Delivery, Notice, Subscription
from naikkelas.trail import sealing
from naikkelas.trail.actions import SYSTEM, note
from tests.conftest import NOW
from tests.factories import person

pytestmark = pytest.mark.django_db


class Receiver(HTTPServer):
    """Keeps what it took; answers 503 while it is `down`."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.down, self.tried, self.taken = False, 0, []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/kait?sumber=naikkelas"

    def ids(self):
        return [json.loads(body)["id"] for _headers, body in self.taken]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.tried += 1
        if not self.server.down:
            self.server.taken.append((dict(self.headers), body))
        self.send_response(503 if self.server.down else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver(settings):
    settings.NAIKKELAS_WEBHOOK_HOSTS = ("127.0.0.1",)
    made = Receiver()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def administrator():
    return person("administrator", "18")


@pytest.fixture
def hook(receiver, administrator):
    sealing.link_waiting(whole=True)
    made, secret = actions.subscribe(
        name="Satu Data", url=receiver.url, families=["findings", "registry"], by=administrator, at=NOW
    )
    made.secret = secret
    return made


def happens(count, action="finding.opened", area="18.01", **details):
    for n in range(count):
        note(by=SYSTEM, at=NOW, action=action, on=("finding", n + 1), area=area, **details)
    sealing.link_waiting()


def test_events_arrive_signed_in_order_with_nothing_personal(hook, receiver):
    happens(2, reason="Siti Aminah belum menjawab")
    happens(1, action="person.enrolled")
    happens(1, area="17.01")
    happens(1, action="enterprise.merged")
    assert delivering.deliver(NOW) == 3
    told = [json.loads(body) for _headers, body in receiver.taken]
    assert [t["type"] for t in told] == ["finding.opened", "finding.opened", "enterprise.merged"]
    assert [t["number"] for t in told] == sorted(t["number"] for t in told)
    assert told[0]["object"] == {"type": "finding", "id": "1"}
    assert "object" not in told[2]  # a merge is of enterprises; what was named is no record of that family
    assert set(told[0]) == {"id", "number", "type", "family", "at", "area", "installation", "object"}
    headers, body = receiver.taken[0]
    headers = {name.lower(): value for name, value in headers.items()}
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert b"Siti" not in b"".join(body for _headers, body in receiver.taken)
    assert delivering.deliver(NOW) == 0


def test_a_receiver_down_for_ten_minutes_gets_all_once_in_order(hook, receiver):
    receiver.down = True
    at = NOW
    for minute in range(10):
        happens(3)
        at = NOW + timedelta(minutes=minute)
        assert delivering.deliver(at) == 0
    tried = receiver.tried
    assert 4 <= tried <= 8  # less often the longer it lasts
    receiver.down = False
    assert delivering.deliver(at) == 0  # not yet its time
    arrived = 0
    for minute in range(10, 21):
        arrived += delivering.deliver(NOW + timedelta(minutes=minute))
    assert arrived == len(receiver.taken) == 30
    numbers = [json.loads(body)["number"] for _headers, body in receiver.taken]
    assert numbers == sorted(set(numbers))
    assert len(set(receiver.ids())) == 30
    hook.refresh_from_db()
    assert (hook.failures, hook.next_at, hook.failing_since_at) == (0, None, None)
    assert Delivery.objects.filter(subscription=hook).exclude(problem="").count() == tried


def test_a_receiver_that_answers_slowly_keeps_no_other_waiting(hook, receiver, administrator, monkeypatch):
    """Two hundred answers of nine seconds were half an hour for whoever came after it."""
    monkeypatch.setattr(delivering, "TURN_S", -1)  # each answer takes longer
    actions.subscribe(name="Lain", url=receiver.url, families=["findings"], by=administrator, at=NOW)
    happens(3)
    assert [delivering.deliver(NOW) for _turn in range(4)] == [2, 2, 2, 0]
    assert sorted(set(receiver.ids()), key=receiver.ids().index) == receiver.ids()[::2]
    assert receiver.ids()[::2] == receiver.ids()[1::2]


def test_killed_between_answer_and_note_it_is_sent_again_with_the_same_id(hook, receiver, monkeypatch):
    sealing.link_waiting()
    delivering.deliver(NOW)  # past what is not told
    happens(3)

    def killed(subscription, number):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(delivering, "_went_on", killed)
        with pytest.raises(KeyboardInterrupt):
            delivering.deliver(NOW)
    delivering.deliver(NOW)
    ids = receiver.ids()
    assert (len(ids), ids[0], len(set(ids))) == (4, ids[1], 3)


def test_what_was_taken_back_is_never_told(hook, receiver):
    with transaction.atomic():
        note(by=SYSTEM, at=NOW, action="finding.opened", on=("finding", 1), area="18.01")
        transaction.set_rollback(True)
    sealing.link_waiting()
    assert delivering.deliver(NOW) == 0


def test_replay_tells_again_with_the_ids_of_then(hook, receiver, administrator):
    happens(4)
    delivering.deliver(NOW)
    first = receiver.ids()
    second = json.loads(receiver.taken[1][1])["number"]
    actions.replay(subscription=hook, after=second, by=administrator, at=NOW)
    assert delivering.deliver(NOW) == 2
    assert receiver.ids() == first + first[2:]
    with pytest.raises(Refused):
        actions.replay(subscription=hook, after=10**9, by=administrator, at=NOW)


def test_stopped_it_waits_and_goes_on_where_it_was(hook, receiver, administrator):
    actions.switch(subscription=hook, active=False, by=administrator, at=NOW)
    happens(2)
    assert delivering.deliver(NOW) == 0
    actions.switch(subscription=hook, active=True, by=administrator, at=NOW)
    assert delivering.deliver(NOW) == 2


def test_the_administrator_is_told_once_of_a_receiver_that_stays_away(hook, receiver, administrator):
    receiver.down = True
    happens(1)
    for minute in range(0, 120, 5):
        delivering.deliver(NOW + timedelta(minutes=minute))
    assert Notice.objects.filter(user=administrator, kind="webhook.failing").count() == 1


def test_another_secret_signs_from_then_on_and_a_test_moves_nothing(hook, receiver, administrator):
    assert actions.test(subscription=hook, by=administrator, at=NOW).ok
    assert json.loads(receiver.taken[0][1])["type"] == "test"
    renewed = actions.renew_secret(subscription=hook, by=administrator, at=NOW)
    hook.refresh_from_db()
    assert renewed != hook.secret
    assert delivering.secret_of(hook) == renewed
    assert renewed.encode() not in bytes(hook.secret_sealed)
    assert queries.deliveries(hook)[0].number == 0
    receiver.down = True
    assert actions.test(subscription=hook, by=administrator, at=NOW).problem == "HTTP 503"
    assert (Subscription.objects.get().failures, Subscription.objects.get().done_to) == (0, hook.done_to)


@pytest.mark.parametrize(
    "url",
    [
        "http://penerima.example.org/", "ftp://penerima.example.org/", "https://127.0.0.1/", "https://localhost:8000/",
        "https://10.0.0.5/", "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data/", "https://[::1]/",
        "https://[::ffff:10.0.0.1]/", "https://0.0.0.0/", "https://2130706433/", "https://0x7f.1/", "https://100.64.0.1/",
        "https://[fd00::1]/", "https://224.0.0.1/", "https://user:rahasia@8.8.8.8/", "https:///", "https://8.8.8.8:99999/",
        "https://8.8.8.8/#a", "https://8.8.8.8/a b",
    ],
)  # fmt: skip
def test_nothing_is_sent_into_our_own_network(url, administrator):
    with pytest.raises(Refused):
        actions.subscribe(name="Dalam", url=url, families=["findings"], by=administrator, at=NOW)


def test_a_name_that_answers_otherwise_later_leads_nowhere(hook, receiver, settings, monkeypatch):
    """What was public when it was entered is looked at again at each sending, and the address that was looked at is used."""
    settings.NAIKKELAS_WEBHOOK_HOSTS = ()
    Subscription.objects.update(url="https://penerima.example.org/")
    monkeypatch.setattr(sending, "_addresses", lambda host, port: ["10.0.0.1"])
    happens(1)
    assert delivering.deliver(NOW) == 0
    assert queries.deliveries(hook)[0].problem == "webhook.private"
    assert receiver.tried == 0


def test_a_redirect_is_no_answer(hook, receiver, monkeypatch):
    monkeypatch.setattr(_Handler, "do_POST", lambda self: (self.send_response(302), self.end_headers()))
    happens(1)
    assert delivering.deliver(NOW) == 0
    assert queries.deliveries(hook)[0].problem == "HTTP 302"
