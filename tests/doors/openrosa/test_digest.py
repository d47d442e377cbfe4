"""Typed passwords: Digest on plain http as Collect answers it, Basic besides on https only."""

import base64
import hashlib
import re
from datetime import timedelta

import pytest
from django.test import Client

from naikkelas.accounts import actions as accounts
from naikkelas.accounts.models import DigestUse, User
from naikkelas.kit import clock
from naikkelas.openrosa import digest
from tests.conftest import NOW
from tests.factories import multipart, person
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return person("enumerator", sign_in=True)


def asked(answer) -> dict[str, str]:
    """What the server's question says."""
    header = answer["WWW-Authenticate"]
    assert header.startswith("Digest ")
    return {
        name: quoted or bare for name, quoted, bare in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', header)
    }


def answer_to(question, user, method, path, *, password=PASSWORD, count=1, qop=True, uri="") -> str:
    """The Authorization header, computed by the words of RFC 2617 and nothing of ours."""

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    ha1 = md5(f"{user.username}:{question['realm']}:{password}")
    ha2 = md5(f"{method}:{uri or path}")
    nonce, nc, cnonce = question["nonce"], f"{count:08x}", "0a4f113b"
    if qop:
        response = md5(f"{ha1}:{nonce}:{nc}:{cnonce}:auth:{ha2}")
        more = f', qop=auth, nc={nc}, cnonce="{cnonce}"'
    else:
        response, more = md5(f"{ha1}:{nonce}:{ha2}"), ""
    return (
        f'Digest username="{user.username}", realm="{question["realm"]}", nonce="{nonce}", uri="{uri or path}", '
        f'response="{response}", algorithm=MD5{more}'
    )


def ask(method: str, path: str, authorization: str = "", **kwargs):
    headers = {"Authorization": authorization} if authorization else {}
    return getattr(Client(), method.lower())(path, headers=headers, **kwargs)


def test_row_03_without_credentials_digest_is_asked_for_and_basic_never_on_http(user):
    for method, path in (("HEAD", "/submission"), ("GET", "/formList"), ("POST", "/submission")):
        answer = ask(method, path)
        assert answer.status_code == 401
        question = asked(answer)
        assert question["qop"] == "auth"
        assert question["algorithm"] == "MD5"
        assert question["realm"]
        assert question["nonce"]
        assert "Basic" not in answer["WWW-Authenticate"]


def test_row_03_on_https_basic_is_offered_too(user):
    assert 'Basic realm="naikkelas"' in ask("HEAD", "/submission", secure=True)["WWW-Authenticate"]
    coded = base64.b64encode(f"{user.username}:{PASSWORD}".encode()).decode()
    assert ask("GET", "/formList", f"Basic {coded}", secure=True).status_code == 200
    assert ask("GET", "/formList", f"Basic {coded}").status_code == 401  # on http it is not looked at
    wrong = base64.b64encode(f"{user.username}:salah".encode()).decode()
    assert ask("GET", "/formList", f"Basic {wrong}", secure=True).status_code == 401
    assert ask("GET", "/formList", "Basic %%%", secure=True).status_code == 401


def test_row_06_a_wrong_password_is_401_and_ten_are_429(user):
    for _ in range(10):
        question = asked(ask("HEAD", "/submission"))
        answer = ask(
            "HEAD", "/submission", answer_to(question, user, "HEAD", "/submission", password="salah")
        )
        assert answer.status_code in (401, 429)
    question = asked(ask("HEAD", "/submission"))
    right = ask("HEAD", "/submission", answer_to(question, user, "HEAD", "/submission"))
    assert right.status_code == 429


