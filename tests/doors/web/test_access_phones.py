"""The phones' door by role: only an enumerator's key opens it, and no session does."""

import pytest
from django.test import Client

from naikkelas.accounts import actions as accounts
from naikkelas.forms import queries as forms
from tests.conftest import NOW
from tests.factories import person, phone

pytestmark = pytest.mark.django_db


def _paths() -> dict[str, tuple[str, ...]]:
    form = f"forms/market/{forms.newest('market').version}"
    return {
        "formList": ("get", "head"),
        f"{form}/form.xml": ("get", "head"),
        f"{form}/manifest": ("get", "head"),
        f"{form}/media/visits.csv": ("get", "head"),
        f"{form}/integrity/visits.csv": ("get", "head"),
        "attempt": ("post",),
        "submission": ("head", "post"),
    }


@pytest.mark.parametrize("role", ["ministry", "province", "regency", "evaluator", "auditor", "administrator"])
def test_a_key_of_another_role_opens_nothing(role):
    server = phone(person(role))
    for path, methods in _paths().items():
        for method in methods:
            assert getattr(Client(), method)(f"{server}/{path}").status_code == 403, (path, method)


def test_an_enumerators_key_opens_each_address_by_its_methods():
    server = phone(person("enumerator"))
    for path, methods in _paths().items():
        for method in ("get", "head", "post", "put", "delete", "patch", "options"):
            status = getattr(Client(), method)(f"{server}/{path}").status_code
            if method not in methods:
                assert status == 405, (path, method)
            else:
                assert status == {"post": 400}.get(method, 204 if path == "submission" else 200), (
                    path,
                    method,
                )


def test_without_a_key_nothing_opens_not_even_with_a_session(as_user):
    client = as_user(person("enumerator"))
    for path, methods in _paths().items():
        for method in methods:
            assert getattr(client, method)(f"/{path}").status_code == 401, (path, method)


def test_a_revoked_or_expired_key_and_a_closed_account_open_nothing():
    someone = person("enumerator")
    row, token = accounts.issue_token(user=someone, kind="phone", by=someone, at=NOW)
    assert Client().get(f"/k/{token}/formList").status_code == 200
    accounts.revoke_token(token=row, by=someone, at=NOW)
    assert Client().get(f"/k/{token}/formList").status_code == 403
    server = phone(someone)
    accounts.set_active(user=someone, active=False, by=person("administrator"), at=NOW)
    assert Client().get(f"{server}/formList").status_code == 403
    accounts.set_active(user=someone, active=True, by=person("administrator"), at=NOW)
    assert Client().get(f"{server}/formList").status_code == 403  # shutting the account revoked it for good


def test_a_key_opens_no_page():
    """The key in the address of a page is no way in."""
    token = phone(person("enumerator")).removeprefix("/k/")
    for path in (f"/k/{token}/", f"/k/{token}/lapangan/", f"/lapangan/?token={token}"):
        assert Client().get(path).status_code in (302, 404), path
        assert Client().get(path, headers={"Authorization": f"Bearer {token}"}).status_code in (302, 404), (
            path
        )
