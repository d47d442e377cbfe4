"""When something is wrong: the status, in the reader's language, with what to do next."""

import pytest
from django.test import Client

from naikkelas.web import errors
from tests.factories import person

pytestmark = pytest.mark.django_db
TOLD = {
    400: ("tidak dapat dibaca", "could not be read"),
    403: ("Bukan untuk peran Anda", "Not for your role"),
    404: ("Tidak ditemukan", "Not found"),
    405: ("Tidak dapat dibuka seperti ini", "Cannot be opened like this"),
}


def _ask(client, status: int):
    if status == 405:
        return client.post("/temuan/")
    return client.get({400: "/temuan/?q=%00", 403: "/pengaturan/jejak/", 404: "/temuan/999999/"}[status])


@pytest.mark.parametrize("status", TOLD)
@pytest.mark.parametrize("language", [0, 1])
def test_an_error_is_told_in_the_language_of_the_reader(as_user, status, language):
    client = as_user(person("province"))
    client.post("/bahasa/", {"language": ("id", "en")[language]})
    given = _ask(client, status)
    assert given.status_code == status
    told = given.content.decode()
    assert TOLD[status][language] in told
    assert f'lang="{("id", "en")[language]}"' in told
    assert str(status) in told
    assert 'href="/"' in told
    assert "Traceback" not in told


def test_the_allowed_methods_are_named(as_user):
    client = as_user(person("province"))
    assert client.post("/temuan/")["Allow"] == "GET, HEAD"
    assert client.get("/kunjungan/verifikasi/")["Allow"] == "POST"


def test_a_fault_of_the_server_says_nothing_of_its_inside(rf):
    given = errors.failed(rf.get("/"))
    assert given.status_code == 500
    assert "administrator" in given.content.decode()


def test_a_form_without_its_token_says_that_nothing_was_changed():
    given = Client(enforce_csrf_checks=True).post("/masuk/", {"username": "x", "password": "y"})
    assert given.status_code == 403
    assert "Tidak ada yang berubah" in given.content.decode()


def test_a_stranger_gets_an_error_page_too():
    given = Client().get("/tidak/ada/")
    assert given.status_code == 404
    assert "Tidak ditemukan" in given.content.decode()