def test_row_07_the_worked_example_of_rfc_2617():
    given = digest.fields(
        'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
        'uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b", '
        'response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    )
    ha1 = hashlib.md5(b"Mufasa:testrealm@host.com:Circle Of Life").hexdigest()
    assert digest.answered(ha1, "GET", given) == given["response"] == "6629fae49393a05397450978507c4ef1"


def test_row_07_collect_signs_in_lists_downloads_and_sends(user):
    question = asked(ask("HEAD", "/submission"))
    assert ask("HEAD", "/submission", answer_to(question, user, "HEAD", "/submission")).status_code == 204
    listed = ask(
        "GET", "/formList?formID=market", answer_to(question, user, "GET", "/formList?formID=market", count=2)
    )
    assert listed.status_code == 200
    address = re.search(r"<downloadUrl>http://testserver([^<]+)</downloadUrl>", listed.content.decode())[1]
    assert "/k/" not in address
    form = ask("GET", address, answer_to(question, user, "GET", address, count=3))
    assert form.status_code == 200
    version = address.split("/")[3]
    xml = f'<data id="market" version="{version}"><meta><instanceID>uuid:satu</instanceID></meta></data>'
    sent = ask(
        "POST",
        "/submission",
        answer_to(question, user, "POST", "/submission", count=4),
        data=multipart(xml.encode()),
    )
    assert sent.status_code == 201


def test_row_07_a_recorded_request_sent_again_is_refused_and_a_fresh_nonce_offered(user):
    question = asked(ask("HEAD", "/submission"))
    header = answer_to(question, user, "HEAD", "/submission")
    assert ask("HEAD", "/submission", header).status_code == 204
    again = ask("HEAD", "/submission", header)
    assert again.status_code == 401
    assert asked(again)["stale"] == "true"
    assert asked(again)["nonce"] != question["nonce"]


def test_row_07_what_was_signed_for_one_address_opens_no_other(user):
    question = asked(ask("HEAD", "/submission"))
    assert ask("GET", "/formList", answer_to(question, user, "GET", "/submission")).status_code == 401
    header = answer_to(question, user, "GET", "/formList?formID=x")
    assert ask("GET", "/formList", header).status_code == 401


def test_row_07_an_old_nonce_is_stale_and_one_that_is_not_ours_is_nothing(user):
    question = asked(ask("HEAD", "/submission"))
    clock.set_to(NOW + timedelta(minutes=31))
    answer = ask("HEAD", "/submission", answer_to(question, user, "HEAD", "/submission"))
    assert (answer.status_code, asked(answer)["stale"]) == (401, "true")
    forged = question | {"nonce": "dcd98b7102dd2f0e8b11d0f600bfb0c093"}
    answer = ask("HEAD", "/submission", answer_to(forged, user, "HEAD", "/submission"))
    assert (answer.status_code, asked(answer)["stale"]) == (401, "true")


def test_row_07_an_answer_without_qop_is_taken_as_rfc_2069_had_it(user):
    question = asked(ask("HEAD", "/submission"))
    header = answer_to(question, user, "HEAD", "/submission", qop=False)
    assert ask("HEAD", "/submission", header).status_code == 204


def test_digest_is_kept_sealed_for_people_who_send_and_for_nobody_else(user):
    ha1 = hashlib.md5(f"{user.username}:naikkelas:{PASSWORD}".encode()).hexdigest()
    assert ha1.encode() not in bytes(user.digest_sealed)
    assert person("province", sign_in=True).digest_sealed is None
    accounts.set_password(user=user, password="badak-way-kambas-43", by=user, at=NOW)
    question = asked(ask("HEAD", "/submission"))
    assert ask("HEAD", "/submission", answer_to(question, user, "HEAD", "/submission")).status_code == 401
    header = answer_to(question, user, "HEAD", "/submission", password="badak-way-kambas-43")
    assert ask("HEAD", "/submission", header).status_code == 204


def test_a_password_from_before_works_once_it_was_used_in_the_browser(user):
    User.objects.filter(pk=user.pk).update(digest_sealed=None)
    question = asked(ask("HEAD", "/submission"))
    assert ask("HEAD", "/submission", answer_to(question, user, "HEAD", "/submission")).status_code == 401
    assert Client().post("/masuk/", {"username": user.username, "password": PASSWORD}).status_code == 302
    assert (
        ask("HEAD", "/submission", answer_to(question, user, "HEAD", "/submission", count=2)).status_code
        == 204
    )


def test_a_closed_account_and_another_role_have_no_password_for_phones(user):
    question = asked(ask("HEAD", "/submission"))
    accounts.set_active(user=user, active=False, by=person("administrator"), at=NOW)
    assert ask("HEAD", "/submission", answer_to(question, user, "HEAD", "/submission")).status_code == 401
    officer = person("province", sign_in=True)
    assert ask("HEAD", "/submission", answer_to(question, officer, "HEAD", "/submission")).status_code == 401


def test_counts_of_nonces_go_when_they_end(user):
    question = asked(ask("HEAD", "/submission"))
    ask("HEAD", "/submission", answer_to(question, user, "HEAD", "/submission"))
    clock.set_to(NOW + timedelta(hours=1))
    question = asked(ask("HEAD", "/submission"))
    ask("HEAD", "/submission", answer_to(question, user, "HEAD", "/submission"))
    assert DigestUse.objects.get().nonce == question["nonce"]
