"""Notices on this device: turned on by the browser, kept by a cookie, gone with its person."""

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.notices import pushing, queries
from naikkelas.trail.models import Event
from naikkelas.web.notices.devices import COOKIE, name_of
from tests.factories import person
from tests.factories.push import Browser, PushService

pytestmark = pytest.mark.django_db
ADD, CHOICES, OUT = (
    reverse("notices-device-add"),
    reverse("notices-choice-edit"),
    reverse("accounts-sign-out"),
)
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
PASSWORD = "kata sandi yang panjang"


@pytest.fixture
def officer():
    user = person("regency", "18.01")
    user.set_password(PASSWORD)
    user.save()
    return user


def as_user(user):
    """A browser of its own."""
    client = Client()
    client.force_login(user, backend="naikkelas.web.signed_in.Backend")
    return client


def turn_on(client, endpoint="https://1.1.1.1/a"):
    return client.post(ADD, Browser(endpoint).subscription(), headers={"user-agent": PHONE})


def change(client, user, act):
    device = queries.devices_of(user)[0]
    return client.post(reverse("notices-device-change", args=[device.pk]), {"act": act}, follow=True)


def test_turned_on_it_is_this_device_until_it_is_turned_off(officer):
    client = as_user(officer)
    assert "data-here" not in client.get(CHOICES).content.decode()
    response = turn_on(client)
    assert response["Location"] == CHOICES
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = client.get(CHOICES)
    assert page.context["here"].name == "Chrome, Android"
    assert "data-here" in page.content.decode()
    assert "no longer" not in change(client, officer, "end").content.decode()
    assert not queries.devices_of(officer).exists()


def test_signing_out_ends_it_here_alone(officer):
    client, desk = as_user(officer), as_user(officer)
    turn_on(client)
    turn_on(desk, "https://1.1.1.1/b")
    client.post(OUT)
    assert queries.devices_of(officer).count() == 1
    assert not client.cookies[COOKIE].value
    assert desk.get(CHOICES).context["here"]


def test_somebody_else_who_signs_in_here_is_not_told_what_is_anothers(officer, client):
    other = person("regency", "18.02")
    other.set_password(PASSWORD)
    other.save()
    turn_on(as_user(officer))
    mine = as_user(officer)
    turn_on(mine, "https://1.1.1.1/b")
    client.cookies[COOKIE] = mine.cookies[COOKIE].value  # the session ran out, the cookie stayed
    client.post(reverse("accounts-sign-in"), {"username": officer.username, "password": PASSWORD})
    assert queries.devices_of(officer).count() == 2
    client.cookies.pop("sessionid")
    client.post(reverse("accounts-sign-in"), {"username": other.username, "password": PASSWORD})
    assert queries.devices_of(officer).count() == 1
    assert client.get(CHOICES).context["here"] is None


def test_a_new_password_ends_the_other_devices_and_a_closed_account_all(officer):
    client, lost = as_user(officer), as_user(officer)
    turn_on(client)
    turn_on(lost, "https://1.1.1.1/b")
    new = {"old_password": PASSWORD, "new_password1": "kuda laut biru", "new_password2": "kuda laut biru"}
    assert client.post(reverse("accounts-password"), new).status_code == 302
    assert [client.get(CHOICES).context["here"]] == list(queries.devices_of(officer))
    administrator = as_user(person("administrator", "18"))
    administrator.post(reverse("settings-user-detail", args=[officer.pk]), {"decision": "close"})
    assert not queries.devices_of(officer).exists()


def test_nobody_ends_or_tests_anothers(officer):
    turn_on(as_user(officer))
    device = queries.devices_of(officer)[0]
    url = reverse("notices-device-change", args=[device.pk])
    assert as_user(person("regency", "18.01")).post(url, {"act": "end"}).status_code == 404
    assert queries.devices_of(officer).count() == 1


def test_an_address_inside_the_network_is_refused_in_words(officer):
    response = turn_on(as_user(officer), "https://192.168.1.1/a")
    assert response.status_code == 422
    assert "Peramban memberi alamat yang tidak dapat dipakai" in response.content.decode()


def test_the_page_says_what_came_of_a_test(officer, monkeypatch):
    monkeypatch.setattr(pushing, "INNER", frozenset({"127.0.0.1"}))
    service, client = PushService(), as_user(officer)
    client.post(ADD, service.browser("/a").subscription())
    for status, said in ((201, "dalam sekejap"), (500, "HTTP 500"), (410, "sudah dihapus")):
        service.answers["/a"] = status
        assert said in change(client, officer, "test").content.decode()
    assert not queries.devices_of(officer).exists()
    service.shutdown()
    service.server_close()


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8", "Peramban"),
    ],
)
def test_a_device_has_the_name_that_people_call_it(agent, name):
    assert name_of(agent) == name


MOVE = reverse("notices-device-move")


def test_a_browser_that_its_service_gave_another_address_tells_it_without_being_signed_in(officer):
    client = as_user(officer)
    turn_on(client)
    device = queries.devices_of(officer)[0]
    Client().post(ADD, {})
    worker = Client(enforce_csrf_checks=True)  # the session is over; the cookie of the device is not
    worker.cookies[COOKIE] = client.cookies[COOKIE].value
    told = worker.get(MOVE).json()
    new = Browser("https://1.1.1.1/b")
    assert worker.post(MOVE, new.subscription()).status_code == 403
    assert worker.post(MOVE, new.subscription(), headers={"X-CSRFToken": told["token"]}).status_code == 204
    device.refresh_from_db()
    assert pushing.Address.of(device).endpoint == "https://1.1.1.1/b"
    assert Event.objects.get(action="push.moved").object_id == str(officer.pk)
    assert queries.device_known_by(client.cookies[COOKIE].value) == device


def test_a_browser_that_is_not_known_moves_nothing(officer):
    turn_on(as_user(officer))
    assert Client().post(MOVE, Browser("https://1.1.1.1/b").subscription()).status_code == 422
    client = as_user(officer)
    turn_on(client)
    assert client.post(MOVE, Browser("http://10.0.0.1/b").subscription()).status_code == 422
    officer.is_active = False
    officer.save()
    assert client.post(MOVE, Browser("https://1.1.1.1/b").subscription()).status_code == 422
    assert [pushing.Address.of(d).endpoint for d in queries.devices_of(officer)] == ["https://1.1.1.1/a"]
