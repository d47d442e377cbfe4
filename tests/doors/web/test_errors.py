"""When something is wrong: the status, in the reader's language, with what to do next."""

import pytest
from django.test import Client

from naikkelas.web import errors
from tests.factories import person, road

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


NAVIGATION = "text/html,application/xhtml+xml"


def test_who_is_refused_stands_on_the_page_whose_button_was_pressed(as_user):
    """A page of an error alone was a dead end: what had been typed was gone, and only the home page was offered."""
    made = road()
    page, to = f"/monev/wilayah/{made.area.pk}/tim/", f"/monev/wilayah/{made.area.pk}/tim/baru/"
    values = {"name": " ", "leader": made.enumerator.pk}
    client = as_user(made.officer)
    given = client.post(
        to, values, HTTP_REFERER=f"http://testserver{page}?wilayah=18.01", HTTP_ACCEPT=NAVIGATION, follow=True
    )
    assert given.redirect_chain == [(f"{page}?wilayah=18.01", 302)]
    told = given.content.decode()
    assert 'data-refused role="alert"' in told
    assert "Beri nama" in told


@pytest.mark.parametrize(
    ("referer", "accept"),
    [
        ("http://elsewhere.example/monev/", NAVIGATION),  # not ours
        ("http://testserver/monev/wilayah/1/tim/baru/", NAVIGATION),  # takes no GET
        ("http://testserver//elsewhere.example/", NAVIGATION),
        ("http://testserver/warga/", NAVIGATION),  # shows no messages
        ("http://testserver/monev/", "*/*"),  # a script
    ],
)
def test_who_is_refused_without_a_page_to_go_back_to_gets_one_that_says_why(as_user, referer, accept):
    made = road()
    client = as_user(made.officer)
    given = client.post(
        f"/monev/wilayah/{made.area.pk}/tim/baru/", {"name": " ", "leader": made.enumerator.pk},
        HTTP_REFERER=referer, HTTP_ACCEPT=accept,
    )  # fmt: skip
    assert given.status_code == 422
    assert "Ini tidak dapat dilakukan" in given.content.decode()
