"""Signing in and out, the throttle, the language, the own password."""

import re

import pytest
from django.conf import settings
from django.test import Client

from naikkelas.accounts import actions as accounts
from naikkelas.accounts.models import User
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import person
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
WRONG = "salah-sekali-42"


def _sign_in(client, username, password=PASSWORD, path="/masuk/", **kwargs):
    return client.post(path, {"username": username, "password": password}, **kwargs)


@pytest.fixture
def someone():
    return person("province", sign_in=True)


def test_signing_in_leads_to_where_one_wanted_to_go(client, someone):
    assert client.get("/temuan/")["Location"] == "/masuk/?next=/temuan/"
    given = _sign_in(client, someone.username, path="/masuk/?next=/temuan/")
    assert (given.status_code, given["Location"]) == (302, "/temuan/")
    assert client.get("/temuan/").status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\t//evil.example",
    ],
)
def test_no_address_leads_off_the_site(client, someone, target):
    """After signing in, and after choosing a language."""
    given = _sign_in(client, someone.username, path=f"/masuk/?next={target}")
    assert given["Location"].startswith("/")
    assert not given["Location"].startswith(("//", "/\\"))
    chosen = client.post("/bahasa/", {"language": "en", "next": target})
    assert chosen["Location"] == "/"


def test_the_session_is_new_after_signing_in_and_gone_after_signing_out(client, someone):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    given = _sign_in(client, someone.username)
    cookie = given.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != "a" * 32
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 12 * 3600
    assert client.get("/keluar/").status_code == 405
    client.post("/keluar/")
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = cookie.value
    assert stolen.get("/").status_code == 302


def test_an_unknown_name_and_a_wrong_password_are_told_alike(someone):
    """The two pages differ in the name that was typed and in nothing else."""
    pages = []
    for name in (someone.username, "tidak-ada"):
        told = _sign_in(Client(), name, WRONG).content.decode().replace(name, "…")
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", told))
    assert pages[0] == pages[1]
    assert "nk-say-bad" in pages[0]


def test_ten_wrong_passwords_lock_the_pair_of_name_and_address(someone):
    here = {"REMOTE_ADDR": "10.0.0.1"}
    statuses = [
        _sign_in(Client(), someone.username, WRONG, **here).status_code
        for _ in range(settings.AXES_FAILURE_LIMIT)
    ]
    assert set(statuses[:-1]) == {200}
    assert statuses[-1] == 429
    locked = _sign_in(Client(), someone.username, **here)
    assert locked.status_code == 429  # the right password too
    assert "accounts/locked.html" in [t.name for t in locked.templates]
    elsewhere = _sign_in(Client(), someone.username, REMOTE_ADDR="10.0.0.2")
    assert elsewhere.status_code == 302  # the owner elsewhere is not locked out by a stranger
    other = person("auditor", sign_in=True)
    assert _sign_in(Client(), other.username, **here).status_code == 302


def test_a_closed_account_does_not_open(client, someone):
    someone.is_active = False
    someone.save()
    assert _sign_in(client, someone.username).status_code == 200
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("new", "taken"),
    [
        ("sekala-bekhak-77", True), ("pendek-9", False), ("password1234", False), ("PROVINCE-PROVINCE", True),
        ("123456789012", False),
    ],
)  # fmt: skip
def test_a_new_password_follows_the_rules(as_user, someone, new, taken):
    client = as_user(someone)
    given = client.post("/sandi/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert (given.status_code == 302) is taken
    someone.refresh_from_db()
    assert someone.check_password(new) is taken
    assert client.get("/").status_code == 200  # who changed it stays signed in


def test_a_password_that_was_given_is_changed_first_and_leads_on(client, someone):
    """The first password is known to who made the account; nothing asked for another one."""
    accounts.set_password(user=someone, password="kopi-hangat-lampung", by=SYSTEM, at=NOW)
    led = _sign_in(client, someone.username, "kopi-hangat-lampung", path="/masuk/?next=/temuan/")["Location"]
    assert led == "/sandi/?next=%2Ftemuan%2F"
    assert "Buatlah kata sandi Anda sendiri" in client.get(led).content.decode()
    same = {name: "kopi-hangat-lampung" for name in ("old_password", "new_password1", "new_password2")}
    assert "kata sandi Anda yang sekarang" in client.post(led, same).content.decode()
    own = same | {"new_password1": "sekala-bekhak-77", "new_password2": "sekala-bekhak-77"}
    assert client.post(led, own)["Location"] == "/temuan/"
    again = _sign_in(Client(), someone.username, "sekala-bekhak-77", path="/masuk/?next=/temuan/")
    assert again["Location"] == "/temuan/"


def test_after_changing_the_password_no_address_leads_off_the_site(as_user, someone):
    own = {"old_password": PASSWORD, "new_password1": "sekala-bekhak-77", "new_password2": "sekala-bekhak-77"}
    assert as_user(someone).post("/sandi/?next=//evil.example/", own)["Location"] == "/"


@pytest.mark.parametrize(
    ("like", "told"),
    [
        ("kepala-bidang-monev", "terlalu mirip dengan nama pengguna"),
        ("maryati sulistyo", "terlalu mirip dengan nama orangnya"),
        ("monev.umkm@lampung.example", "terlalu mirip dengan surel"),
    ],
)
def test_a_password_like_the_owner_is_refused_in_the_readers_words(as_user, like, told):
    user = person("province", username="kepala-bidang-monev", sign_in=True)
    User.objects.filter(pk=user.pk).update(name="Maryati Sulistyo", email="monev.umkm@lampung.example")
    given = as_user(user).post(
        "/sandi/", {"old_password": PASSWORD, "new_password1": like, "new_password2": like}
    )
    assert given.status_code == 200
    assert told in given.content.decode()


def test_the_old_password_is_asked_for(as_user, someone):
    given = as_user(someone).post(
        "/sandi/",
        {"old_password": WRONG, "new_password1": "sekala-bekhak-77", "new_password2": "sekala-bekhak-77"},
    )
    assert given.context["form"].errors
    someone.refresh_from_db()
    assert someone.check_password(PASSWORD)


def test_a_session_elsewhere_ends_when_the_password_changes(as_user, someone):
    elsewhere = Client()
    _sign_in(elsewhere, someone.username)
    assert elsewhere.get("/").status_code == 200
    as_user(someone).post(
        "/sandi/",
        {"old_password": PASSWORD, "new_password1": "sekala-bekhak-77", "new_password2": "sekala-bekhak-77"},
    )
    assert elsewhere.get("/").status_code == 302


def test_pages_come_in_the_language_chosen(as_user, someone):
    client = as_user(someone)
    assert 'lang="id"' in client.get("/temuan/").content.decode()
    chosen = client.post("/bahasa/", {"language": "en", "next": "/temuan/"})
    assert chosen["Location"] == "/temuan/"
    told = client.get("/temuan/").content.decode()
    assert 'lang="en"' in told
    assert "Findings" in told
    client.post("/bahasa/", {"language": "xx"})
    assert 'lang="id"' in client.get("/temuan/").content.decode()
